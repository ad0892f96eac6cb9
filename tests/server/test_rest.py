# SPDX-License-Identifier: MIT
"""REST: windows, pages, refusals, weights and bans."""
import gzip
import json
import re
from decimal import Decimal
from urllib.parse import quote

from asking import A, F, Fresh, K, NOW, OI, YESTERDAY, control, get, rest
from when import DAY, HOUR, MINUTE, parse


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
