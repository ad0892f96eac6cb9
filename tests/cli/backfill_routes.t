#!/bin/sh
# backfill: by whatever route the rows came, and through whatever faults, the
# end is what a clean full fetch gives.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=4,burst=3
all='--datasets candles,trades,open_interest,funding,premium'
since=2026-10-12T20:00:00Z
export since all
begin 2026-10-14T12:00:30Z --cache "$tmp"
clean

# The label says what the source wrote; all else does not depend on the route.

part rest.db --source rest --since "$since"
[ "$(grep -o '"missing":0,' part.got | wc -l)" -eq 5 ]
result $? 'REST alone has it all'
ends_clean 'REST came first' rest.db unlabelled
exits 0 'the archive after REST' \
    '$fill --db rest.db $all --since $since --full-refresh'
is_clean 'the archive after REST' rest.db
stage_says '"updated":0,"unchanged":[1-9]' candles \
    'the archive after REST: nothing of the candles is written again'
stage_says '"updated":0,"unchanged":[1-9]' trades \
    'the archive after REST: nothing of the trades is written again'
part archive.db --source archive --since "$since"
ends_clean 'the archive came first' archive.db
exits 0 'REST after the archive' \
    '$fill --db archive.db $all --since $since --full-refresh --source rest'
is_clean 'REST after the archive' archive.db unlabelled

# FAULTY ANSWERS AND FILES

# spoilt TITLE DB FAULT [FILTER] - what it does not give is there in the end
spoilt() {
	spoil "$3"
	ends_clean "$1" "$2" "${4:-cat}"
	mend
}

spoilt 'minutes are missing in one reply' gap.db \
    '{"route":"/fapi/v1/klines","kind":"gap","rows":7,"calls":2}'
stage_says '"gaps":0,"missing":0' candles 'in one reply: none is missing'
spoilt 'open interest is missing in one reply' gap2.db \
    '{"route":"/futures/data/*","kind":"gap","rows":3,"calls":1}'
spoilt 'hours are missing in files' hours.db \
    '[{"route":"/data/*/klines/*-2026-10-13.zip","kind":"missing"},
      {"route":"/data/*/metrics/*-2026-10-14.zip","kind":"missing"},
      {"route":"/data/*/premiumIndexKlines/*-2026-10-13.zip",
       "kind":"missing","part":"end"}]' unlabelled
spoilt 'trades are missing in a file' lack.db \
    '{"route":"/data/*/aggTrades/*-2026-10-13.zip","kind":"missing"}'
stage_says '"gaps":0,"missing":0' trades 'trades in a file: none is missing'
spoilt 'the last trades are missing in files' last.db \
    '{"route":"/data/*/aggTrades/*-2026-10-1?.zip","kind":"missing",
      "part":"end"}'
stage_says '"gaps":0,"missing":0' trades 'last trades: none is missing'
spoil '[{"route":"/data/*/aggTrades/*-2026-10-12.zip","kind":"missing",
	  "part":"end"},
	 {"route":"/data/*/aggTrades/*-2026-10-13.zip","kind":"missing"}]'
part edge.db --datasets trades --since 2026-10-12T20:30:00Z \
    --until 2026-10-12T22:00:00Z
part edge.db --datasets trades --since 2026-10-13T12:00:00Z \
    --until 2026-10-13T18:00:00Z
mend
ends_clean 'trades are missing where a window ends' edge.db
stage_says '"gaps":0,"missing":0' trades 'where a window ends: none is missing'
spoilt 'files are in disorder' mess.db \
    '[{"route":"/data/*/klines/*-2026-10-13.zip","kind":"interleaved"},
      {"route":"/data/*/metrics/*-2026-10-13.zip","kind":"unsorted"},
      {"route":"/data/*/metrics/*-2026-10-12.zip","kind":"rows436"},
      {"route":"/data/*/aggTrades/*-2026-10-13.zip","kind":"unsorted"},
      {"route":"/data/*/aggTrades/*-2026-10-12.zip","kind":"doubled"}]'
stage_says '"repaired":[1-9]' trades 'in disorder: it is counted'
spoilt 'files are damaged, and REST is not' damaged.db \
    '[{"route":"/data/*/klines/*-2026-10-13.zip","kind":"truncated_zip"},
      {"route":"/data/*/metrics/*-2026-10-14.zip","kind":"checksum_wrong"},
      {"route":"/data/*/aggTrades/*-2026-10-14.zip","kind":"corrupt_crc"}]' unlabelled
stage_says '"refused":1,' candles 'damaged: it is counted'

# A DAY LATER

part late.db --since "$since"
later 2026-10-15T12:00:30Z
clean
ends_clean 'the archive has published since what REST gave' late.db unlabelled

finish
