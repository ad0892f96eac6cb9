# SPDX-License-Identifier: MIT
"""Order books: snapshots and differences, right and spoilt."""
from decimal import Decimal

from ws_client import NOW, Case, Client, server


class Books(Case):
    def apply(self, book, event):
        for side in "ba":
            for price, qty in event[side]:
                if Decimal(qty):
                    book[side][Decimal(price)] = Decimal(qty)
                else:
                    book[side].pop(Decimal(price), None)

    def load(self, snapshot):
        return {side: {Decimal(p): Decimal(q) for p, q in snapshot[name]}
                for side, name in (("b", "bids"), ("a", "asks"))}

    def run_book(self, name, where, depth, joined):
        """Snapshot and differences by the official rules, over a minute;
        the book in the end is what the next snapshot shows."""
        route = "/public" if where == "ws" else ""
        with Client(server, f"{route}/ws/{name}", where) as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 3005)
            events = c.until(lambda e: e["E"] >= NOW + 2700)
            server.clock(NOW + 2000)
            snapshot = server.rest(depth, "rest")
            server.clock(NOW + 60_005)
            events += c.until(lambda e: e["E"] >= NOW + 60_005)
        book, last = self.load(snapshot), snapshot["lastUpdateId"]
        events = [e for e in events if e["u"] > last - (not joined)]
        ident = None
        for e in events:
            if ident is None:
                lowest = last + 1 if joined else last
                self.assertTrue(e["U"] <= lowest <= e["u"]
                                or e.get("pu") == last, (e["U"], last))
            elif joined:
                self.assertEqual(e["U"], ident + 1)
            else:
                self.assertEqual(e["pu"], ident)
                self.assertGreaterEqual(e["U"], ident + 1)
            ident = e["u"]
            self.apply(book, e)
            self.assertLess(max(book["b"]), min(book["a"]))
        server.clock(NOW + 60_000)
        end = server.rest(depth, "rest")
        self.assertEqual(end["lastUpdateId"], ident)
        want = self.load(end)
        for side, better in (("b", max), ("a", min)):
            # Behind the first snapshot's last level nothing is known.
            known = [p for p in want[side] if p in book[side]]
            self.assertGreater(len(known), 50)
            limit = sorted(self.load(snapshot)[side])[
                0 if side == "b" else -1]
            def near(levels):
                return {p: q for p, q in levels.items()
                        if (p >= limit if side == "b" else p <= limit)}
            worst = (min if side == "b" else max)(want[side])
            def seen(levels):
                return {p: q for p, q in levels.items()
                        if (p >= worst if side == "b" else p <= worst)}
            self.assertEqual(seen(near(book[side])), near(want[side]))

    def test_um(self):
        for name in ("btcusdt@depth", "btcusdt@depth@100ms",
                     "btcusdt@depth@500ms", "btcusdt@depth@0ms"):
            with self.subTest(name):
                server.reset()
                self.run_book(name, "ws",
                              "/fapi/v1/depth?symbol=BTCUSDT&limit=1000",
                              False)

    def test_spot(self):
        for name in ("btcusdt@depth@100ms", "btcusdt@depth"):
            with self.subTest(name):
                server.reset()
                self.run_book(name, "ws_spot",
                              "/api/v3/depth?symbol=BTCUSDT&limit=5000", True)

    def test_partial_and_ticker(self):
        found = self.streams("/public", ["btcusdt@depth5@100ms",
                                         "btcusdt@bookTicker"], 2000)
        tops = {m["data"]["u"]: m["data"] for m in found
                if m["stream"].endswith("bookTicker")}
        partial = [m["data"] for m in found
                   if m["stream"].endswith("depth5@100ms")]
        self.assertGreater(len(partial), 10)
        for e in partial:
            self.assertEqual((len(e["b"]), len(e["a"])), (5, 5))
            if e["u"] in tops:
                top = tops[e["u"]]
                self.assertEqual([[top["b"], top["B"]], [top["a"], top["A"]]],
                                 [e["b"][0], e["a"][0]])

    def test_snapshot_faults(self):
        path = "/fapi/v1/depth?symbol=BTCUSDT&limit=1000"
        with Client(server, "/public/ws/btcusdt@depth") as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 1005)
            first = c.json()
            fine = server.rest(path)["lastUpdateId"]
            for kind, more, want in (
                    ("snapshot_pu", {}, lambda i: i == first["pu"]),
                    ("snapshot_u", {}, lambda i: i == first["u"]),
                    ("snapshot_old", {"ms": 3000}, lambda i: i < first["U"]),
                    ("snapshot_new", {"ms": 500}, lambda i: i > fine),
                    ("snapshot_empty", {}, lambda i: i == -1)):
                server.fault("/fapi/v1/depth", kind, times=1, **more)
                found = server.rest(path)
                self.assertTrue(want(found["lastUpdateId"]), kind)
                self.assertEqual(bool(found["bids"]), kind != "snapshot_empty")
            self.assertEqual(server.rest(path)["lastUpdateId"], fine)

    def test_maintenance(self):
        server.fault("um/BTCUSDT", "ids", by=5_000_000,
                     **{"from": NOW + 1000})
        found = [m["data"] for m in self.streams(
            "/public", ["btcusdt@depth@100ms"], 3000)]
        breaks = [b["u"] - a["u"] for a, b in zip(found, found[1:])
                  if b["pu"] != a["u"]]
        self.assertEqual(breaks, [5_000_040])
        server.clock(NOW + 2000)
        last = server.rest("/fapi/v1/depth?symbol=BTCUSDT")["lastUpdateId"]
        self.assertIn(last, [e["u"] for e in found])
