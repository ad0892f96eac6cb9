# SPDX-License-Identifier: MIT
"""Every kind of fault that a message can have, as it is on the wire."""
import json
import select
from decimal import Decimal

from ws_client import NOW, Case, Client, server


class Faults(Case):
    NAME = "btcusdt@depth@100ms"

    def events(self, kind, **more):
        server.fault(self.NAME, kind, **more)
        found = [m["data"] for m in self.streams("/public", [self.NAME],
                                                 2000)]
        server.reset()
        return found

    def test_flow(self):
        whole = [m["data"] for m in self.streams("/public", [self.NAME],
                                                 2000)]
        self.assertEqual(self.events("drop", calls="3-4"),
                         whole[:2] + whole[4:])
        self.assertEqual(self.events("duplicate", calls=3),
                         whole[:3] + whole[2:])
        self.assertEqual(self.events("swap", calls=3),
                         whole[:2] + [whole[3], whole[2]] + whole[4:])
        self.assertEqual(self.events("drop"), [])
        late = self.events("late", calls=3, ms=500)
        self.assertEqual(sorted(e["u"] for e in late),
                         sorted(e["u"] for e in whole))
        skewed = self.events("skew", calls=3, ms=-1000)
        self.assertEqual(skewed[2]["E"], whole[2]["E"] - 1000)
        self.assertEqual(skewed[2]["T"], whole[2]["T"])

    def test_stall(self):
        server.fault(self.NAME, "stall", ms=1000, calls=2)
        with Client(server, f"/public/ws/{self.NAME}") as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 1005)
            c.json()
            self.assertEqual(select.select([c.socket], [], [], 0.1)[0], [])
            server.clock(NOW + 2005)
            found = c.until(lambda e: e["E"] >= NOW + 2000)
            self.assertEqual([e["pu"] for e in found[1:]],
                             [e["u"] for e in found[:-1]])

    def test_data(self):
        event = self.events("extra_field", calls=1)[0]
        self.assertIn("zz", event)
        self.assertEqual(self.events("unknown_event", calls=1)[0]["e"],
                         "somethingNew")
        event = self.events("crossed", calls=1)[0]
        self.assertGreater(Decimal(event["b"][0][0]),
                           max(Decimal(p) for p, _ in event["a"]))
        event = self.events("absent_level", calls=1)[0]
        self.assertEqual(event["b"][-1], ["0.01", "0.000"])
        server.fault("ethusdt@markPrice", "no_funding")
        found = self.streams("/market", ["ethusdt@markPrice"], 3000)
        self.assertEqual((found[0]["data"]["T"], found[0]["data"]["r"]),
                         (0, ""))
        server.fault("!markPrice@arr@1s", "big", bytes=1_000_000)
        with Client(server, "/market/ws/!markPrice@arr@1s") as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 1000)
            text = c.text()
            self.assertGreater(len(text), 1_000_000)
            self.assertIsInstance(json.loads(text), list)

    def test_frames(self):
        """fin, rsv, opcode, masked, and what is true of length, payload."""
        for kind, want, true in (
                ("bad_utf8", (1, 0, 1, 0), lambda n, p: b"\xff\xc0" in p),
                ("truncated", (1, 0, 1, 0), lambda n, p: p[-1:] != b"}"),
                ("not_json", (1, 0, 1, 0), lambda n, p: p[:1] == b"I"),
                ("empty", (1, 0, 1, 0), lambda n, p: n == 0),
                ("length64", (1, 0, 1, 0), lambda n, p: p[-1:] == b"}"),
                ("deflate", (1, 4, 1, 0), lambda n, p: p[:1] != b"{"),
                ("rsv", (1, 2, 1, 0), lambda n, p: p[:1] == b"{"),
                ("reserved", (1, 0, 3, 0), lambda n, p: p[:1] == b"{"),
                ("binary", (1, 0, 2, 0), lambda n, p: p[:1] == b"{"),
                ("masked", (1, 0, 1, 1), lambda n, p: p[:1] == b"\x4c"),
                ("continuation", (1, 0, 0, 0), lambda n, p: p[:1] == b"{"),
                ("long_ping", (1, 0, 9, 0), lambda n, p: n == 126),
                ("huge", (1, 0, 1, 0), lambda n, p: n == 1 << 31)):
            with self.subTest(kind):
                found = self.first("btcusdt@depth", kind, times=1).frame()
                self.assertEqual(found[:4], want)
                self.assertTrue(true(*found[4:]), found[4:])
            server.reset()

    def test_length16(self):
        c = self.first("btcusdt@aggTrade", "length16", route="/market", n=9)
        while b'"aggTrade"' not in c.data:
            c.more()
        self.assertEqual(c.data[1], 126)

    def test_fragments(self):
        c = self.first("btcusdt@depth", "fragment", times=1, pieces=4)
        self.assertEqual([c.frame()[:3] for _ in range(4)],
                         [(0, 0, 1), (0, 0, 0), (0, 0, 0), (1, 0, 0)])
        server.reset()
        c = self.first("btcusdt@depth", "ping_inside", times=1)
        self.assertEqual([c.frame()[2] for _ in range(5)], [1, 9, 0, 9, 0])
        server.reset()
        c = self.first("btcusdt@depth", "cut_message", times=1)
        self.assertEqual(c.end(), ("fin",))

    def test_bytewise(self):
        c = self.first("btcusdt@bookTicker", "bytewise", times=1, n=1)
        self.assertEqual(c.json()["e"], "bookTicker")
        self.assertGreater(c.segments(), 8)
