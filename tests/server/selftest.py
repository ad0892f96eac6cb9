# SPDX-License-Identifier: MIT
"""Holds a running fake exchange to the documents: selftest.py READY.

READY is what main.py says where it listens; its clock stands at 2026-10-01
12:00:30.  Prints 0 or 1 and a title for each test.
"""
import gzip
import hashlib
import http.client
import io
import json
import re
import sys
import unittest
import zipfile
from decimal import Decimal
from urllib.parse import quote

from faults import FILES, ROWS, WIRE
from when import DAY, HOUR, MINUTE, parse

NOW = parse("2026-10-01T12:00:30Z")
YESTERDAY = parse("2026-09-30")
UM, SPOT = "data/futures/um/", "data/spot/"
K = "/fapi/v1/klines?symbol=BTCUSDT&interval=1m"
A = "/fapi/v1/aggTrades?symbol=BTCUSDT"
OI = "/futures/data/openInterestHist?symbol=BTCUSDT&period=5m"
F = "/fapi/v1/fundingRate?symbol=BTCUSDT"
DAY_FILE = UM + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-09-30.zip"

with open(sys.argv[1], encoding="utf-8") as ready:
    where = json.load(ready)


def ask(url, method="GET", body=None, headers=None):
    """(status, headers, body)"""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, "/" + path, body, headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.headers, data


def get(path, **headers):
    return ask(where["rest"] + "/" + quote(path.lstrip("/"), "/?&=:%+"),
               headers={k.replace("_", "-"): v for k, v in headers.items()})


def rest(path):
    status, _, data = get(path)
    assert status == 200, (path, status, data)
    return json.loads(data)


def control(path, data=None, method=None):
    body = None if data is None else json.dumps(data)
    status, _, text = ask(f"{where['control']}/{path}",
                          method or ("GET" if body is None else "POST"), body)
    assert status == 200, (path, status, text)
    return json.loads(text) if path != "log" else text.decode()


def lines(key):
    status, _, data = get(key)
    assert status == 200, (key, status)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        name, = packed.namelist()
        assert name == key.rpartition("/")[2][:-3] + "csv"
        return packed.read(name).decode().splitlines()


def rows(key):
    found = [line.split(",") for line in lines(key)]
    return found[not found[0][0].isdigit():]


def metrics(date):
    return rows(f"{UM}daily/metrics/BTCUSDT/BTCUSDT-metrics-{date}.zip")


class Fresh(unittest.TestCase):
    def setUp(self):
        control("clock", {"now": NOW, "speed": 0})
        for what in ("faults", "limits", "log"):
            control(what, method="DELETE")

    def code(self, path, status, code):
        got, _, data = get(path)
        self.assertEqual((got, json.loads(data)["code"]), (status, code), path)


def fold(trades):
    """Of a minute of raw trades: price, qty, quote, time, maker."""
    prices = [Decimal(t[1]) for t in trades]
    bought = [t for t in trades if t[5] == "false"]
    return [prices[0], max(prices), min(prices), prices[-1],
            sum(Decimal(t[2]) for t in trades),
            sum(Decimal(t[3]) for t in trades), len(trades),
            sum(Decimal(t[2]) for t in bought),
            sum(Decimal(t[3]) for t in bought)]


class Agreement(Fresh):
    def test_I1_klines_are_folded_trades(self):
        minutes, close, seen = {}, None, 0
        for t in rows(UM + "daily/trades/BTCUSDT/BTCUSDT-trades-2026-09-30"
                      ".zip"):
            minutes.setdefault(int(t[4]) // MINUTE, []).append(t)
        for bar in rows(DAY_FILE):
            values = [Decimal(bar[i]) for i in (1, 2, 3, 4, 5, 7, 8, 9, 10)]
            trades = minutes.get(int(bar[0]) // MINUTE)
            want = fold(trades) if trades else [close] * 4 + [0] * 5
            self.assertEqual(values, want, bar)
            close, seen = values[3], seen + 1
        self.assertEqual(seen, 1440)

    def test_I2_trades_add_up(self):
        found = rows(UM + "daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-"
                     "2026-09-30.zip")
        ids = [int(t[0]) for t in found]
        self.assertEqual(ids, list(range(ids[0], ids[0] + len(ids))))
        self.assertGreater(ids[0], 3_400_000_000)
        self.assertEqual(sum(Decimal(t[2]) for t in found),
                         sum(Decimal(b[5]) for b in rows(DAY_FILE)))
        raw = [int(t[0]) for t in rows(
            UM + "daily/trades/BTCUSDT/BTCUSDT-trades-2026-09-30.zip")]
        covered = [i for t in found for i in range(int(t[3]), int(t[4]) + 1)]
        self.assertEqual(raw, covered)
        self.assertGreater(raw[0], 1 << 32)

    def test_I3_rest_trades_are_those_of_the_archive(self):
        found = rows(UM + "daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-"
                     "2026-09-30.zip")
        got, a = [], int(found[0][0])
        while len(got) < len(found):
            got += rest(f"{A}&fromId={a}&limit=1000")
            a = got[-1]["a"] + 1
        self.assertEqual(
            [[str(t["a"]), t["p"], t["q"], str(t["f"]), str(t["l"]),
              str(t["T"]), str(t["m"]).lower()] for t in got[:len(found)]],
            found)

    def test_rest_klines_are_those_of_the_archive(self):
        for name, path in (("klines", K), ("premiumIndexKlines", K.replace(
                "klines", "premiumIndexKlines"))):
            want = rows(f"{UM}daily/{name}/BTCUSDT/1m/BTCUSDT-1m-2026-09-30"
                        ".zip")
            got = rest(f"{path}&startTime={YESTERDAY}&limit=1440")
            self.assertEqual([list(map(str, row)) for row in got], want)
        want = rows(UM + "monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2026-08.zip")
        self.assertEqual(len(want), 31 * 24)

    def test_I5_open_interest_by_label(self):
        control("clock", {"now": parse("2026-07-10T09:00:00Z")})
        start = parse("2026-06-24")
        got = {r["timestamp"]: r for r in rest(
            f"{OI}&startTime={start + 1}&endTime={start + DAY}&limit=500")}
        got.update((r["timestamp"], r) for r in rest(
            f"{OI}&startTime={start + DAY}&endTime={start + 2 * DAY}"
            "&limit=500"))
        for date, back in (("2026-06-24", 0), ("2026-06-25", 5 * MINUTE)):
            found = metrics(date)
            self.assertEqual(len(found), 288)
            for label, _, amount, value, *_ in found:
                row = got[parse(label.replace(" ", "T")) + back]
                self.assertEqual(Decimal(amount),
                                 Decimal(row["sumOpenInterest"]))
                self.assertEqual(Decimal(value),
                                 Decimal(row["sumOpenInterestValue"]))
        self.assertEqual(metrics("2026-06-24")[-1][0], metrics(
            "2026-06-25")[0][0])

    def test_I6_funding(self):
        since = parse("2026-08-01")
        want = rows(UM + "monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-"
                    "2026-08.zip")
        got = rest(f"{F}&startTime={since}&endTime={since + 31 * DAY - 1}"
                   "&limit=1000")
        self.assertEqual([(str(r["fundingTime"]), r["fundingRate"])
                          for r in got], [(r[0], r[2]) for r in want])
        self.assertEqual(len(got), 93)
        many = rest(f"{F}&startTime={since - 60 * DAY}&limit=1000")
        rates = [Decimal(r["fundingRate"]) for r in many]
        self.assertTrue(min(rates) < 0 and 0 in rates)
        self.assertTrue(any(r["fundingTime"] % 1000 for r in many))
        self.assertLessEqual({"", None}, {r["markPrice"] for r in many})
        self.assertIn("Special", {r.get("rateType") for r in many})

    def test_funding_interval_changes(self):
        found = rows(UM + "monthly/fundingRate/ETHUSDT/ETHUSDT-fundingRate-"
                     "2026-09.zip")
        self.assertEqual([r[1] for r in found],
                         ["8"] * 30 + ["4"] * 60 + ["1"] * 240)

    def test_spot_files(self):
        for year, digits in ((2024, 13), (2025, 16)):
            found = lines(f"{SPOT}daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-"
                          f"{year}-01-02.zip")
            self.assertRegex(found[0], r"^\d+,\d+\.\d{8},\d+\.\d{8},\d+,\d+,"
                             r"\d{%d},(True|False),True$" % digits)
        bar = rows(SPOT + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01-02.zip")
        self.assertEqual(int(bar[5][6]) - int(bar[5][0]), 59_999_999)


class Pages(Fresh):
    def test_klines_oldest_first(self):
        start = NOW // DAY * DAY
        got = rest(f"{K}&startTime={start - DAY}&endTime={start}&limit=10")
        self.assertEqual([r[0] for r in got], list(range(
            start - DAY, start - DAY + 10 * MINUTE, MINUTE)))
        self.assertEqual(len(rest(f"{K}&startTime={start}&endTime={start}")),
                         1)
        got = rest(f"{K}&endTime={start + 1}&limit=3")
        self.assertEqual([r[0] for r in got],
                         [start - 2 * MINUTE, start - MINUTE, start])
        self.assertEqual(len(rest(K)), 500)

    def test_klines_open_bar(self):
        one, two = (rest(K + "&limit=2") for _ in range(2))
        self.assertGreater(one[1][6], NOW)
        self.assertEqual(one[0], two[0])
        self.assertNotEqual(one[1], two[1])

    def test_klines_before_the_listing(self):
        end = parse("2019-09-08")
        self.assertEqual(rest(f"{K}&startTime={end - DAY}&endTime={end}"), [])
        got = rest(f"{K}&startTime={end}&limit=2")
        self.assertEqual(got[0][0], parse("2019-09-08T17:00:00Z"))

    def test_klines_of_a_halt(self):
        since = parse("2026-09-20T12:30:00Z")
        got = rest(f"{K.replace('BTC', 'ETH')}&startTime={since}&limit=20")
        self.assertEqual([(r[0] - since) // MINUTE for r in got],
                         [*range(10), *range(100, 110)])

    def test_intervals_add_up(self):
        day = rest(K.replace("1m", "1d") + f"&startTime={YESTERDAY}&limit=1")
        fine = rest(f"{K}&startTime={YESTERDAY}&limit=1440")
        self.assertEqual(sum(Decimal(r[5]) for r in fine),
                         Decimal(day[0][5]))
        week = rest(K.replace("1m", "1w") + "&limit=1")[0]
        self.assertEqual((week[0] // DAY + 3) % 7, 0)
        month = rest(K.replace("1m", "1M") + "&limit=2")
        self.assertEqual([r[0] for r in month],
                         [parse("2026-09-01"), parse("2026-10-01")])

    def test_trades_share_a_millisecond_over_a_page(self):
        path = A.replace("BTC", "SOL")
        start = NOW // HOUR * HOUR - HOUR
        got = rest(f"{path}&startTime={start}&limit=1000")
        self.assertEqual(len(got), 1000)
        more = rest(f"{path}&fromId={got[-1]['a'] + 1}&limit=1000")
        self.assertEqual(more[0]["T"], got[-1]["T"])
        self.assertEqual(more[0]["a"], got[-1]["a"] + 1)
        self.assertEqual(len({r["T"] for r in got}), 1)

    def test_trades_reach(self):
        oldest = NOW - 2 * DAY
        first = rest(f"{A}&startTime={oldest}&limit=1")[0]["a"]
        self.code(f"{A}&startTime={oldest - 1}", 400, -4166)
        self.code(f"{A}&fromId={first - 1}", 400, -4166)
        self.assertEqual(rest(f"{A}&fromId={first}&limit=1")[0]["a"], first)
        control("clock", {"now": NOW + MINUTE})
        self.code(f"{A}&startTime={oldest}", 400, -4166)
        newest = rest(A + "&limit=1")[0]
        self.assertEqual(rest(f"{A}&fromId={newest['a'] + 1}"), [])
        self.assertNotIn("M", newest)
        got = rest("/api/v3/aggTrades?symbol=BTCUSDT&fromId=3450000000")
        self.assertEqual(len(got), 500)
        self.assertTrue(got[0]["M"] and "nq" not in got[0])

    def test_open_interest_latest_first(self):
        start = NOW // DAY * DAY - 10 * DAY
        got = rest(f"{OI}&startTime={start}&endTime={start + DAY}&limit=10")
        self.assertEqual(got[-1]["timestamp"], start + DAY)
        self.assertEqual(len(got), 10)
        self.assertEqual(len(rest(OI)), 30)
        control("switch", {"interest_overflow": "oldest"})
        got = rest(f"{OI}&startTime={start}&endTime={start + DAY}&limit=10")
        control("switch", {"interest_overflow": "latest"})
        self.assertEqual(got[0]["timestamp"], start)
        self.code(f"{OI}&startTime={NOW - 30 * DAY - 1}", 400, -1130)

    def test_funding_pages(self):
        since = NOW - 200 * DAY
        got = rest(f"{F}&startTime={since}")
        self.assertEqual(len(got), 100)
        self.assertLess(got[0]["fundingTime"], since + 8 * HOUR + 18)
        self.assertEqual(len(rest(F)), 200)
        self.assertEqual(len(rest(F + "&limit=7")), 7)
        last = rest(F + "&limit=1")[0]["fundingTime"]
        self.assertEqual(rest(f"{F}&startTime={last + 1}"), [])

    def test_refusals(self):
        table = """
            400 -1102 /fapi/v1/klines?interval=1m
            400 -1102 /fapi/v1/klines?symbol=BTCUSDT
            400 -1121 /fapi/v1/klines?symbol=NONE&interval=1m
            400 -1122 /fapi/v1/klines?symbol=GONEUSDT&interval=1m
            400 -1120 /fapi/v1/klines?symbol=BTCUSDT&interval=1s
            400 -1130 /fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1501
            400 -1130 /fapi/v1/aggTrades?symbol=BTCUSDT&limit=1001
            400 -1127 /fapi/v1/aggTrades?symbol=BTCUSDT&startTime=%d&endTime=%d
            400 -1128 /fapi/v1/aggTrades?symbol=BTCUSDT&fromId=1&startTime=1
            400 -1100 /fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=x
            400 -1023 /fapi/v1/fundingRate?startTime=2&endTime=1
            400 -4021 /fapi/v1/depth?symbol=BTCUSDT&limit=3
            400 -1130 /fapi/v1/depth?symbol=BTCUSDT&limit=1001
            400 -1130 %s&limit=501
            400 -1130 /fapi/v1/fundingRate?symbol=BTCUSDT&limit=1001
            404 -5000 /fapi/v1/nothing
            400 -1121 /api/v3/klines?symbol=btcusdt&interval=1m
        """ % (NOW - HOUR, NOW, OI)
        for status, code, path in map(str.split, table.strip().split("\n")):
            self.code(path, int(status), int(code))
        rest("/fapi/v1/klines?symbol=btcusdt&interval=1m")
        got = rest("/api/v3/klines?symbol=BTCUSDT&interval=1s&limit=9999")
        self.assertEqual(len(got), 1000)

    def test_exchange_info(self):
        _, head, data = get("/fapi/v1/exchangeInfo?symbol=BTCUSDT",
                            Accept_Encoding="gzip")
        self.assertEqual(head["Content-Encoding"], "gzip")
        data = gzip.decompress(data)
        self.assertGreater(len(data), 1_000_000)
        info = json.loads(data)
        self.assertGreater(NOW - info["serverTime"], HOUR)
        names = {s["symbol"]: s for s in info["symbols"]}
        self.assertGreaterEqual(len(names), 900)
        self.assertLessEqual({"TRADIFI_PERPETUAL", "CURRENT_QUARTER"},
                             {s["contractType"] for s in names.values()})
        self.assertIn("SETTLING", {s["status"] for s in names.values()})
        odd, = (s for s in names if not s.isascii())
        self.assertEqual(len(rest(
            f"/fapi/v1/klines?symbol={quote(odd)}&interval=1m&limit=2")), 2)


class Costs(Fresh):
    def test_weights(self):
        table = [(K + "&limit=99", 1, 1), (K + "&limit=100", 2, 1),
                 (K + "&limit=500", 5, 2), (K + "&limit=1000", 5, 5),
                 (K + "&limit=1500", 10, 10), (K, 5, 5), (A, 20, 20),
                 (K + "&limit=1501", 10, 10), (K + "&symbol=NO", 5, 5),
                 ("/fapi/v1/exchangeInfo", 1, 1), ("/fapi/v1/time", 1, 1),
                 ("/fapi/v1/depth?symbol=BTCUSDT&limit=1000", 20, 20),
                 ("/fapi/v1/premiumIndex", 10, 10),
                 ("/fapi/v1/openInterest?symbol=BTCUSDT", 1, 1)]
        for weights in (0, 1):
            control("switch", {"weights": ("documented", "measured")[weights]})
            used = 0
            control("limits", method="DELETE")
            for path, *cost in table:
                used += cost[weights]
                self.assertEqual(get(path)[1]["X-MBX-USED-WEIGHT-1M"],
                                 str(used), path)
        control("switch", {"weights": "documented"})
        for path in (F, OI, "/fapi/v1/fundingInfo"):
            self.assertNotIn("X-MBX-USED-WEIGHT-1M", get(path)[1])
        used = 0
        for path, cost in (("exchangeInfo?symbol=BTCUSDT", 20), ("ping", 1),
                           ("klines?symbol=BTCUSDT&interval=1m", 2),
                           ("aggTrades?symbol=BTCUSDT", 4),
                           ("depth?symbol=BTCUSDT&limit=5000", 250)):
            used += cost
            self.assertEqual(get("/api/v3/" + path)[1]["x-mbx-used-weight"],
                             str(used))

    def test_over_the_limit(self):
        control("switch", {"limits": {"um": 3}, "ban_after": 2})
        self.assertEqual([get("/fapi/v1/ping")[0] for _ in range(6)],
                         [200] * 3 + [429] * 2 + [418])
        status, head, data = get("/api/v3/ping")
        until = int(re.search(r"banned until (\d+)", data.decode())[1])
        self.assertEqual((status, until), (418, NOW + 120_000))
        self.assertEqual(head["Retry-After"], "120")
        control("clock", {"now": until})
        self.assertEqual(get("/fapi/v1/ping")[0], 200)
        told = control("stats")["violations"]
        self.assertEqual((told["weight"], told["ban"]), (3, 1))
        control("limits", method="DELETE")
        control("switch", {"limits": {}, "ban_after": 10,
                           "external_weight": 2400, "retry_after": False})
        status, head, data = get("/fapi/v1/ping")
        self.assertEqual((status, head["Retry-After"]), (429, None))
        self.assertEqual(json.loads(data)["code"], -1003)
        control("switch", {"external_weight": 0, "retry_after": True})
        control("clock", {"now": until + MINUTE})
        self.assertEqual(get("/fapi/v1/ping")[1]["x-mbx-used-weight-1m"], "1")


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


class Faulty(Fresh):
    """Every kind does something, and nothing of it stays."""

    def outcome(self, path):
        try:
            status, head, data = get(path)
        except (OSError, http.client.HTTPException) as why:
            return type(why).__name__
        return status, head["Content-Encoding"], head["X-Long"], data

    def test_wire(self):
        path = "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=" \
            f"{YESTERDAY}&limit=50"
        right = self.outcome(path)
        same = {"delay", "close_idle"}
        for kind in sorted(WIRE - {"silence", "drip"}):
            control("faults", {"route": path, "kind": kind, "times": 1,
                               "ms": 1, "rate": 1e6})
            got = self.outcome(path)
            if kind == "length_short":
                self.assertEqual(got[3], right[3][:-10])
            elif kind == "interim":     # which this client takes for all
                self.assertEqual(got[0], 103)
            elif kind in same:
                self.assertEqual(got, right, kind)
            else:
                self.assertNotEqual(got, right, kind)
                if kind[:3].isdigit():
                    self.assertEqual(got[0], int(kind[:3]), kind)
            if kind != "418":
                self.assertEqual(self.outcome(path), right, kind)
            control("limits", method="DELETE")
            control("faults", method="DELETE")
        self.assertIn('"fault": "reset_before"', control("log"))

    def test_slow(self):
        path = "/fapi/v1/time"
        for kind in ("silence", "drip"):
            control("faults", {"route": path, "kind": kind, "calls": 1})
            host = where["rest"].removeprefix("http://")
            connection = http.client.HTTPConnection(host, timeout=0.2)
            connection.request("GET", path)
            with self.assertRaises(TimeoutError):
                connection.getresponse().read()
            connection.close()
            control("faults", method="DELETE")

    def test_rows(self):
        path = f"{K}&startTime={YESTERDAY}&limit=50"
        dicts = f"{A}&startTime={NOW - HOUR}&limit=50"
        right = [rest(path), rest(dicts)]
        for kind in sorted(ROWS):
            control("faults", {"route": "/fapi/*", "kind": kind})
            got = [rest(path), rest(dicts)]
            self.assertNotEqual(got[0], right[0], kind)
            if kind in ("exponent", "decimals16"):
                self.assertEqual([Decimal(r["p"]) for r in got[1]],
                                 [Decimal(r["p"]) for r in right[1]])
            control("faults", method="DELETE")

    def test_files(self):
        trades = UM + "daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2026-09-30" \
            ".zip"
        keys = dict.fromkeys(("booleans", "minus_ids", "same_ids"), trades)
        keys.update(dict.fromkeys(
            ("blank_cells", "rows436"),
            UM + "daily/metrics/BTCUSDT/BTCUSDT-metrics-2026-09-30.zip"))
        keys.update(dict.fromkeys(
            ("header", "ms"),
            SPOT + "daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-09-30.zip"))
        for kind in sorted(FILES):
            key = keys.get(kind, DAY_FILE.replace("1m", "15m"))
            right = [get(key), get(key + ".CHECKSUM")]
            control("faults", {"route": "/" + key, "kind": kind,
                               "bytes": 1 << 20})
            got = [get(key), get(key + ".CHECKSUM")]
            agree = hashlib.sha256(got[0][2]).hexdigest().encode() in got[1][2]
            self.assertNotEqual([r[2] for r in got], [r[2] for r in right],
                                kind)
            self.assertEqual(agree, kind not in (
                "absent", "checksum_absent", "checksum_empty",
                "checksum_wrong"), kind)
            control("faults", method="DELETE")
        control("faults", {"route": "/" + DAY_FILE, "kind": "doubled",
                           "published": False})
        self.assertNotIn(hashlib.sha256(get(DAY_FILE)[2]).hexdigest(),
                         get(DAY_FILE + ".CHECKSUM")[2].decode())

    def test_script(self):
        path = "/fapi/v1/ping"
        control("faults", [{"route": path, "kind": "500", "calls": "2-3"},
                           {"route": path, "kind": "502", "calls": [5]}])
        self.assertEqual([get(path)[0] for _ in range(6)],
                         [200, 500, 500, 200, 502, 200])
        control("faults", method="DELETE")
        for _ in range(2):
            control("faults", {"route": path, "kind": "500",
                               "probability": 0.5})
            got = [get(path)[0] for _ in range(40)]
            self.assertTrue(8 < got.count(500) < 32)
            control("faults", method="DELETE")
        status, _, text = ask(f"{where['control']}/faults", "POST",
                              '{"route":"*","kind":"nonsense"}')
        self.assertEqual((status, text), (
            400, b"no fault is called 'nonsense'\n"))


class Told(unittest.TextTestResult):
    def say(self, code, test):
        name = test.id().partition(".")[2].replace(".test_", ": ")
        print(code, name.replace("_", " "), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.say(0, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say(1, test)

    def addError(self, test, err):
        super().addError(test, err)
        self.say(1, test)


if __name__ == "__main__":
    del sys.argv[1]
    unittest.main(testRunner=unittest.TextTestRunner(
        resultclass=Told, verbosity=0))
