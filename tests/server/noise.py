# SPDX-License-Identifier: MIT
"""Deterministic chance: the same words give the same numbers, everywhere."""
import hashlib
from functools import lru_cache


def draw(key, n):
    """N bytes that KEY alone decides."""
    return hashlib.shake_128(key.encode()).digest(n)


@lru_cache(maxsize=1 << 16)
def number(key, i):
    """A number of 32 bits for place I of the sequence KEY."""
    return int.from_bytes(draw(f"{key}/{i}", 4), "little")


def wave(key, at, period, swing):
    """A smooth walk between -SWING and SWING with a knot every PERIOD."""
    i, part = divmod(at, period)
    left = number(key, i) * 2 * swing >> 32
    right = number(key, i + 1) * 2 * swing >> 32
    return left + (right - left) * part // period - swing
