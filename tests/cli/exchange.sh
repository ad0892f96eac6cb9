# Sourced by tests that need an exchange: a fake one, and how to rule it.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # for tests; top and tmp are of lib.sh

has='import importlib.util as u, sys; sys.exit(not u.find_spec("aiohttp"))'
for python in python3 /usr/bin/python3 ''; do
	[ -n "$python" ] || {
		echo '1..0 # SKIP no python3 with aiohttp'
		exit 0
	}
	"$python" -c "$has" 2>/dev/null && break
done

rest='' spot='' archive='' ws='' ws_spot='' control='' https='' wss=''

export python

# exchange_start [OPTION]... - sets $rest $spot $archive $ws $ws_spot $control,
# with --tls $https and $wss.  A test may start one after the other.  It ends
# with the test, however that ends: its standard input is a pipe of the test's.
# A test with a trap of its own on EXIT calls exchange_stop there.
exchange_start() {
	exchange_stop
	rm -f "$tmp/exchange.json" "$tmp/exchange.tie"
	mkfifo "$tmp/exchange.tie"
	exec 9<>"$tmp/exchange.tie"
	"$python" "$top/tests/server/main.py" --tie \
	    --ready "$tmp/exchange.json" "$@" \
	    <"$tmp/exchange.tie" 9>&- 2>"$tmp/exchange.err" &
	exchange=$!
	trap 'exchange_stop; rm -rf "$tmp"' EXIT
	wait_for "[ -s '$tmp/exchange.json' ] || ! kill -0 $exchange"
	for name in rest spot archive ws ws_spot control https wss; do
		eval "$name=$(sed -n "s/.*\"$name\": \"\([^\"]*\)\".*/\1/p" \
		    "$tmp/exchange.json"); export $name"
	done
	[ -n "$control" ] || {
		sed 's/^/# /' "$tmp/exchange.err"
		echo 'Bail out! the fake exchange does not start'
		exit 1
	}
}

exchange_stop() {
	[ -n "${exchange:-}" ] || return 0
	kill "$exchange" 2>/dev/null
	wait "$exchange" 2>/dev/null
	exchange=
}

# control PATH [JSON] - GET, or POST with a body: what the endpoint answers
control() {
	if [ $# -gt 1 ]; then
		"$python" -S "$top/tests/server/ask.py" "$control/$1" POST "$2"
	else
		"$python" -S "$top/tests/server/ask.py" "$control/$1"
	fi
}

# forget WHAT - faults, log or limits: DELETE
forget() {
	"$python" -S "$top/tests/server/ask.py" "$control/$1" DELETE
}
