# SPDX-License-Identifier: MIT
# T18: candles from trades that are written as synth(1) writes them.
# awk -f peer_candles.awk -v ms=60000 -v interval=1m
BEGIN { FS = "[:,}]" }
n && $4 >= start + ms {
	printf "{\"type\":\"candle\",\"time\":%.0f,\"venue\":%s", \
	    start + ms - 1, venue
	printf ",\"symbol\":%s,\"interval\":\"%s\",\"open_time\":%.0f", \
	    symbol, interval, start
	printf ",\"open\":%.14g,\"high\":%.14g,\"low\":%.14g", o, h, l
	printf ",\"close\":%.14g,\"volume\":%.14g", c, v
	printf ",\"quote_volume\":%.14g,\"trades\":%d", q, n
	printf ",\"taker_buy_volume\":%.14g", tv
	printf ",\"taker_buy_quote_volume\":%.14g}\n", tq
	n = 0
}
{
	price = $12 + 0
	qty = $14 + 0
	if (!n) {
		start = $4 - $4 % ms
		venue = $6
		symbol = $8
		o = h = l = price
		v = q = tv = tq = 0
	}
	if (price > h)
		h = price
	if (price < l)
		l = price
	c = price
	v += qty
	q += price * qty
	if ($16 == "\"buy\"") {
		tv += qty
		tq += price * qty
	}
	n += $20 - $18 + 1
}
