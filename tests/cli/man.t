#!/bin/sh
# The manual pages: clean mdoc, the options that the tools have, examples
# that run.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

command -v mandoc >/dev/null && mandoc=yes || mandoc=

# section NAME PAGE - its source lines
section() {
	awk -v name="$1" '/^\.Sh / { on = $0 == ".Sh " name; next } on' "$2"
}

# The long options that a page defines: the tags of its lists.
defined() { # PAGE
	sed -n 's/^\.It Fl/Fl/p' "$1" | grep -o 'Fl -[a-z][a-z0-9-]*' |
	    sed 's/Fl -/--/' | sort -u
}

# The long options that --help lists; not those that its texts mention.
listed() { # HELP
	grep -oE '^(  -[a-zA-Z0-9], |      )--[a-z][a-z0-9-]*' "$1" |
	    grep -o -e '--.*' | sort -u
}

# examples PAGE - its literal blocks as ex01.sh, ex02.sh, ... in .
examples() {
	awk '/^\.Sh / { on = /^\.Sh (EXAMPLES|TUTORIAL)$/ }
	    on && /^\.Bd -literal/ {
		file = sprintf("ex%02d.mdoc", ++n)
		literal = 1
		next
	    }
	    /^\.Ed/ { literal = 0 }
	    literal { print >file }' "$1"
	for block in ex*.mdoc; do
		[ -e "$block" ] || continue
		sed -e "s/\\\\(aq/'/g" -e 's/\\(dq/"/g' -e 's/\\(ga/`/g' \
		    -e 's/\\(ha/^/g' -e 's/\\(ti/~/g' -e 's/\\-/-/g' \
		    -e 's/\\&//g' -e 's/\\e/\\/g' "$block" >"${block%.mdoc}.sh"
	done
}

# run_examples PAGE - in order, in one new directory, as its reader would
run_examples() {
	dir=$tmp/$(basename "$1")
	mkdir "$dir" && cd "$dir" || return
	examples "$1"
	for block in ex*.sh; do
		[ -e "$block" ] || continue
		TICKPIPE_DB=$dir/tickpipe.db TICKPIPE_RUN=$dir/run \
		    sh -eu "$block" >got 2>err </dev/null
		rc=$?
		[ $rc -eq 0 ] || [ $rc -eq 3 ]
		result $? "$(basename "$1"): ${block%.sh} runs: $(head -1 "$block")"
	done
	cd "$tmp" || return
}

absent=
for tool in synth candles score backtest store query; do
	[ -e "$top/cmd/$tool.c" ] || absent="$absent $tool"
done

for page in "$top"/man/*.[157]; do
	[ -e "$page" ] || continue
	name=$(basename "$page")
	if [ -n "$mandoc" ]; then
		exits 0 "$name: no complaints from mandoc" \
		    "mandoc -Tlint -W warning '$page' >&2"
	else
		skip "$name: no complaints from mandoc" 'no mandoc'
	fi
	tool=${name%.*}
	if [ "$name" = "$tool.1" ] && [ ! -e "$top/cmd/$tool.c" ]; then
		skip "$name: the tool" 'not in this tree'
		continue
	fi
	if [ "$name" != "$tool.1" ] && [ -n "$absent" ]; then
		skip "$name: examples" "no$absent in this tree"
		continue
	fi
	run_examples "$page"
done

for source in "$top"/cmd/*.c; do
	[ -e "$source" ] || continue
	tool=$(basename "$source" .c)
	page=$top/man/$tool.1
	if [ ! -e "$page" ]; then
		result 1 "$tool has a manual page"
		continue
	fi
	"$tool" --help >help 2>err
	defined "$page" >man.opts
	listed help >help.opts
	diff -u man.opts help.opts | sed 's/^/# /'
	[ -s help.opts ] && cmp -s man.opts help.opts
	result $? "$tool: manual and --help have the same options"

	# Letters: "Fl qv", "Fl o"; long options: "Fl -since".
	section SYNOPSIS "$page" | grep -o 'Fl [a-zA-Z0-9][a-zA-Z0-9]*' |
	    sed 's/Fl //' | fold -w1 | sort -u >man.letters
	grep -oE '^  -[a-zA-Z0-9],' help | tr -d ' ,-' | sort -u >help.letters
	comm -23 man.letters help.letters >odd
	section SYNOPSIS "$page" | grep -o 'Fl -[a-z][a-z0-9-]*' |
	    sed 's/Fl -/--/' | sort -u | comm -23 - help.opts >>odd
	sed 's/^/# unknown: /' odd
	[ ! -s odd ]
	result $? "$tool: the synopsis has no option that is not there"

	section EXAMPLES "$page" | grep -q '^\.Bd -literal'
	result $? "$tool: the manual has examples"
done

finish
