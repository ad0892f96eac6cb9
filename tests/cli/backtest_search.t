#!/bin/sh
# SPDX-License-Identifier: MIT
# backtest --sweep and --walk-forward: what a search says is what plain runs
# say.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export here="$top/tests/cli" PYTHONDONTWRITEBYTECODE=1

# of FILE MEMBER... - of its report, a line each, null where it is not there
cat >of <<'END'
#!/usr/bin/env python3
import json, sys
*_, last = open(sys.argv[1])
for path in sys.argv[2:]:
    v = json.loads(last)
    for name in path.split("."):
        v = v[int(name)] if isinstance(v, list) else v and v.get(name)
    print(json.dumps(v))
END
chmod +x of
PATH=$tmp:$PATH

# 60 days of hours, and a strategy without stops of its own.
synth --days 60 --types candles | candles --interval 1h -o >market
cat >follow.awk <<'END'
/"type":"candle"/ {
	print
	match($0, /"close":[0-9.]+/)
	now = substr($0, RSTART + 8, RLENGTH - 8) + 0
	match($0, /"time":[0-9]+/)
	if (NR % 7 == 0)
		printf "{\"type\":\"signal\",%s,\"symbol\":\"BTCUSDT\"," \
		    "\"id\":%d,\"direction\":\"%s\"}\n", \
		    substr($0, RSTART, RLENGTH), NR, \
		    (now > was ? "long" : "short")
	was = now
}
END
awk -f follow.awk market >signals

# again TITLE ARGUMENT... - the second reckoning finds nothing that differs
again() {
	title=$1
	shift
	: >want
	python3 "$here/backtest_search.py" "$@" >got 2>&1
	sed 's/^/# /' got
	cmp -s want got
	result $? "$title"
}

# ---- what a search says is what plain runs say
again 'rows are the reports of plain runs, the records those of the best' \
    rows signals --sweep=stop=0.005,0.01,0.02,none --sweep=target=1R,2R,none
again 'of cash, too' \
    rows signals --sweep=cash=100,20000 --objective=equity_final
again 'random markets: holes, funding, books, symbols of one account' sweeps 42
again 'a walk-forward is sweeps of its trains and plain runs of its tests' \
    walks 12
finish
