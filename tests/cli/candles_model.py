"""candles, once more: slow and obvious, and held against the tool.

Makes random small markets, works out by the rules of candles(1) what the tool
must write, runs it, and compares line for line: the input byte for byte, the
tool's own records member for member as exact decimals.
"""
import datetime
import json
import random
import subprocess
import sys
from decimal import Decimal, getcontext

getcontext().prec = 100
MINUTE = 60000
INTERVALS = {"1m": 1, "3m": 3, "5m": 5, "15m": 15, "30m": 30, "1h": 60,
             "2h": 120, "4h": 240, "1d": 1440, "1w": None, "1M": None}
ORDER = list(INTERVALS)
EPOCH = datetime.datetime(1970, 1, 1)
SUMS = ("volume", "quote_volume", "taker_buy_volume",
        "taker_buy_quote_volume")


def bounds(interval, t):
    """Start and end of the bar of the interval that holds t."""
    if INTERVALS[interval]:
        length = INTERVALS[interval] * MINUTE
        return t // length * length, t // length * length + length
    day = (EPOCH + datetime.timedelta(milliseconds=t)).replace(
        hour=0, minute=0, second=0, microsecond=0)
    if interval == "1w":
        start = day - datetime.timedelta(days=day.weekday())
        end = start + datetime.timedelta(days=7)
    else:
        start = day.replace(day=1)
        end = (start + datetime.timedelta(days=31)).replace(day=1)
    ms = datetime.timedelta(milliseconds=1)
    return (start - EPOCH) // ms, (end - EPOCH) // ms


def makes(fine, coarse):
    a, b = INTERVALS[fine], INTERVALS[coarse]
    if b is None:
        return a is not None
    return a is not None and a < b and b % a == 0


def digits(number):
    return len(Decimal(number).normalize().as_tuple().digits)


def candle(interval, start, end, used):
    """The candle of the records used, in the order in which they came."""
    first = used[0]
    out = {"type": "candle", "time": end - 1}
    if "venue" in first:
        out["venue"] = first["venue"]
    out.update(symbol=first["symbol"], interval=interval, open_time=start)
    if first["type"] == "candle":
        moved = [r for r in used if r["volume"] != 0] or used
        rows = [(r["open"], r["high"], r["low"], r["close"]) for r in moved]
        for name in SUMS + ("trades",):
            if all(name in r for r in used):
                out[name] = sum(r[name] for r in used)
    else:
        rows = [(r["price"],) * 4 for r in used]
        buys = [r for r in used if r["side"] == "buy"]
        out["volume"] = sum(r["qty"] for r in used)
        out["quote_volume"] = sum(r["qty"] * r["price"] for r in used)
        out["taker_buy_volume"] = sum(r["qty"] for r in buys)
        out["taker_buy_quote_volume"] = sum(
            r["qty"] * r["price"] for r in buys)
        out["trades"] = sum(
            r["last_id"] - r["first_id"] + 1 if "last_id" in r else 1
            for r in used)
    out["open"], out["close"] = rows[0][0], rows[-1][3]
    out["high"] = max(r[1] for r in rows)
    out["low"] = min(r[2] for r in rows)
    return out


class Symbol:
    """What is known of one symbol."""

    def __init__(self):
        self.source = None   # "trade" or the interval of its candles
        self.now = 0
        self.bars = {}       # (interval, start) -> records used
        self.closed = {}     # interval -> end of the last closed bar
        self.first = {}      # interval -> start of the first bar
        self.half = set()    # (interval, start)
        self.seen = {}       # series -> ids or open_times
        self.last = {}       # series -> (last id or ms, time)


class Model:
    def __init__(self, targets, grace, gaps, whole):
        self.targets = sorted(targets, key=ORDER.index)
        self.grace, self.gaps, self.whole = grace, gaps, whole
        self.symbols = {}

    def line(self, r):
        """What the tool writes of its own for r: [before], [after].

        after is None where r itself is refused.
        """
        s = self.symbols.setdefault((r.get("venue"), r["symbol"]), Symbol())
        kind = {"trade": "trade", "candle": r.get("interval")}.get(r["type"])
        if kind and s.source is None:
            if kind == "trade" or any(makes(kind, t) for t in self.targets):
                s.source = kind
        own = []
        wanted = kind is not None and kind == s.source
        fresh = True
        if wanted or (self.gaps and kind):
            fresh = self.judge(s, kind, r, own)
        if wanted and fresh and not self.use(s, r):
            return own, None
        market = r["type"] not in ("feed", "gap")
        if wanted or (s.source == "trade" and market):
            s.now = max(s.now, r["time"])
        own += self.close(s, r)
        key = self.key(r)
        own.sort(key=self.key)
        before = [o for o in own if self.key(o) < key]
        return before, [o for o in own if self.key(o) >= key]

    @staticmethod
    def key(o):
        types = ("trade", "candle", "mark", "feed", "gap")
        return (o["time"], types.index(o["type"]),
                ORDER.index(o.get("interval", "1m")))

    def judge(self, s, kind, r, own):
        """False for a repeat; a hole is appended to own."""
        seen = s.seen.setdefault(kind, set())
        if kind == "trade":
            this = end = r["id"]
        else:
            this, end = r["open_time"], bounds(kind, r["open_time"])[1] - 1
        if this in seen:
            return False
        seen.add(this)
        if kind in s.last and this > s.last[kind][0] + 1 and self.gaps:
            last, time = s.last[kind]
            gap = {"type": "gap", "symbol": r["symbol"]}
            if "venue" in r:
                gap["venue"] = r["venue"]
            if kind == "trade":
                gap.update(dataset="trades", from_id=last + 1, to_id=this - 1,
                           missing=this - last - 1, cause="sequence")
                gap["from"] = min(time, r["time"])
                gap["to"] = r["time"] - 1 if time < r["time"] else time
            else:
                n, t = 0, last + 1
                while t < this:
                    n, t = n + 1, bounds(kind, t)[1]
                gap.update(dataset="candles", interval=kind, missing=n,
                           cause="unknown")
                gap["from"], gap["to"] = last + 1, this - 1
            gap["time"] = gap["to"]
            if kind == "trade" or r.get("venue", "").startswith("binance-"):
                own.append(gap)
        if kind not in s.last or this > s.last[kind][0]:
            s.last[kind] = end, r["time"]
        return True

    def use(self, s, r):
        """False if r has to be refused, for all of its bars."""
        trade = r["type"] == "trade"
        t = r["time"] if trade else r["open_time"]
        bars = []
        for interval in self.targets:
            if not trade and not makes(s.source, interval):
                continue
            start, end = bounds(interval, t)
            if end + self.grace <= s.now or start < s.closed.get(interval, 0):
                continue
            bars.append((interval, start))
            made = candle(interval, start, end,
                          s.bars.get((interval, start), []) + [r])
            if any(digits(made.get(name, 0)) > 38 for name in SUMS):
                return False
        for interval, start in bars:
            if interval not in s.first:
                s.first[interval] = start
                known = r.get("venue", "").startswith("binance-")
                if self.whole if trade else (
                        t != start and (self.whole or known)):
                    s.half.add((interval, start))
            s.bars.setdefault((interval, start), []).append(r)
        return True

    def close(self, s, r):
        """Bars of one interval in order, as far as they are over."""
        out = []
        for interval in self.targets:
            for key in sorted(k for k in s.bars if k[0] == interval):
                start, end = bounds(interval, key[1])
                used, full = s.bars[key], False
                if used[0]["type"] == "candle":
                    parts = sum(INTERVALS[s.source] * MINUTE for _ in used)
                    full = parts == end - start
                    ends = any(b["time"] == end - 1 for b in used)
                else:
                    ends = False
                if not (end + self.grace <= s.now or full
                        or (ends and self.grace == 0)):
                    break
                del s.bars[key]
                s.closed[interval] = end
                if key not in s.half or full:
                    out.append(candle(interval, start, end, used))
        return out


def number(rng, big):
    """A number's text, often spelt in another than the shortest way."""
    size = rng.choice((1, 3, 7, 9))
    if big and rng.random() < 0.1:
        size = rng.choice((17, 24))
    text = str(rng.randrange(1, 10 ** size))
    places = rng.randrange(0, 9)
    text = text.zfill(places + 1)
    if places:
        text = text[:-places] + "." + text[-places:]
    if rng.random() < 0.1:
        text += ("e" if "." in text else ".0E+") + str(rng.randrange(3))
    return text


def trades(rng, symbol, t, end, out):
    ident = rng.randrange(100)
    while t < end or not out:
        t += rng.choice((0, 1, 500, 7000, 30000, 59999, 400000))
        ident += rng.choice((1,) * 12 + (2, 5))
        members = {"type": '"trade"', "time": str(t), "symbol": symbol,
                   "id": str(ident), "price": number(rng, False),
                   "qty": number(rng, True),
                   "side": rng.choice(('"buy"', '"sell"'))}
        if rng.random() < 0.5:
            members["first_id"] = "40"
            members["last_id"] = str(40 + rng.randrange(4))
        out.append((t, members))


def candles(rng, symbol, interval, t, end, out):
    t = bounds(interval, t)[0]
    optional = rng.random() < 0.7
    while t < end:
        t, close = bounds(interval, t)
        if rng.random() < 0.9:
            p = sorted(Decimal(number(rng, False)) for _ in range(4))
            members = {
                "type": '"candle"', "time": str(close - 1), "symbol": symbol,
                "interval": '"%s"' % interval, "open_time": str(t),
                "open": str(p[1]), "high": str(p[3]), "low": str(p[0]),
                "close": str(p[2]),
                "volume": "0.0" if rng.random() < 0.2 else number(rng, True)}
            if optional:
                for name in SUMS[1:]:
                    members[name] = number(rng, True)
                members["trades"] = str(rng.randrange(1000))
            if rng.random() < 0.02:
                members.pop("trades", None)
            out.append((close - 1, members))
        t = close


def market(rng):
    """Lines of a random market."""
    base = rng.choice((1772236800000, 1772398800000, 0)) + \
        rng.randrange(120) * MINUTE
    end = base + rng.choice((5, 40, 300)) * MINUTE
    events = []
    for symbol in rng.sample(('"A"', '"B"', '"C\\u0041"'), rng.choice((1, 2))):
        before = len(events)
        interval = rng.choice(("1m", "1m", "5m", "1h"))
        if rng.random() < 0.6:
            trades(rng, symbol, base, end, events)
        if rng.random() < 0.5 or len(events) == before:
            candles(rng, symbol, interval, base, end, events)
        for _ in range(rng.randrange(5)):
            t = rng.randrange(base, end)
            events.append((t, {
                "type": rng.choice(('"mark"', '"feed"')), "time": str(t),
                "symbol": symbol, "mark_price": "1", "stream": '"s"',
                "state": '"live"'}))
    events.sort(key=lambda e: e[0])
    for _ in range(rng.choice((0, 0, 1, 4)) * (len(events) > 9)):  # late ones and repeats
        i = rng.randrange(len(events))
        j = min(len(events), i + rng.randrange(3, 9))
        e = events[i]
        if rng.random() < 0.5:
            del events[i]
            j -= 1
        events.insert(j, e)
    venue = rng.choice((None, '"v"', '"binance-um"'))
    lines = []
    for _, members in events:
        if venue:
            members["venue"] = venue
        items = list(members.items())
        if rng.random() < 0.5:
            rng.shuffle(items)
        lines.append("{" + ",".join('"%s":%s' % m for m in items) + "}")
    return lines


def newest_repeats(records):
    """Whether one repeats the newest of its series: the reader refuses it."""
    newest = {}
    for r in records:
        key = r["type"], r["symbol"], r.get("interval")
        mine = r["time"], r.get("id")
        old = newest.get(key)
        if r["type"] in ("trade", "candle") and old == mine:
            return True
        if old is None or mine[0] >= old[0]:
            newest[key] = mine
    return False


def parse(line):
    return json.loads(line, parse_float=Decimal)


def own(r):
    return sorted((k, Decimal(v) if isinstance(v, (int, Decimal)) else v)
                  for k, v in r.items())


def trial(seed):
    """None, or what differs."""
    rng = random.Random(seed)
    lines = market(rng)
    records = [parse(x) for x in lines]
    if newest_repeats(records):
        return None
    targets = rng.sample(ORDER[:9] + ["1w", "1M"], rng.choice((1, 1, 2, 4)))
    grace = rng.choice((0, 0, 0, 1, 5000, 90000, 600000))
    gaps, whole = rng.random() < 0.5, rng.random() < 0.2
    model = Model(targets, grace, gaps, whole)
    expected = []
    for text, r in zip(lines, records):
        before, after = model.line(r)
        expected += [own(o) for o in before]
        if after is not None:
            expected += [text] + [own(o) for o in after]
    command = ["candles", "--max-disorder", "30d", "--grace", "%dms" % grace,
               "--interval", ",".join(targets)]
    command += ["--gaps"] * gaps + ["--whole"] * whole
    run = subprocess.run(command, input="\n".join(lines) + "\n", text=True,
                         capture_output=True, check=False)
    got = run.stdout.splitlines()
    for i, want in enumerate(expected):
        have = got[i] if i < len(got) else "(end)"
        if have != want and (isinstance(want, str) or have == "(end)" or
                             own(parse(have)) != want):
            return "line %d: have %s, want %s" % (i + 1, have, want)
    if len(got) > len(expected):
        return "too much: " + got[len(expected)]
    return None


def main():
    count = int(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for seed in range(first, first + count):
        wrong = trial(seed)
        if wrong:
            print("seed %d: %s" % (seed, wrong))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
