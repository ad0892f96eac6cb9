#!/bin/sh
# causal: who peeks is found out, who does not is not.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

synth --days 1 --types candles >market
# In each: one signal of its own behind some candles.
cat >lib.awk <<'END'
function value(line, name) {
	if (!match(line, "\"" name "\":[0-9.]+"))
		return 0
	return substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
}
function signal(line) {
	printf "{\"type\":\"signal\",\"time\":%s,\"symbol\":\"X\",\"id\":%d,\"direction\":\"long\"}\n",
	    value(line, "time"), ++ids
}
END

# peeker NAME CONDITION - reads all, signals at line i where it holds
peeker() {
	cat lib.awk - >"$1.awk" <<EOF
{ line[NR] = \$0; c[NR] = value(\$0, "close"); if (c[NR] > top) top = c[NR] }
END { for (i = 1; i <= NR; i++) { print line[i]; if ($2) signal(line[i]) } }
EOF
}
peeker next 'c[i + 1] > c[i] * 1.0005'
peeker top 'c[i] == top'
peeker rare 'i % 400 == 7 && c[i + 1] > c[i]'
peeker far 'c[i + 60] > c[i] * 1.002'
for seed in 1 2 3; do
	exits 1 "one that knows the next close is caught, seed $seed" \
	    "causal --seed $seed market -- awk -f next.awk"
	exits 1 "so is one that sees few times, seed $seed" \
	    "causal --seed $seed market -- awk -f rare.awk"
	exits 1 "and one that sees far, seed $seed" \
	    "causal --seed $seed market -- awk -f far.awk"
	exits 1 "and one that knows the highest price, seed $seed" \
	    "causal --seed $seed market -- awk -f top.awk"
done
peeker once 'i == 700 && c[i + 1] > c[i]'
peeker up 'i == 700 && c[i + 1] > value(line[i + 1], "open")'
[ "$(awk -f once.awk market | grep -c signal)$(awk -f up.awk market |
	grep -c signal)" = 11 ]
result $? 'both speak'
for seed in 1 3 4 5; do
	exits 1 "one that speaks once is caught, seed $seed" \
	    "causal --seed $seed market -- awk -f once.awk"
	exits 1 "and one that knows which way, seed $seed" \
	    "causal --seed $seed market -- awk -f up.awk"
done
cat lib.awk - >alters.awk <<'EOF'
# The close of the next line, in few that it passes on.
NR > 1 { sub(/}$/, NR % 300 ? "}" : ",\"next\":" value($0, "close") "}", held); print held }
{ held = $0 }
END { print held }
EOF
for seed in 1 2 3; do
	exits 1 "one that alters lines it passes on is caught, seed $seed" \
	    "causal --seed $seed market -- awk -f alters.awk"
done
# What it says of a moment, whatever else is wrong with it as a record.
cat lib.awk - >after.awk <<'END'
NR > 1 && value($0, "close") > c { printf form "\n", time }
{ c = value($0, "close"); time = value($0, "time"); print }
END
while read -r what form; do
	exits 1 "a peek of a time that is $what" \
	    "causal market -- awk -v form='$form' -f after.awk"
	prints '"verdict":"peeks"' 'is found'
done <<'END'
whole {"type":"signal","time":%d,"symbol":"X","id":1,"direction":"long"}
decimal {"type":"signal","time":%d.0,"symbol":"X","id":1,"direction":"long"}
exponential {"type":"signal","time":%.12e,"symbol":"X","id":1,"direction":"long"}
all {"time":%d}
last { "a" : [ 1, {"time":"x"} ], "time" : %d }
END
# What has no time cannot be held to it, which is said.
while read -r form; do
	exits 3 "not all can be judged: $form" \
	    "causal market -- awk -v form='$form' -f after.awk"
	prints '"verdict":"causal".*"undated":[1-9]' 'these lines are counted'
	says '^causal: warning: [1-9][0-9]* lines of the output have no time' \
	    'and it is said'
done <<'END'
{"type":"signal","symbol":"X","id":1,"direction":"long"}
{"type":"signal","time":-%d,"symbol":"X","id":1,"direction":"long"}
{"type":"signal","time":%d.5,"symbol":"X","id":1,"direction":"long"}
{"type":"signal","time":"%d","symbol":"X","id":1,"direction":"long"}
{"time":%d
[{"time":%d}]
buy
END
exits 3 'one is enough' "causal market -- awk '{ print } NR == 9 { print \"x\" }'"
says ' 1 line of the output has no time' 'and is one'
(echo x; head -9 market) >unlike
exits 0 'lines of the input are not its own' 'causal unlike -- cat'
prints '"undated":0' 'none of them'
causal market -- awk -f next.awk >got 2>err
says "^causal: error: 'awk' looks ahead: with another future behind line" \
    'it says how'
prints '"verdict":"peeks".*"difference":{"kind":"changed","cut":' \
    'and the certificate has it'

# A peek at one property of the next record, whatever it is.
cat >glance.py <<'END'
import json, sys
rows = [json.loads(x) for x in sys.stdin]
ask = eval("lambda r: " + sys.argv[1])
for i, r in enumerate(rows):
    print(json.dumps(r))
    later = next((x for x in rows[i + 1:] if x["type"] == sys.argv[2]), None)
    if later:
        print(json.dumps({"type": "signal", "time": r["time"], "id": i,
                          "symbol": r["symbol"], "direction":
                          "long" if ask(later) else "short"}))
END
cat >others <<'END'
{"type":"trade","time":1000,"symbol":"A","id":1,"price":10,"qty":1,"side":"buy"}
{"type":"funding","time":2000,"symbol":"A","rate":0.0001}
{"type":"book","time":2500,"symbol":"A","update_id":1,"bid":10,"bid_qty":2,"ask":10.1,"ask_qty":1}
{"type":"liquidation","time":2600,"symbol":"A","side":"sell","price":9,"qty":1}
{"type":"mark","time":2700,"symbol":"A","mark_price":10,"index_price":10.01,"rate":0.0001}
END
for i in 1 2 3 4 5; do
	sed "s/\([^_]\)\(time\|update_id\|\"id\)\":/\1\2\":$i/" others
done >later
while read -r type ask; do
	file=market
	[ "$type" = candle ] || file=later
	exits 1 "a peek at the next $type: $ask" \
	    "causal $file -- python3 glance.py '$ask' $type"
	prints '"verdict":"peeks"' 'is found'
done <<'END'
candle r["close"] > r["open"]
candle r["taker_buy_volume"] > r["volume"] / 2
candle r["close"] - r["low"] > r["high"] - r["close"]
candle r["high"] - r["low"] > r["close"] / 1000
candle r["trades"] > 25
trade r["side"] == "buy"
funding r["rate"] > 0
book r["bid_qty"] > r["ask_qty"]
liquidation r["side"] == "buy"
mark r["mark_price"] > r["index_price"]
END

# honest NAME BODY
honest() {
	cat lib.awk - >"$1.awk"
}
honest trend <<'END'
{ print; c = value($0, "close"); if (c > last * 1.0005) signal($0); last = c }
END
honest late <<'END'
# Says only when the next line comes what it knew before.
NR > 1 { print held; if (up) signal(held) }
{ held = $0; c = value($0, "close"); up = c > last * 1.0005; last = c }
END
for f in trend late; do
	exits 0 "honest: $f" "causal market -- awk -f $f.awk"
	prints '"verdict":"causal"' 'and it is certified'
done
exits 0 'behind each line' 'head -40 market | causal --cuts all - -- awk -f trend.awk'
prints '"cuts":\[1,2,3,.*,39,40\]' 'all of them'
same 'the same call, the same certificate' \
    'causal market -- awk -f trend.awk' 'causal market -- awk -f trend.awk'
gzip -k market
is_output 'compressed input, and its hash' \
    "causal market.gz -- awk -f trend.awk | grep -c $(sha256sum market | cut -c1-64)" <<'END'
1
END

honest ends <<'END'
{ print; last = $0 } END { signal(last) }
END
exits 1 'one that adds something at the end is caught' \
    'causal market -- awk -f ends.awk'
says 'with nothing behind line' 'by a cut'
synth --days 3 >three
score three >scored
exits 0 'score does not look ahead' 'causal three -- score --emit profile'
exits 0 'backtest does not' 'causal --cuts 6 scored -- backtest'
exits 0 'candles does not, of trades' \
    'synth --days 1 --types trades | head -3000 | causal --cuts 8 - -- candles --interval 1m'
exits 0 'nor do all of them together' \
    "causal --cuts 4 three -- sh -c 'candles --interval 5m -o | score | backtest'"

# --- what cannot be judged ---------------------------------------------------

exits 1 'chance is told apart' \
    "causal market -- awk '{ print } NR == 9 { srand(); \"echo \$PPID\" | getline x; print \"{\\\"x\\\":\" x \"}\" }'"
says 'says something else the second time: line 10' 'with its line'
prints '"verdict":"not_deterministic"' 'and certified so'
exits 1 'a command that fails' 'causal market -- false'
says "'false' cannot be judged: the command ended with status 1" 'is told'
exits 1 'one that is killed' "causal market -- sh -c 'kill -9 \$\$'"
says 'killed by signal 9' 'too'
exits 1 'one that is not there' 'causal market -- ./none'
says "cannot run './none': No such file" 'too'
exits 1 'one that says nothing' 'causal market -- true'
says 'writes nothing' 'too'
exits 1 'one that writes a line without end' \
    "head -2 market | causal - -- sh -c 'head -c 2000000 /dev/zero | tr \\\\0 x'"
says "cannot be judged: line 1 is longer than 1 MiB" 'too'
exits 1 'no input is nothing to judge by' 'causal /dev/null -- cat'
says 'the input is empty' 'it says'
printf '%s' '{"type":"candle"}' >torn
exits 0 'a last line without an end, and no record' 'causal torn -- cat'
exits 1 'no file' 'causal none -- cat'
says "none" 'is told'
exits 2 'no command' 'causal market'
exits 2 'no such number of cuts' 'causal --cuts 0 market -- cat'

finish
