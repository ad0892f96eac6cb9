# SPDX-License-Identifier: MIT
"""The order book: at every tenth of a second, without what was before.

What lies at a price follows from a hash of the price and of how often it has
changed; which prices change at a step is a matter of arithmetic, so that a
difference costs what it lists and no more.

    book = Book(market)
    book.step(ms)                 the step that a moment belongs to
    book.snapshot(step, n)        id, bids, asks: N levels, best first
    book.diff(since, until)       U, u, pu, bids, asks: steps SINCE + 1 to
                                  UNTIL; a quantity of 0 removes
    book.id(step)                 the last update id of a step
Levels are (price, quantity) in ticks and steps of the market.
"""
from noise import number
from when import SECOND

STEP = SECOND // 10
FIRST_ID = 11_563_000_000_000
IDS_PER_STEP = 40
NEAR = 6                # so close to the middle, a level always changes
MASK = (1 << 64) - 1


class Book:
    def __init__(self, market):
        self.market = market
        spot = market.venue == "spot"
        self.depth = 6000 if spot else 1500    # ticks on each side
        self.period = 512 if spot else 128     # steps between two changes
        self.inverse = pow(37, -1, self.period)
        self.seed = number(market.key + "/book", 0)
        self.joined = spot                     # U is pu + 1

    def step(self, ms):
        return ms // STEP

    def id(self, step):
        return FIRST_ID + step * IDS_PER_STEP

    def mid(self, step):
        return self.market.price_at(step * STEP)

    def _qty(self, price, step, mid):
        far = abs(price - mid)
        if far > self.depth:
            return 0
        age = step if far <= NEAR else (step + 37 * price) // self.period
        x = (price * 0x9E3779B97F4A7C15 ^ age * 0xC2B2AE3D27D4EB4F
             ^ self.seed) & MASK
        x = (x ^ x >> 29) * 0xBF58476D1CE4E5B9 & MASK
        x ^= x >> 32
        if x & 7 == 0 and far > NEAR:
            return 0
        return 1 + (x >> 3 & 4095) * (x >> 15 & 255) // 255

    def side(self, step, price, mid):
        """(bid quantity, ask quantity) at PRICE; at most one is not 0."""
        qty = self._qty(price, step, mid)
        return (qty, 0) if price < mid else (0, qty)

    def snapshot(self, step, n):
        mid = self.mid(step)
        bids, asks = [], []
        for levels, prices in (
                (bids, range(mid - 1, max(mid - self.depth, 1) - 1, -1)),
                (asks, range(mid, mid + self.depth + 1))):
            for price in prices:
                qty = self._qty(price, step, mid)
                if qty:
                    levels.append((price, qty))
                    if len(levels) == n:
                        break
        return self.id(step), bids, asks

    def _candidates(self, step, mid, before):
        """The prices that may have changed with STEP."""
        low, high = min(mid, before), max(mid, before)
        at = -step * self.inverse % self.period
        first = low - self.depth
        found = set(range(first + (at - first) % self.period,
                          high + self.depth + 1, self.period))
        for a, b in ((low - NEAR, high + NEAR),
                     (low - self.depth, high - self.depth),
                     (low + self.depth, high + self.depth)):
            found.update(range(a, b + 1))
        return found

    def diff(self, since, until):
        prices, before = set(), self.mid(since)
        start = before
        for step in range(since + 1, until + 1):
            mid = self.mid(step)
            prices |= self._candidates(step, mid, before)
            before = mid
        bids, asks = [], []
        for price in sorted(prices):
            old = self.side(since, price, start)
            new = self.side(until, price, before)
            if old[0] != new[0]:
                bids.append((price, new[0]))
            if old[1] != new[1]:
                asks.append((price, new[1]))
        bids.reverse()
        pu = self.id(since)
        gap = 0
        if not self.joined:
            gap = number(self.market.key + "/ids", since) % 20
        return pu + 1 + gap, self.id(until), pu, bids, asks
