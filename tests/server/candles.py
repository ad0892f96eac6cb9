# SPDX-License-Identifier: MIT
"""Candles of every interval, folded from what a source has of an hour.

A source is a Market or a Premium: it has listed, end(now), bar_text(bar) and
bars_of(hour, step, end).

    candles = Candles(market)
    candles.bars("1m", since, until, now)        since <= open_time <= until
    candles.newest("1m", n, until, now)          the last N of them
"""
from collections import namedtuple
from functools import lru_cache
from itertools import islice

from when import HOUR, INTERVALS, bar_next, bar_start, month_start

# Sums of trades: prices in ticks, volumes in steps, quote in ticks * steps.
Bar = namedtuple("Bar", "open_time open high low close volume quote count "
                 "bought bought_quote")


def fold(open_time, bars):
    """One bar of several that follow each other."""
    _, opens, highs, lows, closes, *sums = zip(*bars)
    return Bar(open_time, opens[0], max(highs), min(lows), closes[-1],
               *map(sum, sums))


class Candles:
    def __init__(self, source):
        self.source = source
        self.whole = lru_cache(maxsize=3000)(
            lambda hour, step: source.bars_of(hour, step, 1 << 60))

    def _hour(self, hour, step, end):
        if (hour + 1) * HOUR <= end:
            return self.whole(hour, step)
        return self.source.bars_of(hour, step, end)

    def _fine(self, step, since, until, end):
        for hour in range(since // HOUR, -(-min(until + 1, end) // HOUR)):
            for bar in self._hour(hour, step, end):
                if since <= bar.open_time <= until:
                    yield bar

    def _coarse(self, interval, since, until, end):
        t = bar_start(since, interval)
        while t <= until and t < end:
            after = bar_next(t, interval)
            hours = range(max(t, self.source.listed) // HOUR,
                          -(-min(after, end) // HOUR))
            bars = [bar for h in hours for bar in self._hour(h, HOUR, end)]
            if bars and t >= since:
                yield fold(t, bars)
            t = after

    def bars(self, interval, since, until, now):
        """Those that began by NOW; the last may still be open."""
        end = self.source.end(now)
        first = bar_start(self.source.listed, interval)
        since = max(since, first)
        step = INTERVALS[interval]
        if step and step <= HOUR:
            return self._fine(step, since, until, end)
        return self._coarse(interval, since, until, end)

    def newest(self, interval, n, until, now):
        last = bar_start(min(until, self.source.end(now) - 1), interval)
        first = bar_start(self.source.listed, interval)
        found, more = [], n
        while more > 0 and last >= first:
            since = (month_start(last, 1 - more) if interval == "1M" else
                     last - (more - 1) * INTERVALS[interval])
            found = list(self.bars(interval, since, last, now)) + found
            more = n - len(found)
            last = bar_start(since - 1, interval)
        return found

    def oldest(self, interval, n, since, until, now):
        return list(islice(self.bars(interval, since, until, now), n))

    def text(self, bar, interval):
        """The twelve members of a row; times are numbers, the rest text."""
        o, h, low, c, v, q, b, bq = self.source.bar_text(bar)
        return [bar.open_time, o, h, low, c, v,
                bar_next(bar.open_time, interval) - 1, q, bar.count, b, bq,
                "0"]
