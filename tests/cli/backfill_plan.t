#!/bin/sh
# backfill --plan: what a run would do, without doing it.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/exchange.sh
. "$top/tests/cli/exchange.sh"
# shellcheck source=tests/cli/backfill.sh
. "$top/tests/cli/backfill.sh"

market=BTCUSDT:trades_per_minute=20
all='--datasets candles,trades,open_interest,funding,premium'
run='--since 2026-09-28T10:00:00Z --interval 1m,1h'
export all run
begin 2026-10-14T12:00:30Z

exits 0 'part of it is stored before' '$fill --db t.db $all \
    --since 2026-10-10 --until 2026-10-12'
query --db t.db >stored 2>err
new_log
fresh
exits 0 'a plan' '$fill --db t.db $all $run --plan'
cp got plan
[ "$(asked)" -eq 0 ]
result $? 'a plan asks nobody'
query --db t.db 2>query.err | cmp - stored
result $? 'a plan writes nothing'
prints '"status":"planned","stages"' 'a plan: a summary'
says '^in all ' 'a plan: a table for people'
exits 0 'a plan without a store' \
    '$fill --db none.db --datasets candles --since 2026-10-13 --plan'
[ ! -e none.db ]
result $? 'a plan without a store makes none'
prints '"requests":5,' 'a plan without a store: all is lacking'

exits 0 'the run' '$fill --db t.db $all $run'
cp got ran

# sums FILE MEMBER - of each stage, a line with its name
sums() {
	sed 's/{"name"/\n&/g' "$1" | sed -n \
	    "s/^{\"name\":\"\([a-z_]*\)\".*\"\(interval\|period\)\":\"\([^\"]*\)\".*/\1 \3 &/p
	     s/^{\"name\":\"\([a-z_]*\)\",\"venue\":\"[^\"]*\",\"symbol\":\"[^\"]*\",\"from\".*/\1 - &/p" |
	    sed "s/^\([a-z_]* [^ ]*\) .*\"symbol\"[^[]*\"$2\":\([0-9]*\),.*/\1 \2/"
}

sums plan requests >planned
sums ran requests >asked.for
[ "$(wc -l <planned)" -eq 7 ] && cmp planned asked.for
result $? 'each stage asks as often as was planned'
[ "$(awk '{ n += $3 } END { print n }' planned)" -eq "$(asked)" ]
result $? 'and that is what the exchange was asked'

# By routes: of files two requests each.
for what in klines:candles aggTrades:trades fundingRate:funding \
    premiumIndexKlines:premium metrics:open_interest; do
	planned=$(sed 's/{"name"/\n&/g' plan | grep "^{\"name\":\"${what#*:}\"" |
	    grep -o '"route":"daily file","requests":[0-9]*' |
	    awk -F: '{ n += $3 } END { print n + 0 }')
	files=$(asked "surface=archive&path=/data/*${what%:*}*")
	[ "$planned" -eq "$files" ]
	result $? "${what#*:}: $files requests for files, as planned"
done

# What was charged, by what the fake says of each request.
control 'log?surface=rest' | sed 's/.*"weight": \([0-9]*\).*/\1/' |
    awk '{ n += $1 } END { print n }' >charged
weight=$(sums plan weight | awk '{ n += $3 } END { print n }')
charged=$(cat charged)
[ "$weight" -ge "$charged" ] && [ "$weight" -le $((2 * charged)) ]
result $? "a weight of $weight was planned, $charged was charged"

exits 0 'a plan of nothing' '$fill --db t.db --plan \
    --datasets candles,open_interest --since 2026-09-28T10:00:00Z'
[ "$(grep -o '"requests":0,"weight":0,"bytes":0,"rows":0,"minutes":0.0,"ranges":\[\]' \
    got | wc -l)" -eq 2 ]
result $? 'a plan of nothing'

# By REST alone, and what it does not reach.
fresh
new_log
exits 0 'a plan of REST alone' '$fill --db rest.db --source rest $all \
    --since 2026-08-01 --interval 1h --skip-trades --plan'
cp got plan
[ "$(grep -c 'daily\|monthly' plan)" -eq 0 ]
result $? 'a plan of REST alone has no file'
exits 3 'REST alone' '$fill --db rest.db --source rest $all \
    --since 2026-08-01 --interval 1h --skip-trades'
sums plan requests >planned
sums got requests >asked.for
cmp planned asked.for
result $? 'REST alone: each stage asks as often as was planned'
exits 0 'a month' '$fill --db month.db --datasets candles \
    --since 2026-07-01 --until 2026-10-05 --plan'
prints '"requests":15,"weight":1,.*"route":"monthly file","requests":6,.*"route":"daily file","requests":8,' \
    'a month is planned as a file, days are'

finish
