# SPDX-License-Identifier: MIT
"""The exchange: what all its surfaces (REST, archive, streams) share.

    exchange.clock       now() in ms, sleep(ms), until(ms): clock.py
    exchange.switches    a dict of SWITCHES below
    exchange.faults      pick(target, kinds): faults.py
    exchange.limits      charge(address, pool, weight), violations: limits.py
    exchange.journal     open(surface, request), close(entry, status)
    exchange.stats       a Counter for whatever a surface wants counted
    exchange.instrument(venue, symbol)     an Instrument, or None
    exchange.symbols(venue)                what is traded, in order
    exchange.spec(venue, symbol)           tick, step, listed: spec.py
    exchange.venue(request)                by the port that it came in by

A venue is "um" or "spot".  An Instrument has

    market               trades, price_at(ms), price(), qty(): market.py
    candles              of every interval: candles.py
    premium              mark_price(ms), index_price(ms): premium.py
    premium_candles      as candles, of the premium index
    funding              next_due(ms), rate(due), settlement(due): funding.py
    interest             value_at(ms): interest.py
    book                 step(ms), snapshot, diff: book.py

All of them are functions of time alone: whoever asks twice gets the same.
"""
from collections import Counter
from functools import lru_cache

from book import Book
from candles import Candles
from faults import Faults
from funding import Funding
from interest import Interest
from journal import Journal
from limits import Limits
from market import Market
from premium import Premium
from spec import KNOWN, Spec
from when import parse

SWITCHES = {
    "weights": "documented",     # or measured
    "limits": {},                # pool: limit, instead of the usual
    "external_weight": 0,        # what another process has used this minute
    "retry_after": True,         # a 429 or 418 has the header
    "ban_after": 10,             # so many requests over the limit, then 418
    "ban_ms": 120_000,           # the first ban; the n-th is n times as long
    "html_404": False,           # an unknown path is answered with a page
    "lower_case": ["um"],        # venues that take btcusdt
    "delisted_code": -1122,      # or -1121
    "trades_48h": True,          # um aggTrades reach back two days only
    "trades_1h": True,           # and less than an hour at a time
    "interest_30d": True,        # openInterestHist reaches back 30 days only
    "interest_overflow": "latest",   # or oldest
    "funding_default": 200,      # rows of fundingRate if nothing is said
    "stale_ms": 91 * 60_000,     # the age of exchangeInfo's serverTime
    "delay_hours": {},           # data set: the archive's, after the period
    "listing_max_keys": 1000,
    "listing_frozen": None,      # ms: what was published later is not listed
    "listing_empty": 0,          # so many empty pages that are not the last
    "listing_sizes": "cheap",    # or exact: every file listed is made
}
SPECIAL = ["FILUSDT", "LTCUSDT", "NEARUSDT", "币安人生USDT"]
ODD = ["BTCUSDT_261225", "TSLAUSDT", "GONEUSDT"]        # um only
MADE_UP = [f"X{n:03d}USDT" for n in range(900)]
GONE = parse("2026-05-01")


class Instrument:
    def __init__(self, spec):
        self.market = Market(spec)
        self.candles = Candles(self.market)
        self.premium = Premium(self.market)
        self.premium_candles = Candles(self.premium)
        self.funding = Funding(self.market, self.premium)
        self.interest = Interest(self.market)
        self.book = Book(self.market)


class Instruments:
    """What has been made of each symbol; not for several threads."""

    def __init__(self, exchange):
        self.get = lru_cache(maxsize=None)(
            lambda venue, symbol: Instrument(exchange.spec(venue, symbol)))


class Exchange:
    made_up = MADE_UP

    def __init__(self, clock, specs=(), seed="1", rate=2):
        self.clock, self.seed, self.rate = clock, seed, rate
        self.switches = dict(SWITCHES)
        self.limits = Limits(clock, self.switches)
        self.faults = Faults(clock)
        self.journal = Journal(clock)
        self.stats = Counter()
        self.specs = {(spec.venue, spec.symbol): spec for spec in specs}
        self.spot_ports = set()
        self.first_events = {}      # of depth subscriptions: ws_book.py
        self.instruments = Instruments(self)

    def set_switches(self, given):
        unknown = set(given) - set(SWITCHES)
        if unknown:
            raise ValueError(f"no switch is called '{min(unknown)}'")
        self.switches.update(given)

    def symbols(self, venue):
        given = [s for v, s in self.specs if v == venue]
        odd = ODD if venue == "um" else []
        return list(dict.fromkeys(given + list(KNOWN) + SPECIAL + odd))

    def trades(self, venue, symbol):
        """Whether there is or was such a symbol."""
        return symbol in self.symbols(venue) or symbol in MADE_UP

    def spec(self, venue, symbol):
        gone = GONE if symbol == "GONEUSDT" else None
        return self.specs.get((venue, symbol)) or Spec(
            venue, symbol, self.seed, self.rate, delisted=gone)

    def instrument(self, venue, symbol):
        if not self.trades(venue, symbol):
            return None
        return self.instruments.get(venue, symbol)

    def venue(self, request):
        port = request.transport.get_extra_info("sockname")[1]
        return "spot" if port in self.spot_ports else "um"
