#!/usr/bin/env python3
"""A second implementation of score's candle path, slow and plain.

make          print a market: two symbols with every irregularity
check IN OUT  compare the signals of OUT (score --all -o IN) with the model
"""
import json
import sys

MINUTE = 60000
SESSIONS = ('asia', 'london', 'new_york')
WEIGHT = {'asia': 0.35, 'london': 0.45, 'new_york': 0.5}


class Random:
    """Knuth's MMIX generator: the same numbers everywhere."""

    def __init__(self, seed):
        self.x = seed

    def unit(self):
        self.x = (self.x * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.x >> 11) / 2**53

    def between(self, a, b):
        return a + (b - a) * self.unit()


# ---- the market ----------------------------------------------------------

def candle(symbol, venue, i, rnd, px):
    start = 1767225600000 + 7 * 3600000  # 07:00, in the middle of asia
    open_time = start + i * MINUTE
    close = round(px * (1 + rnd.between(-.0022, .0022)), 2)
    high = round(max(px, close) * (1 + rnd.between(0, .001)), 2)
    low = round(min(px, close) * (1 - rnd.between(0, .001)), 2)
    volume = round(rnd.between(0, 90), 3) if rnd.unit() > .02 else 0
    rec = {'type': 'candle', 'time': open_time + MINUTE - 1, 'venue': venue,
           'symbol': symbol, 'interval': '1m', 'open_time': open_time,
           'open': px, 'high': max(high, px, close),
           'low': min(low, px, close), 'close': close, 'volume': volume}
    if rnd.unit() > .001:
        rec['taker_buy_volume'] = round(volume * rnd.between(.2, .8), 3)
    return rec, close


def market(symbol, venue, px, seed, missing, gap_at):
    rnd = Random(seed)
    out = []
    oi = 80000.0
    for i in range(640):
        rec, px = candle(symbol, venue, i, rnd, px)
        t = rec['open_time']
        if i % 5 == 0 and not 200 <= i < 235:
            oi *= 1 + rnd.between(-.004, .004)
            out.append({'type': 'open_interest', 'time': t, 'venue': venue,
                        'symbol': symbol, 'period': '5m',
                        'open_interest': round(oi, 3)})
        if i % 480 == 60:
            out.append({'type': 'funding', 'time': t, 'venue': venue,
                        'symbol': symbol,
                        'rate': round(rnd.between(-.001, .001), 8)})
        if i == gap_at:
            out.append({'type': 'gap', 'time': t - 1, 'venue': venue,
                        'symbol': symbol, 'dataset': 'candles',
                        'interval': '1m', 'from': t - MINUTE, 'to': t - 1})
        if i in missing or i == gap_at - 1:
            continue
        if i % 50 == 9:
            out.append(dict(rec, time=t + 5000, closed=False, close=px * 1.5,
                            high=px * 2))
        if i % 15 == 14:
            out.append(dict(rec, interval='15m', open_time=t - 14 * MINUTE,
                            close=px * .9, low=px * .8))
        out.append(rec)
        if i % 70 == 3:
            out.append(rec)  # twice
    return out


def make():
    recs = market('BTCUSDT', 'binance-um', 27000.0, 1, {300, 301}, -1)
    recs += market('TINY', 'other', 3.21, 2, {150, 151, 152}, 400)
    recs.sort(key=lambda r: r['time'])  # stable
    for r in recs:
        print(json.dumps(r, separators=(',', ':')))


# ---- the model -----------------------------------------------------------

def ema50(c):
    out = [None] * len(c)
    for i in range(49, len(c)):
        out[i] = sum(c[:50]) / 50 if i == 49 else \
            out[i - 1] * (1 - 2 / 51) + c[i] * 2 / 51
    return out


def wilder(x, n):
    """Sums of n, decayed; x[0] belongs to the second bar."""
    out = [None] * (n - 1)
    for i in range(n - 1, len(x)):
        out.append(sum(x[:n]) if i == n - 1 else
                   out[-1] * (n - 1) / n + x[i])
    return out


def adx14(h, lo, c):
    n = 14
    tr, up, down = [], [], []
    for i in range(1, len(c)):
        tr.append(max(h[i], c[i - 1]) - min(lo[i], c[i - 1]))
        u, d = h[i] - h[i - 1], lo[i - 1] - lo[i]
        up.append(max(u, 0) if u > d else 0)
        down.append(max(d, 0) if d > u else 0)
    dx = []
    for t, u, d in zip(wilder(tr, n), wilder(up, n), wilder(down, n)):
        if t is not None:
            dx.append(100 * abs(u - d) / (u + d) if u + d else 0)
    out = [None] * len(c)
    for i in range(2 * n - 1, len(c)):
        j = i - n
        out[i] = sum(dx[:n]) / n if i == 2 * n - 1 else \
            (out[i - 1] * (n - 1) + dx[j]) / n
    return out


def segments(candles, continuous, gaps):
    """The stretches between holes."""
    part = []
    for c in candles:
        if part:
            last = part[-1]
            hole = continuous and c['open_time'] > last['open_time'] + MINUTE
            hole = hole or any(last['time'] < g < c['time'] for g in gaps)
            if hole:
                yield part
                part = []
        part.append(c)
    yield part


def sample(ois, t):
    best = None
    for r in ois:
        if r['time'] <= t and (best is None or r['time'] >= best['time']):
            best = r
    if best is None or t - best['time'] > 15 * MINUTE:
        return None
    return best['open_interest']


def session_inputs(part, i):
    c = part[i]
    block = c['time'] // (8 * 60 * MINUTE)
    got = {'session': SESSIONS[block % 3]}
    bars = [b for b in part[:i + 1] if b['time'] // (8 * 60 * MINUTE) == block]
    whole = len(bars) < i + 1 or \
        part[0]['open_time'] <= block * 8 * 60 * MINUTE
    volume = sum(b['volume'] for b in bars)
    if whole and volume:
        got['vwap'] = sum((b['high'] + b['low'] + b['close']) / 3 *
                          b['volume'] for b in bars) / volume
    if whole and all('taker_buy_volume' in b for b in bars):
        got['cvd'] = sum(2 * b['taker_buy_volume'] - b['volume']
                         for b in bars)
    if 'taker_buy_volume' in c:
        got['cvd_slope'] = 2 * c['taker_buy_volume'] - c['volume']
    return got


def inputs(part, ois, fundings):
    close = [c['close'] for c in part]
    ema = ema50(close)
    adx = adx14([c['high'] for c in part], [c['low'] for c in part], close)
    for i, c in enumerate(part):
        got = {'price': c['close'], 'ema_50': ema[i], 'adx_14': adx[i]}
        now = sample(ois, c['time'])
        base = sample(ois, c['time'] - 60 * MINUTE)
        if now is not None and base is not None:
            got['delta_oi_pct'] = (now / base - 1) * 100
        got.update(session_inputs(part, i))
        rates = [f['rate'] for f in fundings if f['time'] <= c['time']]
        if rates:
            got['funding_rate'] = rates[-1]
        yield c, {k: v for k, v in got.items() if v is not None}


def first(x, *steps):
    for at, points in steps:
        if x >= at:
            return points
    return None


def trend(g, sign):
    p = g['price']
    total = 0
    if 'ema_50' in g:
        r = abs(p - g['ema_50']) / p
        if sign * (p - g['ema_50']) >= 0:
            total += 1.1 + .4 * min(r / .01, 1)
        elif r <= .0035:
            total += .6 * (1 - r / .0035)
    total += first(g.get('adx_14', 0), (40, 1), (35, .9), (30, .8), (25, .65),
                   (20, .45), (15, .25), (-1, 0))
    if 'vwap' in g:
        r = abs(p - g['vwap']) / p
        if sign * (p - g['vwap']) >= 0:
            total += .35 if r <= .004 else .5
        elif r <= .005:
            total += .2 * (1 - r / .005)
    return min(total, 3)


def expected(g):
    p = g['price']
    delta = g.get('delta_oi_pct')
    short = delta is not None and delta < 0 or p < g.get('ema_50', p)
    sign = -1 if short else 1
    flow = first(abs(delta or 0), (1.2, 2), (1, 1.85), (.75, 1.6), (.5, 1.2),
                 (.35, .8), (.2, .45), (0, abs(delta or 0)))
    cvd = .6 * min(max(sign * g.get('cvd', 0), 0) / 2000, 1) + \
        .9 * min(max(sign * g.get('cvd_slope', 0), 0) / 50, 1)
    parts = {'trend': trend(g, sign), 'delta_oi': flow, 'cvd': cvd,
             'session': WEIGHT[g['session']]}
    total = round(sum(parts.values()), 4)
    low, high = p * .996, p * 1.004
    risk, gain = (high - low) / 2, high - low
    want = {'direction': 'short' if short else 'long', 'price': p,
            'score': total, 'entry_low': round(low, 4),
            'entry_high': round(high, 4),
            'stop': round(high + risk if short else low - risk, 4),
            'target': round(low - gain if short else high + gain, 4),
            'tier': 'high' if total >= 5.5 else
            'medium' if total >= 3.5 else 'low'}
    return want, {k: round(v, 4) for k, v in parts.items()}


def model(recs, symbol):
    own = [r for r in recs if r['symbol'] == symbol]
    gaps = [r['to'] for r in own if r['type'] == 'gap']
    ois = [r for r in own if r['type'] == 'open_interest']
    fundings = [r for r in own if r['type'] == 'funding']
    candles = {}
    for r in own:
        if r['type'] == 'candle' and r['interval'] == '1m' and \
                r.get('closed', True):
            candles.setdefault(r['open_time'], r)
    candles = [candles[t] for t in sorted(candles)]
    continuous = own[0]['venue'].startswith('binance-')
    for part in segments(candles, continuous, gaps):
        for c, g in inputs(part, ois, fundings):
            yield c, g


# ---- the comparison ------------------------------------------------------

def differs(a, b):
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return a != b
    return abs(a - b) > 1e-9 * max(abs(a), abs(b), 1e-3)


def compare(name, got, want):
    for k in sorted(set(got) | set(want)):
        if differs(got.get(k), want.get(k)):
            print(f'{name}: {k} is {got.get(k)}, want {want.get(k)}')
            return False
    return True


def check(market_path, signal_path):
    recs = [json.loads(line) for line in open(market_path)]
    signals = {}
    count = wrong = 0
    for line in open(signal_path):
        s = json.loads(line)
        key = f"{s['symbol']}-1m-{s['time']}-momentum_continuation"
        wrong += s['id'] != key or key in signals
        signals[key] = s
    tiers = {}
    for symbol in sorted({r['symbol'] for r in recs}):
        for c, g in model(recs, symbol):
            key = f"{symbol}-1m-{c['time']}-momentum_continuation"
            s = signals.pop(key, {})
            want, parts = expected(g)
            count += 1
            tiers[want['tier']] = tiers.get(want['tier'], 0) + 1
            good = compare(key, {k: s.get(k) for k in want}, want) and \
                compare(key, s.get('components', {}), parts) and \
                compare(key, s.get('audit', {}).get('inputs', {}), g)
            wrong += not good
    print(f'{count} signals compared, {wrong} differ, '
          f'{len(signals)} not expected; tiers {tiers}')
    return wrong == 0 and not signals and count > 1000


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        make()
    else:
        sys.exit(0 if check(sys.argv[2], sys.argv[3]) else 1)
