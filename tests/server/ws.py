# SPDX-License-Identifier: MIT
"""The streams' surface: paths, handshakes, and who may have what.

routes(app, exchange) adds /ws and /stream, on futures also behind /public,
/market and /private.  What it can spoil is told in ws_faults.py (streams) and
ws_book.py (books); ws_session.py is a connection, ws_streams.py what it is
sent.  stats counts ws_begun and ws_open (connections), ws_messages, ws_faults,
ws_controls, ws_pings, ws_pongs, ws_bad_pongs, ws_idle_pongs, ws_no_pong,
ws_too_many, ws_slow, ws_closes, ws_ends.

A load of N messages a second is a busy market by a fast clock: at --speed 500
and trades_per_minute=3000 one aggTrade subscriber is sent 25,000 a second.
"""
import asyncio
import base64
import binascii
import hashlib
from dataclasses import dataclass

from aiohttp import web

import broken
import exchange as shared
import faults
import limits
import rest
import ws_book
import ws_faults
from ws_session import Session
from when import MINUTE

SWITCHES = {
    "ws_st": True,               # st and ps in the events of futures
    "ws_errors": "wire",         # or docs: errors are not wrapped
    "ws_off_book": True,         # trades of the insurance fund and its like
    "ws_ping_ms": {"um": 180_000, "spot": 20_000},
    "ws_pong_ms": {"um": 600_000, "spot": 60_000},
    "ws_life_ms": 86_400_000,    # then the connection is closed
    "ws_rate_slack": 0,          # messages a second more from a client
    "ws_buffer": 1 << 20,        # bytes that a slow reader may leave,
    "ws_slow_ms": 3000,          # for so long by the machine's clock,
    "ws_slow_end": "1008",       # or rst
}
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
ROUTES = ("public", "market", "private")

shared.SWITCHES.update(SWITCHES)
faults.STREAM.update(ws_faults.KINDS, ws_book.SNAPSHOT, ws_book.BOOK)
limits.POOLS["ws"] = (300, 5 * MINUTE)       # connection attempts


@dataclass
class Path:
    """What of a connection its URL decides."""
    route: str                   # one of ROUTES; "" is the old one; spot
    stream: bool                 # /stream: names are told with the data
    names: list

    def serves(self, route):
        """The old path of futures is silent but for what is public."""
        return self.route in (route, "spot") or (
            not self.route and route == "public")


def parse_path(venue, request):
    """The Path of a request, or None: there is no such thing."""
    parts = request.path.strip("/").split("/")
    route = "spot" if venue == "spot" else ""
    if parts[0] in ROUTES:
        if venue == "spot":
            return None
        route = parts.pop(0)
    if parts[:1] == ["ws"]:
        return Path(route, False, [name for name in parts[1:] if name])
    if parts == ["stream"]:
        names = request.query.get("streams", "").split("/")
        return Path(route, True, [name for name in names if name])
    return None


def refusal(request):
    """Why it is no handshake: (status, headers); None: it is one."""
    headers = request.headers
    tokens = [part.strip().lower()
              for part in headers.get("Connection", "").split(",")]
    if (request.method != "GET" or "upgrade" not in tokens
            or headers.get("Upgrade", "").lower() != "websocket"):
        return 400, {}
    if headers.get("Sec-WebSocket-Version") != "13":
        return 426, {"Sec-WebSocket-Version": "13"}
    try:
        key = base64.b64decode(headers.get("Sec-WebSocket-Key", ""), None,
                               True)
    except binascii.Error:
        key = b""
    return None if len(key) == 16 else (400, {})


def accept(request, rules):
    """The bytes of the 101."""
    key = request.headers["Sec-WebSocket-Key"].strip().encode()
    digest = hashlib.sha1(key + GUID).digest()
    if "bad_accept" in rules:
        digest = digest[::-1]
    lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket",
             "Connection: Upgrade"]
    if "no_accept" not in rules:
        lines.append("Sec-WebSocket-Accept: "
                     + base64.b64encode(digest).decode())
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def microseconds(request):
    return request.query.get("timeUnit", "").upper() == "MICROSECOND"


def session_of(exchange, venue, path, request, rules):
    """The script that a Raw answer plays: the whole connection."""
    async def play(transport):
        session = Session(exchange, venue, path, transport,
                          microseconds(request))
        hello = accept(request, rules)
        if "split_header" in rules:
            await session.out.bytewise(hello)
        elif "joined" in rules:
            session.out.write(hello)
            session.out.waits = True
        else:
            transport.write(hello)
        exchange.sessions.add(session)
        try:
            # It is told of the connection's end by its parser, so there
            # must be one before we wait for anything.
            request.protocol.set_parser(session)
            if request.protocol.transport is not None:
                await session.run(path.names, rules)
        finally:
            exchange.sessions.discard(session)
            session.out.shut()
    return play


def connection_rules(exchange, target):
    """What strikes this connection, by kind."""
    rules = {}
    for kind in sorted(ws_faults.CONNECTION):
        rule = exchange.faults.pick(target, {kind})
        if rule is not None:
            rules[kind] = rule
    return rules


def handler(exchange):
    async def handle(request):
        venue, entry = exchange.venue(request), request["entry"]
        target = request.path + (
            "?" + request.query_string if request.query_string else "")
        verdict = exchange.limits.charge(request.remote, "ws", 1)
        if verdict.status != 200:
            return rest.limited(exchange, request, venue, "ws", verdict)
        path, wrong = parse_path(venue, request), refusal(request)
        if path is None:
            return web.Response(status=404)
        if wrong:
            return web.Response(status=wrong[0], headers=wrong[1])
        rule = exchange.faults.pick(target, faults.WIRE)
        if rule is not None:
            entry["fault"] = rule.kind
            answer = await broken.apply(exchange, rule, request,
                                        web.Response(status=101))
            if rule.kind != "delay":
                return answer
        rules = connection_rules(exchange, target)
        if rules:
            entry["fault"] = min(rules)
        return broken.Raw(session_of(exchange, venue, path, request, rules),
                          101)
    return handle


async def heed_clock(exchange):
    """Wakes all sessions when the clock is set."""
    while True:
        await exchange.clock.changed.wait()
        for session in list(exchange.sessions):
            session.poke.set()
        # The event that was set has been replaced by another.
        await asyncio.sleep(0)


def routes(app, exchange):
    for name, value in SWITCHES.items():
        exchange.switches.setdefault(name, value)
    exchange.sessions = set()

    async def watch(app):
        task = asyncio.create_task(heed_clock(exchange))
        yield
        task.cancel()

    app.cleanup_ctx.append(watch)
    handle = handler(exchange)
    for prefix in ("", *("/" + route for route in ROUTES)):
        for path in ("/ws", "/ws/{rest:.*}", "/stream", "/stream/{rest:.*}"):
            app.router.add_route("*", prefix + path, handle)
    for route in ROUTES:
        app.router.add_route("*", f"/{route}{{rest:.*}}", handle)
