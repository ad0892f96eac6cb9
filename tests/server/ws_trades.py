# SPDX-License-Identifier: MIT
"""Streams of trades, one by one and folded into candles: ws_streams.py."""
from bisect import bisect_left
from operator import mul

from candles import Bar
from when import HOUR, INTERVALS, bar_next, bar_start
from ws_book import LAG

OFF_BOOK = ("INSURANCE_FUND", "ADL", "NA")


class TradeStream:
    def __init__(self, feed, name, symbol, instrument):
        self.feed, self.name, self.symbol = feed, name, symbol
        self.market = instrument.market

    def due(self, after):
        market, t = self.market, after - LAG + 1
        hour = max(t // HOUR, market.first_hour)
        while self.feed.lives(market, hour * HOUR):
            made = market.hour(hour)
            k = bisect_left(made.time, t)
            if k < len(made.time):
                return made.time[k] + LAG
            hour += 1
        return None

    def span(self, since, until):
        end = self.market.end(until - LAG)
        return self.market.span(since - LAG + 1, end)


class AggTrade(TradeStream):
    route = "market"

    def events(self, since, until):
        price, qty = self.market.price, self.market.qty
        ms, um, name = self.feed.ms, self.feed.venue == "um", self.name
        tail = self.feed.tail(self.symbol) if um else ',"M":true'
        symbol, more = self.symbol, ""
        for t in self.span(since, until):
            if um:
                more = f'"nq":"{qty(t.nq)}",'
            yield t.time + LAG, (
                f'{{"e":"aggTrade","E":{ms(t.time + LAG)},"s":"{symbol}",'
                f'"a":{t.id},"p":"{price(t.price)}","q":"{qty(t.qty)}",{more}'
                f'"f":{t.first},"l":{t.last},"T":{ms(t.time)},'
                f'"m":{"true" if t.maker else "false"}{tail}}}'), name


class Trade(TradeStream):
    """Raw trades.  On futures, ids that no aggregated trade covers are those
    of the insurance fund and its like, unless ws_off_book is off."""
    route = "public"

    def events(self, since, until):
        off_book = (self.feed.venue == "um"
                    and self.feed.exchange.switches["ws_off_book"])
        for t in self.span(since, until):
            for ident, qty in self.market.fills(t):
                yield t.time + LAG, self.text(t, ident, qty), self.name
            if off_book and t.last + 1 < self._next(t):
                kind = OFF_BOOK[t.last % len(OFF_BOOK)]
                yield t.time + LAG, self.text(t, t.last + 1, t.qty,
                                              kind), self.name

    def _next(self, t):
        """The first raw id of the aggregated trade after T."""
        hour = self.market.hour(t.time // HOUR)
        k = t.id - hour.id + 1
        return hour.first[k] if k < len(hour.first) else t.last + 1

    def text(self, t, ident, qty, kind="MARKET"):
        ms, um = self.feed.ms, self.feed.venue == "um"
        early = f'"T":{ms(t.time)},' if um else ""
        late = "" if um else f'"T":{ms(t.time)},'
        maker = "true" if t.maker else "false"
        last = f'"X":"{kind}","m":{maker}' if um else f'"m":{maker},"M":true'
        return (f'{{"e":"trade","E":{ms(t.time + LAG)},{early}'
                f'"s":"{self.symbol}","t":{ident},'
                f'"p":"{self.market.price(t.price)}",'
                f'"q":"{self.market.qty(qty)}",{late}{last}}}')


def sum_up(made, i, k, open_time):
    """The bar of the trades I to K - 1 of an hour: as Market.bars_of has it,
    without those before, which a frame every 250 ms could not afford."""
    p, q, taken = made.price[i:k], made.qty[i:k], made.bought[i:k]
    return Bar(open_time, p[0], max(p), min(p), p[-1], sum(q),
               sum(map(mul, p, q)),
               sum(made.last[i:k]) - sum(made.first[i:k]) + k - i,
               sum(taken), sum(map(mul, p, taken)))


class Kline:
    """The open candle whenever it may have changed, and once it has closed.
    What it has is the trades before the frame's point of the time grid."""
    route = "market"

    def __init__(self, feed, name, symbol, instrument, interval, kind=None):
        self.feed, self.name, self.symbol = feed, name, symbol
        self.market, self.candles = instrument.market, instrument.candles
        self.interval, self.kind = interval, kind
        slow = 1000 if interval == "1s" else 2000
        self.period = 250 if feed.venue == "um" else slow

    def due(self, after):
        at = (after - LAG) // self.period * self.period + self.period
        return at + LAG if self.feed.lives(self.market, at) else None

    def events(self, since, until):
        step = self.period
        first = (since - LAG) // step * step + step
        for g in range(first, until - LAG + 1, step):
            open_time = bar_start(g - 1, self.interval)
            after = bar_next(open_time, self.interval)
            if g < after and g - step > open_time and not self._new(g):
                continue
            if open_time < self.market.listed or not self.feed.lives(
                    self.market, open_time):
                continue
            bar, ids = self._bar(open_time, g)
            if bar is not None:
                final = g == after
                yield (g + LAG, self.text(bar, ids, after, g + LAG, final),
                       self.name + ("?final" if final else ""))

    def _new(self, g):
        made = self.market.hour((g - 1) // HOUR)
        since = bisect_left(made.time, g - self.period)
        return since < len(made.time) and made.time[since] < g

    def _bar(self, open_time, g):
        """The candle as the trades before G make it, and its raw ids."""
        market = self.market
        g = market.end(g - 1)           # the delisting, if that is earlier
        step = INTERVALS[self.interval]
        if step and step <= HOUR:
            made = market.hour(open_time // HOUR)
            i = bisect_left(made.time, open_time)
            k = bisect_left(made.time, g, i)
            if i < k:
                return sum_up(made, i, k, open_time), (made.first[i],
                                                       made.last[k - 1])
        bar = next(iter(self.candles.bars(
            self.interval, open_time, open_time, g - 1)), None)
        if bar is None or not bar.count:
            return bar, (-1, -1)
        a, b = market.first_since(open_time), market.newest(g - 1)
        return bar, (next(market.from_id(a, 1, g - 1)).first,
                     next(market.from_id(b, 1, g - 1)).last)

    def text(self, bar, ids, after, now, final):
        market, ms = self.market, self.feed.ms
        o, h, low, c, v, q, bought, bought_quote = market.bar_text(bar)
        name = "" if self.kind else f'"s":"{self.symbol}",'
        head = (f'"e":"continuous_kline","E":{ms(now)},"ps":"{self.symbol}",'
                f'"ct":"{self.kind}",' if self.kind else
                f'"e":"kline","E":{ms(now)},{name}')
        return (f'{{{head}"k":{{"t":{ms(bar.open_time)},'
                f'"T":{ms(after - 1, 999)},{name}"i":"{self.interval}",'
                f'"f":{ids[0]},"L":{ids[1]},"o":"{o}","c":"{c}","h":"{h}",'
                f'"l":"{low}","v":"{v}","n":{bar.count},'
                f'"x":{"true" if final else "false"},"q":"{q}","V":"{bought}",'
                f'"Q":"{bought_quote}","B":"0"}}}}')
