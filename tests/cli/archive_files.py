# SPDX-License-Identifier: MIT
"""Archives as the exchange lays them out, sound and faulty, one symbol a case.

archive_files.py ROOT [PLACE]: makes ROOT/data/PLACE/...
"""
import datetime
import hashlib
import os
import struct
import sys
import zipfile

ROOT = sys.argv[1]
PLACE = "spot"
HOUR = 3600000
LENGTH = {"1m": 60000, "1h": HOUR, "1d": 24 * HOUR, "1w": 7 * 24 * HOUR}
HEADER = ("open_time,open,high,low,close,volume,close_time,quote_volume,"
          "count,taker_buy_volume,taker_buy_quote_volume,ignore")


def ms(day):
    t = datetime.datetime.fromisoformat(day + "T00:00:00+00:00")
    return int(t.timestamp()) * 1000


def row(t, length, unit=1, form="%.8f"):
    k = t // length % 1000
    cells = [100 + k, 102.5 + k, 99.25 + k, 101 + k, k / 8]
    cells = [form % c for c in cells]
    return ",".join([str(t * unit)] + cells + [
        str((t + length) * unit - 1), form % (k * 12.5), str(k % 50),
        form % (k / 16), form % (k * 6.25), "0"])


def rows(first, last, interval="1h", **form):
    length = LENGTH[interval]
    return [row(t, length, **form)
            for t in range(ms(first), ms(last) + 24 * HOUR, length)]


def cell(line, column, text):
    cells = line.split(",")
    cells[column] = text
    return ",".join(cells)


def path(symbol, date, interval="1h", place=None):
    span = "daily" if len(date) == 10 else "monthly"
    return os.path.join(ROOT, "data", place or PLACE, span, "klines", symbol,
                        interval, "%s-%s-%s.zip" % (symbol, interval, date))


def put(symbol, date, lines, interval="1h", name=None, end="\n", extra=None,
        method=zipfile.ZIP_DEFLATED, place=None):
    file = path(symbol, date, interval, place)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    text = lines if isinstance(lines, (str, bytes)) else "\n".join(lines) + end
    with zipfile.ZipFile(file, "w", method) as z:
        z.writestr(name or os.path.basename(file)[:-4] + ".csv", text)
        if extra:
            z.writestr(extra, "more")
    return file


def checksum(file, digest=None, name=None, end="\n"):
    if digest is None:
        digest = hashlib.sha256(open(file, "rb").read()).hexdigest()
    with open(file + ".CHECKSUM", "w") as f:
        f.write("%s  %s%s" % (digest, name or os.path.basename(file), end))


def patch(file, change):
    data = bytearray(open(file, "rb").read())
    new = change(data)
    open(file, "wb").write(data if new is None else new)


def flag(data, bit):
    """Sets a flag of the one entry, in its header and in the table."""
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= bit


def wrong_crc(data):
    for mark, at in ((b"PK\3\4", 14), (b"PK\1\2", 16)):
        data[data.index(mark) + at] ^= 0xff


def lie_about_size(data):
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.index(mark) + at, 100)


def one_day():
    day = "2022-03-01"
    good = rows(day, day)
    put("GOOD", day, good)
    put("HEADER", day, [HEADER] + good)
    put("ELEVEN", day, [r.rsplit(",", 1)[0] for r in good])
    put("MICRO", day, rows(day, day, unit=1000))
    put("SHORT", day, rows(day, day, form="%g"))
    put("SCIENCE", day, rows(day, day, form="%.8e"))
    put("CRLF", day, "\r\n".join(good) + "\r\n")
    put("TORN", day, good, end="")
    put("STORED", day, good, method=zipfile.ZIP_STORED)
    put("UNSORTED", day, good[12:] + good[:12])
    put("DOUBLED", day, [r for r in good for _ in (0, 1)])
    put("INTERLEAVED", day, good[::2] + good[1::2] + good[::3])
    put("OUTSIDE", day, good + rows("2022-03-02", "2022-03-02")[:2])

    put("BLANK", day, good[:2] + [cell(good[2], 2, "")])
    put("CONTRARY", day, good + [cell(good[3], 5, "7")])
    put("IMPOSSIBLE", day, good[:1] + [cell(good[1], 2, "1")])
    put("EMPTY", day, HEADER + "\n")
    put("HTML", day, "<html>")
    put("LONGLINE", day, "1" * 100000)
    put("NAME", day, good, name="GOOD-1h-2022-03-01.csv")
    put("TRAVERSAL", day, good, name="../TRAVERSAL-1h-2022-03-01.csv")
    put("DIRECTORY", day, "", name="DIRECTORY-1h-2022-03-01.csv/")
    put("EXTRA", day, good, extra="readme.txt")
    put("METHOD", day, good, method=zipfile.ZIP_LZMA)
    other = rows("2022-03-05", "2022-03-05")[0]
    put("BOMB", day, (other + "\n") * 100000)
    put("MANY", day, good * 40)
    patch(put("CUT", day, good), lambda d: d[:len(d) // 2])
    patch(put("TAIL", day, good), lambda d: d[:-1])
    patch(put("CRC", day, good), wrong_crc)
    patch(put("SIZE", day, good), lie_about_size)
    patch(put("DAMAGED", day, good), lambda d: d.__setitem__(200, d[200] ^ 8))
    patch(put("CRYPT", day, good), lambda d: flag(d, 1))
    patch(put("NOZIP", day, good), lambda d: b"<html>sorry</html>")
    patch(put("NOTHING", day, good), lambda d: bytearray())

    checksum(put("SUM", day, good))
    checksum(put("SUMBARE", day, good), end="")
    checksum(put("SUMBAD", day, good), digest="0" * 64)
    checksum(put("SUMOTHER", day, good), name="GOOD-1h-2022-03-01.zip")
    file = put("SUMHTML", day, good)
    open(file + ".CHECKSUM", "w").write("<html>")


def months():
    april = rows("2022-04-01", "2022-04-30")
    for day in range(1, 31):
        date = "2022-04-%02d" % day
        lines = rows(date, date)
        checksum(put("DAYS", date, lines))
        if day != 7:
            put("HOLE", date, lines)
        if day in (5, 6):
            put("PATCHED", date, lines)
    put("MONTH", "2022-04", april)
    # Of one day it has 4 hours, of another 20; the first day's file is whole,
    # that of the second lacks the same 4.
    start = ms("2022-04-07") // HOUR
    put("CUT", "2022-04", [line for line in april if not (
        start + 4 <= int(line.split(",")[0]) // HOUR < start + 24 or
        start + 48 <= int(line.split(",")[0]) // HOUR < start + 52)])
    put("CUT", "2022-04-07", rows("2022-04-07", "2022-04-07"))
    put("CUT", "2022-04-09", rows("2022-04-09", "2022-04-09")[4:])
    put("PATCHED", "2022-04", april[:96] + april[144:])
    checksum(put("BROKEN", "2022-04", april), digest="1" * 64)
    for day in range(1, 31):
        date = "2022-04-%02d" % day
        put("BROKEN", date, rows(date, date))
    put("HALT", "2022-04-01", april[:5] + april[9:24])
    put("HALT", "2022-04-02", april[26:48])
    for date in ("2022-04-01", "2022-04-02"):
        put("DAILY", date, rows(date, date, "1d"), "1d")
    put("DAILY", "2022-04", rows("2022-04-01", "2022-04-30", "1d"), "1d")
    put("WEEKLY", "2022-04", rows("2022-04-04", "2022-04-25", "1w"), "1w")
    put("WEEKLY", "2022-05", rows("2022-05-02", "2022-05-30", "1w"), "1w")
    put("MOON", "2022-04", [row(ms("2022-04-01"), HOUR)], "1mo")
    put("FUTURE", "2022-04-01", april[:24], place="futures/um")
    put("\u5e01USDT", "2022-04-01", april[:24])


def minutes():
    for day in range(1, 8):
        date = "2022-05-%02d" % day
        checksum(put("KILLED", date, rows(date, date, "1m"), "1m"))
        for symbol in ("HANG", "SLOW"):
            put(symbol, date, rows(date, date))


os.umask(0o022)
one_day()
months()
minutes()
for symbol in ("RETRY", "ERROR", "FORBIDDEN", "REDIRECT", "ODD", "SHORTBODY",
               "SUMNEW", "SUMSHUT", "SUMLONG"):
    for day in range(1, 6):
        date = "2022-03-%02d" % day
        file = put(symbol, date, rows(date, date))
        if symbol == "SUMNEW":
            checksum(file)
