#!/bin/sh
# backfill: parts, days and months; what is there is not fetched again, and a
# run that was killed is ended by the next.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/archive.sh
. "$top/tests/cli/archive.sh"

# DAYS, MONTHS AND PARTS OF THEM

april='--since 2022-04-01 --until 2022-05-01'
export april
exits 0 'a month without monthly file is taken day by day' \
    'backfill $opts $april --symbol DAYS'
prints '"files":30,.*"inserted":720,.*"gaps":0,' 'a month of days is all there'
exits 0 'a month with a monthly file' 'backfill $opts $april --symbol MONTH'
prints '"files":1,.*"inserted":720,.*"gaps":0,' 'a month in one file'
same 'by days and by month come the same candles' \
    'query candles --symbol DAYS' \
    'query candles --symbol MONTH | sed "s/\"MONTH\"/\"DAYS\"/"'
exits 0 'days that a monthly file lacks are taken from daily ones' \
    'backfill $opts $april --symbol PATCHED'
prints '"files":3,.*"inserted":720,.*"gaps":0,' 'days that lacked are there'
exits 0 'hours that a monthly file lacks are taken from daily ones' \
    'backfill $opts $april --symbol CUT'
prints '"files":3,.*"inserted":716,.*"missing":4,' 'if these have them'
prints '"cause":"exchange"' 'else the exchange has none'
exits 0 'a damaged monthly file is replaced by daily ones' \
    'backfill $opts $april --symbol BROKEN'
says "error: .*BROKEN-1h-2022-04.zip': SHA-256" 'names the damaged file'
prints '"files":30,"refused":1,.*"inserted":720,' 'counts the damaged file'

exits 3 'a day that is not in the archive makes the run incomplete' \
    'backfill $opts $april --symbol HOLE'
says 'warning: .*HOLE.*24 rows are missing' 'says how much is missing'
prints '"inserted":696,.*"gaps":1,"missing":24,"holes":\[{"from":1649289600000,"to":1649375999999,"missing":24,"cause":"unfetched"}\],"status":"incomplete"' \
    'the day is a hole that was not fetched'
cp archive/data/spot/daily/klines/DAYS/1h/DAYS-1h-2022-04-07.zip day.zip
python3 - <<'END'
import zipfile
text = zipfile.ZipFile("day.zip").read("DAYS-1h-2022-04-07.csv")
path = "archive/data/spot/daily/klines/HOLE/1h/HOLE-1h-2022-04-07"
with zipfile.ZipFile(path + ".zip", "w") as z:
    z.writestr("HOLE-1h-2022-04-07.csv", text)
END
exits 0 'a day that came later is fetched then' \
    'backfill $opts $april --symbol HOLE'
prints '"files":1,.*"fetched":24,"inserted":24,' 'nothing else is fetched again'
same 'the end is the same as if it had always been there' \
    'query candles --symbol DAYS' \
    'query candles --symbol HOLE | sed "s/\"HOLE\"/\"DAYS\"/"'

exits 0 'a halt of the exchange is complete' \
    'backfill $opts --symbol HALT --since 2022-04-01 --until 2022-04-03'
prints '"gaps":2,"missing":6,"holes":\[{"from":1648789200000,"to":1648803599999,"missing":4,"cause":"exchange"},{"from":1648857600000,"to":1648864799999,"missing":2,"cause":"exchange"}\],"status":"done"' \
    'a halt is listed as the gap of the exchange'

is_output 'stores what was asked for, to the candle' \
    'backfill $opts --db part.db --symbol DAYS --since 2022-04-01T10:30:00Z \
	--until 2022-04-02T02:59:59.999Z >/dev/null &&
	query candles --db part.db --symbol DAYS | sed "s/.*open_time\":\([0-9]*\).*/\1/" | sed -n "1p;\$p"' <<END
1648807200000
1648861200000
END
exits 0 'what is around a part is added to it' \
    'backfill $opts $april --db part.db --symbol DAYS'
prints '"inserted":704,"updated":0,"unchanged":0,' 'a part is not fetched again'
same 'parts make the whole' 'query candles --symbol DAYS' \
    'query candles --db part.db --symbol DAYS'
exits 0 'a run again has nothing to do' 'backfill $opts $april --symbol DAYS'
prints '"files":0,.*"bytes":0,"fetched":0,.*"status":"up to date"' \
    'a run again fetches nothing and says so'

exits 3 'only closed candles are taken' \
    'backfill $opts --db now.db --symbol GOOD --since 2022-02-28T23:00:00Z \
	--until 2022-03-05 --now 2022-03-01T12:30:00Z'
prints '"inserted":12,.*"latest":1646135999999,.*"missing":1,' \
    'the candle that is open at --now is not'

exits 0 '1d by month' \
    'backfill $opts $april --symbol DAILY --interval 1d'
prints '"files":1,.*"inserted":30,' '1d: thirty candles'
exits 0 '1d by day' 'backfill $opts --db daily.db --symbol DAILY \
    --interval 1d --since 2022-04-01 --until 2022-04-03'
prints '"files":2,.*"inserted":2,' '1d: two candles'
exits 0 '1w has monthly files only; a week belongs to where it opens' \
    'backfill $opts --symbol WEEKLY --interval 1w --since 2022-04-04 \
	--until 2022-06-06'
prints '"files":2,.*"inserted":9,.*"gaps":0,' '1w: nine candles'
exits 0 '1M is called 1mo' 'backfill $opts $april --symbol MOON --interval 1M'
prints '"inserted":1,.*"latest":1651363199999,' '1M: one candle'
exits 0 'futures lie elsewhere' 'backfill $opts --venue binance-um \
    --symbol FUTURE --since 2022-04-01 --until 2022-04-02'
prints '"venue":"binance-um",.*"inserted":24,' 'futures are found'
exits 0 'a symbol that is not ASCII' 'backfill $opts --symbol 币USDT \
    --since 2022-04-01 --until 2022-04-02'
prints '"symbol":"币USDT",.*"inserted":24,' 'such a symbol is found'

exits 3 'several symbols and intervals: each is tried' \
    'backfill $opts --symbol SUM,NONE,GOOD --interval 1h,1d'
[ "$(grep -o '"name":"candles"' got | wc -l)" -eq 6 ]
result $? 'several: a stage for each'

# THE STORE'S PROOF

is_output 'coverage is by day, with source and checksum' \
    'sqlite3 t.db "SELECT \"from\", \"to\", rows, source, checksum
	FROM coverage JOIN series ON id = series
	WHERE symbol IN (\"GOOD\", \"SUM\") AND interval = \"1h\"
	ORDER BY symbol" | sed "s,file://.*/archive,A,"' <<END
1646092800000|1646179199999|24|A/data/spot/daily/klines/GOOD/1h/GOOD-1h-2022-03-01.zip|unverified:$(sha256sum <archive/data/spot/daily/klines/GOOD/1h/GOOD-1h-2022-03-01.zip | cut -c1-64)
1646092800000|1646179199999|24|A/data/spot/daily/klines/SUM/1h/SUM-1h-2022-03-01.zip|$(sha256sum <archive/data/spot/daily/klines/SUM/1h/SUM-1h-2022-03-01.zip | cut -c1-64)
END

# ENDED AT ANY MOMENT

killed='--symbol KILLED --interval 1m --since 2022-05-01 --until 2022-05-08'
echo 'SELECT "from", "to", rows, source, checksum, digest FROM coverage;' >cover
export killed
begun=$(date +%s%N)
exits 0 'a week of minutes' 'backfill $opts $killed --db clean.db'
whole=$(($(date +%s%N) - begun))
# The time to the kill grows by a twentieth of a whole run each time.
i=0
while [ $i -lt 30 ]; do
	i=$((i + 1))
	backfill $opts $killed --db killed.db >/dev/null 2>err &
	sleep "$(awk "BEGIN { print $whole * $i / 2e10 }")"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
done
exits 0 'after kills at many moments a run ends it' \
    'backfill $opts $killed --db killed.db'
same 'killed and run again: the same candles' 'query candles --db clean.db' \
    'query candles --db killed.db'
same 'killed and run again: the same coverage' \
    'sqlite3 clean.db <cover' 'sqlite3 killed.db <cover'

finish
