#!/bin/sh
# backfill: candles from the archive, sound and faulty, into the store.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/archive.sh
. "$top/tests/cli/archive.sh"

# rows SYMBOL - how many candles of it the store holds
rows() {
	query candles --symbol "$1" 2>err | wc -l
}

# SOUND FILES, AND WHAT CAN BE REPAIRED

is_output 'says what it did in one summary record' \
    'backfill $opts --symbol GOOD | sed "s/\"bytes\":[0-9]*/\"bytes\":N/"' <<END
{"type":"summary","time":1672531200000,"tool":"backfill","started":1672531200000,"finished":1672531200000,"status":"done","stages":[{"name":"candles","venue":"binance-spot","symbol":"GOOD","interval":"1h","from":1646092800000,"to":1646179199999,"files":1,"refused":0,"corrected":0,"requests":2,"weight":0,"bytes":N,"fetched":24,"inserted":24,"updated":0,"unchanged":0,"repaired":0,"earliest":1646096399999,"latest":1646179199999,"gaps":0,"missing":0,"holes":[],"status":"done"}]}
END
[ ! -s err ]
result $? 'says nothing else where stderr is no terminal'
query candles --symbol GOOD >good 2>err
is_output 'stores the candles as the file has them' 'sed -n 2,3p good' <<END
{"type":"candle","time":1646099999999,"venue":"binance-spot","symbol":"GOOD","interval":"1h","open_time":1646096400000,"open":349,"high":351.5,"low":348.25,"close":350,"volume":31.125,"quote_volume":3112.5,"trades":49,"taker_buy_volume":15.5625,"taker_buy_quote_volume":1556.25}
{"type":"candle","time":1646103599999,"venue":"binance-spot","symbol":"GOOD","interval":"1h","open_time":1646100000000,"open":350,"high":352.5,"low":349.25,"close":351,"volume":31.25,"quote_volume":3125,"trades":0,"taker_buy_volume":15.625,"taker_buy_quote_volume":1562.5}
END

# like_good SYMBOL TITLE
like_good() {
	backfill $opts --symbol "$1" >got 2>err
	rc=$?
	query candles --symbol "$1" 2>>err | sed "s/\"$1\"/\"GOOD\"/" >rows
	[ $rc -eq 0 ] && cmp rows good
	result $? "$2"
}

like_good HEADER 'a header line is passed over'
like_good ELEVEN 'a twelfth column is not needed'
like_good MICRO 'times in microseconds'
like_good SHORT 'numbers without zeros at their end'
like_good SCIENCE 'numbers in scientific notation'
like_good CRLF 'lines that end as on Windows'
like_good TORN 'a last line without its end'
like_good STORED 'a zip that is not compressed'
like_good UNSORTED 'rows out of order are sorted'
says 'warning: .*UNSORTED-1h-2022-03-01.zip.*: 1 out of order' \
    'rows out of order are told of'
like_good DOUBLED 'rows given twice are stored once'
prints '"repaired":24,' 'rows given twice are counted'
like_good INTERLEAVED 'rows in two heaps, some twice'
like_good OUTSIDE 'rows of another day are left out'
says '2 of another time left out' 'rows of another day are told of'

# FILES THAT NOTHING IS TAKEN FROM

# refused SYMBOL WHY TITLE
refused() {
	exits 3 "$3" "backfill \$opts --symbol $1"
	says "error: .*/$1-1h-2022-03-01.zip': .*$2" "$3: says why"
	grep -q '"refused":1,.*"missing":24,.*"cause":"corrupt"' got &&
	    [ "$(rows "$1")" -eq 0 ]
	result $? "$3: stores nothing, reports the hole"
}

refused BLANK 'line 3: high is no price' 'a blank cell'
refused CONTRARY 'line 25: contradicts' 'two rows of a time that differ'
refused IMPOSSIBLE 'line 2: high is below low' 'an impossible row'
refused EMPTY 'it holds no row of its time' 'a file without a candle'
refused HTML 'line 1: ' 'a page for a CSV file'
refused LONGLINE 'a line is too long' 'a line without end'
refused NAME "it holds 'GOOD-1h-" 'a file of another name'
refused TRAVERSAL "it holds '\\.\\./" 'a path for a name'
refused DIRECTORY 'instead of' 'a directory'
refused EXTRA 'more than one file' 'an extra entry'
refused METHOD 'way of compression' 'a way to compress that is not known'
refused BOMB 'expands beyond' 'a zip bomb'
refused MANY 'far too many rows' 'more rows than a day has'
refused CUT 'archive format' 'a zip cut in the middle'
refused TAIL 'archive format' 'a zip that lacks its last byte'
refused CRC 'CRC' 'a wrong CRC'
refused SIZE 'size' 'a wrong size'
refused DAMAGED '.' 'a flipped bit'
refused CRYPT 'encrypted' 'an encrypted entry'
refused NOZIP 'archive format' 'a page for a zip'
refused NOTHING '.' 'an empty zip'

# CHECKSUMS

like_good SUM 'a checksum that agrees'
like_good SUMBARE 'a checksum file without newline'
digest=$(sha256sum <archive/data/spot/daily/klines/SUMBAD/1h/SUMBAD-1h-2022-03-01.zip)
refused SUMBAD "SHA-256 is ${digest%% *}, published is 000" \
    'a checksum that does not agree'
refused SUMOTHER 'its .CHECKSUM is not one' 'a checksum of another file'
refused SUMHTML 'its .CHECKSUM is not one' 'a page for a checksum'

# WRONG REQUESTS

exits 2 'a symbol is wanted' 'backfill --since 1d'
exits 2 'a symbol in lower case' 'backfill $opts --symbol btcusdt'
exits 2 'a symbol that is a path' 'backfill $opts --symbol ../../X'
exits 2 'a symbol that is not UTF-8' \
    'backfill $opts --symbol "$(printf "A\\377B")"'
says 'not UTF-8' 'a symbol that is not UTF-8: says so'
exits 2 'more series than a line of summary holds' \
    'backfill $opts --symbol "$(seq -s, 501)" --interval 1h,1d'
exits 2 'a source that is none' 'backfill $opts --symbol A --source mars'
says 'auto, archive or rest is wanted' 'a source that is none: says what is'
exits 2 'a data set that is none' 'backfill $opts --symbol A --datasets ticks'
says 'candles, trades, .* or premium is wanted' \
    'a data set that is none: says what is'
exits 2 'what the venue does not have' \
    'backfill $opts --symbol A --datasets candles,funding'
says 'binance-spot has no funding' 'what the venue does not have: says so'
exits 2 'records that the venue does not have' \
    'backfill $opts --symbol A --emit open_interest'
exits 2 'nothing to fetch' 'backfill $opts --symbol A --skip-candles'
exits 2 '--resume and --full-refresh' \
    'backfill $opts --symbol A --resume --full-refresh'
exits 2 'a period that there is not' \
    'backfill $opts --symbol A --oi-period 1m'
exits 2 'a plan writes no records' 'backfill $opts --symbol A --plan --emit candles'
exits 2 'a venue that is none' 'backfill $opts --symbol A --venue mars'
exits 2 '3d has no documented beginning' \
    'backfill $opts --symbol A --interval 3d'
exits 2 'an operand' 'backfill $opts --symbol A verifiy'
exits 2 'a range that ends before it begins' \
    'backfill $opts --symbol A --since 2022-04-01'
exits 2 'a range in the future' \
    'backfill $opts --symbol A --since 2024-01-01 --until 2025-01-01'
exits 2 'a beginning in the future' \
    'backfill --symbol A --since 2024-01-01 --now 2023-01-01'
says 'not before now' 'a beginning in the future: says so'
exits 2 '--since and --window-days' 'backfill $opts --symbol A --window-days 3'
exits 2 'an archive that is none' 'backfill $opts --symbol A --archive-url x'
exits 2 'an archive by ftp' \
    'backfill $opts --symbol A --archive-url ftp://127.0.0.1/'
exits 2 'a password in the URL' \
    'backfill $opts --symbol A --archive-url http://me:pw@127.0.0.1/'
exits 1 'a path without an archive' \
    "backfill \$opts --symbol A --archive-url file://$tmp/nowhere"
says 'no archive at' 'a path without an archive: says so'
exits 2 'a path for a URL' 'backfill $opts --symbol A --archive-url /srv'
says 'such as https://.* or file:///' 'a path for a URL: says what is wanted'
exits 1 'no place for locks' \
    'TICKPIPE_RUN=/dev/null/x backfill $opts --symbol A --db tmp.db'
says "cannot lock in '/dev/null/x'" 'no place for locks: names it'
exits 3 'a market that the archive does not have' 'backfill $opts --symbol A'
says 'the archive of binance-spot has no file of them' \
    'a market that the archive does not have: says where it looked'
exits 2 'PostgreSQL is not built' 'backfill $opts --symbol A --db postgresql://'
exits 1 'a full disk for the summary' 'backfill $opts --symbol SUM >/dev/full'
exits 1 'no room for the download' \
    "TMPDIR=$tmp/none backfill \$opts --symbol SUM --db tmp.db"

finish
