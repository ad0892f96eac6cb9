# SPDX-License-Identifier: MIT
"""The archive's keys: what a file holds, when it appears, what lies where."""
import re
from collections import namedtuple

from when import (DAY, HOUR, INTERVALS, day_text, month_start, parse, utc)

BARS = ("klines", "premiumIndexKlines")
# Venue: where it lies, and its data sets with their spans.
ROOTS = {"um": "data/futures/um/", "spot": "data/spot/"}
BOTH = ("daily", "monthly")
SETS = {
    "um": {"aggTrades": BOTH, "fundingRate": ("monthly",), "klines": BOTH,
           "metrics": ("daily",), "premiumIndexKlines": BOTH, "trades": BOTH},
    "spot": {"aggTrades": BOTH, "klines": BOTH, "trades": BOTH},
}
FIRST_DAY, FIRST_MONTH = parse("2019-12-31"), parse("2020-01-01")
FIRST_METRICS, MORE_METRICS = parse("2020-09-01"), parse("2021-12-01")
# Hours after the end of the period.
DELAYS = {"um": {"premiumIndexKlines": 9.4, "metrics": 7.3, None: 8},
          "spot": {None: 2.2}}
KEY = re.compile(
    r"(data/(?:futures/um|spot)/)(daily|monthly)/(\w+)/([^/]+)/"
    r"(?:(\w+)/)?([^/]+)-(\w+)-(\d{4}-\d\d(?:-\d\d)?)\.zip")

# A file: of what, and since <= time < until.
Item = namedtuple("Item", "key venue span dataset symbol interval since until")


def directory(interval):
    return "1mo" if interval == "1M" else interval


def intervals_of(venue, span):
    """Their directories: what is longer than a day is in no day's file."""
    found = [i for i, step in INTERVALS.items()
             if (venue == "spot" or i != "1s")
             and (span == "monthly" or (step and step <= DAY))]
    return sorted(map(directory, found))


def item_of(key):
    """What the file at KEY is, or None if there cannot be one."""
    match = KEY.fullmatch(key)
    if not match:
        return None
    root, span, dataset, symbol, interval, name, what, date = match.groups()
    venue = "um" if root == ROOTS["um"] else "spot"
    if span not in SETS[venue].get(dataset, ()) or name != symbol:
        return None
    if dataset in BARS:
        if interval != what or interval not in intervals_of(venue, span):
            return None
    elif interval is not None or what != dataset:
        return None
    if (len(date) == 10) != (span == "daily"):
        return None
    try:
        since = parse(date if span == "daily" else date + "-01")
    except ValueError:
        return None
    until = since + DAY if span == "daily" else month_start(since, 1)
    interval = "1M" if interval == "1mo" else interval
    return Item(key, venue, span, dataset, symbol, interval, since, until)


def key_of(venue, span, dataset, symbol, interval, since):
    """The key of the file that begins at SINCE."""
    date = day_text(since)[:10 if span == "daily" else 7]
    what, inner = dataset, ""
    if interval:
        what = directory(interval)
        inner = what + "/"
    return (f"{ROOTS[venue]}{span}/{dataset}/{symbol}/{inner}"
            f"{symbol}-{what}-{date}.zip")


def first_of(venue, span, dataset, spec):
    """When the first file of a data set begins."""
    step = DAY if span == "daily" else None
    first = spec.listed
    if venue == "um":
        limit = FIRST_DAY if span == "daily" else FIRST_MONTH
        if dataset == "metrics":
            limit = (FIRST_METRICS if spec.symbol == "BTCUSDT"
                     else MORE_METRICS)
        first = max(first, limit)
    return first // DAY * DAY if step else month_start(first)


def exists(item, spec):
    """Whether the market has anything for this file, at any time."""
    first = first_of(item.venue, item.span, item.dataset, spec)
    if item.dataset == "fundingRate" and "_" in spec.symbol:
        return False
    return (item.since >= first
            and (spec.delisted is None or item.since < spec.delisted))


def published_at(item, switches):
    """When the file appears: a day's some hours after it, a month's at the
    first Monday, settled rates on the first of the month."""
    hours = switches["delay_hours"].get(item.dataset)
    if hours is None:
        delays = DELAYS[item.venue]
        hours = delays.get(item.dataset, delays[None])
        if item.dataset == "fundingRate":
            hours = 9
        elif item.span == "monthly":
            hours += 24 * (-utc(item.until).weekday() % 7)
    return item.until + int(hours * HOUR)
