# SPDX-License-Identifier: MIT
"""The journal: every request with its answer, in the order of arrival."""
from collections import Counter
from time import monotonic


class Journal:
    def __init__(self, clock):
        self.clock, self.start = clock, monotonic()
        self.reset()

    def reset(self):
        self.entries = []
        self.running, self.most = Counter(), Counter()

    def open(self, surface, request):
        """An entry for REQUEST; whoever answers fills it in."""
        entry = {
            "n": len(self.entries) + 1, "time": self.clock.now(),
            "elapsed_ms": int((monotonic() - self.start) * 1000),
            "surface": surface, "client": request.remote,
            "method": request.method, "path": request.path,
            "query": request.query_string, "status": None, "weight": 0,
            "used": None, "fault": None}
        self.entries.append(entry)
        self.running[surface] += 1
        self.most[surface] = max(self.most[surface], self.running[surface])
        return entry

    def close(self, entry, status):
        entry["status"] = status
        self.running[entry["surface"]] -= 1

    def stats(self):
        routes, statuses = Counter(), Counter()
        for entry in self.entries:
            route = entry["path"]
            if entry["surface"] == "archive":
                route = "/".join(route.split("/")[:6])
            routes[route] += 1
            statuses[str(entry["status"])] += 1
        return {"requests": len(self.entries), "routes": dict(routes),
                "statuses": dict(statuses), "concurrency": dict(self.most)}
