# SPDX-License-Identifier: MIT
"""What a stream's name stands for, and what it sends, as a function of time.

    feed = Feed(exchange, "um", micro=False)
    stream = feed.stream("btcusdt@aggTrade")     None: acknowledged, silent
    stream.route                 public or market: the path that serves it
    stream.due(after)            when it may next have an event; None: never
    stream.events(since, until)  those with SINCE < time <= UNTIL:
                                 (time, payload, target of the fault script)
The target is the stream's name; a candle's last frame is NAME?final.
"""
import re

from when import INTERVALS
from ws_book import AllBookTickers, BookTicker, Depth, PartialDepth
from ws_marks import AllMarks, Contracts, Liquidations, Mark
from ws_trades import AggTrade, Kline, Trade

TRADES = {"aggTrade": AggTrade, "trade": Trade}


class Feed:
    """What the streams of one connection have in common."""

    def __init__(self, exchange, venue, micro=False):
        self.exchange, self.venue = exchange, venue
        self.unit = 1000 if micro and venue == "spot" else 1

    def instrument(self, symbol):
        return self.exchange.instrument(self.venue, symbol)

    def ms(self, t, rest=0):
        return t * 1000 + rest if self.unit == 1000 else t

    def tail(self, symbol, pair=False):
        """The members that came with the merger of both futures."""
        if self.venue == "spot" or not self.exchange.switches["ws_st"]:
            return ""
        ps = f',"ps":"{symbol.partition("_")[0]}"' if pair else ""
        return f'{ps},"st":{2 if "USD_" in symbol else 1}'

    def lives(self, market, t):
        gone = market.spec.delisted
        return gone is None or t < gone

    def stream(self, name):
        """What NAME stands for; case matters."""
        if name.startswith("!"):
            return self._of_all(name)
        symbol, at, kind = name.partition("@")
        if not at or symbol != symbol.lower():
            return None
        if kind.startswith("continuousKline_"):
            return self._continuous(name, symbol, kind.partition("_")[2])
        symbol = symbol.upper()
        one = self.instrument(symbol)
        return one and self._of_symbol(name, symbol, one, kind)

    def _of_all(self, name):
        if self.venue == "um":
            if name == "!bookTicker":
                return AllBookTickers(self, name)
            if name in ("!markPrice@arr", "!markPrice@arr@1s"):
                return AllMarks(self, name)
            if name == "!forceOrder@arr":
                return Liquidations(self, name,
                                    self.exchange.symbols(self.venue))
            if name == "!contractInfo":
                return Contracts(self, name)
        return None

    def _continuous(self, name, symbol, interval):
        pair, _, kind = symbol.partition("_")
        one = self.instrument(pair.upper())
        if (self.venue != "um" or kind != "perpetual" or one is None
                or interval not in INTERVALS or interval == "1s"):
            return None
        return Kline(self, name, pair.upper(), one, interval, kind.upper())

    def _of_symbol(self, name, symbol, one, kind):
        um = self.venue == "um"
        if kind in TRADES:
            return TRADES[kind](self, name, symbol, one)
        if kind == "bookTicker":
            return BookTicker(self, name, symbol, one)
        if kind in ("markPrice", "markPrice@1s") and um:
            return Mark(self, name, symbol, one)
        if kind == "forceOrder" and um:
            return Liquidations(self, name, [symbol])
        if kind.startswith("kline_"):
            interval = kind[6:].removesuffix("@+08:00")
            if interval in INTERVALS and (interval != "1s" or not um):
                return Kline(self, name, symbol, one, interval)
        found = re.fullmatch(r"depth(5|10|20)?(?:@(0|100|500)ms)?", kind)
        if not found or (not um and found[2] not in (None, "100")):
            return None
        period = int(found[2] or (250 if um else 1000)) or 100
        if found[1]:
            return PartialDepth(self, name, symbol, one, period,
                                int(found[1]))
        return Depth(self, name, symbol, one, period)
