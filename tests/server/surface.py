# SPDX-License-Identifier: MIT
"""What every request goes through: the journal and the fault script."""
from aiohttp import web

import broken
from faults import ROWS, WIRE
from when import http_text

REST = ("/fapi/", "/api/", "/futures/")
STREAMS = ("/ws", "/stream", "/public", "/market", "/private")


def surface_of(path):
    if path.startswith(REST):
        return "rest"
    return "stream" if path.startswith(STREAMS) else "archive"


def middleware(exchange):
    journal = exchange.journal

    async def streamed(request, handler, entry):
        """A stream's handler answers for its faults itself."""
        status = 101
        try:
            response = await handler(request)
            status = response.status
            return response
        finally:
            journal.close(entry, status)

    async def answered(request, handler, rule):
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            response = web.Response(status=refusal.status, text=refusal.text)
        date = response.headers["Date"] = http_text(exchange.clock.now())
        if rule is not None and rule.kind in WIRE:
            response = await broken.apply(exchange, rule, request, response)
            response.headers.setdefault("Date", date)
        return response

    @web.middleware
    async def watch(request, handler):
        surface = surface_of(request.path)
        entry = request["entry"] = journal.open(surface, request)
        if surface == "stream":
            return await streamed(request, handler, entry)
        target = request.path + (
            "?" + request.query_string if request.query_string else "")
        rule = exchange.faults.pick(
            target, WIRE | ROWS if surface == "rest" else WIRE)
        if rule is not None:
            entry["fault"] = rule.kind
            if rule.kind in ROWS:
                request["rows_fault"] = rule
        response, status = None, 500
        try:
            response = await answered(request, handler, rule)
            status = response.status
        finally:
            if isinstance(response, broken.Raw):
                response.done = lambda: journal.close(entry, status)
            else:
                journal.close(entry, status)
        return response
    return watch
