#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Searches of backtest, done again by plain runs of it.

Usage: sweeps COUNT [FIRST], of random markets; walks COUNT [FIRST],
likewise; rows FILE OPTION..., of one sweep; jobs FILE OPTION...
Prints what differs.
"""
import itertools
import json
import math
import random
import subprocess
import sys

from backtest_model import random_input, random_opts

HOUR = 3600000
LEAST = ("max_drawdown", "avg_drawdown", "ulcer", "cvar",
         "volatility_annual")
OBJECTIVES = LEAST + (
    "sharpe", "sortino", "calmar", "return", "cagr", "equity_final",
    "profit_factor", "profit_factor_money", "expectancy", "expectancy_r",
    "sqn", "kelly", "win_rate", "payoff", "avg_trade", "median_trade")


def backtest(options, text):
    """Lines of records, and the report."""
    p = subprocess.run(["backtest", "-oq", "--min-trade-count=0", *options], input=text,
                       capture_output=True, text=True, check=False)
    if p.returncode not in (0, 3):
        sys.exit("%s: %s" % (" ".join(options), p.stderr))
    *lines, last = p.stdout.splitlines()
    return lines, json.loads(last)


def text_of(records):
    return "".join(json.dumps(r) + "\n" for r in records)


def option(name, value):
    if name == "whole-units":
        return ["--whole-units"] if value == "yes" else []
    return ["--%s=%s" % (name, value)]


def options_of(names, values):
    return [o for n, v in zip(names, values) for o in option(n, v)]


# ---- sweeps

def arg_best(name, rows):
    """The first of those with the best figure; None: there is no figure."""
    sign = -1 if name in LEAST else 1
    best = None
    for i, row in enumerate(rows):
        if name in row and (best is None or
                            sign * row[name] > sign * rows[best][name]):
            best = i
    return best


def check_sweep(text, base, axes, objective):
    """axes: (name, text, values)"""
    names = [a[0] for a in axes]
    options = base + ["--sweep=%s=%s" % a[:2] for a in axes]
    if objective != "sharpe":
        options.append("--objective=" + objective)
    lines, report = backtest(options, text)
    search = report["search"]
    combinations = list(itertools.product(*(a[2] for a in axes)))
    if search["options"] != names or search["objective"] != objective or \
            search.get("least", False) != (objective in LEAST) or \
            search["combinations"] != len(combinations) or \
            [tuple(r["values"]) for r in search["rows"]] != combinations:
        return "is not what was asked for"
    plain = [backtest(base + options_of(names, c), text)
             for c in combinations]
    for row, (_, one) in zip(search["rows"], plain):
        for figure in {"trades", "return", "sharpe", "max_drawdown",
                       objective}:
            if row.get(figure) != one["stats"].get(figure):
                return "%s: %s %r, plain %r" % (
                    row["values"], figure, row.get(figure),
                    one["stats"].get(figure))
    best = search.get("best")
    want = arg_best(objective, search["rows"])
    # Those that differ behind the printed digits look equal.
    if best != want and (
            best is None or want is None or
            search["rows"][best].get(objective) !=
            search["rows"][want][objective]):
        return "best %r, want %r" % (best, want)
    best_lines, one = plain[best or 0]
    if lines != best_lines:
        return "not the records of the best"
    for member in one:
        if member not in ("luck", "input") and member in one and \
                report[member] != one[member]:
            return "not %s of the best" % member
    for member in "records", "first", "last", "bars", "signals", "skipped":
        if report["input"].get(member) != one["input"].get(member):
            return "other input.%s" % member
    trials = report["luck"]["trials"]
    if trials["counted"] or trials.get("n", 1) != len(combinations):
        return "trials: %r" % trials
    return None


AXES = (
    ("stop", "0.01:0.05:0.02", ["0.01", "0.03", "0.05"]),
    ("stop", "signal,none,0.02", ["signal", "none", "0.02"]),
    ("target", "1R:2R:0.5R", ["1R", "1.5R", "2R"]),
    ("target", "0.02:0.04:0.01", ["0.02", "0.03", "0.04"]),
    ("target", "none,signal", ["none", "signal"]),
    ("entry", "market,limit", ["market", "limit"]),
    ("whole-units", "yes,no", ["yes", "no"]),
    ("size", "quote:500,fraction:0.5", ["quote:500", "fraction:0.5"]),
    ("size", "risk:0.01,all-in", ["risk:0.01", "all-in"]),
    ("slippage", "0,half-spread", ["0", "half-spread"]),
    ("slippage", "half-spread,25", ["half-spread", "25"]),
    ("on-opposite", "ignore,reverse,close", ["ignore", "reverse", "close"]),
    ("max-bars", "2:6:2", ["2", "4", "6"]),
    ("min-score", "0:6:3", ["0", "3", "6"]),
    ("fee", "0:0.002:0.001", ["0", "0.001", "0.002"]),
    ("maker-fee", "-0.001:0.001:0.001", ["-0.001", "0", "0.001"]),
    ("finish", "mark,close,open", ["mark", "close", "open"]),
    ("cash", "1000,1e4", ["1000", "1e4"]),
)


def random_base(rng, taken):
    opts = random_opts(rng)
    base = ["--bootstrap=0", "--windows=1,3", "--calendar=" + opts["calendar"]
            if opts["calendar"] != "venue" else "--year-days=365"]
    for name in ("fee", "maker_fee", "slippage", "size", "on_opposite",
                 "entry", "stop", "target", "max_bars", "finish"):
        name, value = name.replace("_", "-"), opts[name]
        if value is not None and name not in taken and rng.random() < .5:
            base += option(name, value)
    if rng.random() < .3:
        base.append("--equity=bar")
    return base


def sweeps(seed):
    rng = random.Random(seed)
    axes = []
    for axis in rng.sample(AXES, 5):
        if axis[0] not in [a[0] for a in axes] and len(axes) < 2:
            axes.append(axis)
    base = random_base(rng, [a[0] for a in axes])
    objective = OBJECTIVES[seed % len(OBJECTIVES)]
    return check_sweep(text_of(random_input(rng)), base, axes, objective)


# ---- walk-forward

def walk_input(rng):
    """Hours of some symbols, each with a book behind it; signals, holes."""
    start = 1640995200000 + rng.randint(0, 30) * HOUR
    symbols = "ABC"[:rng.choice([1, 2, 3])]
    venue = rng.choice(["binance-um", "synth"])
    prices = {s: rng.choice([50., 100., 3000.]) for s in symbols}
    out = []
    for i in range(rng.randint(180, 420)):
        at = start + i * HOUR
        for s in symbols:
            if rng.random() < .03:
                continue
            of = {"time": at + HOUR - 1, "symbol": s, "venue": venue}
            o = prices[s]
            c = prices[s] = round(o * math.exp(rng.gauss(0, .01)), 4)
            out.append(dict(
                of, type="candle", interval="1h", open_time=at, open=o,
                high=round(max(o, c) * 1.004, 4),
                low=round(min(o, c) * .996, 4), close=c, volume=1))
            out.append(dict(of, type="book", update_id=i, bid=c * .9995,
                            bid_qty=1, ask=c * 1.0005, ask_qty=1))
            if i % 8 == 0:
                out.append(dict(of, type="funding", mark_price=c,
                                rate=rng.choice([.0001, -.0002])))
            if rng.random() < .25:
                side = rng.choice([1, -1])
                out.append(dict(
                    of, type="signal", id=len(out), score=rng.randint(0, 6),
                    direction="long" if side > 0 else "short",
                    stop=c * (1 - side * .02), target=c * (1 + side * .03)))
                if rng.random() < .1:
                    out[-1]["action"] = "close"
    return out


class Folds:
    """Where a walk's stretches are, in time and in the stream."""

    def __init__(self, records, train, test, purge, embargo):
        prices = [r for r in records if r["type"] == "candle"]
        first, last = prices[0]["open_time"], prices[-1]["time"]
        self.records = records
        self.times = []
        begin = first
        while begin + train + embargo <= last:
            self.times.append((begin, begin + train - purge,
                               begin + train + embargo,
                               min(begin + train + test, last + 1)))
            begin += test

    def place(self, time):
        for i, r in enumerate(self.records):
            if r["type"] == "candle" and r["time"] >= time:
                # What was said behind the candle before it is for this one.
                while i and self.records[i - 1]["type"] != "candle":
                    i -= 1
                return i
        return len(self.records)

    def stretch(self, begin, end):
        return self.records[self.place(begin):self.place(end)]


def check_fold(times, fold, sweep_report, objective):
    """What the walk says of a fold, by the sweep of its train stretch."""
    search = sweep_report["search"]
    best = search.get("best")
    want = {"train_from": times[0], "train_to": times[1] - 1,
            "test_from": times[2], "test_to": times[3] - 1}
    if best is not None:
        row = search["rows"][best]
        want.update(values=row["values"])
        want["train_" + objective] = row[objective]
    got = {k: v for k, v in fold.items() if k not in ("trades", "return")}
    return None if got == want else "fold %r, want %r" % (got, want)


def check_walk(records, base, plan, axes, objective):
    train, test, purge, embargo = plan  # ms
    search = ["--sweep=%s=%s" % a[:2] for a in axes] + [
        "--objective=" + objective]
    walk = search + ["--walk-forward=%dms/%dms" % (train, test)]
    if purge:
        walk.append("--purge=%dms" % purge)
    if embargo:
        walk.append("--embargo=%dms" % embargo)
    lines, report = backtest(base + walk, text_of(records))
    folds = Folds(records, *plan)
    got = report["search"]["folds"]
    if len(got) != len(folds.times):
        return "%d folds, want %d" % (len(got), len(folds.times))
    cash, trades = 10000, 0
    for i, (times, fold) in enumerate(zip(folds.times, got)):
        _, chosen = backtest(base + search,
                             text_of(folds.stretch(*times[:2])))
        wrong = check_fold(times, fold, chosen, objective)
        if wrong:
            return wrong
        want = {"trades": 0, "return": 0}
        if "values" in fold:
            _, one = backtest(base + options_of(
                [a[0] for a in axes], fold["values"]) + [
                    "--cash=%r" % cash] + (
                        [] if fold is got[-1] else ["--finish=close"]),
                text_of(folds.stretch(*times[2:])))
            want = one["stats"]
        if fold["trades"] != want["trades"] or not math.isclose(
                1 + fold["return"], 1 + want["return"], rel_tol=1e-9):
            return "fold %d: %r, plain %r %r" % (
                i, fold, want["trades"], want["return"])
        cash *= 1 + fold["return"]
        trades += fold["trades"]
    stats = report["stats"]
    if stats["trades"] != trades or not math.isclose(
            stats["equity_final"], cash, rel_tol=1e-9):
        return "the folds come to %r and %d trades, stats %r" % (
            cash, trades, stats)
    told = {r["time"] for r in map(json.loads, lines)
            if r["type"] == "equity"}
    if "--equity=bar" in base and any(
            r["type"] == "candle" and r["time"] not in told
            for r in folds.stretch(folds.times[0][2] - embargo,
                                    folds.times[-1][3])):
        return "there are bars without the account"
    return check_prefix(folds, lines, got, base + walk)


def check_prefix(folds, lines, got, options):
    """The past of a walk does not hang on its future."""
    m = (len(got) + 1) // 2
    end = folds.place(folds.times[m - 1][3])
    begin, report = backtest(options, text_of(folds.records[:end]))
    some = report["search"]["folds"]
    if begin != lines[:len(begin)]:
        return "of a prefix not the same begin"
    if some[:m - 1] != got[:m - 1] or len(some) != m or \
            some[-1].get("values") != got[m - 1].get("values"):
        return "of a prefix other folds"
    return None


def walks(seed):
    rng = random.Random(seed)
    axes = rng.sample((AXES[0], AXES[2], AXES[7], AXES[9], AXES[11],
                       AXES[12], AXES[13], AXES[5]), 2)
    base = ["--bootstrap=0", "--fee=0.0004",
            "--finish=" + rng.choice(["close", "mark"])]
    if rng.random() < .5:
        base.append("--equity=bar")
    if all(a[0] != "size" for a in axes):
        base.append("--size=" + rng.choice(
            ["all-in", "fraction:0.5", "risk:0.01", "quote:2000"]))
    purge, embargo = rng.choice([0, 0, 5, 24]), rng.choice([0, 0, 3, 10])
    # A bar ends with the last ms before a boundary, or on it.
    plan = (rng.choice([48, 60, 96]) * HOUR - rng.choice([0, 0, 1]),
            rng.choice([24, 31, 48]) * HOUR, purge * HOUR, embargo * HOUR)
    return check_walk(walk_input(rng), base, plan, axes,
                      OBJECTIVES[seed * 5 % len(OBJECTIVES)])


# ---- one input

def values_of(text):
    return text.split(",")


def rows(path, *options):
    """--sweep with lists only."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    axes, base, objective = [], [], "sharpe"
    for o in options:
        if o.startswith("--sweep="):
            name, values = o[8:].split("=", 1)
            axes.append((name, values, values_of(values)))
        elif o.startswith("--objective="):
            objective = o[12:]
        else:
            base.append(o)
    return check_sweep(text, base, axes, objective)


def many(check, count, first=0):
    for seed in range(int(first), int(first) + int(count)):
        wrong = check(seed)
        if wrong:
            return "seed %d: %s" % (seed, wrong)
    return None


def main():
    what, *args = sys.argv[1:]
    wrong = rows(*args) if what == "rows" else many(
        {"sweeps": sweeps, "walks": walks}[what], *args)
    if wrong:
        print(wrong)


if __name__ == "__main__":
    main()
