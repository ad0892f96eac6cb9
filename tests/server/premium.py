# SPDX-License-Identifier: MIT
"""The premium index: how far the contract is from its index, in 10^-8."""
from functools import lru_cache

from candles import Bar, fold
from noise import draw, wave
from number import fixed
from when import HOUR, MINUTE


class Premium:
    """A source of candles; its volumes are 0, its counts samples of 5 s."""

    def __init__(self, market):
        self.market = market
        self.key = market.key + "/premium"
        self.listed, self.end = market.listed, market.end
        self.knots = lru_cache(maxsize=1024)(self._knots)

    def _at_hour(self, hour):
        return (wave(self.key + "/week", hour, 168, 40_000)
                + wave(self.key + "/hour", hour, 1, 15_000))

    def _knots(self, hour):
        left, right = self._at_hour(hour), self._at_hour(hour + 1)
        noise = draw(f"{self.key}/minutes/{hour}", 60)
        inner = [left + (right - left) * i // 60 + (noise[i] - 128) * 40
                 for i in range(1, 60)]
        return [left, *inner, right]

    def at(self, t):
        hour, rest = divmod(t, HOUR)
        i, part = divmod(rest, MINUTE)
        knots = self.knots(hour)
        return knots[i] + (knots[i + 1] - knots[i]) * part // MINUTE

    def bars_of(self, hour, step, end):
        knots = self.knots(hour)
        noise = draw(f"{self.key}/spikes/{hour}", 120)
        bars = []
        for i in range(60):
            t = hour * HOUR + i * MINUTE
            if t >= end:
                break
            o = knots[i]
            c = knots[i + 1] if t + MINUTE <= end else self.at(end - 1)
            count = (min(t + MINUTE, end) - t + 4999) // 5000
            bars.append(Bar(t, o, max(o, c) + noise[i] * 20,
                            min(o, c) - noise[60 + i] * 20, c,
                            0, 0, count, 0, 0))
        n = step // MINUTE
        return [fold(bars[i].open_time, bars[i:i + n])
                for i in range(0, len(bars), n)]

    def bar_text(self, bar):
        return [fixed(x, 8) for x in bar[1:5]] + ["0"] * 4

    def mark_price(self, t):
        """The mark price at T: the index and the premium on it."""
        market = self.market
        index = market.price_at(t) * market.tick
        return fixed(index * (10 ** 8 + self.at(t))
                     // 10 ** market.price_digits, 8)

    def index_price(self, t):
        market = self.market
        return fixed(market.price_at(t) * market.tick
                     * 10 ** (8 - market.price_digits), 8)
