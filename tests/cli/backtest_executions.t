#!/bin/sh
# SPDX-License-Identifier: MIT
# backtest --executions: trades that were finished elsewhere, and the log.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

cat >snapshot.json <<'END'
{
  "ingestions": [{"source": "x", "latency_seconds": 1}],
  "executions": [
    {"signal_id": "1", "closed_at": "2099-01-01T00:00:00Z",
     "outcome": "loss", "return_pct": -0.009},
    {"signal_id": "2", "closed_at": "2099-01-02T00:00:00Z",
     "outcome": "win", "return_pct": 0.016},
    {"signal_id": "3", "closed_at": "2099-01-03T00:00:00Z",
     "outcome": "loss", "return_pct": -0.005},
    {"signal_id": "4", "closed_at": "2099-01-04T00:00:00+00:00",
     "outcome": "win", "return_pct": 0.011}
  ]
}
END
# summary [OPTION...] FILE - the figures of the longest window
cat >summary <<'END'
#!/bin/sh
backtest --executions "$@" >report || exit
sed 's/.*"summary":{//; s/}.*//' report | tr , '\n'
END
# win NAME [OPTION...] FILE - one figure of the first window
cat >win <<'END'
#!/bin/sh
name=$1
shift
backtest --executions "$@" >report || exit
sed 's/.*"windows":\[{//; s/}.*//' report | tr , '\n' | grep "\"$name\""
END
chmod +x summary win
PATH=$tmp:$PATH

is_output 'what system A reckons, but for its drawdown' \
    'summary snapshot.json' <<'END'
"window_days":90
"trade_count":4
"wins":2
"losses":2
"hit_rate":0.5
"expectancy":0.00325
"cumulative_return":0.01284175892
"max_drawdown":0.009
"meets_win_rate_threshold":true
"sufficient_sample":false
END
is_output 'the record: no figure of an account that nobody knows' \
    'backtest --executions snapshot.json --windows 2 -q' <<'END'
{"type":"report","time":4071168000000,"params":{"windows":[2],"min_win_rate":0.35,"min_trade_count":5},"input":{"records":4,"first":4070908800000,"last":4071168000000,"symbols":0,"skipped":0},"windows":[{"window_days":2,"start":4070995200000,"end":4071168000000,"first_trade_at":4070995200000,"last_trade_at":4071168000000,"trade_count":3,"wins":2,"losses":1,"unclassified":0,"hit_rate":0.666666666667,"expectancy":0.00733333333333,"average_return":0.00733333333333,"cumulative_return":0.02204012,"max_drawdown":0.005,"profit_factor":5.4,"meets_win_rate_threshold":true,"sufficient_sample":false}],"summary":{"window_days":2,"trade_count":3,"wins":2,"losses":1,"hit_rate":0.666666666667,"expectancy":0.00733333333333,"cumulative_return":0.02204012,"max_drawdown":0.005,"meets_win_rate_threshold":true,"sufficient_sample":false},"stats":{"trades":4,"return":0.01284175892,"max_drawdown":0.009,"win_rate":0.5,"best_trade":0.016,"worst_trade":-0.009,"avg_trade":0.00319509414652,"median_trade":0.003,"avg_win":0.0135,"avg_loss":0.007,"payoff":1.92857142857,"profit_factor":1.92857142857,"expectancy":0.00325,"win_streak":1,"loss_streak":1,"basis":"finished trades, all of the account in each, one after the other"},"luck":{"verdict":"Only finished trades are known and no daily equity: there is no Sharpe ratio to judge. The sample is too small to judge the trades by: there are 4, and 30 are the least.","trials":{"counted":false},"intervals":{"win_rate":[0.25,0.75],"expectancy":[-0.003,0.00975],"profit_factor":[0.478260869565,8.6]},"level":0.95,"seed":1,"samples":{"trades":1000},"block":{"trades":2}}}
END
is_output 'a table for people' \
    'backtest --executions snapshot.json --windows 2 --win-threshold 0.012 --format text' <<'END'
Finished trades: 4
2099-01-01T00:00:00Z to 2099-01-04T00:00:00Z

Compounded                  1.28%      Best trade                  1.60%
Max. drawdown             0.9000%      Worst trade              -0.9000%
Profit factor                1.93      Average (geom.)           0.3195%
Longest gain                    1      Median                    0.3000%
Longest loss                    1      Payoff                       1.93

                      whole run      2 days
from                 2099-01-01  2099-01-02
to                   2099-01-04  2099-01-04
first trade          2099-01-01  2099-01-02
last trade           2099-01-04  2099-01-04
trades                        4           3
wins                          2           2
losses                        2           1
neither                       0           0
hit rate                 50.00%      66.67%
expectancy              0.3250%     0.7333%
trades compounded         1.28%       2.20%
max. drawdown           0.9000%     0.5000%
Sharpe ratio                  -           -
Sortino ratio                 -           -
profit factor              1.93        5.40
enough won                  yes         yes
enough trades                no          no
enough: 35% won, 5 trades; won: from 1.2% on

by chance (95%)             found            from              to
Hit rate                   50.00%          25.00%          75.00%
Expectancy                0.3250%        -0.3000%         0.9750%
Profit factor                1.93            0.48            8.60
Only finished trades are known and no daily equity: there is no Sharpe ratio to
judge. The sample is too small to judge the trades by: there are 4, and 30 are
the least.
END
python3 - >thirty <<'END'
for i in range(30):
    print('{"closed_at":%d,"return_pct":0.0%d}' % (i * 86400000, i % 9))
END
exits 0 'enough of them' 'backtest --executions thirty'
prints '"verdict":"Only [^"]*there is no Sharpe ratio to judge.","trials"' \
    'are not called too few'

# The three forms are one.
python3 - <<'END'
import json
rows = json.load(open("snapshot.json"))["executions"]
json.dump(rows, open("array.json", "w"))
with open("lines.jsonl", "w") as f:
    for row in rows:
        f.write(json.dumps(row) + "\n")
END
same 'an array is as good' 'backtest --executions snapshot.json' \
    'backtest --executions array.json'
same 'so are lines' 'backtest --executions snapshot.json' \
    'backtest --executions lines.jsonl'
gzip -k lines.jsonl
same 'packed ones, too' 'backtest --executions snapshot.json' \
    'backtest --executions lines.jsonl.gz'
same 'and the standard input' 'backtest --executions snapshot.json' \
    'backtest --executions - <snapshot.json'
tr -d '\n' <snapshot.json >long.json
same 'a snapshot on one line' 'backtest --executions snapshot.json' \
    'backtest --executions long.json'
sort -r lines.jsonl >upside.jsonl
same 'they are put in order of time' 'backtest --executions snapshot.json' \
    'backtest --executions upside.jsonl'

# one RETURN... - lines of such returns, a day apart
one() {
	day=1
	for r in "$@"; do
		printf '{"closed_at":"2026-01-%02d","return_pct":%s}\n' \
		    "$day" "$r"
		day=$((day + 1))
	done
}
one -0.5 >half
is_output 'half lost in the first trade is a drawdown of half' \
    'win max_drawdown half' <<'END'
"max_drawdown":0.5
END
printf '%s\n' '{"closed_at":1,"return_pct":0.5}' \
    '{"closed_at":0,"return_pct":-1.5}' '{"closed_at":1,"return_pct":-0.5}' >ruin
is_output 'who has lost more than all has a drawdown of one' \
    'win max_drawdown ruin' <<'END'
"max_drawdown":1
END

# What is won and what is lost.
one 0.02 0.005 0 -0.005 -0.02 >signs
is_output 'by the sign; zero is neither' \
    'win wins signs; win losses signs; win unclassified signs' <<'END'
"wins":2
"losses":2
"unclassified":1
END
# shellcheck disable=SC2016
is_output 'by thresholds' \
    'o="--win-threshold 0.02 --loss-threshold -0.02"
    win wins signs $o; win losses signs $o; win unclassified signs $o
    win hit_rate signs $o; win expectancy signs $o' <<'END'
"wins":1
"losses":1
"unclassified":3
"hit_rate":0.2
"expectancy":0
END
is_output 'between them by what it is called' \
    'sed "s/}/,\"outcome\":\"win\"}/" signs >called
    win wins called --win-threshold 0.01 --loss-threshold -0.01
    win losses called --win-threshold 0.01 --loss-threshold -0.01' <<'END'
"wins":4
"losses":1
END
is_output 'limits' \
    'win meets_win_rate_threshold signs --min-win-rate 0.4
    win meets_win_rate_threshold signs --min-win-rate 0.41
    win sufficient_sample signs
    win sufficient_sample signs --min-trade-count 6' <<'END'
"meets_win_rate_threshold":true
"meets_win_rate_threshold":false
"sufficient_sample":true
"sufficient_sample":false
END
is_output '--now ends the windows' \
    'win trade_count signs --windows 1 --now 2026-01-04T12:00:00Z
    win trade_count signs --windows 1' <<'END'
"trade_count":1
"trade_count":2
END

# A run of our own is such a file, too; what it is not told by is left out.
synth --days 40 --types candles | candles --interval 1h -o | awk '
{ print }
NR % 9 == 0 {
	match($0, /"time":[0-9]+/)
	printf "{\"type\":\"signal\",%s,\"symbol\":\"BTCUSDT\",\"id\":%d," \
	    "\"direction\":\"%s\"}\n", substr($0, RSTART, RLENGTH), NR, \
	    NR % 2 ? "long" : "short"
}' | backtest --fee 0.001 >run.jsonl
python3 - <<'END' >cmp.out
import json, subprocess
was = json.loads(list(open("run.jsonl"))[-1])
now = json.loads(subprocess.run(["backtest", "--executions", "run.jsonl",
    "--now", str(was["time"])], capture_output=True, text=True).stdout)
names = ["trade_count", "wins", "losses", "hit_rate", "expectancy",
         "cumulative_return", "profit_factor", "first_trade_at"]
for a, b in zip(was["windows"], now["windows"]):
    for n in names:
        if a[n] != b[n] and abs(a[n] - b[n]) > 1e-10:
            print("#", n, a[n], b[n])
print(was["stats"]["trades"], now["stats"]["trades"], now["input"]["symbols"])
END
[ "$(wc -l <cmp.out)" -eq 1 ] &&
    awk '{ exit !($1 > 30 && $1 == $2 && $3 == 1) }' cmp.out
result $? 'a run of backtest: its closed positions, and the same windows'

# Bad input.
cat >bad.jsonl <<'END'
{"closed_at":"2026-01-01","return_pct":0.1}
{"closed_at":"2026-01-02"}
{"closed_at":"2026-01-02","return_pct":null}
{"closed_at":"2026-01-02","return_pct":"0.1"}
{"closed_at":"yesterday","return_pct":0.1}
{"closed_at":"90d","return_pct":0.1}
{"closed_at":1.5,"return_pct":0.1}
{"return_pct":0.1}
[1]
{"closed_at":1,

{"closed_at":"2026-01-03T00:00:00.5Z","return_pct":0.2}
END
exits 3 'what cannot be read is left out' 'backtest --executions bad.jsonl'
prints '"records":2,.*"skipped":9' 'and counted'
says '^backtest: warning: bad.jsonl:2: its return_pct is missing; such' \
    'with its line: no return'
says ': bad.jsonl:4: its return_pct is not a number; such executions' \
    'no number'
says ': bad.jsonl:5: its closed_at is no time as 2026-01-01T00:00:00Z is; such' \
    'no time'
says ': bad.jsonl:7: its closed_at is no time in milliseconds; such' \
    'no milliseconds'
says ': bad.jsonl:8: its closed_at is missing; such' 'no time at all'
says ': bad.jsonl:9: it is not an object; such' 'no object'
says ': bad.jsonl:10: ' 'no JSON'
says '^backtest: warning: executions left out: 9$' 'and the sum'
[ "$(grep -c missing err)" -eq 2 ]
result $? 'each kind once'
exits 1 'with --strict the first is the end' \
    'backtest --strict --executions bad.jsonl'
says '^backtest: error: bad.jsonl:2: its return_pct is missing$' 'and named'
[ ! -s got ]
result $? 'without a report'
sed 's/"return_pct": 0.016/"return": 1/' snapshot.json >missing.json
exits 3 'in a document' 'backtest --executions missing.json'
says 'missing.json:6: execution 2: its return_pct is missing; such' \
    'the element is named, and its line'
sed 's/0.016}/0.016/' snapshot.json >broken.json
exits 1 'a document that is no JSON' 'backtest --executions broken.json'
says '^backtest: error: broken.json:6: execution 2: ' 'is an error'
sed 's/"executions"/"trades"/' snapshot.json >none.json
exits 1 'one without executions' 'backtest --executions none.json'
says "none.json:13: there is no array 'executions'" 'too'
printf '%s\n{"closed_at":"20' "$(head -1 half)" >torn
exits 0 'a torn last line is left out' 'backtest --executions torn'
prints '"records":1,.*"skipped":0' 'and no fault'
says 'torn:2: the last line is torn' 'but said'
exits 1 'a file that is not there' 'backtest --executions nowhere'
says "'nowhere'" 'is named'
for text in '' '[]' '{"executions":[]}' ' [ ] '; do
	printf '%s' "$text" >empty
	exits 0 "'$text' is a report about nothing" \
	    'backtest --executions empty'
	prints '"time":0,.*"trade_count":0' 'with zeros'
done
for text in '[' '[1,' '[{}' '[{}}' '{"executions"' '{"executions":' \
    '{"executions":[]' '{"executions":[],}' '{"executions":[]}x' '{' '[]]'; do
	printf '%s' "$text" >"cut"
	exits 1 "'$text' is an error" 'backtest --strict --executions cut'
done

# Options.
exits 2 'it trades nothing' 'backtest --executions half --fee 0.1'
says -- '--fee does not go with it' 'and says what does not go with it'
exits 2 'no other input' 'backtest --executions half half'
exits 2 'no proof' 'backtest --executions half --proof'
exits 2 'a loss is no win' \
    'backtest --executions half --win-threshold 0 --loss-threshold 0'
exits 2 'a threshold is a number' \
    'backtest --executions half --win-threshold x'
exits 1 'a full disk is a failure' 'backtest --executions half >/dev/full'
awk '/"type":"candle"/ || /"type":"signal"/' run.jsonl >input.jsonl
is_output 'thresholds are for windows of a simulation as well' \
    'backtest -o --windows 40 --win-threshold 1 --min-trade-count 1 \
    input.jsonl | tail -1 | sed "s/.*\"windows\":\[{//; s/}.*//" |
    grep -o "\"wins\":[0-9]*,\|\"suff.*"' <<'END'
"wins":0,
"sufficient_sample":true
END

# The log.
log='backtest --executions snapshot.json --log-dir logs/here'
now='--now 2099-01-04T00:00:00Z'
exits 0 'a log is kept' "$log $now && $log $now --format text >text &&
    $log --now 2099-02-01T10:20:30.500Z --windows 7"
is_output 'a file for each run' 'ls logs/here' <<'END'
backtest_20990104T000000Z-2.json
backtest_20990104T000000Z.json
backtest_20990201T102030Z.json
backtest_trend.csv
END
same 'it is the report' "backtest --executions snapshot.json $now" \
    'cat logs/here/backtest_20990104T000000Z.json'
same 'also where people got a table' \
    'cat logs/here/backtest_20990104T000000Z-2.json' \
    'cat logs/here/backtest_20990104T000000Z.json'
tr -d '\r' <logs/here/backtest_trend.csv >trend
is_output 'and a line in the table' 'cat trend' <<'END'
generated_at,window_days,trade_count,wins,losses,hit_rate,expectancy,cumulative_return,max_drawdown,meets_win_rate_threshold,sufficient_sample
2099-01-04T00:00:00Z,90,4,2,2,0.500000,0.003250,0.012842,0.009000,True,False
2099-01-04T00:00:00Z,90,4,2,2,0.500000,0.003250,0.012842,0.009000,True,False
2099-02-01T10:20:30.500Z,7,0,0,0,,,0.000000,0.000000,False,False
END
mkdir foreign
printf 'a,b\r\n1,2\r\n' >foreign/backtest_trend.csv
cp foreign/backtest_trend.csv was.csv
exits 1 'somebody else'"'"'s table is refused' \
    'backtest --executions snapshot.json --log-dir foreign'
says "'foreign/backtest_trend.csv' has another first line than a table of" \
    'by its first line'
cmp was.csv foreign/backtest_trend.csv && [ "$(find foreign -type f | wc -l)" -eq 1 ] &&
    [ ! -s got ]
result $? 'and left alone, before anything is made'
mkdir torn.d edited
head -c 40 logs/here/backtest_trend.csv >torn.d/backtest_trend.csv
tr -d '\r' <logs/here/backtest_trend.csv >edited/backtest_trend.csv
exits 0 'a header that a crash cut short' \
    'backtest --executions snapshot.json --log-dir torn.d --now 2099-01-05'
[ "$(head -1 torn.d/backtest_trend.csv)" = \
    "$(head -1 logs/here/backtest_trend.csv)" ] &&
    [ "$(wc -l <torn.d/backtest_trend.csv)" -eq 2 ]
result $? 'is made whole'
exits 0 'lines may end as an editor ended them' \
    'backtest --executions snapshot.json --log-dir edited'
printf '2099-01-05T00:00' >>logs/here/backtest_trend.csv
exits 0 'a line that was cut short' "$log $now"
is_output 'is ended first' \
    'tail -2 logs/here/backtest_trend.csv | cut -c 1-23 | tr -d "\r"' <<'END'
2099-01-05T00:00
2099-01-04T00:00:00Z,90
END
for _ in 1 2 3 4 5 6; do
	backtest --executions half --log-dir many --now 2026-02-01 >/dev/null &
done
wait
[ "$(find many -name '*.json' | wc -l)" -eq 6 ] &&
    [ "$(wc -l <many/backtest_trend.csv)" -eq 7 ] &&
    [ "$(grep -c generated many/backtest_trend.csv)" -eq 1 ]
result $? 'runs at once take turns'
exits 0 'a simulation is logged as well' \
    'backtest -o --log-dir sim --now 2026-02-10 input.jsonl'
same 'with its report' 'backtest -o --now 2026-02-10 input.jsonl | tail -1' \
    'cat sim/backtest_20260210T000000Z.json'
: >file
exits 1 'a directory that cannot be' \
    'backtest --executions half --log-dir file/x'
says "cannot make 'file/x': Not a directory" 'is said before the work'
[ ! -s got ]
result $? 'without a report'
before=$(date +%s)
backtest --executions half --log-dir clock >/dev/null 2>&1
file=$(find clock -name '*.json')
after=$(date +%s)
stamp=$(echo "$file" | sed 's/.*_\(....\)\(..\)\(..\)T\(..\)\(..\)\(..\)Z.*/\1-\2-\3 \4:\5:\6/')
at=$(date -d "$stamp" +%s)
[ "$at" -ge "$before" ] && [ "$at" -le "$after" ]
result $? 'without --now the log has the time of the clock'

python3 "$top/tests/cli/backtest_executions.py" 100 | sed 's/^/# /' >second
[ ! -s second ] || cat second
[ ! -s second ]
result $? 'a second reckoning agrees, in a hundred files'
cat >ruin <<'END'
{"closed_at":1000,"return_pct":-3}
{"closed_at":2000,"return_pct":0.5}
END
is_output 'who has lost more than all has lost all, for ever' \
    'backtest --executions ruin | grep -o "cumulative_return\":[^,]*" | tail -1' <<'END'
cumulative_return":-1
END
finish
