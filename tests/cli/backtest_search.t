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
cp "$top/tests/cli/follow.awk" .
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
# A day is left behind the last test, less than the embargo.
awk -F '[:,]' 'NR == 1 { end = $4 + 46 * 86400000 } $4 < end' signals >days46
walk='--sweep stop=0.02,none --walk-forward 20d/5d --embargo 2d --bootstrap 0'
exits 0 'a walk that ends before the prices' \
    "backtest -q --proof $walk days46 >walked"
of walked search.folds.4.test_to >want.end
is_output 'tells of its account until it ends' 'of walked stats.end' <want.end
is_output 'the same again' 'backtest --verify walked days46' <<'END'
the same
END
synth --days 40 --types candles | candles --interval 15m -o |
    awk -f follow.awk >long
again 'of many bars' rows long --sweep=stop=0.01,none
again 'random markets: holes, funding, books, symbols of one account' sweeps 21
again 'a walk-forward is sweeps of its trains and plain runs of its tests' \
    walks 8

# bytes TITLE OPTION... - the same with one thread, two and eight
bytes() {
	title=$1
	shift
	for jobs in 1 2 8; do
		backtest --jobs $jobs "$@" >"jobs$jobs" 2>err || break
	done
	[ -s jobs8 ] && cmp jobs1 jobs2 && cmp jobs1 jobs8
	result $? "$title"
	rm -f jobs1 jobs2 jobs8
}
bytes 'threads do not change a byte' --sweep stop=0.005:0.05:0.005 \
    --sweep target=1R:3R:0.5R signals
bytes 'nor of a walk-forward' --sweep stop=0.005:0.05:0.005 \
    --walk-forward 20d/7d --bootstrap 0 signals
{
	cat signals
	tail -1 market | sed 's/"type":"candle"/"type":"mine"/'
} >mixed
backtest --sweep stop=0.02,none --only mixed >only
is_output 'the input is left out, asked or not' \
    'backtest --sweep stop=0.02,none mixed' <only

# ---- values
# values OPTION - those of a sweep
cat >values <<'END'
#!/bin/sh
head -60 market | backtest --bootstrap 0 --sweep "$1" --objective return \
    >r || exit
python3 -c 'import json
*_, r = open("r")
print(*(r["values"][0] for r in json.loads(r)["search"]["rows"]))'
END
chmod +x values
is_output 'a range counts in decimals and has its end' \
    'values stop=0.01:0.05:0.01' <<'END'
0.01 0.02 0.03 0.04 0.05
END
is_output 'the end need not be hit' 'values stop=0.1:0.35:0.1' <<'END'
0.1 0.2 0.3
END
is_output 'one value is a range' 'values stop=0.1:0.1:0.1' <<'END'
0.1
END
is_output 'of risks, too' 'values target=0.1R:1R:0.3R' <<'END'
0.1R 0.4R 0.7R 1R
END
is_output 'below 0, and through it' \
    'values maker-fee=-0.001:0.001:0.0005' <<'END'
-0.001 -0.0005 0 0.0005 0.001
END
is_output 'a number is written one way' 'values stop=1e-2:3.0e-2:0.010' <<'END'
0.01 0.02 0.03
END
is_output 'a list stays as it is' 'values stop=0.030,1e-2,none' <<'END'
0.030 1e-2 none
END

# ---- the best
backtest signals >plain
is_output 'of equal ones the first is best' \
    'backtest --sweep max-bars=1000,2000 signals >r
    of r search.best search.rows.0.sharpe search.rows.1.sharpe' <<END
0
$(of plain stats.sharpe stats.sharpe)
END
is_output 'the last can be' 'backtest --sweep stop=0.02,0.01 signals >r
    of r search.best params.stop search.least' <<'END'
1
0.01
null
END
is_output 'the least of a drawdown' 'backtest --sweep stop=0.02,0.01 \
	--objective max_drawdown signals >r
    of r search.best search.least params.stop' <<'END'
1
true
0.01
END
is_output 'what is not finite is none: a profit factor without a loss' \
    'sed -n 20,50p signals | backtest --sweep target=0.001,0.5 \
	--max-bars 12 --objective profit_factor --min-trade-count 0 >r
    of r search.best search.rows.0.profit_factor search.rows.0.trades' <<'END'
1
null
3
END
for minute in 0 1 2 3; do
	printf '{"type":"candle","time":%d,"symbol":"X","interval":"1m",' \
	    $((minute * 60000 + 59999))
	printf '"open_time":%d,"open":%d,"high":9,"low":1,"close":%d,' \
	    $((minute * 60000)) $((minute + 1)) $((minute + 2))
	printf '"volume":1}\n'
	[ $minute -gt 0 ] ||
	    echo '{"type":"signal","time":59999,"symbol":"X","id":1,"direction":"long"}'
done >rocket
is_output 'nor is a growth of so much a year' \
    'backtest --sweep size=all-in,quote:1 --objective cagr \
	--min-trade-count 0 rocket >r
    of r search.best search.rows.0 search.rows.1.return' <<'END'
1
{"values": ["all-in"], "trades": 0, "return": 1.5, "max_drawdown": 0}
0.00015
END
is_output 'what hardly traded is not the best' 'backtest --objective win_rate \
	--sweep target=0.001,0.5 --min-trade-count 1000 signals >r
    of r search.best search.combinations' <<'END'
null
2
END
is_output 'the last option changes fastest' 'backtest --bootstrap 0 \
	--sweep stop=0.01,0.02 --sweep entry=market,limit signals >r
    of r search.options search.rows.0.values search.rows.1.values \
	search.rows.2.values search.combinations luck.trials.n' <<'END'
["stop", "entry"]
["0.01", "market"]
["0.01", "limit"]
["0.02", "market"]
4
4
END

# ---- nothing to find
: >empty
for input in empty market; do
	exits 0 "nothing to trade is no failure: $input" \
	    "backtest --sweep stop=0.01,0.02 $input >r"
	says '^backtest: warning: no combination has a finite sharpe and 5 trades (--min-trade-count): the report is of the first$' \
	    'it is said'
	is_output 'no best, the report is of the first' \
	    'of r search.best search.combinations params.stop stats.trades' \
	    <<'END'
null
2
0.01
0
END
	again "as plain runs say: $input" rows $input --sweep=stop=0.01,0.02
done
is_output 'a walk without a choice trades nothing' \
    'backtest --sweep stop=0.01,0.02 --walk-forward 20d/10d market >r
    of r stats.trades search.folds.0 search.folds.3.values' <<'END'
0
{"train_from": 1767225600000, "train_to": 1768953599999, "test_from": 1768953600000, "test_to": 1769817599999, "trades": 0, "return": 0}
null
END

# ---- what a walk needs
exits 1 'too few prices for one test' \
    'backtest --sweep stop=none --walk-forward 1000d/5d signals'
says '^backtest: error: cannot search: the prices span 60 days, and the first test begins after 1000$' \
    'are told'
exits 1 'or none' 'backtest --sweep stop=none --walk-forward 1d/1d empty'
says 'the prices span 0 days, and the first test begins after 1$' 'likewise'
cat >folds <<'END'
#!/bin/sh
backtest --bootstrap 0 --sweep stop=none --walk-forward "$1" signals >r || exit
python3 -c 'import json
*_, r = open("r")
print(len(json.loads(r)["search"]["folds"]))'
END
chmod +x folds
is_output 'as many folds as begin before the end' \
    'folds 59d/15d; folds 45d/15d; folds 44d/15d; folds 30d/15d
    folds 30d/90d' <<'END'
1
1
2
2
1
END
is_output 'its report says what the plan was' \
    'backtest --bootstrap 0 --sweep stop=none --walk-forward 20d/10d \
	--purge 12h --embargo 6h signals >r
    of r search.train_days search.test_days search.purge_days \
	search.embargo_days search.rows search.best luck.trials.n' <<'END'
20
10
0.5
0.25
null
null
null
END

# ---- refusals: status 2, and the option is named
# refused OPTIONS PATTERN
refused() {
	exits 2 "refused: $1" "backtest $1 signals"
	says "^backtest: error: $2" 'it says why'
}
shape='NAME=FROM:TO:STEP or NAME=VALUE,... is expected$'
level='signal, none or a fraction below 1 is expected$'
refused '--sweep stop' "bad value 'stop' for --sweep: $shape"
refused '--sweep stop=' \
    "bad value 'stop=' for --sweep: bad value '' for --stop: $level"
refused '--sweep stop=x' \
    "bad value 'stop=x' for --sweep: bad value 'x' for --stop: $level"
refused '--sweep stop=0.1,,0.2' ".* bad value '' for --stop: $level"
refused '--sweep stop=0.5:1.5:0.5' ".* bad value '1' for --stop: $level"
refused '--sweep stop=0.1:0.2' \
    ".* FROM:TO:STEP of --stop: the STEP is missing$"
refused '--sweep target=1R:2:1R' ".* bad value '1R:2:1R' for --target: "
refused '--sweep max-bars=1:2:0.5' ".* bad value '1.5' for --max-bars: "
refused '--sweep whole-units=maybe' \
    ".* bad value 'maybe' for --whole-units: yes or no is expected$"
refused '--sweep entry=market,stop' \
    ".* bad value 'stop' for --entry: market or limit is expected$"
refused '--sweep size=all' \
    ".* bad value 'all' for --size: all-in, quote:N, fraction:F or risk:F"
for name in foo prices windows interval seed proof sweep; do
	refused "--sweep $name=1" ".* --$name cannot be varied$"
done
refused '--sweep stop=0.01,0.02,0.01' \
    ".* value '0.01' of --stop stands there twice$"
refused '--sweep stop=0.01 --sweep entry=limit --sweep stop=0.02' \
    "bad value 'stop=0.02' for --sweep: --stop is varied twice$"
for range in 0.01:0.05:0 0.05:0.01:0.01 0.01:0.05:-0.01; do
	refused "--sweep stop=$range" \
	    ".* FROM:TO:STEP of --stop: FROM up to TO by a STEP above 0 is expected$"
done
refused '--sweep stop=0.001:0.1:0.0001 --sweep target=0.001:1.01:0.001' \
    ".* more than 1000000 combinations$"
refused '--sweep max-bars=1:100001:1' \
    ".*: more than 100000 values of --max-bars$"
refused "--sweep stop=0.$(printf %040d 1)" ".*: too long$"
eight=
for axis in fee=0 stop=none target=none size=all-in entry=market finish=mark \
    slippage=1 max-bars=3; do
	eight="$eight --sweep $axis"
done
exits 0 'eight options can be varied' "backtest --bootstrap 0$eight signals"
refused "${eight# } --sweep cash=1" ".* at most 8 options can be varied$"
refused '--walk-forward 10d/5d' \
    '--walk-forward and --objective need a --sweep$'
refused '--objective sharpe' '--walk-forward and --objective need a --sweep$'
refused '--purge 1d --sweep stop=none' \
    '--purge and --embargo need --walk-forward$'
refused '--embargo 1d --sweep stop=none' \
    '--purge and --embargo need --walk-forward$'
walk='--sweep stop=none --walk-forward 10d/5d'
refused "$walk --purge 10d" \
    '--purge must be below TRAIN and --embargo below TEST of --walk-forward$'
refused "$walk --embargo 5d" \
    '--purge must be below TRAIN and --embargo below TEST of --walk-forward$'
for plan in 10d 10d/ /5d 10d/5 0d/5d 10d/0d 10d/5d/1d; do
	refused "--sweep stop=none --walk-forward $plan" \
	    'bad value .* for --walk-forward: '
done
refused '--sweep stop=none --objective alpha' \
    "bad value 'alpha' for --objective: "
refused '--sweep stop=none --jobs 0' "bad value '0' for --jobs: "
refused '--sweep stop=none --jobs 257' "bad value '257' for --jobs: "
refused '--sweep stop=none --prices trade' '--sweep needs --prices bar$'
refused '--db some.db' '--db is the store of --trials$'
exits 2 'finished trades are not searched' \
    'backtest --executions signals --sweep stop=none'
says '--executions trades nothing: --sweep does not go with it' 'it says so'

# ---- made again
backtest --proof --sweep stop=0.01,0.02 --objective return signals >swept
backtest --proof --sweep stop=0.01,0.02 --walk-forward 20d/10d \
    --embargo 6h signals >walked
for report in swept walked; do
	is_output "a search can be verified: $report" \
	    "backtest --verify $report signals" <<'END'
the same
END
done
sed 's/"best":0/"best":1/' swept >forged
exits 1 'another best is found' 'backtest --verify forged signals'
prints '^search.best: 1, now 0$' 'by name'
sed 's/\("train_sharpe":[-0-9.]*,"trades":\)/\19/4' walked >forged
exits 1 'a fold that was changed is found' 'backtest --verify forged signals'
prints '^search.folds\[3\].trades: 9[0-9]*, now [0-9]*$' 'by name'
sed 's/--embargo=6h/--embargo=7h/' walked >forged
exits 1 'so is a rule of the walk' 'backtest --verify forged signals'
prints '^search.embargo_days: 0.25, now ' 'by name'
# ---- what the walk did not trade is not in its figures
{ python3 - <<'END'
for i in range(40 * 24):
    p = 100 + i if i < 20 * 24 else 580 + (i - 480) / 10
    print('{"type":"candle","time":%d,"symbol":"X","interval":"1h",'
          '"open_time":%d,"open":%r,"high":%r,"low":%r,"close":%r,"volume":1}'
          % (i * 3600000 + 3599999, i * 3600000, p, p, p, p))
END
} >rising
is_output 'buy and hold begins with the first test' \
    'backtest -o --sweep stop=0.5,0.6 --walk-forward 20d/20d rising 2>/dev/null |
	tail -1 | grep -o "buy_hold_return\":[0-9.]*"' <<END
buy_hold_return":$(python3 -c 'print("%.12g" % (627.9 / 580 - 1))')
END
exits 0 'people see when' \
    'backtest --sweep stop=0.5,0.6 --walk-forward 20d/20d --format text rising'
prints '^from  *1970-01-21' 'the tests begin'
prints '^Walk-forward: the best of 2 combinations by sharpe in 20 days' \
    'what was searched'
exits 0 'and of a sweep' 'backtest --sweep stop=0.5,0.6 --format text rising'
prints '^Search: 2 combinations by sharpe' 'how many'
prints '^0.5   *0  *0.00%' 'each with what came of it'
exits 2 'a test of a moment' \
    'backtest --sweep stop=0.5,0.6 --walk-forward 10d/1ms rising'

# ---- what reviewers found
is_output 'buy and hold begins as in the plain run' \
    'backtest -o --warm-up 100 --sweep stop=0.02 signals | tail -1 >r
    of r stats.buy_hold_return' <<END
$(backtest -o --warm-up 100 --stop 0.02 signals | tail -1 >plain
of plain stats.buy_hold_return)
END
exits 0 'many combinations' 'backtest --bootstrap 0 \
	--sweep stop=0.001:0.25:0.001 --sweep target=0.01:0.09:0.01 signals >r'
is_output 'of which the best are shown' 'python3 -c "
import json
s = json.loads(open(\"r\").read().splitlines()[-1])[\"search\"]
rows = s[\"rows\"]
best = rows[s[\"best\"]]
print(s[\"combinations\"], len(rows), s[\"left_out\"])
print(best == max(rows, key=lambda x: x.get(\"sharpe\", -9e9)))"' <<'END'
2250 2000 250
True
END
exits 0 'in a line that others read' 'report --format text r'
python3 - >daily <<'END'
for i in range(60):
    p = 100 + i % 3
    print('{"type":"candle","time":%d,"symbol":"X","interval":"1d",'
          '"open_time":%d,"open":%d,"high":%d,"low":%d,"close":%d,"volume":1}'
          % (i * 86400000 + 86399999, i * 86400000, p, p, p, p))
    print('{"type":"signal","time":%d,"symbol":"X","id":%d,"direction":"%s"}'
          % (i * 86400000 + 86399999, i, "long" if i % 2 else "short"))
END
is_output 'what was said before a test is traded in it' \
    'backtest --sweep stop=0.5,0.6 --walk-forward 50d/1d \
	--min-trade-count 0 daily | tail -1 >r
    of r stats.trades stats.replaced' <<'END'
9
0
END
exits 2 'an option that is varied is not given' \
    'backtest --stop 0.1 --sweep stop=0.1,0.2 signals'
says '--stop is varied by --sweep' 'by its name'
exits 2 'the same number twice' 'backtest --sweep stop=0.1,0.10 signals'
exits 2 'a thousand years' \
    'backtest --sweep stop=0.1 --walk-forward 30d/400000d signals'
exits 1 'more tests than a report can hold' \
    'backtest --sweep stop=0.1 --walk-forward 1d/1m signals'
says 'at most 2000 fit into a report' 'it says'
exits 2 'more trials than a transaction can hold' 'backtest --trials \
	--db many.db --sweep stop=0.0001:0.9:0.00001 signals'
exits 0 'people see by what the best was found' 'backtest --format text \
	--sweep stop=0.01,0.02 --objective sqn signals'
prints '^stop  *trades  *return  *Sharpe *drawdown sqn' 'in a column'
finish
