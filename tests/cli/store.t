#!/bin/sh
# store: keeps what it is given, once, whatever happens to it.
# The commands are for sh -c, which expands them.
# shellcheck disable=SC2016
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

q() { # DB - its rows
	query --db "$1"
}

synth --days 2 --types candle,open_interest,funding >market || exit 1

exits 0 'stores a market' 'store -v --db t.db market'
says "^store: $(wc -l <market) new, 0 updated, 0 unchanged" \
    'says under -v what it did'
[ ! -s got ]
result $? 'prints nothing: it is a sink'
same 'what is stored is what is printed' 'cat market' 'query --db t.db'
exits 0 'stores it again' 'store -v --db t.db market'
says "^store: 0 new, 0 updated, $(wc -l <market) unchanged" \
    'the second time changes nothing'
same 'and the store is the same' 'cat market' 'query --db t.db'
exits 0 'reads the standard input' 'store --db new/dir/in.db <market'
same 'and makes the directory of its store' 'cat market' \
    'query --db new/dir/in.db'
exits 0 'without --db uses $TICKPIPE_DB' 'TICKPIPE_DB=env.db store market'
same 'and so does query' 'cat market' 'TICKPIPE_DB=env.db query'
exits 0 'else the data directory' \
    'unset TICKPIPE_DB; XDG_DATA_HOME=$PWD/x store market'
[ -s x/tickpipe/tickpipe.db ]
result $? 'which is made'
is_output 'integers, numbers and words are columns of those kinds' \
    'sqlite3 -init /dev/null t.db "SELECT typeof(open_time), typeof(open),
	typeof(trades) FROM candle LIMIT 1; PRAGMA integrity_check;
	SELECT page_size FROM pragma_page_size; PRAGMA journal_mode"' <<'END'
integer|real|integer
ok
16384
wal
END

# Every kept type, as few and as many members as there may be.
cat >all <<'END'
{"type":"trade","time":1,"venue":"v","symbol":"A","id":9223372036854775806,"price":0.30000000000000004,"qty":1e-7,"side":"sell","first_id":-1,"last_id":9223372036854775807}
{"type":"print","time":1,"symbol":"A","id":1,"price":1.7976931348623157e+308,"qty":5e-324,"side":"buy"}
{"type":"mark","time":1,"symbol":"A","mark_price":1,"index_price":2,"rate":-0.0001,"next_funding_time":3}
{"type":"book","time":1,"symbol":"A"}
{"type":"book","time":1,"symbol":"A","update_id":7,"bid":1,"bid_qty":0,"ask":2,"ask_qty":3,"mid":1.5,"wap":1.6,"imbalance":-0.5,"levels":10}
{"type":"liquidation","time":1,"symbol":"A","side":"sell","price":1.5,"qty":2}
{"type":"signal","time":1,"symbol":"A","id":5,"action":"close","direction":"short"}
{"type":"signal","time":1,"symbol":"A","id":"a\"b\\\u0001é","direction":"long","price":1,"setup":"x","setup_score":0.5,"confidence":"low","score":6.5,"tier":"high","components":{"trend":1},"entry_low":1,"entry_high":2,"stop":0.5,"target":3,"audit":{"profile":"p","inputs":[1,2.50,null,"\n"]}}
{"type":"fill","time":1,"symbol":"A","order":1,"position":2,"signal":"s","side":"buy","price":1,"qty":1,"fee":-0.1,"liquidity":"maker","reason":"r","at":1}
{"type":"position","time":1,"symbol":"A","id":1,"signal":7,"state":"open","direction":"long","opened":1}
{"type":"position","time":1,"symbol":"A","id":1,"state":"closed","direction":"long","closed":1,"return":-0.25,"bars":0}
{"type":"equity","time":1,"equity":100.5,"cash":0,"open_positions":0}
{"type":"report","time":1,"params":{"a":1},"input":{},"windows":[{"n":1}],"summary":{},"stats":{}}
{"type":"feed","time":1,"stream":"trade","state":"stale","messages":1,"latency_ms":{"p50":1.5},"last_event":0}
{"type":"metric","time":1,"name":"n","value":0}
{"type":"metric","time":1,"name":"n","value":1,"labels":{"b":"1","a":"2"}}
{"type":"alert","time":1,"id":"e","rule":"r","kind":"k","severity":"s","state":"firing","title":"","message":"m\n","value":1,"threshold":2,"labels":{}}
{"type":"alert","time":1,"id":"e","state":"resolved"}
{"type":"gap","time":2,"dataset":"candles","interval":"1m","from":0,"to":2,"from_id":1,"to_id":2,"missing":1,"cause":"not_listed"}
{"type":"open_interest","time":3,"symbol":"A","period":"5m","open_interest":1,"open_interest_value":2,"label":3}
{"type":"premium","time":59999,"symbol":"A","interval":"1m","open_time":0,"open":-0.0001,"high":0,"low":-0.0002,"close":0}
{"type":"funding","time":60001,"symbol":"A","rate":0,"mark_price":1,"interval_hours":8}
{"type":"candle","time":2678399999,"symbol":"A","interval":"1M","open_time":0,"open":1,"high":1,"low":1,"close":1,"volume":0,"quote_volume":0,"trades":0,"taker_buy_volume":0,"taker_buy_quote_volume":0}
END
exits 0 'stores every kept type' 'store --db all.db all'
same 'and gives the same bytes back' 'cat all' 'query --db all.db'
exits 0 'derived types are passed over' \
    "{ cat all; echo '{\"type\":\"indicator\",\"time\":1,\"symbol\":\"A\",\"values\":{}}'; } |
	store -v --db all.db"
says ' 1 of types that are not kept' 'and counted'

# Names of ill will.
cat >names <<'END'
{"type":"mark","time":1,"venue":"../../etc","symbol":"A'; DROP TABLE mark; --","mark_price":1}
{"type":"mark","time":1,"symbol":"A\nB\u0000C","mark_price":1}
{"type":"mark","time":1,"symbol":"\"%s%n\"","mark_price":1}
{"type":"mark","time":1,"symbol":"\u202e\ud83d\ude00","mark_price":1}
END
exits 3 'a name with a NUL is left out' 'store --db names.db names'
says "names:2: 'symbol' holds a NUL" 'and named'
is_output 'other odd names are only names' 'query --db names.db' <<'END'
{"type":"mark","time":1,"symbol":"\"%s%n\"","mark_price":1}
{"type":"mark","time":1,"venue":"../../etc","symbol":"A'; DROP TABLE mark; --","mark_price":1}
{"type":"mark","time":1,"symbol":"‮😀","mark_price":1}
END

# Bad input.
head -3 market >bad
echo '{"type":"candle","time":1}' >>bad
exits 3 'a bad line is left out' 'store --db bad.db bad'
same 'the others are stored' 'head -3 bad' 'query --db bad.db'
exits 1 '--strict fails at it' 'store --strict --db strict.db bad'
same 'what came before is stored' 'head -3 bad' 'query --db strict.db'
{ head -2 market && printf '{"type":"cand'; } >torn
exits 0 'a torn last line is left out' 'store --db torn.db torn'
says 'torn:3' 'with a warning'

# Wrong requests and broken stores.
echo 'Dear diary' >diary
cp diary diary.orig
exits 2 'a file that is no database is refused' 'store --db diary market'
says "'diary' is not a store" 'and named'
cmp -s diary diary.orig && [ ! -e diary.lock ]
result $? 'and left alone'
exits 2 'query refuses it too' 'query --db diary'
exits 2 'PostgreSQL is not built yet' 'store --db postgresql://h/d market'
exits 2 'prune is not built yet' 'store prune'
sqlite3 other.db 'CREATE TABLE mark(x)'
exits 2 "another program's database is refused" 'store --db other.db market'
store --db newer.db market && sqlite3 newer.db 'PRAGMA user_version=7'
exits 2 'a newer store is refused' 'store --db newer.db market'
says 'schema version 7' 'with both versions'
exits 2 'by query as well' 'query --db newer.db'
store --db broken.db market
printf '%20000s' '' | dd of=broken.db bs=1 seek=30000 conv=notrunc 2>dd.err
exits 1 'a damaged store is an error' 'query --db broken.db'
says "'broken.db'" 'that names it'
exits 1 'a directory that cannot be made is an error' \
    'store --db market/x.db market'

# A full disk: the size of files is limited. Nothing of the batch that did
# not fit is there, everything before it is.
synth --days 30 --types candle >long
exits 1 'a full disk is a failure' 'ulimit -f 1500; store --db full.db long'
says "'full.db'" 'that names the store'
is_output 'the store is intact' \
    'sqlite3 full.db "PRAGMA integrity_check"' <<'END'
ok
END
q full.db >got
cmp -s -n "$(wc -c <got)" got long && [ $(($(wc -l <got) % 10000)) -eq 0 ]
result $? 'and ends with a whole batch'
exits 0 'with room again it goes on' 'store --db full.db long'
same 'and is complete' 'cat long' 'query --db full.db'

# Killed anywhere, it is the same in the end.
good=0
for pause in 0.01 0.02 0.04; do
	rm -f kill.db*
	store --db kill.db long &
	sleep $pause
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	if [ -s kill.db ]; then
		sqlite3 kill.db 'PRAGMA integrity_check' | grep -qx ok || good=1
	fi
	store --db kill.db long || good=1
	q kill.db | cmp -s - long || good=1
done
result $good 'killed anywhere and run again it is the same store'

# Two at once.
synth --days 30 --types candle --symbol ETHUSDT >eth
store --db two.db long 2>err1 &
one=$!
store --db two.db eth 2>err
two=$?
wait $one && [ $two -eq 0 ]
result $? 'two at once both succeed'
same 'and store everything' 'query --symbol BTCUSDT --db two.db' 'cat long'
same 'of both' 'query --symbol ETHUSDT --db two.db' 'cat eth'
is_output 'without damage; counters agree with the tables' \
    'sqlite3 two.db "PRAGMA integrity_check; SELECT sum(rows) =
	(SELECT count(*) FROM candle) FROM counter"' <<'END'
ok
1
END

# A live pipe: visible while it is quiet, and ended by a signal.
mkfifo live
store -v --db live.db <live 2>err &
pid=$!
exec 3>live
head -1 market >&3
wait_for '[ "$(query --db live.db | wc -l)" -eq 1 ]'
result $? 'what came is visible while the input is quiet'
sed -n 2,3p market >&3
wait_for '[ "$(query --db live.db | wc -l)" -eq 3 ]'
result $? 'and what comes later'
kill -TERM $pid
wait $pid
result $? 'SIGTERM ends it well'
says '3 new' 'with all that it read'
[ ! -e live.db-wal ] || [ ! -s live.db-wal ]
result $? 'and the store closed'
exec 3>&-

# What keeps an SQLite before 3.51.3 from damaging the file.
store --db held.db <live 2>err &
pid=$!
exec 3>live
head -1 market >&3
wait_for '[ "$(query --db held.db | wc -l)" -eq 1 ]'
exec 4>>held.db.lock
flock 4
exec 3>&-
wait_for "grep -q -- '-> FLOCK .* $pid ' /proc/locks"
result $? 'closing, which moves the log into the file, waits for the lock'
exec 4>&-
wait $pid
result $? 'and then ends well'
ln -s held.db link.db
exits 0 'a link to a store is a store' 'store --db link.db market'
same 'with the same lock' 'ls link.db* held.db.lock' \
    'echo held.db.lock; echo link.db'
store --db left.db <live 2>err &
pid=$!
exec 3>live
head -1 market >&3
wait_for '[ "$(query --db left.db | wc -l)" -eq 1 ]'
kill -9 $pid
wait $pid 2>/dev/null
exec 3>&-
same 'a reader leaves file and log as a killed writer left them' \
    'cksum left.db left.db-wal' \
    'query --db left.db >/dev/null && [ -s left.db-wal ] &&
	cksum left.db left.db-wal'

# A sum of more digits than a double holds keeps them, and a copy that says
# less of the same double does not take them away.
sum() { # VOLUME
	printf '{"type":"candle","time":119999,"symbol":"B","interval":"1m","open_time":60000,"open":1,"high":1,"low":1,"close":1,"volume":%s}\n' "$1"
}
sum 79324687.17241847 >exact
sum 79324687.17241848 >double
same 'a sum keeps its digits' \
    'store --db sums.db exact && query --db sums.db' 'cat exact'
same 'a copy that prints as its double changes nothing' \
    'store --db sums.db double && query --db sums.db' 'cat exact'
sum 1 | sed 's/60000/0/; s/119999/59999/' >older
same 'whatever comes with it' \
    'cat double older | store --db sums.db --max-disorder 1h && query --db sums.db' \
    'cat older exact'
sum 79324687.17241848 | sed 's/"close":1/"close":2/; s/"high":1/"high":2/' >moved
same 'nor if another member changes' \
    'store --db sums.db moved && query --db sums.db | tail -1' \
    'sed "s/8}/7}/" moved'
same 'a copy with more digits does' \
    'store --db sums2.db double exact 2>/dev/null; store --db sums2.db exact && query --db sums2.db' \
    'cat exact'
finish
