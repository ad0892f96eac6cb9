#!/bin/sh
# What every filter does alike: it is transparent, it does not look ahead,
# it says what it leaves out, and nothing but its input decides its bytes.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

synth --days 7 --types candle,open_interest,funding >market || exit 1
score market >scored || exit 1
locale=C.UTF-8
if command -v localedef >/dev/null &&
    localedef -i de_DE -f UTF-8 "$tmp/de_DE.UTF-8" 2>/dev/null; then
	locale=de_DE.UTF-8
	export LOCPATH="$tmp"
fi

# Records that sum up the whole input come after its last line and are no
# part of what a shorter input must have begun with.
body() { # FILE
	grep -v '^{"type":"report"' "$1"
}

# prefix TITLE COMMAND FILE - of the output for FILE is that for its first
# lines
prefix() {
	sh -c "$2 $3" 2>err | body - >whole
	lines=$(wc -l <"$3")
	for share in 1 7 19 31 50 64 83 99; do
		head -n $((lines * share / 100)) "$3" >part
		sh -c "$2 part" 2>err | body - >short
		head -c "$(wc -c <short)" whole | cmp -s - short ||
		    echo "# differs when cut at $share %"
	done >complaints
	cat complaints
	[ -s whole ] && [ -s short ] && [ ! -s complaints ]
	result $? "$1"
}

# flushes TITLE COMMAND FILE - what was written so far comes out while the
# input stays open
flushes() {
	rm -f pipe
	mkfifo pipe
	sh -c "exec $2 <pipe >got 2>err" &
	pid=$!
	exec 3>pipe
	head -n 20 "$3" >&3
	wait_for "[ \$(wc -l <got) -ge 20 ]"
	rc=$?
	exec 3>&-
	wait $pid
	result $rc "$1"
}

filter() { # NAME COMMAND FILE
	$2 "$3" >out 2>err
	result $? "$1 runs"

	diff "$3" out | grep '^<' >lost
	[ ! -s lost ]
	result $? "$1 passes every line on, in order, byte for byte"
	diff "$3" out | sed -n 's/^> //p' >own
	$2 -o "$3" >only 2>err
	[ -s only ] && cmp -s own only
	result $? "$1 -o writes its own records and nothing else"

	prefix "$1 does not look ahead" "$2" "$3"
	prefix "$1 -o does not look ahead" "$2 -o" "$3"
	flushes "$1 does not sit on its output" "$2" "$3"

	same "$1 says the same twice" "$2 $3" "$2 $3"
	same "$1: - is stdin" "$2 $3" "$2 - <$3"
	same "$1: no operand is stdin" "$2 $3" "$2 <$3"
	same "$1: another locale, the same bytes" \
	    "$2 $3" "LC_ALL=$locale $2 $3"
	same "$1: another time zone, the same bytes" \
	    "$2 $3" "TZ=Asia/Tokyo $2 $3"
	gzip -c "$3" >"$3.gz"
	same "$1: .gz is read directly" "$2 $3" "$2 $3.gz"
	grep '"type":"candle"' "$3" >a
	grep -v '"type":"candle"' "$3" >b
	same "$1: files are merged by time" "$2 $3" "$2 a b"

	exits 1 "$1: a full disk is a failure" "$2 $3 >/dev/full"
	exits 1 "$1: a closed stdout is a failure" "$2 $3 >&-"
	exits 1 "$1: a file that is not there is a failure" "$2 no-such-file"
	says "no-such-file" "$1 names the file that is not there"
	exits 1 "$1: a closed stdin is a failure" "$2 <&-"

	sh -c "($2 $3 2>err; echo \$? >rc) | head -n 1 >/dev/null"
	[ ! -s err ] && { [ "$(cat rc)" -eq 141 ] || [ "$(cat rc)" -eq 0 ]; }
	result $? "$1 ends quietly when its reader leaves"

	head -n 100 "$3" >good
	head -n 101 "$3" | head -c -10 >torn
	$2 good 2>/dev/null | body - >whole
	exits 0 "$1: a torn last line is no failure" "$2 torn"
	says 'torn:101: ' "$1 warns about the torn line"
	body got | cmp -s - whole
	result $? "$1 leaves the torn line out"
	head -n 101 "$3" >good
	head -c -1 good >whole-line
	same "$1: a whole last line counts without its newline" \
	    "$2 -o good" "$2 -o whole-line"

	{
		head -n 50 "$3"
		echo '{"type":"candle","symbol":'
		tail -n +51 "$3" | head -n 50
		echo 'null'
	} >bad
	head -n 100 "$3" >good
	$2 good 2>/dev/null | body - >whole
	exits 3 "$1: bad lines are skipped, and the status says so" "$2 bad"
	says "^$t: warning: bad:51: " "$1 names file and line"
	body got | cmp -s - whole
	result $? "$1 leaves the bad lines out"
	exits 1 "$1 --strict stops at the first bad line" "$2 --strict bad"
	says "^$t: error: .*bad:51: " "$1 --strict names file and line"
	echo '{"type":"unheard-of","time":1,"x":[1,{"y":null}]}' >odd
	cat good >>odd
	exits 0 "$1: a type it does not know is no error" "$2 odd"
	prints '^{"type":"unheard-of","time":1,"x":\[1,{"y":null}\]}$' \
	    "$1 passes it on"
}

t=candles
filter 'candles' 'candles --interval 1h' market
t=score
filter 'score' 'score' market
filter 'score --indicators' 'score --indicators sma:20,bb:20:2,cvd' market
t=backtest
filter 'backtest' 'backtest' scored
finish
