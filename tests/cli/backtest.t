#!/bin/sh
# SPDX-License-Identifier: MIT
# The execution model of backtest(1), rule by rule, calculated by hand.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# bar HOUR OPEN HIGH LOW CLOSE [SYMBOL [VENUE]] - an hour's candle
bar() {
	printf '{"type":"candle","time":%d,"venue":"%s","symbol":"%s",' \
	    $(($1 * 3600000 + 3599999)) "${7:-t}" "${6:-X}"
	printf '"interval":"1h","open_time":%d,"open":%s,"high":%s,' \
	    $(($1 * 3600000)) "$2" "$3"
	printf '"low":%s,"close":%s,"volume":1}\n' "$4" "$5"
}

# flat FROM TO [SYMBOL [VENUE]] - hours at 100
flat() {
	hour=$1
	while [ "$hour" -le "$2" ]; do
		bar "$hour" 100 100 100 100 "${3:-X}" "${4:-t}"
		hour=$((hour + 1))
	done
}

# sig HOUR DIRECTION [MEMBERS [SYMBOL]] - a signal at the hour's close
sig() {
	printf '{"type":"signal","time":%d,"symbol":"%s","id":"s%d",' \
	    $(($1 * 3600000 + 3599999)) "${4:-X}" "$1"
	printf '"direction":"%s"%s}\n' "$2" "${3:+,$3}"
}

# fills [OPTION...] FILE - "reason side price qty fee at" of each
cat >fills <<'END'
#!/bin/sh
backtest -o "$@" >fills.out || exit
sed -n 's/.*"type":"fill".*"side":"\([a-z]*\)","price":\([^,]*\),"qty":\([^,]*\),"fee":\([^,]*\),.*"reason":"\([a-z]*\)","at":\([0-9]*\)}/\5 \1 \2 \3 \4 \6/p' fills.out
END
# stat NAMES [OPTION...] FILE - these members of the report's stats
cat >stat <<'END'
#!/bin/sh
names=$1
shift
backtest -o "$@" | tail -1 | sed 's/.*"stats"://;s/"groups":.*//' >stat.out
for name in $names; do
	grep -o "\"$name\":[^,}]*" stat.out || echo "no $name"
done
END
# win DAYS NAMES [OPTION...] FILE - these members of one window
cat >win <<'END'
#!/bin/sh
days=$1 names=$2
shift 2
backtest -o "$@" | tail -1 | sed 's/.*"windows":\[{//' |
    grep -o "\"window_days\":$days,[^}]*" | head -1 >win.out
for name in $names; do
	grep -o "\"$name\":[^,}]*" win.out || echo "no $name"
done
END
chmod +x fills stat win
PATH=$tmp:$PATH

# ---- entry
{ flat 0 0; sig 0 long; bar 1 101 105 100 104; flat 2 2; } >entry
is_output 'an entry is filled at the next open, in the line that shows it' \
    'backtest entry | grep -v report' <<'END'
{"type":"candle","time":3599999,"venue":"t","symbol":"X","interval":"1h","open_time":0,"open":100,"high":100,"low":100,"close":100,"volume":1}
{"type":"signal","time":3599999,"symbol":"X","id":"s0","direction":"long"}
{"type":"candle","time":7199999,"venue":"t","symbol":"X","interval":"1h","open_time":3600000,"open":101,"high":105,"low":100,"close":104,"volume":1}
{"type":"fill","time":7199999,"venue":"t","symbol":"X","order":1,"position":1,"signal":"s0","side":"buy","price":101,"qty":99.0099009901,"fee":0,"liquidity":"taker","reason":"entry","at":3600000}
{"type":"position","time":7199999,"venue":"t","symbol":"X","id":1,"signal":"s0","state":"open","direction":"long","opened":3600000,"entry":101,"qty":99.0099009901,"price":101,"value":10000,"share":1,"unrealized_pnl":0,"fees":0,"funding":0,"mae":0,"mfe":0,"bars":0}
{"type":"equity","time":7199999,"equity":10297.029703,"cash":0,"exposure":1,"long_exposure":1,"short_exposure":0,"unrealized_pnl":297.02970297,"drawdown":0,"open_positions":1,"concentration":1,"max_drawdown":0}
{"type":"candle","time":10799999,"venue":"t","symbol":"X","interval":"1h","open_time":7200000,"open":100,"high":100,"low":100,"close":100,"volume":1}
END

# A signal of 01:30 stands before the bar of 01:00: that bar began earlier.
{ flat 0 0; sig 0 long | sed 's/3599999/5400000/'; flat 1 1
	bar 2 103 103 103 103; } >late
is_output 'a bar that began before the signal does not fill it' \
    'fills late' <<'END'
entry buy 103 97.0873786408 0 7200000
END
{ flat 0 2; sig 0 long; bar 3 104 104 104 104; } >behind
is_output 'nor does a bar that stands before it' 'fills behind' <<'END'
entry buy 104 96.1538461538 0 10800000
END
{ flat 0 0; sig 0 short; sig 0 long '"target":101'; flat 1 1; } >newer
is_output 'a newer signal replaces the one that waits' 'fills newer' <<'END'
entry buy 100 100 0 3600000
END
is_output 'and is counted' \
    'stat "signals filled replaced unfilled" newer' <<'END'
"signals":2
"filled":1
"replaced":1
"unfilled":0
END

# ---- stop and target
{ flat 0 0; sig 0 long '"stop":95,"target":110'
	bar 1 100 111 94 100; } >both
is_output 'stop first when a bar has both, already in the bar of the entry' \
    'fills both' <<'END'
entry buy 100 100 0 3600000
stop sell 95 100 0 7199999
END
{ flat 0 0; sig 0 long '"stop":95,"target":110'; flat 1 1
	bar 2 100 110 96 100; } >touched
is_output 'a target that is touched is reached; it rests in the book' \
    'fills touched; grep -c "maker.*\"target\",\"at" fills.out' <<'END'
entry buy 100 100 0 3600000
target sell 110 100 0 10799999
1
END
{ flat 0 0; sig 0 long '"stop":95,"target":110'; flat 1 1
	bar 2 90 92 80 85; } >gap
is_output 'an open beyond the stop is the price of the stop' \
    'fills gap' <<'END'
entry buy 100 100 0 3600000
stop sell 90 100 0 7200000
END
{ flat 0 0; sig 0 long '"stop":95,"target":110'; flat 1 1
	bar 2 115 116 80 85; } >better
is_output 'an open beyond the target is the price of the target' \
    'fills better' <<'END'
entry buy 100 100 0 3600000
target sell 115 100 0 7200000
END
for side in 'long "stop":100' 'long "target":100' 'short "stop":99.5' \
    'short "target":101'; do
	{ flat 0 0; sig 0 "${side%% *}" "${side#* }"; flat 1 1; } >wrong
	is_output "an open at or beyond a level rejects the entry: $side" \
	    'stat "rejected trades open_trades" wrong' <<'END'
"rejected":1
"trades":0
"open_trades":0
END
done

# ---- the short side: 100 sold at 100, bought at 90; 10 a unit
{ flat 0 0; sig 0 short '"stop":105,"target":90'; flat 1 1
	bar 2 100 104 90 91; } >down
is_output 'a short gains when the price falls' \
    'fills down; stat "equity_final return best_trade" down' <<'END'
entry sell 100 100 0 3600000
target buy 90 100 0 10799999
"equity_final":11000
"return":0.1
"best_trade":0.1
END
{ flat 0 0; sig 0 short '"stop":105,"target":90'; flat 1 1
	bar 2 107 120 80 91; } >shortgap
is_output 'and its stop lies above' 'fills shortgap' <<'END'
entry sell 100 100 0 3600000
stop buy 107 100 0 7200000
END
{ flat 0 0; sig 0 short '"stop":105,"target":90'; flat 1 1
	bar 2 100 105 90 91; } >shortboth
is_output 'and comes first, too' 'fills shortboth' <<'END'
entry sell 100 100 0 3600000
stop buy 105 100 0 10799999
END
{ flat 0 0; sig 0 short; flat 1 1; bar 2 250 250 250 250
	sig 2 short '"action":"close"'; bar 3 250 250 250 250
	sig 3 long; flat 4 5; } >ruin
is_output 'a short can lose more than all; who has nothing buys nothing' \
    'stat "equity_final worst_trade max_drawdown rejected avg_trade" ruin' \
    <<'END'
"equity_final":-5000
"worst_trade":-1.5
"max_drawdown":1
"rejected":1
no avg_trade
END

# ---- fee and slippage
# 10000 / 1.001 = 9990.00999000999 buys 99.9000999000999 at 100; the fee is
# 9.99000999000999.  Sold at 110: 10989.010989011, fee 10.989010989011.
{ flat 0 0; sig 0 long '"target":110'; flat 1 1; bar 2 105 111 105 110
	flat 3 3; } >fee
is_output 'the fee is paid from the cash at both ends' \
    'fills --fee 0.001 fee
    stat "equity_final fees best_trade trades" --fee 0.001 fee' <<'END'
entry buy 100 99.9000999001 9.99000999001 3600000
target sell 110 99.9000999001 10.989010989 10799999
"equity_final":10978.021978
"fees":20.979020979
"best_trade":0.0979
"trades":1
END
# 50 bps: bought at 100.5, the stop at 95 sells at 94.525.
{ flat 0 0; sig 0 long '"stop":95'; flat 1 1; bar 2 100 100 94 96; } >slip
is_output 'slippage moves what is bought up and what is sold down' \
    'fills --slippage 50 slip' <<'END'
entry buy 100.5 99.5024875622 0 3600000
stop sell 94.525 99.5024875622 0 10799999
END
is_output 'of a short the other way round; a target has none' \
    'fills --slippage 50 down; fills --slippage 50 shortgap' <<'END'
entry sell 99.5 100.502512563 0 3600000
target buy 90 100.502512563 0 10799999
entry sell 99.5 100.502512563 0 3600000
stop buy 107.535 100.502512563 0 7200000
END
is_output 'the money is what --cash says' 'fills --cash 5 entry' <<'END'
entry buy 101 0.049504950495 0 3600000
END

# ---- signals in a position
{ flat 0 0; sig 0 long; flat 1 1; sig 1 long '"stop":99'; bar 2 98 98 98 98
	sig 2 long '"action":"close"'; bar 3 97 97 97 97; flat 4 4; } >close
is_output 'a close signal closes at the next open; the same side is ignored' \
    'fills close; stat "signals filled ignored" close' <<'END'
entry buy 100 100 0 3600000
close sell 97 100 0 10800000
"signals":3
"filled":2
"ignored":1
END
{ flat 0 0; sig 0 long; flat 1 1; sig 1 short; bar 2 103 103 103 103
	flat 3 3; } >opposite
is_output 'an opposite signal closes and does not reverse' \
    'fills opposite; stat "open_trades" opposite' <<'END'
entry buy 100 100 0 3600000
opposite sell 103 100 0 7200000
"open_trades":0
END
{ flat 0 0; sig 0 long; flat 1 1; sig 1 short
	sig 1 long '"action":"close"'; bar 2 102 102 102 102; } >reverse
is_output 'a close and an open reverse, in any order' \
    'fills reverse' <<'END'
entry buy 100 100 0 3600000
close sell 102 100 0 7200000
entry sell 102 100 0 7200000
END
{ flat 0 0; sig 0 long; sig 0 long '"action":"close"'
	sig 0 short '"action":"close"'; flat 1 1; } >undo
is_output 'a close takes back the open that waits, of its own side' \
    'fills undo; stat "signals replaced ignored" undo' <<'END'
"signals":3
"replaced":1
"ignored":2
END

# ---- holes
broken() { # VENUE
	flat 0 0 X "$1"; sig 0 long '"stop":95'; flat 3 4 X "$1"
	sig 4 long '"stop":95'; flat 5 5 X "$1"
	bar 9 90 91 89 90 X "$1"
}
broken binance-um >hole
broken t >nohole
is_output 'an order does not live through a hole, a position does' \
    'fills hole; stat "lapsed" hole' <<'END'
entry buy 100 100 0 18000000
stop sell 90 100 0 32400000
"lapsed":1
END
is_output 'only binance has holes that nobody announced' \
    'fills nohole | head -1' <<'END'
entry buy 100 100 0 10800000
END
is_output '--calendar 24x7 sees them everywhere' \
    'fills --calendar 24x7 nohole | head -1' <<'END'
entry buy 100 100 0 18000000
END
is_output '--calendar any nowhere' 'fills --calendar any hole | head -1' <<'END'
entry buy 100 100 0 10800000
END
gap() { # DATASET INTERVAL
	flat 0 0; sig 0 long
	printf '{"type":"gap","time":10799999,"venue":"t","symbol":"X",'
	printf '"dataset":"%s","interval":"%s","from":3600000,' "$1" "$2"
	printf '"to":10799999}\n'
	flat 3 3
}
gap candle 1h >gap1
gap candle 1m >gap2
gap open_interest 1h >gap3
is_output 'a gap record is a hole, if it is of these candles' \
    'fills gap1; fills gap2; fills gap3' <<'END'
entry buy 100 100 0 10800000
entry buy 100 100 0 10800000
END

# ---- many symbols, one account
{ flat 0 0 A; flat 0 0 B; sig 0 long '' A; sig 0 long '' B; flat 1 1 A
	flat 1 1 B; sig 1 long '"action":"close"' A; sig 1 long '' B
	flat 2 2 A; flat 2 2 B; } >two
is_output 'who comes first takes all the cash' \
    'backtest -o two | grep -o "\"fill\".*" | cut -d, -f 2,4-8
    stat "rejected filled buy_hold_return" two' <<'END'
"time":7199999,"symbol":"A","order":1,"position":1,"signal":"s0","side":"buy"
"time":10799999,"symbol":"A","order":2,"position":1,"signal":"s1","side":"sell"
"time":10799999,"symbol":"B","order":3,"position":2,"signal":"s1","side":"buy"
"rejected":1
"filled":3
no buy_hold_return
END
# A's stop is hit some time after 02:00; B's order is filled at 02:00.
{ flat 0 0 A; flat 0 0 B; sig 0 long '"stop":95' A; flat 1 1 A; flat 1 1 B
	sig 1 long '' B; bar 2 100 100 90 90 A; flat 2 2 B; flat 3 3 A
	flat 3 3 B; } >inside
is_output 'money that a stop sets free inside a bar was not there at its open' \
    'stat "filled rejected" inside' <<'END'
"filled":1
"rejected":1
END
sed 's/"A"/"Z"/;/signal/s/"symbol"/"venue":"t","symbol"/' two >venues
same 'a signal may name its venue or not' 'fills two' 'fills venues'
{ sig 0 long; flat 1 2; } >before
is_output 'and may come before the first candle of its symbol' \
    'fills before' <<'END'
entry buy 100 100 0 3600000
END
{ flat 0 0; sig 0 long '' NONE; flat 1 1; } >none
is_output 'a symbol without candles leaves its signals unfilled' \
    'stat "signals unfilled" none' <<'END'
"signals":1
"unfilled":1
END

# ---- which candles
{ flat 0 0; sig 0 long; flat 1 1 | sed 's/}/,"closed":false}/'
	bar 1 101 101 101 101; } >open
is_output 'a candle that is not closed is not traded' 'fills open' <<'END'
entry buy 101 99.0099009901 0 3600000
END
{ flat 0 0; flat 0 0 | sed 's/1h/30m/;s/,"time":3599999/,"time":1799999/'
	sig 0 long; flat 1 1 | sed 's/1h/30m/;s/7199999/5399999/;s/100/90/g'
	flat 1 1; } | sort -s -t, -k2,2 >finer
is_output 'the first interval of a symbol is traded' \
    'fills finer; backtest finer | grep -c 30m' <<'END'
entry buy 90 111.111111111 0 3600000
2
END
is_output 'or what --interval says' 'fills --interval 1h finer' <<'END'
entry buy 100 100 0 3600000
END
exits 0 'one that is not there' 'backtest --interval 4h finer'
says "^backtest: warning: 'X': none of its candles is of interval 4h" \
    'is warned about'
{ flat 0 2 A; flat 0 2 B; } >apart
exits 3 'a candle of a time that the account has left is left out' \
    'backtest apart'
says 'apart:4: candle is older' 'with a warning'
prints '"bars":4,"signals":0,"skipped":2' 'and counted'
{ flat 0 0 A; flat 0 0 B; sig 0 long '' B; flat 1 2 A; flat 1 2 B; } >behind
exits 3 'an hour behind is too late' 'backtest --max-disorder 59m behind'
is_output 'unless --max-disorder lets it; the account does not go back' \
    'backtest -o --max-disorder 1h behind | grep -o "\"[^\"]*\",\"time\":.......*\"at\".*"' <<'END'
"fill","time":10799999,"venue":"t","symbol":"B","order":1,"position":1,"signal":"s0","side":"buy","price":100,"qty":100,"fee":0,"liquidity":"taker","reason":"entry","at":3600000}
END
{ flat 0 0; flat 2 2; flat 1 1; } >past
exits 3 'but a bar of the past is not simulated after all' \
    'backtest --max-disorder 2h past'
says 'past:3: bar is not after the last one of its symbol' 'it says'

# ---- equity and statistics
# Hours 23 and 47 end days: 10000, then half of it, then 6000.
{ flat 0 0; sig 0 long; flat 1 22; bar 23 100 100 100 100
	bar 24 80 80 50 50; bar 47 60 60 60 60; flat 48 48 | sed 's/100/60/g'
	sig 48 long '"action":"close"'; flat 49 49 | sed 's/100/60/g'; } >days
is_output 'the equity of a day is told before the next begins' \
    'backtest -o days | grep -v fill | grep -o "\"equity\",\"time\".*" |
    cut -d, -f 2,3,9' <<'END'
"time":7199999,"equity":10000,"drawdown":0
"time":86399999,"equity":10000,"drawdown":0
"time":172799999,"equity":6000,"drawdown":0.4
"time":179999999,"equity":6000,"drawdown":0.4
END
is_output 'drawdown is of every bar' \
    'stat "max_drawdown equity_peak win_rate" days' <<'END'
"max_drawdown":0.5
"equity_peak":10000
"win_rate":0
END
{ flat 0 0; sig 0 long; bar 1 100 100 50 50; sig 1 long '"action":"close"'
	flat 2 2 | sed 's/100/50/g'; } >half
is_output 'losing half from the start is a drawdown of a half' \
    'win 30 "max_drawdown cumulative_return" half' <<'END'
"max_drawdown":0.5
"cumulative_return":-0.5
END
# Entries at 100; exits at 110, 100, 90, 120: +.1, 0, -.1, +.2.
round() { # HOUR EXIT
	sig $(($1 - 1)) long; flat "$1" "$1"
	sig "$1" long '"action":"close"'; bar $(($1 + 1)) "$2" "$2" "$2" "$2"
}
{ flat 0 0; round 1 110; round 3 100; round 5 90; round 7 120; } >four
is_output 'a trade that returns 0 is neither won nor lost' \
    'win 30 "trade_count wins losses unclassified hit_rate expectancy
    average_return cumulative_return max_drawdown sufficient_sample
    meets_win_rate_threshold" four' <<'END'
"trade_count":4
"wins":2
"losses":1
"unclassified":1
"hit_rate":0.5
"expectancy":0.05
"average_return":0.05
"cumulative_return":0.188
"max_drawdown":0.1
"sufficient_sample":false
"meets_win_rate_threshold":true
END
is_output 'the stats of the run' \
    'stat "trades best_trade worst_trade avg_trade profit_factor expectancy
    exposure_time" four' <<'END'
"trades":4
"best_trade":0.2
"worst_trade":-0.1
"avg_trade":0.0440086817048
"profit_factor":3
"expectancy":0.05
"exposure_time":0.888888888889
END
# Trades are closed at hours 2, 4, 6, 8; a day ends 24 h after.
is_output 'a window holds what was closed from its start to its end' \
    'win 1 "start end trade_count first_trade_at last_trade_at" \
    --windows 1 --now 108000000 four
    win 1 trade_count --windows 1 --now 108000001 four
    win 1 trade_count --windows 1 --now 14400000 four
    win 1 trade_count --windows 1 --now 14399999 four' <<'END'
"start":21600000
"end":108000000
"trade_count":2
"first_trade_at":21600000
"last_trade_at":28800000
"trade_count":1
"trade_count":2
"trade_count":1
END
is_output 'the summary is the longest window' \
    'backtest -o --windows 3,1,3,2 four | tail -1 |
    grep -o "\"window_days\":[0-9]*"' <<'END'
"window_days":1
"window_days":2
"window_days":3
"window_days":3
END

# ---- other forms
backtest -o --windows 7,30 --csv out.csv four >report
printf '%s\r\n' 'window_days,start,end,first_trade_at,last_trade_at,trade_count,wins,losses,unclassified,hit_rate,expectancy,average_return,cumulative_return,max_drawdown,meets_win_rate_threshold,sufficient_sample' \
    '7,1970-01-01T00:00:00Z,1970-01-01T08:59:59.999Z,1970-01-01T02:00:00Z,1970-01-01T08:00:00Z,4,2,1,1,0.500000,0.050000,0.050000,0.188000,0.100000,True,False' \
    '30,1970-01-01T00:00:00Z,1970-01-01T08:59:59.999Z,1970-01-01T02:00:00Z,1970-01-01T08:00:00Z,4,2,1,1,0.500000,0.050000,0.050000,0.188000,0.100000,True,False' \
    '' \
    'summary_window_days,trade_count,wins,losses,hit_rate,expectancy,cumulative_return,max_drawdown,meets_win_rate_threshold,sufficient_sample' \
    '30,4,2,1,0.500000,0.050000,0.188000,0.100000,True,False' >want
cmp want out.csv
result $? 'CSV has the columns and the bytes of system A'
exits 1 'a CSV file that cannot be made is a failure' \
    'backtest --csv no/such/dir four'
says "cannot write 'no/such/dir'" 'and the message names it'
mkdir quiet
synth --days 9 | backtest --csv quiet/out.csv | head -1 >/dev/null
[ -z "$(find quiet -name '.*' -type f)" ]
result $? 'a reader who has seen enough leaves no half of one'

is_output 'text is a table and no record' \
    'backtest --format text --windows 30 --fee 0.001 fee' <<'END'
Backtest of 1 symbol, 4 bars
1970-01-01T00:59:59.999Z to 1970-01-01T03:59:59.999Z

Signals  1 read: 1 filled, 0 ignored, 0 rejected,
         0 replaced, 0 lapsed at a hole, 0 missed,
         0 below the score, 0 without a bar to fill them

Final equity             10978.02      Trades                          1
Return                      9.78%      Still open                      0
Buy and hold              0.0000%      Best trade                  9.79%
Peak equity              10978.02      Worst trade                 9.79%
Max. drawdown             0.0999%      Average (geom.)             9.79%
Underwater                 25.00%      Median trade                9.79%
CAGR                   2.58e+120%      Hit rate                  100.00%
Volatility                      -      Payoff                          -
Sharpe ratio                    -      Profit factor                   -
Sortino ratio                   -      Expectancy                  9.79%
Calmar ratio                    -      Expectancy (R)                  -
CVaR (5%)                       -      SQN                             -
Ulcer index               0.0500%      Kelly                           -
Alpha                       9.78%      Longest gain                    1
Beta                         0.49      Longest loss                    0
Turnover                     2.10      Against (MAE)             0.0000%
Fees paid                   20.98      In favour (MFE)            10.00%
Funding paid                 0.00      Time exposed               50.00%

                      whole run     30 days
from                 1970-01-01  1970-01-01
to                   1970-01-01  1970-01-01
first trade          1970-01-01  1970-01-01
last trade           1970-01-01  1970-01-01
trades                        1           1
wins                          1           1
losses                        0           0
neither                       0           0
hit rate                100.00%     100.00%
expectancy                9.79%       9.79%
trades compounded         9.79%       9.79%
max. drawdown           0.0999%     0.0999%
Sharpe ratio                  -           -
Sortino ratio                 -           -
profit factor                 -           -
enough won                  yes         yes
enough trades                no          no
enough: 35% won, 5 trades

symbol           setup                    trades  hit rate       mean    profit
X                -                             1   100.00%    9.7900%    978.02

The sample is too small to judge: trades 1, daily returns 0, and 30 of each are
the least.
trials were not counted

cash 10000, fee 0.001, maker_fee 0.001, slippage_bps 0, size all-in,
whole_units false, on_opposite close, entry market, stop signal, target signal,
prices bar, finish mark
a market order fills at the open of the first bar that begins after its signal;
a limit order there if the open is as good, else inside a bar that reaches it;
stops and targets inside the bar, the stop first, at the open if that lies
beyond; one position a symbol, nothing borrowed; no fill across a hole; funding
at its times
ratios: daily equity returns, 365 days
END
sed 's/"id"/"setup":"\\u001b[31m aVeryLongNameOfASetupThatGoesOnAndOn",&/' \
    fee >esc
exits 0 'a name cannot talk to the terminal' \
    'backtest --format text --windows 1,2,3,4,5,6 esc'
[ "$(LC_ALL=C tr -d '\n -~' <got | wc -c)" -eq 0 ] &&
    [ "$(awk 'length > 80' got | wc -l)" -eq 0 ]
result $? 'nor make the table wider than 80 columns'

exits 0 'no input is a report about nothing' 'backtest </dev/null'
prints '"time":0,.*"records":0,"symbols":0.*"trade_count":0' 'with zeros'
exits 0 'and a table' 'backtest --format text </dev/null'

! grep -q 1970 got
result $? 'which invents no dates'

{ flat 0 0 X spot; flat 0 0 X binance-um; sig 0 long | sed 's/"X"/&,"venue":"spot"/'
	sig 0 long | sed 's/"X"/&,"venue":"binance-um"/'; flat 1 1 X spot
	flat 1 1 X binance-um; } >venues
is_output 'two of one name are told apart by their venues' \
    'backtest --format text --size fraction:0.4 --finish close venues |
    grep -A 2 ^symbol' <<'END'
symbol                   setup            trades  hit rate       mean    profit
spot/X                   -                     1     0.00%    0.0000%      0.00
binance-um/X             -                     1     0.00%    0.0000%      0.00
END

exits 0 'its time is --now' 'backtest --now 2026-01-01 </dev/null'
prints '"time":1767225600000,"params"' 'if there is one'

{ cat entry; printf '{"type":"metric","time":99999999999,"name":"x","value":1}\n'; } >mach
exits 0 'the clock of the machine is not that of the market' \
    'backtest -o mach'
prints '"report","time":10799999' 'in the report'

# ---- what a signal cannot know
{ flat 0 0; bar 1 100 120 100 120 | sed 's/}$/,"closed":false}/'
	sig 0 long; bar 1 100 120 100 120; flat 2 2; } >seen
is_output 'a bar that was shown unfinished has gone by, whatever a signal says' \
    'fills seen' <<'END'
entry buy 100 100 0 7200000
END
{ flat 0 1; sig 1 long '' Z; } >nowhere
exits 0 'signals of a symbol without prices' 'backtest nowhere'
says "warning: 'Z': there are signals, but no prices" 'are said'

for i in 0 1 2 3 4 5 6 7; do
	echo '{"type":"trade","time":'$((i * 30000))',"symbol":"X","id":'$i',"price":'$((1000 + 5 * i))',"qty":1,"side":"buy"}'
done >half
is_output 'buy and hold begins where the Nth minute closed' \
    'backtest -o --prices trade --warm-up 2 half | tail -1 |
	grep -o "buy_hold_return\":[0-9.]*"' <<END
buy_hold_return":$(python3 -c 'print("%.12g" % (1035 / 1015 - 1))')
END

{ bar 0 100 100 100 100; bar 1 100 110 100 110; bar 2 110 120 110 120; } >three
is_output 'and at the last bar of all' \
    'stat buy_hold_return --warm-up 2 three
    stat "buy_hold_return alpha" --warm-up 3 three' <<'END'
"buy_hold_return":0.0909090909091
"buy_hold_return":0
"alpha":0
END
is_output 'behind it nothing can be held, nor compared' \
    'stat "buy_hold_return alpha" --warm-up 4 three
    stat "buy_hold_return alpha beta" --prices trade --warm-up 5 half' <<'END'
no buy_hold_return
no alpha
no buy_hold_return
no alpha
"beta":0
END

exits 2 'a table needs a file' 'backtest --csv - three'
says '^backtest: error: --csv needs the name of a file: ' 'and that is said'
[ ! -e - ]
result $? 'none of that name is made'

# ---- funding, and the end of a bar
# due MINUTE - a tenth of a per cent
due() {
	echo '{"type":"funding","time":'$(($1 * 60000))',"symbol":"X","rate":0.001}'
}
cat >ends <<'END'
#!/bin/sh
backtest -o "$@" | grep '"state":"closed"' | grep -o '"closed":[0-9]*\|"funding":[-0-9.]*,"mae.*"' |
    sed 's/,"bars.*//' | tr '\n' ' '
echo
END
chmod +x ends
# due at 2:30, when the open of 2:00 had stopped it
{ flat 0 0; sig 0 long '"stop":50'; flat 1 1; due 150; bar 2 40 91 40 45
	flat 3 3; } >paid
is_output 'a stop at the open pays nothing that is due behind it' \
    'ends paid' <<'END'
"closed":7200000 "funding":0,"mae":0.6,"mfe":0 
END
sed 's/"stop":50/"target":120/; s/40,"high":91/130,"high":140/' paid >paid2
is_output 'nor does a target' 'ends paid2' <<'END'
"closed":7200000 "funding":0,"mae":0,"mfe":0.3 
END
{ flat 0 0; sig 0 long; flat 1 1; due 90; due 150; bar 2 100 150 60 100; } >last
is_output 'a position that ends at the open does not live through the bar' \
    'ends --finish open last' <<'END'
"closed":7200000 "funding":10,"mae":0,"mfe":0 
END
is_output 'and one that ends at the close does' 'ends --finish close last' <<'END'
"closed":10799999 "funding":20,"mae":0.4,"mfe":0.5 
END
{ echo '{"type":"book","time":1,"symbol":"X","bid":103,"ask":101}'
	flat 0 0; sig 0 long; flat 1 1; } >crossed
is_output 'a book whose bid is above its ask has no spread' \
    'fills --slippage half-spread crossed' <<'END'
entry buy 100 100 0 3600000
END

# ---- live
{ flat 0 0; sig 0 long; flat 1 2; } >live
backtest -o --equity bar live | grep -v '"type":"report"' >bars
backtest -o --paper live >paper
cmp -s bars paper && [ "$(grep -c '"type":"equity"' paper)" -eq 3 ] &&
    [ "$(grep -c '"state":"open"' paper)" -eq 3 ]
result $? 'on paper the account is told at every bar, and there is no report'
for option in '--format text' '--csv c' '--log-dir d' --proof --trials \
    '--sweep stop=none' '--windows 30' '--now 2026-01-01' '--bootstrap 90' \
    '--seed 9' '--warm-up 9' '--year-days 252' '--min-win-rate 0.5'; do
	# shellcheck disable=SC2086 # an option and its value
	backtest -o --paper $option live >got 2>err
	if [ $? -ne 2 ] || [ -s got ] || ! grep -q \
	    "error: --paper makes no report: ${option%% *} .*go with it" err
	then
		echo "# $option"
		cat err
	fi
done >unlike
[ ! -s unlike ]
result $? 'what only a report needs does not go with that'
{ flat 0 1
	for at in 7199999 7139999; do
		echo '{"type":"funding","time":'$at',"symbol":"X","rate":0}'
	done; } >late
exits 0 'and a record may be a minute late' 'backtest -o --paper late'
exits 3 'which is too late otherwise' 'backtest -o late'

# ---- groups
{ flat 0 0 | sed 's/"t"/"a"/'; flat 0 0 | sed 's/"t"/"b"/'
	sig 0 long '"venue":"a"'; sig 0 short '"venue":"b"'
	flat 1 1 | sed 's/"t"/"a"/'; flat 1 1 | sed 's/"t"/"b"/'; } >venues
is_output 'two venues of one symbol are told apart' \
    'backtest -o --finish close --size quote:100 venues |
	grep -o "\"by\":\"symbol\",\"key\":\"[^\"]*"' <<'END'
"by":"symbol","key":"a/X
"by":"symbol","key":"b/X
END
{ flat 0 0; sig 0 long '"setup":"a","score":3.7,"tier":"low","stop":90'
	flat 1 1; sig 1 long '"action":"close"'; bar 2 110 110 110 110
	sig 2 short '"setup":"b"'; bar 3 110 110 110 110; flat 4 4
	sig 4 short '"action":"close"'; bar 5 99 99 99 99; } >groups
is_output 'trades are told apart by what their signals carried' \
    'backtest -o groups | tail -1 | sed "s/.*\"groups\"://" |
    grep -o "\"by\":\"[a-z]*\",\"key\":\"[^\"]*\",\"trades\":[0-9]*" |
    tr -d "\"" | cut -d, -f1-' <<'END'
by:symbol,key:X,trades:2
by:direction,key:long,trades:1
by:direction,key:short,trades:1
by:setup,key:a,trades:1
by:setup,key:b,trades:1
by:tier,key:low,trades:1
by:score,key:3,trades:1
by:session,key:asia,trades:2
by:month,key:1970-01,trades:2
by:reason,key:close,trades:2
END

# ---- the wrong request
for args in '--windows 0' '--windows 30,' '--windows 1,-2' '--windows x' \
    '--windows 36501' '--cash 0' '--fee -1' '--fee 1.1' '--slippage 10000' \
    '--calendar nyse' '--format xml' '--interval 7m' '--now never' \
    '--on-opposite both' '--finish now' '--size all' '--size quote:0' \
    '--size risk:2' '--stop 1' '--stop 0' '--target R' '--target 0R' \
    '--entry stop' '--prices tick' '--max-bars 0' '--min-score 8' \
    '--slippage wide' '--equity day' '--paper --format text' \
    '--paper --prices trade'; do
	exits 2 "refused: $args" "backtest $args entry"
done
exits 1 'a missing file is a failure' 'backtest nosuch'
exits 1 'a full disk is a failure' 'backtest entry >/dev/full'
{ cat entry; echo '{"type":"candle"'; echo '{}'; } >bad
exits 3 'a bad line is left out' 'backtest bad'
prints '"skipped":2}' 'and in the report'
exits 1 '--strict ends at it' 'backtest --strict --csv strict.csv bad'
! grep -q report got && [ ! -e strict.csv ]
result $? 'without a report'

# ---- rules of every filter
{ broken binance-um; gap candle 1h | sed 's/"X"/"Y"/'
	sed 's/X/D/' days; } >unsorted
python3 - unsorted >mixed <<'END'
import json, sys
lines = open(sys.argv[1]).readlines()
sys.stdout.writelines(sorted(lines, key=lambda x: json.loads(x)["time"]))
END
printf '{"type":"other","time":1, "x":[1, 2]}\n' >>mixed
backtest --fee 0.001 mixed >whole
head -n -1 whole >body
cut_ok=0
lines=$(wc -l <mixed)
i=0
while [ $i -lt "$lines" ]; do
	head -n $i mixed | backtest --fee 0.001 | head -n -1 >part
	head -c "$(wc -c <part)" body | cmp -s - part || {
		echo "# cut after line $i"
		cut_ok=1
	}
	i=$((i + 1))
done
[ $cut_ok -eq 0 ] && grep -q '"fill"' body
result $? "the output of each of $lines prefixes is a prefix"
grep -v '"type":"\(fill\|position\|equity\|report\)"' whole >passed
cmp mixed passed
result $? 'the input passes through, byte for byte'
backtest --fee 0.001 -o mixed >only
grep '"type":"\(fill\|position\|equity\|report\)"' whole | cmp - only
result $? '-o leaves it out'
same 'two runs, the same bytes' 'backtest mixed' \
    'LC_ALL=C.UTF-8 TZ=Asia/Tokyo backtest mixed'

same 'a fraction may go without its 0' 'backtest -o --fee 0.001 mixed' \
    'backtest -o --fee .001 mixed'

# shellcheck disable=SC2016 # top is exported
exits 0 'a second implementation agrees on 300 random markets' \
    'python3 "$top/tests/cli/backtest_model.py" 300'
# shellcheck disable=SC2016 # top is exported
exits 0 'nor is what sums leave over of the cash traded' \
    'python3 "$top/tests/cli/backtest_model.py" 1 4357'
sed 's/^/# /' got
finish
