#!/bin/sh
# query: what is asked for, in the order of time, and what comes after it.
# The commands are for sh -c, which expands them.
# shellcheck disable=SC2016
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

synth --days 1 --types trade,candle,open_interest,funding \
    --symbol BTCUSDT,ETHUSDT >market || exit 1
store --db t.db market || exit 1
lines() { # PATTERN... - those of the market that have them all
	cp market left
	for pattern; do
		grep "$pattern" left >left.new
		mv left.new left
	done
	cat left
}
candle='^{"type":"candle"'
btc='"symbol":"BTCUSDT"'

same 'all of it, merged in the order in which it was made' 'cat market' \
    'query --db t.db'
lines "$candle" >want
same 'one type' 'cat want' 'query candle --db t.db'
same 'a final s' 'cat want' 'query candles --db t.db'
grep -E '^{"type":"(candle|funding)"' market >want
same 'several types' 'cat want' 'query candle,funding --db t.db'
lines "$candle" "$btc" >want
same 'one symbol' 'cat want' 'query candles --symbol BTCUSDT --db t.db'
lines "$candle" >want
same 'several symbols' 'cat want' \
    'query candles --symbol ETHUSDT,BTCUSDT --db t.db'
same 'the venue' 'cat want' 'query candles --venue synth --db t.db'
same 'the interval' 'cat want' 'query candles --interval 1m --db t.db'
is_output 'another venue: nothing, and that is no error' \
    'query --venue binance-um --db t.db' </dev/null
is_output 'a symbol that is not there: nothing' \
    'query candles --symbol NOSUCH --db t.db' </dev/null
says "query: warning: the store has nothing of 'NOSUCH'" 'but a word about it'
is_output 'another interval: nothing' 'query candles --interval 1h --db t.db' \
    </dev/null
lines "$candle" "$btc" >candles
sed -n 61,120p candles >want
same '--since is included, --until is not' 'cat want' \
    'query candles --symbol BTCUSDT --since 2026-01-01T01:00:59.999Z \
	--until 2026-01-01T02:00:59.999Z --db t.db'
head -7 market >want
same '--limit' 'cat want' 'query --limit 7 --db t.db'
tail -7 market | tac >want
same '--reverse --limit gives the newest' 'cat want' \
    'query --reverse --limit 7 --db t.db'
tac market >want
same '--reverse is the reverse' 'cat want' 'query --reverse --db t.db'

candle() { # INTERVAL LENGTH SYMBOL VENUE
	printf '{"type":"candle","time":%d,%s"symbol":"%s","interval":"%s",' \
	    $((86400000 - 1)) "$4" "$3" "$1"
	printf '"open_time":%d,"open":1,"high":1,"low":1,"close":1,' \
	    $((86400000 - $2))
	printf '"volume":1}\n'
}
{
	candle 1m 60000 A ''
	candle 1m 60000 A '"venue":"v",'
	candle 1m 60000 B ''
	candle 1h 3600000 A ''
	candle 1d 86400000 A ''
	echo '{"type":"mark","time":86399999,"symbol":"A","mark_price":1}'
} >ties
sort -r ties | store --db ties.db
same 'at one time: by type, finer interval, symbol, venue' 'cat ties' \
    'query --db ties.db'

# Errors.
exits 2 'an unknown type is a wrong request' 'query tardes --db t.db'
says "'tardes'.*trade print candle" 'and the types are listed'
exits 2 'a type that is not kept too' 'query indicator --db t.db'
exits 2 'and a second list' 'query trade candle --db t.db'
exits 2 '--interval 7m' 'query --interval 7m --db t.db'
exits 2 '--limit 0' 'query --limit 0 --db t.db'
exits 2 '--symbol with an empty name' 'query --symbol A,,B --db t.db'
exits 2 '--follow --reverse' 'query --follow --reverse --db t.db'
exits 2 '--since after --until' \
    'query --since 2026-01-02 --until 2026-01-01 --db t.db'
says 'since is after --until' '--since after --until: says so'
exits 0 'a range of nothing' \
    'query --since 2026-01-01 --until 2026-01-01 --db t.db'
exits 2 '--follow --until' 'query --follow --until now --db t.db'
exits 0 '--help' 'query --help'
prints 'open_interest' 'lists the types'
exits 1 'no store is an error' 'query --db none.db'
says "no store at 'none.db'; store(1)" 'that says what to do'
[ ! -e none.db ] && [ ! -e none.db.lock ]
result $? 'and makes none'
: >empty.db
exits 1 'nor is an empty file a store' 'query --db empty.db'
exits 1 'a full disk is a failure' 'query --db t.db >/dev/full'
exits 0 'a reader that leaves is none' 'query --db t.db | head -1'
cp t.db 'file:x?mode=memory'
same 'a path is a path, whatever it looks like' 'cat market' \
    "query --db 'file:x?mode=memory'"

# A reader does not write: neither rows nor the log.
cp t.db copy.db
query --db copy.db >got
cmp -s t.db copy.db
result $? 'reading leaves the file alone'

# Who may not write the directory needs the log that writers leave.
mkdir other
store --db other/t.db market
chmod 755 . other
chmod 555 other
if [ "$(id -u)" -eq 0 ]; then
	cp "$(command -v query)" "$tmp"
	as_other='setpriv --reuid=65534 --clear-groups ./query'
else
	as_other=query
fi
same 'a store in a directory of somebody else' 'cat market' \
    "$as_other --db other/t.db"
chmod 755 other
rm other/t.db-wal other/t.db-shm
chmod 555 other
exits 1 'but not without its log' "$as_other --db other/t.db"
says "its log 'other/t.db-wal' is not there" 'and says so'
chmod 755 other

# --follow
head -20 market >part1
tail -n +21 market >rest
sed -n 1,300p rest >part2
tail -n +301 rest >part3
store --db f.db part1
query --follow --db f.db >followed 2>err &
pid=$!
wait_for 'cmp -s followed part1'
result $? '--follow begins with what is there'
store --db f.db part2
wait_for '[ $(wc -l <followed) -eq 320 ]'
result $? 'and goes on with what is written'
store --db f.db part3
wait_for "[ \$(wc -l <followed) -eq $(wc -l <market) ]"
result $? 'again and again'
kill -TERM $pid
wait $pid
result $? 'SIGTERM ends it well'
sort followed >got1
sort market >got2
cmp -s got1 got2
result $? 'every record came once'
for s in BTCUSDT ETHUSDT; do
	for t in trade candle funding open_interest; do
		lines "\"type\":\"$t\"" "\"symbol\":\"$s\"" >want
		grep "\"type\":\"$t\"" followed | grep "\"symbol\":\"$s\"" >got
		cmp -s want got
		result $? "$t of $s came in order"
	done
done
exits 0 '--follow --limit ends by itself' 'query --follow --limit 5 --db f.db'
query --follow --db late.db >followed 2>err &
pid=$!
wait_for 'grep -q waiting err'
result $? '--follow waits for a store that is not there yet'
store --db late.db part1
wait_for 'cmp -s followed part1'
result $? 'and then reads it'
kill -INT $pid
wait $pid
result $? 'SIGINT ends it well'
mkfifo pipe
query --follow --db f.db >pipe &
pid=$!
head -1 <pipe >/dev/null
wait_for "! kill -0 $pid"
result $? '--follow ends when its reader is gone'
(
	trap '' PIPE
	exec query --follow --db late.db
) >pipe 2>err &
pid=$!
head -1 <pipe >/dev/null
wait_for "! kill -0 $pid"
result $? 'also where SIGPIPE is ignored, as services have it'
kill $pid 2>/dev/null
wait $pid
[ $? -eq 1 ] && grep -q 'cannot write output: Broken pipe' err
result $? 'and then says why'

# A reader that stands still.
synth --days 60 --types candle | store --db long.db
query --db long.db >pipe &
pid=$!
exec 3<pipe
dd bs=1 count=1 <&3 >got 2>/dev/null
echo '{"type":"mark","time":1800000000000,"symbol":"A","mark_price":1}' >new
store --db long.db new
# Prints 0|0|0 if the log could be cut, else 1|...
cut_log='flock long.db.lock sqlite3 long.db "PRAGMA wal_checkpoint(TRUNCATE)"'
sh -c "$cut_log" | grep -q '^1'
result $? 'a reader that stands still holds the log'
kill -ALRM $pid # as its timer does
wait_for "$cut_log | grep -qx '0|0|0'"
result $? 'until its time is over'
cat <&3 >>got
exec 3<&-
wait $pid
query --db long.db | cmp - got && tail -1 got | cmp - new
result $? 'then it goes on, with what has come since'
query --db long.db >pipe &
pid=$!
exec 3<pipe
wait_for "grep -q '^State:.S' /proc/$pid/status"
kill -TERM $pid
wait $pid
result $? 'SIGTERM ends it well even if its reader stands still'
exec 3<&-

finish
