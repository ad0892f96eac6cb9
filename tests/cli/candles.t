#!/bin/sh
# candles: trades to candles, candles to coarser ones, gaps.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

# trade TIME ID PRICE QTY [SIDE [SYMBOL]]
trade() {
	printf '{"type":"trade","time":%s,"venue":"v","symbol":"%s","id":%s,"price":%s,"qty":%s,"side":"%s"}\n' \
	    "$1" "${6:-A}" "$2" "$3" "$4" "${5:-buy}"
}

# bar OPEN_MINUTE MINUTES OPEN HIGH LOW CLOSE VOLUME [VENUE [SYMBOL]]
bar() {
	printf '{"type":"candle","time":%s,"venue":"%s","symbol":"%s","interval":"%sm","open_time":%s,"open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}\n' \
	    $((($1 + $2) * 60000 - 1)) "${8:-v}" "${9:-A}" "$2" \
	    $(($1 * 60000)) "$3" "$4" "$5" "$6" "$7"
}

# mark TIME [SYMBOL]
mark() {
	printf '{"type":"mark","time":%s,"venue":"v","symbol":"%s","mark_price":1}\n' \
	    "$1" "${2:-A}"
}

### From trades

{
	trade 1000 1 10 0.1
	trade 1000 2 12.5 0.2 sell
	trade 59999 3 9 3 buy
	trade 60000 4 11 1
} >trades
is_output 'a bar is written before the line that closes it' \
    'candles --interval 1m trades' <<END
$(head -n 3 trades)
{"type":"candle","time":59999,"venue":"v","symbol":"A","interval":"1m","open_time":0,"open":10,"high":12.5,"low":9,"close":9,"volume":3.3,"quote_volume":30.5,"trades":3,"taker_buy_volume":3.1,"taker_buy_quote_volume":28}
$(tail -n 1 trades)
END

is_output 'the bar at the end of input is not written' \
    'head -n 3 trades | candles --interval 1m -o' </dev/null

{
	cat trades
	mark 119999
	mark 120000 B
	echo '{"type":"feed","time":120000,"venue":"v","symbol":"A","stream":"s","state":"live"}'
	echo '{"type":"later","time":120000,"symbol":"A"}'
	mark 120000
} >mixed
candles --interval 1m mixed >out
is_output 'any record of the market of its symbol closes it, no other' \
    'tail -n 2 out' <<END
{"type":"candle","time":119999,"venue":"v","symbol":"A","interval":"1m","open_time":60000,"open":11,"high":11,"low":11,"close":11,"volume":1,"quote_volume":11,"trades":1,"taker_buy_volume":1,"taker_buy_quote_volume":11}
$(mark 120000)
END
same 'every input line passes byte for byte' 'cat mixed' \
    'candles --interval 1m mixed | grep -v \"candle\"'
same '--only leaves the input out' 'candles --interval 1m -o mixed' \
    'candles --interval 1m mixed | grep \"candle\"'

{
	printf ' {"symbol":"\\u0041","x":[1,{"y":null}],"price":10.00,"qty":1e-1,"side":"sell","id":7,"time":5,"type":"trade" }\r\n'
	echo '{"type":"trade","time":60000,"symbol":"A","id":8,"price":1,"qty":1,"side":"buy"}'
} >odd
is_output 'odd spelling passes as it is; a venue is not invented' \
    'candles --interval 1m odd' <<END
$(head -n 1 odd)
{"type":"candle","time":59999,"symbol":"A","interval":"1m","open_time":0,"open":10,"high":10,"low":10,"close":10,"volume":0.1,"quote_volume":1,"trades":1,"taker_buy_volume":0,"taker_buy_quote_volume":0}
$(tail -n 1 odd)
END

# What of a candle matters below: "15m 0 OPEN HIGH LOW CLOSE VOLUME"
short() {
	sed -n 's/.*"interval":"\([^"]*\)","open_time":\([0-9]*\),"open":\([^,]*\),"high":\([^,]*\),"low":\([^,]*\),"close":\([^,]*\),"volume":\([^,}]*\).*/\1 \2 \3 \4 \5 \6 \7/p'
}

# shorts TITLE COMMAND: as is_output, with that of its candles
shorts() {
	cat >want.short
	sh -c "$2" >out 2>err
	rc=$?
	short <out >got.short
	[ $rc -eq 0 ] || echo "# exit status $rc"
	diff -u want.short got.short | sed 's/^/# /'
	cmp -s want.short got.short && [ $rc -eq 0 ]
	result $? "$1"
}

{
	trade 0 1 0.00001234 12345678.12345678
	trade 1 2 98765.4321 0.000000001
	trade 2 3 1e-7 1E+9 sell
	trade 3 4 0.1 0.2 sell
	trade 4 5 123456.789012 100000000000.00000000
	trade 60000 6 1 1
} | sed 's/}$/,"first_id":10,"last_id":14}/' >exact
candles --interval 1m -o exact >out
is_output 'sums are exact and written in full' 'cut -d, -f11-14 out' <<'END'
"volume":101012345678.323456781,"quote_volume":12345678901200252.3657668088887652,"trades":25,"taker_buy_volume":100012345678.123456781
END

{
	trade 0 1 1 1e20
	trade 1 2 1 1e-12
	trade 2 3 1e20 1e20
	trade 3 4 1 1
	trade 60000 5 1 1
} >wide
exits 3 'a sum beyond 38 digits refuses the record that asks for it' \
    'candles --interval 1m wide'
says '^candles: warning: wide:3: .*38 digits' 'and names its line'
mv got out
is_output 'no other record is touched by that' 'cut -d, -f1,2,11 out' <<'END'
{"type":"trade","time":0
{"type":"trade","time":1
{"type":"trade","time":3
{"type":"candle","time":59999,"volume":100000000000000000001.000000000001
{"type":"trade","time":60000
END

{
	trade 0 1 1 1e-18
	for id in 2 3 4 5 6 7 8 9 10 11 12 13; do
		trade "$id" "$id" 1 9000000000000000001
	done
} >wide
exits 3 'also where many small steps lead there' \
    'candles --interval 1m wide'
says '^candles: warning: wide:13: .*38 digits' 'at the step that does'

{
	trade 0 1 10 1
	trade 30000 1 20 1 buy B
	trade 90000 2 21 1 buy B
	trade 200000 2 11 1
	trade 200001 3 22 1 buy B
} >two
shorts 'symbols close by their own records; a minute without trades has no bar' \
    'candles --interval 1m -o two' <<'END'
1m 0 20 20 20 20 1
1m 0 10 10 10 10 1
1m 60000 21 21 21 21 1
END

{
	trade 899999 1 10 1
	trade 3599999 2 11 2
	trade 3600000 3 12 4
} >hour
shorts 'several intervals at once, in the order of records' \
    'candles -o --interval 1h,15m hour' <<'END'
15m 0 10 10 10 10 1
15m 2700000 11 11 11 11 2
1h 0 10 11 10 11 3
END

# 2026-02-26 (a Thursday), 2026-03-02 (a Monday)
{
	trade 1772064000000 1 10 1
	trade 1772409600000 2 10 1
} >weeks
candles -o --interval 1w,1M weeks >out
is_output 'a week starts on Monday, a month on its first' \
    'cut -d, -f2,5,6 out' <<'END'
"time":1772323199999,"interval":"1M","open_time":1769904000000
"time":1772409599999,"interval":"1w","open_time":1771804800000
END

### Grace, late and repeated ones

{
	trade 50000 1 10 1
	trade 61000 2 11 1
	trade 59000 3 12 1
	trade 58000 4 13 1
	trade 65000 5 14 1
	trade 59500 6 15 1
} >late
exits 3 'late trades are not used' 'candles --interval 1m --max-disorder 1m late'
says "'A': the trade at 1970-01-01T00:00:59Z belongs to a bar that is closed" \
    'the first is named'
says '^candles: warning: late records: 3' 'and all are counted'
mv got out
is_output 'their lines pass' 'grep -c type...trade out' <<'END'
6
END
is_output 'their bar is as it was' 'grep -c "\"volume\":1,.*\"trades\":1," out' <<'END'
1
END
sh -c 'candles --interval 1m --grace 5s --max-disorder 1m late' >out 2>said
is_output '--grace waits for them, in the order of arrival' \
    'sed -n 5,6p out; grep -c . said' <<END
{"type":"candle","time":59999,"venue":"v","symbol":"A","interval":"1m","open_time":0,"open":10,"high":13,"low":10,"close":13,"volume":3,"quote_volume":35,"trades":3,"taker_buy_volume":3,"taker_buy_quote_volume":35}
$(trade 65000 5 14 1)
2
END

{
	trade 1000 5 10 1
	trade 2000 6 10 1
	trade 3000 5 99 1
	trade 3000 9 11 1
	trade 4000 7 12 1
	trade 5000 7 99 1
	trade 60000 10 10 1
} >twice
exits 3 'repeated ids are not used' 'candles --interval 1m twice'
says "'A': the trade at 1970-01-01T00:00:03Z repeats" 'the first is named'
says '^candles: warning: repeated records: 2' 'and all are counted'
mv got out
is_output 'an id that fills a hole is none of them' 'short_out() { grep -o "\"high\":[0-9]*\|\"volume\":[0-9]*" out; }; short_out' <<'END'
"high":12
"volume":4
END

# Of each 80 trades every second comes after the others: 40 holes at once.
synth --days 1 --types trade >all-trades
awk 'NR % 2 { print; next }
{ late[++n] = $0 }
n == 40 { for (i = 1; i <= n; i++) print late[i]; n = 0 }
END { for (i = 1; i <= n; i++) print late[i] }' all-trades >jumbled
sums='head -n 20 | sed "s/\"open\".*\"volume/\"volume/"'
same 'what comes late by many ids is used too' \
    "candles -o --interval 1h all-trades | $sums" \
    "candles -o --interval 1h --grace 1h --max-disorder 1h jumbled | $sums"
exits 0 'and is no repeat' \
    'candles -o --interval 1h --grace 1h --max-disorder 1h jumbled'

### From candles

{
	bar 0 5 10 11 9 10.5 1.10
	bar 5 5 10.5 14 10 12 2.205
	bar 10 5 12 13 8 9 4
} >fine
is_output 'a bar follows the finer one that completes it' \
    'candles --interval 15m fine' <<END
$(cat fine)
{"type":"candle","time":899999,"venue":"v","symbol":"A","interval":"15m","open_time":0,"open":10,"high":14,"low":8,"close":9,"volume":7.305}
END

full() { # QUOTE TRADES TAKER TAKER_QUOTE: one more minute with all members
	m=$((m + 1))
	bar $m 1 1 1 1 1 0.1 | sed "s/}\$/$1$2$3$4}/"
}
m=-1
{
	full ',"quote_volume":0.1' ',"trades":2' ',"taker_buy_volume":0.05' \
	    ',"taker_buy_quote_volume":0.02'
	full ',"quote_volume":0.2' ',"trades":3' ',"taker_buy_volume":0.05' ''
	full ',"quote_volume":0.30' ',"trades":4' ',"taker_buy_volume":0' \
	    ',"taker_buy_quote_volume":0'
} >members
candles --interval 3m -o members >out
is_output 'a member is summed if every finer candle has it' \
    'cut -d, -f11- out' <<'END'
"volume":0.3,"quote_volume":0.6,"trades":9,"taker_buy_volume":0.1}
END

{
	bar 0 5 10 11 9 10.5 1
	bar 5 5 10.5 14 10 12 2
	bar 15 5 12 13 8 9 4
	bar 25 5 9 9 9 9 4
} >missing
is_output 'a bar that lacks its last is closed by the next of its source' \
    'candles --interval 15m missing' <<END
$(head -n 2 missing)
{"type":"candle","time":899999,"venue":"v","symbol":"A","interval":"15m","open_time":0,"open":10,"high":14,"low":9,"close":12,"volume":3}
$(tail -n 2 missing)
{"type":"candle","time":1799999,"venue":"v","symbol":"A","interval":"15m","open_time":900000,"open":12,"high":13,"low":8,"close":9,"volume":8}
END

{
	head -n 2 fine
	mark 900005
	tail -n 1 fine
} >live
same 'other records do not close it: candles come later than they' \
    'candles -o --interval 15m live' 'candles -o --interval 15m fine'

{
	bar 0 1 7 7 7 7 0
	bar 1 1 10 11 9 10 1
	bar 2 1 7 12 7 7 0
	bar 3 1 8 8 8 8 0
	bar 4 1 8 8 8 8 0
	bar 5 1 8 8 8 8 0
} >idle
shorts 'where nothing traded, prices count only if nothing traded at all' \
    'candles --interval 3m -o idle' <<'END'
3m 0 10 11 9 10 1
3m 180000 8 8 8 8 0
END

sed 's/99,"venue"\(.*\)}$/00,"venue"\1,"closed":false}/' fine >open
{
	cat fine
	bar 15 5 1 1 1 1 1 | sed 's/}$/,"closed":false}/'
} >openlast
shorts 'open candles are never used' \
    'candles --interval 15m -o open openlast' <<'END'
15m 0 10 14 8 9 7.305
END

{
	bar 10 5 12 13 8 9 4 binance-um
	bar 15 15 12 13 8 9 4 binance-um
	bar 15 5 12 13 8 9 4 binance-um
	bar 20 5 12 14 8 9 4 binance-um
	bar 25 5 12 13 8 9 4 binance-um
} >start
shorts 'half a first bar is left out where the market never closes' \
    'candles -v --interval 15m,30m -o start' <<'END'
15m 900000 12 14 8 9 12
END
says 'first bars left out.*: 2' 'and counted'
shorts 'but is written where bars may be missing' \
    'candles --interval 15m -o start --calendar any' <<'END'
15m 0 12 13 8 9 4
15m 900000 12 14 8 9 12
END
shorts 'unless --whole asks to leave it out' \
    'candles --interval 15m -o start --calendar any --whole' <<'END'
15m 900000 12 14 8 9 12
END
shorts 'with --whole the first bar of trades is left out' \
    'candles -o --whole --interval 15m hour' <<'END'
15m 2700000 11 11 11 11 2
END

### What the source is

{
	trade 1000 1 10 1
	bar 0 1 20 20 20 20 1
	trade 60000 2 11 1
	bar 1 1 20 20 20 20 1
	bar 2 1 20 20 20 20 1
	trade 180000 3 11 1
} >both
shorts 'the first kind decides' 'candles -o --interval 3m both' <<'END'
3m 0 10 11 10 11 2
END
shorts '--from candle' 'candles -o --interval 3m --from candle both' <<'END'
3m 0 20 20 20 20 3
END
sed 's/"trade"/"print"/' both >prints
shorts '--from print' 'candles -o --interval 3m --from print prints' <<'END'
3m 0 10 11 10 11 2
END

{
	bar 0 1 1 1 1 1 1
	bar 1 1 1 1 1 1 1
	bar 2 1 1 1 1 1 1
	bar 0 3 5 5 5 5 5
	bar 3 3 5 5 5 5 5
	bar 6 3 5 5 5 5 5
	bar 9 3 5 5 5 5 5
	bar 12 3 5 5 5 5 5
	bar 0 15 6 6 6 6 6
} >mix
shorts '--from 3m' 'candles -o --interval 15m --from 3m mix' <<'END'
15m 0 5 5 5 5 25
END
is_output 'what the source cannot make but the input has is left alone' \
    'candles -o --interval 15m mix' </dev/null
exits 0 'and that is no fault' 'candles --interval 3m mix'
sh -c 'candles --interval 15m fine' >whole 2>err
exits 0 'what is in the input and is made too is no fault' \
    'candles --interval 15m whole'
says "'A': 15m candles are in the input and are made too" 'but told'
exits 0 'with --only' 'candles -o --interval 15m whole'
[ ! -s err ]
result $? 'it is not'
exits 3 'candles that cannot be made are missed' \
    'candles --interval 3m fine'
says "'A': no 3m candles" 'by name'
exits 3 'also beside others that can' 'candles --interval 3m,15m fine'
exits 3 'prints are used only when asked for' \
    'grep print prints | candles --interval 3m'

### Gaps

{
	bar 0 1 1 1 1 1 1 binance-spot
	bar 1 1 1 1 1 1 1 binance-spot
	bar 4 1 1 1 1 1 1 binance-spot
	bar 0 15 1 1 1 1 1 binance-spot
	bar 5 1 1 1 1 1 1 binance-spot B
	bar 7 1 1 1 1 1 1 binance-spot
	bar 45 15 1 1 1 1 1 binance-spot
} >holes
is_output 'a missing bar makes a gap, before the line that shows it' \
    'candles --gaps holes' <<END
$(head -n 2 holes)
{"type":"gap","time":239999,"venue":"binance-spot","symbol":"A","dataset":"candles","interval":"1m","from":120000,"to":239999,"missing":2,"cause":"unknown"}
$(sed -n 3,5p holes)
{"type":"gap","time":419999,"venue":"binance-spot","symbol":"A","dataset":"candles","interval":"1m","from":300000,"to":419999,"missing":2,"cause":"unknown"}
$(sed -n 6p holes)
{"type":"gap","time":2699999,"venue":"binance-spot","symbol":"A","dataset":"candles","interval":"15m","from":900000,"to":2699999,"missing":2,"cause":"unknown"}
$(sed -n 7p holes)
END
same 'announced gaps are not announced again' 'candles --gaps holes' \
    'candles --gaps holes | candles --gaps'
is_output 'no gap on a venue that may close' \
    'candles --gaps -o missing; candles --gaps -o holes --calendar any' \
    </dev/null
is_output 'unless --calendar says that it does not' \
    'candles --gaps -o missing --calendar 24x7 | grep -c missing' <<'END'
2
END

{
	trade 1000 5 1 1
	trade 2000 6 1 1
	trade 5000 10 1 1
	trade 5000 12 1 1
	trade 61000 20 1 1
} >ids
is_output 'a step in the ids makes a gap' 'candles --gaps --interval 1m ids' <<END
$(head -n 2 ids)
{"type":"gap","time":4999,"venue":"v","symbol":"A","dataset":"trades","from":2000,"to":4999,"from_id":7,"to_id":9,"missing":3,"cause":"sequence"}
$(sed -n 3,4p ids)
{"type":"gap","time":5000,"venue":"v","symbol":"A","dataset":"trades","from":5000,"to":5000,"from_id":11,"to_id":11,"missing":1,"cause":"sequence"}
{"type":"candle","time":59999,"venue":"v","symbol":"A","interval":"1m","open_time":0,"open":1,"high":1,"low":1,"close":1,"volume":4,"quote_volume":4,"trades":4,"taker_buy_volume":4,"taker_buy_quote_volume":4}
{"type":"gap","time":60999,"venue":"v","symbol":"A","dataset":"trades","from":5000,"to":60999,"from_id":13,"to_id":19,"missing":7,"cause":"sequence"}
$(tail -n 1 ids)
END

### Every filter

{
	cat ids late twice holes two
	sed -n 3,6p start
} >all
candles --interval 1m,3m,15m --gaps --grace 2s --max-disorder 1d all \
    >whole 2>err
i=0 bad=0
while [ $i -le "$(wc -l <all)" ]; do
	head -n $i all | candles --interval 1m,3m,15m --gaps --grace 2s \
	    --max-disorder 1d >part 2>/dev/null
	cmp -s -n "$(wc -c <part)" part whole || bad=1
	i=$((i + 1))
done
[ $bad -eq 0 ] && [ "$(grep -c '"candle"' whole)" -gt 15 ]
result $? 'the output of a shorter input is the beginning of the whole'

printf '%s' "$(cat trades)" >torn
same 'a last line without newline counts' 'candles --interval 1m -o torn' \
    'candles --interval 1m -o trades'
exits 3 'a bad line is left out' 'echo "{}" | cat trades - | candles --interval 1m'
exits 1 'strict stops' 'echo "{}" | candles --interval 1m --strict'
exits 1 'a full disk is a failure' 'candles --interval 1m trades >/dev/full'
exits 1 'a missing file is a failure' 'candles --interval 1m nowhere'
exits 2 'something must be asked for' 'candles trades'
exits 2 '3d is refused' 'candles --interval 3d trades'
says 'not documented' 'and why'
exits 2 'an unknown interval is refused' 'candles --interval 15m,7m trades'
exits 2 '--from must make the target' 'candles --interval 3m --from 2h trades'
exits 2 '--grace needs --interval' 'candles --gaps --grace 1s trades'
finish
