#!/bin/sh
# SPDX-License-Identifier: MIT
# backtest --proof and --verify: a report that can be made again.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

synth --days 10 --types candles | candles --interval 1h -o >market
cp "$top/tests/cli/follow.awk" .
awk -f follow.awk market >signals
backtest --proof --fee 0.001 --on-opposite reverse --windows 3,7 -o \
    signals >report
# proof FILE MEMBER - of its report's proof
cat >proof <<'END'
#!/usr/bin/env python3
import json, sys
*_, last = open(sys.argv[1])
print(json.dumps(json.loads(last)["proof"].get(sys.argv[2])))
END
chmod +x proof
PATH=$tmp:$PATH
is_output 'the input is hashed as it stands' \
    'proof report input' <<END
"$(sha256sum <signals | cut -d' ' -f1)"
END
is_output 'the options are those that the figures hang on' \
    'proof report options' <<'END'
["--fee=0.001", "--on-opposite=reverse", "--windows=3,7"]
END
is_output 'and hashed' 'proof report options_sha256' <<END
"$(printf '%s\n' --fee=0.001 --on-opposite=reverse --windows=3,7 |
    sha256sum | cut -d' ' -f1)"
END
is_output 'the program, too' 'proof report build' <<END
"$(sha256sum "$(command -v backtest)" | cut -d' ' -f1)"
END
exits 0 'the same input gives the same report' \
    'backtest --verify report signals >said'
is_output 'and says so' 'cat said' <<'END'
the same
END

for now in now 1h 0d; do
	backtest -o --proof --now $now signals >today
	exits 0 "a time that moves is kept where it was: $now" \
	    'sleep 0.01; backtest --verify today signals'
	proof today options |
	    grep -q '^."--now=20[-0-9]*T[0-9:]*\([.][0-9]*\)\{0,1\}Z".$'
	result $? 'and written as a time'
done
is_output 'one that does not as it was given' \
    'backtest -o --proof --now 2027-01-31 signals >r; proof r options' <<'END'
["--now=2027-01-31"]
END

# ---- what was touched is found
sed '100s/"close":\([0-9]\)/"close":9\1/;100s/"high":\([0-9]\)/"high":9\1/' \
    signals >touched
exits 1 'another price is found' 'backtest --verify report touched'
prints 'proof.input: "' 'by the hash of the input'
sed 's/"trades":[0-9]*,"open_trades"/"trades":99,"open_trades"/' \
    report >forged
exits 1 'a figure that was changed is found' \
    'backtest --verify forged signals >said'
is_output 'and named' 'sed "s/now.*/now N/" said' <<'END'
stats.trades: 99, now N
END
sed 's/--fee=0.001/--fee=0.002/' report >options
exits 1 'so is an option' 'backtest --verify options signals'
prints '^params.fee: 0.001, now 0.002' 'by its name'
prints '^stats.fees: ' 'and by what it would have given'

# What a stranger's report asks for is not done.
for option in --help --version --csv=gone --log-dir=gone --windows2=3 fee=1; do
	sed "s/--fee=0.001/$option/" report >strange
	exits 1 "nothing but figures hang on a report: $option" \
	    'backtest --verify strange signals'
	says "the report in 'strange' has an unknown option: '$option'" \
	    'it is refused by name'
done
[ ! -e gone ]
result $? 'and nothing was written'

# ---- the certificate belongs to these lines
causal market -- awk -f follow.awk >certificate
backtest -o --proof signals certificate >certified
is_output 'a certificate is carried' \
    'proof certified certified; proof certified certificate |
    grep -c "\"verdict\": \"causal\""' <<'END'
true
1
END
exits 0 'and can be verified' 'backtest --verify certified signals certificate'
exits 1 'not without it' 'backtest --verify certified signals'
awk 'NR > 1' signals >less
backtest -o --proof less certificate >uncertified
is_output 'it says nothing of other signals' \
    'proof uncertified certified' <<'END'
false
END

# ---- holes
awk 'NR < 100 || NR > 123' market >holes
sed 's/"venue":"synth"/"venue":"binance-um"/' holes >real
is_output 'the share of time in holes: a day of ten' \
    'backtest -o --proof real >r; proof r gap_share' <<'END'
0.1
END
is_output 'which only a venue that never closes has unannounced' \
    'backtest -o --proof holes >r; proof r gap_share' <<'END'
0
END
{ awk 'NR < 100' market
	printf '{"type":"gap","venue":"synth","symbol":"BTCUSDT",'
	printf '"dataset":"candles","interval":"1h","from":%s,"to":%s,' \
	    "$(sed -n '100s/.*"open_time":\([0-9]*\).*/\1/p' market)" \
	    "$(sed -n '123s/.*"time":\([0-9]*\),.*"open_time.*/\1/p' market)"
	printf '"time":%s}\n' \
	    "$(sed -n '123s/.*"time":\([0-9]*\),.*"open_time.*/\1/p' market)"
	awk 'NR > 123' market; } >told
is_output 'or a gap record' \
    'backtest -o --proof told >r; proof r gap_share' <<'END'
0.1
END
sed 's/"venue":"synth"/"venue":"binance-um"/' told >twice
is_output 'and not both' \
    'backtest -o --proof twice >r; proof r gap_share' <<'END'
0.1
END

# ---- the wrong request
exits 2 'the options are the report'"'"'s' \
    'backtest --verify report --fee 0.1 signals'
exits 1 'a report without proof' 'backtest -o signals >bare
    backtest --verify bare signals'
says 'was made without --proof' 'is named'
exits 1 'a file without report' 'backtest --verify market signals'
says "'market' holds no report" 'is named, too'
exits 1 'no file at all' 'backtest --verify nosuch signals'
finish
