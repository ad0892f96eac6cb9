# SPDX-License-Identifier: MIT
# A strategy without levels: at every so many candles (7 unless -v every=N) a
# signal the way the last close went.  Candles in; the same lines and signals
# out.
BEGIN { every = every ? every : 7 }
/"type":"candle"/ {
	print
	match($0, /"close":[0-9.]+/)
	now = substr($0, RSTART + 8, RLENGTH - 8) + 0
	match($0, /"time":[0-9]+/)
	if (NR % every == 0)
		printf "{\"type\":\"signal\",%s,\"symbol\":\"BTCUSDT\"," \
		    "\"id\":%d,\"direction\":\"%s\"}\n", \
		    substr($0, RSTART, RLENGTH), NR, \
		    (now > was ? "long" : "short")
	was = now
}
