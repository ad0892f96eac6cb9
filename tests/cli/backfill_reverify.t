#!/bin/sh
# backfill --reverify: files that the archive has replaced since.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=1
all='--datasets candles,trades,open_interest'
since=2026-08-20T00:00:00Z
export all since
begin 2026-10-14T12:00:30Z --cache "$tmp"

exits 0 'all of it' '$fill --db t.db $all --since $since --until 2026-10-14'
new_log
exits 0 'nothing is replaced' \
    '$fill --db t.db $all --since $since --until 2026-10-14 --reverify 90d'
[ "$(asked 'path=*.zip')" -eq 0 ] && [ "$(asked 'path=*.CHECKSUM')" -gt 80 ]
result $? 'nothing is replaced: the checksums are asked for, and they alone'
[ "$(grep -o '"corrected":0,' got | wc -l)" -eq 3 ]
result $? 'nothing is replaced: nothing is corrected'

# Four files of one day and one of a month have other rows from now on.
spoil '[
    {"route":"/data/*/klines/*-2026-10-08.zip","kind":"changed",
     "every":100,"from":1792000000000},
    {"route":"/data/*/klines/*-2026-09.zip","kind":"changed",
     "every":1000,"from":1792000000000},
    {"route":"/data/*/aggTrades/*-2026-10-08.zip","kind":"changed",
     "every":90,"from":1792000000000},
    {"route":"/data/*/metrics/*-2026-10-08.zip","kind":"changed",
     "every":16,"from":1792000000000}]'
later 2026-10-14T18:00:30Z
new_log
exits 0 'a run that does not look' \
    '$fill --db t.db $all --since $since --until 2026-10-14'
[ "$(asked)" -eq 0 ]
result $? 'a run that does not look: asks nobody'
exits 0 'only the last days are looked at' '$fill --db t.db $all \
    --since $since --until 2026-10-14 --reverify 3d'
[ "$(asked 'path=*.zip')" -eq 0 ] && [ "$(asked 'path=*.CHECKSUM')" -lt 12 ]
result $? 'only the last days: the others are not asked for'
new_log
exits 0 'files are replaced' \
    '$fill --db t.db $all --since $since --until 2026-10-14 --reverify 90d'
stage_says '"corrected":2,.*"updated":57,"unchanged":44583,.*"missing":0,' \
    candles 'replaced: candles of two files are corrected'
stage_says '"corrected":1,.*"updated":1[0-9]*,"unchanged":1[0-9]*,.*"missing":0,.*"status":"done"' \
    trades 'replaced: trades of one are'
stage_says '"corrected":1,.*"updated":0,"unchanged":288,.*"missing":0,' \
    open_interest 'replaced: a file of open interest with more digits only'
says "warning: '.*BTCUSDT-1m-2026-10-08.zip': the archive has replaced it" \
    'replaced: says so'
[ "$(asked 'path=*.zip')" -eq 4 ]
result $? 'replaced: nothing else is fetched'
new_log
exits 0 'again' \
    '$fill --db t.db $all --since $since --until 2026-10-14 --reverify 90d'
[ "$(asked 'path=*.zip')" -eq 0 ] &&
    [ "$(grep -o '"corrected":0,' got | wc -l)" -eq 3 ]
result $? 'again: nothing is replaced any more'

exits 0 'a clean full fetch' \
    '$fill --db clean.db $all --since $since --until 2026-10-14'
query --db clean.db >clean.jsonl 2>err
is_clean 'replaced' t.db

# What is not to be had now.
spoil '{"route":"/data/*.CHECKSUM","kind":"403_html"}'
exits 3 'an archive that lets nobody in' \
    '$fill --db t.db $all --since $since --until 2026-10-14 --reverify 90d'
mend
is_clean 'an archive that lets nobody in: nothing is lost' t.db

finish
