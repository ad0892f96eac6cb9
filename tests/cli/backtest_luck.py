#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a report says of luck, reckoned again from its records.

Usage: FILE (records of backtest), prints what differs.
"""
import json
import math
import statistics
import sys

DAY = 86400000
NORMAL = statistics.NormalDist()


def returns_of_days(records):
    """Of the last equity of each UTC day, the first day having none."""
    days = {}
    for r in records:
        if r["type"] == "equity":
            days[r["time"] // DAY] = r["equity"]
    equity = [days[d] for d in sorted(days)]
    return [b / a - 1 for a, b in zip(equity, equity[1:])]


def odds(returns, benchmark):
    """PSR and the days that 95 % confidence needs."""
    n = len(returns)
    mean = math.fsum(returns) / n
    sharpe = mean / statistics.stdev(returns)
    spread = statistics.pstdev(returns)
    skew = math.fsum((r - mean) ** 3 for r in returns) / n / spread ** 3
    kurt = math.fsum((r - mean) ** 4 for r in returns) / n / spread ** 4
    var = 1 - skew * sharpe + (kurt - 1) / 4 * sharpe ** 2
    psr = NORMAL.cdf((sharpe - benchmark) * math.sqrt(n - 1) / math.sqrt(var))
    track = None
    if sharpe > benchmark:
        z = NORMAL.inv_cdf(.95)
        track = 1 + var * (z / (sharpe - benchmark)) ** 2
    return sharpe, psr, track


def best_of(n, variance):
    gamma = 0.5772156649015329
    return math.sqrt(variance) * (
        (1 - gamma) * NORMAL.inv_cdf(1 - 1 / n) +
        gamma * NORMAL.inv_cdf(1 - 1 / (n * math.e))) if n > 1 else 0


def same(name, got, want):
    if (got is None) != (want is None) or (
            got is not None and not math.isclose(got, want, rel_tol=1e-7)):
        print("%s: %r, want %r" % (name, got, want))


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        records = [json.loads(line) for line in f]
    luck = records[-1]["luck"]
    returns = returns_of_days(records)
    sharpe, psr, track = odds(returns, 0)
    same("sharpe_daily", luck["sharpe_daily"], sharpe)
    same("psr", luck["psr"], psr)
    same("min_track_days", luck.get("min_track_days"), track)
    trials = luck["trials"]
    if "n" in trials:
        best = best_of(trials["n"], trials["variance"])
        same("expected_best", luck["expected_best"], best)
        same("dsr", luck["dsr"], odds(returns, best)[1])


if __name__ == "__main__":
    main()
