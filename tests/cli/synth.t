#!/bin/sh
# synth: the same bytes for the same seed, whole and believable.
# The $ are for awk and for commands run later; files are rewritten.
# shellcheck disable=SC2016,SC2094
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

all=candles,trades,funding,open_interest

# digest TITLE SUM COMMAND - these bytes and no others, on any machine
digest() {
	sh -c "$3" >got 2>err
	sum=$(sha256sum <got)
	[ "${sum%% *}" = "$2" ] || echo "# sha256 ${sum%% *}"
	[ "${sum%% *}" = "$2" ]
	result $? "$1"
}

# holds TITLE FILE AWK - the program finds nothing to print, in some input
holds() {
	[ -s "$2" ] && tr -d '{}"' <"$2" | awk -F'[:,]' '
	    { for (i = 1; i < NF; i += 2) m[$i] = $(i + 1) } '"$3" >err
	[ ! -s err ]
	result $? "$1"
}

digest 'seed 1 is this market' \
    daa66a1724955febbd5e8945895d57f6ea6c710d8b3f9f8376e3b47d53f273a6 'synth --days 3'
digest 'and these are its trades' \
    f19c8c68f7ee154d4b12236735a0d9df898e8eaf592ad0f954e49db27c7f81e0 'synth --days 1 --types trades'
digest 'these are the shares' \
    035d039cc6d1eafefe9add34cab51ba16b8799b5ccf64f541acfac97d958183c 'synth --days 1 --preset equities'
digest 'and this is what symbols without a listing look like' \
    a1e962fc0565b0c1240e64bb3ee18790e0911ca1b33a9ba9a645c72d93b81a55 \
    "synth --days 1 --symbol A,B,C,D,E,F --types $all --seed 2"

same 'the defaults are written out in the manual' 'synth' \
    'synth --symbol BTCUSDT --venue synth --interval 1m --days 30 \
    --types candles,open_interest,funding --start 2026-01-01 --seed 1'
same 'no locale and no time zone changes a byte' 'synth --days 1' \
    'LC_ALL=de_DE.UTF-8 TZ=America/New_York synth --days 1'
synth --days 1 >one
synth --days 1 --seed 2 >two
! cmp -s one two
result $? 'another seed is another market'

for args in '' '--types trades' "--symbol A,B,C --types $all" \
    '--preset equities --types trade,candle' '--interval 4h' \
    '--start 2026-01-01T10:11:12.345Z'; do
	# shellcheck disable=SC2086
	synth --days 1 $args >short && synth --days 2 $args >long
	head -c "$(wc -c <short)" long | cmp -s short - &&
	    [ "$(wc -l <long)" -gt "$(wc -l <short)" ]
	result $? "a longer run begins with a shorter one: ${args:-candles}"
done

synth --days 1 --types $all --symbol ADAUSDT,BTCUSDT >every
for type in trade candle open_interest funding; do
	same "other types change no $type" \
	    "grep '\"type\":\"$type\"' every" \
	    "synth --days 1 --types $type --symbol BTCUSDT,ADAUSDT"
done
for symbol in ADAUSDT BTCUSDT; do
	same "another symbol does not change $symbol" \
	    "grep '\"symbol\":\"$symbol\"' every" \
	    "synth --days 1 --types $all --symbol $symbol"
done
same 'the venue is a name, no more' 'grep BTC every | sed s/synth/other/' \
    "synth --days 1 --types $all --venue other"

holds 'records are in order of time, type and symbol' every '
    BEGIN { rank["trade"] = 1; rank["candle"] = 2; rank["open_interest"] = 3
	rank["funding"] = 4 }
    { key = sprintf("%s %d %s", m["time"], rank[m["type"]], m["symbol"]) }
    key < last { print } { last = key }'

synth --days 1 --types trades >trades
holds 'trades: ids without a hole, times in order, two sides' trades '
    m["id"] != NR || m["first_id"] != last + 1 || m["last_id"] <= last ||
    m["time"] < time || m["price"] <= 0 || m["qty"] <= 0 { print NR, $0 }
    { last = m["last_id"]; together += m["time"] == time; time = m["time"]
	side[m["side"]]++ }
    END { if (together < NR / 10 || side["buy"] < NR / 3 ||
	side["sell"] < NR / 3) print "bursts", together, "of", NR }'

synth --days 1 --types candles >candles
holds 'candles: one a minute, high and low around open and close' candles '
    m["time"] != m["open_time"] + 59999 || m["low"] > m["open"] ||
    m["open_time"] != 1767225600000 + (NR - 1) * 60000 ||
    m["low"] > m["close"] || m["high"] < m["open"] ||
    m["high"] < m["close"] || m["volume"] <= 0 || m["trades"] < 1 ||
    m["taker_buy_volume"] > m["volume"] ||
    m["quote_volume"] < .9999 * m["low"] * m["volume"] ||
    m["quote_volume"] > 1.0001 * m["high"] * m["volume"] { print NR, $0 }
    END { if (NR != 1440) print NR }'

synth --days 3 --types open_interest,funding >rest
holds 'open interest every 5 minutes, funding every 8 hours' rest '
    { n[m["type"]]++ }
    m["type"] == "open_interest" && (m["time"] % 300000 != 0 ||
	m["label"] != m["time"] || m["period"] != "5m" ||
	m["open_interest"] <= 0 || m["open_interest_value"] <= 0) { print }
    m["type"] == "funding" && (m["time"] % 28800000 != 0 ||
	m["rate"] < -.003 || m["rate"] > .003 || m["mark_price"] <= 0 ||
	m["interval_hours"] != 8) { print }
    END { if (n["open_interest"] != 3 * 288 || n["funding"] != 9) print NR }'

# Bars that lie wholly in so many days from Thursday, 2026-01-01.
while read -r interval days bars ms; do
	synth --days "$days" --types candles --interval "$interval" >bars
	holds "$interval: $bars bars in $days days" bars '
	    END { if (NR != '"$bars"') print NR, "bars" }
	    m["interval"] != "'"$interval"'" ||
	    m["time"] - m["open_time"] != '"$ms"' - 1 { print }'
done <<-END
	1m 2 2880 60000
	3m 2 960 180000
	5m 2 576 300000
	15m 2 192 900000
	30m 2 96 1800000
	1h 2 48 3600000
	2h 2 24 7200000
	4h 40 240 14400000
	6h 40 160 21600000
	8h 40 120 28800000
	12h 40 80 43200000
	1d 40 40 86400000
	1w 40 5 604800000
	1M 40 1 2678400000
END
is_output 'a start between the minutes gives whole bars only' \
    'synth --days 1 --types candles --start 2026-01-01T10:11:12.345Z |
    sed -n "s/.*\"open_time\":\([0-9]*\).*/\1/; 1p; \$p"' <<-END
	1767262320000
	1767348600000
END

for interval in 1m 15m 1h; do
	synth --days 1 --types candles --interval $interval >want
	# The last bar stays open: no later trade closes it.
	candles --interval $interval -o trades >got 2>err
	sed '$d' want | cmp - got
	result $? "candles makes the same $interval bars of the trades"
done

synth --preset equities --days 1 >shares
holds 'equities: each share every 3 s at its own moment, in its sizes' shares '
    NR > 20000 { exit }
    { phase = m["time"] % 3000; n[m["symbol"]]++ }
    m["type"] != "trade" || m["id"] != n[m["symbol"]] ||
    (m["symbol"] in at) && phase != at[m["symbol"]] ||
    (phase in who) && who[phase] != m["symbol"] ||
    m["qty"] < 1000 || m["qty"] > 100000 ||
    m["price"] < 50 || m["price"] > 1000 { print NR, $0 }
    { at[m["symbol"]] = phase; who[phase] = m["symbol"] }
    END { if (n["AAPL"] != 4000 || n["GOOGL"] != 4000 ||
	n["MSFT"] != 4000 || n["TSLA"] != 4000 || n["AMZN"] != 4000)
	    print NR }'
same 'equities: 28800 trades of each a day' 'wc -l <shares' 'echo 144000'
same 'equities have candles too' \
    'synth --preset equities --days 1 --types candles | wc -l' 'echo 7200'

same 'at a rate come the same records' 'synth --days 1 --types '$all \
    "synth --rate 1e6 --days 1 --start 2026-01-01 --types $all"

# 100 symbols, so that there is something to write in any second.
before=$(date +%s%3N)
synth --rate 1 --symbol "$(seq -s, 100)" --types $all >live 2>err &
pid=$!
wait_for '[ "$(wc -l <live)" -gt 3 ]'
kill -TERM $pid
wait $pid
result $? 'SIGTERM ends real time with success'
after=$(date +%s%3N)
[ "$(tail -c 1 live)" = '' ] && [ ! -s err ]
result $? 'after a whole line'
holds 'real time begins with the open bar, and is not ahead of the clock' \
    live '
    m["time"] < '"$before"' - '"$before"' % 60000 || m["time"] > '"$after"' {
	print '"$after"', $0 }'

mkfifo fifo
for signal in INT TERM; do
	env --default-signal=INT synth --days 1000000 --types trades >fifo &
	pid=$!
	exec 3<fifo
	read -r line <&3 && [ -n "$line" ]
	kill -$signal $pid
	tail -c 1 <&3 >end
	exec 3<&-
	wait $pid && [ "$(cat end)" = '' ]
	result $? "SIG$signal ends full speed after a whole line"
done

{
	synth --days 100000 --types trades 2>err
	echo $? >rc
} | head -1 >/dev/null
[ ! -s err ] && [ "$(cat rc)" = 141 ]
result $? 'a reader that leaves ends it quietly'
exits 1 'a full disk is a failure' 'synth --days 1 >/dev/full'
says 'synth: error: cannot write output: No space left' 'and it says so'

# The request is wrong; the message names what and why.
while IFS='|' read -r args message; do
	exits 2 "refused: $args" "synth $args"
	says "^synth: error: .*$message" "because: $message"
	[ ! -s got ]
	result $? "and nothing is written: $args"
done <<-'END'
	--types mark|'mark' is not built
	--types candles,book|'book' is not built
	--types trades,quotes|'quotes' is no type
	--types ''|is no type
	--interval 3d|'3d' is not built
	--interval 7m|'7m' for --interval
	--interval 1s|'1s' for --interval
	--preset equities --symbol AAPL|exclude each other
	--preset equities --types funding|trades and candles only
	--preset shares|unknown preset 'shares'
	--symbol A,,B|bad name '' in --symbol
	--symbol A,B,A|'A' is given twice
	--symbol 'A B'|bad name 'A B'
	--symbol '"'|bad name
	--venue ''|bad name '' in --venue
	--days 0|days
	--days 9999999|beyond the year 9999
	--days x|'x'
	--seed -1|seed
	--rate 0|rate
	--rate nan|rate
	--start tomorrow|'tomorrow'
	trades.jsonl|unexpected operand 'trades.jsonl'
END
finish
