#!/bin/sh
# backfill on a disk that is full: status 1, a sound store, and the next run
# goes on.  The disk is a small tmpfs in a mount namespace of its own.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

mkdir disk
unshare -rm mount -t tmpfs none disk 2>err || {
	echo '1..0 # SKIP no mount namespaces'
	exit 0
}
exchange_start --now $now --rate 2
all='--symbol BTCUSDT --since 2026-09-29 --until 2026-10-03T11:00:00Z
    --datasets candles,trades,open_interest,funding'
fetch $all --db clean.db >got 2>err
holds clean.db >clean

# Sourced in the namespace: full LEFT leaves so many KiB of the disk, freed all.
cat >disk.sh <<'END'
mount -t tmpfs -o size=24m none disk || exit 9
full() {
	left=$(df -k --output=avail disk | tail -1)
	head -c $(((left - $1) * 1024)) /dev/zero >disk/filler
}
freed() {
	rm disk/filler
}
fetch() {
	backfill --now $now --rest-url $rest --archive-url $archive "$@"
}
END
export all

# store LEFT - the store is there, and grows until it is full
store() {
	cat >job <<-'END'
	. ./disk.sh
	full $1
	fetch $all --db disk/t.db >got 2>err
	echo $? >rc
	sqlite3 -init /dev/null disk/t.db 'PRAGMA integrity_check' >sound 2>&1
	freed
	fetch $all --db disk/t.db >got.next 2>err.next
	echo $? >rc.next
	mkdir -p out && cp disk/t.db* out
	END
	rm -rf out "$TICKPIPE_RUN"
	unshare -rm sh job "$1"
	[ "$(cat rc)" -eq 1 ] || cat rc
	[ "$(cat rc)" -eq 1 ]
	result $? "$1 KiB for the store: status 1"
	says 'error: .*\(full\|No space left\)' "$1 KiB for the store: says why"
	[ "$(wc -l <err)" -le 3 ]
	result $? "$1 KiB for the store: in a few words"
	[ "$1" -lt 1000 ] || grep -qx ok sound
	result $? "$1 KiB for the store: it is sound"
	cp err.next err
	[ "$(cat rc.next)" -eq 0 ] && holds out/t.db | cmp -s - clean
	result $? "$1 KiB for the store: then the next run makes it whole"
}

store 64
store 1500
store 3000

# The downloads are on a disk of their own.
cat >job <<'END'
. ./disk.sh
full 8
TMPDIR=$PWD/disk fetch $all --db x.db >got 2>err
echo $? >rc
ls -A disk >left
freed
TMPDIR=$PWD/disk fetch $all --db x.db >got.next 2>err.next
echo $? >rc.next
ls -A disk >left.next
END
unshare -rm sh job
[ "$(cat rc)" -eq 1 ]
result $? 'no room for downloads: status 1'
says 'error: .*temporary file: No space left' 'no room for downloads: says why'
[ "$(cat left)" = filler ] && [ ! -s left.next ]
result $? 'no room for downloads: nothing is left there'
[ "$(cat rc.next)" -eq 0 ] && holds x.db | cmp -s - clean
result $? 'no room for downloads: then the next run makes it whole'

# The budget and the locks are on one.
cat >job <<'END'
. ./disk.sh
full 0
TICKPIPE_RUN=$PWD/disk fetch $all --db y.db >got 2>err
echo $? >rc
freed
TICKPIPE_RUN=$PWD/disk fetch $all --db y.db >got.next 2>err.next
echo $? >rc.next
END
unshare -rm sh job
[ "$(cat rc)" -eq 1 ]
result $? 'no room for the budget: status 1'
says "error: .*cannot write '.*budget.*: No space left" \
    'no room for the budget: says why'
[ "$(cat rc.next)" -eq 0 ] && holds y.db | cmp -s - clean
result $? 'no room for the budget: then the next run makes it whole'

# A file that may not grow is as a full disk.
(
	trap '' XFSZ
	ulimit -f 1000
	fetch $all --db z.db >got 2>err
	echo $? >rc
)
[ "$(cat rc)" -eq 1 ]
result $? 'a limit on files: status 1'
fetch $all --db z.db >got 2>err && holds z.db | cmp -s - clean
result $? 'a limit on files: then the next run makes it whole'

finish
