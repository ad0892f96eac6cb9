#!/bin/sh
# What every tool does alike, whatever its job.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

for source in "$top"/cmd/*.c; do
	[ -e "$source" ] || continue
	t=$(basename "$source" .c)
	exits 0 "$t --help" "$t --help"
	prints "^Usage: $t" "$t --help shows how to call it"
	same "$t -h is --help" "$t -h" "$t --help"
	is_output "$t --version names the version" "$t --version" <<-END
	$t $(cat "$top/VERSION")
	END
	same "$t -V is --version" "$t -V" "$t --version"
	exits 1 "$t --help to a full disk is a failure" "$t --help >/dev/full"
	exits 1 "$t --help to a closed stdout is a failure" "$t --help >&-"
	exits 0 "$t --help needs no stdin" "$t --help <&-"
	exits 2 "$t: an unknown option is a wrong request" "$t --no-such-option"
	says "$t: error: .*no-such-option" "$t names the unknown option"
	[ "$(wc -l <err)" -le 2 ]
	result $? "$t: in no more than two lines"
	exits 2 "$t: --log-format takes text or json" "$t --log-format xml"
done

grep -rhoE 'getenv\("TICKPIPE_[A-Z_]+' "$top/cmd" "$top/lib" |
    sed 's/.*"//' | sort -u >used
grep -oE '^#?TICKPIPE_[A-Z_]+' "$top/data/tickpipe.env.example" |
    tr -d '#' | sort -u >listed
diff -u used listed | sed 's/^/# /'
[ -s used ] && cmp -s used listed
result $? 'tickpipe.env.example has the variables that the code reads'

finish
