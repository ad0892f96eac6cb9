# SPDX-License-Identifier: MIT
# Columns with tabs between them, aligned; of numbers on the right.
BEGIN { FS = "\t" }
{
	for (i = 1; i <= NF; i++) {
		cell[NR, i] = $i
		if (length($i) > w[i])
			w[i] = length($i)
	}
}
END {
	for (r = 1; r <= NR; r++) {
		line = ""
		for (i = 1; i <= 10; i++) {
			right = i == 3 || i == 5 || i == 6 || i == 9
			line = line sprintf(right ? "%" w[i] "s  " : \
			    "%-" w[i] "s  ", cell[r, i])
		}
		sub(/ +$/, "", line)
		print line
	}
}
