#!/bin/sh
# backfill and checksums that do not agree, are none, or change.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

exchange_start --now $now --rate 1
days='--symbol BTCUSDT --interval 1h --since 2026-09-21 --until 2026-09-28
    --datasets candles,trades'
fetch $days --db clean.db >got 2>err
forget log >told

# ONCE: a file and a checksum of two generations, or cut on the way.

for files in klines aggTrades; do
	plan_fault "*/$files/*-2026-09-21.zip" 200_truncated '"calls":1'
	plan_fault "*/$files/*-2026-09-22.zip.CHECKSUM" 200_html '"calls":1'
done
# FOR EVER
plan_fault '*-2026-09-23.zip' checksum_wrong
plan_fault '*-2026-09-24.zip' checksum_empty
plan_fault '*-2026-09-25.zip' checksum_other_name
plan_fault '*-2026-09-26.zip' checksum_absent
plan_fault '*-2026-09-27.zip' checksum_no_newline
spoil_all
fetch $days --db t.db >summary 2>err
[ $? -eq 3 ]
result $? 'trades that REST does not reach are missing'
cp err said

asked_day() { # DAY KIND - how often its files were asked for
	asked "path=*klines*$1.zip${2:-}"
}
[ "$(asked_day 2026-09-21)$(asked_day 2026-09-21 .CHECKSUM)" = 22 ]
result $? 'a file that does not agree is fetched once more, both'
[ "$(asked_day 2026-09-22)$(asked_day 2026-09-22 .CHECKSUM)" = 22 ]
result $? 'so is one whose checksum is a page'
! grep -q '2026-09-2[1267]' err
result $? 'and taken when it does'
[ "$(asked_day 2026-09-23)$(asked_day 2026-09-27)" = 21 ]
result $? 'for ever: twice, and no more'
jq -c '.stages[] | [.name, .files, .refused, .missing, [.holes[] | .cause,
    (.from, .to | . / 1000 | todate)]]' summary >stages
is_output 'for ever: refused, not missed; trades are holes' 'cat stages' <<'END'
["candles",4,3,0,[]]
["trades",4,3,0,["corrupt","2026-09-23T00:00:00Z","2026-09-25T23:59:59Z"]]
END
same 'for ever: candles come by REST' 'query candles --db clean.db' \
    'query candles --db t.db'
query trades --db clean.db --until 2026-09-23 >want
query trades --db clean.db --since 2026-09-26 >>want
same 'no trade of them is in the store' 'cat want' 'query trades --db t.db'

for word in 'SHA-256 is [0-9a-f]\{64\}, published is [0-9a-f]\{64\}' \
    '2026-09-24.zip.*CHECKSUM is not one of this file' \
    '2026-09-25.zip.*CHECKSUM is not one of this file'; do
	grep -q "error: .*$word" said
	result $? "it says: $word"
done
sqlite3 -init /dev/null -separator ' ' t.db "SELECT type,
    substr(source, -14), published = '', published = sha256
    FROM quarantine JOIN series ON id = series ORDER BY type, source" >noted
is_output 'each is in quarantine, with what was published' 'cat noted' <<'END'
candle 2026-09-23.zip 0 0
candle 2026-09-24.zip 1 0
candle 2026-09-25.zip 1 0
trade 2026-09-23.zip 0 0
trade 2026-09-24.zip 1 0
trade 2026-09-25.zip 1 0
END
[ "$(find t.db.quarantine -name '*.zip' | wc -l)" -eq 6 ]
result $? 'and beside the store'

sqlite3 -init /dev/null -separator ' ' t.db "SELECT DISTINCT type,
    substr(source, -14), substr(checksum, 1, 11) = 'unverified:',
    length(checksum) FROM coverage JOIN series ON id = series
    WHERE checksum <> '' ORDER BY type, source" >sums
is_output 'what nobody published a checksum of is stored as unverified' \
    'cat sums' <<'END'
candle 2026-09-21.zip 0 64
candle 2026-09-22.zip 0 64
candle 2026-09-26.zip 1 75
candle 2026-09-27.zip 0 64
trade 2026-09-21.zip 0 64
trade 2026-09-22.zip 0 64
trade 2026-09-26.zip 1 75
trade 2026-09-27.zip 0 64
END
sqlite3 -init /dev/null t.db "SELECT checksum FROM coverage
    WHERE source LIKE '%aggTrades%2026-09-27.zip' LIMIT 1" >had
"$python" -S "$top/tests/server/ask.py" "$archive/data/futures/um/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2026-09-27.zip" |
    sha256sum | cut -d' ' -f1 | cmp -s - had
result $? 'the checksum is that of the file'

# CORRECTED LATER: from four o'clock on two files are others, and a day that
# was refused is sound.

forget faults >told
later=1791043200000
control faults "[{\"route\":\"*-2026-09-21.zip\",\"kind\":\"changed\",
    \"every\":10,\"from\":$later}]" >told
reverify='--now 2026-10-03T17:00:00Z --reverify 90d'
fetch $days $reverify --db clean.db >got 2>err
result $? 'nothing is corrected yet'
grep -q '"corrected":0.*"corrected":0' got
result $? 'and nothing is said to be'
query --db clean.db --since 2026-09-01 >before
control clock "{\"now\":$((later + 3600000))}" >told
forget log >told
fetch $days $reverify --db clean.db >got 2>err
result $? '--reverify when two files were replaced'
prints '"corrected":1,.*"updated":[^0].*"corrected":1,.*"updated":[^0]' \
    'they are fetched again, and what changed is counted'
says "warning: '.*klines.*-2026-09-21.zip': the archive has replaced it" \
    'it says which'
[ "$(asked 'path=*.zip')" -eq 2 ]
result $? 'no other file is fetched'
query --db clean.db --since 2026-09-01 >after
# Two trades have no quantity any more.
says "aggTrades.*-2026-09-21.zip': 2 rows that are not in it any more are kept" \
    'nothing is deleted, and that is said'
[ "$(wc -l <before)" = "$(wc -l <after)" ] && ! cmp -s before after
result $? 'no row is lost'
fetch $days --now 2026-10-03T17:00:00Z --db fresh.db >got 2>err
same 'as one sees it who comes now' \
    'query candles --db fresh.db --since 2026-09-01' \
    'query candles --db clean.db --since 2026-09-01'
fetch $days $reverify --db t.db >got 2>err
result $? 'what was refused for its checksum is fetched when it is right'
same 'and all is as if it had always been' \
    'query --db clean.db --since 2026-09-01' \
    'query --db t.db --since 2026-09-01'

finish
