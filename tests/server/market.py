# SPDX-License-Identifier: MIT
"""One symbol's market: every number of it is a function of time.

The unit of making is the hour: its aggregated trades follow from a hash of
seed, venue, symbol and hour alone, and each hour has the same number of them
(an hour in which trading was halted has none), so that an id gives the hour
and an hour the ids.  Prices are whole ticks, quantities whole steps.

    market = Market(Spec("um", "BTCUSDT"))       # see spec.py
    market.span(since, until)    aggregated trades with since <= time < until
    market.from_id(a, n, now)    N of them from id A on, none after NOW
    market.newest(now)           the newest id at NOW
    market.price_at(t)           the price in ticks
    market.bars_of(hour, ms, end)  its bars; candles.py has every interval
    market.price(p), market.qty(q), market.quote(pq)   as text
"""
import struct
from array import array
from bisect import bisect_left
from collections import OrderedDict, namedtuple
from functools import lru_cache
from operator import mul

from candles import Bar
from noise import draw, wave
from number import fixed, scaled
from when import HOUR, MINUTE

ROWS_KEPT = 1_000_000
# First ids, so that none fits into 32 bits.
FIRST_AGG = 3_450_000_000
FIRST_TRADE = 8_079_000_000

# The trades of an hour, in columns: id of the first, then for each its time,
# price, quantity, what of that was bought by the taker, first and last raw id.
Hour = namedtuple("Hour", "id time price qty bought first last")
Agg = namedtuple("Agg", "id time price qty nq maker first last")


class Market:
    def __init__(self, spec):
        self.spec = spec
        self.venue, self.symbol = spec.venue, spec.symbol
        self.key = f"{spec.seed}/{spec.venue}/{spec.symbol}"
        self._scale()
        self.first_hour = spec.listed // HOUR
        self.listed = self.first_hour * HOUR
        self.per_hour = 60 * spec.trades_per_minute
        self.halts = sorted(spec.halts)
        self.dead = sorted(
            h for since, until in self.halts
            for h in range(-(-since // HOUR), until // HOUR))
        self._hours, self._rows = OrderedDict(), 0
        self.knots = lru_cache(maxsize=4096)(self._knots)

    def _scale(self):
        """How ticks and steps become text."""
        spec = self.spec
        spot = spec.venue == "spot"
        places = [len(x.partition(".")[2]) for x in (spec.tick, spec.step)]
        self.price_digits, self.qty_digits = (8, 8) if spot else places
        self.quote_digits = 8 if spot else sum(places)
        self.tick = scaled(spec.tick, self.price_digits)
        self.step = scaled(spec.step, self.qty_digits)
        self.base = scaled(spec.price, self.price_digits) // self.tick
        unit = self.tick * self.step * 10 ** self.quote_digits
        self.quote_unit, rest = divmod(
            unit, 10 ** (self.price_digits + self.qty_digits))
        if rest:
            raise ValueError(f"{spec.symbol}: tick times step is too fine")

    # TEXT

    def price(self, ticks):
        return fixed(ticks * self.tick, self.price_digits)

    def qty(self, steps):
        return fixed(steps * self.step, self.qty_digits)

    def quote(self, product):
        return fixed(product * self.quote_unit, self.quote_digits)

    def bar_text(self, bar):
        """Open, high, low, close, volume, quote, bought, bought quote."""
        return [*map(self.price, bar[1:5]), self.qty(bar.volume),
                self.quote(bar.quote), self.qty(bar.bought),
                self.quote(bar.bought_quote)]

    # PRICES

    def _hour_price(self, hour):
        """At the first moment of HOUR, in ticks."""
        key = self.key + "/price"
        swing = (wave(key + "/season", hour, 840, 150_000)
                 + wave(key + "/week", hour, 168, 60_000)
                 + wave(key + "/day", hour, 24, 25_000)
                 + wave(key + "/hour", hour, 1, 4_000))
        return self.base * (1_000_000 + swing) // 1_000_000

    def _knots(self, hour):
        """The prices at its 60 minutes, and at the next hour's first."""
        left, right = self._hour_price(hour), self._hour_price(hour + 1)
        noise = draw(f"{self.key}/minutes/{hour}", 60)
        size = max(left // 200_000, 1)     # a minute's noise: 0.06 % at most
        knots = [left + (right - left) * i // 60 + (noise[i] - 128) * size
                 for i in range(60)]
        return [left] + knots[1:] + [right]

    def price_at(self, t):
        hour, rest = divmod(t, HOUR)
        i, part = divmod(rest, MINUTE)
        knots = self.knots(hour)
        return knots[i] + (knots[i + 1] - knots[i]) * part // MINUTE

    # TRADES

    def halted(self, t, step):
        """Whether no trade can be in [T, T + STEP)."""
        return any(since <= t and t + step <= until
                   for since, until in self.halts)

    def _spread(self, hour):
        """How many trades each minute of HOUR has: some have none."""
        live = [i for i in range(60) if not self.halts
                or not self.halted(hour * HOUR + i * MINUTE, MINUTE)]
        counts = [0] * 60
        if not live:
            return counts
        each, carry = divmod(self.per_hour, len(live))
        chance = draw(f"{self.key}/quiet/{hour}", 60)
        for i in live:
            carry += each
            quiet = chance[i] % 61 == 0 and i not in (live[0], live[-1])
            if not quiet:
                counts[i], carry = carry, 0
        return counts

    def _order(self, hour):
        """How many hours with trades there were before HOUR."""
        return hour - self.first_hour - bisect_left(self.dead, hour)

    def _nth_hour(self, order):
        hour = self.first_hour + order
        for dead in self.dead:
            hour += self.first_hour <= dead <= hour
        return hour

    def hour(self, hour):
        """The trades of HOUR in columns."""
        made = self._hours.get(hour)
        if made:
            self._hours.move_to_end(hour)
            return made
        made = self._hours[hour] = self._make(hour)
        self._rows += len(made.time)
        while self._rows > ROWS_KEPT and len(self._hours) > 1:
            self._rows -= len(self._hours.popitem(last=False)[1].time)
        return made

    def _make(self, hour):
        counts = [0] * 60 if hour < self.first_hour else self._spread(hour)
        n = sum(counts)
        bits = struct.unpack(
            f"<{n}I", draw(f"{self.key}/trades/{hour}", 4 * n))
        order = self._order(hour)
        time, price, burst = array("q"), array("q"), self.spec.burst
        knots, at = self.knots(hour), 0
        for i, count in enumerate(counts):
            if not count:
                continue
            groups = -(-count // burst)
            start, end = at, at + count
            gap = MINUTE // groups
            step = knots[i + 1] - knots[i]
            for g in range(groups):
                part = g * MINUTE // groups + ((bits[at] >> 20) * gap >> 12)
                some = min(burst, end - at)
                time.extend([hour * HOUR + i * MINUTE + part] * some)
                price.extend([knots[i] + step * part // MINUTE] * some)
                at += some
            price[start:end] = array("q", [
                p + (r >> 1 & 7) - 3
                for p, r in zip(price[start:end], bits[start:end])])
        qty = array("q", [((x := r >> 4 & 1023) * x >> 10) + 3 for r in bits])
        bought = array("q", [0 if r & 1 else q for q, r in zip(qty, bits)])
        return Hour(FIRST_AGG + order * self.per_hour, time, price, qty,
                    bought, *self._raw_ids(order, bits))

    def _raw_ids(self, order, bits):
        """An aggregated trade has one to three fills; some ids are burnt."""
        base = FIRST_TRADE + 2 * order * self.per_hour
        first = array("q", [
            base + 2 * k + (r >> 14 & 1) for k, r in enumerate(bits)])
        if first:
            first[0] = base
        last = array("q", first[1:])
        if first:
            last.append(base + 2 * len(bits))
        last = array("q", [
            b - 2 if not r >> 15 & 31 and b - f > 1 else b - 1
            for f, b, r in zip(first, last, bits)])
        return first, last

    def _agg(self, made, k):
        qty = made.qty[k]
        # Some of the quantity met retail price improvement orders.
        nq = qty // 2 if made.first[k] % 16 == 0 else qty
        return Agg(made.id + k, made.time[k], made.price[k], qty, nq,
                   not made.bought[k], made.first[k], made.last[k])

    def end(self, now):
        """No trade is at or after this: the next moment, or the delisting."""
        gone = self.spec.delisted
        return now + 1 if gone is None else min(now + 1, gone)

    def parts(self, since, until):
        """Hours, and which of their trades have SINCE <= time < UNTIL."""
        since = max(since, self.listed)
        for h in range(since // HOUR, -(-until // HOUR)):
            made = self.hour(h)
            yield (made, bisect_left(made.time, since),
                   bisect_left(made.time, until))

    def span(self, since, until):
        """The trades with SINCE <= time < UNTIL, one after the other."""
        for made, first, stop in self.parts(since, until):
            for k in range(first, stop):
                yield self._agg(made, k)

    def newest(self, now):
        """The id of the last trade before end(NOW); FIRST_AGG - 1: none."""
        end = self.end(now)
        hour = (end - 1) // HOUR
        while hour >= self.first_hour:
            made = self.hour(hour)
            k = bisect_left(made.time, end)
            if k:
                return made.id + k - 1
            hour -= 1
        return FIRST_AGG - 1

    def first_since(self, t):
        """The id of the first trade at or after T, whenever it is."""
        hour = max(t // HOUR, self.first_hour)
        while True:
            made = self.hour(hour)
            k = bisect_left(made.time, t)
            if k < len(made.time):
                return made.id + k
            hour += 1

    def from_id(self, a, n, now):
        """At most N trades from id A on, none after NOW."""
        a = max(a, FIRST_AGG)
        left = min(n, self.newest(now) + 1 - a)
        while left > 0:
            order, k = divmod(a - FIRST_AGG, self.per_hour)
            made = self.hour(self._nth_hour(order))
            some = min(left, len(made.time) - k)
            for i in range(k, k + some):
                yield self._agg(made, i)
            a, left = a + some, left - some

    def fills(self, agg):
        """The raw trades of an aggregated one: (id, qty); price and time are
        the same for all."""
        n = agg.last - agg.first + 1
        return [(agg.first + i, agg.qty // n if i else
                 agg.qty - agg.qty // n * (n - 1)) for i in range(n)]

    # BARS

    def bars_of(self, hour, step, end):
        """The bars of STEP ms (an hour at most) of HOUR, from the trades
        before END; a bar without trades repeats the close before it."""
        made = self.hour(hour)
        start = hour * HOUR
        bars, close, k = [], None, 0
        prices, sizes, bought = made.price, made.qty, made.bought
        first, last = made.first, made.last
        stop = bisect_left(made.time, end)
        for t in range(start, min(start + HOUR, end), step):
            if self.halts and self.halted(t, step):
                continue
            b = bisect_left(made.time, t + step, k, stop)
            if k == b:
                if close is None:
                    close = self._close_before(t)
                bars.append(Bar(t, close, close, close, close,
                                0, 0, 0, 0, 0))
                continue
            p, q, taken = prices[k:b], sizes[k:b], bought[k:b]
            close = p[-1]
            bars.append(Bar(
                t, p[0], max(p), min(p), close, sum(q), sum(map(mul, p, q)),
                sum(last[k:b]) - sum(first[k:b]) + b - k,
                sum(taken), sum(map(mul, p, taken))))
            k = b
        return bars

    def _close_before(self, t):
        hour = t // HOUR
        while hour >= self.first_hour:
            made = self.hour(hour)
            k = bisect_left(made.time, t)
            if k:
                return made.price[k - 1]
            hour -= 1
        return self.price_at(t)
