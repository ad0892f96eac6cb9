# Sourced by the tests of backfill: the archives and how they are asked for.
# shellcheck shell=sh
# shellcheck disable=SC2154 # top and tmp are of tests/lib.sh

command -v python3 >/dev/null || {
	echo '1..0 # SKIP no python3'
	exit 0
}
python3 "$top/tests/cli/archive_files.py" "$tmp/archive" || exit 1
TICKPIPE_DB=$tmp/t.db
# The last option of a kind counts.
opts="--venue binance-spot --datasets candles --source archive --interval 1h --archive-url file://$tmp/archive \
    --since 2022-03-01 --until 2022-03-02 --now 2023-01-01"
export opts TICKPIPE_DB
