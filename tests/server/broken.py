# SPDX-License-Identifier: MIT
"""Answers that a client does not hope for, down to the bytes on the wire."""
import asyncio
import gzip
import json
import socket
import struct

from aiohttp import web

HTML = b"<html>\n<body><h1>%d</h1>Sorry.</body>\n</html>\n"
RESTRICTED = (
    "Service unavailable from a restricted location according to 'b. "
    "Eligibility' in https://www.binance.com/en/terms. Please contact "
    "customer service if you believe you received this message in error.")
MESSAGES = {        # kind: status, code, text
    "408": (408, -1007, "Timeout waiting for response from backend server. "
            "Send status unknown; execution status unknown."),
    "451": (451, 0, RESTRICTED),
    "503_unknown": (503, -1000, "Unknown error, please check your request or "
                    "try again later."),
    "503_unavailable": (503, -1000, "Service Unavailable."),
    "503_internal": (503, -1000, "Internal error; unable to process your "
                     "request. Please try again."),
    "503_throttled": (503, -1008, "Request throttled by system-level "
                      "protection. Reduce-only/close-position orders are "
                      "exempt. Please try again."),
    "200_error": (200, -1000, "An unknown error occurred while processing "
                  "the request."),
}
PAGES = {"403_html": 403, "404_html": 404, "500": 500, "502": 502,
         "503": 503, "504": 504, "200_html": 200}
SLOW_DOWN = (b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SlowDown'
             b"</Code><Message>Please reduce your request rate.</Message>"
             b"</Error>")


def _json(status, code, msg, headers=None):
    return web.Response(
        status=status, headers=headers, content_type="application/json",
        body=json.dumps({"code": code, "msg": msg}).encode())


def _limited(exchange, rule, request):
    """A 429 or 418 that is not the ledger's own doing; a ban holds."""
    wait, headers = rule.get("retry_after", 1), {}
    if wait is not None:
        headers["Retry-After"] = str(wait)
    ip = request.remote
    if rule.kind == "418":
        until = exchange.limits.ban(ip, rule.get("ms"))
        return _json(418, -1003, f"Way too many requests; IP({ip}) banned "
                     f"until {until}. Please use the websocket for live "
                     "updates to avoid bans.", headers)
    if wait is not None:
        exchange.limits.hold(ip, wait)
    return _json(429, -1003, f"Too many requests; current limit of IP({ip}) "
                 "is 2400 requests per minute. Please use the websocket for "
                 "live updates to avoid polling the API.", headers)


def instead(exchange, rule, request):
    """The whole answer that RULE gives, or None: it spoils the right one."""
    kind = rule.kind
    if kind in ("418", "429"):
        return _limited(exchange, rule, request)
    if kind in MESSAGES:
        return _json(*MESSAGES[kind])
    if kind in PAGES:
        status = PAGES[kind]
        return web.Response(status=status, body=HTML % status,
                            content_type="text/html")
    if kind == "202":
        return web.Response(status=202,
                            headers={"x-amzn-waf-action": "challenge"})
    if kind == "403_empty":
        return web.Response(status=403)
    if kind == "503_slowdown":
        return web.Response(status=503, body=SLOW_DOWN,
                            content_type="application/xml")
    if kind in ("301", "302"):
        to = rule.get("location", "http://127.0.0.1:9/elsewhere")
        return web.Response(status=int(kind), headers={"Location": to})
    return None


class Raw(web.StreamResponse):
    """An answer whose bytes a script writes; the connection ends with it,
    and done() is called."""

    def __init__(self, script, status=200):
        super().__init__(status=status)
        self.script, self.done = script, None

    async def prepare(self, request):
        try:
            await self.script(request.transport)
        finally:
            if self.done:
                self.done()
        # aiohttp is to take it for a client that went away.
        raise ConnectionResetError


def head(response, **headers):
    """The first lines of RESPONSE; a header of None is left out."""
    told = {**response.headers,
            "Content-Length": str(len(response.body or b""))}
    told.update({k.replace("_", "-"): v for k, v in headers.items()})
    lines = [f"{k}: {v}" for k, v in told.items() if v is not None]
    return (f"HTTP/1.1 {response.status} {response.reason or ''}\r\n"
            + "\r\n".join(lines) + "\r\n\r\n").encode()


def reset(transport):
    """Ends the connection with an RST."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        struct.pack("ii", 1, 0))
    transport.abort()


async def write(transport, data):
    """Writes, and waits until the client has taken most of it."""
    transport.write(data)
    while not transport.is_closing() and \
            transport.get_write_buffer_size() > 1 << 16:
        await asyncio.sleep(0.01)


async def silence(transport):
    while not transport.is_closing():
        await asyncio.sleep(0.05)


async def drip(transport, data, rate):
    """RATE bytes a second, in at most twenty portions a second."""
    portion = max(1, int(rate / 20))
    for at in range(0, len(data), portion):
        if transport.is_closing():
            return
        transport.write(data[at:at + portion])
        await asyncio.sleep(portion / rate)


def _chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def _script(rule, response):
    """What a connection sees instead of RESPONSE."""
    kind, body = rule.kind, response.body or b""
    part = body[:int(len(body) * rule.get("part", 0.5))]
    lengths = {"length_long": len(body) + 100,
               "length_short": max(len(body) - 10, 0)}

    async def play(transport):
        if kind in lengths:
            await write(transport, head(
                response, Content_Length=str(lengths[kind])) + body)
            transport.close()
        elif kind == "chunked_cut":
            await write(transport, head(
                response, Content_Length=None, Transfer_Encoding="chunked")
                + _chunk(body))
            transport.close()
        elif kind == "reset_before":
            reset(transport)
        elif kind in ("reset_after", "cut", "tls_close"):
            # With tls_close only the missing close_notify tells of the rest.
            length = {"Content_Length": None, "Connection": "close"} \
                if kind == "tls_close" else {}
            await write(transport, head(response, **length) + part)
            await asyncio.sleep(0.05)     # so that it is read before the end
            ends = {"cut": transport.close, "tls_close": transport.abort}
            ends.get(kind, lambda: reset(transport))()
        elif kind == "drip":
            transport.write(head(response))
            await drip(transport, body, rule.get("rate", 1))
            transport.close()
        else:
            await silence(transport)
    return play


async def apply(exchange, rule, request, response):
    """RESPONSE as RULE has it."""
    other = instead(exchange, rule, request)
    if other is not None:
        other.headers.update({
            name: value for name, value in response.headers.items()
            if name.startswith("x-mbx")})
        return other
    kind = rule.kind
    if kind == "200_truncated":
        body = gzip.decompress(response.body) \
            if response.headers.pop("Content-Encoding", "") else response.body
        response.body = body[:len(body) * 2 // 3]
    elif kind == "gzip_unasked":
        if "Content-Encoding" not in response.headers:
            response.body = gzip.compress(response.body or b"", mtime=0)
            response.headers["Content-Encoding"] = "gzip"
    elif kind == "gzip_corrupt":
        packed = bytearray(gzip.compress(response.body or b"", mtime=0))
        packed[len(packed) // 2] ^= 0x55
        packed[-6] ^= 0x55
        response.body = bytes(packed)
        response.headers["Content-Encoding"] = "gzip"
    elif kind == "long_header":
        response.headers["X-Long"] = "a" * rule.get("bytes", 100_000)
    elif kind == "interim":
        request.transport.write(
            b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
    elif kind == "delay":
        await asyncio.sleep(rule.get("ms", 1000) / 1000)
    elif kind == "close_idle":
        asyncio.get_running_loop().call_later(
            rule.get("ms", 20) / 1000, request.transport.close)
    else:
        return Raw(_script(rule, response), response.status)
    return response
