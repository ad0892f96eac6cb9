# SPDX-License-Identifier: MIT
"""usage: make_archive.py DIR SYMBOL <candles.jsonl

The minutes on stdin as the archive of USDT-M futures has them, below DIR: a
file of each day, and of each month that is whole.
usage: make_archive.py --zip FILE.zip NAME.csv <CSV
One file of any length, as it comes.
"""
import hashlib
import json
import os
import shutil
import sys
import zipfile
from datetime import datetime, timezone

MEMBERS = ("open", "high", "low", "close", "volume")
HEADER = ("open_time,open,high,low,close,volume,close_time,quote_volume,"
          "count,taker_buy_volume,taker_buy_quote_volume,ignore")


def row(candle):
    return ",".join(str(x) for x in (
        candle["open_time"], *(candle[m] for m in MEMBERS), candle["time"],
        candle["quote_volume"], candle["trades"], candle["taker_buy_volume"],
        candle["taker_buy_quote_volume"], 0))


def checksum(path):
    digest = hashlib.sha256()
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            digest.update(block)
    with open(path + ".CHECKSUM", "w") as f:
        f.write(f"{digest.hexdigest()}  {os.path.basename(path)}\n")


def put(root, span, symbol, stem, lines):
    path = f"{root}/data/futures/um/{span}/klines/{symbol}/1m/{stem}.zip"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(stem + ".csv", "\n".join([HEADER, *lines, ""]))
    checksum(path)


def archive(root, symbol):
    spans = {"daily": {}, "monthly": {}}
    for line in sys.stdin:
        candle = json.loads(line)
        when = datetime.fromtimestamp(candle["open_time"] / 1000, timezone.utc)
        text = row(candle)
        spans["daily"].setdefault(f"{when:%Y-%m-%d}", []).append(text)
        spans["monthly"].setdefault(f"{when:%Y-%m}", []).append(text)
    for span, files in spans.items():
        for date, lines in files.items():
            if span == "daily" or len(lines) >= 28 * 1440:
                put(root, span, symbol, f"{symbol}-1m-{date}", lines)


if sys.argv[1] == "--zip":
    with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as z:
        with z.open(sys.argv[3], "w", force_zip64=True) as f:
            shutil.copyfileobj(sys.stdin.buffer, f, 1 << 20)
    checksum(sys.argv[2])
else:
    archive(sys.argv[1], sys.argv[2])
