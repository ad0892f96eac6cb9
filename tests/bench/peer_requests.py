# SPDX-License-Identifier: MIT
"""usage: peer_requests.py URL N

A page of REST candles N times by requests and json, as rows of numbers; prints
how many there were and the sum of their closes.
"""
import sys

import requests

session = requests.Session()
count, total = 0, 0.0
for _ in range(int(sys.argv[2])):
    page = session.get(sys.argv[1]).json()
    rows = [(r[0], *map(float, r[1:6]), r[6], float(r[7]), r[8],
             float(r[9]), float(r[10])) for r in page]
    count += len(rows)
    total += sum(r[4] for r in rows)
print(count, f"{total:.10g}")
