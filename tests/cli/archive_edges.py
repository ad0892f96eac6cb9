# SPDX-License-Identifier: MIT
"""Files of the archive whose rows are not as neat as they should be.

archive_edges.py ROOT CASE: makes or replaces the case's files below ROOT.
"""
import hashlib
import os
import sys
import zipfile

ROOT, CASE = sys.argv[1:]
DAY, MINUTE = 86400000, 60000
MARCH = 1646092800000   # 2022-03-01
APRIL = MARCH + 31 * DAY


def put(kind, span, name, lines, published=None):
    folder = f"{ROOT}/data/futures/um/{span}/{kind}"
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo(name + ".csv"), "\n".join(lines) + "\n")
    with open(path, "rb") as f:
        sha = published or hashlib.sha256(f.read()).hexdigest()
    with open(path + ".CHECKSUM", "w") as f:
        f.write(f"{sha}  {name}.zip\n")


def trades(symbol, date, rows):
    put(f"aggTrades/{symbol}", "monthly" if len(date) == 7 else "daily",
        f"{symbol}-aggTrades-{date}",
        [f"{i},100.5,0.5,{2 * i},{2 * i + 1},{t},true" for i, t in rows])


def candles(symbol, date, start, high=2, published=None, days=1, hole=()):
    put(f"klines/{symbol}/1m", "monthly" if len(date) == 7 else "daily",
        f"{symbol}-1m-{date}",
        [f"{t},1,{high},0.5,1.5,10,{t + MINUTE - 1},15,3,4,6,0"
         for t in range(start, start + days * DAY, MINUTE)
         if t not in hole], published)


if CASE == "back":          # 600 of 20,000 are five seconds early
    trades("BACK", "2022-03-01",
           [(i, MARCH + 10000 + 10 * i - 5000 * (8300 <= i < 8900))
            for i in range(20000)])
elif CASE == "midnight":    # of two the later id has the earlier time
    trades("MIDNIGHT", "2022-03-01", [(1, MARCH), (3, MARCH + DAY - 1)])
    trades("MIDNIGHT", "2022-03-02", [(2, MARCH + DAY), (4, MARCH + DAY + 5)])
elif CASE == "cut":         # the month's file has a day less than the days'
    every = [(i, MARCH + i * 5 * MINUTE) for i in range(62 * 288)]
    trades("CUT", "2022-03",
           [r for r in every if r[1] < APRIL - DAY])
    trades("CUT", "2022-03-30",
           [r for r in every if APRIL - 2 * DAY <= r[1] < APRIL - DAY])
    trades("CUT", "2022-03-31",
           [r for r in every if APRIL - DAY <= r[1] < APRIL])
    trades("CUT", "2022-04-01",
           [r for r in every if APRIL <= r[1] < APRIL + DAY])
elif CASE == "first":
    candles("TWICE", "2022-03-01", MARCH)
elif CASE == "second":      # the archive has replaced it
    candles("TWICE", "2022-03-01", MARCH, high=3)
elif CASE == "third":       # and that is damaged
    candles("TWICE", "2022-03-01", MARCH, high=4, published="0" * 64)
elif CASE == "corrupt":     # one day; those around it are not there
    candles("DAMAGED", "2022-03-02", MARCH + DAY, published="0" * 64)
elif CASE == "between":     # the month lacks what a damaged day has
    candles("BETWEEN", "2022-03", MARCH, days=31,
            hole=range(MARCH + DAY, MARCH + DAY + 10 * MINUTE, MINUTE))
    candles("BETWEEN", "2022-03-02", MARCH + DAY, published="0" * 64)
