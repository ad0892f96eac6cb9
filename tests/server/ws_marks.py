# SPDX-License-Identifier: MIT
"""Streams of futures: mark prices, liquidations, listings: ws_streams.py."""
import json

from noise import number
from number import fixed
from when import HOUR, SECOND

NEVER = 4133404800000


def compact(data):
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


class Mark:
    route = "market"

    def __init__(self, feed, name, symbol, instrument):
        self.feed, self.name, self.symbol = feed, name, symbol
        self.one = instrument
        self.period = SECOND if name.endswith("@1s") else 3 * SECOND

    def due(self, after):
        at = after // self.period * self.period + self.period
        return at if self.feed.lives(self.one.market, at) else None

    def events(self, since, until):
        first = since // self.period * self.period + self.period
        for at in range(first, until + 1, self.period):
            if self.feed.lives(self.one.market, at):
                yield at, self.text(at), self.name

    def text(self, at):
        one, symbol = self.one, self.symbol
        mark = one.premium.mark_price(at)
        due, rate = one.funding.next_due(at), "0.00000000"
        if "_" in symbol:           # a dated contract has no funding
            due = 0
        else:
            rate = fixed(one.funding.rate(due), 8)
        return mark_text(self.feed, symbol, at, mark,
                         one.premium.index_price(at), rate, due)


def mark_text(feed, symbol, at, mark, index, rate, due):
    return (f'{{"e":"markPriceUpdate","E":{feed.ms(at)},"s":"{symbol}",'
            f'"p":"{mark}","i":"{index}","P":"{index}","r":"{rate}",'
            f'"ap":"{mark}","T":{feed.ms(due)}{feed.tail(symbol)}}}')


class AllMarks:
    """!markPrice@arr: all in an array, but stocks and metals in another."""
    route = "market"
    APART = ["TSLAUSDT", "XAUUSDT"]
    OTHERS = ["BTCUSDT_261225", "BTCUSD_PERP", "ETHUSD_PERP"]

    def __init__(self, feed, name):
        self.feed, self.name = feed, name
        exchange = feed.exchange
        self.period = SECOND if name.endswith("@1s") else 3 * SECOND
        self.marks = [Mark(feed, name, s, feed.instrument(s))
                      for s in exchange.symbols("um") if s not in self.APART]
        told = {mark.symbol for mark in self.marks}
        self.others = [s for s in self.OTHERS + exchange.made_up
                       if s not in told]

    def due(self, after):
        return after // self.period * self.period + self.period

    def events(self, since, until):
        for at in range(self.due(since), until + 1, self.period):
            rows = [mark.text(at) for mark in self.marks
                    if self.feed.lives(mark.one.market, at)]
            rows += [self._made(s, at) for s in self.others]
            yield at, "[" + ",".join(rows) + "]", self.name
            rows = [self._made(s, at) for s in self.APART]
            yield at, "[" + ",".join(rows) + "]", self.name

    def _made(self, symbol, at):
        """Of a symbol that has no market here."""
        price = 1250 + number("marks/" + symbol, 0) % 50
        mark = fixed((price * 1000 + at // SECOND % 1000) * 1000, 8)
        due = 0 if "_2" in symbol else (at // (8 * HOUR) + 1) * 8 * HOUR
        rate = "0.00010000" if due else ""
        return mark_text(self.feed, symbol, at, mark, mark, rate, due)


class Liquidations:
    """One second in twelve has some; of those, the last one is told."""
    route, period = "market", SECOND

    def __init__(self, feed, name, symbols):
        self.feed, self.name = feed, name
        self.ones = [(s, feed.instrument(s)) for s in symbols]

    def due(self, after):
        return after // SECOND * SECOND + SECOND

    def events(self, since, until):
        for at in range(self.due(since), until + 1, SECOND):
            for symbol, one in self.ones:
                if not self.feed.lives(one.market, at):
                    continue
                found = of_second(one.market, at - SECOND)
                if found:
                    yield at, self.text(symbol, one.market, at,
                                        *found[-1]), self.name

    def text(self, symbol, market, at, t, side, price, qty):
        p, q = market.price(price), market.qty(qty)
        order = compact({
            "s": symbol, "S": side, "o": "LIMIT", "f": "IOC", "q": q, "p": p,
            "ap": p, "X": "FILLED", "l": q, "z": q, "T": t})
        return (f'{{"e":"forceOrder","E":{at},"o":{order}'
                f'{self.feed.tail(symbol, True)}}}')


def of_second(market, since):
    """The liquidations of a second: time, side, price, qty."""
    key = market.key + "/liquidations"
    n = number(key, since)
    if n % 12:
        return []
    side = "SELL" if n & 0x1000 else "BUY"
    count = 1 + (n >> 16) % 4
    return [(t := since + SECOND * i // count + i, side, market.price_at(t),
             1 + number(key, t + 1) % 500) for i in range(count)]


class Contracts:
    """!contractInfo: when a symbol is listed, or gone."""
    route = "market"

    def __init__(self, feed, name):
        self.feed, self.name, found = feed, name, []
        for symbol in feed.exchange.symbols("um"):
            spec = feed.instrument(symbol).market.spec
            found.append((spec.listed, symbol, "TRADING", spec))
            if spec.delisted is not None:
                found.append((spec.delisted, symbol, "SETTLING", spec))
        self.found = sorted(found, key=lambda row: row[:3])

    def due(self, after):
        return next((row[0] for row in self.found if row[0] > after), None)

    def events(self, since, until):
        for at, symbol, status, spec in self.found:
            if since < at <= until:
                yield at, compact({
                    "e": "contractInfo", "E": at, "s": symbol,
                    "ct": "PERPETUAL", "dt": spec.delisted or NEVER,
                    "ot": spec.listed, "cs": status, "bks": [{
                        "bs": 1, "bnf": 0, "bnc": 5000, "mmr": 0.01, "cf": 0,
                        "mi": 21, "ma": 50}]})[:-1] + self.feed.tail(
                            symbol) + "}", self.name
