# SPDX-License-Identifier: MIT
"""Holds records against the fake exchange's own market.

exchange_truth.py DATASET SINCE UNTIL [VENUE/]SYMBOL [MARKET]...

Reads records on stdin; prints "N rows" if they are exactly what the market
has of SINCE <= time < UNTIL, else the first difference.  DATASET is trades,
funding, candles:INTERVAL, premium:INTERVAL or open_interest:PERIOD; MARKETs
are as the exchange was given them.

exchange_truth.py count DATASET SINCE UNTIL [VENUE/]SYMBOL [MARKET]...
exchange_truth.py nth N SINCE [VENUE/]SYMBOL [MARKET]...

Prints how many there are; the time of the N-th trade from SINCE on.
"""
import json
import os
import sys
from decimal import Decimal
from itertools import islice, zip_longest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "server"))

from clock import Clock                                     # noqa: E402
from exchange import Exchange                               # noqa: E402
from spec import Spec                                       # noqa: E402
from when import DAY, INTERVALS, bar_next, bar_start, parse # noqa: E402


def instrument(name, markets):
    venue, _, symbol = name.rpartition("/")
    specs = [Spec.from_text(text, seed="1") for text in markets]
    exchange = Exchange(Clock(0, 0), specs)
    return exchange.instrument(venue or "um", symbol)


def trades(one, interval, since, until):
    market = one.market
    for t in market.span(since, until):
        yield {"time": t.time, "id": t.id, "price": float(market.price(t.price)),
               "qty": float(market.qty(t.qty)), "first_id": t.first,
               "last_id": t.last, "side": "sell" if t.maker else "buy"}


def bars(source, interval, since, until):
    first = bar_start(since, interval)
    for bar in source.bars(interval, first, until, 1 << 60):
        time = bar_next(bar.open_time, interval) - 1
        if since <= time < until:
            yield time, source.text(bar, interval)


def candles(one, interval, since, until):
    for time, row in bars(one.candles, interval, since, until):
        yield {"time": time, "interval": interval, "open_time": row[0],
               "open": float(row[1]), "high": float(row[2]),
               "low": float(row[3]), "close": float(row[4]),
               "volume": Decimal(row[5]), "quote_volume": Decimal(row[7]),
               "trades": row[8], "taker_buy_volume": Decimal(row[9]),
               "taker_buy_quote_volume": Decimal(row[10])}


def premium(one, interval, since, until):
    for time, row in bars(one.premium_candles, interval, since, until):
        yield {"time": time, "interval": interval, "open_time": row[0],
               "open": float(row[1]), "high": float(row[2]),
               "low": float(row[3]), "close": float(row[4])}


def open_interest(one, period, since, until):
    step = bar_next(0, period)
    for t in range(-(-max(since, one.market.listed + 1) // step) * step,
                   until, step):
        amount, value = one.interest.value_at(t)
        yield {"time": t, "period": period, "open_interest": float(amount),
               "open_interest_value": float(value)}


def funding(one, interval, since, until):
    for made in one.funding.between(since, until - 1):
        row = one.funding.row(made)
        want = {"time": made.time, "rate": float(row["fundingRate"]),
                "interval_hours": made.hours}
        if made.mark:
            want["mark_price"] = float(made.mark)
        yield want


def same(name, value, want):
    if isinstance(want, Decimal):
        return Decimal(value) == want
    return value is not None and type(want)(value) == want


def compare(wanted, lines):
    n = 0
    for want, line in zip_longest(wanted, lines):
        if want is None:
            return f"more than there is: {line.strip()}"
        if line is None:
            return f"missing: {want}"
        # A name twice would be a second value.
        record = json.loads(line, parse_float=Decimal)
        for name, value in want.items():
            if not same(name, record.get(name), value):
                return f"{name} is to be {value}: {line.strip()}"
        if ("mark_price" in record) > ("mark_price" in want):
            return f"no mark price is known: {line.strip()}"
        n += 1
    return f"{n} rows"


ROWS = {"trades": trades, "candles": candles, "premium": premium,
        "open_interest": open_interest, "funding": funding}


def nth(n, since, name, *markets):
    since = parse(since)
    found = instrument(name, markets).market.span(since, since + DAY)
    return next(islice(found, int(n) - 1, None)).time


def count(what, since, until, name, *markets):
    dataset, _, interval = what.partition(":")
    market = instrument(name, markets).market
    since, until = parse(since), parse(until)
    if dataset == "trades":                         # one id after the other
        return market.first_since(until) - market.first_since(since)
    if dataset == "candles" and not market.halts:
        return (until // INTERVALS[interval] - since // INTERVALS[interval])
    return sum(1 for _ in rows(what, str(since), str(until), name, *markets))


def rows(what, since, until, name, *markets):
    dataset, _, interval = what.partition(":")
    one = instrument(name, markets)
    return ROWS[dataset](one, interval, parse(since), parse(until))


args = sys.argv[1:]
if args[0] == "nth":
    print(nth(*args[1:]))
elif args[0] == "count":
    print(count(*args[1:]))
else:
    print(compare(rows(*args), sys.stdin))
