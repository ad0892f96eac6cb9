# SPDX-License-Identifier: MIT
"""reader_model FILTER... - the reader against a slow model of it.

Random files (good, bad, late, repeated and torn lines, plain, .gz or stdin)
go through a filter that adds nothing: its output, the number of lines left
out and its status must be the model's.  FIRST and ROUNDS in the environment
choose the rounds, whose numbers are their seeds.
"""
import gzip
import json
import os
import random
import re
import subprocess
import sys

NOT_JSON = object()
TIME_MAX = 253402300799999
MINUTES = {"1m": 1, "5m": 5, "1h": 60, "1d": 1440}


def is_int(v, low=0, high=2 ** 63 - 1):
    return type(v) is int and low <= v <= high


def is_time(v):
    return is_int(v, 0, TIME_MAX)


def is_number(v):
    return type(v) in (int, float) and abs(v) < float("inf")


def is_price(v):
    return is_number(v) and v > 0


def is_amount(v):
    return is_number(v) and v >= 0


def is_text(v):
    return type(v) is str and "\0" not in v


def is_id(v):
    return type(v) in (int, str)


def word(*words):
    return lambda v: type(v) is str and v in words


INTERVAL = word(*MINUTES)
SIDE = word("buy", "sell")
HEAD = {"time": (is_time, True), "venue": (is_text, False),
        "symbol": (lambda v: is_text(v) and v != "", True)}
TYPES = {
    "trade": {**HEAD, "id": (is_int, True), "price": (is_price, True),
              "qty": (is_price, True), "side": (SIDE, True)},
    "candle": {**HEAD, "time": (is_time, False), "interval": (INTERVAL, True),
               "open_time": (is_time, True), "open": (is_price, True),
               "high": (is_price, True), "low": (is_price, True),
               "close": (is_price, True), "volume": (is_amount, True),
               "trades": (is_int, False),
               "closed": (lambda v: type(v) is bool, False)},
    "open_interest": {**HEAD, "period": (INTERVAL, False),
                      "open_interest": (is_amount, True)},
    "funding": {**HEAD, "rate": (is_number, True)},
    "signal": {**HEAD, "id": (is_id, True),
               "direction": (word("long", "short"), True)},
    "metric": {**HEAD, "symbol": (HEAD["symbol"][0], False),
               "name": (is_text, True), "value": (is_number, True)},
}
ONCE = {"trade", "candle", "open_interest", "funding"}



def no_constant(text):
    raise ValueError(text)


def load(line):
    """What a line (bytes) says, or NOT_JSON."""
    try:
        return json.loads(line.decode(), parse_constant=no_constant)
    except (ValueError, RecursionError):
        return NOT_JSON


def record(obj):
    """(type, time, series, identity) of a good record, or None."""
    if type(obj) is not dict:
        return None
    obj = {k: v for k, v in obj.items() if v is not None}
    kind = obj.get("type")
    if type(kind) is not str:
        return None
    if kind not in TYPES:
        return (kind, obj["time"], None, None) if is_time(
            obj.get("time")) else None
    for name, (good, required) in TYPES[kind].items():
        if name in obj and not good(obj[name]) or \
                required and name not in obj:
            return None
    time, same = obj.get("time"), kind in ONCE
    if kind == "candle":
        end = obj["open_time"] + MINUTES[obj["interval"]] * 60000 - 1
        still_open = obj.get("closed") is False
        if not obj["low"] <= min(obj["open"], obj["close"]) or \
                not max(obj["open"], obj["close"]) <= obj["high"]:
            return None
        if time is None:
            time = end
        elif time != end and not still_open:
            return None
        same = not still_open
    series = (kind, obj.get("venue", ""), obj.get("symbol", ""),
              obj.get("interval", obj.get("period")))
    return kind, time, series, (obj.get("id", 0) if same else None)


def expect(files, disorder):
    """Lines that are kept, and how many are left out."""
    left_out, queues, kept, latest = 0, [], [], {}
    for data in files:
        queue = []
        lines = data.split(b"\n")
        torn = lines.pop()
        for i, line in enumerate(lines + [torn] * (torn != b"")):
            obj = load(line)
            rec = record(obj)
            if rec:
                queue.append((rec, line))
            elif obj is not NOT_JSON or i < len(lines):
                left_out += 1
        queues.append(queue)
    while any(queues):
        queue = min((q for q in queues if q), key=lambda q: q[0][0][1])
        (_, time, series, same), line = queue.pop(0)
        if series:
            before, what = latest.get(series, (-1, None))
            if time < before - disorder or \
                    (time == before and same is not None and same == what):
                left_out += 1
                continue
            if time >= before:
                latest[series] = (time, same)
        kept.append(line + b"\n")
    return b"".join(kept), left_out


def make_object(rng, now):
    kind = rng.choice(["trade"] * 3 + ["candle"] * 3 + list(TYPES) + ["news"])
    obj = {"type": kind, "time": now}
    if rng.random() < .6:
        obj["venue"] = rng.choice(["binance-um", "v", "", "é"])
    if kind != "metric" or rng.random() < .5:
        obj["symbol"] = rng.choice(["A", "A", "B", "BTC\"", "x" * 200])
    number = rng.choice([1, 0.5, 42000.1, 12345678901234567890.5, 1e-7, 3e22])
    if kind == "trade":
        obj.update(id=rng.choice([1, 2, 2 ** 53 + 1, 2 ** 63 - 1]),
                   price=number, qty=.001, side=rng.choice(["buy", "sell"]))
    elif kind == "candle":
        name = rng.choice(["1m", "1m", "5m", "1d"])
        start = now // 60000 * 60000
        obj.update(interval=name, open_time=start, open=2, high=3.5, low=1,
                   close=2, volume=number)
        obj["time"] = start + MINUTES[name] * 60000 - 1
        shape = rng.random()
        if shape < .3:
            del obj["time"]
        elif shape < .5:
            obj.update(closed=False, time=rng.choice([now, obj["time"]]))
    elif kind == "open_interest":
        obj["open_interest"] = number
        if rng.random() < .5:
            obj["period"] = rng.choice(["5m", "1h"])
    elif kind == "funding":
        obj["rate"] = rng.choice([-1e-4, 0, .0001])
    elif kind == "signal":
        obj.update(id=rng.choice(["x", 7]), direction="long")
    elif kind == "metric":
        obj.update(name="n", value=number)
    if rng.random() < .2:
        obj[rng.choice(["extra", "rate", "symbol", "closed"])] = rng.choice(
            [None, [1, {"a": []}], {"type": "x"}, "\n\\\"é", False, -1])
    if rng.random() < .08 and len(obj) > 3:
        obj[rng.choice(list(obj)[1:])] = rng.choice(
            [None, -1, 0, "", "x", "A\0", 2 ** 63, 10 ** 25, 1.0, [], True])
    return obj


def make_line(rng, now):
    obj = make_object(rng, now)
    items = list(obj.items())
    if rng.random() < .1:
        rng.shuffle(items)
    if rng.random() < .05:
        items.insert(rng.randrange(len(items) + 1), rng.choice(items))
    if rng.random() < .05:
        items.insert(rng.randrange(len(items) + 1),
                     ("type", rng.choice(["trade", "candle", "news", None])))
    comma, colon = rng.choice([(",", ":")] * 4 + [(", ", ": "), (" ,\t", " :")])
    plain = rng.random() < .5
    text = "{" + comma.join(
        json.dumps(k) + colon + json.dumps(v, ensure_ascii=plain)
        for k, v in items) + "}"
    if rng.random() < .05:
        text = text.replace("e", "\\u0065", rng.randrange(1, 4))
    line = text.encode()
    if len(items) == len(obj) and rng.random() < .04:
        at = rng.randrange(len(line) + 1)
        line = line[:at] + rng.choice(
            [b"", b"\xff", b"\\", b'"', b"}", b",", b"NaN"]) + line[at + 1:]
    return line + rng.choice([b""] * 8 + [b" ", b"\r"])


def make_file(rng, lines, disorder):
    now, out = rng.randrange(3) * 60000, []
    for _ in range(lines):
        now += rng.choice([0, 0, 1, 7, 1000, 60000])
        late = rng.choice([0] * 12 + [1, disorder, disorder + 1, 60000])
        out.append(make_line(rng, max(0, now - late)))
        if rng.random() < .05:
            out.append(out[-1])
        if rng.random() < .02:
            out.append(rng.choice([b"", b"null", b"[]", b"{}", b"{" * 3000]))
    data = b"".join(line + b"\n" for line in out)
    if rng.random() < .3:
        data = data[:-1 - rng.choice([0, 0, 1, 5, 30])]
    return data


def run(command, seed):
    """What differs from the model in this round; empty: nothing."""
    rng = random.Random(seed)
    disorder = rng.choice([0, 0, 5, 60000])
    files = [make_file(rng, rng.choice([0, 1, 5, 40]), disorder)
             for _ in range(rng.choice([1, 1, 2, 3, 5]))]
    strict = rng.random() < .1
    names, stdin = [], None
    for i, data in enumerate(files):
        names.append("in%d" % i)
        if stdin is None and rng.random() < .3:
            names[i], stdin = "-", data
            continue
        with open(names[i], "wb") as f:
            f.write(gzip.compress(data, 1) if rng.random() < .2 else data)
    done = subprocess.run(
        command + ["--max-disorder", "%dms" % disorder] +
        ["--strict"] * strict + names, input=stdin or b"", capture_output=True)
    want, left_out = expect(files, disorder)
    if strict and left_out:
        good = done.returncode == 1 and (len(files) > 1 or
                                         want.startswith(done.stdout))
        return "" if good else "strict: status %d" % done.returncode
    said = re.search(rb"lines left out: (\d+)\n", done.stderr)
    counted = int(said.group(1)) if said else 0
    if done.returncode != (3 if left_out else 0):
        return "status %d" % done.returncode
    if counted != left_out:
        return "%d lines left out, not %d" % (counted, left_out)
    if done.stdout != want:
        for a, b in zip(done.stdout.split(b"\n"), want.split(b"\n")):
            if a != b:
                return "%r, not %r" % (a[:300], b[:300])
        return "%d bytes, not %d" % (len(done.stdout), len(want))
    return ""


def main():
    first = int(os.environ.get("FIRST", "1"))
    rounds = int(os.environ.get("ROUNDS", "150"))
    for seed in range(first, first + rounds):
        wrong = run(sys.argv[1:], seed)
        if wrong:
            sys.exit("round %d: %s" % (seed, wrong))


main()
