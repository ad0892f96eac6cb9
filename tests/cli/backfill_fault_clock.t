#!/bin/sh
# backfill when the machine's clock is set: it says so, takes no bar for closed
# that is not, and asks no sooner for it.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

can faketime || {
	echo '1..0 # SKIP no faketime'
	exit 0
}

# at OFFSET COMMAND... - with the wall clock set, and no other
at() {
	offset=$1
	shift
	FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f "$offset" "$@"
}

# THE CLOCK OF THE WORLD

exchange_start --rate 1
where="--rest-url $rest --archive-url $archive"
part="$where --symbol BTCUSDT --datasets candles,trades,open_interest,funding
    --source rest --since 3h"
real=$now
backfill $part --db first.db >got 2>err && [ ! -s err ]
result $? 'a clock that is right is not spoken of'
for offset in +3600 -3600 +31536000 -31536000; do
	case $offset in
	+*) set='set forward' stands='ahead of' ;;
	*) set='set back' stands='behind' ;;
	esac
	at $offset backfill $where --symbol BTCUSDT --source rest \
	    --datasets candles --db "jump$offset.db" --since 30m \
	    >"got$offset" 2>err
	echo $? >rc
	says "warning: this machine's clock was $set by [0-9]* seconds" \
	    "$offset s: says that it was set"
	[ "$offset" = -31536000 ] || # there it asks for days of a file
	    says "warning: .*clock is [0-9]* seconds $stands the exchange's" \
		"$offset s: and how it stands to the exchange's"
	backfill $where --symbol BTCUSDT --source rest --datasets candles \
	    --db next.db --since 1m >got 2>err
	says 'this machine.s clock was set' "$offset s: set right, the same"
done
# An hour ahead, bars that are open now look as if they were closed.
query candles --db jump+3600.db >had
last=$(jq -s 'map(.time) | max // 0' had)
[ "$last" -lt $(($(date +%s) * 1000)) ]
result $? 'an hour ahead: no bar is taken for closed that is not'
at +3600 backfill $where --symbol BTCUSDT --source rest --datasets candles \
    --since 2h --db ahead.db >got 2>err
rc=$?
[ $rc -eq 0 ] && query candles --db ahead.db >rows && [ "$(wc -l <rows)" -ge 59 ]
result $? 'an hour ahead: the hour that there is is stored'
sqlite3 -init /dev/null ahead.db 'SELECT max("to") FROM coverage' >to
[ "$(cat to)" -lt $(($(date +%s) * 1000)) ]
result $? 'an hour ahead: what is to come is not said to be there'
backfill $where --symbol BTCUSDT --source rest --datasets candles --since 1h \
    --db ahead.db >got 2>err
grep -q '"updated":0' got
result $? 'and the next run corrects nothing'

# WHAT WAS FORBIDDEN STAYS FORBIDDEN

exchange_stop
now=$real
exchange_start --now $now --rate 1
where="--now $now --rest-url $rest --archive-url $archive"
job='--source rest --symbol BTCUSDT --datasets candles --since 2026-10-03'
spoil '*klines*' 418 '"calls":1' '"ms":900000' '"retry_after":900'
backfill $where $job --db ban.db >got 2>err
says 'banned this machine until 2026-10-03T12:1[45]' 'a ban of 15 minutes'
asked=$(asked surface=rest)
for offset in +3600 -3600 +31536000 -31536000; do
	at $offset backfill $where $job --db ban.db >got 2>err
	[ $? -eq 1 ] && [ "$(asked surface=rest)" -eq "$asked" ]
	result $? "$offset s: it holds"
	says 'banned this machine until 2026-10-03T12:1[45]' \
	    "$offset s: as long as it was to"
done
backfill $where $job --db ban.db >got 2>err
[ "$(asked surface=rest)" -eq "$asked" ]
result $? 'and so it does when the clock is set right'
none ban 'the exchange saw nothing of it'

finish
