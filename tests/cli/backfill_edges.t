#!/bin/sh
# SPDX-License-Identifier: MIT
# Files that are cut, whose times step back, that change: nothing is lost, and
# nothing is believed that was not proved.
# shellcheck disable=SC2016 # sh -c expands
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

command -v python3 >/dev/null || {
	echo '1..0 # SKIP no python3'
	exit 0
}
TICKPIPE_DB=$tmp/t.db
fill="backfill --source archive --archive-url file://$tmp/archive \
    --now 2022-06-01 --since 2022-03-01"
export TICKPIPE_DB fill

archive() { # CASE - makes its files
	python3 "$top/tests/cli/archive_edges.py" "$tmp/archive" "$1" || exit 1
}

# TIMES THAT STEP BACK

archive back
exits 0 'times that step back by seconds' \
    '$fill --datasets trades --symbol BACK --until 2022-03-02'
prints '"gaps":0,"missing":0,' 'none is said to be missing'
is_output 'all of them are there' 'query trades --symbol BACK | wc -l' <<EOF
20000
EOF
exits 0 'and proved' 'backfill verify --symbol BACK'

archive midnight
exits 0 'a trade of a new day whose id is before the last of the old' \
    '$fill --datasets trades --symbol MIDNIGHT --until 2022-03-03'
is_output 'is no known one' \
    'query trades --symbol MIDNIGHT | grep -o "\"id\":[0-9]*"' <<EOF
"id":1
"id":3
"id":2
"id":4
EOF
exits 0 'nor is what it covers wrong' 'backfill verify --symbol MIDNIGHT'

# CUT

archive cut
exits 0 'a month whose last day is cut off' \
    '$fill --datasets trades --symbol CUT --until 2022-04-02'
is_output 'that day comes from its own file' \
    'query trades --symbol CUT | wc -l' <<EOF
$((32 * 288))
EOF
is_output 'and there is no gap' 'backfill gaps --symbol CUT' </dev/null

# WHAT THE ARCHIVE REPLACES

twice='--datasets candles --symbol TWICE --until 2022-03-02'
export twice
archive first
exits 0 'half a day' '$fill $twice --since 2022-03-01T12:00:00Z'
archive second
exits 0 'the other half, from the file that replaced the first' '$fill $twice'
exits 0 '--reverify' '$fill $twice --reverify 365d'
prints '"corrected":1,.*"updated":720,' 'finds the older half'
archive third
exits 3 'what replaces it now is damaged' '$fill $twice --reverify 365d'
prints '"status":"incomplete"}]' 'the stage is not done'
says 'the store keeps what it has' 'what is there is kept'
exits 0 'and sound' 'backfill verify --symbol TWICE'

# CAUSES

archive corrupt
exits 3 'a damaged file among days without one' '$fill --datasets candles \
    --symbol DAMAGED --until 2022-03-04'
prints '"missing":4320,"holes":\[{[^}]*"missing":1440,"cause":"unfetched"},{[^}]*"missing":1440,"cause":"corrupt"},{[^}]*"missing":1440,"cause":"unfetched"}\]' \
    'each hole has its own cause'

archive between
exits 3 'a damaged day of which the month has most' '$fill \
    --datasets candles --symbol BETWEEN --until 2022-04-01'
prints '"missing":10,"holes":\[{[^}]*"missing":10,"cause":"corrupt"}\]' \
    'what the month has is kept'
exits 0 'and proved' 'backfill verify --symbol BETWEEN'

exits 2 '--plan without a store that could be' \
    'backfill --plan --symbol BTCUSDT --db postgresql://x'

finish
