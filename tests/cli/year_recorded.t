#!/bin/sh
# The main job on a recorded year: the exchange's archive of BTCUSDT 2022 into
# the store, minutes into hours, score and backtest, each held to the archive's
# own files or to a second run.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

archive=$recorded/binance-archive-spot
klines=$archive/data/spot/daily/klines/BTCUSDT
if [ ! -d "$klines" ]; then
	echo "1..0 # SKIP no recorded archive at $archive"
	exit 0
fi

fill() { # INTERVAL SINCE UNTIL [OPTION...]
	interval=$1 since=$2 until=$3
	shift 3
	backfill --datasets candles --source archive --venue binance-spot --symbol BTCUSDT --interval "$interval" \
	    --datasets candles --since "$since" --until "$until" \
	    --source archive --archive-url "file://$archive" --db t.db "$@" \
	    >summary 2>err
}

fill 1m 2022-01-01 2023-01-01
result $? 'the archive of a year is stored'
query candles --symbol BTCUSDT --interval 1m --db t.db >minutes 2>err
[ "$(wc -l <minutes)" -eq 525600 ]
result $? 'all of its 525,600 candles'

sqlite3 t.db 'SELECT count(*), sum(rows) FROM coverage' >covered
fill 1m 2022-01-01 2023-01-01 && grep -q '"inserted":0' summary
result $? 'a second run adds nothing'
query candles --symbol BTCUSDT --interval 1m --db t.db | cmp -s - minutes
result $? 'and changes nothing'
sqlite3 t.db 'SELECT count(*), sum(rows) FROM coverage' | cmp -s - covered
result $? 'nor the coverage'

# The archive's own coarser files, in every field of every bar: sums are exact
# decimals all the way.
for interval in 15m 1h; do
	fill $interval 2022-01-01 2023-01-01
	query candles --symbol BTCUSDT --interval "$interval" --db t.db >want
	candles --interval "$interval" -o minutes 2>err >got
	cmp got want && [ -s want ]
	result $? "minutes make the archive's own $interval candles"
done

report() {
	query --db t.db --symbol BTCUSDT --interval 1m |
	    score --profile classic | backtest --windows 30,60,90 -o >"$1" 2>err
}
report first && grep '"type":"report".*"bars":525600' first >report1
result $? 'score and backtest end with a report'
report second && cmp -s first second
result $? 'the same bytes each time'
python3 - <<'END' 2>err
import json
r = json.load(open("report1"))
assert [w["window_days"] for w in r["windows"]] == [30, 60, 90], r["windows"]
assert r["stats"]["trades"] > 100, r["stats"]
assert abs(r["stats"]["return"] - (r["stats"]["equity_final"] / 10000 - 1)) < 1e-9
END
result $? 'with three windows, trades, and a return that adds up'

rm -f t.db*
fill 1m 2023-03-20 2023-03-29
query candles --symbol BTCUSDT --interval 1m --db t.db | candles --gaps -o >gaps 2>err
cat >want <<'END'
{"type":"gap","time":1679666399999,"venue":"binance-spot","symbol":"BTCUSDT","dataset":"candles","interval":"1m","from":1679661600000,"to":1679666399999,"missing":80,"cause":"unknown"}
END
cmp gaps want
result $? 'the halt of 2023-03-24 is named: 80 minutes, 12:40 to 13:59'
finish
