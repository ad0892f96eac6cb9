# SPDX-License-Identifier: MIT
# A strategy in a dozen lines: go with SMA(10) when it crosses SMA(30).
# Candles in; the same lines and signal records out.  Prices have two places.
/"type":"candle"/ {
	print
	match($0, /"close":[0-9.]+/)
	c[NR] = int(substr($0, RSTART + 8, RLENGTH - 8) * 100 + .5)
	fast += c[NR] - c[NR - 10]; slow += c[NR] - c[NR - 30]
	side = 3 * fast > slow ? "long" : 3 * fast < slow ? "short" : ""
	if (NR > 30 && side && was && side != was) {
		match($0, /"time":[0-9]+/)
		head = "{\"type\":\"signal\"," substr($0, RSTART, RLENGTH) \
		    ",\"symbol\":\"" symbol "\",\"id\":\"" NR
		print head "c\",\"action\":\"close\",\"direction\":\"" was "\"}"
		print head "o\",\"direction\":\"" side "\"}"
	}
	was = side
}
