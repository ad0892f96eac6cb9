#!/bin/sh
# candles on recorded markets: against the exchange's own candles, and the
# holes that are known to be there.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

spot=$recorded/binance-archive-spot/data/spot/daily/klines
um=$recorded/binance-archive-um
ltc=$recorded/orderflow-trading
feed=$recorded/cryptofeed/spot-20210404/BINANCE-ee25be.0.gz

# to_candles VENUE SYMBOL INTERVAL MINUTES: archive rows to candle records in
# the spelling of the tool, numbers without the zeros at their end
to_candles() {
	awk -F, -v venue="$1" -v symbol="$2" -v iv="$3" -v ms=$(($4 * 60000)) '
	function n(x) {
		if (index(x, "."))
			sub(/\.?0+$/, "", x)
		return x
	}
	$1 + 0 {
		printf "{\"type\":\"candle\",\"time\":%.0f,\"venue\":\"%s\",", $1 + ms - 1, venue
		printf "\"symbol\":\"%s\",\"interval\":\"%s\",\"open_time\":%s,", symbol, iv, $1
		printf "\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,", n($2), n($3), n($4), n($5)
		printf "\"volume\":%s,\"quote_volume\":%s,\"trades\":%s,", n($6), n($8), $9
		printf "\"taker_buy_volume\":%s,\"taker_buy_quote_volume\":%s}\n", n($10), n($11)
	}'
}

# archive SYMBOL INTERVAL MINUTES DATES...: of spot.  unzip(1) takes files as
# the directory has them: sorted.
archive() {
	symbol=$1 iv=$2 minutes=$3
	shift 3
	for date; do
		unzip -p "$spot/$symbol/$iv/$symbol-$iv-$date*.zip"
	done | sort -n | to_candles binance-spot "$symbol" "$iv" "$minutes"
}

if [ -d "$spot" ] && command -v unzip >/dev/null; then
	archive BTCUSDT 1m 1 2022-01 2022-03 >minutes
	archive BTCUSDT 15m 15 2022-01 2022-03 >quarters
	archive BTCUSDT 1h 60 2022-01 2022-03 >hours
	candles --interval 15m,1h -o minutes >out 2>err
	result $? 'two months of minutes'
	grep '"15m"' out | cmp quarters - && [ "$(wc -l <quarters)" -eq 5952 ]
	result $? 'every member of every 15m candle equals the archive'
	grep '"1h"' out | cmp hours - && [ "$(wc -l <hours)" -eq 1488 ]
	result $? 'every member of every 1h candle equals the archive'
	same 'from 15m candles as from minutes' \
	    'candles --interval 1h -o quarters' 'grep \"1h\" out'

	archive ETHUSDT 1h 60 2022 >hours
	archive ETHUSDT 1d 1440 2022 >days
	same 'so does every day of a year from hours' 'cat days' \
	    'candles --interval 1d -o hours'

	archive BTCUSDT 1m 1 2023-03-23 2023-03-24 2023-03-25 >halt
	archive BTCUSDT 1h 60 2023-03-23 2023-03-24 2023-03-25 >hours
	is_output 'the halt of 2023-03-24 is 80 minutes, 12:40 to 13:59' \
	    'candles --gaps -o halt' <<-END
	{"type":"gap","time":1679666399999,"venue":"binance-spot","symbol":"BTCUSDT","dataset":"candles","interval":"1m","from":1679661600000,"to":1679666399999,"missing":80,"cause":"unknown"}
	END
	same 'hours at the halt: 40 minutes, then none, as in the archive' \
	    'cat hours' 'candles --interval 1h -o halt'
else
	skip 'candles of the archive' "no unzip, or nothing in $spot"
fi

# Minutes without a trade repeat the last price; the 4 h candle of 2024-10-28
# 20:00 starts with one and opens at its first trade's price all the same.
if [ -d "$um" ] && [ -d "$recorded/gravestone-data/4h" ]; then
	zcat "$um/FILUSDT-1m-2024-10.csv.gz" "$um/FILUSDT-1m-2024-11.csv.gz" |
	    to_candles binance-um FILUSDT 1m 1 >minutes
	# Their columns: no takers, and close_time at the end.
	zcat "$recorded/gravestone-data/4h/FILUSDT.csv.gz" |
	    awk -F, -v OFS=, '$1 >= 1727740800000 && $1 < 1733011200000 {
		print $1, $2, $3, $4, $5, $6, $9, $7, $8 }' |
	    to_candles binance-um FILUSDT 4h 240 |
	    sed 's/,"taker.*/}/' >theirs
	candles --interval 4h -o minutes | sed 's/,"taker.*/}/' >out
	cmp out theirs && [ "$(wc -l <theirs)" -eq 366 ]
	result $? '4h candles equal those of the REST interface'
else
	skip '4h candles of the REST interface' "nothing in $um"
fi

if [ -d "$ltc" ]; then
	# timestamp,price,quantity,side,tradeId; a later record closes the
	# last bars.
	zcat "$ltc"/*.csv.gz | grep -v timestamp | sort -t, -k5n | awk -F, '
	{
		printf "{\"type\":\"trade\",\"time\":%s,\"venue\":\"binance-um\",", $1
		printf "\"symbol\":\"LTCUSDT\",\"id\":%s,\"price\":%s,\"qty\":%s,\"side\":\"%s\"}\n", $5, $2, $3, $4
	}
	END {
		print "{\"type\":\"mark\",\"time\":1767225600000,\"venue\":\"binance-um\",\"symbol\":\"LTCUSDT\",\"mark_price\":1}"
	}' >trades
	cat >sums.py <<-'END'
	import json, sys
	from decimal import Decimal, getcontext
	getcontext().prec = 60
	sums, bars, trades = {}, {}, 0
	for line in open(sys.argv[1]):
	    r = json.loads(line, parse_float=Decimal)
	    if r["type"] == "trade":
	        trades += 1
	        buy = r["side"] == "buy"
	        value = r["price"] * r["qty"]
	        add = (r["qty"], value, buy * r["qty"], buy * value, 1)
	        day = sums
	    elif r["type"] == "candle":
	        add = (r["volume"], r["quote_volume"], r["taker_buy_volume"],
	               r["taker_buy_quote_volume"], r["trades"])
	        day = bars.setdefault(r["interval"], {})
	    else:
	        continue
	    for i, x in enumerate(add):
	        day[i] = day.get(i, 0) + x
	print(trades, sorted(bars), all(b == sums for b in bars.values()))
	END
	candles --interval 1m,1h,1d trades >out
	is_output 'the volumes of LTCUSDT sum to its trades' \
	    'python3 sums.py out' <<-END
	53325 ['1d', '1h', '1m'] True
	END
	candles --gaps -o trades >out
	awk -F, 'NR > 1 && $5 != last + 1 { print last + 1, $5 - 1, $5 - last - 1 }
	    { last = $5 }' >holes <<-END
	$(zcat "$ltc"/*.csv.gz | grep -v timestamp | sort -t, -k5n)
	END
	sed 's/.*"from_id":\([0-9]*\),"to_id":\([0-9]*\),"missing":\([0-9]*\),"cause":"sequence"}/\1 \2 \3/' out >got
	cmp got holes && [ "$(wc -l <holes)" -eq 16 ]
	result $? 'and its 16 id holes are reported'
else
	skip 'the volumes of LTCUSDT sum to its trades' "nothing in $ltc"
fi

if [ -f "$feed" ]; then
	# A kline frame says which raw trades it holds.  Where all of them came
	# as aggTrades too, they are given to the tool under a symbol of
	# their own, and must make that very candle.
	cat >frames.py <<-'END'
	import gzip, json, re, subprocess, sys
	from decimal import Decimal
	frames, trades, lines, want = [], [], [], {}
	for line in gzip.open(sys.argv[1], "rt"):
	    m = re.match(r'[0-9.]+: ({"stream".*})$', line)
	    frame = json.loads(m.group(1))["data"] if m else {"e": None}
	    if frame["e"] == "aggTrade":
	        trades.append(frame)
	    elif frame["e"] == "kline" and frame["k"]["n"]:
	        frames.append(frame["k"])
	for k in frames:
	    used = [t for t in trades if t["s"] == k["s"] and
	            k["f"] <= t["f"] and t["l"] <= k["L"]]
	    ids = [i for t in used for i in range(t["f"], t["l"] + 1)]
	    if ids != list(range(k["f"], k["L"] + 1)):
	        continue
	    name = "frame%d" % len(want)
	    want[name] = [Decimal(k[x]) for x in "ohlcvqVQ"] + [k["n"]]
	    for t in used:
	        lines.append('{"type":"trade","time":%d,"symbol":"%s","id":%d,'
	                     '"price":%s,"qty":%s,"side":"%s","first_id":%d,'
	                     '"last_id":%d}' % (t["T"], name, t["a"], t["p"],
	                     t["q"], "sell" if t["m"] else "buy", t["f"], t["l"]))
	    lines.append('{"type":"mark","time":%d,"symbol":"%s","mark_price":1}'
	                 % (k["T"] + 1, name))
	run = subprocess.run(["candles", "--interval", "1m", "-o"], text=True,
	                     input="\n".join(lines) + "\n", capture_output=True)
	got = {}
	for line in run.stdout.splitlines():
	    r = json.loads(line, parse_float=Decimal)
	    got[r["symbol"]] = [r[x] for x in (
	        "open", "high", "low", "close", "volume", "quote_volume",
	        "taker_buy_volume", "taker_buy_quote_volume", "trades")]
	print(len(want), got == want)
	END
	is_output 'streamed trades make the 51 candles that were streamed' \
	    "python3 frames.py $feed" <<-END
	51 True
	END
else
	skip 'streamed trades make the candles' "no $feed"
fi
finish
