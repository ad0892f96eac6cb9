# SPDX-License-Identifier: MIT
"""T3: candles from trades by pandas.
peer_pandas.py FILE INTERVAL-MS INTERVAL"""
import sys

import pandas as pd

path, ms, interval = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def fold(d):
    d["open_time"] = d.time - d.time % ms
    d["quote"] = d.price * d.qty
    d["n"] = d.last_id - d.first_id + 1
    buy = d.side == "buy"
    d["taker"] = d.qty.where(buy, 0.0)
    d["taker_quote"] = d.quote.where(buy, 0.0)
    g = d.groupby("open_time", sort=True)
    return pd.DataFrame({
        "open": g.price.first(), "high": g.price.max(),
        "low": g.price.min(), "close": g.price.last(),
        "volume": g.qty.sum(), "quote_volume": g.quote.sum(),
        "trades": g.n.sum(), "taker_buy_volume": g.taker.sum(),
        "taker_buy_quote_volume": g.taker_quote.sum(),
    })


parts = [fold(d) for d in pd.read_json(
    path, lines=True, chunksize=500000, convert_dates=False)]
c = pd.concat(parts).groupby(level=0).agg({
    "open": "first", "high": "max", "low": "min", "close": "last",
    "volume": "sum", "quote_volume": "sum", "trades": "sum",
    "taker_buy_volume": "sum", "taker_buy_quote_volume": "sum",
}).reset_index()
for at, (name, value) in enumerate((
        ("type", "candle"), ("time", c.open_time + ms - 1),
        ("venue", "synth"), ("symbol", "BTCUSDT"), ("interval", interval))):
    c.insert(at, name, value)
c.to_json("/dev/stdout", orient="records", lines=True, double_precision=10)
