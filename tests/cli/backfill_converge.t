#!/bin/sh
# backfill: whatever came before, the end is what a clean full fetch gives,
# byte for byte.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=4,burst=3
all='--datasets candles,trades,open_interest,funding,premium'
since=2026-10-13T05:00:00Z
export since all
begin 2026-10-14T11:47:17Z --cache "$tmp"

# What runs before the last one, at earlier times.
part open.db --since "$since"
part term.db --until 2026-10-13T20:00:00Z --since "$since"
later 2026-10-14T11:58:03Z
part open.db --since "$since"
part revised.db --since "$since"
spoil '{"route":"/fapi/v1/klines","kind":"revised","row":-1}'
later 2026-10-14T11:59:02Z
part revised.db --since "$since"
query candles --db revised.db --since 2026-10-14T11:58:00Z >early 2>err
mend
later 2026-10-14T12:00:30Z

exits 0 'a clean full fetch' '$fill --db clean.db $all --since $since'
query --db clean.db >clean.jsonl 2>err
for what in candles:1m trades open_interest:5m funding premium:1m; do
	holds clean.db $what $since "$now" "clean: ${what%:*} are the exchange's"
done

# OPEN AND EARLY CANDLES

ends_clean 'runs while a candle was open' open.db
query candles --db clean.db --since 2026-10-14T11:58:00Z \
    --until 2026-10-14T11:59:00Z >final 2>err
[ "$(wc -l <early)" -eq 1 ] && ! cmp -s early final
result $? 'a bar is fetched before it is revised'
ends_clean 'a bar that was revised after it had closed' revised.db
stage_says '"updated":1,' candles 'revised: it is corrected'

# As by a tool that takes each state of a candle for the last one.
sed -n 's/"volume":[0-9.]*,/"volume":0.001,/p' final | store --db early.db \
    2>err
sed 's/"volume":[0-9.]*,/"volume":0.002,/; s/11:58/11:57/' final |
    store --db early.db 2>err
[ "$(query candles --db early.db 2>err | wc -l)" -eq 1 ]
result $? 'another tool writes an open candle'
ends_clean 'an open candle that another tool wrote' early.db
stage_says '"updated":1,' candles 'another tool: it is corrected'

# What is covered is not fetched again, but it is seen that it was changed.
sed 's/"volume":[0-9.]*,/"volume":0.003,/' final | store --db early.db 2>err
exits 3 'another tool changes a candle that is proved' \
    'backfill verify --db early.db'
says "error: 'BTCUSDT' candles 1m from .*: .* not the same: source 'http" \
    'another tool changes a candle: says which stretch'
exits 0 'it is fetched again when that is asked for' \
    '$fill --db early.db --datasets candles --since $since --full-refresh'
prints '"updated":1,' 'it is fetched again: one candle was wrong'
is_clean 'it is fetched again' early.db

# PARTS

part hole.db --since 2026-10-13T05:00:00Z --until 2026-10-13T08:30:00Z
part hole.db --since 2026-10-14T02:00:30Z --until 2026-10-14T07:07:07Z
part hole.db --since 2026-10-13T11:11:11Z --until 2026-10-13T23:59:59.999Z
ends_clean 'holes in the middle' hole.db
part start.db --since 2026-10-14T09:00:00Z
part start.db --since 2026-10-13T22:00:00Z
ends_clean 'earlier starts' start.db

# INTERRUPTED

for route in '/data/*/BTCUSDT-1m-2026-10-13.zip' /fapi/v1/aggTrades \
    '/data/*/BTCUSDT-metrics-2026-10-13.zip'; do
	spoil "{\"route\":\"$route\",\"kind\":\"silence\"}"
	new_log
	# shellcheck disable=SC2086 # options are words
	$fill --db term.db $all --since $since >term.got 2>term.err &
	wait_for "[ \$(\"$python\" -S '$top/tests/server/ask.py' \
	    '$control/log?fault=silence' | wc -l) -gt 0 ]"
	kill -TERM $!
	wait $!
	rc=$?
	grep -q '"status":"interrupted"' term.got && [ $rc -eq 0 ]
	result $? "SIGTERM ends it cleanly while ${route##*/} is waited for"
	mend
done
ends_clean 'interrupted by SIGTERM' term.db

finish
