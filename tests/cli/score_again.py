# SPDX-License-Identifier: MIT
"""What the audits say makes the scores again: score_again.py CANDLES.

Each classic signal's inputs, as its audit tells them, are scored as a context.
"""
import json
import subprocess
import sys


def scored(options, text):
    p = subprocess.run(["score", "-q", "-o", "--all", *options], input=text,
                       capture_output=True, text=True, check=True)
    signals = [json.loads(x) for x in p.stdout.splitlines()]
    return {s["time"]: s for s in signals if s.get("action") != "close"}


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        first = scored(["--profile", "classic"], file.read())
    contexts = "".join(
        json.dumps(dict(s["audit"]["inputs"], type="context", time=time,
                        symbol=s["symbol"], direction=s["direction"])) + "\n"
        for time, s in first.items())
    second = scored([], contexts)
    # Inputs of 12 digits may lie beyond a middle of four decimals.
    bad = [t for t in first
           if abs(first[t]["score"] - second[t]["score"]) > 1.5e-4]
    for time in bad[:5]:
        print(time, first[time]["score"], second[time]["score"])
    sys.exit(bool(bad) or not first)


main()
