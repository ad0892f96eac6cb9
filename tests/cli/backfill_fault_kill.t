#!/bin/sh
# backfill that is killed: what comes after is as if it had not been.
# TICKPIPE_KILLS kills at moments by TICKPIPE_SEED, and at one of
# TICKPIPE_CALLS of each system call that leaves something: scripts/torture has
# a thousand, and all.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

kills=${TICKPIPE_KILLS:-6}
calls=${TICKPIPE_CALLS:-1}
seed=${TICKPIPE_SEED:-$$}
echo "# TICKPIPE_SEED=$seed"
exchange_start --now $now --rate 1 --market M1USDT:trades_per_minute=4
all='--symbol M1USDT --since 2026-10-02 --until 2026-10-03T11:00:00Z
    --datasets candles,trades,open_interest,funding,premium'
fetch $all --db clean.db >got 2>err
holds clean.db >clean
forget log >told

# whole WHEN - says so if the store is not
whole() {
	[ ! -e t.db ] ||
	    sqlite3 -init /dev/null t.db 'PRAGMA integrity_check' |
	    grep -qx ok || echo "$1: the store is damaged"
}

# The exchange's minute does not end: what was used of it is forgotten.
next_minute() {
	forget limits >told
	rm -rf "$TICKPIPE_RUN"
}

# A run has ended by itself: what is in the store, what was asked twice?
# One page that was at work may be, and those on their way: five of them.
ended_well() { # WHEN
	holds t.db | cmp - clean || echo "$1: the store differs"
	backfill verify --db t.db >told 2>&1 || cat told
	entries -r 'select(.surface == "rest" and .status == 200 and
	    (.query | contains("startTime=0") | not)) | .path + .query' |
	    sort | uniq -d -c | awk '{ n += $1 - 1 } END { print n + 0 }' \
	    >again
	[ "$(cat again)" -le $((in_store * 6)) ] ||
	    echo "$1: asked again $(cat again) times for $in_store kills"
	forget log >told
	rm -rf t.db*
	next_minute
	in_store=0
}

# AT ANY MOMENT

awk -v n="$kills" -v seed="$seed" 'BEGIN {
	srand(seed)
	for (; n > 0; n--)
		printf "%.3f\n", 0.005 + rand() * 0.08
}' >moments
in_store=0 killed=0
while read -r moment; do
	backfill --now $now --rest-url "$rest" --archive-url "$archive" $all \
	    --db t.db >>out 2>>err &
	sleep "$moment"
	kill -9 $! 2>told
	wait $! 2>told
	rc=$?
	if [ $rc -eq 137 ]; then
		killed=$((killed + 1)) in_store=$((in_store + 1))
		whole "$moment s"
	else
		[ $rc -eq 0 ] || echo "$moment s: status $rc"
		ended_well "$moment s"
	fi
done <moments >odd
fetch $all --db t.db >got 2>err
rc=$?
[ $rc -eq 0 ] && [ ! -s err ]
result $? 'the run after a kill ends without a word'
ended_well 'at last' >>odd
sed 's/^/# /' odd
[ ! -s odd ] && [ $killed -gt 0 ]
result $? "$killed kills at any moment: as if they had not been"

# What came is stored: but for the page at work, and those on their way.

backfill --now $now --rest-url "$rest" --archive-url "$archive" --source rest \
    --symbol BTCUSDT --datasets candles --since 2026-09-15 --db p.db \
    >got 2>err &
until [ "$(stat requests)" -ge 15 ]; do
	:
done
kill -9 $! 2>told
wait $! 2>told
asked=$(asked status=200)
sqlite3 -init /dev/null p.db 'SELECT sum(rows) / 499 FROM coverage' >had
[ $((asked - 1 - $(cat had))) -le 6 ]
result $? "of $asked pages that came $(cat had) are stored"
next_minute
forget log >told

# AT A SYSTEM CALL

{ can strace && strace -o traced true 2>told; } || {
	skip 'a kill at each system call' 'no strace'
	finish
}
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 # it cannot be traced as well
traced="pwrite64 fdatasync ftruncate unlink openat sendto"
strace -f -qq -o counts -e "trace=$(echo $traced | tr ' ' ,)" \
    backfill --now $now --rest-url "$rest" --archive-url "$archive" $all \
    --db t.db >got 2>err
rm -rf t.db* odd
killed=0
for call in $traced; do
	made=$(grep -c " $call(" counts)
	step=$((made > calls ? made / calls : 1))
	at=$(((seed % step) + 1))
	while [ $at -le "$made" ]; do
		rm -rf t.db*
		next_minute
		strace -f -qq -o told -e trace=$call \
		    -e "inject=$call:signal=KILL:when=$at" \
		    backfill --now $now --rest-url "$rest" \
		    --archive-url "$archive" $all --db t.db >>out 2>>err
		[ $? -eq 137 ] && killed=$((killed + 1))
		whole "$call $at" >>odd
		fetch $all --db t.db >got 2>err ||
		    { echo "$call $at: the next run fails"; cat err; } >>odd
		holds t.db | cmp -s - clean ||
		    echo "$call $at: the store differs" >>odd
		at=$((at + step))
	done
done
sed 's/^/# /' odd
[ ! -s odd ] && [ $killed -gt 0 ]
result $? "$killed kills at system calls: as if they had not been"

finish
