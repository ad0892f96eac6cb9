# SPDX-License-Identifier: MIT
"""A fake Binance: REST, archive and streams, deterministic, with faults.

Written from the exchange's documents.  exchange.py says what the surfaces
share; ws.py is the streams, ws_faults.py what can be done to them.
A surface reads exchange.instrument(venue, symbol), .clock, .switches, .faults
and .limits, and reports what it counts in exchange.stats.
"""
import argparse
import asyncio
import json
import os
import signal
import ssl
import sys

from aiohttp import web

import archive
import control
import rest
import surface
import ws
from clock import Clock
from exchange import Exchange
from spec import Spec
from when import parse

VERBS = control.__doc__.partition("\n\n")[2]
NOTES = f"The control endpoint:\n\n{VERBS}" + """
Example:

    scripts/fake-exchange --now 2026-10-01T12:00:00Z --port 8000 \\
        --control-port 8001 --market BTCUSDT:trades_per_minute=60,burst=3
    curl 'http://127.0.0.1:8000/fapi/v1/klines?symbol=BTCUSDT&interval=1m'
    curl http://127.0.0.1:8001/faults \\
        -d '{"route":"/fapi/v1/klines","kind":"429","calls":"2-3"}'
"""


def options():
    parser = argparse.ArgumentParser(
        prog="fake-exchange", description=__doc__.partition("\n")[0],
        epilog=NOTES, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--port", type=int, default=0, help="REST, archive and streams; 0, "
        "the default, takes a free one")
    add("--spot-port", type=int, default=0, help="the same, and streams there "
        "are the spot market's")
    add("--control-port", type=int, default=0)
    add("--tls", nargs=2, metavar=("CERT", "KEY"), help="on a further port")
    add("--tls-port", type=int, default=0)
    add("--now", type=parse, help="the clock stands at this TIME (RFC 3339 "
        "or epoch ms); without it, it is the real one")
    add("--speed", type=float, help="it runs so many times as fast")
    add("--seed", default="1", help="another one, another market")
    add("--rate", type=int, default=2, metavar="N", help="aggregated trades "
        "a minute, of symbols that --market does not name (default: 2)")
    add("--market", action="append", default=[],
        metavar="[spot/]SYMBOL:NAME=VALUE,...", help="trades_per_minute, "
        "burst (trades in one ms), listed, delisted, price, tick, step, seed, "
        "halt=FROM/UNTIL, funding=[FROM/]HOURS; the last two several times")
    add("--recorded", action="append", default=[], metavar="DIR",
        help="archive files to serve instead, under data/...")
    add("--cache", metavar="DIR", help="keeps the archive's files")
    add("--faults", metavar="FILE", help="a rule or a list of them, JSON")
    add("--switch", action="append", default=[], metavar="NAME=JSON")
    add("--ready", metavar="FILE", help="says there where it listens, "
        "instead of on stdout")
    add("--tie", action="store_true", help="ends when stdin does")
    return parser


def make_exchange(given):
    specs = [Spec.from_text(text, seed=given.seed)
             if "seed=" not in text else Spec.from_text(text)
             for text in given.market]
    exchange = Exchange(Clock(given.now, given.speed), specs, given.seed,
                        given.rate)
    for text in given.switch:
        name, _, value = text.partition("=")
        exchange.set_switches({name: json.loads(value)})
    if given.faults:
        with open(given.faults, encoding="utf-8") as file:
            exchange.faults.add(json.load(file))
    return exchange


def make_app(exchange, given):
    app = web.Application(middlewares=[surface.middleware(exchange)])
    rest.routes(app, exchange)
    if given.cache:
        os.makedirs(given.cache, exist_ok=True)
    archive.routes(app, exchange, given.recorded, given.cache)
    ws.routes(app, exchange)
    return app


async def listen(runner, port, tls=None):
    """Listens on the loopback; the port that it is."""
    site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls,
                       shutdown_timeout=0.1)
    await site.start()
    return site._server.sockets[0].getsockname()[1]


async def listen_all(exchange, given, runner, controller):
    """Where everything is, as it is told to who waits for it."""
    port = await listen(runner, given.port)
    spot = await listen(runner, given.spot_port)
    exchange.spot_ports.add(spot)
    http = f"http://127.0.0.1:{port}"
    told = {"rest": http, "archive": http, "ws": f"ws://127.0.0.1:{port}",
            "spot": f"http://127.0.0.1:{spot}",
            "ws_spot": f"ws://127.0.0.1:{spot}"}
    if given.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*given.tls)
        port = await listen(runner, given.tls_port, tls)
        told.update(https=f"https://127.0.0.1:{port}",
                    wss=f"wss://127.0.0.1:{port}")
    port = await listen(controller, given.control_port)
    return dict(told, control=f"http://127.0.0.1:{port}")


def tell(told, path):
    line = json.dumps(told) + "\n"
    if not path:
        sys.stdout.write(line)
        sys.stdout.flush()
        return
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(line)
    os.rename(path + ".new", path)


def tie(loop, done):
    """Sets DONE when stdin ends; what can never be waited for has ended."""
    fd = sys.stdin.fileno()
    try:
        loop.add_reader(fd, lambda: os.read(fd, 4096) or done.set())
    except PermissionError:
        done.set()


async def serve(given):
    exchange, done = make_exchange(given), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    if given.tie:
        tie(loop, done)
    runner = web.AppRunner(make_app(exchange, given), access_log=None)
    controller = web.AppRunner(control.application(exchange, done),
                               access_log=None)
    await runner.setup()
    await controller.setup()
    tell(await listen_all(exchange, given, runner, controller), given.ready)
    await done.wait()


if __name__ == "__main__":
    parser = options()
    given = parser.parse_args()
    try:
        asyncio.run(serve(given))
    except (OSError, ValueError) as why:
        sys.exit(f"fake-exchange: error: {why}")
    # What still drips or is made in a thread is not waited for.
    sys.stdout.flush()
    os._exit(0)
