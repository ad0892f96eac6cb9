#!/bin/sh
# candles against a second implementation, on random markets.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

python3 -B "$top/tests/cli/candles_model.py" 100 >got 2>err
rc=$?
sed 's/^/# /' got
result $rc '100 random markets give what the slow model gives'
finish
