#!/bin/sh
# backfill and files of the archive that are not what they should be: each day
# has a fault of its own, and one run meets them all.
# shellcheck disable=SC2016,SC2086 # sh -c expands; options are words
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/cli/backfill_fault.sh
. "$top/tests/cli/backfill_fault.sh"

exchange_start --now $now --rate 1
days='--symbol BTCUSDT --interval 1h --since 2026-09-05 --until 2026-09-21
    --datasets candles,trades,open_interest,premium'
refused='truncated_zip corrupt_crc corrupt_directory two_members
    path_traversal contradicts bomb'
taken='us unsorted doubled interleaved crlf no_final_newline exponent_cells
    zip64'

# day N KIND... - from the 5th of September on
n_day=5
plan_day() {
	day=$(printf '*-2026-09-%02d.zip' $n_day)
	n_day=$((n_day + 1))
	case $1 in
	contradicts)
		plan_fault "$day" doubled
		plan_fault "$day" changed '"every":10'
		;;
	bomb) # to make one takes long
		plan_fault "*/klines/$day" bomb '"bytes":100000000'
		plan_fault "*/aggTrades/$day" bomb '"bytes":100000000'
		;;
	*) plan_fault "$day" "$1" ;;
	esac
}

fetch $days --db clean.db >got 2>err
result $? 'without a fault'
for kind in $refused $taken; do
	plan_day $kind
done
plan_fault '*-2026-09-20.zip' wrong_columns
spoil_all
# One process waits for another, and says how much memory it took.
cat >measure.py <<'END'
import resource, subprocess, sys
rc = subprocess.call(sys.argv[1:])
with open("rss", "w") as file:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=file)
sys.exit(rc)
END
"$python" measure.py backfill --now $now --rest-url "$rest" \
    --archive-url "$archive" $days --db t.db >summary 2>err
[ $? -eq 3 ]
result $? 'with one each day: what cannot be had is missing'
case ${BUILD:-} in
*san*) skip 'memory' 'the sanitizer has its own' ;;
*)
	[ "$(cat rss)" -lt 65536 ]
	result $? "memory stays under 64 MiB: $(cat rss) KiB"
	;;
esac

# What REST reaches is the same; trades it does not reach so far back.
for type in candles premium; do
	same "$type are as without a fault" \
	    "query $type --db clean.db" "query $type --db t.db"
done
# The label is that of the source.
same 'open interest is as without a fault' \
    'query open_interest --db clean.db | jq -c "del(.label)"' \
    'query open_interest --db t.db | jq -c "del(.label)"'
lost=2026-09-12
query trades --db clean.db --since $lost --until 2026-09-20 >want
query trades --db t.db 2>err >had
[ -s want ] && cmp -s want had
result $? 'of the refused files no trade is in the store, of the others all'

jq -c '.stages[] | [.name, .files, .refused, .repaired > 0, .missing,
    [.holes[].cause]]' summary >stages
is_output 'files, refused files, repairs, holes' 'cat stages' <<'END'
["candles",9,7,true,0,[]]
["trades",8,8,true,0,["corrupt","corrupt"]]
["open_interest",11,6,true,0,[]]
["premium",10,6,true,0,[]]
END
jq -c '.stages[1].holes[] | [.from, .to] | map(. / 1000 | todate)' summary >holes
is_output 'the holes of the trades are the days of the refused files' \
    'cat holes' <<'END'
["2026-09-05T00:00:00Z","2026-09-11T23:59:59Z"]
["2026-09-20T00:00:00Z","2026-09-20T23:59:59Z"]
END
backfill gaps --db t.db --symbol BTCUSDT 2>err >list
jq -r 'select(.dataset | startswith("trade")).cause' list | sort -u >causes
[ "$(cat causes)" = corrupt ]
result $? 'backfill gaps says so'

# Each refused file is kept, and noted with its reason.
sqlite3 -init /dev/null -separator '|' t.db "SELECT type, reason,
    length(sha256) = 64 AND sha256 = published AND bytes > 0
    FROM quarantine JOIN series ON id = series ORDER BY type, source" >noted
is_output 'why they are refused' 'sed -n "/^trade/p" noted |
    sed "s/0x[0-9a-f]*/0x/g"' <<'END'
trade|no sound zip: Unrecognized archive format|1
trade|no sound zip: ZIP bad CRC: 0x should be 0x|1
trade|it is empty|1
trade|it holds more than one file|1
trade|it holds '../../BTCUSDT-aggTrades-2026-09-09.csv' instead of 'BTCUSDT-aggTrades-2026-09-09.csv'|1
trade|line 7: contradicts another row of its id|1
trade|a line is too long|1
trade|line 2: columns are missing|1
END
[ "$(grep -c '|1$' noted)" -eq 27 ]
result $? 'all of them, with checksum and size'
sqlite3 -init /dev/null t.db 'SELECT sha256, path FROM quarantine' |
    tr '|' ' ' >kept
sed 's/ /  /' kept | sha256sum -c --quiet 2>err >&2
result $? 'all of them are kept beside the store'
[ ! -e "$tmp/../../BTCUSDT-aggTrades-2026-09-09.csv" ] &&
    [ "$(find . -name '*.csv' | wc -l)" -eq 0 ]
result $? 'nothing is unpacked anywhere'

# REST reaches the trades of two days.
control faults '{"route":"*-2026-10-02.zip","kind":"corrupt_crc"}' >told
late='--symbol BTCUSDT --datasets trades --since 2026-10-02 --until 2026-10-03'
fetch $late --db t.db >got 2>err
grep -q '"status":"done",.*"refused":1,.*"missing":0' got
result $? 'trades of yesterday come by REST instead'

# Blank cells: those of the ratios in metrics mean nothing, those of a price do.
forget faults >told
control faults '[{"route":"*/metrics/*","kind":"blank_cells"},
    {"route":"*/klines/*","kind":"blank_cells"}]' >told
fetch --symbol BTCUSDT --interval 1h --datasets candles,open_interest \
    --source archive --since 2026-09-22 --until 2026-09-23 --db b.db \
    >got 2>err
[ $? -eq 3 ]
result $? 'blank cells'
jq -c '.stages[] | [.name, .fetched, .missing, .refused]' got >stages
is_output 'blank cells: a price is wanted, a ratio is not' 'cat stages' <<'END'
["candles",0,24,1]
["open_interest",288,0,0]
END

# Files of a month: funding has no other.
forget faults >told
month() {
	plan_fault "*/fundingRate/*-2026-0$1.zip" "$2"
}
rate='--symbol BTCUSDT --datasets funding --source archive --since 2026-02-01
    --until 2026-09-01'
fetch $rate --db f.clean.db >got 2>err
month 2 truncated_zip
month 3 corrupt_crc
month 4 wrong_columns
month 5 unsorted
month 6 doubled
month 7 us
spoil_all
fetch $rate --db f.db >got 2>err
[ $? -eq 3 ]
result $? 'funding: what cannot be had is missing'
jq -c '.stages[] | [.files, .refused, .repaired, [.holes[] | .cause,
    (.from, .to | . / 1000 | todate)]]' got >stages
is_output 'funding: files, refused files, repairs, holes' 'cat stages' <<'END'
[4,3,91,["corrupt","2026-02-01T00:00:00Z","2026-04-30T23:59:59Z"]]
END
same 'funding: the rest is as without a fault' \
    'query funding --db f.clean.db --since 2026-05-01' 'query funding --db f.db'

# Labels of open interest moved by a period on 2026-06-25.
control clock '{"now":1782864000000}' >told # 2026-07-01
label='--now 2026-07-01 --symbol BTCUSDT --datasets open_interest --since
    2026-06-23 --until 2026-06-28'
for source in archive rest; do
	fetch $label --source $source --db $source.db >$source.got 2>err
done
grep -q '"fetched":144[01],.*"gaps":0' archive.got
result $? 'labels that move: no hole, nothing twice'
for source in archive rest; do
	query open_interest --db $source.db | jq -c 'del(.label)' >$source.rows
done
cmp rest.rows archive.rows
result $? 'labels that move: by files as by REST'

finish
