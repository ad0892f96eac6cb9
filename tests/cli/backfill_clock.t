#!/bin/sh
# backfill by the real clock, and with one that differs from the exchange's.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=4
all='--datasets candles,trades,open_interest,funding,premium'
begun=$(($(date +%s) / 60 * 60))
since=$((begun - 7200))000
export all since
begin "${begun}000" --speed 1
fill="backfill --archive-url $archive --rest-url $rest --symbol BTCUSDT"
export fill

# set SECONDS - the exchange's clock to ours and so much
set_clock() {
	control clock "{\"now\":$(($(date +%s) + $1))000,\"speed\":1}" >log
	fresh
}

# no_early DB - no candle is stored before it is closed, by the exchange
no_early() {
	last=$(query candles --db "$1" --reverse --limit 1 2>err |
	    sed 's/.*"open_time":\([0-9]*\).*/\1/')
	at=$(control clock | sed 's/.*"now": \([0-9]*\).*/\1/')
	[ "$((last + 60000))" -le "$at" ] && [ "$((last + 200000))" -gt "$at" ]
}

set_clock 0
exits 0 'by the real clock' '$fill --db t.db $all --since $since'
no_early t.db
result $? 'by the real clock: the last candle is closed'
[ ! -s err ]
result $? 'by the real clock: no complaint'

set_clock -400
exits 0 'our clock is ahead' '$fill --db ahead.db $all --since $since'
says "warning: this machine's clock is [34][0-9][0-9] seconds ahead of" \
    'our clock is ahead: says so'
[ "$(grep -c "ahead of" err)" -eq 1 ]
result $? 'our clock is ahead: says so once'
no_early ahead.db
result $? 'our clock is ahead: no candle is taken for closed'
[ "$(grep -o '"holes":\[\]' got | wc -l)" -eq 5 ]
result $? 'our clock is ahead: what is to come is no gap'

set_clock 400
exits 0 'our clock is behind' '$fill --db behind.db $all --since $since'
says "warning: this machine's clock is [34][0-9][0-9] seconds behind" \
    'our clock is behind: says so'
[ "$(grep -o '"holes":\[\]' got | wc -l)" -eq 5 ]
result $? 'our clock is behind: nothing is missing'

# Some seconds later all is closed and settled that was asked for at first.
set_clock 100
until=${begun}000
for db in t ahead behind; do
	db=$db.db
	export db
	exits 0 "$db, a while later" '$fill --db $db $all --since $since'
	for what in candles:1m trades open_interest:5m premium:1m; do
		holds $db $what $since $until \
		    "$db, a while later: the exchange's ${what%:*}"
	done
done

finish
