# SPDX-License-Identifier: MIT
"""What a symbol's market is like, as options describe it."""
from dataclasses import dataclass, field

from when import parse

# Symbol: price, tick, step, listed.  Others are made up from their names.
KNOWN = {
    "BTCUSDT": ("77000.00", "0.10", "0.001", "2019-09-08T17:00:00Z"),
    "ETHUSDT": ("2600.00", "0.01", "0.001", "2019-11-27T07:00:00Z"),
    "BNBUSDT": ("640.000", "0.010", "0.01", "2020-02-10T08:00:00Z"),
    "SOLUSDT": ("160.0000", "0.0100", "0.01", "2020-09-14T07:00:00Z"),
    "XRPUSDT": ("2.4000", "0.0001", "0.1", "2020-01-06T08:00:00Z"),
    "DOGEUSDT": ("0.180000", "0.000010", "1", "2020-07-10T09:00:00Z"),
    "1000PEPEUSDT": ("0.0090000", "0.0000001", "1", "2023-05-05T13:00:00Z"),
}
SPOT_BTC = ("77000.00", "0.01", "0.00001", "2017-08-17T04:00:00Z")


@dataclass
class Spec:
    """What a symbol is like; from_text() reads it from an option."""
    venue: str                     # um, spot
    symbol: str
    seed: str = "1"
    trades_per_minute: int = 2     # aggregated ones, on average
    burst: int = 1                 # so many of them in one millisecond
    listed: int = None
    delisted: int = None
    price: str = None
    tick: str = None
    step: str = None
    halts: list = field(default_factory=list)      # (from, until)
    funding: list = field(default_factory=lambda: [(0, 8)])  # (from, hours)

    def __post_init__(self):
        known = KNOWN.get(self.symbol, ("12.5000", "0.0010", "0.1",
                                        "2021-03-01T00:00:00Z"))
        if (self.venue, self.symbol) == ("spot", "BTCUSDT"):
            known = SPOT_BTC
        self.price = self.price or known[0]
        self.tick = self.tick or known[1]
        self.step = self.step or known[2]
        if self.listed is None:
            self.listed = parse(known[3])
        if self.trades_per_minute < 1 or self.burst < 1:
            raise ValueError("trades_per_minute and burst are at least 1")

    @classmethod
    def from_text(cls, text, **more):
        """[spot/]SYMBOL:NAME=VALUE,...; halt=FROM/UNTIL and funding=HOURS or
        funding=FROM/HOURS may come several times."""
        name, _, rest = text.partition(":")
        venue, _, symbol = name.rpartition("/")
        given = dict(more, venue=venue or "um", symbol=symbol)
        for item in filter(None, rest.split(",")):
            key, equals, value = item.partition("=")
            if not equals:
                raise ValueError(f"'{item}' is not NAME=VALUE")
            if key in ("trades_per_minute", "burst"):
                given[key] = int(value)
            elif key in ("listed", "delisted"):
                given[key] = parse(value)
            elif key in ("price", "tick", "step", "seed"):
                given[key] = value
            elif key == "halt":
                since, _, until = value.partition("/")
                given.setdefault("halts", []).append(
                    (parse(since), parse(until)))
            elif key == "funding":
                since, _, hours = value.rpartition("/")
                given.setdefault("funding", []).append(
                    (parse(since) if since else 0, int(hours)))
            else:
                raise ValueError(f"a market has no '{key}'")
        return cls(**given)
