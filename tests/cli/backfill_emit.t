#!/bin/sh
# backfill: --emit, --output and --summary.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=1
since=2026-10-11T12:00:30Z
begin 2026-10-14T12:00:30Z
three='candles,open_interest,funding'
emit="$fill --window-days 3 --emit $three"
export emit since three

# --emit

exits 0 'part of it is stored before' '$fill --db t.db --datasets candles \
    --since 2026-10-10T12:00:00Z --until 2026-10-12'
new_log
exits 0 '--emit' '$emit --db t.db'
cp got emitted
query $three --db t.db --since $since --until $now \
    >want 2>query.err
[ -s want ] && cmp emitted want
result $? '--emit: exactly the records of the window, in the order of time'
for what in candles:1m open_interest:5m funding; do
	grep "{\"type\":\"$(echo ${what%:*} | sed s/candles/candle/)\"" emitted |
	    truth $what $since "$now" BTCUSDT $market | grep -q '^[1-9]'
	result $? "--emit: ${what%:*} are the exchange's, stored ones too"
done
[ "$(wc -l <err)" -eq 1 ] && grep -q '^{"type":"summary",.*"status":"done"' err
result $? '--emit: the summary is one line on stderr'
[ "$(grep -c '"fetched":0' err)" -eq 0 ] && [ "$(asked)" -gt 0 ] &&
    [ "$(asked 'path=*aggTrades*')" -eq 0 ]
result $? '--emit: nothing else is fetched'
[ "$(asked 'path=*klines*2026-10-11*')" -eq 0 ]
result $? '--emit: what is stored is not fetched'
new_log
exits 0 '--emit again' '$emit --db t.db'
[ "$(asked)" -le 1 ] && cmp got emitted
result $? '--emit again: next to nothing is fetched, all of it is written'

exits 0 '--emit with --datasets' \
    '$fill --db more.db --since 2026-10-14T10:00:00Z --emit funding,candles \
	--datasets trades,candles,funding --interval 1h,1m --summary s.json'
query candles,funding --db more.db >want 2>query.err
cmp got want && ! grep -q '"type":"trade"' got && grep -q '"1h"' got &&
    [ "$(query trades --db more.db 2>/dev/null | wc -l)" -gt 0 ]
result $? '--emit with --datasets: more is fetched than written'
cmp s.json err && [ "$(wc -l <s.json)" -eq 1 ]
result $? '--summary keeps it in a file'
exits 0 '--emit of an interval' \
    '$fill --db more.db --since 2026-10-14T10:00:00Z --emit candles \
	--interval 1h'
[ "$(wc -l <got)" -eq 2 ] && [ "$(grep -c '"interval":"1h"' got)" -eq 2 ]
result $? '--emit of an interval: others of the store are not written'
exits 0 '--emit of what is not fetched' \
    '$fill --db more.db --since 2026-10-14T10:00:00Z --emit trades \
	--datasets funding --summary s.json'
query trades --db more.db >want 2>query.err
cmp got want
result $? '--emit of what is not fetched: what is stored'
exits 0 '--summary without --emit' \
    '$fill --db more.db --datasets funding --window-days 3 --summary s.json'
cmp got s.json
result $? '--summary without --emit: on stdout too'
exits 1 '--summary where it cannot be' \
    '$fill --db more.db --datasets funding --summary /dev/null/s.json'

# PIPES

exits 0 'into score and backtest' \
    '$emit --db t.db 2>err | score | backtest --windows 1,3 >report.jsonl &&
	grep -q "\"type\":\"report\"" report.jsonl &&
	grep -c "" report.jsonl'
$emit --db t.db 2>/dev/null | score >scored 2>err
query $three --db t.db --since $since | score >want 2>query.err
[ -s scored ] && cmp scored want
result $? 'into score: the same as by query'
{
	sh -c "exec $emit --db t.db" 2>err
	echo $? >rc
} | head -1 >first
head -1 emitted | cmp - first
result $? 'into head: the first line'
[ "$(wc -l <err)" -eq 1 ] && grep -q '^{"type":"summary"' err &&
    grep -qx '0\|141' rc
result $? 'into head: it ends quietly'
exits 1 'a full disk' '$emit --db t.db >/dev/full'
says 'error: cannot write output' 'a full disk: says so'

# --output

exits 0 '--output' '$fill --db t.db --since 2026-10-14T11:00:00Z \
    --datasets candles,trades,open_interest,funding,premium --output out/dir'
is_output '--output: the names' 'ls out/dir' <<END
btcusdt_1m_candles.jsonl
btcusdt_1m_premium.jsonl
btcusdt_agg_trades.jsonl
btcusdt_funding.jsonl
btcusdt_open_interest_5m.jsonl
END
for pair in candles:1m_candles trades:agg_trades funding:funding \
    open_interest:open_interest_5m premium:1m_premium; do
	query ${pair%:*} --db t.db >want 2>err
	[ -s want ] && cmp "out/dir/btcusdt_${pair#*:}.jsonl" want
	result $? "--output: the whole series of ${pair%:*}"
done
[ "$(wc -l <out/dir/btcusdt_1m_candles.jsonl)" -gt 4320 ]
result $? '--output: what lies before the window, too'
echo old >out/dir/btcusdt_funding.jsonl
exits 1 'a run that fails' \
    'backfill --symbol BTCUSDT --now $now --db new.db --datasets funding \
	--rest-url http://127.0.0.1:1 --archive-url http://127.0.0.1:1 \
	--window-days 3 --output out/dir'
is_output 'a run that fails: the old file stays' \
    'cat out/dir/btcusdt_funding.jsonl' <<END
old
END
mkdir out/dir/btcusdt_agg_trades.jsonl.d
rm out/dir/btcusdt_agg_trades.jsonl
mv out/dir/btcusdt_agg_trades.jsonl.d out/dir/btcusdt_agg_trades.jsonl
exits 1 'a file that cannot be replaced' \
    '$fill --db t.db --since 2026-10-14T11:00:00Z --output out/dir \
	--datasets trades,funding'
says "error: cannot write 'out/dir/btcusdt_agg_trades.jsonl': " \
    'a file that cannot be replaced: names it'
query funding --db t.db | cmp - out/dir/btcusdt_funding.jsonl
result $? 'the others are written'
[ "$(find out/dir -type f | wc -l)" -eq 4 ]
result $? 'nothing half written is left'

finish
