#!/bin/sh
# SPDX-License-Identifier: MIT
# backfill each minute, as cron starts it: few stretches, and all in the end.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=40
all='--datasets candles,trades,open_interest,funding,premium'
since=2026-10-14T11:40:00Z
export since all
begin 2026-10-14T11:45:07Z

minute=45
while [ $minute -lt 75 ]; do
	later "2026-10-14T$((11 + minute / 60)):$(printf %02d \
	    $((minute % 60))):07Z"
	part t.db --since "$since" || echo "$minute: $?"
	cat part.err
	minute=$((minute + 1))
done >odd
[ ! -s odd ]
result $? 'a run each minute, of half an hour, each ends well'

sqlite3 -init /dev/null t.db 'SELECT count(*), type FROM coverage JOIN series
    ON id = series WHERE cause = "" GROUP BY series' >stretches
[ "$(wc -l <stretches)" -eq 5 ] && awk -F '|' '$1 >= 5 { exit 1 }' stretches
rc=$?
[ $rc -eq 0 ] || sed 's/^/# /' stretches
result $rc 'each series has few stretches'

sqlite3 -init /dev/null t.db 'SELECT count(*) FROM coverage a JOIN coverage b
    ON a.series = b.series AND a."from" < b."from" AND a."to" >= b."from"' \
    >overlap
[ "$(cat overlap)" -eq 0 ]
result $? 'and none overlaps another'
is_output 'there is no gap' 'backfill gaps --db t.db' </dev/null
clean
is_clean 'each minute' t.db

finish
