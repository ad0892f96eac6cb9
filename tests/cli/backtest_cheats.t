#!/bin/sh
# SPDX-License-Identifier: MIT
# Cheats, each with what catches it.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
export here="$top/tests/cli" PYTHONDONTWRITEBYTECODE=1

# verdict FILE - of its report
cat >verdict <<'END'
#!/usr/bin/env python3
import json, sys
*_, last = open(sys.argv[1])
print(json.loads(last)["luck"]["verdict"])
END
chmod +x verdict
PATH=$tmp:$PATH

# ---- a strategy that peeks: causal
synth --days 10 --types candles | candles --interval 1h -o >market
cat >signal.awk <<'END'
function value(line, name) {
	match(line, "\"" name "\":[0-9.]+")
	return substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
}
function signal(line, side) {
	printf "{\"type\":\"signal\",\"time\":%s,\"symbol\":\"BTCUSDT\"," \
	    "\"id\":%d,\"direction\":\"%s\"}\n", value(line, "time"), ++ids, side
}
END
cat signal.awk - >peeks.awk <<'EOF'
NR > 1 {
	print held
	signal(held, value($0, "close") > value(held, "close") ? "long" : "short")
}
{ held = $0 }
END { print held }
EOF
cat signal.awk - >honest.awk <<'END'
{
	print
	signal($0, value($0, "close") > last ? "long" : "short")
	last = value($0, "close")
}
END
awk -f peeks.awk market >peeked
backtest -o --on-opposite reverse peeked >r
is_output 'who knows the next close gets rich' 'tail -1 r | python3 -c "
import json
print(json.loads(input())[\"stats\"][\"return\"] > .5)"' <<'END'
True
END
exits 1 'and is caught' 'causal market -- awk -f peeks.awk >peeks.cert'
says 'looks ahead' 'as such'
exits 0 'who does not is certified' 'causal market -- awk -f honest.awk >cert'

# ---- a certificate of something else: the proof
awk -f honest.awk market >followed
# certified FILE...
cat >certified <<'END'
#!/bin/sh
backtest -o --proof "$@" | tail -1 | grep -o '"certified":[a-z]*'
END
chmod +x certified
is_output 'the certificate of these signals' 'certified followed cert' <<'END'
"certified":true
END
is_output 'is not one of others' 'certified peeked cert' <<'END'
"certified":false
END
sed '52s/long/SHORT/;52s/short/long/;52s/SHORT/short/' followed >retouched
is_output 'nor of some that were retouched' 'certified retouched cert' <<'END'
"certified":false
END
is_output 'and what was found to peek stays so' \
    'certified peeked peeks.cert' <<'END'
"certified":false
END
sed 's/"verdict":"peeks"/"verdict":"causal"/' peeks.cert >forged.cert
exits 1 'a forged one is not what causal says' \
    'causal market -- awk -f peeks.awk >again; cmp -s again forged.cert'
exits 0 'which says the same of the honest one again' \
    'causal market -- awk -f honest.awk >again && cmp again cert'

sed 's/"undated":0/"undated":1/' cert >undated.cert
is_output 'nor are lines without a time certified' \
    'certified followed undated.cert' <<'END'
"certified":false
END
sed 's/"undated":0,//' cert >old.cert
is_output 'one that does not count them is good' \
    'certified followed old.cert' <<'END'
"certified":true
END

# ---- a signal of the past: the order of the stream and its time
cat >bars <<'END'
{"type":"candle","time":3599999,"symbol":"X","interval":"1h","open_time":0,"open":10,"high":20,"low":10,"close":20,"volume":1}
{"type":"candle","time":7199999,"symbol":"X","interval":"1h","open_time":3600000,"open":30,"high":40,"low":30,"close":40,"volume":1}
{"type":"candle","time":10799999,"symbol":"X","interval":"1h","open_time":7200000,"open":50,"high":60,"low":50,"close":60,"volume":1}
END
# fill LINE TIME - where a signal behind this line, of this time, is filled
cat >fill <<'END'
#!/bin/sh
{
	sed -n "1,$1p" bars
	printf '{"type":"signal","time":%s,"symbol":"X","id":1,' "$2"
	printf '"direction":"long"}\n'
	sed "1,$1d" bars
} | backtest -oq | grep -o '"price":[0-9]*.*"at":[0-9]*' |
    sed 's/"price":\([0-9]*\).*"at":/\1 /'
END
chmod +x fill
is_output 'a signal is not filled in the bar that it is of' 'fill 1 3599999' <<'END'
30 3600000
END
is_output 'nor if it says that it is older' 'fill 1 0; fill 2 0' <<'END'
30 3600000
50 7200000
END
is_output 'nor before its time, if it comes too early' \
    'fill 1 3600000; fill 1 7199999' <<'END'
50 7200000
50 7200000
END
# shellcheck disable=SC2016 # here is exported
is_output 'random markets: what a signal fills is after it, in a later bar' \
    'python3 "$here/backtest_cheats.py" fills 100' <<'END'
fills
END

# ---- the best of many: the deflated Sharpe ratio
python3 "$here/backtest_cheats.py" noise 20 >took
read -r swept alone <took
echo "# coins taken for skill, of 20: $swept by the sweep, $alone by the best"
[ "$swept" -le 3 ]
result $? 'the best of 36 ways to follow a coin is not taken for skill'
[ "$alone" -ge 6 ]
result $? 'as it would be if nobody knew of the others'
python3 "$here/backtest_cheats.py" prophet 0 >knows
backtest -o --bootstrap 0 --sweep stop=0.005:0.03:0.005 \
    --sweep target=0.5R,1R,1.5R,2R,3R,none knows >r
is_output 'a prophet passes' 'verdict r | cut -d: -f1' <<'END'
Unlikely to be luck
END

# ---- trials that are not told of: the ledger
python3 "$here/backtest_cheats.py" coin 1 >tossed
backtest -o --bootstrap 0 --sweep stop=0.005:0.03:0.005 \
    --sweep target=0.5R,1R,1.5R,2R,3R,none --trials --db t.db tossed >swept
best=$(tail -1 swept | python3 -c 'import json
s = json.loads(input())["search"]
print("--stop %s --target %s" % tuple(s["rows"][s["best"]]["values"]))')
export best
# shellcheck disable=SC2016 # best is exported
{
is_output 'alone the best of a coin looks like skill' \
    'backtest -o --bootstrap 0 $best tossed >r; verdict r | cut -c-47' <<'END'
Unlikely to be luck if nothing else was tried o
END
is_output 'the ledger knows better' \
    'backtest -o --bootstrap 0 --trials --db t.db $best tossed >r
    verdict r | cut -d: -f1,2 | cut -c-43' <<'END'
This may be luck: the best of 36 trials wit
END
is_output 'also of other signals, with a symbol that has no prices' \
    'sed "/signal/s/\"id\":/\"id\":9/" tossed >r1
    { echo "{\"type\":\"signal\",\"time\":1,\"symbol\":\"NONE\",\"id\":1,\"direction\":\"long\"}"
    cat r1; } | backtest -o --bootstrap 0 --trials --db t.db $best >r
    verdict r | cut -c-43' <<'END'
This may be luck: the best of 37 trials wit
END
}
sqlite3 -init /dev/null t.db 'DELETE FROM trial WHERE n BETWEEN 2 AND 35'
# shellcheck disable=SC2016
exits 1 'trials that were taken out are missed' \
    'backtest -o --trials --db t.db $best tossed >r'
says "the ledger of trials in 't.db' was altered: row 2 is not" 'by row'
finish
