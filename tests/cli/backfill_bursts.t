#!/bin/sh
# backfill: trades that share a millisecond, over the edges of pages, by REST;
# killed on the way, it loses and doubles none.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

few=BTCUSDT:trades_per_minute=80,burst=3
many=ETHUSDT:trades_per_minute=2000,burst=2000
set -- 2026-10-14T12:00:30Z
for m in $few $many spot/$few spot/$many; do
	set -- "$@" --market "$m"
done
begin "$@"

# four_thousand TITLE NAME MARKET UNTIL COMMAND
four_thousand() {
	exits 0 "$1" "$5 --db t.db --datasets trades --source rest \
	    --symbol ${2#*/} --since 2026-10-14T11:00:00Z --until $4"
	prints '"fetched":4000,"inserted":4000,"updated":0,"unchanged":0,.*"gaps":0,"missing":0,"holes":\[\],"status":"done"' \
	    "$1: 4000 are stored, each once"
	venue=binance-um
	[ "$2" != "${2#spot/}" ] && venue=binance-spot
	query trades --db t.db --venue $venue --symbol "${2#*/}" >rows 2>err
	[ "$(truth trades 2026-10-14T11:00:00Z "$4" "$2" "$3" <rows)" = \
	    '4000 rows' ]
	result $? "$1: they are the exchange's"
	sed 's/.*"id":\([0-9]*\).*/\1/' rows | awk '
		NR > 1 && $1 != last + 1 { exit 1 }
		{ last = $1 }
		END { exit NR != 4000 }'
	result $? "$1: one id follows on the other"
}

four_thousand 'bursts of three' BTCUSDT $few 2026-10-14T11:50:00Z '$fill'
four_thousand 'thousands in one millisecond' ETHUSDT $many \
    2026-10-14T11:02:00Z '$fill'
four_thousand 'spot: bursts of three' spot/BTCUSDT spot/$few \
    2026-10-14T11:50:00Z '$spot_fill'
four_thousand 'spot: thousands in one millisecond' spot/ETHUSDT spot/$many \
    2026-10-14T11:02:00Z '$spot_fill'

# AN ANSWER THAT IS TOO SHORT

control faults '{"route":"/fapi/v1/aggTrades?*fromId*","kind":"gap",
    "rows":1000,"calls":2}' >log
exits 0 'half a page is not the end' '$fill --db short.db --datasets trades \
    --source rest --since 2026-10-14T11:00:00Z --until 2026-10-14T11:50:00Z'
prints '"fetched":4000,.*"gaps":0,"missing":0,"holes":\[\],"status":"done"' \
    'half a page is not the end: 4000 are stored'
forget faults >log

# KILLED

for symbol in BTCUSDT ETHUSDT; do
	until=2026-10-14T11:50:00Z
	[ $symbol = ETHUSDT ] && until=2026-10-14T11:02:00Z
	run="$fill --db killed.db --datasets trades --source rest \
	    --symbol $symbol --since 2026-10-14T11:00:00Z --until $until"
	export run
	spoil '{"route":"/fapi/v1/aggTrades","kind":"silence",
	    "calls":"2-"}'
	$run >/dev/null 2>err &
	wait_for "[ \$(query trades --db killed.db --symbol $symbol |
	    wc -l) -ge 1000 ]"
	result $? "$symbol: a page is in the store while the next is waited for"
	kill -9 $!
	wait $! 2>/dev/null
	mend
	exits 0 "$symbol: killed, and run again" '$run'
	prints '"gaps":0,"missing":0,"holes":\[\],"status":"done"' \
	    "$symbol: killed, and run again: nothing is missing"
	[ "$(grep -o '"unchanged":[0-9]*' got | cut -d: -f2)" -le 1000 ]
	result $? "$symbol: at most a page was fetched again"
	same "$symbol: killed, and run again: the same bytes" \
	    "query trades --db t.db --venue binance-um --symbol $symbol" \
	    "query trades --db killed.db --symbol $symbol"
done

finish
