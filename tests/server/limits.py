# SPDX-License-Identifier: MIT
"""Weights and bans: what each client address has used, by the clock."""
from collections import Counter, namedtuple
from time import monotonic

from when import MINUTE

POOLS = {"um": (2400, MINUTE), "spot": (6000, MINUTE),
         "funding": (500, 5 * MINUTE), "data": (1000, 5 * MINUTE)}
# What is on its way when the ban is told does not count as late.
ON_ITS_WAY = 0.25
Verdict = namedtuple("Verdict", "status used retry_after banned_until",
                     defaults=(None, None))


class Client:
    def __init__(self):
        self.used = Counter()          # by pool and window
        self.limited = 0               # requests since the first 429
        self.limited_until = 0
        self.banned_until = 0
        self.banned_since = 0.0        # of the machine's clock
        self.bans = 0
        self.held_until = 0.0          # a Retry-After that was told


class Limits:
    """violations: ban (a request while banned), ban_late (the same, later
    than what was on its way), weight (a request over the limit), early (one
    before a Retry-After had passed, by the machine's clock)."""

    def __init__(self, clock, switches):
        self.clock, self.switches = clock, switches
        self.reset()

    def reset(self):
        self.clients = {}
        self.forget()

    def forget(self):
        self.violations = Counter(ban=0, ban_late=0, weight=0, early=0)

    def client(self, address):
        return self.clients.setdefault(address, Client())

    def limit(self, pool):
        return self.switches["limits"].get(pool, POOLS[pool][0])

    def charge(self, address, pool, weight):
        """What a request is answered with: 200, 429 or 418, and what the
        address has used in the window of POOL, this request included."""
        client, now = self.client(address), self.clock.now()
        period = POOLS[pool][1]
        window = (pool, now // period)
        used = client.used[window]
        if pool in ("um", "spot"):
            used += self.switches["external_weight"]
        if now < client.banned_until:
            self._late(client)
            return self._banned(client, now, used)
        if monotonic() < client.held_until:
            self.violations["early"] += 1
        client.used[window] += weight
        used += weight
        if used <= self.limit(pool):
            return Verdict(200, used)
        self.violations["weight"] += 1
        return self._limited(client, now, period, used)

    def _limited(self, client, now, period, used):
        if now >= client.limited_until:
            client.limited = 0
        client.limited_until = (now // period + 1) * period
        client.limited += 1
        if client.limited > self.switches["ban_after"]:
            self._ban(client, now)
            return self._banned(client, now, used)
        return Verdict(429, used, -(-(client.limited_until - now) // 1000))

    def _ban(self, client, now):
        client.bans += 1
        client.limited = 0
        client.banned_since = monotonic()
        client.banned_until = now + client.bans * self.switches["ban_ms"]

    def _banned(self, client, now, used):
        return Verdict(418, used, -(-(client.banned_until - now) // 1000),
                       client.banned_until)

    def _late(self, client):
        self.violations["ban"] += 1
        if monotonic() - client.banned_since > ON_ITS_WAY:
            self.violations["ban_late"] += 1

    def ban(self, address, ms=None):
        """Bans for MS, or for as long as it is ADDRESS's turn; until when."""
        client, now = self.client(address), self.clock.now()
        self._ban(client, now)
        if ms is not None:
            client.banned_until = now + ms
        return client.banned_until

    def hold(self, address, seconds):
        """A Retry-After of SECONDS was told; what comes earlier is counted.
        """
        self.client(address).held_until = monotonic() + seconds
