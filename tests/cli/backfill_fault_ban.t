#!/bin/sh
# backfill and an exchange that bans: no process of the machine asks it.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

part='--source rest --datasets candles --since 2026-10-03T10:00:00Z'
export part
exchange_start --now $now --speed 20
# As it is in the world, the archive is another host.
archive=$(echo "$archive" | sed 's/127.0.0.1/localhost/')

# A BAN THAT IS WAITED FOR

# Two begin together; the third when the ban was written down.
three='go $part --symbol X001USDT >1.got 2>1.err & one=$!
    go $part --symbol X002USDT >2.got 2>2.err & two=$!
    for i in 1 2 3 4 5 6 7 8 9 10; do
	grep -qs "^ban [1-9]" run/budget* && break
	sleep 0.3
    done
    go $part --symbol X003USDT >3.got 2>3.err && wait $one && wait $two'

# banned TITLE MEMBER - 418 for eight seconds, told by that
banned() {
	anew
	spoil '*klines*startTime=1*' 418 '"calls":2' '"ms":8000' "$2"
	cat told >err
	together "$three"
	result $? "$1: all three get there in the end"
	control log >asked
	jq -s '(map(select(.fault == "418"))[0].time) as $ban |
	    length > 5 and (map(select(.time > $ban + 2000 and
		.time < $ban + 8000)) == [])' asked | grep -qx true
	result $? "$1: meanwhile nobody asks"
	none ban_late "$1: and the exchange saw none"
	rm -f default.db*
}

if can faketime; then
	banned '418 with Retry-After' '"retry_after":8'
	banned '418 that says until when' '"retry_after":null'
else
	skip 'a ban that is waited for' 'no faketime'
fi

# A BAN THAT IS TOO LONG TO WAIT FOR

anew
control clock '{"speed":0}' >told
spoil '*klines*' 418 '"calls":2' '"ms":900000' '"retry_after":900'
both='--datasets candles,open_interest --since 2026-10-02 --until
    2026-10-03T04:00:00Z'
fetch $both --symbol X001USDT >got 2>err
[ $? -eq 3 ]
result $? 'a long ban: what needs the exchange is missing'
says 'error: .*klines.*has banned this machine until 2026-10-03T1' \
    'a long ban: until when'
prints '"name":"candles",[^}]*"fetched":1440,.*"cause":"unfetched"' \
    'a long ban: the archive is asked all the same'
prints '"name":"open_interest",[^}]*"fetched":289,' \
    'a long ban: and by the next stage'
asked=$(asked surface=rest)
fetch $both --symbol X002USDT --source rest >got 2>err
rc=$?
[ $rc -eq 1 ] && [ "$(asked surface=rest)" -eq "$asked" ] && [ "$asked" -eq 2 ]
result $? 'a long ban: another run asks nothing'
says 'has banned this machine until' 'a long ban: and says why'
none ban 'a long ban: and the exchange saw none'

# WHO LETS NOBODY IN

# shut KIND CODE - it is asked once
shut() {
	anew
	spoil '*klines*startTime=1*' "$1"
	fetch $both --symbol X004USDT --db "$1.db" >got 2>err
	[ $? -eq 3 ] && [ "$(asked surface=rest "status=$2")" -eq 1 ] &&
	    [ "$(entries -s 'last(.[] | select(.surface == "rest")).status')" \
		= "$2" ]
	result $? "$1: it is the last that is asked"
	says "error: .*klines.*answered $2" "$1: says so"
	prints '"fetched":1440,[^}]*"cause":"unfetched"' \
	    "$1: the archive is asked all the same"
	fetch $both --source rest --symbol X005USDT --db "$1.db" >got 2>err
	[ $? -eq 1 ] && [ "$(asked surface=rest)" -eq 2 ]
	result $? "$1: nor does the next run ask"
}

shut 403_html 403
shut 403_empty 403
shut 451 451

# The archive's own 403 is none of REST.
anew
spoil '*.zip' 403_html
echo 0 >err
fetch $both --symbol X006USDT --since 2026-09-25 >got 2>err &&
    [ "$(asked surface=archive 'path=*.zip')" -le 4 ]
result $? 'an archive that lets nobody in is not asked for every file'
prints '"name":"candles",[^}]*"missing":0,' 'and REST gives all of it'

finish
