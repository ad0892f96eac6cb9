# SPDX-License-Identifier: MIT
"""The bucket's listing, versions 1 and 2, page by page."""
import base64
import hashlib
import os
from itertools import islice
from xml.sax.saxutils import escape

from layout import (BARS, ROOTS, SETS, first_of, intervals_of,
                    item_of, key_of, published_at)
from when import DAY, month_start, utc

HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult '
        'xmlns="http://s3.amazonaws.com/doc/2006-03-01/">')
# A fair guess of a file's size: bytes a day.
GUESS = {"klines": 60_000, "premiumIndexKlines": 40_000, "aggTrades": 90_000,
         "trades": 150_000, "fundingRate": 60, "metrics": 11_000}


class Tree:
    """What lies in each directory of the bucket, in the order of bytes."""

    def __init__(self, archive):
        self.archive, self.exchange = archive, archive.exchange

    def names(self, path):
        """What may be in the directory PATH ("" or "a/b/"); directories end
        with a slash."""
        made = set(self._made(path))
        for root in self.archive.recorded:
            where = os.path.join(root, *path.split("/"))
            if path.startswith("data/") and os.path.isdir(where):
                for name in os.listdir(where):
                    inner = os.path.isdir(os.path.join(where, name))
                    if inner:
                        made.add(name + "/")
                    else:
                        made |= {name, name.removesuffix(".CHECKSUM")
                                 + ".CHECKSUM"}
        return sorted(made, key=lambda name: name.encode())

    def _made(self, path):
        for venue, root in ROOTS.items():
            if root.startswith(path) and root != path:
                yield root[len(path):].partition("/")[0] + "/"
            elif path.startswith(root):
                parts = path[len(root):].split("/")[:-1]
                yield from self._inside(venue, path, *parts)

    def _inside(self, venue, path, span=None, dataset=None, symbol=None,
                interval=None, *more):
        sets = SETS[venue]
        if span is None:
            return ["daily/", "monthly/"]
        if dataset is None:
            return [f"{name}/" for name, spans in sets.items()
                    if span in spans]
        if more or span not in sets.get(dataset, ()):
            return []
        if symbol is None:
            return [s + "/" for s in self.exchange.symbols(venue)]
        if not self.exchange.trades(venue, symbol):
            return []
        if dataset in BARS and interval is None:
            return [i + "/" for i in intervals_of(venue, span)]
        if (dataset in BARS) != (interval is not None):
            return []
        return self._files(venue, span, dataset, symbol, interval)

    def _files(self, venue, span, dataset, symbol, interval):
        spec = self.exchange.spec(venue, symbol)
        t = first_of(venue, span, dataset, spec)
        interval = "1M" if interval == "1mo" else interval
        while t < self.exchange.clock.now():
            key = key_of(venue, span, dataset, symbol, interval, t)
            name = key.rpartition("/")[2]
            yield from (name, name + ".CHECKSUM")
            t = t + DAY if span == "daily" else month_start(t, 1)

    def walk(self, prefix, delimiter, after, path=""):
        """Keys and, with a delimiter, common prefixes (they end with it)
        that begin with PREFIX and come after AFTER."""
        for name in self.names(path):
            key = path + name
            if not (key.startswith(prefix) or prefix.startswith(key)):
                continue
            if not name.endswith("/"):
                if (key.startswith(prefix) and key.encode() > after.encode()
                        and self.archive.has(key)):
                    yield key
            elif key.startswith(prefix) and delimiter and key != prefix:
                if key.encode() > after.encode():
                    yield key
            elif key.encode() > after.encode() or after.startswith(key):
                yield from self.walk(prefix, delimiter, after, key)


def _frozen(archive, key):
    """Whether the listing has stopped before the file came."""
    at = archive.exchange.switches["listing_frozen"]
    item = item_of(key.removesuffix(".CHECKSUM"))
    return (at is not None and item is not None
            and published_at(item, archive.exchange.switches) > at)


async def _contents(archive, key):
    if archive.exchange.switches["listing_sizes"] == "exact":
        data = await archive.data(key)
        size, digest = len(data), hashlib.md5(data).hexdigest()
    else:
        item = item_of(key.removesuffix(".CHECKSUM"))
        size = GUESS[item.dataset] * ((item.until - item.since) // DAY)
        if key.endswith(".CHECKSUM"):
            size = 67 + len(key.rpartition("/")[2]) - len(".CHECKSUM")
        digest = hashlib.md5(key.encode()).hexdigest()
    date = utc(archive.modified(key)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return (f"<Contents><Key>{escape(key)}</Key><LastModified>{date}"
            f"</LastModified><ETag>&quot;{digest}&quot;</ETag><Size>{size}"
            "</Size><StorageClass>STANDARD</StorageClass></Contents>")


def _start(query, version2):
    """The key after which the page begins."""
    token = query.get("continuation-token")
    if version2 and token:
        return base64.b64decode(token).decode()
    return query.get("start-after" if version2 else "marker", "")


def _token(key):
    return base64.b64encode(key.encode()).decode()


def _head(query, version2, most, last, count):
    """What the answer says of itself; LAST if there is more."""
    more = last is not None
    delimiter = query.get("delimiter", "")
    told = {"Name": "data.binance.vision", "Prefix": query.get("prefix", "")}
    if version2:
        told["KeyCount"] = count
        if more:
            told["NextContinuationToken"] = _token(last)
    else:
        told["Marker"] = query.get("marker", "")
        if more and delimiter:
            told["NextMarker"] = last
    told["MaxKeys"] = most
    if delimiter:
        told["Delimiter"] = delimiter
    told["IsTruncated"] = "true" if more else "false"
    return "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in told.items())


async def page(archive, request):
    query, switches = request.query, archive.exchange.switches
    version2 = query.get("list-type") == "2"
    most = switches["listing_max_keys"]
    if query.get("max-keys", "").isdigit():
        most = min(most, int(query["max-keys"]))
    after, delimiter = _start(query, version2), query.get("delimiter", "")
    if switches["listing_empty"] > 0:
        switches["listing_empty"] -= 1
        return HEAD + _head(query, version2, most, after, 0) + \
            "</ListBucketResult>"
    keys = (key for key in Tree(archive).walk(
        query.get("prefix", ""), delimiter, after)
        if not _frozen(archive, key))
    found = list(islice(keys, most + 1))
    last = found[most - 1] if len(found) > most else None
    found = found[:most]
    body = [await _contents(archive, key) for key in found
            if not key.endswith("/")]
    body += [f"<CommonPrefixes><Prefix>{escape(key)}</Prefix>"
             "</CommonPrefixes>" for key in found if key.endswith("/")]
    return (HEAD + _head(query, version2, most, last, len(found))
            + "".join(body) + "</ListBucketResult>")
