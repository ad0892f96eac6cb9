#!/bin/sh
# backfill over the network: what answers mean, signals, two runs at once.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/archive.sh
. "$top/tests/cli/archive.sh"

# OVER THE NETWORK

python3 "$top/tests/cli/archive_server.py" "$tmp/archive" "$tmp/port" 2>served &
server=$!
trap 'kill $server; rm -rf "$tmp"' EXIT
wait_for "[ -s '$tmp/port' ]"
http="--archive-url http://127.0.0.1:$(cat port)"
export http

exits 0 'http: what is served' 'backfill $opts $http --symbol SUM'
backfill $opts --db file.db --symbol SUM >got 2>err
same 'http: as from a file' 'query candles' 'query candles --db file.db'
exits 3 'http: 404 is a hole' 'backfill $opts $http --symbol NONE'
prints '"cause":"unfetched"' 'http: 404 was not fetched'
exits 1 'http: 403 ends the stage' 'backfill $opts $http \
    --symbol FORBIDDEN --since 2022-03-01 --until 2022-03-06'
prints '"missing":120,.*"status":"failed"' 'http: 403 is no absence'
[ "$(grep -c FORBIDDEN requests)" -eq 1 ]
result $? 'http: nothing is asked after a 403'
exits 1 'http: a redirect to a file is not followed' \
    'backfill $opts $http --symbol REDIRECT'
exits 0 'http: a checksum that does not agree is asked for again' \
    'backfill $opts $http --symbol SUMNEW'
[ "$(grep -c '/daily/.*SUMNEW.*zip$' requests)" -eq 2 ]
result $? 'http: and so is the file'
exits 1 'http: a checksum that is kept back is no missing one' \
    'backfill $opts $http --symbol SUMSHUT'
exits 3 'http: a checksum without end' 'backfill $opts $http --symbol SUMLONG'
says 'its .CHECKSUM: more than 4096 bytes' 'http: a checksum without end: why'

# TLS

if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
	    -addext subjectAltName=IP:127.0.0.1 -keyout key -out cert 2>err
	cat key cert >both
	python3 "$top/tests/cli/archive_server.py" "$tmp/archive" "$tmp/tls" \
	    both 2>served.tls &
	tls=$!
	trap 'kill $server $tls; rm -rf "$tmp"' EXIT
	wait_for "[ -s '$tmp/tls' ]"
	exits 1 'https: a certificate that nobody vouches for is refused' \
	    'backfill $opts --archive-url "https://127.0.0.1:$(cat tls)" \
		--db tls.db --symbol GOOD'
	says 'error: .*certificate' 'https: says so'
	prints '"fetched":0,.*"status":"failed"' 'https: nothing is taken'
else
	skip 'https: a certificate that nobody vouches for' 'no openssl'
fi

# What has to wait before it tries again waits at the same time.
pids=
for symbol in RETRY ODD SHORTBODY ERROR,GOOD; do
	until=2022-03-02
	[ $symbol = ERROR,GOOD ] && until=2022-03-06
	backfill $opts $http --db "$symbol.db" --symbol "$symbol" \
	    --until $until \
	    >"$symbol.got" 2>"$symbol.err" &
	pids="$pids $!"
done
backfill $opts --archive-url http://127.0.0.1:1 --db nobody.db \
    --symbol GOOD >nobody.got 2>nobody.err &
pids="$pids $!"

# ends STATUS TITLE - of the next of them
ends() {
	wait "${pids%% *}"
	rc=$?
	[ $rc -eq "$1" ] || echo "# exit status $rc, want $1"
	[ $rc -eq "$1" ]
	result $? "$2"
	pids=${pids#* }
}

pids=${pids# }
ends 0 'http: 500 is tried again'
ends 0 'http: 202 is no file; it is tried again'
ends 0 'http: half a body is no file; it is tried again'
ends 3 'http: 500 for good is given up, and the other symbol is not'
grep -q 'error: .*ERROR-1h-2022-03-01.zip.*answered 500' ERROR,GOOD.err
result $? 'http: 500 is named'
asked=$(grep -c '/daily/.*/ERROR/.*zip$' requests)
[ "$asked" -ge 15 ] && [ "$asked" -le 25 ]
result $? "http: five tries of five files, no more"
ends 1 'nobody there'
grep -q 'error: .*GOOD-1h' nobody.err
result $? 'nobody there: says so'

week='--since 2022-05-01 --until 2022-05-08'
export week
backfill $opts $week $http --db hang.db --symbol HANG,GOOD \
    >first 2>first.err &
wait_for '[ -e hanging ]'
exits 1 'a second run of the same job does not begin' \
    'backfill $opts $week --db hang.db --symbol HANG --interval 1d'
says "error: 'HANG' candles: another run" 'a second run says so'
grep -q '"status":"failed"' got && ! grep -q missing got
result $? 'and does not say that nothing is missing'
exits 0 'another symbol is another job' \
    'backfill $opts $week --db hang.db --symbol SLOW'
kill -TERM $!
wait $! && grep -q '"inserted":48,.*"missing":120,.*"status":"interrupted"' first
result $? 'SIGTERM ends it cleanly: what it had is stored'
grep -q '"symbol":"GOOD",.*"missing":168,.*"status":"interrupted"' first
result $? 'what it did not come to is missing'
touch released
exits 0 'and goes on where it ended' \
    'backfill $opts $week $http --db hang.db --symbol HANG'
prints '"files":5,.*"inserted":120,' 'the rest, and only that'

finish
