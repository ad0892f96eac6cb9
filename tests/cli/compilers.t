#!/bin/sh
# The same numbers from another compiler, another optimiser and no SSE2.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

if [ -n "${SAN:-}" ]; then
	echo '1..0 # SKIP one build is enough'
	exit 0
fi
case $(${CC:-cc} --version) in
*clang*) other=gcc ;;
*) other=clang ;;
esac
if ! command -v $other >/dev/null; then
	echo "1..0 # SKIP no $other"
	exit 0
fi
# A tree beside the one under test, kept for the next run.
there=$BUILD/other
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
exits 0 "$other builds the tools without a warning" \
    "make -C '$top' -j2 B='$there' CC=$other CFLAGS='-O1 -U__SSE2__' WERROR=1 all"
for unit in num num_put num_short record record_history; do
	exits 0 "$other: tests/unit/$unit" \
	    "make -s -C '$top' B='$there' CC=$other \
		CFLAGS='-O1 -U__SSE2__' '$there/unit/$unit' &&
	    '$there/unit/$unit'"
done
here=$BUILD/bin there=$there/bin

# agree TOOL ARGUMENTS [FILE] - prints the same bytes from both builds
agree() {
	same "$1 $2: the same bytes from $other" \
	    "$here/$1 $2" "$there/$1 $2"
	[ -s got1 ]
	result $? "$1 $2: some bytes"
	cp got1 "$1.out"
}

agree synth '--days 7'
agree synth '--days 1 --types trade'
mv synth.out trades
agree synth '--days 7 --seed 2'
agree candles '--interval 1m -o trades'
agree candles '--interval 1h synth.out'
agree score 'synth.out'
agree backtest 'score.out'
finish
