#!/bin/sh
# The fake exchange's streams, before anything is believed that they send.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"

# shellcheck disable=SC2154 # python is set by exchange.sh
"$python" "$top/tests/server/ws_selftest.py" >results 2>failures
while read -r rc title; do
	result "$rc" "$title"
done <results
sed 's/^/# /' failures | grep -v -e '^# -*$' -e '^# OK' -e '^# Ran'
[ "$(wc -l <results)" -ge 46 ]
result $? 'all of it was tested'

finish
