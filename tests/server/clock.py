# SPDX-License-Identifier: MIT
"""The virtual clock: it may stand still, run fast, or be set."""
import asyncio
import time


class Clock:
    """now() is in epoch ms.  At speed 0 it stands still until it is set."""

    def __init__(self, now=None, speed=None):
        self.changed = asyncio.Event()
        if now is None:
            now, given = time.time_ns() // 1_000_000, 1.0
        else:
            given = 0.0
        self._begin(now, given if speed is None else speed)

    def _begin(self, now, speed):
        self.start, self.speed = now, speed
        self.since = time.monotonic()

    def now(self):
        passed = time.monotonic() - self.since
        return self.start + int(passed * self.speed * 1000)

    def set(self, now=None, speed=None):
        self._begin(self.now() if now is None else now,
                    self.speed if speed is None else speed)
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    async def until(self, ms):
        """Sleeps until the clock shows MS, however it gets there."""
        while (left := ms - self.now()) > 0:
            wait = left / 1000 / self.speed if self.speed > 0 else None
            try:
                await asyncio.wait_for(self.changed.wait(), wait)
            except asyncio.TimeoutError:
                pass

    async def sleep(self, ms):
        await self.until(self.now() + ms)
