#!/bin/sh
# backfill and what an exchange lets one machine ask for.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

part='--source rest --datasets candles --since 2026-10-03T10:00:00Z'
export part
exchange_start --now $now --speed 1 --market M1USDT:trades_per_minute=240 \
    --market M2USDT:trades_per_minute=240 --market M3USDT:trades_per_minute=240

# 429 that says for how long: two at once, and a third that comes later.

spoil '*klines*startTime=1*' 429 '"calls":2' '"retry_after":1'
start one $part --symbol X001USDT -v
start two $part --symbol X002USDT -v
wait_for 'grep -q "answered 429" one.err two.err'
start three $part --symbol X003USDT -v
finished
ended 0 one '429 with Retry-After: it gets there'
ended 0 two '429 with Retry-After: so does another'
ended 0 three '429 with Retry-After: and one that began later'
none early '429 with Retry-After: nobody asks before'
[ "$(asked status=429)" -le 2 ]
result $? '429 with Retry-After: it is said once, to what was on its way'

if ! can faketime; then
	skip 'limits of a minute' 'no faketime'
	finish
fi

# at SECOND - the exchange's clock, and the speed of together
at() {
	control clock "{\"now\":$((1791028800000 + $1 * 1000)),\"speed\":20}" \
	    >told
}

# 429 that does not say it: until the minute is over.

anew
spoil '*klines*startTime=1*' 429 '"calls":1' '"retry_after":null'
at 648
together 'go $part --symbol X004USDT >1.got 2>1.err & one=$!
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	grep -qs "^pool weight.* [1-9][0-9]*$" run/budget* && break
	sleep 0.2
    done
    go $part --symbol X005USDT >2.got 2>2.err && wait $one'
result $? '429 without Retry-After: both get there'
control log >asked
jq -s 'map(.time / 60000 | floor) as $minutes |
    (map(select(.status == 429))[0]) as $told |
    map(select(.n > $told.n)) | length > 2 and
    all(.time / 60000 >= ($told.time / 60000 | floor) + 1)' asked |
    grep -qx true
result $? '429 without Retry-After: nobody asks before the minute is over'

# Others use most of what this address may use; three runs share the rest.

anew
control switch '{"external_weight":2100}' >told
at 703
trades='--source rest --datasets trades --since 2026-10-03T11:42:00Z'
export trades
together 'go $trades --symbol M1USDT --db 1.db >1.got 2>1.err & one=$!
    go $trades --symbol M2USDT --db 2.db >2.got 2>2.err & two=$!
    go $trades --symbol M3USDT --db 3.db >3.got 2>3.err && wait $one &&
    wait $two'
result $? 'three runs that need more than a minute allows get there'
control stats >used
jq '[.weight.um[]]' used | tr -d '\n' | sed 's/^/# weight used: /'; echo
jq '.weight.um | length > 1 and ([.[]] | add > 300 and all(. <= 300))' used |
    grep -qx true
result $? 'they use no more than the rest in any minute'
none weight 'none of their requests is over the limit'
[ "$(asked status=429)" -eq 0 ]
result $? 'nobody had to tell them'
for i in 1 2 3; do
	query trades --db $i.db | wc -l
done >rows
jq -n '[inputs] | all(. > 4300)' rows | grep -qx true
result $? 'they have what they asked for'

finish
