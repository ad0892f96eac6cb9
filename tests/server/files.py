# SPDX-License-Identifier: MIT
"""The archive's files, made when they are asked for and then kept."""
import hashlib
import json
import os
import zipfile
from collections import OrderedDict

from interest import HEADER as METRICS_HEADER
from layout import BARS, item_of, key_of
from number import fixed
from spoil import spoil_lines, spoil_zip, zip_of
from when import DAY, month_start, parse, utc

KEPT = 192 << 20
VERSION = 1                   # of what is made; a cache of another is not read
MICRO_SINCE = parse("2025-01-01")
BAR_HEADER = ("open_time,open,high,low,close,volume,close_time,quote_volume,"
              "count,taker_buy_volume,taker_buy_quote_volume,ignore")
HEADERS = {
    "klines": BAR_HEADER, "premiumIndexKlines": BAR_HEADER,
    "aggTrades": "agg_trade_id,price,quantity,first_trade_id,last_trade_id,"
                 "transact_time,is_buyer_maker",
    "trades": "id,price,qty,quote_qty,time,is_buyer_maker",
    "fundingRate": "calc_time,funding_interval_hours,last_funding_rate",
    "metrics": METRICS_HEADER,
}
CM_HEADER = ("open_time,open,high,low,close,volume,close_time,"
             "base_asset_volume,count,taker_buy_volume,"
             "taker_buy_base_asset_volume,ignore")
# How the bytes of a zip are spoilt; the rest is about lines or the checksum.
ZIPS = {"corrupt_crc", "corrupt_directory", "truncated_zip", "two_members",
        "path_traversal", "zip64", "bomb"}


def _bars(one, item, micro):
    candles = (one.candles if item.dataset == "klines"
               else one.premium_candles)
    # A week may end in the next month; the file appears after that.
    for bar in candles.bars(item.interval, item.since, item.until - 1,
                            item.until + 7 * DAY):
        row = candles.text(bar, item.interval)
        if micro:
            row[0], row[6] = f"{row[0]}000", f"{row[6]}999"
        yield ",".join(map(str, row))


def _agg_trades(one, item, micro):
    market, shape = one.market, "%d,%s,%s,%d,%d,%d,"
    yes, no = "true", "false"
    if item.venue == "spot":
        yes, no = "True,True", "False,True"
    if micro:
        shape = shape[:-1] + "000,"
    for made, k, stop in market.parts(item.since,
                                      market.end(item.until - 1)):
        shown = {p: market.price(p) for p in set(made.price)}
        sizes = {q: market.qty(q) for q in set(made.qty)}
        for row in zip(range(made.id + k, made.id + stop), made.price[k:stop],
                       made.qty[k:stop], made.first[k:stop],
                       made.last[k:stop], made.time[k:stop],
                       made.bought[k:stop]):
            a, p, q, first, last, t, bought = row
            yield shape % (a, shown[p], sizes[q], first, last, t) + (
                no if bought else yes)


def _trades(one, item, micro):
    market, unit = one.market, 1000 if micro else 1
    spot = item.venue == "spot"
    yes, no, tail = ("True", "False", ",True") if spot else (
        "true", "false", "")
    for t in market.span(item.since, market.end(item.until - 1)):
        price = market.price(t.price)
        for trade, qty in market.fills(t):
            yield (f"{trade},{price},{market.qty(qty)},"
                   f"{market.quote(qty * t.price)},{t.time * unit},"
                   f"{yes if t.maker else no}{tail}")


def _funding(one, item, micro):
    for made in one.funding.between(item.since, item.until - 1):
        yield f"{made.time},{made.hours},{fixed(made.rate, 8)}"


def _metrics(one, item, micro):
    return (",".join(row) for row in one.interest.day(item.since))


LINES = {"klines": _bars, "premiumIndexKlines": _bars,
         "aggTrades": _agg_trades, "trades": _trades, "fundingRate": _funding,
         "metrics": _metrics}


class Files:
    """zip_and_checksum(item, rules): both files' bytes, by one thread only.
    """

    def __init__(self, instruments, recorded=(), cache=None):
        self.instruments, self.recorded = instruments, recorded
        self.cache = cache
        self.kept, self.size = OrderedDict(), 0

    def recording(self, key):
        """The path of a recorded file for KEY, or None."""
        for root in self.recorded:
            path = os.path.join(root, *key.split("/"))
            if os.path.isfile(path):
                return path
        return None

    def zip_and_checksum(self, item, rules):
        """RULES are those of faults.py that shape this file."""
        made = self._zip(item, rules)
        told = made
        if not all(rule.get("published", True) for rule in rules):
            told = self._zip(item, [
                rule for rule in rules if rule.get("published", True)])
        return made, self._checksum(item, rules, told)

    def _checksum(self, item, rules, data):
        name, kinds = item.key.rpartition("/")[2], {r.kind for r in rules}
        path = self.recording(item.key + ".CHECKSUM")
        if path and not rules:
            with open(path, "rb") as told:
                return told.read()
        if "checksum_empty" in kinds:
            return b""
        digest = hashlib.sha256(data).hexdigest()
        if "checksum_wrong" in kinds:
            digest = hashlib.sha256(b"another" + data).hexdigest()
        if "checksum_other_name" in kinds:
            name = "ANOTHER-" + name
        end = "" if "checksum_no_newline" in kinds else "\n"
        return f"{digest}  {name}{end}".encode()

    def _zip(self, item, rules):
        spec = self.instruments.get(item.venue, item.symbol).market.spec
        told = json.dumps([VERSION, item.key, repr(spec),
                           [rule.given for rule in rules]])
        name = hashlib.sha256(told.encode()).hexdigest()
        if name in self.kept:
            self.kept.move_to_end(name)
            return self.kept[name]
        made = self._cached(name) or self._make(item, rules)
        self.kept[name] = made
        self.size += len(made)
        while self.size > KEPT and len(self.kept) > 1:
            self.size -= len(self.kept.popitem(last=False)[1])
        self._store(name, made)
        return made

    def _cached(self, name):
        path = self.cache and os.path.join(self.cache, name)
        if path and os.path.exists(path):
            with open(path, "rb") as file:
                return file.read()
        return None

    def _store(self, name, made):
        if not self.cache:
            return
        path = os.path.join(self.cache, name)
        if not os.path.exists(path):
            with open(f"{path}.{os.getpid()}", "wb") as file:
                file.write(made)
            os.rename(f"{path}.{os.getpid()}", path)

    def _make(self, item, rules):
        path = self.recording(item.key)
        if path and not rules:
            with open(path, "rb") as file:
                return file.read()
        stem = item.key.rpartition("/")[2].removesuffix(".zip")
        data = self._text(item, rules, path)
        date = tuple(utc(item.until).timetuple()[:3]) + (8, 0, 0)
        forms = [rule for rule in rules if rule.kind in ZIPS]
        if forms:
            return spoil_zip(forms, stem + ".csv", data, date)
        return zip_of([(stem + ".csv", [data])], date)

    def _recorded_lines(self, path):
        with zipfile.ZipFile(path) as packed:
            text = packed.read(packed.namelist()[0]).decode()
        lines = text.splitlines()
        return lines[0][:1].isdigit(), lines

    def _text(self, item, rules, path):
        kinds = {rule.kind for rule in rules}
        header = item.venue == "um"
        if path:
            bare, lines = self._recorded_lines(path)
            header = not bare
            lines = lines[header:]
        else:
            lines = self._lines(item)
        if "same_ids" in kinds:
            lines = self._before(item)[-5:] + lines
        for rule in rules:
            lines = spoil_lines(rule, item.dataset, lines)
        if (header or "header" in kinds) and "no_header" not in kinds:
            cm = "cm_header" in kinds and item.dataset in BARS
            lines = [CM_HEADER if cm else HEADERS[item.dataset], *lines]
        end = "\r\n" if "crlf" in kinds else "\n"
        last = "" if "no_final_newline" in kinds else end
        return (end.join(lines) + last).encode()

    def _lines(self, item):
        one = self.instruments.get(item.venue, item.symbol)
        micro = item.venue == "spot" and item.since >= MICRO_SINCE
        return list(LINES[item.dataset](one, item, micro))

    def _before(self, item):
        """The lines of the file before this one."""
        since = (item.since - DAY if item.span == "daily"
                 else month_start(item.since, -1))
        return self._lines(item_of(key_of(
            item.venue, item.span, item.dataset, item.symbol, item.interval,
            since)))
