#!/bin/sh
# backfill: what is fetched, of which symbols and intervals, and what a market
# cannot have; a stage that fails, and the others.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=1
halt=HALTUSDT:trades_per_minute=1,halt=2026-10-13T03:00:00Z/2026-10-13T05:30:00Z
new=NEWUSDT:trades_per_minute=1,listed=2026-10-12T07:00:00Z
begin 2026-10-14T12:00:30Z --market $new --market $halt \
    --market FAILUSDT:trades_per_minute=1
all='--datasets candles,trades,open_interest,funding,premium'
export all

# A STAGE THAT FAILS: it tries for a while, and the rest of this goes on

spoil '{"route":"/futures/data/*symbol=FAILUSDT*","kind":"500"}'
$fill --db fails.db $all --since 2026-10-13T10:00:00Z --symbol FAILUSDT \
    >fails.got 2>fails.err &
fails=$!

# asked_of PATTERN - how many of the log's requests match; others ask as well
asked_of() {
	control log | grep -c -e "$1"
}

# WHAT IS FETCHED

# names - the stages of the last command
names() {
	sed 's/{"name"/\n&/g' got | sed -n 's/^{"name":"\([a-z_]*\)".*/\1/p' |
	    tr '\n' ' '
}

two='--since 2026-10-14T10:00:00Z'
export two
exits 0 'the usual data sets' '$fill --db t.db $two'
[ "$(names)" = 'candles trades open_interest funding ' ]
result $? 'the usual data sets are four'
exits 0 'of spot' '$spot_fill --db t.db $two'
[ "$(names)" = 'candles trades ' ]
result $? 'of spot there are two'
for what in candles trades open-interest funding; do
	exits 0 "--skip-$what" "\$fill --db skip.db \$two --skip-$what"
	name=$(echo $what | tr - _)
	[ "$(names)" = "$(echo 'candles trades open_interest funding ' |
	    sed "s/$name //")" ]
	result $? "--skip-$what: all but them"
done
exits 0 '--skip-premium' '$fill --db skip.db $two $all --skip-premium \
    --skip-trades --skip-candles'
[ "$(names)" = 'open_interest funding ' ]
result $? '--skip-premium: all but it'
for what in funding open_interest premium; do
	exits 2 "spot has no $what" "\$spot_fill --db t.db --datasets $what"
	says "binance-spot has no $what" "spot has no $what: says so"
done

exits 0 'several symbols and intervals' \
    '$fill --db some.db $two --symbol ETHUSDT,BTCUSDT --interval 1m,1h \
	--datasets candles,funding'
[ "$(names)" = 'candles candles funding candles candles funding ' ]
result $? 'several: a stage for each'
for what in 1m:120 1h:2; do
	query candles --db some.db --symbol ETHUSDT --interval ${what%:*} \
	    >rows 2>err
	[ "$(wc -l <rows)" -eq ${what#*:} ]
	result $? "several: the bars of ${what%:*}"
done
holds some.db candles:1h 2026-10-14T10:00:00Z "$now" 'several: of the first' \
    ETHUSDT
holds some.db candles:1m 2026-10-14T10:00:00Z "$now" 'several: of the second'

new_log
exits 0 '--full-refresh' '$fill --db t.db $two --full-refresh'
stage_says '"fetched":120,"inserted":0,"updated":0,"unchanged":120,' candles \
    '--full-refresh: all is fetched, and the same'
[ "$(asked_of '/fapi/v1/klines.*BTCUSDT')" -ge 1 ]
result $? '--full-refresh: it is asked for'
new_log
exits 0 '--resume' '$fill --db t.db $two --resume'
[ "$(asked_of '/fapi/v1/klines.*BTCUSDT')" -eq 0 ]
result $? '--resume: what is there is not asked for'

# THE PERIOD OF OPEN INTEREST

oi='--datasets open_interest --since 2026-10-12 --until 2026-10-14'
export oi
for way in archive rest; do
	for period in 5m 1h; do
		exits 0 "--oi-period $period by $way" "\$fill \$oi \
		    --db $way$period.db --oi-period $period --source $way"
		holds $way$period.db open_interest:$period 2026-10-12 \
		    2026-10-14 "--oi-period $period by $way: the exchange's"
		query open_interest --db $way$period.db 2>err |
		    sed 's/,"label":[0-9]*//' >$way.$period
	done
done
for period in 5m 1h; do
	cmp archive.$period rest.$period
	result $? "--oi-period $period: the same by archive and by REST"
done
[ "$(wc -l <rest.1h)" -eq 48 ] &&
    [ "$(sed 's/"1h"/"5m"/' rest.1h | grep -c -x -F -f - rest.5m)" -eq 48 ]
result $? '--oi-period 1h: each is a value of those by 5m'

# HOLES OF THE EXCHANGE'S OWN

exits 0 'a halt is complete' '$fill --db halt.db --symbol HALTUSDT \
    --datasets candles,trades --since 2026-10-12 --until 2026-10-14'
stage_says '"fetched":2730,.*"gaps":1,"missing":150,"holes":\[{"from":1791860400000,"to":1791869399999,"missing":150,"cause":"exchange"}\],"status":"done"' \
    candles 'a halt is a gap of the exchange'
[ "$(asked_of '/fapi/v1/klines.*HALTUSDT')" -gt 0 ]
result $? 'a halt: REST was asked too'
is_output 'a halt: the store tells of it' \
    'backfill gaps --db halt.db --now $now' <<END
{"type":"gap","time":1791869399999,"venue":"binance-um","symbol":"HALTUSDT","dataset":"candles","interval":"1m","from":1791860400000,"to":1791869399999,"missing":150,"cause":"exchange"}
END
exits 0 'a halt, by REST' '$fill --db halt.db --symbol HALTUSDT \
    --datasets candles --since 2026-10-12 --until 2026-10-14 --source rest \
    --full-refresh'
stage_says '"gaps":1,"missing":150,.*"cause":"exchange"}\],"status":"done"' \
    candles 'a halt, by REST: the same gap'

# Files of which nothing tells but their ids.
spoil '{"route":"/data/*/HALTUSDT-aggTrades-2026-10-11.zip","kind":"missing"}'
exits 0 'trades that no route has' '$fill --db lack.db --symbol HALTUSDT \
    --datasets trades --since 2026-10-11 --until 2026-10-12'
prints '"fetched":1152,.*"gaps":1,"missing":288,"holes":\[{"from":[0-9]*,"to":[0-9]*,"from_id":[0-9]*,"to_id":[0-9]*,"missing":288,"cause":"exchange"}\],"status":"done"' \
    'trades that no route has: the ids tell'
exits 0 'trades that no route has: the store tells' \
    'backfill gaps --db lack.db'
prints '"from_id":[0-9]*,"to_id":[0-9]*,"missing":288,"cause":"exchange"}$' \
    'trades that no route has: their ids'

exits 0 'listed in the middle' '$fill --db new.db --symbol NEWUSDT $all \
    --since 2026-10-10'
for what in 'candles 3300' 'trades 0' 'open_interest 661' 'funding 0' \
    'premium 3300'; do
	stage_says "\"gaps\":1,\"missing\":${what#* },\"holes\":\[{\"from\":1791590[47]00000,\"to\":1791788[36]99999,[^}]*\"cause\":\"not_listed\"}\],\"status\":\"done\"" \
	    "${what% *}" "listed in the middle: no ${what% *} before"
done
market=$new
for what in candles:1m trades open_interest:5m premium:1m; do
	holds new.db $what 2026-10-10 "$now" \
	    "listed in the middle: all ${what%:*} since" NEWUSDT
done
# How long the period before the first settlement was, REST does not say.
holds new.db funding 2026-10-12T12:00:00Z "$now" \
    'listed in the middle: all funding since' NEWUSDT
[ "$(asked_of '/data/.*NEWUSDT.*2026-10-1[01]')" -eq 0 ]
result $? 'listed in the middle: no file from before is asked for'
exits 0 'listed in the middle: the store tells of it' \
    'backfill gaps --db new.db --now $now'
[ "$(grep -c '"cause":"not_listed"}$' got)" -eq 5 ] && [ "$(wc -l <got)" -eq 5 ]
result $? 'listed in the middle: a gap for each data set'
new_log
exits 0 'before the listing' '$fill --db new.db --symbol NEWUSDT $all \
    --since 2026-09-01 --until 2026-10-12'
[ "$(asked_of NEWUSDT)" -eq 1 ]
result $? 'before the listing: one question'
new_log
exits 0 'before the listing, again' '$fill --db new.db --symbol NEWUSDT $all \
    --since 2026-09-01 --until 2026-10-12'
[ "$(asked_of NEWUSDT)" -eq 0 ]
result $? 'before the listing, again: none'

exits 3 'a symbol that nobody knows' '$fill --db none.db --symbol NOPEUSDT \
    --since 2026-10-13 --datasets candles'
says "error: 'NOPEUSDT' candles 1m: the exchange says -1121: Invalid symbol" \
    'a symbol that nobody knows: says so'
prints '"cause":"unfetched"' 'a symbol that nobody knows: nothing is proved'
exits 3 'a symbol that is not traded any more' '$fill --db none.db \
    --symbol GONEUSDT --since 2026-04-28 --until 2026-05-03 --datasets candles'
prints '"fetched":4320,.*"missing":2880,' \
    'a symbol that is not traded any more: the archive has its past'

# THE STAGE THAT FAILED

wait $fails
[ $? -eq 3 ]
result $? 'a stage fails: the run is incomplete'
cp fails.got got
[ "$(names)" = 'candles trades open_interest funding premium ' ]
result $? 'a stage fails: the summary has all of them'
for what in candles trades funding premium; do
	stage_says '"inserted":[1-9].*"missing":0,"holes":\[\],"status":"done"' \
	    $what "a stage fails: $what are complete"
done
stage_says '"missing":[1-9][0-9]*,.*"cause":"unfetched"}\],"status":"incomplete"' \
    open_interest 'a stage fails: its hole is listed'
grep -q "error: '.*openInterestHist.*answered 500" fails.err
result $? 'a stage fails: says why'
mend
exits 0 'a stage failed: the next run mends it' \
    '$fill --db fails.db $all --since 2026-10-13T10:00:00Z --symbol FAILUSDT'
stage_says '"fetched":1[0-9]*,.*"missing":0,' open_interest \
    'a stage failed: the rest is fetched'

finish
