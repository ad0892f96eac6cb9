#!/bin/sh
# score --flow trades: flow from trades that stand beside their candles.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# flows FILE - by candles and by trades, files of these names: an input a line
flows() {
	for flow in candles trades; do
		# shellcheck disable=SC2094 # they are not the same
		score --profile classic --all -o --flow $flow "$1" 2>err |
		    sed 's/.*"time":\([0-9]*\).*"inputs":{\(.*\)},"trend_e.*/\1 \2/' |
		    tr ',' ' ' |
		    awk '{ for (i = 2; i <= NF; i++) print $1, $i }' >$flow
	done
}

# agree INPUT LEAST - they say the same of this input, to 1e-9, in so many
# moments
agree() {
	awk -v input="\"$1\":" -v least="$2" -v name="$1" '
	index($2, input) != 1 { next }
	{ value = substr($2, index($2, ":") + 1) + 0 }
	FNR == NR { said[$1] = value; next }
	$1 in said {
		both++
		d = said[$1] - value
		other += (d < 0 ? -d : d) > 1e-9 * (value < 0 ? -value : value)
	}
	END {
		print "# " name ": known by both in " both + 0 " moments"
		exit other > 0 || both < least
	}' candles trades
	result $? "$1 from trades is that from candles"
}

synth --days 1 --types trades | head -40000 | candles --interval 1m >made
flows made
for input in cvd cvd_slope delta_volume_signed orderflow_imbalance; do
	agree $input 60
done
same 'so is the indicator' 'score -o --indicators cvd made' \
    'score -o --indicators cvd --flow trades made'
sed 's/"taker_buy_volume":[0-9.]*,//' made >without
same 'which needs nothing of the candles then' \
    'score -o --indicators cvd --flow trades made' \
    'score -o --indicators cvd --flow trades without'
is_output 'as it does else' 'score -o --indicators cvd without' </dev/null
grep -v '"type":"trade"' made >alone
is_output 'and what arrives does not decide it' \
    'score -o --indicators cvd --flow trades alone' </dev/null

says "'BTCUSDT': it has no trades: with --flow trades nothing is known" \
    'but it is told that they are missing'
grep '"type":"trade"' made >sold
exits 0 'trades alone are no failure' 'score -o --flow trades sold'
says "'BTCUSDT': it has trades and no candles: only these are scored" \
    'but it is told'
exits 0 'all of both' 'score -o --indicators cvd --flow trades made'
[ ! -s err ]
result $? 'is nothing to tell of'
awk '!/"type":"trade"/ || (++n != 20000 && n != 20002 && n != 30000)' made >holed
exits 0 'holes in the ids are no failure' \
    'score -o --indicators cvd --flow trades holed'
says "'BTCUSDT': candles with holes in their trades: 2; .* nor cvd " \
    'but those candles are counted'
exits 0 'who takes candles' 'score -o --indicators cvd holed'
[ ! -s err ]
result $? 'does not miss them'

ltc=$recorded/orderflow-trading
if [ ! -d "$ltc" ]; then
	skip 'recorded trades beside candles' 'no recorded data'
	finish
fi
zcat "$ltc"/LTCUSDT_*.gz | awk -F, '$1 + 0 {
	printf "{\"type\":\"trade\",\"time\":%s,\"venue\":\"binance-um\"," \
	    "\"symbol\":\"LTCUSDT\",\"id\":%s,\"price\":%s,\"qty\":%s," \
	    "\"side\":\"%s\"}\n", $1, $5, $2, $3, $4
}' | candles --interval 1m >day 2>err
[ "$(grep -c '"type":"candle"' day)" -eq 715 ]
result $? 'twelve hours of recorded trades are 715 candles'
flows day
# Sixteen holes in their ids, in as many minutes; London was not begun with,
# and New York's fourth hole of the day lies 75 minutes behind its beginning.
agree cvd 75
agree cvd_slope 699
agree delta_volume_signed 699
agree orderflow_imbalance 630
grep -c '"delta_volume_signed"' candles >got1
grep -c '"delta_volume_signed"' trades >got2
[ $(($(cat got1) - $(cat got2))) -eq 16 ]
result $? 'a minute with a hole in the ids says nothing by trades'
exits 0 'it does not look ahead' \
    'causal --cuts 4 day -- score --flow trades --emit profile --all'
same 'in pieces the same' 'score --flow trades --all --emit profile day' \
    'dd bs=997 if=day 2>/dev/null | score --flow trades --all --emit profile'

finish
