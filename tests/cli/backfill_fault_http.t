#!/bin/sh
# backfill and answers that are none: once, and for ever.
# shellcheck disable=SC2016,SC2086,SC2317 # sh -c expands; options are words; each calls
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

exchange_start --now $now --rate 1
part='--source rest --datasets candles --since 2026-10-03T10:00:00Z'
files='--source archive --datasets candles --since 2026-10-01 --until
    2026-10-02'

# Each kind has a symbol of its own, X100USDT and so on, and all run at the same
# time: what strikes once, and what strikes for ever, the latter ten times as
# fast.
once='408 500 502 503 504 503_unknown 503_unavailable 503_internal
    503_throttled 202 200_html 200_truncated 200_error length_long
    length_short chunked_cut gzip_corrupt reset_before reset_after cut'
fine='long_header interim close_idle gzip_unasked'
file_once='503_slowdown 500 202 length_long chunked_cut cut reset_after'
# KIND:TRIES:WHAT IS SAID
ever='500:5:answered.500 202:5:answered.202 200_html:5:whole.JSON
    200_truncated:5:cut.short\|JSON length_long:5:closed cut:5:closed
    chunked_cut:5:closed gzip_corrupt:5:unencoding reset_before:10:reset
    200_error:3:exchange.says.-1000 302:1:answered.302
    404_html:1:answered.404'
[ "$(echo $ever | tr -cd : | wc -c)" -eq 24 ] || exit 1

each() { # FIRST FUNCTION WORD... - FUNCTION N WORD, N counts from FIRST
	i=$1 function=$2
	shift 2
	for word; do
		"$function" $i "$word"
		i=$((i + 1))
	done
}

plan_once() { plan_fault "*symbol=X$1USDT*startTime=1*" "$2" '"calls":1'; }
plan_file() { plan_fault "*/X$1USDT-1m-*.zip" "$2" '"calls":1'; }
plan_sum() { plan_fault "*/X$1USDT-1m-*.CHECKSUM" "$2" '"calls":1'; }
plan_ever() { plan_fault "*symbol=X$1USDT*startTime=1*" "${2%%:*}"; }
each 100 plan_once $once $fine
each 200 plan_ever $ever
each 300 plan_file $file_once
each 320 plan_sum $file_once
plan_fault '*klines*symbol=X250USDT*' 500
plan_fault '*/X250USDT-1m-2026-10-01.zip' corrupt_crc
plan_fault '*/X250USDT-1m-2026-10-02.zip' missing
spoil_all

start_ever() {
	TICKPIPE_RUN=$tmp/ever start "ever.$1" $part --db ever.db \
	    --symbol "X$1USDT"
}
start_once() {
	start "once.$1" $part --symbol "X$1USDT"
	rest_symbols=$rest_symbols,X$1USDT
}
start_file() {
	start "file.$1" $files --symbol "X$1USDT"
	file_symbols=$file_symbols,X$1USDT
}
rest_symbols='' file_symbols=''
can faketime && hurry='faketime -f +0x10'
each 200 start_ever $ever
TICKPIPE_RUN=$tmp/ever start stages --db ever.db --symbol X250USDT \
    --datasets candles,open_interest,funding --since 2026-10-01
hurry=
each 100 start_once $once $fine
each 300 start_file $file_once
each 320 start_file $file_once
finished

ended_once() { ended 0 "once.$1" "$2 once: it gets there"; }
ended_file() { ended 0 "file.$1" "a file, $2 once: it gets there"; }
ended_sum() { ended 0 "file.$1" "a checksum, $2 once: it gets there"; }
each 100 ended_once $once $fine
each 300 ended_file $file_once
each 320 ended_sum $file_once
control faults | tr '{' '\n' | grep '"calls": 1' | grep -c '"struck": 1' >struck
[ "$(cat struck)" -eq "$(echo $once $fine $file_once $file_once | wc -w)" ]
result $? 'each of these faults struck'

control log >asked
ended_ever() {
	kind=${2%%:*} tries=${2#*:}
	what=${tries#*:} tries=${tries%%:*}
	ended 1 "ever.$1" "$kind for ever: status 1"
	says "error: 'http.*$(echo "$what" | tr . ' ')" "$kind for ever: says it"
	prints '"cause":"unfetched"' "$kind for ever: a hole, and its cause"
	[ "$(grep -c "symbol=X$1USDT.*startTime=1" asked)" -le "$tries" ]
	result $? "$kind for ever: asked $tries times at most"
}
each 200 ended_ever $ever

ended 3 stages 'one data set that REST does not give: status 3'
prints '"name":"candles",[^}]*"fetched":1152,.*"cause":"corrupt".*"cause":"unfetched".*"cause":"unfetched"' \
    'what the archive has of it is stored, what a file lacks is a hole'
prints '"open_interest",[^}]*"fetched":[1-9][^}]*"missing":0.*"status":"done"},' \
    'the next stage ran'
prints '"funding",[^}]*"fetched":[^0][^}]*"status":"done"}\]' 'the last one too'

forget faults >told
fetch $part --db clean.db --symbol "${rest_symbols#,}" >got 2>err
fetch $files --db clean.db --symbol "${file_symbols#,}" >got 2>>err
same 'after what happens once the store is as after nothing' \
    'query candles --db clean.db' 'query candles'
TICKPIPE_RUN=$tmp/next fetch $part --db ever.db --symbol X200USDT,X209USDT \
    >got 2>err && grep -q '"inserted":120.*"inserted":120' got
result $? 'the run after what went on for ever gets the rest'
TICKPIPE_RUN=$tmp/next fetch --db ever.db --symbol X250USDT \
    --datasets candles --since 2026-10-01 >got 2>err &&
    grep -q '"inserted":2448,.*"missing":0,' got
result $? 'and what the file lacked'

finish
