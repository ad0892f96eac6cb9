# SPDX-License-Identifier: MIT
"""The archive's surface: objects with ranges and tags, and their listing."""
import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from xml.sax.saxutils import escape

from aiohttp import web

import listing
from exchange import Instruments
from files import Files
from layout import exists, item_of, published_at
from when import http_text

BUCKET = "/data.binance.vision"
SUM = ".CHECKSUM"


class Archive:
    def __init__(self, exchange, recorded=(), cache=None):
        self.exchange, self.recorded = exchange, recorded
        # A thread of its own, with what it makes: no stream waits for a
        # month of trades.
        self.files = Files(Instruments(exchange), recorded, cache)
        self.thread = ThreadPoolExecutor(max_workers=1)

    def item(self, key):
        """What is at KEY (of a zip) now, or None."""
        item = item_of(key)
        if item is None:
            return None
        exchange, now = self.exchange, self.exchange.clock.now()
        recorded = self.files.recording(key)
        if not recorded:
            if not exchange.trades(item.venue, item.symbol):
                return None
            if not exists(item, exchange.spec(item.venue, item.symbol)):
                return None
        if published_at(item, exchange.switches) > now:
            return None
        return item

    def rules(self, key):
        return self.exchange.faults.of_file(key, self.exchange.clock.now())

    def has(self, key):
        """Whether there is an object at KEY, a zip or a checksum."""
        path = key.removesuffix(SUM)
        kinds = {rule.kind for rule in self.rules("/" + path)}
        if "absent" in kinds or (path != key and "checksum_absent" in kinds):
            return False
        return self.item(path) is not None

    def modified(self, key):
        path = key.removesuffix(SUM)
        return max(published_at(item_of(path), self.exchange.switches),
                   self.exchange.faults.changed_at(
                       "/" + path, self.exchange.clock.now()))

    async def data(self, key):
        path = key.removesuffix(SUM)
        item, rules = self.item(path), self.rules("/" + path)
        made = await asyncio.get_running_loop().run_in_executor(
            self.thread, self.files.zip_and_checksum, item, rules)
        return made[path != key]


def not_found(key):
    return web.Response(status=404, content_type="application/xml", text=(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey'
        "</Code><Message>The specified key does not exist.</Message>"
        f"<Key>{escape(key)}</Key><RequestId>0123456789ABCDEF</RequestId>"
        "<HostId>0123456789abcdef</HostId></Error>"))


def ranged(request, headers, data):
    """The part of DATA that the request wants."""
    try:
        wanted = request.http_range
    except ValueError:
        wanted = slice(0, 0, 1)
    if request.headers.get("If-Range", headers["ETag"]) != headers["ETag"] \
            or "Range" not in request.headers:
        return web.Response(body=data, headers=headers)
    start, stop, _ = wanted.indices(len(data))
    if start >= stop:
        return web.Response(status=416, headers={
            "Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return web.Response(status=206, body=data[start:stop], headers=headers)


def tag(data):
    return f'"{hashlib.md5(data).hexdigest()}"'


def routes(app, exchange, recorded=(), cache=None):
    archive = Archive(exchange, recorded, cache)

    async def get_object(request):
        key = request.match_info["key"]
        if not archive.has(key):
            return not_found(key)
        data = await archive.data(key)
        headers = {"ETag": tag(data), "Accept-Ranges": "bytes",
                   "Last-Modified": http_text(archive.modified(key)),
                   "Content-Type": "application/zip" if key.endswith(".zip")
                   else "binary/octet-stream", "Server": "AmazonS3"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return ranged(request, headers, data)

    async def get_listing(request):
        return web.Response(content_type="application/xml",
                            text=await listing.page(archive, request))

    for bucket in ("", BUCKET):
        app.router.add_get(bucket + "/{key:data/.+}", get_object)
        app.router.add_get(bucket + "/", get_listing)
    app.router.add_get(BUCKET, get_listing)
