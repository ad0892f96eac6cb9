#!/bin/sh
# backfill on files that the exchange itself published.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

spot=$recorded/binance-archive-spot
sums=$recorded/binance-archive-checksum
TICKPIPE_DB=$tmp/t.db
export TICKPIPE_DB spot

if [ -d "$spot" ]; then
	B='backfill --datasets candles --source archive --venue binance-spot --symbol BTCUSDT --now 2023-06-01'
	B="$B --archive-url file://$spot"
	export B
	exits 0 'a month of 2022' \
	    '$B --since 2022-02-01 --until 2022-03-01'
	prints '"files":28,.*"inserted":40320,.*"gaps":0,' \
	    'a month of minutes is all there'
	exits 0 'again' '$B --since 2022-02-01 --until 2022-03-01'
	prints '"fetched":0,.*"status":"up to date"' 'again: nothing to do'

	exits 0 'the day of a trading halt is complete' \
	    '$B --db halt.db --since 2023-03-24 --until 2023-03-25'
	prints '"fetched":1360,.*"gaps":1,"missing":80,"holes":\[{"from":1679661600000,"to":1679666399999,"missing":80,"cause":"exchange"}\]' \
	    'its 80 minutes from 12:40 to 13:59 are the gap of the exchange'
	is_output 'the bar that the halt cut short ends with its minute' \
	    'query candles --db halt.db --since 2023-03-24T12:39:00Z --limit 1 |
		cut -d, -f2-6' <<-END
	"time":1679661599999,"venue":"binance-spot","symbol":"BTCUSDT","interval":"1m","open_time":1679661540000
	END
	exits 0 'an hour that the halt swallowed' \
	    '$B --interval 1h --since 2023-03-24 --until 2023-03-25'
	prints '"fetched":23,.*"missing":1,' 'it is the gap of the exchange too'
else
	skip 'recorded spot archive' "no $spot"
fi

if [ -d "$sums" ]; then
	dir=archive/data/spot/daily/klines/BTCUSDT/1m
	mkdir -p "$dir"
	for file in "$sums"/BTCUSDT-1m-*; do
		ln -s "$file" "$dir"
	done
	exits 0 'files with their published checksums' \
	    'backfill --datasets candles --source archive --venue binance-spot --symbol BTCUSDT --db sums.db \
		--archive-url "file://$PWD/archive" \
		--since 2020-01-01 --until 2020-01-03'
	is_output 'the checksums are kept with what they vouch for' \
	    'sqlite3 sums.db "SELECT rows, checksum FROM coverage"' <<-END
	1440|$(cut -c1-64 "$sums/BTCUSDT-1m-2020-01-01.zip.CHECKSUM")
	1440|$(cut -c1-64 "$sums/BTCUSDT-1m-2020-01-02.zip.CHECKSUM")
	END
else
	skip 'recorded checksums' "no $sums"
fi

finish
