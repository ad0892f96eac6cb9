# SPDX-License-Identifier: MIT
"""What the fault script can do to a connection of streams.

A connection, when it begins; route: its path, or path?query (/market/ws*).
All kinds of broken.py that are whole answers or silence, and

    bad_accept, no_accept    the handshake's key is answered wrongly, or not
    joined        the 101 is held back and comes with the first frame
    split_header  the 101 comes a byte at a time
    no_ping       the server never pings
    ping_flood    {n: 100, every_ms: 0}  so many pings, one after the other
    end           {after_ms: 0, how: close}  of the clock; how is close, rst,
                  fin, half_open or shutdown (as below)

A control message; route: its method (SUBSCRIBE).

    ack_delay     {ms: 1000} of the clock; data comes before it
    ack_lost      it takes effect and is not answered
    no_effect     it is answered and takes none

A message; route: the stream's name, for the last frame of a candle
NAME?final.  calls counts the messages of what the route matches.

    drop, duplicate          not sent; sent twice
    swap                     sent after the next one of its stream
    late          {ms: 30000}    of the clock
    stall         {ms: 5000}     and all that follows on the connection
    skew          {ms: -1000}    is added to E
    extra_field, unknown_event   a member, or a message before it, that no
                                 document has
    no_funding               of markPriceUpdate: T is 0, r is ""
    absent_level, crossed    of a depthUpdate: removes a level that is not
                             there; bids above every ask
    truncated, not_json, bad_utf8, empty     what text it is
    big           {bytes: 1000000}   by rows or a member more
    fragment      {pieces: 3}        ping_inside: with pings between them
    bytewise                 a byte a packet
    length16, length64       written longer than need be
    huge          {bytes: 1 << 31}   the length told, after which it is silent
    deflate, rsv, reserved, binary, masked, continuation, long_ping
                             frames that a client must refuse
    close         {code: 1001, reason}   and rst, fin, half_open
    cut_message              the connection ends in the middle of it
    shutdown      {ms: 1000, code: 1001}   serverShutdown, then the close
"""
import json
import re
import zlib

import ws_frame
from ws_frame import BINARY, MORE, PING, TEXT, frame

ENDS = {"close", "rst", "fin", "half_open", "shutdown"}
CONNECTION = {"bad_accept", "no_accept", "joined", "split_header", "no_ping",
              "ping_flood", "end"}
CONTROL = {"ack_delay", "ack_lost", "no_effect"}
TEXTS = {"skew", "extra_field", "unknown_event", "no_funding", "absent_level",
         "crossed", "truncated", "big"}
FRAMES = {"not_json", "bad_utf8", "empty", "fragment", "ping_inside",
          "length16", "length64", "deflate", "rsv", "reserved", "binary",
          "masked", "continuation", "long_ping"}
FLOW = {"drop", "duplicate", "swap", "late", "stall", "bytewise", "huge",
        "cut_message"}
MESSAGE = TEXTS | FRAMES | FLOW | ENDS
KINDS = CONNECTION | CONTROL | MESSAGE


def _object(text, change):
    """TEXT with CHANGE made to its object, or to the first of its array."""
    data = json.loads(text)
    change(data[0] if isinstance(data, list) else data)
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def _big(text, size):
    if not text.startswith("["):
        return f'{text[:-1]},"pad":"{"x" * size}"}}'
    rows, n = [], size // 200
    for i in range(n):
        rows.append(_object(text[:text.index("}") + 1] + "]", lambda row:
                            row.update(s=f"PAD{i:06d}USDT"))[1:-1])
    return f'{text[:-1]},{",".join(rows)}]'


def _no_funding(data):
    data.update(T=0, r="")


def _absent_level(data):
    last = data["b"][-1] if data["b"] else data["a"][-1]
    # One tick of a digit is below every level that the book has.
    places = len(last[0].partition(".")[2])
    data["b"].append([f"{10 ** -places:.{places}f}",
                      f"{0:.{len(last[1].partition('.')[2])}f}"])


def _crossed(data):
    price, qty = (data["b"] or data["a"])[0]
    high = re.sub(r"[0-9](?=[0-9]*\.)", "9", price, count=1)
    data["b"].insert(0, [high, re.sub(r"[0-9]$", "1", qty)])


CHANGES = {"no_funding": _no_funding, "absent_level": _absent_level,
           "crossed": _crossed}


def texts(rule, text):
    """The payloads that take the place of TEXT."""
    kind = rule.kind
    if kind == "skew":
        by = rule.get("ms", -1000)
        return [re.sub(r'"E":(\d+)', lambda found:
                       f'"E":{int(found[1]) + by}', text)]
    if kind == "extra_field":
        return [_object(text, lambda data: data.update(
            zz={"new": [1, None, "{"]}))]
    if kind == "unknown_event":
        return ['{"e":"somethingNew","E":1,"s":"BTCUSDT","x":{}}', text]
    if kind == "truncated":
        return [text[:len(text) * 2 // 3]]
    if kind == "big":
        return [_big(text, rule.get("bytes", 1_000_000))]
    return [_object(text, CHANGES[kind])]


def _deflated(payload):
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)
    return frame(packed[:-4], TEXT, rsv=4)


def frames(rule, payload):
    """The bytes that take the place of the frame of PAYLOAD."""
    kind = rule.kind
    if kind == "fragment":
        return ws_frame.fragments(payload, rule.get("pieces", 3))
    if kind == "ping_inside":
        return ws_frame.fragments(payload, rule.get("pieces", 3),
                                  frame(b"inside", PING))
    return {
        "not_json": lambda: frame(b"Internal Server Error"),
        "bad_utf8": lambda: frame(payload.replace(b'":"', b'":"\xff\xc0', 1)),
        "empty": lambda: frame(b""),
        "length16": lambda: frame(payload[:65535], bits=16),
        "length64": lambda: frame(payload, bits=64),
        "deflate": lambda: _deflated(payload),
        "rsv": lambda: frame(payload, rsv=2),
        "reserved": lambda: frame(payload, opcode=3),
        "binary": lambda: frame(payload, BINARY),
        "masked": lambda: frame(payload, key=ws_frame.MASK),
        "continuation": lambda: frame(payload, MORE),
        "long_ping": lambda: frame(b"p" * 126, PING),
    }[kind]()
