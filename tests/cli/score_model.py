#!/usr/bin/env python3
"""A second implementation of score's candle path, slow and plain, written
from tickpipe-scoring(7).

make                 print a market: two symbols with every irregularity
check PROFILE IN OUT compare the signals of OUT (score --all -o IN) with the
                     model; PROFILE is data/classic.json or adaptive.json
"""
import bisect
import json
import math
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
    for i in range(1500):
        rec, px = candle(symbol, venue, i, rnd, px)
        t = rec['open_time']
        if i % 5 == 0 and not 200 <= i < 235:
            oi *= 1 + rnd.between(-.004, .004)
            out.append({'type': 'open_interest', 'time': t, 'venue': venue,
                        'symbol': symbol, 'period': '5m',
                        'open_interest': round(oi, 3)})
        if i % 480 == 60:
            out.append({'type': 'mark', 'time': t + 1, 'venue': venue,
                        'symbol': symbol, 'mark_price': px,
                        'index_price': round(px * rnd.between(.998, 1), 6)})
            out.append({'type': 'liquidation', 'time': t + 2, 'venue': venue,
                        'symbol': symbol, 'side': 'sell', 'price': px,
                        'qty': 7})
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


def mean(x):
    return sum(x) / len(x)


def smooth(x, n):
    """Wilder's average, a value for each of x."""
    out = []
    for i in range(len(x)):
        if i < n - 1:
            out.append(None)
        elif i == n - 1:
            out.append(mean(x[:n]))
        else:
            out.append((out[-1] * (n - 1) + x[i]) / n)
    return out


def ema(x, n):
    out = [None] * len(x)
    for i in range(n - 1, len(x)):
        out[i] = mean(x[:n]) if i == n - 1 else \
            out[i - 1] + 2 / (n + 1) * (x[i] - out[i - 1])
    return out


def atr(part, n):
    tr = [max(c['high'], b['close']) - min(c['low'], b['close'])
          for b, c in zip(part, part[1:])]
    return [None] + smooth(tr, n)


def rsi(close, n):
    d = [b - a for a, b in zip(close, close[1:])]
    up = smooth([max(x, 0) for x in d], n)
    down = smooth([max(-x, 0) for x in d], n)
    return [None] + [None if u is None else
                     100 * u / (u + v) if u + v else 50
                     for u, v in zip(up, down)]


def bands(close, i):
    if i < 19:
        return None
    w = close[i - 19:i + 1]
    m = mean(w)
    sd = math.sqrt(mean([(x - m) ** 2 for x in w]))
    return m - 2 * sd, m, m + 2 * sd


class Segment:
    """What the prices of a stretch without holes give, bar by bar."""

    def __init__(self, part):
        self.part = part
        close = [c['close'] for c in part]
        self.close = close
        self.ema50 = ema(close, 50)
        self.adx = adx14([c['high'] for c in part], [c['low'] for c in part],
                         close)
        self.atr14, self.atr20 = atr(part, 14), atr(part, 20)
        self.ema20, self.rsi = ema(close, 20), rsi(close, 14)

    def roc(self, i):
        if i < 10:
            return None
        return 100 * (self.close[i] - self.close[i - 10]) / self.close[i - 10]

    def sma(self, i, n):
        return None if i < n - 1 else mean(self.close[i - n + 1:i + 1])

    def prices(self, i):
        b = bands(self.close, i)
        got = {'price': self.close[i], 'ema_50': self.ema50[i],
               'adx_14': self.adx[i], 'atr_14': self.atr14[i],
               'momentum': self.roc(i)}
        if b:
            got['bb_width'] = (b[2] - b[0]) / b[1]
        if self.atr20[i] is not None:
            got['kc_width'] = 3 * self.atr20[i] / self.ema20[i]
        if i and self.roc(i - 1) is not None:
            got['momentum_shift'] = self.roc(i) - self.roc(i - 1)
        return got

    def more(self, i):
        """What only the adaptive method asks for."""
        b = bands(self.close, i)
        got = {'rsi_14': self.rsi[i], 'open': self.part[i]['open'],
               'volume': self.part[i]['volume'],
               'sma_50': self.sma(i, 50), 'sma_200': self.sma(i, 200)}
        if b:
            got['bb_lower'], got['bb_middle'], got['bb_upper'] = b
        if i >= 20:
            before = self.part[i - 20:i]
            got['donchian_high'] = max(c['high'] for c in before)
            got['donchian_low'] = min(c['low'] for c in before)
        if i:
            got['sma_50_before'] = self.sma(i - 1, 50)
            got['sma_200_before'] = self.sma(i - 1, 200)
        return got


def delta(c):
    if 'taker_buy_volume' not in c:
        return None
    return 2 * c['taker_buy_volume'] - c['volume']


def last_known(part, i, n, f):
    """f of the last n bars, if all are there and known."""
    got = [f(c) for c in part[max(i - n + 1, 0):i + 1]]
    return got if len(got) == n and None not in got else None


def takers(part, i, p):
    """The aggressors' volume."""
    flow, got = p['flow'], {}
    d = delta(part[i])
    if d is None:
        return got
    got['delta_volume_signed'] = d
    n = p['cvd'].get('slope_bars', 1)
    slope = last_known(part, i, n, delta)
    if slope:
        got['cvd_slope'] = sum(slope)
    before = last_known(part, i - 1, flow['volume_bars'], delta) if i else None
    size = mean([abs(x) for x in before]) if before else 0
    if size > 0:
        got['delta_volume'] = abs(d) / size
    n = flow['imbalance_bars']
    bought = last_known(part, i, n, lambda c: c.get('taker_buy_volume'))
    if bought:
        sold = sum(c['volume'] for c in part[i - n + 1:i + 1]) - sum(bought)
        if sold > 1e-12:
            got['orderflow_imbalance'] = sum(bought) / sold
    return got


def cluster(part, i, forced, p):
    n = p['flow']['liquidation_bars']
    if i < n - 1 or not any(f['time'] <= part[i]['time'] for f in forced):
        return {}
    bars = part[i - n + 1:i + 1]
    # What came between the hole and the candle before it is gone with it.
    start = max(bars[0]['open_time'], part[0]['open_time']) - 1
    value = sum(f['price'] * f['qty'] for f in forced
                if start < f['time'] <= part[i]['time'])
    traded = sum(c['close'] * c['volume'] for c in bars)
    if traded <= 0:
        return {}
    full = p['flow']['liquidation_full']
    return {'liquidation_cluster': min(value / (full * traded), 1)}


# -- the auction

def block(t):
    return t // (8 * 60 * MINUTE)


def nice(x):
    """The largest of 1, 2, 5 times a power of ten that is at most x."""
    e = math.floor(math.log10(x)) - 1
    best = None
    for k in range(e, e + 3):
        for m in (1, 2, 5):
            w = float(f'{m}e{k}')
            if w <= x:
                best = w
    return best


def volume_by_price(bars, w):
    bins = {}
    for c in bars:
        if not c['volume']:
            continue
        lo, hi = c['low'], c['high']
        first, last = (math.floor((x + w / 2) / w) for x in (lo, hi))
        if hi == lo:
            bins[first] = bins.get(first, 0) + c['volume']
            continue
        if last > first and last * w - w / 2 >= hi:
            last -= 1
        for i in range(first, last + 1):
            part = w
            if i in (first, last):
                part = min(hi, (i + 1) * w - w / 2) - max(lo, i * w - w / 2)
            if part > 0:
                bins[i] = bins.get(i, 0) + part * (c['volume'] / (hi - lo))
    return bins


def fewer(a, b):
    """Volumes, and by more than rounding."""
    return a < b - 1e-9 * b


def value_area(bins, poc, kind, share):
    total = sum(bins.values())
    if kind == 'rank':
        got, chosen = 0, []
        for i in sorted(bins, key=lambda i: (-bins[i], -i)):
            if got >= share * total:
                break
            got += bins[i]
            chosen.append(i)
        return min(chosen), max(chosen)
    lo = hi = poc
    got = bins[poc]
    while got < share * total:
        below = bins.get(lo - 1, 0) if lo > min(bins) else -1
        above = bins.get(hi + 1, 0) if hi < max(bins) else -1
        if not fewer(below, above):
            lo -= 1
            got += below
        else:
            hi += 1
            got += above
    return lo, hi


def levels_of_session(bars, w, p):
    bins = volume_by_price(bars, w)
    if not bins:
        return {}
    d = p['volume_profile']
    most = max(bins.values())
    poc = min(i for i in bins if not fewer(bins[i], most))
    lo, hi = value_area(bins, poc, d['area'], d['value_area'])
    lvns = [i * w for i in sorted(bins)
            if fewer(bins[i], bins.get(i - 1, most * 2))
            and fewer(bins[i], bins.get(i + 1, most * 2))
            and not fewer(d['lvn'] * most, bins[i])]
    got = {'poc': poc * w,
           'value_area_low': float('%.12g' % (lo * w)),
           'value_area_high': float('%.12g' % (hi * w))}
    if lvns:
        got['lvns'] = lvns
    return got


class Auction:
    """Sessions of a segment: sums of the running one, levels of the last."""

    def __init__(self, seg, p):
        self.part, self.seg, self.p, self.memo = seg.part, seg, p, {}
        self.at = {}
        for i, c in enumerate(self.part):
            self.at.setdefault(block(c['time']), []).append(i)

    def bars(self, b):
        return self.at.get(b, [])

    def whole(self, b):
        at = self.bars(b)
        return bool(at) and (at[0] > 0 or self.part[0]['open_time']
                             <= b * 8 * 60 * MINUTE)

    def levels(self, b):
        """Of the session b, if it was followed to its end."""
        if b in self.memo:
            return self.memo[b]
        at, got = self.bars(b), {}
        if at and self.whole(b) and at[-1] + 1 < len(self.part) and at[0]:
            a = self.seg.atr14[at[0] - 1]
            if a:
                w = nice(self.p['volume_profile']['bin']['atr'] * a)
                got = levels_of_session([self.part[i] for i in at], w, self.p)
        self.memo[b] = got
        return got

    def inputs(self, i):
        c = self.part[i]
        b = block(c['time'])
        got = {'session': SESSIONS[b % 3]}
        at = [k for k in self.bars(b) if k <= i]
        if at[0]:
            got.update(self.levels(block(self.part[at[0] - 1]['time'])))
        if not self.whole(b):
            return got
        bars = [self.part[k] for k in at]
        volume = sum(x['volume'] for x in bars)
        if volume:
            got['vwap'] = sum((x['high'] + x['low'] + x['close']) / 3 *
                              x['volume'] for x in bars) / volume
            close = self.part[i]['close']
            if abs(got['vwap'] - close) < 1e-9 * close:
                got['vwap'] = close
        if all(delta(x) is not None for x in bars):
            got['cvd'] = sum(delta(x) for x in bars)
        return got


def basis(marks, t, p):
    best = None
    for m in marks:
        if m['time'] <= t:
            best = m
    if best is None or t - best['time'] > 15 * MINUTE:
        return {}
    index = best['index_price']
    return {'basis': (best['mark_price'] - index) / index}


def change(ois, t, minutes):
    now, base = sample(ois, t), sample(ois, t - minutes * MINUTE)
    if now is None or base is None:
        return None
    return (now / base - 1) * 100


def inputs(part, other, p):
    seg = Segment(part)
    auction = Auction(seg, p)
    adaptive = p['method'] == 'adaptive'
    for i, c in enumerate(part):
        got = seg.prices(i)
        got['delta_oi_pct'] = change(other['open_interest'], c['time'], 60)
        if adaptive:
            got['delta_oi_30m_pct'] = change(
                other['open_interest'], c['time'], 30)
            got.update(seg.more(i))
        got.update(takers(part, i, p))
        got.update(cluster(part, i, other['liquidation'], p))
        got.update(basis(other['mark'], c['time'], p))
        got.update(auction.inputs(i))
        rates = [f['rate'] for f in other['funding'] if f['time'] <= c['time']]
        if rates:
            got['funding_rate'] = rates[-1]
        yield c, {k: v for k, v in got.items() if v is not None}


# -- the classic method

def first(x, *steps):
    for at, points in steps:
        if x >= at:
            return points
    return None


def confluence(g):
    p, total = g['price'], 0
    if 'value_area_low' in g:
        lo, hi = g['value_area_low'], g['value_area_high']
        if lo <= p <= hi:
            total += .25
        elif min(abs(p - lo), abs(p - hi)) / p <= .004:
            total += .15
    near = min([abs(p - x) for x in g.get('lvns', [])], default=math.inf)
    return total + (.25 if near / p <= .0025 else 0)


def trend(g, sign):
    p = g['price']
    total = confluence(g)
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


def classic_levels(g, sign):
    p = g['price']
    low = g.get('value_area_low', p * (1 - .004))
    high = g.get('value_area_high', p * (1 + .004))
    nodes = g.get('lvns', [])
    if sign > 0:
        entry_low = max(low, max([x for x in nodes if x <= p], default=low))
        entry_high = min(high, p * 1.006)
    else:
        entry_high = min(high, min([x for x in nodes if x >= p],
                                   default=high))
        entry_low = max(low, p * .994)
    entry_low, entry_high = sorted((entry_low, entry_high))
    height = max(entry_high - entry_low, p * .0025)
    risk, gain = max(height * .5, p * .003), max(height, p * .004)
    return {'entry_low': entry_low, 'entry_high': entry_high,
            'stop': entry_low - risk if sign > 0 else entry_high + risk,
            'target': entry_high + gain if sign > 0 else entry_low - gain}


def tier(total):
    return 'high' if total >= 5.5 else 'medium' if total >= 3.5 else 'low'


def confidence(score):
    return 'high' if score >= .8 else 'medium' if score >= .65 else 'low'


def classic_setup(g):
    """(rounded score, its name), the best of both; none: (-1, None)."""
    best = (-1, None, None)
    ratio = g['bb_width'] / g['kc_width'] if g.get('kc_width') and \
        'bb_width' in g else math.inf
    if g.get('bb_width', 1) <= .012 and ratio <= .85 and \
            g.get('basis', -1) >= .0008:
        s = .55 + (.1 if g.get('funding_rate', 0) <= -.0015 else 0)
        s += .1 if abs(g.get('momentum', 0)) >= .25 else 0
        s += .15 if g.get('momentum_shift', 0) >= .2 else 0
        s += .05 if ratio <= .425 else 0
        best = (round(s, 3), 'squeeze_reversal', confidence(s))
    imbalance = g.get('orderflow_imbalance', 0)
    d = g.get('delta_volume', 0)
    if imbalance >= 1.5 and d >= 1.1 and abs(g.get('basis', 1)) <= .0015:
        s = .58 + .12 * min(imbalance / 1.5 - 1, 1.5) + \
            .12 * min(d / 1.1 - 1, 1.5)
        s = min(s + (.1 if g.get('liquidation_cluster', 0) >= .5 else 0), 1)
        if round(s, 3) > best[0]:
            best = (round(s, 3), 'absorption', confidence(s))
    return best


def classic(g, p, ranks):
    price = g['price']
    d = g.get('delta_oi_pct')
    short = d is not None and d < 0 or price < g.get('ema_50', price)
    sign = -1 if short else 1
    flow = first(abs(d or 0), (1.2, 2), (1, 1.85), (.75, 1.6), (.5, 1.2),
                 (.35, .8), (.2, .45), (0, abs(d or 0)))
    cvd = .6 * min(max(sign * g.get('cvd', 0), 0) / 2000, 1) + \
        .9 * min(max(sign * g.get('cvd_slope', 0), 0) / 50, 1)
    parts = {'trend': trend(g, sign), 'delta_oi': flow, 'cvd': cvd,
             'session': WEIGHT[g['session']]}
    total = round(sum(parts.values()), 4)
    score, name, sure = classic_setup(g)
    want = {'direction': 'short' if short else 'long', 'score': total,
            'setup': name or 'momentum_continuation',
            'setup_score': score if name else None,
            'confidence': sure if name else tier(total)}
    want.update(classic_levels(g, sign))
    return want, parts


# -- the adaptive method

NOTHING = -10**6


def bin_of(x):
    if x < 2.0 ** -24:
        return NOTHING, 0, 0
    x = min(x, 2.0 ** 24 * (1 - 2.0 ** -53))
    e = math.floor(math.log2(x))
    while 2.0 ** e > x:
        e -= 1
    while 2.0 ** (e + 1) <= x:
        e += 1
    k = math.floor((x / 2.0 ** e - 1) * 16)
    lo = 2.0 ** e * (1 + k / 16)
    return e * 16 + k, lo, 2.0 ** e / 16


class Past:
    """The bins of the last n values, as they came and sorted."""

    def __init__(self, n):
        self.n, self.came, self.sorted = n, [], []

    def push(self, x):
        at = bin_of(x)[0]
        self.came.append(at)
        bisect.insort(self.sorted, at)
        if len(self.came) > self.n:
            self.sorted.remove(self.came.pop(0))

    def rank(self, x):
        at, lo, width = bin_of(x)
        f = .5 if at == NOTHING else (min(x, 2.0 ** 24) - lo) / width
        low = bisect.bisect_left(self.sorted, at)
        own = bisect.bisect_right(self.sorted, at) - low
        return (low + f * own) / len(self.came)


def magnitudes(g):
    def share(x, of):
        return abs(x) / of if x is not None and of else None

    def away(name):
        return g['price'] - g[name] if name in g else None

    a = g.get('atr_14')
    size = {k: abs(g[v]) for k, v in (
        ('oi', 'delta_oi_pct'), ('cvd', 'cvd'), ('slope', 'cvd_slope'),
        ('momentum', 'momentum'), ('shift', 'momentum_shift'),
        ('delta', 'delta_volume_signed'), ('volume', 'volume'),
        ('adx', 'adx_14')) if v in g}
    size['trend'] = share(away('ema_50'), a)
    size['vwap'] = share(away('vwap'), a)
    size['body'] = share(away('open'), a)
    size['ratio'] = share(g.get('bb_width'), g.get('kc_width'))
    if 'rsi_14' in g:
        size['rsi'] = abs(g['rsi_14'] - 50)
    return {k: v for k, v in size.items() if v is not None}


class Ranks:
    def __init__(self, p):
        self.p, self.past = p['ranks'], {}

    def look(self, g):
        """The moment's ranks; then it is one of the past."""
        now = magnitudes(g)
        got = {k: self.past[k].rank(v) for k, v in now.items()
               if k in self.past
               and len(self.past[k].came) >= self.p['warmup']}
        self.now = got
        for k, v in now.items():
            self.past.setdefault(k, Past(self.p['window'])).push(v)
        return got


def sign(x):
    return (x > 0) - (x < 0)


def up(r, at):
    return max(0, (r - at) / (1 - at)) if at < 1 else 0


def squeeze(g, r, s):
    shift, m = g.get('momentum_shift', 0), g.get('momentum', 0)
    if not (r.get('ratio', 2) <= s['ratio_rank'] and m * shift < 0 and
            r.get('shift', -1) >= s['shift_rank']):
        return None
    d = sign(shift)
    return d, s['base'] + s['shift_points'] * up(r['shift'], s['shift_rank']) \
        + s['momentum_points'] * (r.get('momentum', -1) >= s['momentum_rank']) \
        + s['funding_points'] * (g.get('funding_rate', 0) * d < 0) \
        + s['tight_points'] * (r['ratio'] <= s['tight_rank'])


def absorption(g, r, s):
    t = sign(g.get('delta_volume_signed', 0))
    if not (t and r.get('delta', -1) >= s['delta_rank'] and
            r.get('volume', -1) >= s['volume_rank'] and
            (t * (g['price'] - g['open']) <= 0 or
             r.get('body', 2) <= s['body_rank'])):
        return None
    return -t, s['base'] + s['delta_points'] * up(r['delta'], s['delta_rank']) \
        + s['volume_points'] * up(r['volume'], s['volume_rank']) \
        + s['cluster_points'] * (g.get('liquidation_cluster', -1)
                                 >= s['cluster'])


def momentum(g, r, s):
    p = g['price']
    d = (p > g.get('donchian_high', math.inf)) - \
        (p < g.get('donchian_low', -math.inf))
    if not (d and d * (p - g['ema_50']) > 0 and
            ('vwap' not in g or d * (p - g['vwap']) > 0) and
            ('cvd_slope' not in g or d * g['cvd_slope'] > 0) and
            r['adx'] >= s['adx_rank']):
        return None
    return d, s['base'] + s['adx_points'] * r['adx'] + \
        s['trend_points'] * r['trend'] + s['slope_points'] * r.get('slope', 0)


def reversion(g, r, s):
    p = g['price']
    d = (p < g['bb_lower']) - (p > g['bb_upper'])
    if not (d and d * (g['rsi_14'] - 50) < 0 and
            r.get('rsi', -1) >= s['rsi_rank'] and r['adx'] <= s['adx_rank']):
        return None
    return d, s['base'] + s['rsi_points'] * up(r['rsi'], s['rsi_rank']) + \
        s['adx_points'] * (1 - r['adx']) + \
        s['turn_points'] * (d * (p - g['open']) > 0)


def cross(g, r, s):
    def exceeds(x, y):
        return x - y > 1e-12 * y

    if not (g.get('sma_200_before') and exceeds(g['sma_50'], g['sma_200']) and
            not exceeds(g['sma_50_before'], g['sma_200_before'])):
        return None
    return 1, s['base'] + s['adx_points'] * r['adx'] + \
        s['trend_points'] * r['trend']


SETUPS = (('squeeze_reversal', squeeze, (-1, -1, -1, 1)),
          ('absorption', absorption, (-1, -1, -1, -1)),
          ('momentum_continuation', momentum, (1, 1, 1, 1)),
          ('mean_reversion', reversion, (-1, -1, -1, 1)),
          ('sma_cross', cross, (1, 1, 1, 1)))


def adaptive_trend(g, r, t, d, p):
    w, price, a = p['trend'], g['price'], g['atr_14']
    total = w['adx'] * (r['adx'] if t > 0 else 1 - r['adx'])
    if t * d * (price - g['ema_50']) > 0:
        total += w['ema'] * (.5 + .5 * r['trend'])
    if 'vwap' in r and t * d * (price - g['vwap']) > 0:
        total += w['vwap'] * (.5 + .5 * r['vwap'])
    if 'value_area_low' in g:
        lo, hi = g['value_area_low'], g['value_area_high']
        out = max(lo - price, price - hi, 0)
        total += w['area'] * max(0, 1 - out / (w['area_reach'] * a))
    near = min([abs(price - x) for x in g.get('lvns', [])], default=math.inf)
    total += w['node'] * max(0, 1 - near / (w['node_reach'] * a))
    return min(total, w['max'])


def adaptive_parts(g, r, taste, d, p):
    t, o, c, s = taste
    oi = p['delta_oi']['points'] * r['oi'] \
        if 'oi' in r and o * g['delta_oi_pct'] > 0 else 0
    if o * g.get('delta_oi_30m_pct', 0) < 0:
        oi *= p['delta_oi']['unconfirmed']
    cvd = p['cvd']['value'] * r['cvd'] \
        if 'cvd' in r and c * d * g['cvd'] > 0 else 0
    if 'slope' in r and s * d * g['cvd_slope'] > 0:
        cvd += p['cvd']['slope'] * r['slope']
    most = p['trend']['max'] + .5 + \
        (p['delta_oi']['points'] if 'oi' in r else 0) + \
        (p['cvd']['value'] + p['cvd']['slope'] if 'slope' in r else 0)
    parts = {'trend': adaptive_trend(g, r, t, d, p), 'delta_oi': oi,
             'cvd': cvd, 'session': WEIGHT[g['session']]}
    return {k: v * 7 / most for k, v in parts.items()}


def adaptive_levels(g, name, d, p):
    s = p['setups'][name or 'momentum_continuation']
    price, a = g['price'], g['atr_14']
    back, front = price - d * s['entry'][0] * a, price + d * s['entry'][1] * a
    target = price + d * s['target'] * a
    if name == 'mean_reversion' and d * (g['bb_middle'] - front) > 0:
        target = g['bb_middle']
    return {'entry_low': min(back, front), 'entry_high': max(back, front),
            'stop': price - d * s['stop'] * a, 'target': target}


def adaptive(g, p, ranks):
    r = ranks.look(g)
    if 'trend' not in r or 'adx' not in r:
        return None, None
    best = (-1, None, None, (1, 1, 1, 1))
    for name, f, taste in SETUPS:
        got = f(g, r, p['setups'][name])
        if got and round(min(got[1], 1), 3) > best[0]:
            best = (round(min(got[1], 1), 3), name, got, taste)
    score, name, got, taste = best
    d = got[0] if got else -1 if g['price'] < g['ema_50'] else 1
    parts = adaptive_parts(g, r, taste, d, p)
    total = round(min(sum(parts.values()), 7), 4)
    want = {'direction': 'long' if d > 0 else 'short', 'score': total,
            'setup': name, 'setup_score': score if name else None,
            'confidence': confidence(got[1]) if got else tier(total)}
    want.update(adaptive_levels(g, name, d, p))
    return want, parts


def model(recs, symbol, p):
    own = [r for r in recs if r['symbol'] == symbol]
    gaps = [r['to'] for r in own if r['type'] == 'gap']
    other = {t: [r for r in own if r['type'] == t] for t in
             ('open_interest', 'funding', 'mark', 'liquidation')}
    candles = {}
    for r in own:
        if r['type'] == 'candle' and r['interval'] == '1m' and \
                r.get('closed', True):
            candles.setdefault(r['open_time'], r)
    candles = [candles[t] for t in sorted(candles)]
    continuous = own[0]['venue'].startswith('binance-')
    for part in segments(candles, continuous, gaps):
        judge = adaptive if p['method'] == 'adaptive' else classic
        ranks = Ranks(p) if p['method'] == 'adaptive' else None
        for c, g in inputs(part, other, p):
            want, parts = judge(g, p, ranks)
            if want is None:
                continue
            want.update(price=g['price'], tier=tier(want['score']))
            yield c, g, want, parts, ranks.now if ranks else {}


# ---- the comparison ------------------------------------------------------

# How far a rounded number may lie from the one that was not rounded.
ROUNDED = {k: .50001e-4 for k in (
    'score', 'entry_low', 'entry_high', 'stop', 'target', 'trend', 'delta_oi',
    'cvd', 'session')}


def differs(a, b, slack=0):
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return a != b
    return abs(a - b) > max(1e-9 * max(abs(a), abs(b), 1e-3), slack)


def compare(name, got, want, slack=None):
    for k in sorted(set(got) | set(want)):
        if differs(got.get(k), want.get(k), (slack or {}).get(k, 0)):
            print(f'{name}: {k} is {got.get(k)}, want {want.get(k)}')
            return False
    return True


def inputs_of(audit):
    return {k: v for k, v in audit.get('inputs', {}).items()
            if not isinstance(v, list)}, audit.get('inputs', {}).get('lvns')


def same_list(name, got, want):
    good = len(got or []) == len(want or []) and not any(
        differs(a, b) for a, b in zip(got or [], want or []))
    if not good:
        print(f'{name}: lvns are {got}, want {want}')
    return good


def numbers(node):
    """All numbers of a JSON value."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        return {x for n in node for x in numbers(n)}
    return {node} if isinstance(node, (int, float)) else set()


def reasons_hold(key, audit, profile):
    """What is said of each setup is true, and adds up to its score."""
    holds = {'>': lambda a, b: a > b, '<': lambda a, b: a < b,
             '>=': lambda a, b: a >= b, '<=': lambda a, b: a <= b,
             '=': lambda a, b: a == b}
    inputs = numbers(audit.get('inputs', {}))
    known = numbers(profile) | inputs | {0, 50}
    for s in audit.get('setups', []):
        points = sum(r.get('points', 0) for r in s['reasons'])
        if abs(min(points, 1) - s['score']) > 0.0005001:
            print(f"{key}: {s['setup']}: {points} points, {s['score']}")
            return False
        for r in s['reasons']:
            if 'is' in r and (not holds[r['is']](r['value'], r['than'])
                              or r['than'] not in known
                              or r['what'] == 'price' and
                              r['than'] not in inputs - {0}):
                print(f'{key}: {r}')
                return False
    return True


def check(profile_path, market_path, signal_path):
    p = json.load(open(profile_path))
    recs = [json.loads(line) for line in open(market_path)]
    signals = {}
    count = wrong = 0
    for line in open(signal_path):
        s = json.loads(line)
        if s.get('action') == 'close':
            continue
        key = f"{s['symbol']}-1m-{s['time']}"
        wrong += s['id'] != key + '-' + s.get('setup', 'none')
        wrong += key in signals
        signals[key] = s
    seen = {}
    for symbol in sorted({r['symbol'] for r in recs}):
        for c, g, want, parts, ranks in model(recs, symbol, p):
            key = f"{symbol}-1m-{c['time']}"
            s = signals.pop(key, {})
            count += 1
            for k in want['tier'], want['setup']:
                seen[k] = seen.get(k, 0) + 1
            got, lvns = inputs_of(s.get('audit', {}))
            good = compare(key, s.get('audit', {}).get('ranks', {}), ranks) \
                and compare(key, {k: s.get(k) for k in want}, want,
                            ROUNDED) and \
                compare(key, s.get('components', {}), parts, ROUNDED) and \
                same_list(key, lvns, g.pop('lvns', None)) and \
                compare(key, got, g) and \
                reasons_hold(key, s.get('audit', {}), p)
            wrong += not good
    print(f'{count} signals compared, {wrong} differ, '
          f'{len(signals)} not expected; {seen}')
    return wrong == 0 and not signals and count > 1000


if __name__ == '__main__':
    if sys.argv[1] == 'make':
        make()
    else:
        sys.exit(0 if check(*sys.argv[2:5]) else 1)
