# SPDX-License-Identifier: MIT
"""What the surfaces say of one market agrees."""
from decimal import Decimal

from asking import (A, DAY_FILE, F, Fresh, K, OI, SPOT, UM,
                    YESTERDAY, control, lines, metrics, rest, rows)
from when import DAY, MINUTE, parse


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
