#!/usr/bin/env python3
"""Says what is wrong with a page of report(1).

usage: report_check.py PAGE [RUN]

The page: elements nest, charts are XML with a title and a description, ids
are unique and links meet them, tables have captions and scopes, nothing is
loaded and nothing runs.  With RUN, the records it was made from: a second
reckoning of its figures, months, distribution, marks and holes.
"""
import datetime
import json
import math
import re
import sys
import xml.etree.ElementTree
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}
problems = []


def bad(text):
    problems.append(text)


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.refs = [], [], []
        self.tags, self.tables, self.data = [], [], []
        self.cell = None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.tags.append((tag, a))
        if len(a) != len(attrs):
            bad("an attribute twice in <%s>" % tag)
        if "id" in a:
            self.ids.append(a["id"])
        self.refs += a.get("aria-labelledby", "").split()
        if a.get("href", "").startswith("#"):
            self.refs.append(a["href"][1:])
        if tag == "table":
            self.tables.append({"caption": None, "rows": []})
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
        elif tag in ("td", "th", "caption"):
            self.cell = {"text": "", "tag": tag, "value": None, **a}
            if tag == "caption":
                self.tables[-1]["caption"] = self.cell
            else:
                self.tables[-1]["rows"][-1].append(self.cell)
        elif tag == "data":
            self.data.append([a["value"], ""])
            if self.cell is not None:
                self.cell["value"] = float(a["value"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            bad("</%s> in %s" % (tag, self.open[-3:]))
        else:
            self.open.pop()
        if tag in ("td", "th", "caption"):
            self.cell = None

    def handle_data(self, text):
        if self.cell is not None:
            self.cell["text"] += text
        if self.open and self.open[-1] == "data":
            self.data[-1][1] += text


def number(text):
    """A figure as it is shown: its value and half of its last digit."""
    m = re.match(r"([+\u2212]?)([0-9,]*)(\.[0-9]*)?(e[+-]?[0-9]+)?(%?)", text)
    scale = 0.01 if m[5] else 1
    digits = len(m[3]) - 1 if m[3] else 0
    v = float((m[2] + (m[3] or "")).replace(",", "") + (m[4] or ""))
    return (-v if m[1] == "\u2212" else v) * scale, \
        0.5000001 * 10.0 ** -digits * scale


def charts(text):
    """The outermost <svg> elements."""
    depth = 0
    for m in re.finditer("<(/?)svg", text):
        if not m[1]:
            begin = begin if depth else m.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield text[begin:m.end() + 1]


def check_form(text, page):
    if page.open:
        bad("never closed: %s" % page.open)
    for i in set(page.ids):
        if page.ids.count(i) > 1:
            bad("id %s twice" % i)
    for r in page.refs:
        if r not in page.ids:
            bad("nothing has the id %s" % r)
    for svg in charts(text):
        try:
            top = xml.etree.ElementTree.fromstring(svg)
        except xml.etree.ElementTree.ParseError as e:
            bad("a chart is no XML: %s" % e)
            continue
        if top.get("role") == "img" and not (
                top[0].tag == "title" and top[0].text and
                top[1].tag == "desc" and top[1].text):
            bad("a chart has no title and description")
    for tag, a in page.tags:
        if tag in ("script", "iframe", "img", "object", "embed", "base"):
            bad("<%s>" % tag)
        for k, v in a.items():
            if k.startswith("on") or k in ("src", "srcset"):
                bad("%s in <%s>" % (k, tag))
            if k == "href" and not v.startswith("#") and v != "data:,":
                bad("href to %s" % v)
            if "nan" in (v or "") or re.search(r"\binf\b", v or ""):
                bad("%s=%s in <%s>" % (k, v, tag))
    for style in re.findall("(?s)<style>(.*?)</style>", text):
        for url in re.findall(r"url\(([^)]*)\)|@import", style):
            if url != "#hatch":
                bad("the style loads %s" % url)
    heads = [t for t, _ in page.tags if re.fullmatch("h[1-6]", t)]
    if heads.count("h1") != 1:
        bad("%d times <h1>" % heads.count("h1"))


def check_tables(page):
    for t in page.tables:
        if not t["caption"] or not t["caption"]["text"]:
            bad("a table without a caption")
        if len({len(r) for r in t["rows"]}) != 1:
            bad("rows of different lengths: %s" % t["caption"]["text"])
        for cell in [c for r in t["rows"] for c in r]:
            if cell["tag"] == "th" and "scope" not in cell:
                bad("a heading without a scope: %s" % cell["text"])
    for value, shown in page.data:
        v, slack = number(shown)
        if shown[-1:].isalpha() or " " in shown or ":" in shown:
            continue  # times, days
        if abs(v - float(value)) > slack + 1e-11 * abs(float(value)):
            bad("%s is shown as %s" % (value, shown))


def table(page, caption):
    """Rows below the head, or None."""
    for t in page.tables:
        if t["caption"]["text"] == caption:
            return t["rows"][1:]
    return None


def near(a, b):
    return a is not None and abs(a - b) <= 1e-10 + 1e-10 * abs(b)


def check_figures(page, report):
    stats = [v for v in report["stats"].values() if not isinstance(v, str)]
    shown = [r[1]["value"] for r in table(page, "All figures of the run")
             if r[1]["value"] is not None]
    if len(stats) != len(shown) or not all(map(near, shown, stats)):
        bad("all figures: %s, want %s" % (shown, stats))
    tiles = {float(v) for v, _ in page.data[:14]}
    for name in ("return", "sharpe", "max_drawdown", "trades", "win_rate"):
        if name in report["stats"] and report["stats"][name] not in tiles:
            bad("no tile for %s" % name)


def check_windows(page, report):
    rows = table(page, "Windows side by side") or []
    for i, w in enumerate(report["windows"]):
        want = [v for k, v in w.items() if k != "window_days"
                and not isinstance(v, bool)]
        got = [r[i + 1]["value"] for r in rows
               if r[i + 1]["value"] is not None]
        if not all(map(near, got, want)) or len(got) != len(want):
            bad("window %d: %s, want %s" % (i, got, want))


def check_months(page, records, report):
    last, before = {}, report["params"]["cash"]
    for r in records:
        if r["type"] == "equity":
            d = datetime.datetime.fromtimestamp(r["time"] / 1000,
                                                datetime.timezone.utc)
            last[d.year, d.month] = r["equity"]
    want = {}
    for key in sorted(last):
        want[key] = last[key] / before - 1
        before = last[key]
    got = {}
    for row in table(page, "Return of the equity, by UTC month") or []:
        for m in range(1, 13):
            if row[m]["value"] is not None:
                got[int(row[0]["text"]), m] = row[m]["value"]
        grown = math.prod(1 + v for k, v in want.items()
                          if k[0] == int(row[0]["text"]))
        if not near(row[13]["value"], grown - 1):
            bad("year %s: %s" % (row[0]["text"], row[13]["text"]))
    if got.keys() != want.keys() or \
            not all(near(got[k], want[k]) for k in want):
        bad("months: %s, want %s" % (got, want))


def edge(text):
    return float(text.replace("\u2212", "-").rstrip("%")) / 100


def check_returns(page, deals):
    rows = table(page, "Trades by their return") or []
    returns = [d["return"] for d in deals if "return" in d]
    for name, count, _ in rows:
        words = name["text"].split()
        lo = -9e9 if words[0] == "below" else edge(words[0])
        hi = 9e9 if words[-1] == "more" else edge(words[-1])
        n = sum(lo - 1e-12 <= r < hi - 1e-12 for r in returns)
        if n != count["value"]:
            bad("%s: %s trades, want %d" % (name["text"], count["text"], n))
        if lo < -1e-12 and hi > 1e-12:
            bad("%s holds gains and losses" % name["text"])
    if sum(c["value"] for _, c, _ in rows) != len(returns):
        bad("the distribution is of other trades")


def check_trades(page, deals):
    rows = table(page, "Closed positions") or []
    for row, d in zip(rows, deals[-500:]):
        if row[0]["text"] != str(d["id"]) or row[1]["text"] != d["symbol"] \
                or not near(row[7]["value"], d["return"]):
            bad("trade %s: %s" % (d["id"], [c["text"] for c in row]))
    if len(rows) != min(500, len(deals)):
        bad("%d trades, want %d" % (len(rows), min(500, len(deals))))


def check_holes(page, records):
    gaps = [r for r in records if r["type"] == "gap"]
    rows = table(page, "Holes in the prices") or []
    if len(rows) != len(gaps):
        bad("%d holes, want %d" % (len(rows), len(gaps)))
    drawn = sum(t == "rect" and a.get("class") == "hole"
                for t, a in page.tags)
    if gaps and drawn < len(gaps):
        bad("%d holes are drawn, want %d" % (drawn, len(gaps)))


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    page = Page()
    page.feed(text)
    page.close()
    check_form(text, page)
    check_tables(page)
    if len(sys.argv) > 2:
        records = [json.loads(line) for line in open(sys.argv[2])]
        deals = [r for r in records
                 if r["type"] == "position" and r["state"] == "closed"]
        report = records[-1]
        check_figures(page, report)
        check_windows(page, report)
        check_months(page, records, report)
        check_returns(page, deals)
        check_trades(page, deals)
        check_holes(page, records)
    for p in problems[:20]:
        print("#", p)
    sys.exit(bool(problems))


main()
