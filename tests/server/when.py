# SPDX-License-Identifier: MIT
"""Moments: integer milliseconds since the epoch, and their texts."""
from datetime import datetime, timedelta, timezone

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
INTERVALS = {
    "1s": SECOND, "1m": MINUTE, "3m": 3 * MINUTE, "5m": 5 * MINUTE,
    "15m": 15 * MINUTE, "30m": 30 * MINUTE, "1h": HOUR, "2h": 2 * HOUR,
    "4h": 4 * HOUR, "6h": 6 * HOUR, "8h": 8 * HOUR, "12h": 12 * HOUR,
    "1d": DAY, "3d": 3 * DAY, "1w": 7 * DAY, "1M": None,
}


def utc(ms):
    return EPOCH + timedelta(milliseconds=ms)


def parse(text):
    """Epoch ms, YYYY-MM-DD, or RFC 3339; UTC where no zone is named."""
    if text.lstrip("-").isdigit():
        return int(text)
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if at.tzinfo is None:
        at = at.replace(tzinfo=timezone.utc)
    return (at - EPOCH) // timedelta(milliseconds=1)


def day_text(ms):
    return utc(ms).strftime("%Y-%m-%d")


def http_text(ms):
    return utc(ms).strftime("%a, %d %b %Y %H:%M:%S GMT")


def month_start(ms, step=0):
    """The first moment of the month of MS, or of STEP months later."""
    at = utc(ms)
    year, month = divmod(at.year * 12 + at.month - 1 + step, 12)
    return parse(f"{year:04d}-{month + 1:02d}-01")


def bar_start(ms, interval):
    """When the bar of INTERVAL that holds MS began."""
    if interval == "1M":
        return month_start(ms)
    step = INTERVALS[interval]
    # Weeks start on Monday; the epoch was a Thursday.
    shift = 4 * DAY if interval == "1w" else 0
    return (ms - shift) // step * step + shift


def bar_next(start, interval):
    """When the bar after the one that began at START begins."""
    if interval == "1M":
        return month_start(start, 1)
    return start + INTERVALS[interval]
