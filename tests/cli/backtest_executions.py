#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second, slow reckoning of backtest --executions: COUNT [FIRST].

Invents files of finished trades in all three forms, with thresholds, limits
and windows, and compares every figure of every window.
"""
import datetime
import json
import math
import random
import subprocess
import sys

DAY = 86400000


def close(a, b):
    return a == b or (a is not None and b is not None and
                      math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-11))


def verdict(r, outcome, win, loss):
    if win is not None and r >= win:
        return 1
    if loss is not None and r <= loss:
        return -1
    if outcome:
        return 1 if outcome.lower() == "win" else -1
    if r > 0 and win is None:
        return 1
    return -1 if r < 0 and loss is None else 0


def window(trades, days, end, o):
    start = end - days * DAY
    inside = [t for t in trades if start <= t[0] <= end]
    n = len(inside)
    rs = [t[1] for t in inside]
    vs = [verdict(r, out, o["win"], o["loss"]) for _, r, out in inside]
    curve = [1.0]
    for r in rs:
        curve.append(curve[-1] * (1 + r))
    fall = max(min(1, 1 - v / max(curve[:i + 1])) for i, v in enumerate(curve))
    won = [r for r, v in zip(rs, vs) if v > 0]
    lost = [r for r, v in zip(rs, vs) if v < 0]
    mean = lambda x: sum(x) / len(x) if x else 0
    hit = len(won) / n if n else None
    minus = -sum(r for r in rs if r < 0)
    return {
        "window_days": days, "start": max(start, 0), "end": end,
        "first_trade_at": inside[0][0] if n else None,
        "last_trade_at": inside[-1][0] if n else None,
        "trade_count": n, "wins": len(won), "losses": len(lost),
        "unclassified": n - len(won) - len(lost), "hit_rate": hit,
        "expectancy": mean(won) * len(won) / n +
                      mean(lost) * len(lost) / n if n else None,
        "average_return": mean(rs) if n else None,
        "cumulative_return": curve[-1] - 1, "max_drawdown": fall,
        "profit_factor": sum(r for r in rs if r > 0) / minus
                         if minus else None,
        "meets_win_rate_threshold": n > 0 and hit >= o["rate"],
        "sufficient_sample": n >= o["count"],
    }


def invent(rng):
    now = 1767225600000
    trades = []
    for _ in range(rng.choice([0, 1, 2, 5, 40])):
        t = now - rng.randrange(100 * DAY)
        if rng.random() < .3 and trades:
            t = trades[-1][0]
        r = rng.choice([0, round(rng.gauss(0, .05), 4), rng.gauss(0, .3)])
        trades.append((t, max(r, -.99), rng.choice(["", "win", "LOSS"])))
    return trades


def spell(rng, trade):
    t, r, outcome = trade
    seconds = datetime.datetime.fromtimestamp(t // 1000, datetime.timezone.utc)
    text = seconds.strftime("%Y-%m-%dT%H:%M:%S") + ".%03d" % (t % 1000)
    d = {"signal_id": "x{[\"", "return_pct": r,
         "closed_at": rng.choice([t, text + "Z", text + "+00:00", text])}
    if outcome:
        d["outcome"] = outcome
    elif rng.random() < .5:
        d["outcome"] = rng.choice([None, "open"])
    return d


def write(rng, trades):
    rows = [spell(rng, t) for t in trades]
    form = rng.randrange(4)
    if form == 0:
        return json.dumps(rows)
    if form == 1:
        return json.dumps({"a": [1, {"executions": 2}], "executions": rows,
                           "b": "}"}, indent=rng.choice([None, 1]))
    if form == 2:
        return json.dumps(rows, indent=2)
    return "".join(json.dumps(r) + "\n" for r in rows)


def one(seed):
    rng = random.Random(seed)
    trades = invent(rng)
    o = {"win": rng.choice([None, .01, 0]), "loss": rng.choice([None, -.01]),
         "rate": rng.choice([.35, .5]), "count": rng.choice([5, 1])}
    days = sorted(rng.sample([1, 7, 30, 60, 90, 120], rng.randint(1, 4)))
    args = ["backtest", "--executions", "-",
            "--windows", ",".join(map(str, days)),
            "--min-win-rate", str(o["rate"]),
            "--min-trade-count", str(o["count"])]
    for name in "win", "loss":
        if o[name] is not None:
            args += ["--%s-threshold=%s" % (name, o[name])]
    end = max((t for t, _, _ in trades), default=0)
    if rng.random() < .5:
        end = 1767225600000 - rng.randrange(50 * DAY)
        args += ["--now", str(end)]
    text = write(rng, trades)
    trades.sort(key=lambda t: t[0])
    run = subprocess.run(args, input=text, capture_output=True, text=True)
    report = json.loads(run.stdout)
    bad = []
    for d, got in zip(days, report["windows"]):
        want = window(trades, d, end, o)
        for name, v in want.items():
            if not close(got.get(name), v):
                bad.append((d, name, got.get(name), v))
        bad += [(d, name, got[name], None) for name in got.keys() - want]
    if bad or len(report["windows"]) != len(days) or run.returncode:
        print("seed %d: %s\n%s%s" % (seed, " ".join(args), run.stderr, bad))
        return 1
    return 0


def main():
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    return any([one(s) for s in range(first, first + int(sys.argv[1]))])


if __name__ == "__main__":
    sys.exit(main())
