# SPDX-License-Identifier: MIT
"""For the tests of streams: an exchange of their own, and a client that sees
every frame as it comes.

The clock stands still unless a test moves it, so that nothing here waits for
time to pass: a barrier (a stream whose next event is known) tells when all
that is due has come.
"""
import atexit
import base64
import hashlib
import json
import os
import socket
import struct
import subprocess
import sys
import time
import unittest
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = 1790856000000                     # 2026-10-01T12:00:00Z
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
PATIENCE = 10


class Server:
    """One fake exchange for all tests."""

    def __init__(self, *more):
        self.process = subprocess.Popen(
            [sys.executable, HERE + "/main.py", "--now", str(NOW), "--tie",
             "--market", "BTCUSDT:trades_per_minute=600,burst=3",
             "--market", "spot/BTCUSDT:trades_per_minute=60",
             "--market", f"NEWUSDT:listed={NOW + 3600_000}", *more],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.told = json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE)

    def http(self, url, data=None, method=None):
        if data is not None:
            data = json.dumps(data).encode()
        request = urllib.request.Request(url, data, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read())

    def rest(self, path, where="rest"):
        return self.http(self.told[where] + path)

    def control(self, path, data=None, method=None):
        return self.http(self.told["control"] + path, data, method)

    def clock(self, ms, speed=0):
        self.control("/clock", {"now": ms, "speed": speed})

    def fault(self, route, kind, **more):
        self.control("/faults", dict(more, route=route, kind=kind))

    def counts(self):
        return self.control("/stats")["counts"]

    def wait_count(self, name, before=0):
        """Until more than BEFORE of that name have been counted."""
        end = time.monotonic() + PATIENCE
        while self.counts().get(name, 0) <= before:
            if time.monotonic() > end:
                raise TimeoutError(name)

    def reset(self):
        for what in ("/faults", "/limits"):
            self.control(what, method="DELETE")
        self.clock(NOW)


class Gone(Exception):
    """The connection has ended; args[0] is how: fin or rst."""


class Client:
    """As little of a client as sees everything."""

    def __init__(self, server, path, where="ws", headers=None, wait=True):
        host, _, port = server.told[where].rpartition("/")[2].partition(":")
        self.socket = socket.create_connection((host, int(port)), PATIENCE)
        self.server, self.data, self.pieces = server, b"", []
        self.key = base64.b64encode(os.urandom(16)).decode()
        told = {"Host": f"{host}:{port}", "Upgrade": "websocket",
                "Connection": "keep-alive, Upgrade",
                "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": self.key}
        told.update(headers or {})
        self.socket.sendall((f"GET {path} HTTP/1.1\r\n" + "".join(
            f"{k}: {v}\r\n" for k, v in told.items()) + "\r\n").encode())
        if wait:
            self.handshake()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.socket.close()

    def more(self):
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionResetError:
            raise Gone("rst") from None
        if not data:
            raise Gone("fin")
        self.pieces.append(data)
        self.data += data

    def segments(self):
        """How many of TCP's have come with data: tcpi_data_segs_in."""
        info = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO,
                                      160)
        return struct.unpack_from("I", info, 152)[0]

    def handshake(self):
        while b"\r\n\r\n" not in self.data:
            self.more()
        head, _, self.data = self.data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = {k.lower(): v for k, v in (
            line.split(": ", 1) for line in lines[1:])}

    def accepted(self):
        digest = hashlib.sha1((self.key + GUID).encode()).digest()
        return (self.headers.get("sec-websocket-accept")
                == base64.b64encode(digest).decode())

    def frame(self):
        """(fin, rsv, opcode, masked, told length, payload) as they come."""
        while len(self.data) < 2:
            self.more()
        n, at = self.data[1] & 127, 2
        if n >= 126:
            at = 4 if n == 126 else 10
            while len(self.data) < at:
                self.more()
            n = int.from_bytes(self.data[2:at], "big")
        first, has_mask = self.data[0], self.data[1] >> 7
        at += 4 * has_mask
        if n < 1 << 28:
            while len(self.data) < at + n:
                self.more()
        payload, self.data = self.data[at:at + n], self.data[at + n:]
        return first >> 7, first >> 4 & 7, first & 15, has_mask, n, payload

    def send(self, payload, opcode=1, mask=True):
        key = os.urandom(4)
        if isinstance(payload, dict):
            payload = json.dumps(payload)
        if isinstance(payload, str):
            payload = payload.encode()
        n, bit = len(payload), 0x80 if mask else 0
        head = (bytes((0x80 | opcode, bit | n)) if n < 126 else
                struct.pack("!BBH", 0x80 | opcode, bit | 126, n))
        self.socket.sendall(head + (key + bytes(
            b ^ key[i & 3] for i, b in enumerate(payload))
            if mask else payload))

    def text(self):
        """The next message, which is of text; pings are not answered."""
        whole = b""
        while True:
            fin, rsv, opcode, _, _, payload = self.frame()
            if opcode == 8:
                raise Gone("close", struct.unpack("!H", payload[:2])[0]
                           if payload else None, payload[2:].decode())
            if opcode in (0, 1) and not rsv:
                whole += payload
                if fin:
                    return whole.decode()

    def json(self):
        return json.loads(self.text())

    def call(self, method, params=None, ident=1):
        given = {"method": method, "id": ident}
        if params is not None:
            given["params"] = params
        self.send(given)
        while True:
            data = self.json()
            if "result" in data or "error" in data or "code" in data:
                return data

    def end(self):
        """How the connection ends, whatever comes before it."""
        try:
            while True:
                self.text()
        except Gone as gone:
            return gone.args

    def until(self, wanted):
        """The messages up to the first that WANTED is true of."""
        found = []
        while True:
            found.append(self.json())
            if wanted(found[-1]):
                return found


def barrier(name, at):
    """True of NAME's event at AT on a combined connection."""
    return lambda m: m.get("stream") == name and m["data"]["E"] >= at


server = Server()
atexit.register(server.close)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        server.reset()

    def streams(self, route, names, ms, mark=None, where="ws", more=""):
        """What NAMES send in the next MS and until it has come, on a
        combined connection.  MARK is a stream that tells when all has."""
        mark = mark or ("ethusdt@depth@100ms" if route == "/public"
                        else "ethusdt@markPrice@1s")
        at = NOW + ms + (1000 if mark.endswith("@1s") else 105)
        with Client(server, f"{route}/stream?streams="
                    + "/".join([*names, mark]) + more, where) as c:
            self.assertEqual(c.status, 101)
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(at)
            found = c.until(barrier(mark, at))
        server.clock(NOW)
        def in_time(data):
            data = data[0] if isinstance(data, list) else data
            return data.get("E", 0) <= NOW + ms + 5
        return [m for m in found
                if m["stream"] != mark and in_time(m["data"])]

    def first(self, name, fault=None, route="/public", n=1, **more):
        """A connection on which NAME's first event has become due."""
        if fault:
            server.fault(name, fault, **more)
        c = Client(server, f"{route}/ws/{name}")
        self.addCleanup(c.socket.close)
        c.call("LIST_SUBSCRIPTIONS")
        server.clock(NOW + 250 * n + 50)
        return c
