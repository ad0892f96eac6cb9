#!/bin/sh
# SPDX-License-Identifier: MIT
# What backtest says of luck.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export here="$top/tests/cli"

# luck FILE MEMBER... - of its report, a line each, null where it is not there
cat >luck <<'END'
#!/usr/bin/env python3
import json, sys
*_, last = open(sys.argv[1])
for path in sys.argv[2:]:
    v = json.loads(last)["luck"]
    for name in path.split("."):
        v = v.get(name) if v else None
    print(json.dumps(v))
END
chmod +x luck
PATH=$tmp:$PATH

# A strategy of no skill at all: a coin, on an invented year.
cat >coin.awk <<'END'
function hash(n) {
	return (n * 7919 + seed * 104729) % 65537 * 48271 % 65537 / 65537
}
/"type":"candle"/ {
	print
	match($0, /"time":[0-9]+/)
	if (hash(NR) < 0.2)
		printf "{\"type\":\"signal\",%s,\"symbol\":\"BTCUSDT\"," \
		    "\"id\":%d,\"direction\":\"%s\"}\n", \
		    substr($0, RSTART, RLENGTH), NR, \
		    (hash(NR + 50000) < 0.5 ? "long" : "short")
}
END
synth --days 200 --interval 1h --types candles >market
awk -f coin.awk -v seed=3 market >coin
backtest -o --equity bar --on-opposite reverse coin >run
# shellcheck disable=SC2016 # here is exported
is_output 'a second reckoning finds the same odds' \
    'python3 "$here/backtest_luck.py" run' </dev/null
is_output 'nobody counted trials' \
    'luck run trials.counted trials.n dsr expected_best' <<'END'
false
null
null
null
END
is_output 'each headline has an interval' \
    'tail -1 run | grep -o "\"intervals\":{[^}]*" | grep -o "\"[a-z_]*\":\[" |
	tr -d "\":["' <<'END'
return
cagr
sharpe
sortino
max_drawdown
calmar
win_rate
expectancy
profit_factor
END
is_output 'and what was found lies in it' 'python3 -c "
import json
r = json.loads(open(\"run\").readlines()[-1])
for k, (lo, hi) in r[\"luck\"][\"intervals\"].items():
    if not lo <= r[\"stats\"][k] <= hi:
        print(k, lo, r[\"stats\"][k], hi)"' </dev/null
same 'the same seed, the same report' 'backtest -o coin' \
    'backtest -o --seed 1 coin'
backtest -o --seed 2 --on-opposite reverse coin | tail -1 >other
[ "$(luck run intervals.sharpe)" != "$(luck other intervals.sharpe)" ] &&
    [ "$(luck run psr)" = "$(luck other psr)" ]
result $? 'another seed draws otherwise, the odds stay'
backtest -o --bootstrap 50 --on-opposite reverse coin | tail -1 >few
is_output 'so many samples' 'luck few samples' <<'END'
{"days": 50, "trades": 50}
END
backtest -o --bootstrap 0 --on-opposite reverse coin | tail -1 >none
is_output 'none, no intervals' 'luck none intervals samples seed psr' <<END
null
null
null
$(luck run psr)
END
exits 2 'a number of samples' 'backtest --bootstrap many coin'
exits 2 'one is no range' 'backtest --bootstrap 1 coin'
says "bad value '1' for --bootstrap: 0 or a whole number from 20 to 10000000" \
    'and which are is said'
exits 2 'nor are nineteen' 'backtest --bootstrap 19 coin'
exits 0 'twenty are' 'backtest -o --bootstrap 20 coin'
exits 2 'and not less than none' 'backtest --bootstrap -1 coin'
exits 2 'a seed that JSON can carry' 'backtest --seed 18446744073709551615 coin'

# ---- in words
cat >verdict <<'END'
#!/bin/sh
awk -f coin.awk -v seed="$1" market |
    backtest -o --on-opposite reverse | tail -1 >said
luck said verdict
END
chmod +x verdict
is_output 'there is no skill' 'verdict 5' <<'END'
"No sign of skill: the mean daily return is not above 0."
END
is_output 'or none can be seen in so few days' 'verdict 2' <<'END'
"The sample is too small: to tell this Sharpe ratio from 0 with 95% confidence takes 1090 daily returns, and there are 199."
END
is_output 'or a coin was lucky, and who tried ten knows it' 'verdict 3' <<'END'
"Unlikely to be luck if nothing else was tried on these prices (odds 0.968 that the true Sharpe ratio is above 0); trials were not counted."
END
head -200 coin >short
backtest -o short | tail -1 >small
is_output 'a short run says that it is' 'luck small verdict' <<'END'
"The sample is too small to judge: trades 10, daily returns 7, and 30 of each are the least."
END
# Knows what is coming, in every hour of 60 days.
awk '/"type":"candle"/ {
	match($0, /"open":[0-9.]+/)
	open = substr($0, RSTART + 7, RLENGTH - 7) + 0
	match($0, /"close":[0-9.]+/)
	close_ = substr($0, RSTART + 8, RLENGTH - 8) + 0
	if (was) {
		print was
		printf "{\"type\":\"signal\",%s,\"symbol\":\"BTCUSDT\"," \
		    "\"id\":%d,\"direction\":\"%s\"}\n", at, NR, \
		    (close_ > open ? "long" : "short")
	}
	match($0, /"time":[0-9]+/)
	at = substr($0, RSTART, RLENGTH)
	was = $0
}' market | head -2880 >prophet
backtest -o --on-opposite reverse prophet | tail -1 >knows
is_output 'a prophet is taken for one, if nothing else was tried' \
    'luck knows verdict' <<'END'
"Unlikely to be luck if nothing else was tried on these prices (odds 1.000 that the true Sharpe ratio is above 0); trials were not counted."
END
exits 0 'people are told, too' 'backtest --format text coin'
prints '^by chance (95%) ' 'from where to where'
prints '^Sharpe ratio  *-*[0-9.]*  *-*[0-9.]*  *-*[0-9.]*$' 'of each figure'

# A short that loses more than all, and sixty days of it.
python3 - >ruin <<'END'
for i in range(60 * 24):
    p = 100 + 10 * i
    print('{"type":"candle","time":%d,"symbol":"X","interval":"1h",'
          '"open_time":%d,"open":%d,"high":%d,"low":%d,"close":%d,"volume":1}'
          % (i * 3600000 + 3599999, i * 3600000, p, p, p, p))
    if i == 0:
        print('{"type":"signal","time":3599999,"symbol":"X","id":0,'
              '"direction":"short"}')
END
backtest -o ruin | tail -1 >r
is_output 'a ruin is called one' 'luck r verdict' <<'END'
"All of the account was lost: there is no Sharpe ratio to judge."
END

# ---- what the trials leave to say: the coin of above that was lucky
awk -f coin.awk -v seed=3 market >lucky
backtest -o --on-opposite reverse --trials --db first.db lucky | tail -1 >r
is_output 'of the first trial nothing is the best' 'luck r verdict trials.n' <<'END'
"Unlikely to be luck if nothing else was tried on these prices (odds 0.968 that the true Sharpe ratio is above 0); by the ledger this is the first."
1
END
head=$(luck r trials.head | tr -d '"' | cut -c 1-12)
is_output 'the text has the odds, the trials and the head' \
    'backtest --format text --on-opposite reverse --trials --db first.db lucky |
    grep "^odds"' <<END
odds: PSR 0.968, DSR 0.968; trials counted: 1, the ledger's head $head
END
is_output 'of a sweep those it made' \
    'backtest --format text --on-opposite reverse --sweep stop=0.1,none lucky |
    grep "^odds" | sed "s/[0-9][.][0-9]*/P/g"' <<'END'
odds: PSR P, DSR P; trials of this run: 2, others were not counted
END
is_output 'also where the sample is too small, and none were counted' \
    'backtest --format text short | grep -A 2 "^The sample"' <<'END'
The sample is too small to judge: trades 10, daily returns 7, and 30 of each
are the least.
odds: PSR 0.339; trials were not counted
END
# Of whole units, of which none can be paid, there are no trades.
backtest --on-opposite reverse --min-trade-count 0 \
    --sweep whole-units=no,yes lucky | tail -1 >r
is_output 'by one Sharpe ratio of two nothing is deflated' \
    'luck r verdict trials.n trials.variance dsr expected_best' <<'END'
"Unlikely to be luck if nothing else was tried on these prices (odds 0.968 that the true Sharpe ratio is above 0); too few of the trials have a Sharpe ratio to say what luck would show."
2
null
null
null
END
finish
