# SPDX-License-Identifier: MIT
"""Funding: what is settled, how often, and what will be."""
from collections import namedtuple

from noise import number, wave
from number import fixed
from when import HOUR, parse

# due is the full hour, time what the exchange says; mark "" or None: not told
Settlement = namedtuple("Settlement", "due time rate hours mark special")
RATE_TYPES_SINCE = parse("2026-07-23")
MARKS_SINCE = parse("2021-01-01")


class Funding:
    def __init__(self, market, premium):
        self.market, self.premium = market, premium
        self.key = market.key + "/funding"
        self.schedule = sorted(market.spec.funding)

    def hours_at(self, t):
        hours = 8
        for since, every in self.schedule:
            if since <= t:
                hours = every
        return hours

    def _due(self, t):
        return t % (self.hours_at(t) * HOUR) == 0

    def next_due(self, t):
        """The first settlement after T."""
        t = t // HOUR * HOUR + HOUR
        while not self._due(t):
            t += HOUR
        return t

    def rate(self, due):
        """In 10^-8.  One in 37 is zero, some are negative."""
        n, rest = divmod(due, 8 * HOUR)
        if not rest and n % 37 == 5:
            return 0
        return (5_000 + wave(self.key, due // HOUR, 48, 14_000)
                + wave(self.key + "/own", due // HOUR, 1, 3_000))

    def settlement(self, due):
        n, rest = divmod(due, 8 * HOUR)
        chance = number(self.key + "/late", due) % 36
        time = due + (chance if chance < 18 else 0)
        mark = self.premium.mark_price(due)
        if due < MARKS_SINCE or (not rest and n % 41 == 11):
            mark = ""
        elif not rest and n % 47 == 13:
            mark = None
        return Settlement(due, time, self.rate(due), self.hours_at(due), mark,
                          not rest and n % 53 == 7)

    def between(self, since, until):
        """The settlements with SINCE <= time <= UNTIL, in order."""
        if "_" in self.market.symbol:
            return          # a contract with a delivery date has none
        until = min(until, self.market.end(until) - 1)
        due = (max(since, self.market.listed + 1) - 18) // HOUR * HOUR
        while due <= until:
            if self._due(due) and due > self.market.listed:
                made = self.settlement(due)
                if since <= made.time <= until:
                    yield made
            due += HOUR

    def row(self, made):
        row = {"symbol": self.market.symbol, "fundingTime": made.time,
               "fundingRate": fixed(made.rate, 8), "markPrice": made.mark}
        if made.time >= RATE_TYPES_SINCE:
            row["rateType"] = "Special" if made.special else "Regular"
        return row
