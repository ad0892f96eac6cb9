# Sourced by tests of backfill that ask the fake exchange.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2016 # of the files sourced before; sh -c expands

# begin NOW [OPTION]... - an exchange whose clock stands at NOW, with some
# MARKET; $fill is backfill there and then, of BTCUSDT if no other is named.
begin() {
	now=$1
	shift
	exchange_start --now "$now" ${market:+--market "$market"} "$@"
	point
}

point() {
	fill="backfill --archive-url $archive --rest-url $rest --now $now \
	    --symbol BTCUSDT"
	spot_fill="backfill --archive-url $archive --rest-url $spot \
	    --venue binance-spot --now $now --symbol BTCUSDT"
	export fill spot_fill now
}

# fresh - what was asked so far is no part of this minute
fresh() {
	forget limits >/dev/null
	rm -rf "$TICKPIPE_RUN"
}

# later TIME - the exchange's clock and ours
later() {
	now=$1
	control clock "{\"now\":$(date -d "$1" +%s)000}" >/dev/null
	fresh
	point
}

# spoil RULES - of faults.py; mend - none is left
spoil() {
	control faults "$1" >/dev/null
}

mend() {
	forget faults >/dev/null
}

# new_log - what was asked before is not counted
new_log() {
	forget log >/dev/null
}

# asked [QUERY] - how many requests the log has: control.py says of what
asked() {
	control "log${1:+?$1}" | wc -l
}

# stage NAME - what the last command's summary says of it, a line for each
stage() {
	sed 's/{"name"/\n&/g' got | grep "^{\"name\":\"$1\""
}

# stage_says PATTERN NAME TITLE - one that matches
stage_says() {
	stage "$2" | grep -q -e "$1"
	rc=$?
	[ $rc -eq 0 ] || stage "$2" | cut -c1-600 | sed 's/^/# /'
	result $rc "$3"
}

truth() {
	"$python" "$top/tests/cli/exchange_truth.py" "$@"
}

# holds DB DATASET SINCE UNTIL TITLE [MARKET] - exactly what the market has
holds() {
	iv=${2#*:}
	[ "$iv" = "$2" ] && iv=
	case $2 in open_interest*) iv= ;; esac
	query "${2%:*}" --db "$1" --since "$3" --until "$4" \
	    --symbol "${6:-BTCUSDT}" ${iv:+--interval "$iv"} 2>err |
	    truth "$2" "$3" "$4" "${7:-}${6:-BTCUSDT}" ${market:+"$market"} \
		>told 2>&1
	grep -q '^[1-9][0-9]* rows$' told
	rc=$?
	[ $rc -eq 0 ] || sed 's/^/# /' told
	result $rc "$5"
}

# THE SAME END, WHATEVER CAME BEFORE: of $all data sets from $since on

# part DB OPTION... - a run that is not judged
part() {
	db=$1
	shift
	# shellcheck disable=SC2086 # options are words
	$fill --db "$db" $all "$@" >part.got 2>part.err
}

# clean - what a full fetch into a new store gives, now
clean() {
	rm -f clean.db*
	part clean.db --since "$since"
	query --db clean.db >clean.jsonl 2>err
}

# unlabelled FILE - without what the source called the time of open interest
unlabelled() {
	sed 's/,"label":[0-9]*}$/}/' "$1"
}

# is_clean TITLE DB [FILTER] - it has what the clean store has
is_clean() {
	query --db "$2" >"$2.jsonl" 2>err
	${3:-cat} "$2.jsonl" >is
	${3:-cat} clean.jsonl >be
	cmp is be >/dev/null 2>&1
	rc=$?
	[ $rc -eq 0 ] || diff is be | head -4 | cut -c1-300 | sed 's/^/# /'
	[ $rc -eq 0 ] && [ -s be ]
	result $? "$1: like a clean full fetch"
	backfill verify --db "$2" >told 2>err
	result $? "$1: and its coverage is proved"
}

# ends_clean TITLE DB [FILTER] - a last run of all, and then it is
ends_clean() {
	db=$2
	export db
	exits 0 "$1" '$fill --db $db $all --since $since'
	prints '"status":"done","stages"' "$1: done"
	is_clean "$@"
}
