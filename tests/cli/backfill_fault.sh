# Sourced by the tests of what backfill does when things go wrong: a fake
# exchange whose clock stands still, and what is asked of it.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # others use and set them
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"

now=2026-10-03T12:00:00Z
export now

# spoil ROUTE KIND [MEMBER]... - adds a fault; a member is as in JSON
spoil() {
	rule="{\"route\":\"$1\",\"kind\":\"$2\""
	shift 2
	for member; do
		rule="$rule,$member"
	done
	control faults "$rule}" >told || cat told
}

# plan_fault ROUTE KIND [MEMBER]... - the same, all at once by spoil_all
plan_fault() {
	rule="{\"route\":\"$1\",\"kind\":\"$2\""
	shift 2
	for member; do
		rule="$rule,$member"
	done
	rules=${rules:+$rules,}$rule}
}

spoil_all() {
	control faults "[$rules]" >told || cat told
	rules=
}

# fetch [OPTION]... - backfill from the fake exchange
fetch() {
	backfill --now "$now" --rest-url "$rest" --archive-url "$archive" "$@"
}

# start NAME [OPTION]... - the same beside others: NAME.got, NAME.err, NAME.rc;
# hurry=faketime: its clocks, and what it waits, are so much faster
pids=
start() {
	name=$1
	shift
	{
		$hurry backfill --now "$now" --rest-url "$rest" \
		    --archive-url "$archive" "$@" >"$name.got" 2>"$name.err"
		echo $? >"$name.rc"
	} &
	pids="$pids $!"
}
hurry=

# finished - waits for all that was started
finished() {
	# shellcheck disable=SC2086 # a list of numbers
	wait $pids
	pids=
}

# ended STATUS NAME TITLE - so it did, and left nothing odd
ended() {
	cp "$2.err" err
	cp "$2.got" got
	[ "$(cat "$2.rc")" -eq "$1" ] || echo "# exit status $(cat "$2.rc")"
	[ "$(cat "$2.rc")" -eq "$1" ]
	result $? "$3"
}

# asked [NAME=VALUE]... - how many requests the log has of this kind
asked() {
	query=
	for part; do
		query="$query&$part"
	done
	control "log?${query#&}" | wc -l
}

# stat NAME - a number of the exchange's: requests, ban_late, weight ...
stat() {
	control stats | sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p"
}

# none NAME TITLE - the exchange counted no such violation
none() {
	[ "$(stat "$1")" = 0 ]
	result $? "$2"
}

# can COMMAND - is it there?
can() {
	command -v "$1" >/dev/null
}

# What a store holds; what it says that it covers, but when that was proved.
# Trades come in pages whose ends depend on where the first begins.
cover='SELECT type, symbol, interval, "from", "to", rows, source, checksum,
    digest, cause FROM coverage JOIN series ON id = series
    WHERE type <> '"'trade'"' ORDER BY 1, 2, 3, 4;
    SELECT * FROM covered ORDER BY 1, 2, 3, 4, 5;'
holds() { # DB
	query --db "$1" --since 2020-01-01 2>&1
	sqlite3 -init /dev/null "$1" "$cover"
}

# sound DB TITLE - it is whole
sound() {
	sqlite3 -init /dev/null "$1" 'PRAGMA integrity_check' | grep -qx ok
	result $? "$2"
}

# together SCRIPT - sh, for which twenty seconds pass in one; what it starts
# has the same clocks.  go [OPTION]... is backfill in it; and the exchange's
# clock is to run at the same speed: exchange_start --speed 20.
together() {
	{
		# shellcheck disable=SC2016 # the other shell expands
		echo 'go() { backfill --now "$now" --rest-url "$rest" \
		    --archive-url "$archive" "$@"; }'
		echo "$1"
	} >"$tmp/together.sh"
	faketime -f '+0 x20' sh "$tmp/together.sh"
}

# The address sanitizer wants to be the first library, but that is faketime.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export ASAN_OPTIONS

# anew - without faults, limits, log, and what was learnt of them
anew() {
	forget faults >told
	forget limits >told
	forget log >told
	rm -rf "$TICKPIPE_RUN"
}

# entries NAME FILTER - of the log, fields by jq
entries() {
	control log | jq -c "$@"
}
