# SPDX-License-Identifier: MIT
"""Asks a running fake exchange, for the self-tests."""
import http.client
import io
import json
import sys
import unittest
import zipfile
from urllib.parse import quote

from when import parse

NOW = parse("2026-10-01T12:00:30Z")
YESTERDAY = parse("2026-09-30")
UM, SPOT = "data/futures/um/", "data/spot/"
K = "/fapi/v1/klines?symbol=BTCUSDT&interval=1m"
A = "/fapi/v1/aggTrades?symbol=BTCUSDT"
OI = "/futures/data/openInterestHist?symbol=BTCUSDT&period=5m"
F = "/fapi/v1/fundingRate?symbol=BTCUSDT"
DAY_FILE = UM + "daily/klines/BTCUSDT/1m/BTCUSDT-1m-2026-09-30.zip"

with open(sys.argv[1], encoding="utf-8") as ready:
    where = json.load(ready)


def ask(url, method="GET", body=None, headers=None):
    """(status, headers, body)"""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, "/" + path, body, headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.headers, data


def get(path, **headers):
    return ask(where["rest"] + "/" + quote(path.lstrip("/"), "/?&=:%+"),
               headers={k.replace("_", "-"): v for k, v in headers.items()})


def rest(path):
    status, _, data = get(path)
    assert status == 200, (path, status, data)
    return json.loads(data)


def control(path, data=None, method=None):
    body = None if data is None else json.dumps(data)
    status, _, text = ask(f"{where['control']}/{path}",
                          method or ("GET" if body is None else "POST"), body)
    assert status == 200, (path, status, text)
    return json.loads(text) if path != "log" else text.decode()


def lines(key):
    status, _, data = get(key)
    assert status == 200, (key, status)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        name, = packed.namelist()
        assert name == key.rpartition("/")[2][:-3] + "csv"
        return packed.read(name).decode().splitlines()


def rows(key):
    found = [line.split(",") for line in lines(key)]
    return found[not found[0][0].isdigit():]


def metrics(date):
    return rows(f"{UM}daily/metrics/BTCUSDT/BTCUSDT-metrics-{date}.zip")


class Fresh(unittest.TestCase):
    def setUp(self):
        control("clock", {"now": NOW, "speed": 0})
        for what in ("faults", "limits", "log"):
            control(what, method="DELETE")

    def code(self, path, status, code):
        got, _, data = get(path)
        self.assertEqual((got, json.loads(data)["code"]), (status, code), path)
