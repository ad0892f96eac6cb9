#!/bin/sh
# backfill: ninety days that no single route reaches, complete in one run.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=1
since=2026-07-16T12:00:30Z
export since
begin 2026-10-14T12:00:30Z

exits 0 'ninety days in one run' '$fill --db t.db'
prints '"status":"done","stages"' 'ninety days: done'
[ "$(grep -o '"gaps":0,"missing":0,"holes":\[\],"status":"done"' got |
    wc -l)" -eq 4 ]
result $? 'ninety days: no data set has a hole'
for what in candles:1m trades open_interest:5m funding; do
	rows=$(truth count $what $since "$now" BTCUSDT $market)
	query "${what%:*}" --db t.db >rows 2>err
	[ "$rows" -gt 0 ] && [ "$(wc -l <rows)" -eq "$rows" ]
	result $? "ninety days: $rows ${what%:*}, as the exchange has"
	stage_says "\"fetched\":$rows,\"inserted\":$rows,\"updated\":0," \
	    "${what%:*}" "ninety days: each of ${what%:*} was fetched once"
	holds t.db $what 2026-10-13 "$now" \
	    "ninety days: ${what%:*} of files and of REST follow each other"
done

new_log
exits 0 'again' '$fill --db t.db'
[ "$(asked 'path=*')" -le 2 ] && [ "$(grep -o '"inserted":0,' got | wc -l)" -eq 4 ]
result $? 'again: next to nothing is asked for, nothing is new'

exits 3 'REST alone does not reach so far' \
    '$fill --db rest.db --source rest --interval 1h'
stage_says '"missing":0,.*"status":"done"' candles 'REST has all candles'
stage_says '"holes":\[{"from":1784203230000,"to":17918070[0-9]*,"cause":"unfetched"}\],"status":"incomplete"' \
    trades 'REST has two days of trades, and the rest is a hole'
stage_says '"holes":\[{"from":[0-9]*,"to":[0-9]*,"missing":172[78][0-9],"cause":"unfetched"}\],"status":"incomplete"' \
    open_interest 'REST has thirty days of open interest'
stage_says '"fetched":270,.*"missing":0,.*"status":"done"' funding \
    'REST has all funding'
says "warning: 'BTCUSDT' trades: .* missing: REST did not give them" \
    'REST alone: says so'

exits 3 'the store tells what REST did not give' \
    'backfill gaps --db rest.db --since $since --now $now \
	--until 2026-10-14T12:00:00Z'
[ "$(wc -l <got)" -eq 2 ] &&
    [ "$(grep -c '"from":17842[^}]*"cause":"unfetched"}$' got)" -eq 2 ]
result $? 'two holes that were not fetched, and no more'
exits 0 'the store tells of no gap' \
    'backfill gaps --db t.db --since $since --now $now \
	--until 2026-10-14T12:00:00Z'
[ -e got ] && [ ! -s got ]
result $? 'ninety days: not one'
exits 0 'ninety days are proved' 'backfill verify --db t.db'

finish
