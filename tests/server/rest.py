# SPDX-License-Identifier: MIT
"""The REST surface: /fapi/v1, /futures/data and /api/v3."""
import gzip
import json
from itertools import islice

from aiohttp import web

import catalogue
import ws_book
from query import FOREVER, Query, Refusal, not_valid
from spoil import spoil_rows
from when import DAY, HOUR, bar_next

DEPTHS = {5: 2, 10: 2, 20: 2, 50: 2, 100: 5, 500: 10, 1000: 20}
TRADES_REACH, INTEREST_REACH = 2 * DAY, 30 * DAY


# WEIGHTS, of a query before anything in it is checked

def klines_weight(q):
    n = q.raw_limit()
    if n is None or n > 1000:
        return 5 if n is None else 10
    more = q.exchange.switches["weights"] == "measured"
    return 1 if n < 100 + more else 2 if n < 500 + more else 5


def depth_weight(q):
    n = q.raw_limit()
    if n is None:
        return 1 if q.exchange.switches["weights"] == "measured" else 10
    return next((w for most, w in DEPTHS.items() if n <= most), 20)


def spot_depth_weight(q):
    n = q.raw_limit() or 100
    return 5 if n <= 100 else 25 if n <= 500 else 50 if n <= 1000 else 250


def premium_weight(q):
    return 1 if "symbol" in q.given else 10


# ANSWERS

def ping(q):
    return {}


def server_time(q):
    return {"serverTime": q.time(q.now, 1)}


def exchange_info(q):
    return catalogue.exchange_info(q)


def _candles(q, candles):
    interval = q.interval()
    limit = q.limit(500, 1000 if q.venue == "spot" else 1500)
    start, end = q.window()
    until = FOREVER if end is None else end
    if start is None:
        bars = candles.newest(interval, limit, until, q.now)
    else:
        bars = candles.oldest(interval, limit, start, until, q.now)
    if bars and bar_next(bars[-1].open_time, interval) > q.now:
        bars[-1] = _still_open(q, bars[-1])
    rows = [candles.text(bar, interval) for bar in bars]
    for row in rows if q.micro else ():
        row[0], row[6] = q.time(row[0]), q.time(row[6], 999)
    return rows


def _still_open(q, bar):
    """It changes with every look at it, and is never the final one."""
    q.exchange.stats["looks"] += 1
    n = q.exchange.stats["looks"]
    if not bar.volume:
        return bar._replace(close=bar.close + n % 50,
                            high=max(bar.high, bar.close + n % 50))
    return bar._replace(volume=bar.volume + n, count=bar.count + n,
                        quote=bar.quote + n * bar.close)


def klines(q):
    return _candles(q, q.instrument().candles)


def premium_klines(q):
    return _candles(q, q.instrument().premium_candles)


def _trades_reach(q, market, from_id, start):
    """The first time that may be asked for."""
    if q.venue == "spot" or not q.exchange.switches["trades_48h"]:
        return 0
    oldest = q.now - TRADES_REACH
    if ((start is not None and start < oldest)
            or (from_id is not None and from_id < market.first_since(oldest)
                and oldest > market.listed)):
        raise Refusal(-4166, "Search window is restricted to recent 2 days "
                      "only.")
    return oldest


def agg_trades(q):
    market = q.instrument().market
    limit = q.limit(500, 1000)
    from_id, (start, end) = q.integer("fromId"), q.window()
    if q.venue == "um" and from_id is not None and (start or end):
        raise Refusal(-1128, "Combination of optional parameters invalid.")
    reach = _trades_reach(q, market, from_id, start)
    if (q.venue == "um" and None not in (start, end) and end - start >= HOUR
            and q.exchange.switches["trades_1h"]):
        raise Refusal(-1127, "More than 1 hours between startTime and "
                      "endTime.")
    stop = q.now if end is None else min(end, q.now)
    if from_id is not None:
        found = market.from_id(from_id, limit, q.now)
    elif start is not None:
        found = islice(market.span(start, market.end(stop)), limit)
    else:
        found = market.from_id(market.newest(stop) + 1 - limit, limit, stop)
    return [_trade(q, market, t) for t in found if t.time >= reach]


def _trade(q, market, t):
    row = {"a": t.id, "p": market.price(t.price), "q": market.qty(t.qty),
           "nq": market.qty(t.nq), "f": t.first, "l": t.last,
           "T": q.time(t.time), "m": t.maker}
    if q.venue == "spot":
        del row["nq"]
        row["M"] = True
    return row


def _levels(market, levels):
    return [[market.price(p), market.qty(n)] for p, n in levels]


def depth(q):
    instrument = q.instrument()
    limit = q.integer("limit") or (100 if q.venue == "spot" else 500)
    if q.venue == "spot":
        limit = min(limit, 5000)
    elif limit > 1000:
        raise not_valid("limit")
    elif limit not in DEPTHS:
        raise Refusal(-4021, f"{limit} is not valid depth limit")
    market = instrument.market
    at, last, bids, asks = ws_book.snapshot(
        q.exchange, q.request.path_qs, q.venue, market.symbol, limit)
    times = {"E": q.now, "T": at} if q.venue == "um" else {}
    return {"lastUpdateId": last, **times, "bids": _levels(market, bids),
            "asks": _levels(market, asks)}


def open_interest(q):
    instrument = q.instrument()
    market = instrument.market
    return {"symbol": market.symbol,
            "openInterest": market.qty(instrument.interest.steps_at(q.now)),
            "time": q.now}


def interest_history(q):
    instrument, step = q.instrument(), q.period()
    limit, (start, end) = q.limit(30, 500), q.window()
    reach = 0
    if q.exchange.switches["interest_30d"]:
        reach = q.now - INTEREST_REACH
    if start is not None and start < reach:
        raise not_valid("startTime")
    since = max(start or 0, reach, instrument.market.listed + 1)
    last = q.now if end is None else min(end, q.now)
    times = range(-(-since // step) * step,
                  min(last + 1, instrument.market.end(last)), step)
    oldest = q.exchange.switches["interest_overflow"] == "oldest"
    times = times[:limit] if oldest and start else times[-limit:]
    return [instrument.interest.row(t) for t in times]


def funding_rate(q):
    limit, (start, end) = q.limit(None, 1000), q.window()
    until = q.now if end is None else min(end, q.now)
    if "symbol" in q.given:
        found = [q.instrument()]
    else:
        found = [q.exchange.instrument("um", s)
                 for s in q.exchange.symbols("um")]
    if limit is None:
        limit = (q.exchange.switches["funding_default"]
                 if start is None and end is None else 100)
    since = start
    if start is None:
        since = max(0, until - limit * 9 * HOUR)
    rows = sorted(((made.time, i, one.funding.row(made))
                   for i, one in enumerate(found)
                   for made in one.funding.between(since, until)),
                  key=lambda row: row[:2])
    rows = rows[-limit:] if start is None else rows[:limit]
    return [row for _, _, row in rows]


def funding_info(q):
    return catalogue.funding_info(q)


def premium_index(q):
    if "symbol" in q.given:
        return _premium(q, q.instrument())
    return [_premium(q, q.exchange.instrument("um", s))
            for s in q.exchange.symbols("um")]


def _premium(q, one):
    due = one.funding.next_due(q.now)
    before = due - one.funding.hours_at(due - 1) * HOUR
    return {"symbol": one.market.symbol,
            "markPrice": one.premium.mark_price(q.now),
            "indexPrice": one.premium.index_price(q.now),
            "estimatedSettlePrice": one.premium.index_price(q.now),
            "lastFundingRate":
                one.funding.row(one.funding.settlement(before))["fundingRate"],
            "interestRate": "0.00010000", "nextFundingTime": due,
            "time": q.now}


# Path: venue, pool, weight, answer.
ROUTES = {
    "/fapi/v1/ping": ("um", "um", 1, ping),
    "/fapi/v1/time": ("um", "um", 1, server_time),
    "/fapi/v1/exchangeInfo": ("um", "um", 1, exchange_info),
    "/fapi/v1/klines": ("um", "um", klines_weight, klines),
    "/fapi/v1/premiumIndexKlines": ("um", "um", klines_weight,
                                    premium_klines),
    "/fapi/v1/aggTrades": ("um", "um", 20, agg_trades),
    "/fapi/v1/depth": ("um", "um", depth_weight, depth),
    "/fapi/v1/openInterest": ("um", "um", 1, open_interest),
    "/fapi/v1/premiumIndex": ("um", "um", premium_weight, premium_index),
    "/fapi/v1/fundingRate": ("um", "funding", 1, funding_rate),
    "/fapi/v1/fundingInfo": ("um", "funding", 1, funding_info),
    "/futures/data/openInterestHist": ("um", "data", 1, interest_history),
    "/api/v3/ping": ("spot", "spot", 1, ping),
    "/api/v3/time": ("spot", "spot", 1, server_time),
    "/api/v3/exchangeInfo": ("spot", "spot", 20, exchange_info),
    "/api/v3/klines": ("spot", "spot", 2, klines),
    "/api/v3/aggTrades": ("spot", "spot", 4, agg_trades),
    "/api/v3/depth": ("spot", "spot", spot_depth_weight, depth),
}


def reply(request, data, status=200, headers=None):
    """DATA as JSON, packed if the client can take it."""
    body = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return pack(request, body.encode(), status, headers)


def pack(request, body, status=200, headers=None,
         content_type="application/json"):
    headers = dict(headers or {}, **{"Content-Type": content_type})
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=body, status=status, headers=headers)


def limited(exchange, request, venue, pool, verdict):
    """The answer to who is over the limit, or banned for it."""
    limit, ip = exchange.limits.limit(pool), request.remote
    until = verdict.banned_until
    if venue == "spot" and until:
        msg = (f"Way too much request weight used; IP banned until {until}. "
               "Please use WebSocket Streams for live updates to avoid bans.")
    elif venue == "spot":
        msg = (f"Too much request weight used; current limit is {limit} "
               "request weight per 1 MINUTE. Please use WebSocket Streams for "
               "live updates to avoid polling the API.")
    elif until:
        msg = (f"Way too many requests; IP({ip}) banned until {until}. Please "
               "use the websocket for live updates to avoid bans.")
    else:
        minutes = "minute" if pool == "um" else "5 minutes"
        msg = (f"Too many requests; current limit of IP({ip}) is {limit} "
               f"requests per {minutes}. Please use the websocket for live "
               "updates to avoid polling the API.")
    headers = {}
    if exchange.switches["retry_after"]:
        headers["Retry-After"] = str(verdict.retry_after)
        if not until:
            exchange.limits.hold(ip, verdict.retry_after)
    return reply(request, {"code": -1003, "msg": msg}, verdict.status,
                 headers)


def invalid_path(exchange, request):
    if exchange.switches["html_404"]:
        return pack(request, b"<html><body>404 Not Found</body></html>", 404,
                    content_type="text/html")
    return reply(request, {
        "code": -5000, "msg": f"Path {request.path}, Method "
        f"{request.method} is invalid"}, 404)


def answer(exchange, request, q, answerer):
    try:
        data = answerer(q)
    except Refusal as refusal:
        return reply(request, refusal.body, refusal.status)
    rule = request.get("rows_fault")
    if rule is not None:
        data = spoil_rows(rule, data)
    return reply(request, data)


def handler(exchange):
    async def handle(request):
        prefix = request.path.partition("/v")[0]
        venue, pool, weight, answerer = ROUTES.get(
            request.path, ("spot" if prefix == "/api" else "um",
                           "spot" if prefix == "/api" else "um", 1, None))
        q = Query(exchange, venue, request)
        cost = weight(q) if callable(weight) else weight
        verdict = exchange.limits.charge(request.remote, pool, cost)
        request["entry"].update(weight=cost, pool=pool, used=verdict.used)
        if verdict.status != 200:
            response = limited(exchange, request, venue, pool, verdict)
        elif answerer is None or request.method != "GET":
            response = invalid_path(exchange, request)
        else:
            response = answer(exchange, request, q, answerer)
        if pool in ("um", "spot"):
            used = str(verdict.used)
            response.headers["x-mbx-used-weight-1m"] = used
            if venue == "spot":
                response.headers["x-mbx-used-weight"] = used
        return response
    return handle


def routes(app, exchange):
    handle = handler(exchange)
    for prefix in ("/fapi", "/futures", "/api"):
        app.router.add_route("*", prefix + "/{rest:.*}", handle)
