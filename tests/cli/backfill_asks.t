#!/bin/sh
# What backfill refuses to be asked, and what verify and gaps look at.
# shellcheck disable=SC2016,SC2086 # sh -c expands; $opts are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/archive.sh
. "$top/tests/cli/archive.sh"

exits 2 'seconds for milliseconds' \
    'backfill --symbol GOOD --since 1790000000 --source archive'
says "'1790000000': that is in the year 1970" 'seconds: says what they are'
exits 2 'days without their d' 'backfill --symbol GOOD --since 90'
exits 2 'a password in a URL' \
    'backfill $opts --symbol GOOD --archive-url http://me:s3cret@127.0.0.1/'
! grep -q s3cret err
result $? 'a password is not told again'
exits 2 '--plan and --reverify' 'backfill $opts --symbol GOOD --plan --reverify 1d'
exits 2 'a verb that is none' 'backfill $opts --symbol GOOD verfy'
says 'verify and gaps' 'a verb that is none: says which there are'
exits 1 'an --output that cannot be' \
    'backfill $opts --symbol GOOD --db none.db --output /dev/null/x'
[ ! -e none.db ]
result $? 'an --output that cannot be: nothing is begun'

exits 0 'a day of candles' 'backfill $opts --symbol GOOD --summary kept'
for option in --plan --full-refresh '--emit candles' '--summary x' \
    '--output x' '--source rest' --skip-trades '--reverify 1d' \
    '--oi-period 1h' '--archive-url file:///' '--rest-url http://h'; do
	exits 2 "verify $option" "backfill verify $option"
	says "verify fetches nothing: ${option%% *} has no use" \
	    "verify $option: says so"
done
exits 2 'gaps --since and --window-days' 'backfill gaps --since 1d --window-days 1'
exits 2 'gaps of two intervals' 'backfill gaps --interval 1h,1m'

exits 0 'verify' 'backfill verify --symbol GOOD'
exits 3 'verify of a symbol that is not there' 'backfill verify --symbol GOOD,BAAD'
says "warning: 'BAAD': nothing of it was ever fetched" 'verify: names it'
exits 3 'verify of a data set that is not there' \
    'backfill verify --symbol GOOD --datasets trades'
exits 3 'gaps of a symbol that is not there' 'backfill gaps --symbol BAAD'
exits 3 'gaps of a venue that is not there' \
    'backfill gaps --symbol GOOD --venue binance-um'
exits 0 'gaps of what is covered' 'backfill gaps --symbol GOOD'

# The store ends with 2022-03-01.
exits 0 'gaps up to an hour ago: the store is that old' \
    'backfill gaps --since 2022-03-01 --now 2022-03-02T01:00:00Z'
is_output 'gaps up to an hour ago: what lacks since' 'backfill gaps \
    --since 2022-03-01 --now 2022-03-02T04:00:00Z | grep -o "\"missing\":.*"' <<'END'
"missing":3,"cause":"unfetched"}
END
exits 3 'gaps by days back' \
    'backfill gaps --window-days 2 --now 2022-03-02T04:00:00Z'
exits 0 'gaps up to --until' 'backfill gaps --since 2022-03-01 \
    --until 2022-03-02 --now 2022-03-05'

# What is written is fetched, too.
exits 0 '--emit adds to --datasets' 'backfill $opts --db e.db --symbol GOOD \
    --datasets candles --interval 1h --emit candles'
[ "$(grep -c '"type":"candle"' got)" -gt 0 ]
result $? '--emit: writes them'
exits 3 '--emit of what is not there' 'backfill $opts --db e.db --symbol GOOD \
    --datasets candles --emit trades'
grep -q '"name":"trades"' err
result $? '--emit: fetches what it writes'

finish
