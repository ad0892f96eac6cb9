# SPDX-License-Identifier: MIT
"""The order book as streams and snapshots show it, and what spoils both.

    snapshot(exchange, target, venue, symbol, limit)
        what a depth request answers: (time, id, bids, asks), levels in ticks
        and steps; TARGET is its path?query, for the fault script
    Depth, PartialDepth, BookTicker, AllBookTickers     streams: ws_streams.py

Kinds of faults whose route is a depth request (path?query):

    snapshot_old, snapshot_new   {ms}: the book as it was, or will be
    snapshot_pu, snapshot_u      its id is pu, or u, of the first event that
                                 the newest depth subscription was sent
    snapshot_empty               a book that never was: lastUpdateId is -1
and one whose route is a book (um/BTCUSDT), in force while from..until is:

    ids                          {by}: maintenance; all ids are so far off
"""
from when import SECOND

SNAPSHOT = {"snapshot_old", "snapshot_new", "snapshot_pu", "snapshot_u",
            "snapshot_empty"}
BOOK = {"ids"}
LAG = 5                 # ms from the engine to the wire
STEP = SECOND // 10


def shift(exchange, venue, symbol, ms):
    """By how much ids are off at MS."""
    target = f"{venue}/{symbol}"
    return sum(rule.get("by", 1_000_000) for rule in exchange.faults.rules
               if rule.kind == "ids" and rule.active(ms)
               and rule.matches(target))


def _when(exchange, rule, venue, symbol):
    """The step that a snapshot shows."""
    book = exchange.instrument(venue, symbol).book
    now = exchange.clock.now()
    if rule is None or rule.kind == "snapshot_empty":
        return book.step(now)
    if rule.kind in ("snapshot_old", "snapshot_new"):
        ms = rule.get("ms", 5000)
        return book.step(now - ms if rule.kind == "snapshot_old" else now + ms)
    first = exchange.first_events.get((venue, symbol))
    if first is None:
        return book.step(now)
    return first[0 if rule.kind == "snapshot_pu" else 1]


def snapshot(exchange, target, venue, symbol, limit):
    rule = exchange.faults.pick(target, SNAPSHOT)
    step = _when(exchange, rule, venue, symbol)
    if rule is not None and rule.kind == "snapshot_empty":
        return step * STEP, -1, [], []
    last, bids, asks = exchange.instrument(venue, symbol).book.snapshot(
        step, limit)
    last += shift(exchange, venue, symbol, step * STEP)
    return step * STEP, last, bids, asks


class BookStream:
    """One of a book: an event every PERIOD, sent LAG later."""
    route = "public"
    period = STEP

    def __init__(self, feed, name, symbol, instrument):
        self.feed, self.name, self.symbol = feed, name, symbol
        self.market, self.book = instrument.market, instrument.book

    def due(self, after):
        at = (after - LAG) // self.period * self.period + self.period + LAG
        return at if self.feed.lives(self.market, at - LAG) else None

    def events(self, since, until):
        period = self.period
        first = (since - LAG) // period * period + period
        first = max(first, self.market.listed)
        for at in range(first, until - LAG + 1, period):
            if not self.feed.lives(self.market, at):
                return
            text = self.event(at)
            if text is not None:
                yield at + LAG, text, self.name

    def levels(self, levels):
        price, qty = self.market.price, self.market.qty
        return "[" + ",".join([f'["{price(p)}","{qty(n)}"]'
                               for p, n in levels]) + "]"

    def shift(self, at):
        return shift(self.feed.exchange, self.market.venue,
                     self.market.symbol, at)

    def update(self, at, first, last, before, bids, asks):
        """A depthUpdate."""
        ms, off = self.feed.ms, self.shift(at)
        times = f'"E":{ms(at + LAG)},'
        chain = f'"U":{first + off},"u":{last + off},'
        if self.feed.venue == "um":
            times += f'"T":{ms(at)},'
            chain += f'"pu":{before + off},'
        return (f'{{"e":"depthUpdate",{times}"s":"{self.symbol}",{chain}'
                f'"b":{self.levels(bids)},"a":{self.levels(asks)}'
                f'{self.feed.tail(self.symbol, True)}}}')


class Depth(BookStream):
    """The changes of the book since the event before."""

    def __init__(self, feed, name, symbol, instrument, period):
        super().__init__(feed, name, symbol, instrument)
        self.period, self.began = period, False

    def event(self, at):
        book = self.book
        before, step = book.step(at - self.period), book.step(at)
        if not self.began:
            self.began = True
            self.feed.exchange.first_events[
                self.market.venue, self.market.symbol] = (before, step)
        return self.update(at, *book.diff(before, step))


class PartialDepth(BookStream):
    """The best N levels, whole; on futures it looks like a difference."""

    def __init__(self, feed, name, symbol, instrument, period, n):
        super().__init__(feed, name, symbol, instrument)
        self.period, self.n = period, n

    def event(self, at):
        book = self.book
        before, step = book.step(at - self.period), book.step(at)
        last, bids, asks = book.snapshot(step, self.n)
        if self.feed.venue == "um":
            return self.update(at, book.id(before) + 1, last,
                               book.id(before), bids, asks)
        return (f'{{"lastUpdateId":{last + self.shift(at)},'
                f'"bids":{self.levels(bids)},"asks":{self.levels(asks)}}}')


class BookTicker(BookStream):
    """The best of both sides, when it has changed."""

    def top(self, step):
        last, bids, asks = self.book.snapshot(step, 1)
        return last, (bids[0] if bids else (0, 0),
                      asks[0] if asks else (0, 0))

    def event(self, at):
        last, best = self.top(self.book.step(at))
        if self.top(self.book.step(at) - 1)[1] == best:
            return None
        return self.text(at, last, best)

    def text(self, at, last, best):
        (bid, bid_qty), (ask, ask_qty) = best
        price, qty, ms = self.market.price, self.market.qty, self.feed.ms
        names = f'"u":{last + self.shift(at)},'
        if self.feed.venue == "um":
            names = (f'"e":"bookTicker",{names}"E":{ms(at + LAG)},'
                     f'"T":{ms(at)},')
        return (f'{{{names}"s":"{self.symbol}","b":"{price(bid)}",'
                f'"B":"{qty(bid_qty)}","a":"{price(ask)}","A":"{qty(ask_qty)}"'
                f'{self.feed.tail(self.symbol, True)}}}')


class AllBookTickers:
    """!bookTicker: every symbol's best, in a message each, every 5 s."""
    route, period = "public", 5 * SECOND

    def __init__(self, feed, name):
        self.name = name
        self.streams = [BookTicker(feed, name, s, feed.instrument(s))
                        for s in feed.exchange.symbols(feed.venue)]

    def due(self, after):
        return (after - LAG) // self.period * self.period + self.period + LAG

    def events(self, since, until):
        for at in range(self.due(since) - LAG, until - LAG + 1, self.period):
            for stream in self.streams:
                if stream.feed.lives(stream.market, at):
                    found = stream.top(stream.book.step(at))
                    yield at + LAG, stream.text(at, *found), self.name
