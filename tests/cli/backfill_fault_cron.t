#!/bin/sh
# backfill started twice, and twenty times: one works, the others say so.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

exchange_start --now $now --rate 1
job='--symbol BTCUSDT --interval 1h --datasets candles,funding --since
    2026-10-02'
fetch $job --db clean.db >got 2>err
holds clean.db >clean

# The one that works is held up until the others have ended.
spoil '*klines*startTime=1*' delay '"calls":1' '"ms":60000'
start holder $job --db t.db
holder=$!
tries=0
until control log | grep -q '"fault": "delay"' || [ $tries -eq 100 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
forget log >told
others=
pids=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	others="$others $i"
	start $i $job --db t.db
done
finished
cat [0-9]*.rc | sort | uniq -c | grep -q '^ *20 1$'
result $? 'one is at work, twenty more end with status 1'
for i in $others; do
	grep -q "error: 'BTCUSDT' candles: another run is at it" $i.err &&
	    grep -q "error: 'BTCUSDT' funding: another run is at it" $i.err ||
	    echo $i
done >odd
[ ! -s odd ]
result $? 'each says why'
[ ! -s holder.rc ]
result $? 'none of them waits until the one has ended'
[ "$(stat requests)" -eq 0 ]
result $? 'none of them asks for anything'
# Seconds would tell how busy the machine is.
sleeps=nanosleep,clock_nanosleep,poll,ppoll,select,pselect6,epoll_wait,pause
if command -v strace >told && strace -o traced true 2>told; then
	ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 strace -f -qq -o waits \
	    -e "trace=$sleeps" \
	    backfill --now $now --rest-url "$rest" --archive-url "$archive" \
	    $job --db t.db >got 2>err
	[ $? -eq 1 ] && ! grep '(' waits
	result $? 'one alone does not wait for anything'
else
	fetch $job --db t.db >got 2>err
	skip 'one alone does not wait for anything' 'no strace'
fi
grep -q '"status":"failed".*"status":"failed".*"status":"failed"' got &&
    ! grep -q '"missing"' got
result $? 'and does not say that nothing is missing'
fetch $job --symbol ETHUSDT --db t.db >got 2>err
result $? 'another symbol is another job'
fetch $job --symbol BTCUSDT,ETHUSDT --db t.db >got 2>err
[ $? -eq 3 ] && grep -q '"symbol":"ETHUSDT"[^}]*"status":"\(done\|up to date\)"' got
result $? 'a run that gets one job of two does that'
fetch $job --db u.db >got 2>err
result $? 'another store is another job'
fetch --symbol BTCUSDT --datasets open_interest --since 2026-10-02 --db t.db \
    >got 2>err
result $? 'another data set is another job'

# No lock outlives its holder, however that ends.
backfill=$(ps -o pid= --ppid $holder)
kill -9 $backfill
fetch $job --db t.db >got 2>err
result $? 'the holder is killed: the next run begins at once'
wait $holder
query candles --db t.db --symbol BTCUSDT >one
query candles --db clean.db >two
cmp one two
result $? 'and gets all'

# Without one that holds up the rest: whoever is first.
forget faults >told
pids=
for i in $others; do
	start race.$i $job --db race.db
done
finished
cat race.*.rc | sort -u >ends
! grep -qv '^[01]$' ends && grep -qx 0 ends
result $? 'twenty at once: some do it, the others end with status 1'
cat race.*.err | grep -v 'another run is at it$' >odd
[ ! -s odd ]
result $? 'and nothing else goes wrong'
holds race.db | cmp -s - clean
result $? 'the store is that of one run'

finish
