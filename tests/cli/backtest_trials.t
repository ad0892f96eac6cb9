#!/bin/sh
# SPDX-License-Identifier: MIT
# backtest --trials: what was tried is counted, once, and none is taken back.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export here="$top/tests/cli" PYTHONDONTWRITEBYTECODE=1

# trials FILE - of its report: whether, how many, their variance, the head
cat >trials <<'END'
#!/usr/bin/env python3
import json, math, sys
*_, last = open(sys.argv[1])
t = json.loads(last)["luck"]["trials"]
print(t["n"] if t["counted"] else "not counted")
if t["counted"]:
    print("%.12g" % t.get("variance", math.nan), t["head"], sep="\n")
END
# try OPTION... - a run that is counted in t.db; how many there are then
cat >try <<'END'
#!/bin/sh
backtest -oq --bootstrap 0 --trials --db t.db "$@" >tried || exit
trials tried | sed -n 1p
END
# ledger COMMAND DB ...
cat >ledger <<'END'
#!/bin/sh
exec python3 "$here/backtest_trials.py" "$@"
END
# alter SQL - of altered.db, a copy of t.db, past the store
cat >alter <<'END'
#!/bin/sh
rm -f altered.db*
sqlite3 -init /dev/null t.db ".backup altered.db" &&
    sqlite3 -init /dev/null altered.db "$1"
END
chmod +x trials try ledger alter
PATH=$tmp:$PATH

synth --days 40 --types candles | candles --interval 1h -o >market
cp "$top/tests/cli/follow.awk" .
awk -f follow.awk market >signals
awk -v every=5 -f follow.awk market >others

# ---- counted once
is_output 'the first' 'try --stop 0.01 signals' <<'END'
1
END
is_output 'again it is the same, however it is written' \
    'try --stop 0.01 signals; try --stop 0.010 signals
    try --stop 1e-2 --target signal --fee 0 signals
    try --stop 0.5 --stop 0.01 <signals' <<'END'
1
1
1
1
END
is_output 'and whatever is asked about it' \
    'try --stop 0.01 --windows 7 --seed 3 --now 2027-01-01T00:00:00Z \
	--equity bar --format json --min-win-rate 0.5 --proof signals
    try --sweep stop=0.01 --jobs 2 signals' <<'END'
1
1
END
is_output 'a sweep enters what is new' \
    'try --sweep stop=0.01,0.02,0.03 signals; try --stop 0.030 signals' <<'END'
3
3
END
is_output 'other rules are another' 'try --fee 0.001 --stop 0.01 signals
    try --max-disorder 1m --stop 0.01 signals
    try --calendar any --stop 0.01 signals' <<'END'
4
5
6
END
is_output 'so are other signals on the same prices, and none' \
    'try --stop 0.01 others; try market' <<'END'
7
8
END
{
	printf '{"type":"signal","time":1767225600000,"symbol":"NONE",'
	printf '"id":0,"direction":"long"}\n'
	printf '{"type":"funding","time":1767225600000,"symbol":"NO",'
	printf '"rate":0.1}\n'
	cat signals
} >hidden
is_output 'also if they speak of symbols that have no prices' \
    'try --stop 0.01 hidden' <<'END'
9
END
synth --seed 2 --days 40 --types candles | candles --interval 1h -o |
    awk -f follow.awk >elsewhere
sed 's/BTCUSDT/ETHUSDT/' signals >renamed
is_output 'another market has its own, and another symbol' \
    'try elsewhere; try renamed; try --sweep stop=0.01,0.02 elsewhere' <<'END'
1
1
3
END
sed 's/BTCUSDT/ETHUSDT/' market >second
sed 's/BTCUSDT/XRPUSDT/' market >third
is_output 'so has each set of symbols, in the order of their prices' \
    'try signals second; try others second; try signals third
    try second signals' <<'END'
1
2
1
1
END

# ---- a walk-forward
is_output 'a walk-forward is one' \
    'try --sweep stop=0.01,0.02 --walk-forward 20d/10d signals' <<'END'
10
END
is_output 'and the same one, whatever is asked about it' \
    'try --sweep stop=0.010,0.02 --walk-forward 480h/240h signals
    try --windows 7 --seed 2 --sweep stop=0.01,0.02 --fee 0 \
	--walk-forward 20d/10d --jobs 1 --equity bar --proof signals' <<'END'
10
10
END
is_output 'not what it chose from, and how' \
    'try --sweep stop=0.01,0.03 --walk-forward 20d/10d signals
    try --sweep stop=0.01,0.02 --walk-forward 15d/10d signals
    try --sweep stop=0.01,0.02 --walk-forward 20d/9d signals
    try --sweep stop=0.01,0.02 --walk-forward 20d/10d --purge 1d signals
    try --sweep stop=0.01,0.02 --walk-forward 20d/10d --embargo 1d signals
    try --sweep stop=0.01,0.02 --walk-forward 20d/10d --objective calmar signals
    try --sweep stop=0.01,0.02 --walk-forward 20d/10d --fee 0.1 signals' <<'END'
11
12
13
14
15
16
17
END

# ---- what the report says is what the ledger has
is_output 'the hashes cover all rows, as tickpipe-store(5) has it' \
    'ledger chain t.db' <<'END'
rows: 25
END
backtest -oq --equity bar --trials --db t.db --stop 0.02 signals >run
ledger trials t.db 1 >want.trials
is_output 'how many, how they vary, and the head' 'trials run' <want.trials
# shellcheck disable=SC2016 # here is exported
is_output 'the deflated Sharpe ratio follows from them' \
    'python3 "$here/backtest_luck.py" run' </dev/null
backtest -oq --sweep stop=0.01,0.02,0.03 --equity bar --bootstrap 0 signals \
    >swept
# shellcheck disable=SC2016
is_output 'and in a sweep from its combinations' \
    'python3 "$here/backtest_luck.py" swept' </dev/null
is_output 'a result is what was entered' \
    'tail -1 run | python3 -c "
import json, sqlite3
s = json.loads(input())[\"stats\"]
r = sqlite3.connect(\"t.db\").execute(
    \"SELECT days, trades, return FROM trial WHERE n = 2\").fetchone()
print(r[0], r[1] == s[\"trades\"], abs(r[2] - s[\"return\"]) < 1e-11)"' <<'END'
39 True True
END
exits 0 'without --db it is the default store' \
    'backtest -o --trials signals >r; trials r'
prints '^1$' 'whose ledger is another'
# shellcheck disable=SC2016
is_output 'it is there' 'ledger chain "$TICKPIPE_DB"' <<'END'
rows: 1
END

# ---- made again
# Of one trial there is no variance.
is_output 'a first trial can be made again' \
    'backtest -oq --proof --trials --db one.db signals >first
    backtest --verify first signals' <<'END'
the same
END
backtest -q --proof --trials --db t.db --stop 0.01 signals >proven
backtest -q --proof --trials --db t.db --sweep stop=0.01,0.02 signals >swept
backtest -q --proof --trials --db t.db --sweep stop=0.01,0.02 \
    --walk-forward 20d/10d signals >walked
is_output 'the ledger grows' 'try --stop 0.07 signals' <<'END'
18
END
rm -rf away
mkdir away
mv t.db* away
for report in proven swept walked; do
	is_output "a report keeps what it was judged by: $report" \
	    "backtest --verify $report signals" <<'END'
the same
END
done
[ ! -e t.db ]
result $? 'and nothing is entered then'
backtest --sweep stop=0.01,0.02,0.03 signals >uncounted
# digits FILE - of the variance, how many that count
digits() {
	sed -n 's/.*"variance":\([0-9.e-]*\).*/\1/p' "$1" |
	    sed 's/e.*//; s/[.]//; s/^0*//' | tr -d '\n' | wc -c
}
for report in proven swept uncounted; do
	[ "$(digits $report)" -gt 5 ] && [ "$(digits $report)" -le 12 ]
	result $? "the variance has the digits of what is reckoned: $report"
done
# As it was when it had all that a double has.
sed 's/"variance":\([0-9]*[.][0-9]*\)/"variance":\18765/' proven >older
backtest --verify older signals >said
! grep -q variance said
result $? 'a report with more of them keeps its own'
mv away/* .
sed 's/"counted":true,"n":17/"counted":true,"n":1/' proven >forged
exits 1 'fewer trials make another judgement' \
    'backtest --verify forged signals'
prints '^luck.dsr: ' 'which is named'
# A report cannot claim fewer trials than it made itself.
sed 's/"counted":true,"n":[0-9]*/"counted":true,"n":1/' swept >forged
exits 1 'fewer than its own combinations' 'backtest --verify forged signals'
prints '^luck.trials.counted: true, now false' 'are not believed'

# ---- rows that are not what was entered
# altered TITLE SQL ROW
altered() {
	alter "$2"
	ledger head altered.db >before
	exits 1 "found: $1" 'backtest -o --trials --db altered.db others >r'
	says "^backtest: error: cannot count trials: the ledger of trials in 'altered.db' was altered: row $3 is not what was entered$" \
	    'the row is named'
	is_output 'there is a report, without trials' 'trials r' <<'END'
not counted
END
	is_output 'and nothing was entered' 'ledger head altered.db' <before
}
altered 'a better Sharpe ratio' 'UPDATE trial SET sharpe = 0.5 WHERE n = 7' 7
altered 'other rules' "UPDATE trial SET options = '{}' WHERE n = 1" 1
altered 'a row taken out' 'DELETE FROM trial WHERE n = 5' 5
altered 'and the rest moved up' \
    'DELETE FROM trial WHERE n = 5; UPDATE trial SET n = n - 1 WHERE n > 5' 5
altered 'all but the last' 'DELETE FROM trial WHERE n < 25' 1
# The last can go without a trace in the file.
alter 'DELETE FROM trial WHERE n = 26'
exits 0 'that the last is gone cannot be seen' \
    'backtest -o --trials --db altered.db --stop 0.01 signals >r'
[ "$(trials r | sed -n 3p)" != "$(ledger head t.db)" ] &&
    [ "$(trials r | sed -n 3p)" = "$(ledger head altered.db)" ]
result $? 'but the head that a report had is no more'

# ---- two at a time
backtest -oq --bootstrap 0 --trials --db two.db \
    --sweep stop=0.01:0.05:0.001 signals >one &
pid=$!
backtest -oq --bootstrap 0 --trials --db two.db \
    --sweep stop=0.03:0.07:0.001 signals >two
rc=$?
wait $pid && [ $rc -eq 0 ]
result $? 'two sweeps at once'
is_output 'what both have is there once, and nothing is lost' \
    'ledger chain two.db' <<'END'
rows: 61
END
is_output 'the second to come counts all, the first its own' \
    '{ trials one | sed -n 1p; trials two | sed -n 1p; } | sort -n' <<'END'
41
61
END

# ---- a store that cannot be written
# uncounted TITLE DB PATTERN
uncounted() {
	exits 1 "$1" "backtest -o --trials --db $2 signals >r"
	says "^backtest: error: cannot count trials: $3" 'it says why'
	is_output 'the report is not lost' 'trials r' <<'END'
not counted
END
}
uncounted 'a store in a directory that is none' market/t.db "cannot .*market"
printf 'no database' >text
uncounted 'a file that is no store' text "'text' is not a store"
sqlite3 -init /dev/null of-others.db 'CREATE TABLE mine(x)'
uncounted 'the database of another program' of-others.db \
    "'of-others.db' is not a store"
sqlite3 -init /dev/null t.db '.backup later.db'
sqlite3 -init /dev/null later.db 'PRAGMA user_version = 99'
uncounted 'a store of a later version' later.db \
    "'later.db' has schema version 99, newer"
backtest -o --sweep stop=0.01,0.02 --trials --db text signals >r 2>err
is_output 'a sweep still counts its combinations' \
    'tail -1 r | grep -o "\"trials\":{\"counted\":[a-z]*,\"n\":[0-9]*"' <<'END'
"trials":{"counted":false,"n":2
END

# ---- a walk is another by all that decides what it trades
for option in --seed=1 --min-trade-count=3 --year-days=252; do
	backtest -oq --trials --db walks.db --sweep stop=0.01,0.02 \
	    --walk-forward 10d/5d "$option" signals >r
	trials r | sed -n 1p
done >got
printf '1\n2\n3\n' | cmp -s - got
result $? 'the least trades and the days of a year are among it'

finish
