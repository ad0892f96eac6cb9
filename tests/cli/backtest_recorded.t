#!/bin/sh
# SPDX-License-Identifier: MIT
# A known strategy on recorded prices: every trade of backtesting.py's.
# Sizes are not compared: ours are fractional until there is --whole-units.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
goog=$recorded/backtesting.py
btc=$recorded/backtest-derived
klines=$recorded/binance-archive-spot/data/spot/daily/klines/BTCUSDT/1h

# backtesting.py closes the last trade at the last bar's open.  The test, which
# knows the end, asks for it one bar before.
close_at_end() { # SYMBOL
	awk -v symbol="$1" '
	{ line[NR] = $0 }
	/"type":"candle"/ { before = last; last = NR }
	END {
		match(line[before], /"time":[0-9]+/)
		for (i = 1; i < last; i++)
			print line[i]
		for (i = 0; i < 2; i++)
			printf "{\"type\":\"signal\",%s,\"symbol\":\"%s\"," \
			    "\"id\":\"end%d\",\"action\":\"close\"," \
			    "\"direction\":\"%s\"}\n", \
			    substr(line[before], RSTART, RLENGTH), \
			    symbol, i, i ? "long" : "short"
		print line[last]
	}'
}

# trades FILE - "direction entry_time exit_time entry exit return" of each
trades() {
	python3 - "$1" <<'END'
import json, sys
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["type"] == "position" and r["state"] == "closed":
        print(r["direction"], r["opened"], r["closed"],
              float(r["entry"]), float(r["exit"]), "%.9f" % r["return"])
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
          ms(row, "exit_time"), a, b, "%.9f" % (sign * (b / a - 1)))
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
	awk -v symbol=GOOG -f "$top/tests/cli/sma_cross.awk" candles |
	    close_at_end GOOG >scored
	backtest -o scored >out 2>err
	trades out >got
	expected "$goog/GOOG-SmaCross-10-30.trades.derived.csv" >want
	diff -u want got | head -20 | sed 's/^/# /'
	cmp -s want got && [ "$(wc -l <got)" -eq 66 ]
	result $? 'GOOG: the 66 trades of SmaCross(10,30), one by one'
	figures out trades=66 win_rate=.4696969696969697 \
	    best_trade=.5359595229490424 worst_trade=-.1839887353835481 \
	    avg_trade=.02531715975158555 expectancy=.032748078066748834 \
	    profit_factor=2.167945974262033 exposure_time=.9674115456238361
	result $? 'GOOG: the published figures that do not hang on size'
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
	awk -v symbol=BTCUSDT -f "$top/tests/cli/sma_cross.awk" candles |
	    close_at_end BTCUSDT >scored
	backtest -o scored >out 2>err
	trades out >got
	name=BTCUSDT-1h-2022-01-01_2022-12-31-SmaCross-10-30
	expected "$btc/$name.trades.derived.csv" >want
	diff -u want got | head -20 | sed 's/^/# /'
	cmp -s want got && [ "$(wc -l <got)" -eq 332 ]
	result $? 'BTCUSDT 2022: the 332 trades of SmaCross(10,30)'
	figures out trades=332 win_rate=.33433734939759034 \
	    best_trade=.2545360042695708 worst_trade=-.07528617258327053 \
	    profit_factor=1.2725480901512358 expectancy=.0024107973990791825
	result $? 'BTCUSDT 2022: its figures'
else
	skip 'BTCUSDT 2022: SmaCross(10,30)' "no $klines"
fi
finish
