# SPDX-License-Identifier: MIT
# Fails if two files of JSON lines differ: other text, other integers, or
# other numbers by more than 1e-9 of their size.
# awk -f near.awk -v other=B A
function words(line, w) {
	gsub(/[][{}" ]/, "", line)
	sub(/,$/, "", line)
	return split(line, w, /[:,]/)
}
function differ(what) {
	printf "line %d: %s\n  %s\n  %s\n", NR, what, $0, theirs
	bad = 1
	exit 1
}
{
	if ((getline theirs <other) <= 0) {
		theirs = ""
		differ("only one has it")
	}
	if ($0 == theirs)
		next
	n = words($0, a)
	if (n != words(theirs, b))
		differ("other members")
	for (i = 1; i <= n; i++) {
		if (a[i] == b[i] "")
			continue
		if (a[i] !~ /^-?[0-9]/ || b[i] !~ /^-?[0-9]/)
			differ(a[i] " is not " b[i])
		d = a[i] - b[i]
		if (d < 0)
			d = -d
		e = a[i] < 0 ? -a[i] : a[i] + 0
		if (a[i] b[i] !~ /[.e]/ ? d : d > 1e-9 * e)
			differ(a[i] " is not " b[i])
	}
}
END {
	if (!bad && (getline theirs <other) > 0)
		differ("only one has it")
	exit bad
}
