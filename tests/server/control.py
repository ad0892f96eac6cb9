# SPDX-License-Identifier: MIT
"""The control endpoint, on a port of its own; no part of the exchange.

GET    /log       the requests, a JSON object a line; ?surface= ?path= (a
                  shell pattern) ?status= ?fault= choose, ?since=N leaves out
                  those before the N-th
DELETE /log       forgets them, and the counts
GET    /stats     counts by route and status, weights, violations, the most
                  requests that ran at once, the clock
POST   /faults    adds a rule or a list of them: faults.py
GET    /faults    the rules, with how often each was seen and struck
DELETE /faults    none are left
POST   /switch    {"NAME":VALUE,...}: exchange.py
GET    /switch    all of them
POST   /clock     {"now":MS,"speed":X}, either or both
GET    /clock     {"now":MS,"speed":X}
DELETE /limits    forgets used weights and bans
POST   /quit      ends the server
"""
import json
from fnmatch import fnmatchcase

from aiohttp import web


def _chosen(query, entry):
    return (all(str(entry[name]) == query[name]
                for name in ("surface", "status", "fault", "method")
                if name in query)
            and fnmatchcase(entry["path"], query.get("path", "*"))
            and entry["n"] >= int(query.get("since", 1)))


def _time(clock):
    return {"now": clock.now(), "speed": clock.speed}


def _stats(exchange):
    used = {}
    for client in exchange.limits.clients.values():
        for (pool, window), weight in client.used.items():
            used.setdefault(pool, {})[str(window)] = weight
    return dict(
        exchange.journal.stats(), weight=used,
        violations=dict(exchange.limits.violations),
        counts=dict(exchange.stats),
        clock=_time(exchange.clock))


def _answer(data):
    return web.json_response(data, dumps=lambda x: json.dumps(
        x, ensure_ascii=False) + "\n")


def _taking(change):
    """A POST whose JSON CHANGE takes; what is wrong with it is said."""
    async def handle(request):
        try:
            change(json.loads(await request.text()))
        except (ValueError, TypeError, AttributeError, KeyError) as why:
            return web.Response(status=400, text=f"{why}\n")
        return _answer({"ok": True})
    return handle


def _telling(say):
    async def handle(request):
        return _answer(say())
    return handle


def _doing(*actions):
    async def handle(request):
        for action in actions:
            action()
        return _answer({"ok": True})
    return handle


def _log(exchange):
    async def handle(request):
        lines = [json.dumps(entry, ensure_ascii=False) + "\n"
                 for entry in exchange.journal.entries
                 if _chosen(request.query, entry)]
        return web.Response(text="".join(lines),
                            content_type="application/jsonl")
    return handle


def application(exchange, quit_event):
    clock, faults, limits = exchange.clock, exchange.faults, exchange.limits
    app = web.Application()
    at = app.router
    at.add_get("/log", _log(exchange))
    at.add_delete("/log", _doing(exchange.journal.reset, limits.forget))
    at.add_get("/stats", _telling(lambda: _stats(exchange)))
    at.add_post("/faults", _taking(faults.add))
    at.add_get("/faults", _telling(faults.told))
    at.add_delete("/faults", _doing(faults.clear))
    at.add_post("/switch", _taking(exchange.set_switches))
    at.add_get("/switch", _telling(lambda: exchange.switches))
    at.add_post("/clock", _taking(
        lambda given: clock.set(given.get("now"), given.get("speed"))))
    at.add_get("/clock", _telling(lambda: _time(clock)))
    at.add_delete("/limits", _doing(limits.reset))
    at.add_post("/quit", _doing(quit_event.set))
    return app
