#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random markets, traded by backtest and by backtest_rules.py.

Compares every fill, position and equity, and the account at the end.  Usage:
COUNT [FIRST].
"""
import json
import random
import subprocess
import sys

from backtest_rules import MS, Model

# ---- random markets

def walk(rng, venue, name, interval, start, n):
    """Candles with holes, on a coarse grid so that levels are touched."""
    price, tick = rng.choice([100, 40, 1000]), 1
    step, t = MS[interval], start // MS[interval] * MS[interval]
    for _ in range(n):
        if rng.random() < .06:
            t += step * rng.randint(1, 4)
        o = max(5, price + rng.choice([0, 0, 0, 0, 1, -1, 4, -4]) * tick)
        c = max(5, o + rng.randint(-3, 3) * tick)
        h = max(o, c) + rng.randint(0, 3) * tick
        low = max(1, min(o, c) - rng.randint(0, 3) * tick)
        r = {"type": "candle", "time": t + step - 1, "symbol": name,
             "interval": interval, "open_time": t, "open": o, "high": h,
             "low": low, "close": c, "volume": 1}
        if venue:
            r["venue"] = venue
        yield r
        price, t = c, t + step


def random_signal(rng, candle, number):
    time = candle["time"] + rng.choice([0] * 8 + [1, -1, -3600000, 7200000])
    r = {"type": "signal", "time": max(0, time), "symbol": candle["symbol"],
         "id": rng.choice([number, "s%d" % number]),
         "direction": rng.choice(["long", "short"])}
    if "venue" in candle and rng.random() < .5:
        r["venue"] = candle["venue"]
    if rng.random() < .2:
        r["action"] = rng.choice(["close", "close", "open"])
    sign = 1 if r["direction"] == "long" else -1
    if rng.random() < .6:
        r["stop"] = max(1, candle["close"] - sign * rng.randint(-1, 6))
    if rng.random() < .6:
        r["target"] = max(1, candle["close"] + sign * rng.randint(-1, 8))
    if rng.random() < .5:
        r["entry_low"] = max(1, candle["close"] - rng.randint(0, 3))
        r["entry_high"] = r["entry_low"] + rng.randint(0, 3)
    if rng.random() < .5:
        r["price"] = candle["close"]
    if rng.random() < .7:
        r["score"] = rng.randint(0, 14) / 2
    return r


def other_record(rng, candle, number):
    """A trade, book or funding of the candle's symbol."""
    r = {"type": rng.choice(["trade", "trade", "book", "funding"]),
         "time": candle["time"], "symbol": candle["symbol"]}
    if "venue" in candle:
        r["venue"] = candle["venue"]
    price = max(1, candle["close"] + rng.randint(-4, 4))
    if r["type"] == "trade":
        r.update(id=number, price=price, qty=1, side="buy")
    elif r["type"] == "book":
        r.update(update_id=1, bid=price, bid_qty=1, ask=price + .5,
                 ask_qty=1)
    else:
        r["rate"] = rng.choice([.0001, -.0003, .01])
        r["time"] += rng.choice([1, 7, -60000, -5 * 3600000])
        if rng.random() < .5:
            r["mark_price"] = price
    return r


def random_input(rng):
    start = 1640995200000 + rng.randint(0, 40) * 3600000
    candles = []
    for i in range(rng.choice([1, 1, 2, 3])):
        venue = rng.choice(["binance-um", "synth", ""])
        candles += walk(rng, venue, "ABC"[i], rng.choice(
            ["15m", "1h", "1h", "4h"]), start, rng.randint(5, 60))
    if rng.random() < .3:
        venue = rng.choice(["binance-um", ""])
        candles += walk(rng, venue, "A", "1d", start, 4)
    candles.sort(key=lambda r: r["time"])
    rate = rng.choice([.05, .3, .8])
    out = []
    for c in candles:
        if rng.random() < .02:
            c["closed"] = False
        out.append(c)
        if rng.random() < .02:
            gap = {"type": "gap", "time": c["time"], "symbol": c["symbol"],
                   "dataset": rng.choice(["candle", "candles", "trade"]),
                   "from": c["time"] - 5, "to": c["time"] + rng.choice(
                       [0, 3600000])}
            if gap["dataset"] != "trade" and rng.random() < .5:
                gap["interval"] = rng.choice(["1h", "4h"])
            out.append(gap)
        for _ in range(2):
            if rng.random() < rate / 2:
                out.append(random_signal(rng, c, len(out)))
        if "closed" not in c and rng.random() < .005:
            out.append(c)
        if rng.random() < .5:
            out.append(other_record(rng, c, len(out)))
    return out


def random_opts(rng):
    return {"cash": rng.choice([10000, 1000, 12345.67]),
            "fee": rng.choice([0, .0004, .01]),
            "maker_fee": rng.choice([None, None, 0, .002, -.0001]),
            "slippage": rng.choice([0, 1, 25, "half-spread"]),
            "size": rng.choice(["all-in", "all-in", "quote:500",
                                "quote:20000", "fraction:0.5", "fraction:1",
                                "risk:0.01", "risk:0.2"]),
            "whole_units": rng.random() < .3,
            "on_opposite": rng.choice(["close", "reverse", "ignore"]),
            "entry": rng.choice(["market", "limit", "limit"]),
            "min_score": rng.choice([None, None, 3.5, 0]),
            "stop": rng.choice(["signal", "signal", "none", .02, .1]),
            "target": rng.choice(["signal", "signal", "none", .02, .5,
                                  "2R", "0.5R"]),
            "max_bars": rng.choice([None, None, 1, 3, 10]),
            "prices": rng.choice(["bar", "bar", "bar", "trade"]),
            "finish": rng.choice(["mark", "close", "open"]),
            "equity": None,
            "calendar": rng.choice(["venue", "24x7", "any"]),
            "interval": rng.choice([None, None, None, "1h"]),
            "windows": rng.sample([1, 2, 3, 5, 9], 2),
            "now": rng.choice([None, None, 1641234567890])}


def command(opts, *more):
    argv = ["backtest", "--max-disorder", "2d", *more]
    for name, value in opts.items():
        name = "--" + name.replace("_", "-")
        if value is True:
            argv += [name]
        elif name == "--windows":
            argv += [name, ",".join(map(str, value))]
        elif value is not None and value is not False and value != "venue":
            argv += [name, str(value)]
    return argv


def run(argv, lines, status):
    done = subprocess.run(argv, input=b"".join(lines), capture_output=True)
    if done.returncode not in status:
        raise AssertionError("status %d: %s" % (done.returncode, done.stderr))
    return done.stdout.splitlines(True)


def differ(got, want, where):
    """Where the two differ, or None; numbers to the last digit written."""
    if isinstance(want, dict):
        for k in sorted(set(got) | set(want)):
            if k not in got or k not in want:
                return "%s.%s: only one has it" % (where, k)
            found = differ(got[k], want[k], where + "." + k)
            if found:
                return found
        return None
    if isinstance(want, list):
        found = next(filter(None, (
            differ(g, w, "%s[%d]" % (where, i))
            for i, (g, w) in enumerate(zip(got, want)))), None)
        if not found and len(got) != len(want):
            found = "%s: %d and %d" % (where, len(got), len(want))
        return found
    if isinstance(want, float) and not isinstance(got, (str, bool)):
        # Prices are written in full, what is computed with 12 digits.
        same = got in (want, float("%.12g" % want))
        return None if same else "%s: %r, model %r" % (where, got, want)
    return None if got == want else "%s: %r, model %r" % (where, got, want)


def check(seed):
    rng = random.Random(seed)
    records, opts = random_input(rng), random_opts(rng)
    if opts["prices"] == "bar" and rng.random() < .3:
        opts["equity"] = "bar"
    lines = [(json.dumps(r) + "\n").encode() for r in records]
    model = Model(opts)
    for r in records:
        model.take(r)
    model.finish()
    own = run(command(opts, "-o"), lines, [0, 3])
    got = [json.loads(x) for x in own]
    report = got.pop()
    found = differ(got, model.out, "output")
    if found:
        return found
    want = model.stats()
    stats = {k: report["stats"].get(k, 0) for k in want}
    found = differ(stats, want, "stats")
    if found:
        return found
    # No look-ahead: the output of a part is a part of the output.
    whole = run(command(opts), lines, [0, 3])
    ends = [x for x in whole if b'"reason":"finish"' in x]
    part = run(command(dict(opts, finish="mark")),
               lines[:rng.randint(0, len(lines))], [0, 3])[:-1]
    if part != whole[:len(part)] and not ends:
        return "the output of a prefix is not a prefix of the output"
    passed = [x for x in whole if x not in own]
    rates = [(r["symbol"], r["time"]) for r in records
             if r["type"] == "funding"]
    once = len(rates) == len(set(rates))
    if once and not model.skipped and passed != lines:
        return "the input is not passed through"
    return None


def main():
    count = int(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    bad = 0
    for seed in range(first, first + count):
        found = check(seed)
        if found:
            bad += 1
            print("seed %d: %s" % (seed, found))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
