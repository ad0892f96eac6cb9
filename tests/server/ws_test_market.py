# SPDX-License-Identifier: MIT
"""What streams send, against the documents and against REST."""
import json
from decimal import Decimal

from ws_client import NOW, Case, Client, server

# The documents' own examples: members and their kinds must be the same.
UM = {
    "btcusdt@depth@100ms": '{"e":"","E":1,"T":1,"s":"","U":1,"u":1,"pu":1,'
    '"b":[["",""]],"a":[["",""]],"ps":"","st":1}',
    "btcusdt@depth": '{"e":"","E":1,"T":1,"s":"","U":1,"u":1,"pu":1,'
    '"b":[["",""]],"a":[["",""]],"ps":"","st":1}',
    "btcusdt@depth@500ms": '{"e":"","E":1,"T":1,"s":"","U":1,"u":1,"pu":1,'
    '"b":[["",""]],"a":[["",""]],"ps":"","st":1}',
    "btcusdt@depth5": '{"e":"","E":1,"T":1,"s":"","U":1,"u":1,"pu":1,'
    '"b":[["",""]],"a":[["",""]],"ps":"","st":1}',
    "btcusdt@depth20@100ms": '{"e":"","E":1,"T":1,"s":"","U":1,"u":1,"pu":1,'
    '"b":[["",""]],"a":[["",""]],"ps":"","st":1}',
    "btcusdt@bookTicker": '{"e":"","u":1,"E":1,"T":1,"s":"","b":"","B":"",'
    '"a":"","A":"","ps":"","st":1}',
    "!bookTicker": '{"e":"","u":1,"E":1,"T":1,"s":"","b":"","B":"",'
    '"a":"","A":"","ps":"","st":1}',
    "btcusdt@trade": '{"e":"","E":1,"T":1,"s":"","t":1,"p":"","q":"","X":"",'
    '"m":true}',
    "btcusdt@aggTrade": '{"e":"","E":1,"s":"","a":1,"p":"","q":"","nq":"",'
    '"f":1,"l":1,"T":1,"m":true,"st":1}',
    "btcusdt@markPrice": '{"e":"","E":1,"s":"","p":"","i":"","P":"","r":"",'
    '"ap":"","T":1,"st":1}',
    "btcusdt@markPrice@1s": '{"e":"","E":1,"s":"","p":"","i":"","P":"",'
    '"r":"","ap":"","T":1,"st":1}',
    "!markPrice@arr": '[{"e":"","E":1,"s":"","p":"","i":"","P":"","r":"",'
    '"ap":"","T":1,"st":1}]',
    "btcusdt@kline_1m": '{"e":"","E":1,"s":"","k":{"t":1,"T":1,"s":"","i":"",'
    '"f":1,"L":1,"o":"","c":"","h":"","l":"","v":"","n":1,"x":true,"q":"",'
    '"V":"","Q":"","B":""}}',
    "btcusdt_perpetual@continuousKline_1m": '{"e":"","E":1,"ps":"","ct":"",'
    '"k":{"t":1,"T":1,"i":"","f":1,"L":1,"o":"","c":"","h":"","l":"",'
    '"v":"","n":1,"x":true,"q":"","V":"","Q":"","B":""}}',
    "btcusdt@forceOrder": '{"e":"","E":1,"o":{"s":"","S":"","o":"","f":"",'
    '"q":"","p":"","ap":"","X":"","l":"","z":"","T":1},"ps":"","st":1}',
    "!forceOrder@arr": '{"e":"","E":1,"o":{"s":"","S":"","o":"","f":"",'
    '"q":"","p":"","ap":"","X":"","l":"","z":"","T":1},"ps":"","st":1}',
    "!contractInfo": '{"e":"","E":1,"s":"","ct":"","dt":1,"ot":1,"cs":"",'
    '"bks":[{"bs":1,"bnf":0,"bnc":1,"mmr":0.1,"cf":0,"mi":1,"ma":1}],'
    '"st":1}',
}
SPOT = {
    "btcusdt@aggTrade": '{"e":"","E":1,"s":"","a":1,"p":"","q":"","f":1,'
    '"l":1,"T":1,"m":true,"M":true}',
    "btcusdt@trade": '{"e":"","E":1,"s":"","t":1,"p":"","q":"","T":1,'
    '"m":true,"M":true}',
    "btcusdt@kline_1s": '{"e":"","E":1,"s":"","k":{"t":1,"T":1,"s":"","i":"",'
    '"f":1,"L":1,"o":"","c":"","h":"","l":"","v":"","n":1,"x":true,"q":"",'
    '"V":"","Q":"","B":""}}',
    "btcusdt@bookTicker": '{"u":1,"s":"","b":"","B":"","a":"","A":""}',
    "btcusdt@depth10@100ms": '{"lastUpdateId":1,"bids":[["",""]],'
    '"asks":[["",""]]}',
    "btcusdt@depth": '{"e":"","E":1,"s":"","U":1,"u":1,"b":[["",""]],'
    '"a":[["",""]]}',
}
PUBLIC = ("depth", "bookTicker", "trade")


def shape(data):
    """DATA with its values replaced by their kinds."""
    if isinstance(data, dict):
        return [(name, shape(value)) for name, value in data.items()]
    if isinstance(data, list):
        return [shape(data[0])] if data else []
    return type(data).__name__


class Payloads(Case):
    def check(self, examples, where, routes):
        for route, names in routes:
            found = self.streams(route, names, 3700_000 if "!contractInfo"
                                 in names else 20_000, where=where,
                                 mark="ethusdt@depth@100ms" if where !=
                                 "ws" else None)
            for name in names:
                first = next(m["data"] for m in found if m["stream"] == name)
                self.assertEqual(shape(first), shape(json.loads(
                    examples[name])), name)

    def test_um(self):
        public = [n for n in UM if n.partition("@")[2].startswith(PUBLIC)
                  or n == "!bookTicker"]
        slow = ["!contractInfo"]
        self.check(UM, "ws", (
            ("/public", public), ("/market", slow),
            ("/market", [n for n in UM if n not in public + slow])))

    def test_spot(self):
        self.check(SPOT, "ws_spot", (("", list(SPOT)),))

    def test_without_st(self):
        server.control("/switch", {"ws_st": False})
        found = self.streams("/market", ["btcusdt@aggTrade"], 3000)
        server.control("/switch", {"ws_st": True})
        self.assertNotIn("st", found[0]["data"])

    def test_microseconds(self):
        for where, factor in (("ws_spot", 1000), ("ws", 1)):
            route = "" if where == "ws_spot" else "/market"
            with Client(server, route + "/stream?streams=btcusdt@kline_1m"
                        "&timeUnit=MICROSECOND", where) as c:
                c.call("LIST_SUBSCRIPTIONS")
                server.clock(NOW + 60_500)
                k = c.until(lambda m: m["data"]["E"] == (NOW + 60_005)
                            * factor)[-1]["data"]["k"]
                self.assertTrue(k["x"])
                self.assertEqual(k["t"], NOW * factor)
                self.assertEqual(k["T"], (NOW + 60_000) * factor - 1)
            server.clock(NOW)

    def test_mark_arrays(self):
        found = [m["data"] for m in self.streams(
            "/market", ["!markPrice@arr@1s"], 1000)]
        self.assertEqual(len(found), 2)
        self.assertGreater(len(found[0]), 900)
        self.assertIn(2, {row["st"] for row in found[0]})
        self.assertEqual({row["s"] for row in found[1]},
                         {"TSLAUSDT", "XAUUSDT"})
        dated = next(r for r in found[0] if r["s"] == "BTCUSDT_261225")
        self.assertEqual((dated["T"], dated["r"]), (0, "0.00000000"))

    def test_liquidations(self):
        """At most one of a symbol in a second, the last."""
        found = [m["data"] for m in self.streams(
            "/market", ["!forceOrder@arr"], 60_000)]
        seconds = [(m["o"]["s"], m["E"] // 1000) for m in found]
        self.assertGreater(len(found), 20)
        self.assertEqual(len(set(seconds)), len(seconds))
        for m in found:
            self.assertTrue(0 < m["E"] - m["o"]["T"] <= 1000)
        self.assertTrue(any(m["o"]["T"] % 1000 > 600 for m in found))

    def test_foreign_name(self):
        found = self.streams("/market", ["%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94"
                                         "%9Fusdt@markPrice@1s"], 1000)
        self.assertEqual(found[0]["data"]["s"], "币安人生USDT")


class Market(Case):
    def test_klines(self):
        """The last frame of a candle is the row that REST has."""
        for where, route, rest, interval in (
                ("ws", "/market", "/fapi/v1", "1m"),
                ("ws", "/market", "/fapi/v1", "3m"),
                ("ws_spot", "", "/api/v3", "1m")):
            server.clock(NOW)
            name = f"btcusdt@kline_{interval}"
            found = [m["data"] for m in self.streams(
                route, [name], 300_000, where=where,
                mark="ethusdt@depth@100ms" if where == "ws_spot" else None)]
            # The first frame may be the last of the candle before.
            final = [m["k"] for m in found if m["k"]["x"]
                     and m["k"]["t"] >= NOW]
            server.clock(NOW + 900_000)
            rows = server.rest(f"{rest}/klines?symbol=BTCUSDT&interval="
                               f"{interval}&startTime={NOW}&limit="
                               f"{len(final)}", "rest")
            self.assertTrue(final)
            self.assertEqual([[k[x] for x in "tohlcvTqnVQB"] for k in final],
                             rows[:len(final)])
            # and those before it only grow
            open_ones = [m["k"] for m in found if m["k"]["t"] == NOW]
            counts = [k["n"] for k in open_ones]
            every = 250 if where == "ws" else 2000
            self.assertEqual({m["E"] % every for m in found}, {5})
            self.assertEqual(counts, sorted(counts))
            self.assertGreater(len(counts), 10)

    def test_quiet_minute(self):
        found = self.streams("/market", ["filusdt@kline_1m"], 3600_000)
        empty = [m["data"]["k"] for m in found if not m["data"]["k"]["n"]]
        self.assertTrue(empty)
        self.assertEqual({(k["f"], k["L"]) for k in empty}, {(-1, -1)})

    def test_late_final(self):
        server.fault("btcusdt@kline_1m?final", "late", ms=30_000, times=1)
        server.fault("btcusdt@kline_1m?final", "drop", calls=3)
        found = [m["data"] for m in self.streams(
            "/market", ["btcusdt@kline_1m"], 300_000)]
        times = [m["k"]["t"] for m in found if m["k"]["x"]]
        minute = [(t - NOW) // 60_000 for t in times]
        # That of the minute before NOW was late, that of the second missing.
        self.assertEqual(minute, [-1, 0, 2, 3, 4])
        self.assertGreater(found.index(next(
            m for m in found if m["k"]["t"] < NOW)), 10)

    def test_trades(self):
        found = [m["data"] for m in self.streams(
            "/market", ["btcusdt@aggTrade"], 30_000)]
        server.clock(NOW + 30_000)
        rows = server.rest("/fapi/v1/aggTrades?symbol=BTCUSDT&limit=1000"
                           f"&startTime={NOW - 4}&endTime={NOW + 30_000}")
        self.assertGreater(len(rows), 200)
        self.assertEqual([{k: m[k] for k in rows[0]} for m in found], rows)
        server.clock(NOW)
        prints = [m["data"] for m in self.streams(
            "/public", ["btcusdt@trade"], 30_000)]
        on_book = [m for m in prints if m["X"] == "MARKET"]
        self.assertEqual(sum(Decimal(m["q"]) for m in on_book),
                         sum(Decimal(row["q"]) for row in rows))
        ids = [m["t"] for m in prints]
        self.assertEqual(ids, list(range(ids[0], ids[0] + len(ids))))
        self.assertLess(len(on_book), len(prints))
