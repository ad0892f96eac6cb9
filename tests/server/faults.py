# SPDX-License-Identifier: MIT
"""The fault script: which request is spoilt, and how.

A rule is an object with

    route        a shell pattern for the path, or for path?query
    kind         what happens; a surface knows its kinds, see KINDS
    calls        1, [1, 3], "2-5" or "4-": which of the requests that match;
                 without it, all
    probability  of those, so many (by the seed, not by chance)
    times        so often at most
    from, until  ms of the virtual clock
and what its kind takes besides.  The first rule that strikes is the one;
archive files take all that match (kinds of spoil.py), whatever the call.
"""
from fnmatch import fnmatchcase

from noise import number

# In place of the answer, or what becomes of its bytes: broken.py.
WIRE = {
    "202", "403_html", "403_empty", "404_html", "408", "418", "429", "451",
    "500", "502", "503", "504", "503_unknown", "503_unavailable",
    "503_internal", "503_throttled", "503_slowdown", "200_html",
    "200_truncated", "200_error", "length_long", "length_short",
    "chunked_cut", "gzip_unasked", "gzip_corrupt", "reset_before",
    "reset_after", "cut", "tls_close", "silence", "drip", "delay",
    "close_idle", "301", "302", "long_header", "interim",
}
# What becomes of the rows of a REST answer, and of an archive's file.
ROWS = {"gap", "duplicate", "disorder", "revised", "exponent", "decimals16",
        "extra_element", "unknown_key"}
FILES = {
    "header", "no_header", "ms", "us", "booleans", "stripped", "crlf",
    "unsorted", "doubled", "interleaved", "zero_qty", "missing",
    "no_final_newline", "blank_cells", "rows436", "minus_ids", "same_ids",
    "exponent_cells", "changed", "cm_header", "wrong_columns",
    "absent", "corrupt_crc", "corrupt_directory", "truncated_zip",
    "two_members", "path_traversal", "zip64", "bomb",
    "checksum_wrong", "checksum_empty", "checksum_other_name",
    "checksum_absent", "checksum_no_newline",
}
STREAM = set()      # a surface of streams adds its kinds
MEMBERS = {"route", "kind", "calls", "probability", "times", "from", "until"}


def called(calls, n):
    """Whether CALLS names the N-th."""
    if calls is None:
        return True
    if isinstance(calls, int):
        return n == calls
    if isinstance(calls, list):
        return n in calls
    first, dash, last = calls.partition("-")
    return int(first) <= n <= int(last or n if dash else first)


class Rule:
    def __init__(self, given, seed):
        kind = given.get("kind")
        if kind not in WIRE | ROWS | FILES | STREAM:
            raise ValueError(f"no fault is called '{kind}'")
        if "route" not in given:
            raise ValueError("a fault needs a route")
        called(given.get("calls"), 1)
        self.given, self.kind, self.seed = given, kind, seed
        self.seen = self.struck = 0

    def get(self, name, default=None):
        return self.given.get(name, default)

    def matches(self, target):
        pattern = self.given["route"]
        return (fnmatchcase(target, pattern)
                or fnmatchcase(target.partition("?")[0], pattern))

    def active(self, now):
        return (self.get("from", 0) <= now
                and now < self.get("until", now + 1))

    def strikes(self):
        """Whether it does with this request, which matches."""
        self.seen += 1
        if not called(self.get("calls"), self.seen):
            return False
        if self.struck >= self.get("times", self.struck + 1):
            return False
        share = self.get("probability", 1)
        if number(self.seed, self.seen) >= share * (1 << 32):
            return False
        self.struck += 1
        return True


class Faults:
    def __init__(self, clock, seed="faults"):
        self.clock, self.seed = clock, seed
        self.rules = []

    def add(self, given):
        """One rule or a list of them; all are checked before one counts."""
        given = given if isinstance(given, list) else [given]
        first = len(self.rules)
        self.rules += [Rule(rule, f"{self.seed}/{first + i}")
                       for i, rule in enumerate(given)]

    def clear(self):
        self.rules = []

    def pick(self, target, kinds):
        """The rule of KINDS that strikes the request for TARGET, or None."""
        now, found = self.clock.now(), None
        for rule in self.rules:
            if (rule.kind in kinds and rule.active(now)
                    and rule.matches(target) and rule.strikes()
                    and found is None):
                found = rule
        return found

    def of_file(self, path, now):
        """The rules that shape the file at PATH at NOW."""
        return [rule for rule in self.rules if rule.kind in FILES
                and rule.active(now) and rule.matches(path)]

    def changed_at(self, path, now):
        """When rules last changed what the file at PATH is, or 0."""
        times = [rule.get(name, 0) for rule in self.rules
                 if rule.kind in FILES and rule.matches(path)
                 for name in ("from", "until")]
        return max([t for t in times if t <= now], default=0)

    def told(self):
        return [dict(rule.given, seen=rule.seen, struck=rule.struck)
                for rule in self.rules]
