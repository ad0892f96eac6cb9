#!/usr/bin/env python3
"""The output of an invented backtest, with all that report(1) can show.

usage: report_run.py [SYMBOLS [BARS [INTERVAL_MINUTES]]]

Nothing of it was simulated: the figures need not agree with each other.
"""
import json
import sys

START = 1704067200000  # 2024-01-01


class Rng:
    """The same numbers everywhere (Lehmer's generator)."""

    def __init__(self, seed):
        self.x = seed * 7919 + 1

    def next(self):
        self.x = self.x * 48271 % 2147483647
        return self.x / 2147483647


def line(kind, time, **members):
    return time, json.dumps({"type": kind, "time": time, **members},
                            separators=(",", ":"))


def market(symbol, n, bars, step, out, trades):
    rng = Rng(n + 1)
    price, opened = 100.0 * 3 ** n, None
    for i in range(bars):
        at = START + i * step
        if bars // 3 < i < bars // 3 + bars // 40:
            continue  # a hole
        before = price
        drift = 0.0006 if (i * 6 // bars) % 2 == 0 else -0.0004
        price *= 1 + (rng.next() - 0.5) * 0.02 + drift
        high = max(before, price) * (1 + rng.next() * 0.003)
        low = min(before, price) * (1 - rng.next() * 0.003)
        out.append(line("candle", at + step - 1, venue="synth", symbol=symbol,
                        interval="%dm" % (step // 60000) if step < 3600000
                        else "%dh" % (step // 3600000), open_time=at,
                        open=round(before, 4), high=round(high, 4),
                        low=round(low, 4), close=round(price, 4), volume=1))
        if opened is None and rng.next() < 0.06:
            opened = (i, before, rng.next() < 0.55)
        elif opened and rng.next() < 0.09:
            trades.append((at, at, symbol, opened, before, i, step, rng.next()))
            opened = None
    if bars > 100:
        hole = START + (bars // 3 + 1) * step
        out.append(line("gap", hole + (bars // 40 - 1) * step - 1, venue="synth",
                        symbol=symbol, dataset="candles", **{"from": hole},
                        to=hole + (bars // 40 - 1) * step - 1,
                        cause="exchange"))


def account(trades, out, step, hole):
    equity, peak, number = 10000.0, 10000.0, 0
    events = sorted(trades)
    day = START
    for at, _, symbol, opened, price, i, _, luck in events:
        while day + 86400000 - 1 < at:
            day += 86400000
            if hole and hole[0] < day < hole[1]:
                continue
            out.append(line("equity", day - 1, equity=round(equity, 6),
                            drawdown=round((peak - equity) / peak, 9)))
        number += 1
        first, entry, is_long = opened
        ret = (price - entry) / entry * (1 if is_long else -1) - 0.0008
        pnl = 1500 * ret
        equity += pnl
        peak = max(peak, equity)
        members = dict(venue="synth", symbol=symbol, id=number)
        side = "long" if is_long else "short"
        start = START + first * step
        out.append(line("fill", start, venue="synth", symbol=symbol,
                        order=0, side="buy" if is_long else "sell",
                        price=round(entry, 4), qty=1, reason="entry"))
        out.append(line("position", start, **members, state="open",
                        direction=side, opened=start, entry=round(entry, 4)))
        out.append(line("fill", at, venue="synth", symbol=symbol,
                        order=0, side="sell" if is_long else "buy",
                        price=round(price, 4), qty=1, reason="target"))
        out.append(line(
            "position", at, **members, state="closed", direction=side,
            opened=start, closed=at, entry=round(entry, 4),
            exit=round(price, 4), pnl=round(pnl, 6), mae=round(
                max(0, -ret) + luck * 0.01, 6), bars=i - first,
            mfe=round(max(0, ret) + luck * 0.012, 6), reason="target"
            if ret > 0 else "stop", **{"return": round(ret, 9)}))
        out.append(line("equity", at, equity=round(equity, 6),
                        drawdown=round((peak - equity) / peak, 9)))
    return equity, number


def group(by, key, n, mean):
    return dict(by=by, key=key, trades=n, win_rate=round(0.5 + mean * 20, 6),
                expectancy=mean, cumulative_return=round(mean * n, 6),
                profit_factor=round(1 + mean * 80, 6),
                pnl=round(mean * n * 1500, 4), fees=n * 1.2)


def search():
    rows = []
    for stop in (0.005, 0.01, 0.015, 0.02, 0.03):
        for target in ("1R", "1.5R", "2R", "3R"):
            k = len(rows)
            v = round(1.4 - abs(k - 9) * 0.21 + (k % 3) * 0.1, 6)
            rows.append({"values": [stop, target], "trades": 300 - k * 7,
                         "return": round(v / 10, 6), "sharpe": v,
                         "max_drawdown": round(0.1 + k / 100, 6)})
    folds = [{"train_from": START + i * 30 * 86400000,
              "test_from": START + (i + 2) * 30 * 86400000,
              "values": [0.01, "2R"], "trades": 31 + i,
              "return": round(0.02 - i * 0.011, 6), "sharpe": 1.1 - i * 0.4}
             for i in range(5)]
    return {"objective": "sharpe", "options": ["stop", "target"],
            "rows": rows, "best": 9, "folds": folds}


def report(symbols, last, equity, number, bars):
    windows = [dict(window_days=d, start=last - d * 86400000, end=last,
                    trade_count=d * 2, wins=d, losses=d - 3, unclassified=3,
                    hit_rate=round(0.5 - 1 / (d + 1), 9), expectancy=d * 2.5e-5,
                    cumulative_return=round(d * 0.0012 - 0.06, 9),
                    max_drawdown=round(0.05 + d / 2000, 9),
                    sharpe=round(1.2 - 20 / d, 9),
                    meets_win_rate_threshold=True, sufficient_sample=d > 30)
               for d in (30, 60, 90, 180)]
    stats = {"trades": number, "open_trades": 1,
             "equity_final": round(equity, 6), "equity_peak": 13120.5,
             "return": round(equity / 10000 - 1, 9), "cagr": 0.1834,
             "buy_hold_return": -0.0312, "sharpe": 1.2345678, "sortino": 1.9,
             "calmar": 1.31, "max_drawdown": 0.1423, "win_rate": 0.534,
             "best_trade": 0.0712, "worst_trade": -0.0655,
             "profit_factor": 1.42, "expectancy": 0.00213, "sqn": 1.9,
             "kelly": 0.081, "exposure_time": 0.61, "fees": 431.2,
             "brand_new_figure": 0.125, "basis":
             "daily equity returns, 365 days"}
    groups = [group("symbol", s, 40 + i, 0.002 - i * 0.0007)
              for i, s in enumerate(symbols)]
    groups += [group("direction", "long", 120, 0.0031),
               group("direction", "short", 97, -0.0012)]
    groups += [group("score", k, 60 - k * 7, round(-0.002 + k * 0.0011, 6))
               for k in range(7)]
    luck = {"seed": 1, "samples": 2000, "block": 7.4, "level": 0.95,
            "intervals": {"return": [-0.081, 0.522], "sharpe": [-0.2, 2.61],
                          "max_drawdown": [0.088, 0.31],
                          "win_rate": [0.47, 0.6],
                          "expectancy": [-0.0004, 0.0047]},
            "psr": 0.957, "dsr": 0.612,
            "trials": {"counted": True, "n": 20, "head": "ab" * 32},
            "min_track_days": 812,
            "verdict": "Twenty combinations were tried; what is left of the "
            "Sharpe ratio after that is no more than luck would give."}
    return line(
        "report", last,
        params={"interval": "first of each symbol", "calendar": "venue",
                "cash": 10000, "fee": 0.0004, "slippage_bps": 1.5,
                "size": "fraction:0.15", "entry": "market", "stop": "signal",
                "target": "2R", "prices": "bar", "finish": "mark",
                "model": "a market order fills at the next open; stops before "
                "targets", "windows": [30, 60, 90, 180], "year_days": 365},
        input={"records": 12345, "first": START, "last": last,
               "symbols": len(symbols), "bars": bars * len(symbols),
               "signals": 2 * number, "skipped": 0},
        windows=windows, summary=windows[-1], stats=stats, groups=groups,
        luck=luck, search=search(),
        proof={"input": "0123456789abcdef" * 4, "options": "fe" * 32,
               "build": "01" * 32, "gap_share": 0.025,
               "certificate": {"verdict": "causal", "seed": 1, "lines": 4711,
                               "command": ["score", "-o"]}})


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    bars = int(sys.argv[2]) if len(sys.argv) > 2 else 6000
    step = 60000 * (int(sys.argv[3]) if len(sys.argv) > 3 else 60)
    names = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"]
    names += ["M%03dUSDT" % i for i in range(count)]
    out, trades = [], []
    for n, name in enumerate(names[:count]):
        market(name, n % 5, bars, step, out, trades)
    equity, number = account(trades, out, step, (
        START + bars // 3 * step, START + (bars // 3 + bars // 40) * step))
    order = ["candle", "fill", "position", "equity", "gap"]
    rank = {'{"type":"%s"' % k: i for i, k in enumerate(order)}
    out.sort(key=lambda r: (r[0], rank[r[1].split(",", 1)[0]]))
    order = 0
    for _, text in out:
        if text.startswith('{"type":"fill"'):
            order += 1
            text = text.replace('"order":0', '"order":%d' % order)
        print(text)
    print(report(names[:count], out[-1][0], equity, number, bars)[1])


main()
