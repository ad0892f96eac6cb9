#!/bin/sh
# score with the adaptive profile: what must hold whatever the market does.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

day=86400000 start=1767225600000
synth --days 9 >market
score -o market >signals
[ "$(grep -c '"type":"signal"' signals)" -gt 300 ]
result $? 'an invented market has signals'

# --- restart ----------------------------------------------------------------

# since N FILE - the lines from day N on
since() {
	awk -F '[:,]' -v t=$((start + $1 * day)) '$4 >= t' "$2"
}
since 4 market >late
same 'a run that begins later gives the same signals, byte for byte' \
    "score -o --since $((start + 8 * day)) late" \
    "awk -F '[:,]' -v t=$((start + 8 * day)) '\$4 >= t' signals"
[ "$(wc -l <got1)" -gt 20 ]
result $? 'and there are some'
same '--since leaves the input alone' \
    "score --since $((start + 99 * day)) market" 'cat market'

# --- scale ------------------------------------------------------------------

# A market in another unit: prices times 1024, so that nothing is rounded.
scaled() {
	python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    for k in ("open", "high", "low", "close", "mark_price"):
        if k in r:
            r[k] *= 1024
    print(json.dumps(r, separators=(",", ":")))'
}
if python3 -c '' 2>/dev/null; then
	scaled <market >dear
	# The value area is left out: its bins are round numbers.
	# shellcheck disable=SC2016
	told='sed -n "s/.*\"id\":\"\([^\"]*\)\".*\(\"ranks\":{[^}]*}\).*/\1 \2/p"'
	same 'the unit of the price changes no setup and no rank' \
	    "score --all -o market | $told" "score --all -o dear | $told"
	[ "$(wc -l <got1)" -gt 10000 ]
	result $? 'of many'
else
	skip 'another unit' 'no python3'
fi

# --- holes ------------------------------------------------------------------

sed '/"venue":"synth"/s//"venue":"binance-um"/' market >futures
grep -v "\"open_time\":$((start + 4 * day))," futures >holed
exits 0 'a hole is no failure' 'score -o --all holed >got.holed'
says "'BTCUSDT': holes in its candles: 1; .* behind them: 2[45][0-9]$" \
    'but it is told, and what it cost'
exits 0 'so is one for a profile' 'score -o --profile classic holed'
says "'BTCUSDT': holes in its candles: 1; nothing is computed across them$" \
    'that keeps no candle waiting'
awk -v gap='{"type":"gap","time":'$((start + day))',"venue":"binance-um","symbol":"BTCUSDT","dataset":"open_interest","from":'$((start + day - 1))',"to":'$((start + day))'}' \
    '{ print } index($0, "\"open_time\":'$((start + day - 60000))',") { print gap; print gap }' \
    futures >announced
exits 0 'a hole in the open interest is no failure' 'score -o announced'
says "'BTCUSDT': holes in its open interest: 1; its change is not computed" \
    'but it is told, once'
exits 0 'nor for an indicator of it' \
    'score -o --indicators delta_oi:1h announced'
says "'BTCUSDT': holes in its open interest: 1;" 'which is told as well'
exits 0 'others' 'score -o --indicators sma:5 announced'
[ ! -s err ]
result $? 'do not ask for it'
awk '!/"type":"open_interest"/ || n++ % 48 == 0' futures >rare
exits 0 'open interest that is always too old is no failure' 'score -o rare'
says "'BTCUSDT': none of its open interest can be used: .* at most 15 minutes" \
    'but it is told'
sed 's/"\(open\|high\|low\|close\)":[0-9.]*/"\1":5/g' futures | head -1500 >flat
exits 0 'a market without range is no failure' 'score -o flat'
says "'BTCUSDT': none of its [0-9]* candles can be judged: the true range" \
    'but it is told what the matter is'
exits 0 'too few candles are no failure' 'head -200 futures | score -o'
says "'BTCUSDT': its [0-9]* candles are too few" 'but that is told, too'
exits 0 'enough' 'head -500 futures | score -o'
[ ! -s err ]
result $? 'are nothing to tell of'
since 4 got.holed | head -1 >first
awk -F '[:,]' -v t=$((start + 4 * day + 249 * 60000)) '$4 < t { exit 1 }' first
result $? 'nothing is judged until all windows are full again'
same 'what comes then does not depend on what was before the hole' \
    "awk -F '[:,]' -v t=$((start + 4 * day)) '\$4 >= t' got.holed |
    grep -v '\"delta_oi\|\"funding' | tail -1000" \
    "awk -F '[:,]' -v t=$((start + 4 * day + 60000)) \
	'\$4 >= t - 7200000 && (\$4 >= t || !/\"candle\"/)' holed |
    score -o --all | grep -v '\"delta_oi\|\"funding' | tail -1000"

# --- what a signal is -------------------------------------------------------

is_output 'one signal a candle, and closes besides' \
    "score --all -o market | grep -v '\"action\"' | cut -d, -f2 |
    sort | uniq -d | head -1" </dev/null
score -o --min-score 0 market | grep -e '-sma_cross' >crosses
awk -F '"' '{ close_ = /"action":"close"/
	if (close_ != open_) bad = 1
	open_ = !close_ }
    END { exit bad || NR < 4 }' open_=0 crosses
result $? 'sma_cross opens and closes in turn'
score -o --min-score 7 market | grep -c close >got
[ "$(cat got)" = 0 ]
result $? 'and closes nothing that was not written'
awk -F '"score":|"components":[{]"trend":|,"delta_oi":|,"cvd":|,"session":' '
    /"tier"/ { n++; d = $2 - ($3 + $4 + $5 + $6)
	bad += d > .0003 || d < -.0003 }
    END { exit bad > 0 || n < 300 }' signals
result $? 'the components make the score'

# --- volume by price, and flow from trades ----------------------------------

score -o --emit profile --min-score 7 market | grep '"type":"profile"' >profiles
[ "$(wc -l <profiles)" -ge 24 ]
result $? '--emit profile writes one for each session'
grep -c '"session":"asia"' profiles >got
[ "$(cat got)" -ge 8 ]
result $? 'with its name'
awk -F '[:,]' '{ for (i = 1; i < NF; i++) {
	if ($i == "\"poc\"") poc = $(i + 1)
	if ($i == "\"vah\"") vah = $(i + 1)
	if ($i == "\"val\"") val = $(i + 1) }
    bad += !(val <= poc && poc <= vah && val < vah) }
    END { exit bad > 0 }' profiles
result $? 'the point of control lies in the value area'

synth --days 2 --types trades | candles --interval 1m >both
inputs() { # of the signals on stdin: time, delta and CVD
	sed -n 's/.*"time":\([0-9]*\),.*"cvd":\([-0-9.e]*\),"cvd_sl.*"delta_volume_signed":\([-0-9.e]*\).*/\1 \2 \3/p'
}
score --all -o both | inputs >by_candles
score --all -o --flow trades both | inputs >by_trades
paste -d ' ' by_candles by_trades | awk '
    function far(a, b) { d = a - b; return d > 1e-6 || d < -1e-6 }
    { bad += $1 != $4 || far($2, $5) || far($3, $6) }
    END { exit bad > 0 || NR < 1000 }'
result $? 'flow from trades is that of the candles made of them'
exits 2 'other flows are refused' 'score --flow books </dev/null'
exits 2 'and other records to emit' 'score --emit book </dev/null'

finish
