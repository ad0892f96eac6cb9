#!/bin/sh
# backfill: of runs that would do the same one works, and the others say so.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=1
begin 2026-10-14T12:00:30Z
two='--since 2026-10-14T10:00:00Z'
export two
# Candles are waited for, for ever; when a market began is not.
spoil '{"route":"/fapi/v1/klines*startTime=1*","kind":"silence"}'

# Twenty at once; each tells how it ended.
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	{
		sh -c "echo \$\$ >pid.$i; exec $fill --db t.db $two \
		    --datasets candles,funding" >run.$i 2>err.$i
		echo $? >rc.new.$i
		mv rc.new.$i rc.$i
	} &
done
wait_for '[ $(ls rc.* | grep -c "rc\.[0-9]") -eq 19 ]'
result $? 'of twenty at once nineteen end'
[ "$(cat rc.[0-9]* | sort | uniq -c | tr -s ' ')" = ' 19 1' ]
result $? 'they fail with status 1'
i=0 said=0 works=
while [ $i -lt 20 ]; do
	i=$((i + 1))
	if [ -e rc.$i ]; then
		grep -q "error: 'BTCUSDT' candles: another run is at it" \
		    err.$i && grep -q '"status":"failed","stages"' run.$i &&
		    said=$((said + 1))
	else
		works=$i
	fi
done
[ $said -eq 19 ]
result $? 'each says so'
wait_for '[ "$(query funding --db t.db | wc -l)" -ge 0 ] && [ -e t.db ]'
[ "$(asked 'fault=silence')" -eq 1 ]
result $? 'one asks the exchange'

exits 1 'another interval is the same job' \
    '$fill --db t.db $two --datasets candles --interval 1h'
says "error: 'BTCUSDT' candles: another run is at it" \
    'another interval: says so'
exits 0 'another data set is another job' \
    '$fill --db t.db $two --datasets trades,open_interest'
exits 3 'one data set of several is taken' \
    '$fill --db t.db $two --datasets candles,premium'
stage_says '"missing":0,.*"status":"done"' premium \
    'one of several: the other is fetched'
stage candles | grep -q '"status":"failed"' && ! stage candles | grep -q missing
result $? 'one of several: what is missing of the first is not known'
exits 0 'another symbol is another job' \
    '$fill --db t.db $two --datasets trades,funding --symbol ETHUSDT'
exits 0 'another venue is another job' \
    '$spot_fill --db t.db $two --datasets candles'
exits 0 'another store is another job' \
    '$fill --db other.db $two --datasets funding'
mkdir -p sub
ln -s ../t.db sub/link.db
exits 1 'another path to the store is no other store' \
    '$fill --db sub/link.db $two --datasets candles'

kill -TERM "$(cat pid.$works)"
wait_for "[ -e rc.$works ]"
grep -q 0 rc.$works && grep -q '"status":"interrupted"' run.$works
result $? 'the one that works is ended'
mend
exits 0 'and then another can' '$fill --db t.db $two --datasets candles'
prints '"fetched":120,"inserted":120,' 'which fetches it'

finish
