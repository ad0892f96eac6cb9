#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The execution model of backtest(1) a second time: slow and obvious.

Invents random markets, trades each with this model and with backtest, and
compares every fill, position, equity and statistic.  Usage: COUNT [FIRST].
"""
import json
import math
import random
import statistics
import subprocess
import sys

MS = {"15m": 900000, "1h": 3600000, "4h": 14400000, "1d": 86400000}
DAY = 86400000


def fall(peak, equity):
    """As a fraction of the peak; who is ruined has lost all of it."""
    if equity >= peak or peak <= 0:
        return 0
    return (peak - equity) / peak if equity > 0 else 1


class Market:
    def __init__(self, venue, name):
        self.venue, self.name = venue, name
        self.interval = None
        self.bars = []
        self.close_order = self.open_order = None
        self.position = None
        self.freed = []


class Model:
    def __init__(self, opts):
        self.opts = opts
        self.cash = opts["cash"]
        self.markets = []
        self.out = []
        self.samples = []  # (time, equity, exposed) of every moment
        self.trades = []
        self.fees = 0.0
        self.orders = self.positions = 0
        self.count = dict.fromkeys(
            "signals filled ignored rejected replaced lapsed".split(), 0)
        self.now = None
        self.exposed = False
        self.told = None
        self.skipped = self.records = self.nbars = 0
        self.times = []
        self.seen = []

    # ---- which market a record belongs to

    def market_of_candle(self, r):
        venue, name = r.get("venue", ""), r["symbol"]
        same = [m for m in self.markets if m.name == name]
        for m in same:
            if m.venue == venue:
                return m
        for m in same:
            if m.venue == "" and not m.bars:
                m.venue = venue
                return m
        return self.add_market(venue, name)

    def market_of_other(self, r):
        venue, name = r.get("venue", ""), r["symbol"]
        for m in self.markets:
            if m.name == name and venue in ("", m.venue):
                return m
        return self.add_market(venue, name)

    def add_market(self, venue, name):
        self.markets.append(Market(venue, name))
        return self.markets[-1]

    # ---- the account

    def held(self):
        held = [m for m in self.markets if m.position]
        return sorted(held, key=lambda m: m.position["id"])

    @staticmethod
    def gain(p, price):
        move = price - p["entry"]
        return p["qty"] * (move if p["direction"] == "long" else -move)

    def equity(self):
        return self.cash + sum(
            m.position["notional"] + self.gain(m.position, m.position["mark"])
            for m in self.held())

    def tell_equity(self, time):
        equity = self.equity()
        curve = [self.opts["cash"], *(s[1] for s in self.samples), equity]
        sides = {"long": 0.0, "short": 0.0}
        unrealized = 0.0
        for m in self.held():
            p = m.position
            sides[p["direction"]] += p["qty"] * p["mark"]
            unrealized += self.gain(p, p["mark"])
        r = {"type": "equity", "time": time, "equity": equity,
             "cash": self.cash, "unrealized_pnl": unrealized,
             "drawdown": fall(max(curve), equity),
             "open_positions": len(self.held())}
        if equity > 0:
            r["long_exposure"] = sides["long"] / equity
            r["short_exposure"] = sides["short"] / equity
            r["exposure"] = (sides["long"] + sides["short"]) / equity
        self.out.append(r)
        self.told = time

    def end_moment(self):
        self.samples.append(
            (self.now, self.equity(), self.exposed or bool(self.held())))
        self.exposed = False

    # ---- fills

    def tell_fill(self, m, p, reason, side, price, fee, at, signal):
        self.orders += 1
        head = {"time": self.now, "symbol": m.name}
        if m.venue:
            head["venue"] = m.venue
        self.out.append(dict(
            head, type="fill", order=self.orders, position=p["id"],
            signal=signal, side=side, price=price, qty=p["qty"], fee=fee,
            liquidity="maker" if reason == "target" else "taker",
            reason=reason, at=at))
        self.exposed = self.filled = True
        r = dict(head, type="position", id=p["id"], signal=p["signal"],
                 direction=p["direction"], opened=p["opened"],
                 entry=p["entry"], qty=p["qty"], fees=p["fees"])
        if reason == "entry":
            r.update(state="open", value=p["notional"],
                     share=p["notional"] / self.equity())
        else:
            r.update(state="closed", closed=at, exit=price, pnl=p["pnl"],
                     bars=len(m.bars) - p["bar"], reason=reason)
            r["return"] = p["pnl"] / p["notional"]
        self.out.append(r)

    def slip(self, price, side):
        s = self.opts["slippage"] / 10000
        return price * (1 + s if side == "buy" else 1 - s)

    def leave(self, m, reason, price, at, signal):
        p = m.position
        side = "sell" if p["direction"] == "long" else "buy"
        if reason != "target":
            price = self.slip(price, side)
        fee = p["qty"] * price * self.opts["fee"]
        gain = self.gain(p, price)
        back = p["notional"] + gain - fee
        p["fees"] += fee
        p["pnl"] = gain - p["fees"]
        self.fees += fee
        self.cash += back
        m.freed.append((at, back))
        m.position = None
        self.trades.append((at, p["pnl"] / p["notional"]))
        self.tell_fill(m, p, reason, side, price, fee, at, signal)

    def enter(self, m, bar, order):
        at, price = bar["open_time"], bar["open"]
        late = sum(max(0.0, x.freed[-1][1]) for x in self.markets
                   if x.freed and x.freed[-1][0] > at)
        money = self.cash - late
        sign = 1 if order["direction"] == "long" else -1
        stop, target = order.get("stop"), order.get("target")
        if (money <= 0 or
                (stop is not None and sign * (price - stop) <= 0) or
                (target is not None and sign * (target - price) <= 0)):
            self.count["rejected"] += 1
            return
        side = "buy" if sign > 0 else "sell"
        price = self.slip(price, side)
        notional = money / (1 + self.opts["fee"])
        fee = notional * self.opts["fee"]
        self.positions += 1
        m.position = p = {
            "id": self.positions, "direction": order["direction"],
            "opened": at, "entry": price, "qty": notional / price,
            "notional": notional, "fees": fee, "mark": price,
            "bar": len(m.bars), "stop": stop, "target": target,
            "signal": order["id"]}
        self.cash -= money
        self.fees += fee
        self.count["filled"] += 1
        self.tell_fill(m, p, "entry", side, price, fee, at, order["id"])

    # ---- records

    def signal(self, r):
        m = self.market_of_other(r)
        self.count["signals"] += 1
        order = dict(r, after=r["time"])
        closes = r.get("action") == "close"
        if m.open_order and (not closes or
                             m.open_order["direction"] == r["direction"]):
            self.count["replaced"] += 1
            m.open_order = None
        if not closes:
            m.open_order = order
        elif m.position and m.position["direction"] == r["direction"]:
            self.count["replaced"] += m.close_order is not None
            m.close_order = order
        else:
            self.count["ignored"] += 1
        if m.close_order and m.open_order:
            m.open_order["after"] = max(m.open_order["after"],
                                        m.close_order["after"])

    def drop(self, m, kept):
        for name in ("close_order", "open_order"):
            order = getattr(m, name)
            if order and not kept(order):
                setattr(m, name, None)
                self.count["lapsed"] += 1

    def gap(self, r):
        m = self.market_of_other(r)
        if r["dataset"] not in ("candle", "candles"):
            return
        if m.interval and r.get("interval", m.interval) != m.interval:
            return
        self.drop(m, lambda order: order["after"] >= r["to"])

    def continuous(self, m):
        if self.opts["calendar"] == "venue":
            return m.venue.startswith("binance-")
        return self.opts["calendar"] == "24x7"

    def candle(self, r):
        m = self.market_of_candle(r)
        if r.get("closed") is False:
            return
        if m.interval is None:
            m.interval = self.opts["interval"] or r["interval"]
        if r["interval"] != m.interval:
            return
        if m.bars and r["open_time"] <= m.bars[-1]["open_time"]:
            raise AssertionError("the invention is out of order")
        if self.now is not None and r["time"] > self.now:
            self.end_moment()
            end = self.now // DAY * DAY + DAY - 1
            if r["time"] > end and self.told != end:
                self.tell_equity(end)
        self.now = r["time"]
        self.told = None
        self.filled = False
        self.nbars += 1
        self.bar(m, r)
        if self.filled:
            self.tell_equity(self.now)

    def bar(self, m, bar):
        start, step = bar["open_time"], MS[m.interval]
        if self.continuous(m):
            # Opens of bars that are missing before this one.
            last = m.bars[-1]["open_time"] if m.bars else None
            self.drop(m, lambda order: not (
                start - step > order["after"] and
                (last is None or start - step > last)))
        order = m.close_order
        if order and start > order["after"]:
            m.close_order = None
            if m.position and m.position["direction"] == order["direction"]:
                self.count["filled"] += 1
                self.leave(m, "close", bar["open"], start, order["id"])
            else:
                self.count["ignored"] += 1
        order = m.open_order
        if order and start > order["after"]:
            m.open_order = None
            if not m.position:
                self.enter(m, bar, order)
            elif m.position["direction"] == order["direction"]:
                self.count["ignored"] += 1
            else:
                self.count["filled"] += 1
                self.leave(m, "opposite", bar["open"], start, order["id"])
        if m.position:
            self.levels(m, bar)
        if m.position:
            m.position["mark"] = bar["close"]
        m.bars.append(bar)

    def levels(self, m, bar):
        p = m.position
        sign = 1 if p["direction"] == "long" else -1
        bad, good = ("low", "high") if sign > 0 else ("high", "low")

        def stopped(price):
            return (p["stop"] is not None and
                    sign * (price - p["stop"]) <= 0)

        def reached(price):
            return (p["target"] is not None and
                    sign * (price - p["target"]) >= 0)

        begin, end, s = bar["open_time"], bar["time"], p["signal"]
        old = p["bar"] < len(m.bars)
        if old and stopped(bar["open"]):
            self.leave(m, "stop", bar["open"], begin, s)
        elif old and reached(bar["open"]):
            self.leave(m, "target", bar["open"], begin, s)
        elif stopped(bar[bad]):
            self.leave(m, "stop", p["stop"], end, s)
        elif reached(bar[good]):
            self.leave(m, "target", p["target"], end, s)

    def take(self, r):
        if any(r is x for x in self.seen):
            self.skipped += 1
            return
        self.seen.append(r)
        self.records += 1
        self.times.append(r["time"])
        {"candle": self.candle, "signal": self.signal,
         "gap": self.gap}[r["type"]](r)

    # ---- the report

    @staticmethod
    def drawdown(values):
        return max(fall(max(values[:i + 1]), v)
                   for i, v in enumerate(values))

    def stretch(self, start, end):
        """The equity of a window: its base, and (time, equity) above it."""
        base, base_day, inside = self.opts["cash"], None, []
        last_of_day = {}
        for time, equity, _ in self.samples:
            last_of_day[time // DAY] = time
        for time, equity, _ in self.samples:
            if last_of_day[time // DAY] > end:
                break
            if start is not None and time // DAY * DAY < start:
                base, base_day = equity, (start - 1) // DAY
            else:
                inside.append((time, equity))
        if inside and base_day is None:
            base_day = inside[0][0] // DAY - 1
        return base, base_day, inside

    def curve_figures(self, start, end):
        base, base_day, inside = self.stretch(start, end)
        found = {"max_drawdown": self.drawdown([base] +
                                               [e for _, e in inside])}
        if not inside:
            return found
        closes = {t // DAY: e for t, e in inside}
        value, returns = base, []
        for day in range(base_day + 1, inside[-1][0] // DAY + 1):
            now = closes.get(day, value)
            if value <= 0:
                return found
            returns.append(now / value - 1)
            value = now
        if len(returns) > 1 and len(set(returns)) > 1:
            found["sharpe"] = (statistics.fmean(returns) /
                               statistics.stdev(returns) * math.sqrt(365))
        return found

    def trade_figures(self, trades):
        returns = [r for _, r in trades]
        wins = [r for r in returns if r > 0]
        losses = [r for r in returns if r < 0]
        n = len(returns)
        w = {"trade_count": n, "wins": len(wins), "losses": len(losses),
             "unclassified": n - len(wins) - len(losses),
             "cumulative_return": math.prod(1 + r for r in returns) - 1,
             "meets_win_rate_threshold": n > 0 and len(wins) / n >= .35,
             "sufficient_sample": n >= 5}
        if n:
            w.update(first_trade_at=min(t for t, _ in trades),
                     last_trade_at=max(t for t, _ in trades),
                     hit_rate=len(wins) / n, average_return=sum(returns) / n,
                     expectancy=sum(returns) / n)
        return w

    def window(self, days, end):
        start = end - days * DAY
        w = self.trade_figures([t for t in self.trades
                                if start <= t[0] <= end])
        w.update(self.curve_figures(start, end), window_days=days,
                 start=max(0, start), end=end)
        return w

    def stats(self):
        t = self.trade_figures(self.trades)
        equity = self.equity()
        returns = [r for _, r in self.trades]
        s = {"trades": len(returns), "open_trades": len(self.held()),
             "equity_final": equity,
             "equity_peak": max([self.opts["cash"]] +
                                [e for _, e, _ in self.samples]),
             "return": equity / self.opts["cash"] - 1, "fees": self.fees,
             "basis": "daily equity returns, 365 days",
             "unfilled": sum(bool(m.close_order) + bool(m.open_order)
                             for m in self.markets)}
        s.update(self.count)
        s.update(self.curve_figures(None, math.inf))
        if self.samples:
            s["exposure_time"] = (sum(x for _, _, x in self.samples) /
                                  len(self.samples))
        traded = [m for m in self.markets if m.bars]
        if len(traded) == 1:
            bars = traded[0].bars
            s["buy_hold_return"] = bars[-1]["close"] / bars[0]["close"] - 1
        if returns:
            s.update(win_rate=t["hit_rate"], expectancy=t["expectancy"],
                     best_trade=max(returns), worst_trade=min(returns))
            if min(returns) > -1:
                s["avg_trade"] = math.exp(statistics.fmean(
                    math.log1p(r) for r in returns)) - 1
            if min(returns) < 0:
                s["profit_factor"] = (
                    math.fsum(r for r in returns if r > 0) /
                    -math.fsum(r for r in returns if r < 0))
        return s

    def report(self):
        if self.samples or self.now is not None:
            self.end_moment()
        end = self.opts["now"]
        if end is None:
            end = max(self.times, default=0)
        windows = [self.window(d, end) for d in sorted(
            set(self.opts["windows"]))]
        keys = ("window_days trade_count wins losses hit_rate expectancy "
                "cumulative_return max_drawdown meets_win_rate_threshold "
                "sufficient_sample").split()
        return {"windows": windows, "stats": self.stats(),
                "summary": {k: v for k, v in windows[-1].items()
                            if k in keys},
                "input": {"records": self.records, "skipped": self.skipped,
                          "symbols": sum(bool(m.bars) for m in self.markets),
                          "bars": self.nbars, "first": min(self.times),
                          "last": max(self.times),
                          "signals": self.count["signals"]}}


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
            if rng.random() < .5:
                gap["interval"] = rng.choice(["1h", "4h"])
            out.append(gap)
        for _ in range(2):
            if rng.random() < rate / 2:
                out.append(random_signal(rng, c, len(out)))
        if "closed" not in c and rng.random() < .005:
            out.append(c)
    return out


def random_opts(rng):
    return {"cash": rng.choice([10000, 1000, 12345.67]),
            "fee": rng.choice([0, .0004, .01]),
            "slippage": rng.choice([0, 1, 25]),
            "calendar": rng.choice(["venue", "24x7", "any"]),
            "interval": rng.choice([None, None, None, "1h"]),
            "windows": rng.sample([1, 2, 3, 5, 9], 2),
            "now": rng.choice([None, None, 1641234567890])}


def command(opts, *more):
    argv = ["backtest", "--cash", str(opts["cash"]), "--fee",
            str(opts["fee"]), "--slippage", str(opts["slippage"]), "--max-disorder", "2d",
            "--windows", ",".join(map(str, opts["windows"])), *more]
    if opts["calendar"] != "venue":
        argv += ["--calendar", opts["calendar"]]
    if opts["interval"]:
        argv += ["--interval", opts["interval"]]
    if opts["now"]:
        argv += ["--now", str(opts["now"])]
    return argv


def run(argv, lines, status):
    done = subprocess.run(argv, input=b"".join(lines), capture_output=True)
    if done.returncode not in status:
        raise AssertionError("status %d: %s" % (done.returncode, done.stderr))
    return done.stdout.splitlines(True)


def differ(got, want, where, scale):
    """Where the two differ, or None; numbers to nine digits."""
    if isinstance(want, dict):
        for k in sorted(set(got) | set(want)):
            if k not in got or k not in want:
                return "%s.%s: only one has it" % (where, k)
            found = differ(got[k], want[k], where + "." + k, scale)
            if found:
                return found
        return None
    if isinstance(want, list):
        found = next(filter(None, (
            differ(g, w, "%s[%d]" % (where, i), scale)
            for i, (g, w) in enumerate(zip(got, want)))), None)
        if not found and len(got) != len(want):
            found = "%s: %d and %d" % (where, len(got), len(want))
        return found
    if isinstance(want, float) and not isinstance(got, (str, bool)):
        close = math.isclose(got, want, rel_tol=1e-9, abs_tol=1e-10 * (
            scale if abs(want) > 1 or abs(got) > 1 else 1))
        return None if close else "%s: %r, model %r" % (where, got, want)
    return None if got == want else "%s: %r, model %r" % (where, got, want)


def check(seed):
    rng = random.Random(seed)
    records, opts = random_input(rng), random_opts(rng)
    lines = [(json.dumps(r) + "\n").encode() for r in records]
    model = Model(opts)
    for r in records:
        model.take(r)
    want = model.report()
    status = [3] if model.skipped else [0]
    own = run(command(opts, "-o"), lines, status)
    got = [json.loads(x) for x in own]
    report = got.pop()
    found = differ(got, model.out, "output", opts["cash"])
    if found:
        return found
    for part in ("windows", "stats", "summary", "input"):
        found = differ(report[part], want[part], part, opts["cash"])
        if found:
            return found
    # No look-ahead: the output of a part is a part of the output.
    whole = run(command(opts), lines, [0, 3])[:-1]
    part = run(command(opts), lines[:rng.randint(0, len(lines))],
               [0, 3])[:-1]
    if part != whole[:len(part)]:
        return "the output of a prefix is not a prefix of the output"
    passed = [x for x in whole if x not in own]
    if not model.skipped and passed != lines:
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
