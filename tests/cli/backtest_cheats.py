#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cheats against backtest.

Usage: noise COUNT, sweeps over coins that are tossed on 200 days of hours:
prints how many are taken for skill, and how many of their best alone; coin
SEED and prophet SEED, the input of one, and of one who knows; fills COUNT
[FIRST], of random markets: prints fills at a price that had gone by when the
signal came.
"""
import json
import math
import random
import subprocess
import sys

from backtest_model import random_input, random_opts

HOUR = 3600000
START = 1767225600000


# ---- noise

def market(rng):
    """Candles as JSON, and their closes."""
    lines, closes, price = [], [], 100.
    for i in range(4800):
        o, at = price, START + i * HOUR
        price = round(o * math.exp(rng.gauss(0, .006)), 6)
        lines.append(
            '{"type":"candle","time":%d,"symbol":"X","interval":"1h",'
            '"open_time":%d,"open":%.6f,"high":%.6f,"low":%.6f,'
            '"close":%.6f,"volume":1}\n' % (
                at + HOUR - 1, at, o, max(o, price) * 1.002,
                min(o, price) * .998, price))
        closes.append(price)
    return lines, closes


def strategy(seed, knows):
    rng = random.Random(seed)
    lines, closes = market(rng)
    for i in range(len(lines)):
        side = rng.choice(["long", "short"])
        if knows and i + 9 < len(lines):
            side = "long" if closes[i + 9] > closes[i] else "short"
        if rng.random() < .1:
            lines[i] += (
                '{"type":"signal","time":%d,"symbol":"X","id":%d,'
                '"direction":"%s"}\n' % (START + (i + 1) * HOUR - 1, i, side))
    return "".join(lines)


def report(options, text):
    out = subprocess.run(["backtest", "-oq", "--bootstrap=0", *options],
                         input=text, check=True, capture_output=True,
                         text=True).stdout
    return json.loads(out.splitlines()[-1])


def is_skill(found):
    return found["luck"]["verdict"].startswith("Unlikely to be luck")


def noise(count):
    """How many coins are taken for skill: by the sweep, by the best alone."""
    swept = alone = 0
    for seed in range(int(count)):
        text = strategy(seed, False)
        found = report(["--sweep=stop=0.005:0.03:0.005",
                        "--sweep=target=0.5R,1R,1.5R,2R,3R,none"], text)
        best = found["search"]["rows"][found["search"]["best"]]["values"]
        swept += is_skill(found)
        alone += is_skill(report(["--stop=" + best[0], "--target=" + best[1]],
                                 text))
    print(swept, alone)


# ---- fills

def check_fills(records, options):
    """Each begins after its signal's time and behind its place."""
    out = subprocess.run(
        ["backtest", "-q", "--bootstrap=0", *options], check=False,
        input="".join(json.dumps(r) + "\n" for r in records),
        capture_output=True, text=True).stdout
    signals, priced, fills = {}, {}, 0
    for line in out.splitlines():
        r = json.loads(line)
        if r["type"] == "candle":
            # Of a time: what was known before it.
            priced[r["symbol"]] = r
        elif r["type"] == "signal":
            signals[str(r["id"])] = (r, priced.get(r["symbol"]))
        elif r["type"] == "fill" and r["reason"] in (
                "entry", "close", "opposite"):
            fills += 1
            signal, bar = signals[str(r["signal"])]
            if r["at"] <= signal["time"]:
                return "%s: filled at %d, signal %r" % (
                    options, r["at"], signal), fills
            if bar and r["at"] <= bar["time"]:
                return "%s: filled at %d in the bar %r of %r" % (
                    options, r["at"], bar, signal), fills
    return None, fills


def fills(count, first=0):
    total = 0
    for seed in range(int(first), int(first) + int(count)):
        rng = random.Random(seed)
        opts = random_opts(rng)
        options = ["--%s=%s" % (k.replace("_", "-"), opts[k]) for k in (
            "fee", "size", "slippage", "on_opposite", "entry", "stop",
            "target")]
        wrong, n = check_fills(random_input(rng), options)
        total += n
        if wrong:
            print("seed %d: %s" % (seed, wrong))
    print("fills" if total > 2 * int(count) else "few fills: %d" % total)


def main():
    what, *args = sys.argv[1:]
    if what == "fills":
        fills(*args)
    elif what == "noise":
        noise(*args)
    else:
        sys.stdout.write(strategy(int(args[0]), what == "prophet"))


if __name__ == "__main__":
    main()
