# SPDX-License-Identifier: MIT
# A line of the benchmarks' table from what measure printed; see say() in
# scripts/bench.
BEGIN { FS = "\t" }
{ t[$1] = $(kind == "wall" ? 5 : 2); rss[$1] = $6 / 1024 }
END {
	split(peer, p, "*")
	if (p[1] in t) {
		cost = t[p[1]] * (p[2] ? p[2] : 1)
		ratio = t[ours] / cost
		met = target == "" ? "-" : \
		    ratio <= target ? "met" : "NOT MET"
		cost = sprintf("%.4g", cost)
		ratio = sprintf("%.3g", ratio)
	} else {
		cost = ratio = "-"
		met = "peer missing"
	}
	printf "%s\t%s\t%.4g\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", \
	    row, what, t[ours], label, cost, ratio, \
	    target == "" ? "-" : "<= " target, met, \
	    kind == "own" ? "-" : sprintf("%.1f", rss[ours]), text
}
