# SPDX-License-Identifier: MIT
"""The way out of a connection: bytes together, apart, late, or never."""
import asyncio
from time import monotonic

import broken
from ws_frame import close_frame


class Outlet:
    """Gathers what is written until flush().  dead: nothing goes out."""

    def __init__(self, exchange, transport):
        self.exchange, self.transport = exchange, transport
        self.held = bytearray()
        self.dead = False
        self.waits = False              # for the first message: see joined
        self.slow_since = None

    @property
    def pending(self):
        return len(self.held)

    def write(self, data):
        if not self.dead:
            self.held += data

    def message(self, data):
        """One that counts as a message."""
        if not self.dead:
            self.exchange.stats["ws_messages"] += 1
            self.held += data
            self.waits = False

    def flush(self):
        if self.held and not self.waits:
            if not self.transport.is_closing():
                self.transport.write(bytes(self.held))
            self.held.clear()

    async def bytewise(self, data):
        """A packet for every byte, as far as the client reads as fast: the
        kernel puts together what is not yet read."""
        self.flush()
        self.exchange.stats["ws_messages"] += 1
        for i in range(len(data)):
            if self.dead or self.transport.is_closing():
                return
            self.transport.write(data[i:i + 1])
            await asyncio.sleep(0.0005)

    async def breathe(self):
        """Lets the others run, and the reader catch up."""
        self.flush()
        await asyncio.sleep(0)
        switches = self.exchange.switches
        while (self.transport.get_write_buffer_size() > switches["ws_buffer"]
               and not self.transport.is_closing()):
            now = monotonic()
            self.slow_since = self.slow_since or now
            if now - self.slow_since > switches["ws_slow_ms"] / 1000:
                self.throw_out(switches["ws_slow_end"])
                return
            await asyncio.sleep(0.005)
        self.slow_since = None

    def throw_out(self, how):
        self.exchange.stats["ws_slow"] += 1
        if how == "rst":
            broken.reset(self.transport)
            return
        # A close frame is behind all that the reader has not taken; so it
        # has a while for that, and no longer.
        self.write(close_frame(1008, "Slow consumer"))
        self.flush()
        self.dead = True
        asyncio.get_running_loop().call_later(2, self.transport.abort)
        self.transport.close()

    def shut(self):
        """Ends the connection without another word."""
        self.flush()
        self.dead = True
        if not self.transport.is_closing():
            self.transport.close()
