#!/bin/sh
# The fake exchange itself, before anything is believed that it is told.
# shellcheck disable=SC2016,SC2154 # sh -c expands; set by exchange.sh
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"

fetch() { # URL FILE
	"$python" -c 'import ssl, sys, urllib.request as u
tls = ssl._create_unverified_context()
sys.stdout.buffer.write(u.urlopen(sys.argv[1], context=tls).read())' \
	    "$1" >"$2" 2>err
}
day=data/futures/um/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-09-30.zip

# WHAT THE DOCUMENTS SAY

exchange_start --now 2026-10-01T12:00:30Z \
    --market SOLUSDT:trades_per_minute=1500,burst=1300 \
    --market ETHUSDT:halt=2026-09-20T12:40/2026-09-20T14:10,funding=8,\
funding=2026-09-11/4,funding=2026-09-21/1
"$python" "$top/tests/server/selftest.py" "$tmp/exchange.json" \
    >results 2>failures
while read -r rc title; do
	result "$rc" "$title"
done <results
sed 's/^/# /' failures | grep -v -e '^# -*$' -e '^# OK' -e '^# Ran'
[ "$(wc -l <results)" -ge 31 ]
result $? 'all of it was tested'
control clock '{"now":1790856030000}' >got
fetch "$archive/$day" first.zip

# RUNNING IT

files=$recorded/binance-archive-spot
some=data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2022-03-01.zip
tls=
if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
	    -keyout key -out cert 2>err
	tls='--tls cert key'
fi
# shellcheck disable=SC2086 # options are words
exchange_start --now 2026-10-01T12:00:30Z --cache "$tmp" \
    --recorded "$files" $tls
fetch "$archive/$day" again.zip && cmp first.zip again.zip
result $? 'another run makes the same bytes'
[ "$(find . -type f -size "$(wc -c <again.zip)c" | wc -l)" -eq 3 ]
result $? 'a cache keeps them'
if [ -n "$tls" ]; then
	fetch "$https/$day" tls.zip && cmp first.zip tls.zip
	result $? 'TLS'
else
	skip 'TLS' 'no openssl'
fi
if [ -f "$files/$some" ]; then
	fetch "$archive/$some" got.zip && cmp got.zip "$files/$some"
	result $? 'a recorded file is served as it is'
	fetch "$archive/$some.CHECKSUM" got.sum
	(cd "$files/${some%/*}" && sha256sum "${some##*/}") | cmp - got.sum
	result $? 'with a checksum'
else
	skip 'a recorded file is served as it is' 'no recorded data'
fi

exchange_start --now 2026-10-01T12:00:30Z --seed 2 --speed 3600
fetch "$archive/$day" other.zip && ! cmp -s first.zip other.zip
result $? 'another seed makes others'
wait_for '"$python" -S "$top/tests/server/ask.py" "$control/clock" |
    grep -qv "\"now\": 17908560"'
result $? 'a fast clock runs fast'
control quit '{}' >got
wait "$exchange"
result $? 'quit ends it'
exchange_stop

fake=$top/scripts/fake-exchange
exits 0 'it ends with its standard input' \
    "'$fake' --tie --ready ready </dev/null"
exits 0 'help' "'$fake' --help"
prints 'DELETE /faults' 'help tells of the control endpoint'
exits 1 'a market that is none is refused' "'$fake' --market BTCUSDT:x=1"
says "error: a market has no 'x'" 'and why'
finish
