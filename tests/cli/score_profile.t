#!/bin/sh
# score --profile, --check-profile: profiles as files.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

classic=$top/data/classic.json
synth --days 2 --interval 5m >market

hash=$(sha256sum "$classic" | cut -c1-64)
exits 0 'a built-in profile can be used' 'score --check-profile classic'
prints "^classic: classic, sha256 $hash, a moment rests on [0-9]* candles" \
    'its hash is that of the file'
exits 0 'so can that of a file' "score --check-profile $top/data/adaptive.json"
prints '^adaptive: adaptive, ' 'and it is named'
same 'the built-in one is the file' "score --profile classic market" \
    "score --profile $classic market"

sed 's/"ema_aligned": 1.1/"ema_aligned": 0.1/; s/"classic",/"mine",/' \
    "$classic" >mine.json
sed -i '0,/"method": "mine"/s//"method": "classic"/' mine.json
exits 0 'one of ones own scores by its own numbers' \
    'score -o --profile ./mine.json market'
prints '"audit":{"profile":"mine","profile_hash":"'"$(
    sha256sum mine.json | cut -c1-64)"'"' 'and the audit has its hash'
score -o --profile ./mine.json market | wc -l >mine.n
score -o --profile classic market | wc -l >ours.n
[ "$(cat mine.n)" -lt "$(cat ours.n)" ]
result $? 'less for the trend is fewer signals'

# broken TITLE SED-SCRIPT PATTERN
broken() {
	sed "$2" "$classic" >broken.json
	exits 2 "$1 is refused" 'score --check-profile ./broken.json'
	says "$3" "with file, line and member"
	exits 2 "and not used" 'score --profile ./broken.json </dev/null'
}
broken 'a number out of its bounds' 's/"lvn": 0.35/"lvn": 35/' \
    "^score: error: ./broken.json:18: 'volume_profile.lvn'"
broken 'a member that is unknown' 's/"ema_reach"/"ema_rich"/' \
    '^score: error: ./broken.json:[0-9]*: .*ema_r'
broken 'a member that is missing' 's/"session_other": 0.25,//' \
    "^score: error: ./broken.json:[0-9]*: .*session_other"
broken 'what is no JSON' 's/"sessions": \[/"sessions": ]/' \
    '^score: error: ./broken.json:6: '
broken 'a session that meets another' 's/"from": "08:00"/"from": "07:00"/' \
    '^score: error: ./broken.json:9: '
exits 2 'a profile that is not there is refused' \
    'score --profile ./none.json </dev/null'
says "none.json" 'by its name'
exits 2 'an unknown name is refused' 'score --profile none </dev/null'
says "no profile 'none'" 'by its name'
# Volume by price: where it is told, and how wide its bins are.
synth --days 1 >day
score --emit profile --min-score 7 day >told
grep -B1 '"type":"profile"' told | grep -v '^--' |
    sed 's/.*"type":"\([a-z]*\)","time":\([0-9]*\).*/\1 \2/' |
    awk '{ print $1, $2 % (8 * 3600000) }' >got
cat >want <<'END'
candle 28799999
profile 28799999
candle 28799999
profile 28799999
END
cmp got want
result $? 'a profile stands behind the last candle of its session'
sed 's/"bin": {[^}]*}/"bin": { "ticks": 10 }/' "$top/data/adaptive.json" >ticks.json
for step in 0.1 0.01 0.0001; do
	awk -v step=$step '{
		n = split("open high low close", names, " ")
		for (i = 1; i <= n; i++)
			if (match($0, "\"" names[i] "\":[0-9.]+")) {
				at = RSTART + length(names[i]) + 3
				v = substr($0, at, RSTART + RLENGTH - at) * step * 10
				$0 = substr($0, 1, at - 1) sprintf("%.10g", v) substr($0, RSTART + RLENGTH)
			}
		print
	}' day | score -o --emit profile --profile ./ticks.json --min-score 7 |
	    sed -n 's/.*"bins":\[\[\([0-9.]*\),[^]]*\],\[\([0-9.]*\),.*/\1 \2/p' |
	    awk -v step=$step '{ d = ($2 - $1) / step / 10; bad += d < .999 || d > 1.001 }
	    END { exit bad > 0 || NR != 3 }'
	result $? "ten ticks are ten steps of $step, which the prices show"
done
same 'adaptive is the default' "score market" "score --profile adaptive market"

finish
