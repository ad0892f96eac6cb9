# SPDX-License-Identifier: MIT
"""The parameters of a REST request, and how they are refused."""
from when import INTERVALS, MINUTE

FOREVER = 1 << 60
PERIODS = ("5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d")


class Refusal(Exception):
    """An answer with a code and a text instead of data."""

    def __init__(self, code, msg, status=400):
        super().__init__(msg)
        self.status, self.body = status, {"code": code, "msg": msg}


def missing(name):
    return Refusal(-1102, f"Mandatory parameter '{name}' was not sent, was "
                   "empty/null, or malformed.")


def not_valid(name):
    return Refusal(-1130, f"Data sent for parameter '{name}' is not valid.")


class Query:
    def __init__(self, exchange, venue, request):
        self.exchange, self.venue, self.request = exchange, venue, request
        self.given, self.now = request.query, exchange.clock.now()
        unit = request.headers.get("X-MBX-TIME-UNIT", "").upper()
        self.micro = venue == "spot" and unit == "MICROSECOND"

    def time(self, ms, rest=0):
        """A moment as it is answered; REST are its microseconds."""
        return ms * 1000 + rest if self.micro else ms

    def raw_limit(self):
        """What is charged for, valid or not."""
        text = self.given.get("limit", "")
        return int(text) if text.isdigit() else None

    def integer(self, name):
        text = self.given.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 20):
            raise Refusal(-1100, "Illegal characters found in parameter "
                          f"'{name}'; legal range is '^[0-9]{{1,20}}$'.")
        return int(text)

    def moment(self, name):
        value = self.integer(name)
        if value is not None and self.venue == "spot" and value >= 10 ** 15:
            value //= 1000
        return value

    def window(self):
        """(startTime, endTime), None where there is none."""
        start, end = self.moment("startTime"), self.moment("endTime")
        if None not in (start, end) and start > end and self.venue == "um":
            raise Refusal(-1023, "Start time is greater than end time.")
        return start, end

    def limit(self, default, most):
        value = self.integer("limit")
        if value is None:
            return default
        if value > most and self.venue == "spot":
            return most
        if not 1 <= value <= most:
            raise not_valid("limit")
        return value

    def interval(self):
        text = self.given.get("interval")
        if not text:
            raise missing("interval")
        if text not in INTERVALS or (
                self.venue == "um" and INTERVALS[text] == MINUTE // 60):
            raise Refusal(-1120, "Invalid interval.")
        return text

    def period(self):
        text = self.given.get("period")
        if not text:
            raise missing("period")
        if text not in PERIODS:
            raise not_valid("period")
        return INTERVALS[text]

    def instrument(self):
        symbol = self.given.get("symbol")
        if not symbol:
            raise missing("symbol")
        if self.venue in self.exchange.switches["lower_case"]:
            symbol = symbol.upper()
        found = self.exchange.instrument(self.venue, symbol)
        if found is None:
            raise Refusal(-1121, "Invalid symbol.")
        gone = found.market.spec.delisted
        if gone is not None and gone <= self.now:
            code = self.exchange.switches["delisted_code"]
            raise Refusal(code, "Invalid symbol status." if code == -1122
                          else "Invalid symbol.")
        return found
