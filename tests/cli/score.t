#!/bin/sh
# score: what it makes of contexts and candles.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# The signals on stdin: what was decided, without the audit.
brief='sed -n -e "s/,\"audit\".*//" \
    -e "s/.*\"symbol\":\"\([^\"]*\)\".*\"direction\":/\1 /p" |
    sed -e "s/\"price\":[^,]*,//" -e "s/\"[a-z_]*\"://g" -e "s/[{}\"]//g"'

# --- contexts -------------------------------------------------------------

# What every audit begins and, but for setups, ends with.
hash=$(sha256sum "$top/data/classic.json" | cut -c1-64)
made='"profile":"classic","profile_hash":"'$hash'"'
held='"thresholds":{"high":5.5,"medium":3.5}'
refs='"ema_50":26990,"adx_14":32,"vwap":27000'
area='"value_area_low":26860,"value_area_high":27120,"lvns":[26940,27080]'
cat >golden <<END
{"type":"context","time":1,"symbol":"A","price":27080,$refs,"delta_oi_pct":0.71,"cvd":1548,"cvd_slope":24,"session":"new_york",$area,"direction":"long"}
{"type":"context","time":1,"symbol":"B","price":27080,$refs,"delta_oi_pct":-0.1,"cvd":-900,"cvd_slope":-60,"session":"asia",$area,"direction":"short"}
{"type":"context","time":1,"symbol":"C","price":27080}
{"type":"context","time":1,"symbol":"D","price":27080,"ema_50":26000,"adx_14":45,"vwap":26000,"delta_oi_pct":1.5,"cvd":5000,"cvd_slope":100,"session":"NY",$area}
{"type":"context","time":1,"symbol":"E","price":27080,"ema_50":26998.3333333333,"adx_14":58.5366,"vwap":26998.3333333333,"delta_oi_pct":0.71,"cvd":1548,"cvd_slope":24,"session":"new_york",$area}
END
is_output 'the golden values of the composite' \
    "score --profile classic --all -o golden | $brief" <<'END'
A long,momentum_continuation,medium,5.4793,medium,2.8829,1.2,0.8964,0.5,27080,27120,26998.76,27228.32
B short,momentum_continuation,low,3.0321,low,1.4121,0.1,1.17,0.35,26917.52,27080,27161.24,26755.04
C long,momentum_continuation,low,0.2,low,0,0,0,0.2,26971.68,27188.32,26863.36,27404.96
D long,momentum_continuation,high,7,high,3,2,1.5,0.5,27080,27120,26998.76,27228.32
E long,momentum_continuation,high,5.5964,high,3,1.2,0.8964,0.5,27080,27120,26998.76,27228.32
END
is_output 'a signal in full, with its audit' 'head -1 golden | score --profile classic -o' <<END
{"type":"signal","time":1,"symbol":"A","id":"A-1-momentum_continuation","direction":"long","price":27080,"setup":"momentum_continuation","confidence":"medium","score":5.4793,"tier":"medium","components":{"trend":2.8829,"delta_oi":1.2,"cvd":0.8964,"session":0.5},"entry_low":27080,"entry_high":27120,"stop":26998.76,"target":27228.32,"audit":{$made,"inputs":{"price":27080,$refs,"delta_oi_pct":0.71,"cvd":1548,"cvd_slope":24,"session":"new_york",$area,"direction":"long"},"trend_ema_component":1.2329,"trend_adx_component":0.8,"trend_vwap_component":0.35,"trend_confluence_bonus":0.5,"trend_total_unclamped":2.8829,"trend_total":2.8829,"delta_oi_abs":0.71,"delta_component":1.2,"cvd_value":1548,"cvd_component":0.8964,"cvd_value_points":0.4644,"cvd_slope_points":0.432,"session_component":0.5,$held}}
END
is_output 'the audit of little has little in it' \
    'sed -n 3p golden | score --profile classic --all -o | sed "s/.*\"audit\"//"' <<END
:{$made,"inputs":{"price":27080},"trend_ema_component":0,"trend_adx_component":0,"trend_vwap_component":0,"trend_confluence_bonus":0,"trend_total_unclamped":0,"trend_total":0,"session_component":0.2,$held}}
END
is_output 'a trend of more than 3 is clamped, and says so' \
    'sed -n 4p golden | score --profile classic -o | grep -o "\"trend_t.*clamped\":1"' <<'END'
"trend_total_unclamped":3.5,"trend_total":3,"trend_clamped":1
END

is_output 'by default signals start at 3.5' "score --profile classic -o golden | $brief | cut -c1" <<'END'
A
D
E
END
is_output '--min-score is where they start' \
    "score --profile classic -o --min-score 5.4793 golden | $brief | cut -c1" <<'END'
A
D
E
END
is_output '--min-score leaves out what is a little less' \
    "score --profile classic -o --min-score 5.4794 golden | $brief | cut -c1" <<'END'
D
E
END
is_output 'the signal stands behind the line that caused it' \
    'score --profile classic golden | sed "s/,\"symbol\":\"\(.\)\".*/ \1/"' <<'END'
{"type":"context","time":1 A
{"type":"signal","time":1 A
{"type":"context","time":1 B
{"type":"context","time":1 C
{"type":"context","time":1 D
{"type":"signal","time":1 D
{"type":"context","time":1 E
{"type":"signal","time":1 E
END

# 1.1 + 2 + 0.25 for the trend and open interest and a name, and the CVD.
for cvd in 500 499.84 499.82; do
	printf '{"type":"context","time":1,"symbol":"T","price":100,'
	printf '"ema_50":100,"delta_oi_pct":1.2,"session":"x","cvd":%s}\n' $cvd
done >edge
is_output 'the rounded total decides the tier and the emission' \
    "score --profile classic --all -o edge | $brief | cut -d, -f 3-5; score --profile classic -o edge | wc -l" <<'END'
medium,3.5,medium
medium,3.5,medium
low,3.4999,low
2
END

cat >direction <<'END'
{"type":"context","time":1,"symbol":"none","price":100}
{"type":"context","time":1,"symbol":"fall","price":100,"ema_50":90,"delta_oi_pct":-0.01}
{"type":"context","time":1,"symbol":"rise","price":100,"ema_50":90,"delta_oi_pct":0.01}
{"type":"context","time":1,"symbol":"under","price":100,"ema_50":110,"delta_oi_pct":0.01}
{"type":"context","time":1,"symbol":"on","price":100,"ema_50":100}
{"type":"context","time":1,"symbol":"given","price":100,"ema_50":110,"direction":"long"}
END
is_output 'direction: as given, else by open interest, else by the EMA' \
    "score --profile classic --all -o direction | $brief | cut -d, -f 1" <<'END'
none long
fall short
rise long
under short
on long
given long
END

cat >setups <<'END'
{"type":"context","time":1,"symbol":"A","price":27045,"bb_width":0.009,"kc_width":0.014,"momentum":-0.35,"momentum_shift":0.32,"funding_rate":-0.0025,"basis":0.0016666666666666668}
{"type":"context","time":1,"symbol":"B","price":100.1,"bb_width":0.009,"kc_width":0.014,"momentum":-0.3,"momentum_shift":-0.3,"funding_rate":-0.002,"basis":0.001}
{"type":"context","time":1,"symbol":"C","price":100,"bb_width":0.004,"kc_width":0.012,"momentum":-0.25,"momentum_shift":0.2,"funding_rate":-0.0015,"basis":0.001}
{"type":"context","time":1,"symbol":"D","price":100,"bb_width":0.0102,"kc_width":0.012,"momentum":-0.35,"momentum_shift":0.32,"funding_rate":-0.0025,"basis":0.001}
{"type":"context","time":1,"symbol":"E","price":1875.8,"orderflow_imbalance":2.4,"delta_volume":1.6,"liquidation_cluster":0.72,"basis":0.00042666666666664241}
{"type":"context","time":1,"symbol":"F","price":100,"orderflow_imbalance":1.5,"delta_volume":1.1,"basis":0}
{"type":"context","time":1,"symbol":"G","price":100,"orderflow_imbalance":1.5,"delta_volume":1.1}
END
is_output 'the golden values of the setups' \
    "score --profile classic --all -o setups | $brief | cut -d, -f 1-5" <<'END'
A long,squeeze_reversal,0.9,high,0.2
B long,squeeze_reversal,0.75,medium,0.2
C long,squeeze_reversal,0.95,high,0.2
D long,momentum_continuation,low,0.2,low
E long,absorption,0.807,high,0.2
F long,absorption,0.58,low,0.2
G long,momentum_continuation,low,0.2,low
END
is_output 'a setup is named in the id, its numbers are in the audit' \
    'head -1 setups | score --profile classic --all -o | sed "s/\"direction.*inputs\"//"' <<END
{"type":"signal","time":1,"symbol":"A","id":"A-1-squeeze_reversal",:{"price":27045,"bb_width":0.009,"kc_width":0.014,"momentum":-0.35,"momentum_shift":0.32,"funding_rate":-0.0025,"basis":0.0016666666666666668},"trend_ema_component":0,"trend_adx_component":0,"trend_vwap_component":0,"trend_confluence_bonus":0,"trend_total_unclamped":0,"trend_total":0,"session_component":0.2,"compression_ratio":0.642857142857,$held,"setups":[{"setup":"squeeze_reversal","direction":"long","score":0.9,"reasons":[{"what":"base","points":0.55},{"what":"bb_width","value":0.009,"is":"<=","than":0.012},{"what":"compression_ratio","value":0.642857142857,"is":"<=","than":0.85},{"what":"basis","value":0.00166666666667,"is":">=","than":0.0008},{"what":"funding_rate","value":-0.0025,"is":"<=","than":-0.0015,"points":0.1},{"what":"abs(momentum)","value":0.35,"is":">=","than":0.25,"points":0.1},{"what":"momentum_shift","value":0.32,"is":">=","than":0.2,"points":0.15}]}]}}
END

printf '%s\n' '{"type":"context","time":5,"venue":"a\"b","symbol":"\u00e9-\"x\"",
"session":"\u0001 mine","price":1e-5,"lvns":[ 2 , 1e-5 ],"note":[{}]}' |
    tr -d '\n' >odd
echo >>odd
is_output 'odd names and small prices come out as JSON' \
    'score --profile classic --all -o odd | sed "s/,\"trend_ema.*//; s/\"profile.*inputs\"/\"inputs\"/"' <<'END'
{"type":"signal","time":5,"venue":"a\"b","symbol":"é-\"x\"","id":"é-\"x\"-5-momentum_continuation","direction":"long","price":0.00001,"setup":"momentum_continuation","confidence":"low","score":0.5,"tier":"low","components":{"trend":0.25,"delta_oi":0,"cvd":0,"session":0.25},"entry_low":0.00001,"entry_high":0.00001004,"stop":0.00000997,"target":0.00001008,"audit":{"inputs":{"price":0.00001,"session":"\u0001 mine","lvns":[2,0.00001]}
END
awk 'BEGIN {
	printf "{\"type\":\"context\",\"time\":1,\"symbol\":\"A\",\"price\":100,\"lvns\":[1"
	for (i = 2; i <= 5000; i++)
		printf ",%d", i
	print "]}"
}' >many
is_output 'thousands of nodes are taken' \
    'score --profile classic --all -o many | grep -o "\"entry_low.*audit\|,4999,5000.*total_unc"' <<'END'
"entry_low":100,"entry_high":100.4,"stop":99.7,"target":100.8,"audit
,4999,5000]},"trend_ema_component":0,"trend_adx_component":0,"trend_vwap_component":0,"trend_confluence_bonus":0.25,"trend_total_unc
END

cat >bad <<'END'
{"type":"context","time":1,"symbol":"A","price":100,"lvns":[1,"2"]}
{"type":"context","time":1,"symbol":"B","price":100,"lvns":[0]}
{"type":"context","time":1,"symbol":"C","price":0}
{"type":"context","time":1,"symbol":"D","price":100,"lvns":[]}
END
exits 3 'what cannot be a context is left out' 'score --profile classic --all -o bad'
[ "$(wc -l <got)" -eq 1 ] && prints '"symbol":"D"' 'and the rest is scored'
says '^score: warning: bad:1: .*"lvns" is not an array of numbers' \
    'a warning names file and line'
says '^score: warning: bad:2: .*"lvns" holds a price' 'of nodes that are none'
exits 1 '--strict stops there' 'score --profile classic --all --strict bad'

# --- candles --------------------------------------------------------------

# candles SYMBOL VENUE INTERVAL STEP_MS FIRST LAST: a rising saw, from
# 2026-01-01 on, numbers in STEP_MS.
candles() {
	awk -v s="$1" -v v="$2" -v iv="$3" -v ms="$4" -v a="$5" -v b="$6" \
	    'BEGIN {
		for (i = a; i <= b; i++) {
			t = 1767225600000 + i * ms
			c = 100 + i / 16 + i % 5
			printf "{\"type\":\"candle\",\"time\":%.0f,\"venue\":" \
			    "\"%s\",\"symbol\":\"%s\",\"interval\":\"%s\"," \
			    "\"open_time\":%.0f,\"open\":%.10g,\"high\":" \
			    "%.10g,\"low\":%.10g,\"close\":%.10g,\"volume\":" \
			    "%d,\"taker_buy_volume\":%.10g}\n",
			    t + ms - 1, v, s, iv, t, c, c + 1, c - 1.5, c,
			    8 + i % 3, 4 + i % 3
		}
	}'
}

# known INPUT: for each signal on stdin, its time in minutes and the input.
known() {
	sed -n "s/.*\"time\":\([0-9]*\),.*\"inputs\":{\(.*\)},\"trend.*/\1 \2/p" |
	    awk -v k="\"$1\":" '{ at = index($2, k) ? "+" : "-"
		out = out at } END { print out }'
}

candles X binance-um 1m 60000 0 70 >x
score --profile classic --all -o x >scored
[ "$(known ema_50 <scored)" = \
    "$(awk 'BEGIN { for (i = 0; i <= 70; i++) printf i < 49 ? "-" : "+" }')" ]
result $? 'the EMA is known from the 50th candle on'
[ "$(known adx_14 <scored)" = \
    "$(awk 'BEGIN { for (i = 0; i <= 70; i++) printf i < 27 ? "-" : "+" }')" ]
result $? 'the ADX from the 28th'
[ "$(known vwap <scored)$(known cvd <scored)" = \
    "$(awk 'BEGIN { for (i = 0; i < 142; i++) printf "+" }')" ]
result $? 'VWAP and CVD from the first of a session'

candles X binance-um 1m 60000 478 483 >late
is_output 'but not of one that was joined midway' \
    'score --profile classic --all -o late | sed "s/.*inputs//;s/,\"trend.*//" | grep -o "\"cvd\":[^,]*\|\"cvd_slope\":[^,]*\|\"session\":\"[a-z]*\""' <<'END'
"cvd_slope":1
"session":"asia"
"cvd_slope":2
"session":"asia"
"cvd":0
"cvd_slope":0
"session":"london"
"cvd":1
"cvd_slope":1
"session":"london"
"cvd":3
"cvd_slope":2
"session":"london"
"cvd":3
"cvd_slope":0
"session":"london"
END

grep -v '"open_time":1767254400000' late | sed 's/binance-um/other/' >later
is_output 'a session without trades in its first bar counts from the next' \
    'score --profile classic --all -o later | sed "s/.*inputs//;s/,\"trend.*//" | grep -o "\"cvd\":[^,]*"' <<'END'
"cvd":1
"cvd":3
"cvd":3
END

grep -v '"open_time":1767229200000' x >hole
# holes: of the signals on stdin, how many lost their ADX again / how many
holes() {
	known adx_14 | awk '{ all = all $0 } END {
		n = length(all)
		sub(/^-*[+]+/, "", all)
		sub(/[+].*/, "", all)
		print length(all) "/" n }'
}
[ "$(score --profile classic --all -o hole | holes)" = 10/70 ]
result $? 'after a missing candle of a market that never closes all starts again'
[ "$(sed 's/binance-um/other/' hole | score --profile classic --all -o | holes)" = 0/70 ]
result $? 'of any other market it is no hole'
[ "$(sed 's/binance-um/other/' hole | score --profile classic --calendar 24x7 --all -o | holes)" = 10/70 ]
result $? 'unless --calendar 24x7 says so'
[ "$(score --profile classic --calendar any --all -o hole | holes)" = 0/70 ]
result $? 'and --calendar any takes it for none'

# gap DATASET INTERVAL: x without its 61st candle, whose hole has a record.
gap() {
	sed -e 's/binance-um/other/' \
	    -e "/\"open_time\":1767229200000/c\\
{\"type\":\"gap\",\"time\":1767229259999,\"venue\":\"other\",\"symbol\":\"X\",\"dataset\":\"$1\",\"interval\":\"$2\",\"from\":1767229200000,\"to\":1767229259999}" x
}
[ "$(gap candles 1m | score --profile classic --all -o | holes)" = 10/70 ]
result $? 'a gap record makes one anywhere'
[ "$(gap candle 1m | sed 's/"interval":"1m","from"/"from"/' |
    score --profile classic --all -o | holes)" = 10/70 ]
result $? 'one that names no interval, too'
[ "$(gap candle 5m | score --profile classic --all -o | holes)" = 0/70 ]
result $? 'one of another interval does not'
[ "$(gap trades 1m | score --profile classic --all -o | holes)" = 0/70 ]
result $? 'nor one of another data set'

candles X binance-um 5m 300000 0 13 >x5
is_output 'candles of other intervals pass by untouched' \
    'score --profile classic --all x x5 | grep -c type.:.candle; score --profile classic --all -o x x5 | wc -l' <<'END'
85
71
END
is_output '--interval chooses which are scored' \
    'score --profile classic --all -o --interval 5m x x5 | wc -l; score --profile classic --all -o --interval 1h x x5' <<'END'
14
END
says "^score: warning: 'X': none of its candles is of interval 1h" \
    'an interval that is not there is warned about'
same 'an open candle changes nothing' 'score --profile classic --all -o x' \
    'sed "30{p;s/}/,\"closed\":false}/;s/time\":17672/time\":17672/;h;d};31{x;p;x}" x | score --profile classic --all -o'
score --profile classic --all -o x >want
sed p x | score --profile classic --all -o >got 2>err
[ $? -eq 3 ] && cmp -s want got
result $? 'a candle that comes twice is scored once'
sed '40{h;d};41{p;x}' x >swapped
score --profile classic --all -o x | sed 40d >want
score --profile classic --all -o --max-disorder 1h --calendar any swapped | cut -c-70 >got
[ -s got ] && cut -c-70 want | cmp -s - got
result $? 'a candle that comes late is not scored'
score --profile classic --all -o x >want
score --profile classic --all -o x x >got 2>err
[ $? -eq 3 ] && cmp -s want got
result $? 'overlapping files give each signal once'

{
	echo '{"type":"open_interest","time":1767225600000,"venue":"binance-um","symbol":"X","period":"5m","open_interest":1000}'
	echo '{"type":"open_interest","time":1767226200000,"venue":"binance-um","symbol":"X","period":"5m","open_interest":1100}'
	echo '{"type":"funding","time":1767228000000,"venue":"binance-um","symbol":"X","rate":-8.4e-7}'
	echo '{"type":"open_interest","time":1767229200000,"venue":"binance-um","symbol":"X","period":"5m","open_interest":1010}'
} >flow
is_output 'open interest: per cent over 60 minutes, no sample older than 15' \
    'score --profile classic --all -o x flow | grep -o "\"time\":[0-9]*\|\"delta_oi_pct\":[^,]*" |
    grep -B1 delta | tr -d "\n" | sed "s/\"time\":/\n/g" | sed 1d; echo' <<'END'
1767229259999"delta_oi_pct":1
1767229319999"delta_oi_pct":1
1767229379999"delta_oi_pct":1
1767229439999"delta_oi_pct":1
1767229499999"delta_oi_pct":1
1767229559999"delta_oi_pct":1
1767229619999"delta_oi_pct":1
1767229679999"delta_oi_pct":1
1767229739999"delta_oi_pct":1
1767229799999"delta_oi_pct":1
1767229859999"delta_oi_pct":-8.18181818182
END
sed '2,3{h;s/.*/{"type":"gap","time":1767227100000,"venue":"binance-um","symbol":"X","dataset":"open_interest","from":1767227000000,"to":1767227100000}/;2!d;x;G}' flow >flow-gap
is_output 'a gap in the open interest makes what came before unknown' \
    'score --profile classic --all -o x flow-gap | grep -c delta_oi_pct; score --profile classic x flow-gap | grep -c gap' <<'END'
0
1
END
is_output 'the last funding rate is told in the audit' \
    'score --profile classic --all -o x flow | grep -o "\"funding_rate\":[^,]*" | sort | uniq -c |
    sed "s/^ *//"' <<'END'
31 "funding_rate":-8.4e-7
END
same 'and does not change the score' \
    "score --profile classic --all -o x | $brief" "grep funding flow | score --profile classic --all -o - x | $brief"
[ -s got1 ]
result $? 'of any'

if python3 -c '' 2>/dev/null; then
	python3 "$top/tests/cli/score_model.py" make >market
	for p in classic adaptive; do
		score --all -o --profile $p market >scored 2>err # some come twice
		python3 "$top/tests/cli/score_model.py" check \
		    "$top/data/$p.json" market scored >report
		result $? "$p: all signals equal those of a second implementation"
		tail -5 report | sed 's/^/# /'
	done
else
	skip 'candles: against a second implementation' 'no python3'
fi

# --- as every filter ------------------------------------------------------

{
	sed -n 1,2p golden
	cat setups
	head -30 x
	sed -n 31,32p x5
	cat flow
	printf '%s\n' '{"type":"strange","time":9,"deep":[{"a":null}]}'
	sed 's/"type"/ "type" /' golden
	sed -n 31,40p x
} >mixed
sed -i '/^{"type":"open_interest"/d' mixed
# Order is judged by series only: the mixture may jump about in time.
score --profile classic --all mixed >whole 2>err
result $? 'types may be mixed'
score --profile classic --all mixed | grep -v '^{"type":"signal"' >passed
cmp -s passed mixed
result $? 'every line passes, byte for byte'
same '-o is the same without the input' 'score --profile classic --all -o mixed' \
    'score --profile classic --all mixed | grep "^{\"type\":\"signal\""'
lines=$(wc -l <mixed) bad=0
for cut in $(seq 0 "$lines"); do
	head -n "$cut" mixed | score --profile classic --all >part 2>>err
	head -c "$(wc -c <part)" whole | cmp -s - part || bad=$((bad + 1))
done
[ $bad -eq 0 ] && [ -s whole ]
result $? 'the output for a beginning is the beginning of the output'
same 'signals in the input pass too' \
    'score --profile classic --all golden | score --profile classic --all | grep -v context' \
    'score --profile classic --all -o golden | sed p'
is_output 'no input, no output' 'score --profile classic --all </dev/null' </dev/null
same 'another locale and time zone change nothing' 'score --profile classic --all mixed' \
    'LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo score --profile classic --all mixed'

exits 1 'a full disk is a failure' 'score --profile classic --all golden >/dev/full'
for option in '--flow=books' '--min-score 8' \
    '--min-score x' '--interval 7m' '--calendar never'; do
	exits 2 "$option is refused" "score --profile classic $option golden"
done
same 'a context is scored by classic, whatever the profile' \
    'score --all --profile classic golden' 'score --all golden'

finish
