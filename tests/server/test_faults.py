# SPDX-License-Identifier: MIT
"""Every kind of fault does something, and nothing of it stays."""
import hashlib
import http.client
from decimal import Decimal

from asking import (A, DAY_FILE, Fresh, K, NOW, SPOT, UM,
                    YESTERDAY, ask, control, get, rest, where)
from faults import FILES, ROWS, WIRE
from when import HOUR


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
