# Sourced by every *.t: a scratch directory and a few checks, in TAP.
# shellcheck shell=sh
set -u
LC_ALL=C TZ=UTC
export LC_ALL TZ
top=$(cd "$(dirname "$0")/../.." && pwd)
export top
# Recorded market data; tests of it skip where it is not.
recorded=${TICKPIPE_TEST_DATA:-$top/../shared/data}
export recorded
tmp=$(mktemp -d) || exit 1
TICKPIPE_RUN=$tmp/run TICKPIPE_DB=$tmp/default.db
export TICKPIPE_RUN TICKPIPE_DB
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
n=0 failed=0

result() { # STATUS TITLE
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		failed=1
		[ -s err ] && head -5 err | sed 's/^/# stderr: /'
	fi
}

skip() { # TITLE REASON
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# is_output TITLE COMMAND <<EXPECTED - succeeds and prints exactly this
is_output() {
	cat >want
	sh -c "$2" >got 2>err
	rc=$?
	[ $rc -eq 0 ] || echo "# exit status $rc"
	diff -u want got >got.diff || head -20 got.diff | sed 's/^/# /'
	cmp -s want got && [ $rc -eq 0 ]
	result $? "$1"
}

# exits STATUS TITLE COMMAND - exactly this status (a crash is no failure)
exits() {
	sh -c "$3" >got 2>err
	rc=$?
	[ $rc -eq "$1" ] || echo "# exit status $rc, want $1"
	[ $rc -eq "$1" ]
	result $? "$2"
}

# says PATTERN TITLE - the last command's stderr has a line that matches
says() {
	grep -q -e "$1" err
	result $? "$2"
}

# prints PATTERN TITLE - the last command's stdout has a line that matches
prints() {
	grep -q -e "$1" got
	result $? "$2"
}

# same TITLE COMMAND COMMAND - both succeed and print the same bytes
same() {
	sh -c "$2" >got1 2>err && sh -c "$3" >got2 2>>err && cmp got1 got2
	result $? "$1"
}

# wait_for COMMAND - until it succeeds, at most 10 s; for conditions only
wait_for() {
	tries=0
	until sh -c "$1" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -le 200 ] || return 1
		sleep 0.05
	done
}

finish() {
	echo "1..$n"
	exit $failed
}
