#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The ledger of trials, read past the store.

Usage: chain DB, prints rows that are not what their hash covers, and the
number of rows; trials DB N, what a report says of those on the prices of row
N; head DB.
"""
import hashlib
import sqlite3
import statistics
import sys
from decimal import Decimal

COLUMNS = ("n", "time", "prices", "run", "options", "days", "trades",
           "return", "sharpe")


def number(v):
    """As num_put_double() writes it: the shortest, as JavaScript lays it."""
    if isinstance(v, int):
        return str(v)
    d = Decimal(repr(v)).normalize()
    if v == 0 or 1e-6 <= abs(v) < 1e21:
        return format(d, "f")
    digits = "".join(map(str, d.as_tuple().digits))
    return "%s%s%se%+d" % ("-" if v < 0 else "", digits[0],
                           digits[1:] and "." + digits[1:], d.adjusted())


def text_of(v):
    return "null" if v is None else v if isinstance(v, str) else number(v)


def rows_of(path):
    with sqlite3.connect("file:%s?mode=ro" % path, uri=True) as db:
        return db.execute("SELECT %s, hash FROM trial ORDER BY n" % ", ".join(
            '"%s"' % c for c in COLUMNS)).fetchall()


def chain(rows):
    before = ""
    for i, (*row, found) in enumerate(rows):
        text = "".join(c + "\n" for c in [before] + [
            text_of(v) for v in row])
        before = hashlib.sha256(text.encode()).hexdigest()
        if row[0] != i + 1 or before != found:
            print("row %d is not what its hash covers" % (i + 1))
    print("rows:", len(rows))


def trials(rows, n):
    prices = rows[n - 1][2]
    sharpes = [r[8] for r in rows if r[2] == prices]
    known = [s for s in sharpes if s is not None]
    print(len(sharpes))
    print("%.12g" % (statistics.variance(known) if len(known) > 1 else math.nan))
    print(rows[-1][-1])


def main():
    what, path, *args = sys.argv[1:]
    rows = rows_of(path)
    if what == "chain":
        chain(rows)
    elif what == "trials":
        trials(rows, int(args[0]))
    else:
        print(rows[-1][-1] if rows else "")


if __name__ == "__main__":
    main()
