#!/bin/sh
# score --verify: signals that were stored, held to what made them.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

synth --days 3 >market
store --db m.db <market 2>err
score -o market | store --db m.db 2>err
made=$(score -o market | wc -l)
is_output 'the signals of a store are what its records give' \
    'score --verify --db m.db' <<END
signals: $made the same, 0 differ, 0 of other profiles or moments
END
same 'of its records in a pipe too' 'score --verify --db m.db' \
    'query --db m.db | score --verify'
is_output 'signals of another profile are left alone' \
    'score --profile classic --verify --db m.db' <<END
signals: 0 the same, 0 differ, $made of other profiles or moments
END
# One that closes does not say where its flow came from.
closes=$(score -o market | grep -c '"action":"close"')
is_output 'so are those of another flow' \
    'score --flow trades --verify --db m.db' <<END
signals: $closes the same, 0 differ, $((made - closes)) of other profiles or moments
END
score market >scored
is_output 'a run that did not write all signals is no matter' \
    'grep -v -e -absorption scored | score --verify | cut -d" " -f4-6' <<'END'
same, 0 differ,
END
id=$(sed -n 's/.*"id":"\([^"]*-absorption\)".*/\1/p' scored | head -1)

# changed TITLE SED-SCRIPT: of that one signal
changed() {
	sed "/\"id\":\"$id\"/$2" scored >bad
	exits 1 "$1 is found out" 'score --verify bad'
	says "^score: error: signal \"$id\" is not what its moment gives now" \
	    'by its id'
	prints ' 1 differ,' 'and it alone'
}
changed 'another score' 's/"score":[0-9.]*,"tier"/"score":6.9,"tier"/'
changed 'another stop' 's/"stop":[0-9.]*/"stop":1/'
changed 'another input' 's/"rsi_14":[0-9.]*/"rsi_14":12.5/'
grep '"action":"close"' scored | head -1 >close
[ -s close ]
result $? 'there is one that closes'
id=$(sed 's/.*"id":"\([^"]*\)".*/\1/' close)
changed 'another price to close at' 's/"price":[0-9.]*/"price":1/'
id=$(sed -n 's/.*"id":"\([^"]*-absorption\)".*/\1/p' scored | head -1)
# A candle that was corrected after the signal was written.
time=$(echo "$id" | cut -d- -f3)
sed "/\"type\":\"candle\",\"time\":$time,/s/\"volume\":[0-9.]*,\"q/\"volume\":99999,\"q/" \
    scored >bad
exits 1 'another candle under it is found out' 'score --verify bad'
says "signal \"$id\"" 'by the same signal'
# Two intervals in a store, and the signals of both.
candles --interval 5m market >both
store --db two.db <both 2>err
score -o both | store --db two.db 2>err
score --interval 5m -o both >fives
store --db two.db <fives 2>err
fives=$(wc -l <fives)
is_output 'candles of another interval between a candle and its signal' \
    'score --verify --db two.db' <<END
signals: $made the same, 0 differ, $fives of other profiles or moments
END
is_output 'and signals of that interval' \
    'score --interval 5m --verify --db two.db' <<END
signals: $fives the same, 0 differ, $made of other profiles or moments
END
score -o market >signals
late=$(score -o --since 2026-01-02 market | wc -l)
is_output '--since: from then on' \
    'score --verify --since 2026-01-02 market signals' <<END
signals: $late the same, 0 differ, 0 of other profiles or moments
END
exits 1 'signals before their candles' 'score --verify signals market'
says '^score: error: signal "[^"]*" does not stand behind its candle' \
    'are told apart'
[ "$(wc -l <err)" -eq 100 ]
result $? 'the first hundred of them'
printf '%s\n' '{"type":"signal","time":1,"symbol":"BTCUSDT","id":1,"direction":"long"}' |
    cat - scored >mixed
is_output 'signals of others are none of ours' \
    'score --verify mixed | cut -d" " -f4-8' <<END
same, 0 differ, 1 of
END
printf '%s\n' '{"type":"context","time":1,"symbol":"A","price":2}' \
    '{"type":"context","time":2,"symbol":"A","price":3}' \
    '{"type":"context","time":3,"symbol":"A","price":4}' >contexts
is_output 'nor those of contexts, which no store keeps' \
    'score --all contexts | score --profile classic --verify' <<END
signals: 0 the same, 0 differ, 3 of other profiles or moments
END
for with in --emit=profile --explain=x --indicators=tr; do
	exits 2 "$with is another job" "score --verify $with market"
done
exits 2 'a store goes with --verify' 'score --db m.db'
exits 2 'and with no file' 'score --verify --db m.db scored'
exits 1 'a store that is not there' 'score --verify --db none.db'
says "none.db" 'is told'

finish
