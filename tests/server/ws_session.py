# SPDX-License-Identifier: MIT
"""A connection of streams: what it subscribes to, its pings, its end.

A session sends the events of its streams in the order of their times, as the
clock reaches them; what the clock jumps over is sent at once.  A reader that
leaves more than ws_buffer bytes for ws_slow_ms is thrown out.
"""
import asyncio
import heapq
from collections import deque
from time import monotonic

import broken
import ws_control
import ws_faults
from ws_frame import (BINARY, CLOSE, PING, PONG, TEXT, FrameError, Reader,
                      close_frame, frame)
from ws_outlet import Outlet
from ws_streams import Feed

RATE = {"spot": 5, "um": 10}            # messages a second from a client
BYE = 2.0                               # seconds for a client to say it, too
SLICE = 500             # ms of the clock that are sent in one go
GRACE = 0.25            # of the machine's clock, for a pong in any case


class Subscription:
    def __init__(self, stream, since):
        self.stream, self.since, self.gone = stream, since, False
        self.held = None                # what a swap has kept back


class Once:
    """Bytes that are sent at a moment of their own."""
    gone, held = False, None

    def __init__(self, at, data):
        self.at, self.data = at, data

    def events(self, since, until):
        yield self.at, self.data, None


class Session:
    def __init__(self, exchange, venue, path, transport, micro=False):
        self.exchange, self.venue, self.path = exchange, venue, path
        self.clock, self.stats = exchange.clock, exchange.stats
        self.combined = path.stream
        self.feed = Feed(exchange, venue, micro)
        self.out = Outlet(exchange, transport)
        self.reader = Reader()
        self.names = {}                 # in the order of subscription
        self.heap, self.order = [], 0   # (due, order, subscription)
        self.poke = asyncio.Event()
        self.over = asyncio.get_running_loop().create_future()
        self.tasks, self.closing = set(), False
        self.came = deque()             # when the client sent something
        self.pings, self.unanswered = {}, None

    # WHAT COMES

    def feed_data(self, data):
        """aiohttp gives us what the client sends."""
        if not self.out.dead:
            try:
                for opcode, payload in self.reader.feed(data):
                    self.message(opcode, payload)
            except FrameError as wrong:
                self.close(wrong.code, wrong.reason)
        return False, b""

    def feed_eof(self):
        self.end()

    def message(self, opcode, payload):
        if opcode == CLOSE:
            if not self.closing:
                self.out.write(frame(payload, CLOSE))
                self.out.flush()
            self.out.shut()
            return
        if self.closing:
            return
        now = monotonic()
        self.came.append(now)
        while self.came[0] <= now - 1:
            self.came.popleft()
        if len(self.came) > RATE[self.venue] + self.exchange.switches[
                "ws_rate_slack"]:
            self.stats["ws_too_many"] += 1
            self.close(1008, "Too many requests")
        elif opcode == PING:
            self.out.write(frame(payload, PONG))
            self.out.flush()
        elif opcode == PONG:
            self.pong(payload)
        elif opcode in (TEXT, BINARY):
            self.control(payload.decode("utf-8", "replace"))

    def control(self, text):
        self.stats["ws_controls"] += 1
        method = ""
        try:
            method = ws_control.parse(text)[0]
        except ws_control.Refused:
            pass
        rule = self.exchange.faults.pick(method, ws_faults.CONTROL)
        kind = rule.kind if rule else None
        reply, _, last = ws_control.answer(self, text, kind != "no_effect")
        data = frame(reply.encode())
        if kind == "ack_delay":
            self.later(self.clock.now() + rule.get("ms", 1000), data)
        elif kind != "ack_lost":
            self.out.write(data)
            self.out.flush()
        if last:
            self.close(1008, "Invalid request")

    # SUBSCRIPTIONS

    def subscribe(self, names):
        now = self.clock.now()
        for name in names:
            if name in self.names:
                continue
            stream = self.feed.stream(name)
            if stream is not None and not self.path.serves(stream.route):
                stream = None
            one = self.names[name] = Subscription(stream, now)
            self.schedule(one)
        self.poke.set()

    def unsubscribe(self, names):
        for name in names:
            one = self.names.pop(name, None)
            if one is not None:
                one.gone = True

    def schedule(self, one):
        due = one.stream.due(one.since) if one.stream else None
        if due is not None and not one.gone:
            self.order += 1
            heapq.heappush(self.heap, (due, self.order, one))

    # WHAT IS SENT

    async def pump(self):
        """Sends what is due, and sleeps until something is."""
        while not self.out.dead:
            now, ready = self.clock.now(), []
            if self.heap:
                now = min(now, self.heap[0][0] + SLICE)
            while self.heap and self.heap[0][0] <= now:
                ready.append(heapq.heappop(self.heap)[2])
            if not ready:
                await self.sleep(self.heap[0][0] if self.heap else None)
                continue
            await self.emit(ready, now)
            for one in ready:
                if isinstance(one, Subscription):
                    one.since = now
                    self.schedule(one)
            await self.out.breathe()

    async def sleep(self, due):
        """Until DUE, a new subscription, or another time by the clock."""
        clock, timer = self.clock, None
        self.poke.clear()
        if due is not None and clock.speed > 0:
            timer = asyncio.get_running_loop().call_later(
                max(0.0005, (due - clock.now()) / 1000 / clock.speed),
                self.poke.set)
        await self.poke.wait()
        if timer:
            timer.cancel()

    async def emit(self, ready, now):
        def tagged(i, one):
            events = one.events if isinstance(one, Once) else \
                one.stream.events
            for at, text, target in events(getattr(one, "since", 0), now):
                yield at, i, text, target, one
        merged = [tagged(i, one) for i, one in enumerate(ready)]
        merged = heapq.merge(*merged) if len(merged) > 1 else merged[0]
        faults = self.exchange.faults
        for n, (at, _, text, target, one) in enumerate(merged):
            if one.gone:
                continue
            rule = None
            if target is None:
                self.out.message(text)
                continue
            if faults.rules:
                rule = faults.pick(target, ws_faults.MESSAGE)
            if rule is not None:
                await self.spoil(rule, at, text, one)
            else:
                self.send(self.wrapped(one, text), one)
            if n & 63 == 63 or self.out.pending > 1 << 16:
                await self.out.breathe()
        self.out.flush()

    def wrapped(self, one, text):
        if self.combined:
            text = f'{{"stream":"{one.stream.name}","data":{text}}}'
        return text.encode()

    def send(self, payload, one):
        self.send_bytes(frame(payload), one)

    def send_bytes(self, data, one):
        self.out.message(data)
        if one.held is not None:
            held, one.held = one.held, None
            self.out.message(held)

    async def spoil(self, rule, at, text, one):
        """Does to a message what RULE says."""
        kind = rule.kind
        self.stats["ws_faults"] += 1
        if kind in ws_faults.TEXTS:
            for other in ws_faults.texts(rule, text):
                self.send(self.wrapped(one, other), one)
            return
        payload = self.wrapped(one, text)
        data = frame(payload)
        if kind in ws_faults.FRAMES:
            self.send_bytes(ws_faults.frames(rule, payload), one)
        elif kind == "duplicate":
            self.send_bytes(data + data, one)
        elif kind == "swap":
            one.held = data
        elif kind == "late":
            self.later(at + rule.get("ms", 30_000), data)
        elif kind == "stall":
            self.out.flush()
            await self.clock.sleep(rule.get("ms", 5000))
            self.send_bytes(data, one)
        elif kind == "bytewise":
            await self.out.bytewise(data)
        elif kind == "huge":
            told = rule.get("bytes", 1 << 31)
            self.out.write(frame(payload, bits=64, length=told))
            self.out.flush()
            self.out.dead = True
        elif kind == "cut_message":
            self.out.write(data[:len(data) // 2])
            self.out.flush()
            self.out.shut()
        elif kind in ws_faults.ENDS:
            self.send_bytes(data, one)
            await self.finish(kind, rule)

    def later(self, at, data):
        self.order += 1
        heapq.heappush(self.heap, (at, self.order, Once(at, data)))
        self.poke.set()

    # PINGS

    def pong(self, payload):
        name = bytes(payload)
        if name not in self.pings:
            self.stats["ws_bad_pongs" if payload else "ws_idle_pongs"] += 1
            return
        self.stats["ws_pongs"] += 1
        self.pings.clear()
        self.unanswered = None

    def ping(self):
        payload = str(self.clock.now()).encode()
        self.pings[payload] = True
        self.stats["ws_pings"] += 1
        if self.unanswered is None:
            self.unanswered = (self.clock.now(), monotonic())
        self.out.write(frame(payload, PING))
        self.out.flush()

    async def keep_alive(self, silent):
        switches, next_ping = self.exchange.switches, None
        while True:
            now = self.clock.now()
            every = switches["ws_ping_ms"][self.venue]
            allowed = switches["ws_pong_ms"][self.venue]
            next_ping = now + every if next_ping is None else next_ping
            if self.unanswered and now >= self.unanswered[0] + allowed:
                if monotonic() >= self.unanswered[1] + GRACE:
                    self.stats["ws_no_pong"] += 1
                    self.out.shut()
                    return
                await asyncio.sleep(0.02)
                continue
            if now >= next_ping:
                if not silent:
                    self.ping()
                next_ping = now + every
            wake = next_ping
            if self.unanswered:
                wake = min(wake, self.unanswered[0] + allowed)
            await self.clock.until(wake)

    async def flood(self, rule):
        for i in range(rule.get("n", 100)):
            self.out.write(frame(b"flood %d" % i, PING))
            self.out.flush()
            await self.clock.sleep(rule.get("every_ms", 0))
            await asyncio.sleep(0)

    # THE END

    async def live(self, rule):
        """Until its time is over, or RULE ends it."""
        if rule is None:
            await self.clock.sleep(self.exchange.switches["ws_life_ms"])
            self.close(1001, "")
        else:
            await self.clock.sleep(rule.get("after_ms", 0))
            await self.finish(rule.get("how", "close"), rule)

    async def finish(self, how, rule):
        self.out.flush()
        self.stats["ws_ends"] += 1
        if how == "close":
            self.close(rule.get("code", 1001), rule.get("reason", ""))
        elif how == "rst":
            await asyncio.sleep(0.05)   # so that what came before is read
            broken.reset(self.out.transport)
        elif how == "fin":
            self.out.shut()
        elif how == "half_open":
            self.out.dead = True
        else:
            self.spawn(self.shutdown(rule))

    async def shutdown(self, rule):
        text = f'{{"e":"serverShutdown","E":{self.clock.now()}}}'
        if self.combined:
            text = f'{{"stream":"!serverShutdown","data":{text}}}'
        self.out.message(frame(text.encode()))
        self.out.flush()
        await self.clock.sleep(rule.get("ms", 1000))
        self.close(rule.get("code", 1001), rule.get("reason", ""))

    def close(self, code, reason):
        """Says goodbye and waits a while for the client to do so, too."""
        if self.closing:
            return
        self.closing = True
        self.stats["ws_closes"] += 1
        self.out.write(close_frame(code, reason))
        self.out.flush()
        self.out.dead = True
        asyncio.get_running_loop().call_later(BYE, self.out.shut)

    def end(self):
        if not self.over.done():
            self.over.set_result(None)

    # ALL OF IT

    def spawn(self, task):
        task = asyncio.get_running_loop().create_task(task)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        task.add_done_callback(self.done)

    def done(self, task):
        """A task that failed is the exchange's own fault: say so."""
        if not task.cancelled() and task.exception() is not None:
            self.stats["ws_failures"] += 1
            asyncio.get_running_loop().call_exception_handler({
                "message": "a stream's task failed",
                "exception": task.exception(), "task": task})
            self.close(1011, "Internal error")

    async def run(self, names, faults):
        """FAULTS: the rules of its connection, by kind."""
        self.stats["ws_open"] += 1
        try:
            self.subscribe(names)
            self.stats["ws_begun"] += 1
            self.spawn(self.pump())
            self.spawn(self.keep_alive("no_ping" in faults))
            self.spawn(self.live(faults.get("end")))
            if "ping_flood" in faults:
                self.spawn(self.flood(faults["ping_flood"]))
            await self.over
        finally:
            self.stats["ws_open"] -= 1
            for task in list(self.tasks):
                task.cancel()
