#!/usr/bin/env python3
"""Whether pictures show something, and each something else.

usage: png.py PICTURE...

Each has a wide page on the left and a narrow one on the right.  Names tell
what they must be: "light" ones are mostly bright, "dark" ones mostly dark.
8-bit RGB, not interlaced, is what browsers write.
"""
import collections
import struct
import sys
import zlib

WIDE, ROWS = 1440, 150


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def rows(path):
    """Every row of pixels, as bytes; and how many bytes a pixel has."""
    data, at, packed = open(path, "rb").read(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, lace = struct.unpack(
                ">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    assert depth == 8 and colour in (2, 6) and lace == 0
    n = 3 if colour == 2 else 4
    raw, before = zlib.decompress(packed), bytes(width * n)
    for y in range(height):
        line = raw[y * (width * n + 1):(y + 1) * (width * n + 1)]
        before = undo(line[0], line[1:], before, n)
        yield before, n


def undo(kind, line, up, n):
    if kind == 0:
        return line
    if kind == 2:
        return bytes((a + b) & 255 for a, b in zip(line, up))
    out = bytearray(line)
    for i in range(len(out)):
        left = out[i - n] if i >= n else 0
        corner = up[i - n] if i >= n else 0
        out[i] = (out[i] + (left if kind == 1 else
                            (left + up[i]) // 2 if kind == 3 else
                            paeth(left, up[i], corner))) & 255
    return bytes(out)


def look(path):
    """Colours by how often they occur, from the first rows: left and right."""
    left, right = collections.Counter(), collections.Counter()
    for y, (row, n) in enumerate(rows(path)):
        if y >= ROWS:
            break
        pixels = [row[i:i + 3] for i in range(0, len(row), n)]
        left.update(pixels[:WIDE])
        right.update(pixels[WIDE:])
    return left, right


def main():
    bad, pictures = False, set()
    for path in sys.argv[1:]:
        pictures.add(open(path, "rb").read())
        for side, seen in zip(("wide", "narrow"), look(path)):
            ground, count = seen.most_common(1)[0]
            if len(seen) < 20 or count > 0.98 * sum(seen.values()):
                print("# %s, %s: nothing is there" % (path, side))
                bad = True
            if (sum(ground) > 384) != ("light" in path):
                print("# %s, %s: on %s" % (path, side, tuple(ground)))
                bad = True
    if len(pictures) != len(sys.argv) - 1:
        print("# two pictures are the same")
        bad = True
    sys.exit(bad)


main()
