# SPDX-License-Identifier: MIT
# T1: candles with their members in another order on each line, and one that
# nobody knows.
BEGIN { FS = "," }
{
	gsub(/[{}]/, "")
	$(NF + 1) = "\"note\":{\"a\":[1,{\"b\":null}],\"c\":\"d\\\"e\"}"
	line = ""
	for (i = 1; i <= NF; i++)
		line = line "," $((i * 5 + NR * 3) % NF + 1)
	print "{" substr(line, 2) "}"
}
