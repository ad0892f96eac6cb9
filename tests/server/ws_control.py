# SPDX-License-Identifier: MIT
"""Control messages: SUBSCRIBE and its like, and how they are refused."""
import json

METHODS = ("SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY",
           "GET_PROPERTY")
STREAMS_MAX = 1024


class Refused(Exception):
    """An error that is told; last: and the connection ends."""

    def __init__(self, code, msg, ident=False, last=False):
        super().__init__(msg)
        self.code, self.msg = code, msg
        self.ident, self.last = ident, last

    def text(self, form):
        """FORM wire wraps it, docs has it flat; no id if there is none."""
        told = {"code": self.code, "msg": self.msg}
        if form == "wire":
            told = {"error": told}
        if self.ident is not False:
            told["id"] = self.ident
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def invalid(what, ident=False):
    return Refused(2, "Invalid request: " + what, ident)


def parse(text):
    """(method, params, id) of a request."""
    try:
        given = json.loads(text)
    except ValueError as why:
        line, column = getattr(why, "lineno", 1), getattr(why, "colno", 1)
        raise Refused(3, "Invalid JSON: expected value at line "
                      f"{line} column {column}") from None
    if not isinstance(given, dict):
        raise invalid("expected struct Request at line 1 column 1")
    ident = given.get("id")
    fine = (ident is None
            or isinstance(ident, str) and len(ident) <= 36
            or isinstance(ident, int) and not isinstance(ident, bool)
            and 0 <= ident < 1 << 63)
    if not fine:
        raise invalid("request ID must be an unsigned integer")
    if "method" not in given:
        raise invalid("missing field `method` at line 1 column "
                      f"{len(text)}", ident)
    method = given["method"]
    if method not in METHODS:
        known = ", ".join(f"`{name}`" for name in METHODS)
        at = text.find(str(method)) + len(str(method)) + 1
        raise invalid(f"unknown variant `{method}`, expected one of {known} "
                      f"at line 1 column {at}", ident)
    params = given.get("params", [])
    if not isinstance(params, list):
        raise invalid("params must be an array", ident)
    return method, params, ident


def _property(params, n, ident):
    if len(params) > n:
        raise invalid("too many parameters", ident)
    if len(params) < n:
        raise invalid("missing parameters", ident)
    if not isinstance(params[0], str):
        raise invalid("property name must be a string", ident)
    if params[0] != "combined":
        raise Refused(0, "Unknown property", ident)


def handle(session, method, params, ident):
    """Does it; what its result is."""
    if method in ("SUBSCRIBE", "UNSUBSCRIBE"):
        if not all(isinstance(name, str) for name in params):
            raise invalid("stream names must be strings", ident)
        if method == "UNSUBSCRIBE":
            session.unsubscribe(params)
        elif len(set(params) | set(session.names)) > STREAMS_MAX:
            raise Refused(4, "Too many subscriptions", last=True)
        else:
            session.subscribe(params)
        return None
    if method == "LIST_SUBSCRIPTIONS":
        return list(session.names)
    if method == "GET_PROPERTY":
        _property(params, 1, ident)
        return session.combined
    _property(params, 2, ident)
    if not isinstance(params[1], bool):
        raise Refused(1, "Invalid value type: expected Boolean", ident)
    session.combined = params[1]
    return None


def answer(session, text, effect=True):
    """The reply to TEXT, its method, and whether the connection ends."""
    method = ""
    try:
        method, params, ident = parse(text)
        if effect:
            result = handle(session, method, params, ident)
        else:
            result = None
    except Refused as refused:
        form = session.exchange.switches["ws_errors"]
        return refused.text(form), method, refused.last
    reply = json.dumps({"result": result, "id": ident}, ensure_ascii=False,
                       separators=(",", ":"))
    return reply, method, False
