# SPDX-License-Identifier: MIT
"""T1: candles by python's json; prints what read_candles prints."""
import json
import sys

names = ("open", "high", "low", "close", "volume")
sums = [0.0] * 5
times = rows = 0
for line in sys.stdin.buffer:
    o = json.loads(line)
    for i, name in enumerate(names):
        sums[i] += o[name]
    times += o["open_time"]
    rows += 1
print(rows, *("%.17g" % s for s in sums), times)
