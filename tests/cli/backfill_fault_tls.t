#!/bin/sh
# backfill and TLS: who is not who he should be is told nothing.  The one that
# vouches is put among the system's in a mount namespace of its own.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

all=/etc/ssl/certs/ca-certificates.crt
{ can openssl && can faketime && [ -e $all ] && cp $all trusted &&
    unshare -rm mount --bind trusted $all; } 2>err || {
	echo '1..0 # SKIP no openssl, faketime or mount namespaces'
	exit 0
}

key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
openssl req -x509 $key -days 3 -subj /CN=tickpipe-test-ca -keyout ca.key \
    -out ca.pem 2>err || exit 1
cat ca.pem >>trusted

# certificate NAME SUBJECT-ALT-NAME WHEN - for three days from then on
certificate() {
	printf 'subjectAltName=%s\n' "$2" >ext
	openssl req $key -subj "/CN=$1" -keyout "$1.key" -out csr 2>err
	faketime "$3" openssl x509 -req -in csr -CA ca.pem -CAkey ca.key \
	    -set_serial $((serial += 1)) -days 3 -extfile ext -out "$1.pem" \
	    2>err || cat err
}
serial=1
certificate good IP:127.0.0.1 '-1 hour'
certificate host DNS:example.org '-1 hour'
certificate old IP:127.0.0.1 '-30 days'
certificate new IP:127.0.0.1 '+30 days'
openssl req -x509 $key -days 3 -subj /CN=127.0.0.1 -addext \
    subjectAltName=IP:127.0.0.1 -keyout self.key -out self.pem 2>err

exchange_start --now $now --tls good.pem good.key --rate 1
mkfifo tie
exec 8<>tie
"$python" "$top/tests/cli/tls_servers.py" ready saw <tie 8>&- 2>servers.err &
servers=$!
trap 'kill $servers; exchange_stop; rm -rf "$tmp"' EXIT
wait_for '[ -s ready ]'

part='--symbol BTCUSDT --datasets candles --interval 1h --since 2026-10-02
    --until 2026-10-03T02:00:00Z --now 2026-10-03T12:00:00Z'
cat >job <<'END'
[ -z "$trusted" ] || mount --bind trusted "$all"
url=$1
shift
exec "$@" --rest-url $url --archive-url $url
END
export all trusted=yes

# trusting URL COMMAND... - with the certificate among the trusted ones
trusting() {
	unshare -rm sh job "$@"
}

# WHO IS NOT TRUSTED

while read -r name port; do
	trusting "https://127.0.0.1:$port" faketime -f '+0 x50' \
	    backfill -v $part --db "$name.db" >"$name.got" 2>"$name.err" &
	pids="$pids $!"
done <ready
finished

# refused NAME WHY - not a row, not a word.  Twenty seconds pass in 0.4 s, so
# on a busy machine a try may end for want of time: one of them says why.
refused() {
	cp "$1.err" err
	grep -q '"fetched":0,.*"status":"failed"' "$1.got"
	result $? "$1: nothing is taken"
	says "'https:.*$2" "$1: says why"
	[ "$(sqlite3 -init /dev/null "$1.db" \
	    'SELECT count(*) FROM coverage')" -eq 0 ]
	result $? "$1: nothing is stored"
}

refused self-signed 'self.signed certificate'
refused wrong-host "no alternative certificate subject name matches"
refused expired 'certificate has expired'
refused not-yet 'certificate is not yet valid'
refused tls-1.0 'protocol\|SSL'
refused tls-1.1 'protocol\|SSL'
refused hangs-up 'SSL\|reset'
refused half-hello 'SSL'
refused no-tls 'SSL\|wrong version'
[ "$(wc -l <ready)" -eq 9 ] && [ ! -s saw ]
result $? 'none of them heard what was asked'
for name in self-signed expired; do
	[ "$(grep -c "certificate.*again in" $name.err)" -eq 0 ]
	result $? "$name: it is not tried again"
done
backfill --help | grep -i 'insecure\|verif.*cert\|cacert\|no-check' >options
[ ! -s options ] && for option in --insecure -k --no-verify; do
	backfill $part --rest-url "$https" $option >got 2>&1
	[ $? -eq 2 ] || echo "# $option"
done >odd && [ ! -s odd ]
result $? 'there is no option to trust whoever comes'
backfill $part --rest-url "$https" --archive-url "$https" --db no.db \
    >got 2>err
[ $? -eq 1 ]
result $? 'one that nobody vouches for is refused'
says 'certificate' 'it says so'

# WHO IS

trusting "$https" backfill $part --db good.db >got 2>err && [ ! -s err ]
result $? 'one that the system trusts'
fetch $part --db plain.db >got 2>err
same 'gives what http gives' 'query --db plain.db' 'query --db good.db'
# The body's length tells its end, whatever comes of the connection.
spoil '*' tls_close '"part":1'
trusting "$https" backfill $part --db cut.db >got 2>err
result $? 'an end without close_notify, after all that was announced'
same 'is one' 'query --db plain.db' 'query --db cut.db'
forget faults >told
spoil '*-2026-10-02.zip' tls_close '"part":0.5' '"calls":1'
spoil '*startTime=1*' tls_close '"part":0.5' '"calls":1'
trusting "$https" backfill $part -v --db half.db >got 2>err
result $? 'an end without close_notify in the middle is tried again'
says 'again in' 'an end in the middle: says so'
same 'and then it is whole' 'query --db plain.db' 'query --db half.db'

finish
