# SPDX-License-Identifier: MIT
"""Connections of streams: how they begin, what is said on them, their end."""
import asyncio
import select
import socket

import aiohttp

from ws_client import NOW, PATIENCE, Case, Client, Gone, barrier, server


class Handshake(Case):
    def test_accept(self):
        for path in ("/market/ws/btcusdt@aggTrade", "/ws", "/stream",
                     "/stream?streams=", "/private/ws/key", "/public/ws",
                     "/public/stream?streams=btcusdt@depth/ethusdt@depth"):
            with Client(server, path) as c:
                self.assertEqual((c.status, c.accepted()), (101, True), path)

    def test_refused(self):
        for path, headers, status, where in (
                ("/stream/nonsense", {}, 404, "ws"),
                ("/market", {}, 404, "ws"), ("/marketing/ws", {}, 404, "ws"),
                ("/market/ws", {}, 404, "ws_spot"),
                ("/ws", {"Sec-WebSocket-Version": "8"}, 426, "ws"),
                ("/ws", {"Sec-WebSocket-Key": "short"}, 400, "ws"),
                ("/ws", {"Upgrade": "h2c"}, 400, "ws"),
                ("/ws", {"Connection": "close"}, 400, "ws")):
            with Client(server, path, where, headers) as c:
                self.assertEqual(c.status, status, (path, headers))

    def test_faults(self):
        for kind, status in (("202", 202), ("403_html", 403), ("418", 418),
                             ("429", 429), ("451", 451), ("503", 503)):
            server.reset()
            server.fault("/market/ws*", kind, times=1)
            with Client(server, "/market/ws") as c:
                self.assertEqual(c.status, status)
        server.reset()
        server.fault("/ws", "silence")
        with Client(server, "/ws", wait=False) as c:
            self.assertEqual(select.select([c.socket], [], [], 0.2)[0], [])

    def test_bad_accept(self):
        server.fault("/ws", "bad_accept", times=1)
        with Client(server, "/ws") as c:
            self.assertEqual((c.status, c.accepted()), (101, False))
        server.fault("/ws", "no_accept", times=1)
        with Client(server, "/ws") as c:
            self.assertNotIn("sec-websocket-accept", c.headers)

    def test_joined_and_split(self):
        server.fault("/public/ws*", "joined", times=1)
        before = server.counts().get("ws_begun", 0)
        with Client(server, "/public/ws/btcusdt@depth", wait=False) as c:
            server.wait_count("ws_begun", before)
            server.clock(NOW + 300)
            c.handshake()
            self.assertEqual(len(c.pieces), 1)
            self.assertEqual(c.json()["e"], "depthUpdate")
        server.fault("/ws", "split_header", times=1)
        with Client(server, "/ws") as c:
            self.assertEqual((c.status, c.accepted()), (101, True))
            self.assertGreater(c.segments(), 8)

    def test_attempts(self):
        server.control("/switch", {"limits": {"ws": 3}})
        try:
            states = []
            for _ in range(4):
                with Client(server, "/ws") as c:
                    states.append(c.status)
            self.assertEqual(states, [101, 101, 101, 429])
        finally:
            server.control("/switch", {"limits": {}})

    def test_second_opinion(self):
        """aiohttp's client takes what is sent for the protocol."""
        async def talk():
            async with aiohttp.ClientSession() as session:
                async with session.ws_connect(
                        server.told["ws"] + "/market/stream",
                        autoping=False) as ws:
                    await ws.send_json({"method": "SUBSCRIBE", "id": 7,
                                        "params": ["btcusdt@aggTrade"]})
                    ack = await ws.receive_json(timeout=PATIENCE)
                    await asyncio.get_running_loop().run_in_executor(
                        None, server.clock, NOW + 5000)
                    event = await ws.receive_json(timeout=PATIENCE)
                    await ws.ping(b"now")
                    while True:
                        message = await ws.receive(timeout=PATIENCE)
                        if message.type == aiohttp.WSMsgType.PONG:
                            break
                    await ws.close()
                    return ack, event, message.data, ws.close_code
        ack, event, pong, code = asyncio.run(talk())
        self.assertEqual(ack, {"result": None, "id": 7})
        self.assertEqual(event["data"]["e"], "aggTrade")
        self.assertEqual((pong, code), (b"now", 1000))


class Control(Case):
    def test_replies(self):
        with Client(server, "/market/ws") as c:
            for method, params, want in (
                    ("SUBSCRIBE", ["a@b", "btcusdt@aggTrade"], None),
                    ("SUBSCRIBE", ["a@b"], None),
                    ("LIST_SUBSCRIPTIONS", None, ["a@b", "btcusdt@aggTrade"]),
                    ("UNSUBSCRIBE", ["a@b", "never"], None),
                    ("LIST_SUBSCRIPTIONS", None, ["btcusdt@aggTrade"]),
                    ("GET_PROPERTY", ["combined"], False),
                    ("SET_PROPERTY", ["combined", True], None),
                    ("GET_PROPERTY", ["combined"], True)):
                self.assertEqual(c.call(method, params, "x1"),
                                 {"result": want, "id": "x1"}, method)

    def test_errors(self):
        for sent, code, part in (
                ('{"method":"SUBSCRIBE"', 3, "Invalid JSON: expected"),
                ('{"id":1}', 2, "missing field `method` at line 1 column 8"),
                ('{"method":"X","id":1}', 2, "unknown variant `X`"),
                ('{"method":"LIST_SUBSCRIPTIONS","id":1.5}', 2,
                 "request ID must be an unsigned integer"),
                ('{"method":"GET_PROPERTY","params":["x"],"id":1}', 0,
                 "Unknown property"),
                ('{"method":"GET_PROPERTY","params":[1],"id":1}', 2,
                 "property name must be a string"),
                ('{"method":"SET_PROPERTY","params":["combined",1],"id":1}',
                 1, "expected Boolean"),
                ('{"method":"GET_PROPERTY","params":["combined",1],"id":1}',
                 2, "too many parameters")):
            with Client(server, "/ws") as c:
                c.send(sent)
                told = c.json()
                self.assertEqual(told["error"]["code"], code, sent)
                self.assertIn(part, told["error"]["msg"])
                self.assertEqual("id" in told, code != 3 and "1.5" not in sent)
        server.control("/switch", {"ws_errors": "docs"})
        with Client(server, "/ws") as c:
            c.send("[")
            self.assertEqual(c.json()["code"], 3)
        server.control("/switch", {"ws_errors": "wire"})

    def test_too_many_streams(self):
        names = [f"x{i}" for i in range(1025)]
        with Client(server, "/public/ws") as c:
            self.assertIsNone(c.call("SUBSCRIBE", names[:1024])["result"])
            c.send({"method": "SUBSCRIBE", "params": names[1024:], "id": 2})
            self.assertEqual(c.json(), {"error": {
                "code": 4, "msg": "Too many subscriptions"}})
            self.assertEqual(c.end(), ("close", 1008, "Invalid request"))

    def test_too_many_messages(self):
        for where, most in (("ws", 10), ("ws_spot", 5)):
            with Client(server, "/ws", where) as c:
                for _ in range(most + 1):
                    c.send({"method": "LIST_SUBSCRIPTIONS", "id": 1})
                for _ in range(most):
                    self.assertEqual(c.json()["result"], [])
                self.assertEqual(c.end(),
                                 ("close", 1008, "Too many requests"))

    def test_faults(self):
        server.fault("SUBSCRIBE", "ack_delay", ms=2000, times=1)
        with Client(server, "/public/stream") as c:
            c.send({"method": "SUBSCRIBE", "params": ["btcusdt@bookTicker"],
                    "id": 1})
            c.call("LIST_SUBSCRIPTIONS", ident=2)
            server.clock(NOW + 2500)
            found = c.until(lambda m: "id" in m)
            self.assertIn("data", found[0])
            self.assertEqual(found[-1], {"result": None, "id": 1})
        server.clock(NOW)
        for kind, listed in (("ack_lost", ["a@b"]), ("no_effect", [])):
            server.fault("SUBSCRIBE", kind, times=1)
            with Client(server, "/ws") as c:
                c.send({"method": "SUBSCRIBE", "params": ["a@b"], "id": 1})
                if kind == "no_effect":
                    self.assertEqual(c.json()["id"], 1)
                self.assertEqual(c.call("LIST_SUBSCRIPTIONS", ident=2),
                                 {"result": listed, "id": 2})

    def test_client_errors(self):
        for opcode, mask, code in ((3, True, 1002), (1, False, 1002),
                                   (0, True, 1002)):
            with Client(server, "/ws") as c:
                c.send("{}", opcode, mask)
                self.assertEqual(c.end()[:2], ("close", code))


class Routes(Case):
    def names(self, route, names):
        found = self.streams(route, names, 5000, None if route else
                             "ethusdt@depth@100ms")
        return {m["stream"].partition("@")[2] for m in found}

    def test_routes(self):
        names = ["btcusdt@aggTrade", "btcusdt@markPrice@1s",
                 "btcusdt@kline_1m", "btcusdt@depth", "btcusdt@bookTicker",
                 "btcusdt@trade", "!forceOrder@arr"]
        public = {"depth", "bookTicker", "trade"}
        self.assertEqual(self.names("/public", names), public)
        # The old path: acknowledged, and silent but for what is public.
        self.assertEqual(self.names("", names), public)
        self.assertEqual(self.names("/market", names), {
            "aggTrade", "markPrice@1s", "kline_1m", "arr"})

    def test_unknown(self):
        names = ["BTCUSDT@aggTrade", "btcusdt@aggtrade", "nosuch@aggTrade",
                 "btcusdt@kline_1s", "goneusdt@markPrice@1s", "x"]
        self.assertEqual(self.names("/market", names), set())

    def test_unsubscribed(self):
        with Client(server, "/public/stream?streams=btcusdt@bookTicker"
                    "/ethusdt@bookTicker") as c:
            c.call("UNSUBSCRIBE", ["btcusdt@bookTicker"])
            server.clock(NOW + 1000)
            found = c.until(barrier("ethusdt@bookTicker", NOW + 905))
            self.assertEqual({m["stream"] for m in found},
                             {"ethusdt@bookTicker"})


class Life(Case):
    def setUp(self):
        super().setUp()
        server.control("/switch", {"ws_rate_slack": 100})

    def tearDown(self):
        server.control("/switch", {"ws_rate_slack": 0})

    def pings(self, where, every, allowed, answer):
        """Lets pings come; what ANSWER makes of their payloads goes back."""
        with Client(server, "/ws", where) as c:
            now, times = NOW, []
            for _ in range(allowed // every + 2):
                now += every
                server.clock(now)
                try:
                    opcode, payload = c.frame()[2::3]
                except Gone as gone:
                    return times, gone.args[0]
                self.assertEqual(opcode, 9)
                times.append(int(payload) - NOW)
                if answer is not None:
                    c.send(answer(payload), 10)
                    c.call("LIST_SUBSCRIPTIONS")
            return times, "lives"

    def test_answered(self):
        for where, every, allowed in (("ws", 180_000, 600_000),
                                      ("ws_spot", 20_000, 60_000)):
            times, how = self.pings(where, every, allowed, lambda p: p)
            self.assertEqual(how, "lives")
            self.assertEqual(times, [every * (i + 1)
                                     for i in range(len(times))])
            server.clock(NOW)

    def test_not_answered(self):
        for answer in (None, lambda payload: b"", lambda payload: b"x"):
            times, how = self.pings("ws_spot", 20_000, 60_000, answer)
            self.assertEqual((how, len(times)), ("fin", 3))
            server.clock(NOW)

    def test_no_ping_and_flood(self):
        server.fault("/ws", "ping_flood", n=50, times=1)
        with Client(server, "/ws") as c:
            self.assertEqual([c.frame()[5] for _ in range(50)],
                             [b"flood %d" % i for i in range(50)])
        server.fault("/public/ws*", "no_ping", times=1)
        with Client(server, "/public/ws/!bookTicker") as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 400_000)
            for _ in range(300):
                self.assertEqual(c.frame()[2], 1)

    def test_day(self):
        with Client(server, "/ws") as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 86_399_000)
            self.assertEqual(c.frame()[2], 9)
            server.clock(NOW + 86_400_000)
            self.assertEqual(c.end(), ("close", 1001, ""))

    def test_shutdown(self):
        server.fault("/public/stream*", "end", how="shutdown", after_ms=5000,
                     ms=2000, code=1012)
        with Client(server, "/public/stream") as c:
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 5000)
            self.assertEqual(c.json(), {"stream": "!serverShutdown", "data": {
                "e": "serverShutdown", "E": NOW + 5000}})
            server.clock(NOW + 7000)
            self.assertEqual(c.end()[:2], ("close", 1012))

    def test_ends(self):
        for kind, more, want in (
                ("close", {"code": 1011, "reason": "why"},
                 ("close", 1011, "why")),
                ("rst", {}, ("rst",)), ("fin", {}, ("fin",)),
                ("shutdown", {"ms": 0}, ("close", 1001, ""))):
            with self.subTest(kind):
                c = self.first("btcusdt@depth", kind, times=1, **more)
                self.assertEqual(c.end(), want)
            server.reset()
        c = self.first("btcusdt@depth", "half_open", times=1, n=4)
        self.assertEqual(c.json()["e"], "depthUpdate")
        self.assertEqual(select.select([c.socket], [], [], 0.2)[0], [])

    def test_slow_reader(self):
        server.control("/switch", {"ws_slow_ms": 200, "ws_buffer": 4096,
                                   "ws_slow_end": "rst"})
        with Client(server, "/public/ws/btcusdt@depth@100ms") as c:
            c.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            c.call("LIST_SUBSCRIPTIONS")
            server.clock(NOW + 3600_000)
            server.wait_count("ws_slow")
            self.assertEqual(c.end(), ("rst",))
        server.control("/switch", {"ws_slow_ms": 3000, "ws_buffer": 1 << 20,
                                   "ws_slow_end": "1008"})
