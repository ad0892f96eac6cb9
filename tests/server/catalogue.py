# SPDX-License-Identifier: MIT
"""exchangeInfo and fundingInfo: long lists, most of it made up."""
from functools import lru_cache

from noise import number

FUTURES_LIMITS = [
    ("REQUEST_WEIGHT", "MINUTE", 1, 2400), ("ORDERS", "MINUTE", 1, 1200),
    ("ORDERS", "SECOND", 10, 300)]
SPOT_LIMITS = [
    ("REQUEST_WEIGHT", "MINUTE", 1, 6000), ("ORDERS", "SECOND", 10, 100),
    ("ORDERS", "DAY", 1, 200_000), ("RAW_REQUESTS", "MINUTE", 5, 300_000)]
NEVER = 4133404800000
# What is out of the ordinary: contractType, status, deliveryDate.
ODD = {
    "BTCUSDT_261225": ("CURRENT_QUARTER", "TRADING", 1798185600000),
    "TSLAUSDT": ("TRADIFI_PERPETUAL", "TRADING", NEVER),
    "GONEUSDT": ("PERPETUAL", "SETTLING", 1777593600000),
    "BTCUSD_PERP": ("PERPETUAL", "TRADING", NEVER),
    "X000USDT": ("PERPETUAL_OF_A_NEW_KIND", "TRADING", NEVER),
    "X001USDT": ("", "A_NEW_STATUS", NEVER),
    "X002USDT": ("CURRENT_QUARTER DELIVERING", "DELIVERING", NEVER),
    "X003USDT": ("PERPETUAL", "PENDING_TRADING", NEVER),
}


def shuffled(name, members):
    """The same members in an order that depends on NAME."""
    return dict(sorted(members.items(),
                       key=lambda item: number(name + item[0], 0)))


def _limits(rows):
    return [{"rateLimitType": kind, "interval": unit, "intervalNum": n,
             "limit": limit} for kind, unit, n, limit in rows]


def _quote(symbol):
    return "USD" if symbol.endswith("USD_PERP") else "USDT"


def _filters(name, spec, nominal):
    small = [
        {"filterType": "PRICE_FILTER", "minPrice": spec.tick,
         "maxPrice": "4529764", "tickSize": spec.tick},
        {"filterType": "LOT_SIZE", "minQty": spec.step,
         "stepSize": spec.step, "maxQty": "1000"},
        {"filterType": "MARKET_LOT_SIZE", "minQty": spec.step,
         "stepSize": spec.step, "maxQty": "120"},
        {"filterType": "MAX_NUM_ORDERS", "limit": 200},
        {"filterType": nominal, "notional": "50"},
        {"filterType": "PERCENT_PRICE", "multiplierUp": "1.0500",
         "multiplierDown": "0.9500", "multiplierDecimal": "4"},
        {"filterType": "POSITION_RISK_CONTROL",
         "positionControlSide": "NONE"}]
    return [shuffled(f"{name}/{i}", one) for i, one in enumerate(small)]


def _futures_row(exchange, symbol):
    spec = exchange.spec("um", symbol)
    kind, status, delivery = ODD.get(symbol, ("PERPETUAL", "TRADING", NEVER))
    if spec.delisted is not None:
        delivery = spec.delisted
        if spec.delisted <= exchange.clock.now():
            status = "SETTLING"
    quote = _quote(symbol)
    pair = symbol.partition("_")[0]
    return shuffled(symbol, {
        "symbol": symbol, "pair": pair, "contractType": kind,
        "deliveryDate": delivery, "onboardDate": spec.listed,
        "status": status, "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": pair.removesuffix(quote), "quoteAsset": quote,
        "marginAsset": "USDT",
        "pricePrecision": len(spec.tick.partition(".")[2]),
        "quantityPrecision": len(spec.step.partition(".")[2]),
        "baseAssetPrecision": 8, "quotePrecision": 8,
        "underlyingType": "COIN", "underlyingSubType": ["PoW", "Crypto"],
        "triggerProtect": "0.0500", "liquidationFee": "0.012500",
        "marketTakeBound": "0.05", "maxMoveOrderLimit": 10000,
        "filters": _filters(symbol, spec, "MIN_NOTIONAL"),
        "orderTypes": ["LIMIT", "MARKET", "STOP", "STOP_MARKET",
                       "TAKE_PROFIT", "TAKE_PROFIT_MARKET",
                       "TRAILING_STOP_MARKET"],
        "timeInForce": ["GTC", "IOC", "FOK", "GTX", "GTD"],
        "permissionSets": ["GRID", "COPY", "DCA", "PSB"]})


def _spot_row(exchange, symbol):
    spec = exchange.spec("spot", symbol)
    quote = _quote(symbol)
    return shuffled(symbol, {
        "symbol": symbol, "status": "TRADING",
        "baseAsset": symbol.removesuffix(quote), "quoteAsset": quote,
        "baseAssetPrecision": 8, "quotePrecision": 8,
        "quoteAssetPrecision": 8, "baseCommissionPrecision": 8,
        "quoteCommissionPrecision": 8,
        "orderTypes": ["LIMIT", "LIMIT_MAKER", "MARKET"],
        "icebergAllowed": True, "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": True,
        "filters": _filters(symbol, spec, "NOTIONAL"),
        "permissions": [], "permissionSets": [["SPOT", "MARGIN"]]})


@lru_cache(maxsize=8)
def _rows(exchange, venue, hour):
    row = _futures_row if venue == "um" else _spot_row
    names = exchange.symbols(venue)
    odd = [s for s in ODD if s not in names] if venue == "um" else []
    return [row(exchange, s) for s in dict.fromkeys(
        names + odd + exchange.made_up)]


def _wanted(q):
    """The symbols that a spot request names, or None."""
    if "symbol" in q.given:
        return {q.instrument().market.symbol}
    if "symbols" in q.given:
        return set(q.given["symbols"].strip("[]").replace('"', "").split(","))
    return None


def exchange_info(q):
    exchange, now = q.exchange, q.now
    stale = now - exchange.switches["stale_ms"]
    rows = _rows(exchange, q.venue, now // 3_600_000)
    if q.venue == "spot":
        wanted = _wanted(q)
        if wanted is not None:
            rows = [row for row in rows if row["symbol"] in wanted]
        return {"timezone": "UTC", "serverTime": stale,
                "rateLimits": _limits(SPOT_LIMITS), "exchangeFilters": [],
                "symbols": rows}
    assets = [{"asset": name, "marginAvailable": True,
               "autoAssetExchange": "-10000"} for name in ("USDT", "BTC")]
    return {"timezone": "UTC", "serverTime": stale,
            "futuresType": "U_MARGINED", "rateLimits": _limits(FUTURES_LIMITS),
            "exchangeFilters": [], "assets": assets, "symbols": rows}


def funding_info(q):
    """Those whose interval is not eight hours, and the made-up ones."""
    exchange, rows = q.exchange, []
    for symbol in exchange.symbols("um") + exchange.made_up[:700]:
        spec = exchange.spec("um", symbol)
        hours = next((every for since, every in reversed(sorted(spec.funding))
                      if since <= q.now), 8)
        n = number("fundingInfo/" + symbol, 0)
        if symbol in exchange.made_up:
            hours = (1, 4, 8)[n % 3]
        elif hours == 8:
            continue
        rows.append({
            "symbol": symbol, "adjustedFundingRateCap": "0.02000000",
            "adjustedFundingRateFloor": "-0.02000000",
            "fundingIntervalHours": hours, "disclaimer": False,
            "updateTime": None if n % 7 == 0 else 1758377721362})
    return rows
