# SPDX-License-Identifier: MIT
"""The archive: objects, checksums, publication, listing."""
import hashlib
import re

from asking import DAY_FILE, Fresh, NOW, UM, ask, control, get, where
from when import HOUR, parse


class Objects(Fresh):
    def test_checksum(self):
        data, told = get(DAY_FILE)[2], get(DAY_FILE + ".CHECKSUM")[2]
        name = DAY_FILE.rpartition("/")[2]
        self.assertEqual(
            told.decode(), f"{hashlib.sha256(data).hexdigest()}  {name}\n")

    def test_ranges_and_tags(self):
        _, head, data = get(DAY_FILE)
        status, part, some = get(DAY_FILE, Range="bytes=10-19")
        self.assertEqual((status, some), (206, data[10:20]))
        self.assertEqual(part["Content-Range"], f"bytes 10-19/{len(data)}")
        self.assertEqual(get(DAY_FILE, Range="bytes=-5")[2], data[-5:])
        self.assertEqual(get(DAY_FILE, Range="bytes=9999999-")[0], 416)
        self.assertEqual(get(DAY_FILE, If_None_Match=head["ETag"])[0], 304)
        status, again, none = ask(f"{where['archive']}/{DAY_FILE}", "HEAD")
        self.assertEqual((status, again["Content-Length"], none),
                         (200, str(len(data)), b""))
        self.assertEqual(head["Last-Modified"],
                         "Thu, 01 Oct 2026 08:00:00 GMT")

    def test_publication(self):
        status, _, data = get(DAY_FILE.replace("09-30", "10-01"))
        self.assertEqual(status, 404)
        self.assertIn(b"<Code>NoSuchKey</Code>", data)
        control("clock", {"now": parse("2026-10-02T07:59:59Z")})
        self.assertEqual(get(DAY_FILE.replace("09-30", "10-01"))[0], 404)
        control("clock", {"now": parse("2026-10-02T08:00:00Z")})
        self.assertEqual(get(DAY_FILE.replace("09-30", "10-01"))[0], 200)
        control("switch", {"delay_hours": {"klines": 64}})
        self.assertEqual(get(DAY_FILE)[0], 404)
        control("switch", {"delay_hours": {}})
        for key in ("daily/fundingRate/BTCUSDT/BTCUSDT-fundingRate-"
                    "2026-09-01", "monthly/metrics/BTCUSDT/BTCUSDT-metrics-"
                    "2026-08", "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2019-12-30",
                    "daily/klines/NONE/1m/NONE-1m-2026-08-01",
                    "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-02-30"):
            self.assertEqual(get(f"{UM}{key}.zip")[0], 404, key)

    def listed(self, query, version=1):
        """Every key and common prefix, page by page."""
        found, pages, more = [], 0, ""
        while True:
            status, _, data = get(f"/data.binance.vision?{query}{more}")
            self.assertEqual(status, 200)
            text, pages = data.decode(), pages + 1
            page = re.findall(r"<Key>(.*?)</Key>", text)
            page += re.findall(r"<CommonPrefixes><Prefix>(.*?)<", text)
            found += page
            if "<IsTruncated>false" in text:
                return found, pages
            token = re.search(
                r"<Next(?:Marker|ContinuationToken)>(.*?)<", text)
            token = token[1] if token else page[-1]
            name = "marker" if version == 1 else "continuation-token"
            more = f"&{name}={token}"

    def test_listing(self):
        prefix = UM + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-09"
        want = [f"{prefix}-{d:02d}.zip{end}" for d in range(1, 31)
                for end in ("", ".CHECKSUM")]
        for query, version in (("", 1), ("&delimiter=/", 1),
                               ("&list-type=2", 2)):
            found, pages = self.listed(
                f"prefix={prefix}{query}&max-keys=7", version)
            self.assertEqual((found, pages), (want, 9), query)
        found, _ = self.listed(f"prefix={UM}daily/&delimiter=/")
        self.assertEqual(found, [f"{UM}daily/{name}/" for name in (
            "aggTrades", "klines", "metrics", "premiumIndexKlines",
            "trades")])
        found, pages = self.listed(
            f"prefix={UM}daily/klines/&delimiter=/&max-keys=2")
        self.assertIn(f"{UM}daily/klines/币安人生USDT/", found)
        self.assertEqual(found, sorted(found, key=str.encode))
        control("switch", {"listing_empty": 2, "listing_frozen":
                           parse("2026-09-21T08:00:00Z")})
        found, pages = self.listed(f"prefix={prefix}&delimiter=/")
        control("switch", {"listing_frozen": None})
        self.assertEqual((len(found), pages), (40, 3))

    def test_republished(self):
        at = NOW + HOUR
        control("faults", {"route": "/" + DAY_FILE, "kind": "changed",
                           "until": at})
        old, head = get(DAY_FILE)[2], get(DAY_FILE)[1]
        control("clock", {"now": at})
        new, again = get(DAY_FILE)[2], get(DAY_FILE)[1]
        self.assertNotEqual((old, head["ETag"], head["Last-Modified"]),
                            (new, again["ETag"], again["Last-Modified"]))
        self.assertTrue(get(DAY_FILE + ".CHECKSUM")[2].startswith(
            hashlib.sha256(new).hexdigest().encode()))
