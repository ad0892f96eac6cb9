# SPDX-License-Identifier: MIT
"""The execution model of backtest(1) a second time: slow and obvious.

A Model takes the records of the input one by one and collects in .out what
backtest writes.  Formulas keep the manual's order of operations, so that the
two agree to the last digit.
"""
from math import floor

MS = {"1m": 60000, "15m": 900000, "1h": 3600000, "4h": 14400000,
      "1d": 86400000}
DAY = 86400000
COUNTS = "signals filled ignored filtered rejected replaced lapsed missed"


def fall(peak, equity):
    """As a fraction of the peak; who is ruined has lost all of it."""
    if equity >= peak or peak <= 0:
        return 0
    return (peak - equity) / peak if equity > 0 else 1


class Market:
    def __init__(self, venue, name):
        self.venue, self.name = venue, name
        self.interval = None
        self.priced = False  # a candle or trade named it
        self.bars = []  # price records so far
        self.closing = self.opening = None  # orders that wait
        self.position = None
        self.freed = None  # (time, cash) of the last exit
        self.fundings = []  # (time, record) that wait
        self.shown = -1  # end of the last bar that was seen unfinished
        self.spread = None  # half of it, by the middle


class Model:
    def __init__(self, opts):
        self.opts = opts
        self.cash = opts["cash"]
        self.base = opts["cash"]  # equity when the last moment ended
        self.markets = []
        self.out = []
        self.samples = []  # (time, equity) of every moment
        self.trades = []  # (closed, return, bars)
        self.fees = self.funding_paid = 0.0
        self.orders = self.positions = 0
        self.count = dict.fromkeys(COUNTS.split(), 0)
        self.now = self.told = None
        self.filled = False
        self.seen = []
        self.records = self.skipped = self.prices = 0
        self.by_trade = opts["prices"] == "trade"

    # ---- which market a record belongs to

    def market_of_price(self, r):
        venue, name = r.get("venue", ""), r["symbol"]
        same = [m for m in self.markets if m.name == name]
        found = [m for m in same if m.venue == venue] or [
            m for m in same if m.venue == "" and not m.priced]
        m = found[0] if found else self.add_market(venue, name)
        m.venue = venue
        m.priced = True
        return m

    def market_of_other(self, r):
        venue, name = r.get("venue", ""), r["symbol"]
        for m in self.markets:
            if m.name == name and venue in ("", m.venue):
                return m
        return self.add_market(venue, name)

    def add_market(self, venue, name):
        m = Market(venue, name)
        m.interval = self.opts["interval"]
        self.markets.append(m)
        return m

    # ---- the account

    def held(self):
        held = [m for m in self.markets if m.position]
        return sorted(held, key=lambda m: m.position["id"])

    @staticmethod
    def gain(p, price):
        return p["sign"] * (p["qty"] * (price - p["entry"]))

    def equity(self):
        equity = self.cash
        for m in self.held():
            p = m.position
            equity += p["notional"] + self.gain(p, p["mark"])
        return equity

    def tell_equity(self, time):
        equity = self.equity()
        peak, worst = self.opts["cash"], 0
        for e in [*(e for _, e in self.samples), equity]:
            peak = max(peak, e)
            worst = max(worst, fall(peak, e))
        sides, unrealized, largest = {1: 0.0, -1: 0.0}, 0.0, 0.0
        for m in self.held():
            p = m.position
            value = p["qty"] * p["mark"]
            sides[p["sign"]] += value
            largest = max(largest, value)
            unrealized += self.gain(p, p["mark"])
        r = {"type": "equity", "time": time, "equity": equity,
             "cash": self.cash, "unrealized_pnl": unrealized,
             "drawdown": fall(peak, equity), "max_drawdown": worst,
             "open_positions": len(self.held())}
        if equity > 0:
            r["long_exposure"] = sides[1] / equity
            r["short_exposure"] = sides[-1] / equity
            r["exposure"] = (sides[1] + sides[-1]) / equity
            r["concentration"] = largest / equity
        self.out.append(r)
        self.told = time

    def tell_position(self, m, p, **more):
        r = {"type": "position", "time": self.now, "symbol": m.name,
             "id": p["id"], "signal": p["signal"],
             "direction": p["direction"], "opened": p["opened"],
             "entry": p["entry"], "qty": p["qty"], "fees": p["fees"],
             "funding": p["funding"], "mae": p["mae"], "mfe": p["mfe"],
             "bars": self.bars_of(m, p)}
        if m.venue:
            r["venue"] = m.venue
        self.out.append(dict(r, **more))

    def tell_open(self, m):
        p = m.position
        value, equity = p["qty"] * p["mark"], self.equity()
        more = {"share": value / equity} if equity > 0 else {}
        self.tell_position(m, p, state="open", price=p["mark"], value=value,
                           unrealized_pnl=self.gain(p, p["mark"]), **more)

    def tell_fill(self, m, p, **more):
        self.orders += 1
        r = {"type": "fill", "time": self.now, "symbol": m.name,
             "order": self.orders, "position": p["id"], "qty": p["qty"]}
        if m.venue:
            r["venue"] = m.venue
        self.out.append(dict(r, **more))
        self.filled = True

    def end_moment(self):
        self.base = self.equity()
        self.samples.append((self.now, self.base))

    # ---- a position

    def bars_of(self, m, p):
        """From the bar of the entry to the one that is looked at."""
        if self.by_trade:
            step = MS[m.interval or "1m"]
            return self.bar["time"] // step - p["opened"] // step
        return m.bars.index(self.bar) - p["bar"]

    @staticmethod
    def reach(p, price):
        """The market went there while the position was held."""
        move = p["sign"] * (price - p["entry"]) / p["entry"]
        p["mfe"] = max(p["mfe"], move)
        p["mae"] = max(p["mae"], -move)

    def slip(self, m, price, side):
        s = self.opts["slippage"]
        s = (m.spread or 0) if s == "half-spread" else s / 10000
        return price * (1 + s if side == "buy" else 1 - s)

    def rate(self, liquidity):
        maker = self.opts["maker_fee"]
        if liquidity == "maker" and maker is not None:
            return maker
        return self.opts["fee"]

    def leave(self, m, reason, price, at, signal=None):
        p = m.position
        self.reach(p, price)
        side = "sell" if p["sign"] > 0 else "buy"
        liquidity = "maker" if reason == "target" else "taker"
        if reason != "target":
            price = self.slip(m, price, side)
        fee = p["qty"] * price * self.rate(liquidity)
        gain = self.gain(p, price)
        back = p["notional"] + gain - fee
        p["fees"] += fee
        pnl = gain - p["fees"] - p["funding"]
        self.fees += fee
        self.cash += back
        m.freed = at, back
        m.position = None
        self.trades.append((at, pnl / p["notional"], self.bars_of(m, p)))
        self.tell_fill(m, p, side=side, price=price, fee=fee, at=at,
                       liquidity=liquidity, reason=reason,
                       signal=p["signal"] if signal is None else signal)
        self.tell_position(m, p, state="closed", closed=at, exit=price,
                           pnl=pnl, reason=reason,
                           **{"return": pnl / p["notional"]})

    # ---- entries

    def levels(self, order, price):
        """Stop and target of a position entered at this price."""
        sign = 1 if order["direction"] == "long" else -1
        stop, target = self.opts["stop"], self.opts["target"]
        if stop == "signal":
            stop = order.get("stop")
        elif stop == "none":
            stop = None
        else:
            stop = price * (1 - sign * stop)
        if target == "signal":
            target = order.get("target")
        elif target == "none":
            target = None
        elif isinstance(target, str):  # 2R
            away = None if stop is None else sign * (price - stop)
            times = float(target[:-1])
            target = None
            if away is not None and away > 0:
                target = price + sign * (times * away)
        else:
            target = price * (1 + sign * target)
        if target is not None and target <= 0 and self.opts[
                "target"] != "signal":
            target = None
        return stop, target

    def is_past(self, order, price):
        """At this price the signal's idea is over, or was wrong."""
        sign = 1 if order["direction"] == "long" else -1
        stop = order.get("stop") if self.opts["stop"] == "signal" else None
        return (stop is not None and sign * (price - stop) <= 0 or
                self.has_come_true(order, price))

    def has_come_true(self, order, price):
        sign = 1 if order["direction"] == "long" else -1
        target = order.get("target")
        return (self.opts["target"] == "signal" and target is not None and
                sign * (price - target) >= 0)

    def free_cash(self, at):
        late = 0.0
        for m in self.markets:
            if m.freed and m.freed[0] > at and m.freed[1] > 0:
                late += m.freed[1]
        free = self.cash - late
        return free if free > 1e-9 * self.opts["cash"] else 0

    def size(self, sign, price, stop, fee, free):
        """(quantity, notional, money) of an entry, or None."""
        kind, _, n = self.opts["size"].partition(":")
        n = float(n or 0)
        if free <= 0 or (kind in ("fraction", "risk") and self.base <= 0):
            return None
        qty = None
        if kind == "all-in":
            notional = free / (1 + fee)
        elif kind == "quote":
            notional = n
        elif kind == "fraction":
            notional = n * self.base / (1 + fee)
        else:
            if stop is None or sign * (price - stop) <= 0:
                return None
            qty = n * self.base / abs(price - stop)
            notional = qty * price
        money = notional * (1 + fee)
        if kind == "all-in" or money >= free:
            notional, money, qty = free / (1 + fee), free, None
        if qty is None:
            qty = notional / price
        if self.opts["whole_units"]:
            qty = floor(qty)
            notional = qty * price
            money = min(notional * (1 + fee), free)
        return (qty, notional, money) if notional > 0 else None

    def count_order(self, order, what):
        """Each signal once: a reversal has been counted by its exit."""
        if not order.get("counted"):
            self.count[what] += 1

    def enter(self, m, order, market, price, liquidity, at, inside=False):
        """Fills the order at a price, if it is still worth it."""
        m.opening = None
        sign = 1 if order["direction"] == "long" else -1
        stop, target = self.levels(order, price)
        fee = self.rate(liquidity)
        size = None
        if not self.is_past(order, market):
            size = self.size(sign, price, stop, fee,
                             self.free_cash(self.bar["open_time"]))
        if not size:
            self.count_order(order, "rejected")
            return
        qty, notional, money = size
        self.positions += 1
        m.position = p = {
            "id": self.positions, "direction": order["direction"],
            "sign": sign, "opened": at, "entry": price, "qty": qty,
            "notional": notional, "fees": notional * fee, "funding": 0.0,
            "mark": price, "bar": len(m.bars) - 1, "inside": inside,
            "stop": stop, "target": target, "signal": order["id"],
            "mae": 0.0, "mfe": 0.0}
        self.cash -= money
        self.fees += notional * fee
        self.count_order(order, "filled")
        self.tell_fill(m, p, side="buy" if sign > 0 else "sell", price=price,
                       fee=p["fees"], liquidity=liquidity, reason="entry",
                       at=at, signal=order["id"])
        self.tell_open(m)

    def enter_market(self, m, order, bar):
        side = "buy" if order["direction"] == "long" else "sell"
        self.enter(m, order, bar["open"], self.slip(m, bar["open"], side),
                   "taker", bar["open_time"])

    def limit(self, order):
        if self.opts["entry"] == "market":
            return None
        end = "entry_high" if order["direction"] == "long" else "entry_low"
        found = order.get(end)
        return order.get("price") if found is None else found

    def try_limit_at_open(self, m, order, bar):
        limit, price = self.limit(order), bar["open"]
        buys = order["direction"] == "long"
        fits = price <= limit if buys else price >= limit
        if not order.get("rests"):
            order["rests"] = True
            if fits:
                slipped = self.slip(m, price, "buy" if buys else "sell")
                slipped = (min if buys else max)(slipped, limit)
                self.enter(m, order, price, slipped, "taker",
                           bar["open_time"])
            elif self.has_come_true(order, price):
                m.opening = None
                self.count_order(order, "rejected")
        elif self.has_come_true(order, price):
            m.opening = None
            self.count_order(order, "missed")
        elif fits:
            if self.by_trade:
                price = limit
            self.enter(m, order, price, price, "maker", bar["open_time"])

    def try_limit_inside(self, m, order, bar):
        limit = self.limit(order)
        buys = order["direction"] == "long"
        if bar["low"] <= limit if buys else bar["high"] >= limit:
            self.enter(m, order, limit, limit, "maker", bar["time"], True)
        elif self.has_come_true(order, bar["high"] if buys else bar["low"]):
            m.opening = None
            self.count_order(order, "missed")

    # ---- a bar, in the order of the manual

    def steps(self, m, bar):
        self.bar = bar
        m.bars.append(bar)
        begin, end = bar["open_time"], bar["time"]
        if self.continuous(m) and not self.by_trade:
            self.lapse_before(m, bar)
        self.pay(m, begin)
        if m.position:
            self.reach(m.position, bar["open"])
        self.step_close(m, bar)
        if (self.opts["max_bars"] and m.position and
                self.bars_of(m, m.position) >= self.opts["max_bars"]):
            self.leave(m, "time", bar["open"], begin)
        self.step_open(m, bar)
        if m.position:
            self.step_levels_at_open(m, m.position, bar)
        if m.position:
            m.position["at_open"] = {
                k: m.position[k] for k in ("mae", "mfe", "funding")}
        self.pay(m, end)
        order = m.opening
        if order and order["after"] < begin and not self.by_trade:
            self.try_limit_inside(m, order, bar)
        if m.position:
            self.step_levels(m, m.position, bar)
        if m.position:
            self.step_mark(m.position, bar)

    def step_close(self, m, bar):
        order = m.closing
        if not order or order["after"] >= bar["open_time"]:
            return
        m.closing = None
        if m.position and m.position["direction"] == order["direction"]:
            self.count["filled"] += 1
            self.leave(m, "close", bar["open"], bar["open_time"],
                       order["id"])
        else:
            self.count["ignored"] += 1

    def step_open(self, m, bar):
        order, p = m.opening, m.position
        if not order or order["after"] >= bar["open_time"]:
            return
        opposite = self.opts["on_opposite"]
        if p and (p["direction"] == order["direction"] or
                  opposite == "ignore"):
            m.opening = None
            self.count_order(order, "ignored")
            return
        if p:
            self.count_order(order, "filled")
            self.leave(m, "opposite", bar["open"], bar["open_time"],
                       order["id"])
            if opposite == "close":
                m.opening = None
                return
            order["counted"] = True
        if self.limit(order) is None:
            self.enter_market(m, order, bar)
        else:
            self.try_limit_at_open(m, order, bar)

    @staticmethod
    def stopped(p, price):
        return (p["stop"] is not None and
                p["sign"] * (price - p["stop"]) <= 0)

    @staticmethod
    def reached(p, price):
        return (p["target"] is not None and
                p["sign"] * (price - p["target"]) >= 0)

    def step_levels_at_open(self, m, p, bar):
        begin = bar["open_time"]
        if self.stopped(p, bar["open"]):
            self.leave(m, "stop", bar["open"], begin)
        elif self.reached(p, bar["open"]):
            price = p["target"] if self.by_trade else bar["open"]
            self.leave(m, "target", price, begin)

    def step_levels(self, m, p, bar):
        bad, good = ("low", "high") if p["sign"] > 0 else ("high", "low")
        end = bar["time"]
        inside = p["inside"] and p["bar"] == len(m.bars) - 1
        if self.stopped(p, bar[bad]):
            self.leave(m, "stop", p["stop"], end)
        elif self.reached(p, bar["close"] if inside else bar[good]):
            self.leave(m, "target", p["target"], end)

    def step_mark(self, p, bar):
        p["mark"] = bar["close"]
        if p["inside"] and p["opened"] == bar["time"]:
            self.reach(p, bar["low"] if p["sign"] > 0 else bar["high"])
            self.reach(p, bar["close"])
        else:
            self.reach(p, bar["low"])
            self.reach(p, bar["high"])

    # ---- holes

    def lapse(self, m, gone):
        for name in ("closing", "opening"):
            order = getattr(m, name)
            if order and gone(order):
                setattr(m, name, None)
                self.count_order(order, "lapsed")

    def continuous(self, m):
        if self.opts["calendar"] == "venue":
            return m.venue.startswith("binance-")
        return self.opts["calendar"] == "24x7"

    def lapse_before(self, m, bar):
        step = MS[m.interval]
        start = (bar["open_time"] - 1) // step * step
        if len(m.bars) < 2 or start > m.bars[-2]["open_time"]:
            self.lapse(m, lambda order: start > order["after"])

    def take_gap(self, r):
        m = self.market_of_other(r)
        kinds = "candle candles" + (" trade trades" if self.by_trade else "")
        if r["dataset"] not in kinds.split():
            return
        if m.interval and (r.get("interval") or m.interval) != m.interval:
            return
        self.lapse(m, lambda order: order["after"] < r["to"])

    # ---- funding

    def pay(self, m, until):
        """What waits and was due by then."""
        due = [x for x in m.fundings if x[0] <= until]
        m.fundings = [x for x in m.fundings if x[0] > until]
        for time, r in due:
            self.pay_one(m, time, r)

    def pay_one(self, m, time, r):
        p = m.position
        if not p or p["opened"] >= time:
            return
        mark = r.get("mark_price") or p["mark"]
        payment = p["sign"] * (p["qty"] * mark * r["rate"])
        self.cash -= payment
        p["funding"] += payment
        self.funding_paid += payment

    def take_funding(self, r):
        m = self.market_of_other(r)
        time = r["time"] // 60000 * 60000
        if self.by_trade:
            self.pay_one(m, time, r)
        else:
            m.fundings.append((time, r))

    # ---- other records

    def take_book(self, r):
        m = self.market_of_other(r)
        bid, ask = r.get("bid"), r.get("ask")
        if bid and ask:
            m.spread = max(ask - bid, 0) / (ask + bid)

    def take_signal(self, r):
        m = self.market_of_other(r)
        self.count["signals"] += 1
        order = dict(r, after=max(r["time"], m.shown))
        closes = r.get("action") == "close"
        least = self.opts["min_score"]
        if not closes and least is not None:
            score = r.get("score")
            if score is None or score < least:
                self.count["filtered"] += 1
                return
        if m.opening and (not closes or
                          m.opening["direction"] == r["direction"]):
            self.count_order(m.opening, "replaced")
            m.opening = None
        if not closes:
            m.opening = order
        elif m.position and m.position["direction"] == r["direction"]:
            self.count["replaced"] += m.closing is not None
            m.closing = order
        else:
            self.count["ignored"] += 1
        if m.closing and m.opening:
            m.opening["after"] = max(m.opening["after"],
                                     m.closing["after"])

    def take_candle(self, r):
        m = self.market_of_price(r)
        if r.get("closed") is False:
            if r["interval"] == m.interval and not self.by_trade:
                m.shown = max(m.shown, r["time"])
            return
        m.interval = m.interval or r["interval"]
        if r["interval"] == m.interval and not self.by_trade:
            self.take_price(m, r)

    def take_trade(self, r):
        if self.by_trade:
            p = r["price"]
            self.take_price(self.market_of_price(r), {
                "open_time": r["time"], "time": r["time"],
                "open": p, "high": p, "low": p, "close": p, "id": r["id"]})

    def take_price(self, m, bar):
        if self.now is not None and bar["time"] > self.now:
            self.end_moment()
            end = self.now // DAY * DAY + DAY - 1
            if bar["time"] > end and self.told != end:
                self.tell_equity(end)
        self.now = bar["time"]
        self.told = None
        self.filled = False
        self.prices += 1
        self.steps(m, bar)
        each = self.opts["equity"] == "bar" and not self.by_trade
        if each and m.position:
            self.tell_open(m)
        if each or self.filled:
            self.tell_equity(self.now)

    def take(self, r):
        if any(r is x for x in self.seen):
            self.skipped += 1
            return
        self.seen.append(r)
        self.records += 1
        getattr(self, "take_" + r["type"])(r)

    # ---- the end

    def finish(self):
        self.filled = False
        if self.opts["finish"] != "mark":
            for m in self.markets:
                if m.position:
                    self.finish_one(m)
        else:
            for m in self.markets:
                for time, r in m.fundings:
                    self.pay_one(m, time, r)
        if self.filled:
            self.tell_equity(self.now)
        if self.now is not None:
            self.end_moment()

    def finish_one(self, m):
        self.bar = bar = m.bars[-1]
        p = m.position
        inside = p["inside"] and p["bar"] == len(m.bars) - 1
        if self.opts["finish"] == "close" or inside:
            self.leave(m, "finish", bar["close"], bar["time"])
        else:
            self.back_at_open(p)
            self.leave(m, "finish", bar["open"], bar["open_time"])

    def back_at_open(self, p):
        """What the bar did behind its open is undone."""
        paid = p["funding"] - p["at_open"]["funding"]
        p.update(p["at_open"])
        self.cash += paid
        self.funding_paid -= paid

    def stats(self):
        """The account at the end, and what became of the signals."""
        orders = [o for m in self.markets for o in (m.closing, m.opening)]
        return dict(
            self.count, trades=len(self.trades),
            open_trades=len(self.held()), equity_final=self.equity(),
            fees=self.fees, funding=self.funding_paid,
            unfilled=sum(o is not None and not o.get("counted")
                         for o in orders))
