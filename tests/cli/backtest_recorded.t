#!/bin/sh
# SPDX-License-Identifier: MIT
# A known strategy on recorded prices: every trade of backtesting.py's.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
goog=$recorded/backtesting.py
btc=$recorded/backtest-derived
klines=$recorded/binance-archive-spot/data/spot/daily/klines/BTCUSDT/1h

# trades FILE - "direction entry_time exit_time entry exit return" of each
trades() {
	python3 - "$1" <<'END'
import json, sys
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["type"] == "position" and r["state"] == "closed":
        print(r["direction"], r["opened"], r["closed"],
              float(r["entry"]), float(r["exit"]), "%.9f" % r["return"],
              *(["%g %.6f" % (r["qty"], r["pnl"])]
                if r["qty"] % 1 == 0 else []))
END
}

# expected FILE - the same of a published list of trades
expected() {
	python3 - "$1" <<'END'
import csv, datetime, sys
def ms(row, name):
    if name + "_ms" in row:
        return int(row[name + "_ms"])
    day = datetime.datetime.fromisoformat(row[name] + "+00:00")
    return int(day.timestamp() * 1000)
for row in csv.DictReader(open(sys.argv[1])):
    sign = 1 if float(row["size"]) > 0 else -1
    a, b = float(row["entry_price"]), float(row["exit_price"])
    print("long" if sign > 0 else "short", ms(row, "entry_time"),
          ms(row, "exit_time"), a, b, "%.9f" % (sign * (b / a - 1)),
          *(["%g %.6f" % (abs(float(row["size"])), float(row["pnl"]))]
            if float(row["size"]) % 1 == 0 else []))
END
}

# figures FILE NAME=PERCENT... - stats of the report, to nine digits
figures() {
	python3 - "$@" <<'END'
import json, math, sys
*_, last = open(sys.argv[1])
stats = json.loads(last)["stats"]
bad = 0
for arg in sys.argv[2:]:
    name, want = arg.split("=")
    if want[0] == "^":  # published in whole days, rounded up
        stats[name] = math.ceil(stats[name])
        want = want[1:]
    if not math.isclose(stats[name], float(want), rel_tol=1e-9):
        print("# %s: %r, published %s" % (name, stats[name], want))
        bad = 1
sys.exit(bad)
END
}

if [ -r "$goog/GOOG.csv" ]; then
	python3 - "$goog/GOOG.csv" >candles <<'END'
import csv, datetime, sys
for row in csv.reader(open(sys.argv[1])):
    if row[0]:
        day = datetime.datetime.fromisoformat(row[0] + "+00:00")
        t = int(day.timestamp() * 1000)
        print('{"type":"candle","time":%d,"symbol":"GOOG","interval":"1d",'
              '"open_time":%d,"open":%s,"high":%s,"low":%s,"close":%s,'
              '"volume":%s}' % (t + 86399999, t, *row[1:]))
END
	awk -v symbol=GOOG -f "$top/tests/cli/sma_cross.awk" candles >scored
	backtest -o --whole-units --finish open --year-days 252 --warm-up 30 \
	    scored >out 2>err
	trades out >got
	expected "$goog/GOOG-SmaCross-10-30.trades.derived.csv" >want
	diff -u want got | head -20 | sed 's/^/# /'
	cmp -s want got && [ "$(wc -l <got)" -eq 66 ]
	result $? 'GOOG: the 66 trades of SmaCross(10,30), one by one'
	figures out trades=66 equity_final=51422.99 equity_peak=75787.44 \
	    return=4.142298999999996 max_drawdown=.4798012705007589 \
	    win_rate=.4696969696969697 \
	    best_trade=.5359595229490424 worst_trade=-.1839887353835481 \
	    avg_trade=.02531715975158555 expectancy=.032748078066748834 \
	    profit_factor=2.167945974262033 exposure_time=.9674115456238361 \
	    sharpe=.5806232244485349 sortino=1.0853434352488662 \
	    calmar=.44166409202994605 cagr=.21160245705962623 \
	    return_annual=.21191099249053224 sqn=1.0766187356697705 \
	    volatility_annual=.3649716090702389 kelly=.1518705127029717 \
	    avg_drawdown=.05925851581948801 max_drawdown_days=584 \
	    beta=.03803390709192 max_trade_days=183 duration_days=3116 \
	    buy_hold_return=5.220601851851852 alpha=3.943739114202746 \
	    avg_drawdown_days=^41 avg_trade_days=^46
	result $? 'GOOG: the published figures of trades and equity'
else
	skip 'GOOG: SmaCross(10,30)' "no $goog/GOOG.csv"
fi

if [ -d "$klines" ] && [ -d "$btc" ]; then
	python3 - "$klines" >candles <<'END'
import glob, sys, zipfile
for path in sorted(glob.glob(sys.argv[1] + "/*-2022-*.zip")):
    with zipfile.ZipFile(path) as z:
        for line in z.read(z.namelist()[0]).decode().split():
            t, o, h, l, c, v = line.split(",")[:6]
            print('{"type":"candle","time":%d,"venue":"binance-spot",'
                  '"symbol":"BTCUSDT","interval":"1h","open_time":%s,'
                  '"open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}'
                  % (int(t) + 3599999, t, *map(float, (o, h, l, c, v))))
END
	awk -v symbol=BTCUSDT -f "$top/tests/cli/sma_cross.awk" candles >scored
	backtest -o --whole-units --cash 1000000 --finish open --warm-up 30 \
	    scored >out 2>err
	trades out >got
	name=BTCUSDT-1h-2022-01-01_2022-12-31-SmaCross-10-30
	expected "$btc/$name.trades.derived.csv" >want
	diff -u want got | head -20 | sed 's/^/# /'
	cmp -s want got && [ "$(wc -l <got)" -eq 332 ]
	result $? 'BTCUSDT 2022: the 332 trades of SmaCross(10,30)'
	figures out trades=332 equity_final=1836721.1799999985 \
	    equity_peak=2107634.9799999977 max_drawdown=.31068672052501324 \
	    win_rate=.33433734939759034 \
	    best_trade=.2545360042695708 worst_trade=-.07528617258327053 \
	    profit_factor=1.2725480901512358 expectancy=.0024107973990791825 \
	    buy_hold_return=-.6486416681959368
	result $? 'BTCUSDT 2022: its figures'
else
	skip 'BTCUSDT 2022: SmaCross(10,30)' "no $klines"
fi
finish
