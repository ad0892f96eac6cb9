# SPDX-License-Identifier: MIT
"""Frames of RFC 6455: made as one likes, read as the RFC demands."""
import struct

MORE, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
MASK = b"\x37\xfa\x21\x3d"
MESSAGE_MAX = 1 << 20


class FrameError(Exception):
    """What a client must not send; code is that of the close frame."""

    def __init__(self, code, reason):
        super().__init__(reason)
        self.code, self.reason = code, reason


def masked(data, key):
    """DATA xor KEY, which undoes itself."""
    n = len(data)
    word = int.from_bytes((key * (n // 4 + 1))[:n], "big")
    return (int.from_bytes(data, "big") ^ word).to_bytes(n, "big")


def frame(payload, opcode=TEXT, fin=True, rsv=0, key=None, bits=None,
          length=None):
    """BITS is how the length is written (7, 16, 64), by default the shortest
    way; LENGTH is the one told, by default the true one."""
    n = len(payload) if length is None else length
    if bits is None:
        bits = 7 if n < 126 else 16 if n < 1 << 16 else 64
    first = fin << 7 | rsv << 4 | opcode
    high = 0x80 if key else 0
    if bits == 7:
        head = bytes((first, high | n))
    elif bits == 16:
        head = struct.pack("!BBH", first, high | 126, n)
    else:
        head = struct.pack("!BBQ", first, high | 127, n)
    return head + (key + masked(payload, key) if key else payload)


def close_frame(code, reason=""):
    body = b"" if code is None else struct.pack("!H", code) + reason.encode()
    return frame(body, CLOSE)


def fragments(payload, pieces, between=b""):
    """PAYLOAD in so many frames, with BETWEEN (whole frames) after each."""
    size = max(1, -(-len(payload) // pieces))
    parts = [payload[i:i + size] for i in range(0, len(payload), size)]
    last = len(parts) - 1
    return b"".join(
        frame(part, MORE if i else TEXT, i == last)
        + (between if i < last else b"")
        for i, part in enumerate(parts))


class Reader:
    """Puts messages together.  need_mask is false for a client's reader."""

    def __init__(self, need_mask=True, most=MESSAGE_MAX):
        self.need_mask, self.most = need_mask, most
        self.data = bytearray()
        self.parts, self.opcode = [], None

    def feed(self, data):
        """The whole messages that DATA completes: (opcode, payload)."""
        self.data += data
        while (found := self._frame()) is not None:
            message = self._message(*found)
            if message is not None:
                yield message

    def _frame(self):
        data = self.data
        if len(data) < 2:
            return None
        first, second = data[0], data[1]
        has_mask, n, at = second >> 7, second & 127, 2
        if first & 0x70:
            raise FrameError(1002, "reserved bits")
        if has_mask != self.need_mask:
            raise FrameError(1002, "mask")
        if n >= 126:
            size = 2 if n == 126 else 8
            at += size
            if len(data) < at:
                return None
            n = int.from_bytes(data[2:at], "big")
        if n > self.most:
            raise FrameError(1009, "too long")
        key = bytes(data[at:at + 4]) if has_mask else b""
        at += len(key) if has_mask else 0
        if len(data) < at + n or (has_mask and len(key) < 4):
            return None
        payload = bytes(data[at:at + n])
        del data[:at + n]
        return (first & 15, bool(first >> 7),
                masked(payload, key) if key else payload)

    def _message(self, opcode, fin, payload):
        if opcode >= CLOSE:
            if opcode > PONG or not fin or len(payload) > 125:
                raise FrameError(1002, "control frame")
            return opcode, payload
        if opcode > BINARY or (opcode == MORE) != (self.opcode is not None):
            raise FrameError(1002, "opcode")
        if opcode != MORE:
            self.opcode = opcode
        self.parts.append(payload)
        if sum(map(len, self.parts)) > self.most:
            raise FrameError(1009, "too long")
        if not fin:
            return None
        whole, opcode = b"".join(self.parts), self.opcode
        self.parts, self.opcode = [], None
        return opcode, whole
