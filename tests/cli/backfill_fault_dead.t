#!/bin/sh
# backfill and a network where nobody answers.  It ends in bounded time, and
# says why; here a hundred seconds pass in one.  With TICKPIPE_PATIENCE set they
# do not: scripts/torture.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

can faketime || {
	echo '1..0 # SKIP no faketime'
	exit 0
}

# A port whose queue is full: who connects hears nothing, as behind a cable
# that is cut.  It ends with the test, whose end of its input that closes.
cat >full.py <<'END'
import socket, sys
sock = socket.socket()
sock.bind(("127.0.0.1", 0))
sock.listen(0)
kept = [socket.socket() for i in range(3)]
for one in kept:
    one.setblocking(False)
    one.connect_ex(sock.getsockname())
print(sock.getsockname()[1], flush=True)
sys.stdin.read()
END
exchange_start --now $now --rate 1
mkfifo tie
exec 8<>tie
"$python" full.py <tie 8>&- >port 2>told &
full=$!
trap 'kill $full; exchange_stop; rm -rf "$tmp"' EXIT

plan_fault '*X001USDT*startTime=1*' silence
plan_fault '*X002USDT*startTime=1*' drip '"rate":1'
plan_fault '*X003USDT-1h-*.zip' silence
plan_fault '*X004USDT-1h-*.zip' drip '"rate":1'
plan_fault '*X005USDT-1h-*.zip.CHECKSUM' silence '"calls":1'
spoil_all
wait_for '[ -s port ]'
nowhere=http://127.0.0.1:$(cat port)

speed=100
[ -z "${TICKPIPE_PATIENCE:-}" ] || speed=1
hurry="faketime -f +0x$speed"
# dead NAME STATUS WHY FETCHED [OPTION]... - one of those that run together
names=
dead() {
	name=$1 rc=$2 why=$3 fetched=$4
	shift 4
	names="$names $name"
	echo "$rc" >"$name.want"
	echo "$why" >"$name.why"
	echo "$fetched" >"$name.fetched"
	TICKPIPE_RUN=$tmp/run.$name start "$name" --datasets candles \
	    --interval 1h --since 2026-10-02 --db "$name.db" "$@"
}
began=$(date +%s)
dead silence 3 'slower than' 24 --symbol X001USDT
dead drip 3 'slower than' 24 --symbol X002USDT
dead silent-file 0 'slower than' 36 --symbol X003USDT
dead dripping-file 0 'slower than' 36 --symbol X004USDT
dead silent-once 0 . 36 --symbol X005USDT
dead no-way-to-rest 3 'no connection within' 24 --symbol X006USDT \
    --rest-url "$nowhere"
dead no-way-to-archive 0 'no connection within' 36 --symbol X007USDT \
    --archive-url "$nowhere"
dead nobody-there 1 'connect' 0 --symbol X008USDT \
    --archive-url http://127.0.0.1:1 --rest-url http://127.0.0.1:1
dead no-such-name 1 'not resolve host' 0 --symbol X009USDT \
    --archive-url http://no-such-host.invalid \
    --rest-url http://no-such-host.invalid
finished
[ $((($(date +%s) - began) * speed)) -le 2000 ]
result $? 'all end'

for name in $names; do
	ended "$(cat "$name.want")" "$name" "$name: status $(cat "$name.want")"
	[ "$name" = silent-once ] || says "error: 'http.*$(cat "$name.why")" \
	    "$name: says why"
	prints "\"fetched\":$(cat "$name.fetched")," \
	    "$name: what could be had is stored"
done
for name in 001USDT.*startTime=1 002USDT.*startTime=1 003USDT-1h.*zip\" \
    004USDT-1h.*zip\"; do
	[ "$(control log | grep -c "$name")" -le 5 ]
	result $? "$name is asked for five times at most"
done
# Each try is given up within a minute.
entries -s 'map(select(.query | contains("X001USDT")) | .elapsed_ms) |
    [.[2:], .[1:-1]] | transpose | map(.[0] - .[1]) | max * '$speed' < 60000' | grep -qx true
result $? 'and each time given up within a minute'

finish
