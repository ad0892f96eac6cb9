# SPDX-License-Identifier: MIT
# T9: candles of synth(1), and a signal where the mean of 10 closes crosses
# that of 30: long above it, flat below.  Sums in tenths, so ties are ties.
# With -v answer=1: how many trades that gives at the next opens and what a
# unit earns by them, as "trades gain".
BEGIN { FS = "[:,}]" }
{
	if (want != have) {
		if (want)
			entry = $14
		else {
			trades++
			gain += $14 - entry
		}
		have = want
	}
	if (!answer)
		print
	close_ = sprintf("%.0f", $20 * 10) + 0
	fast += close_ - ring[(NR - 10) % 30]
	slow += close_ - ring[NR % 30]
	ring[NR % 30] = close_
	if (NR < 30 || (fast * 3 > slow) == want || fast * 3 == slow)
		next
	want = !want
	if (!answer)
		printf "{\"type\":\"signal\",\"time\":%s,\"venue\":\"synth\"," \
		    "\"symbol\":\"BTCUSDT\",\"id\":%d,\"action\":\"%s\"," \
		    "\"direction\":\"long\"}\n", \
		    $4, ++id, want ? "open" : "close"
}
END {
	if (answer)
		printf "%d %.10g\n", trades, gain
}
