#!/usr/bin/env python3
"""Published bars and the values that others computed from them.

bars DIR            the bars as candle records
list                what is asked for of score
check DIR RECORDS   holds the values of indicator records to the files; a line
                    for each that is not met, and one that counts the values
"""
import csv
import gzip
import json
import sys
from datetime import datetime, timezone

# What is asked for: the file, its member.
FILES = {
    'sma:20': ('sma', 'sma'), 'ema:20': ('ema', 'ema'),
    'wma:14': ('wma', 'wma'), 'dema:14': ('dema', 'dema'),
    'hma:14': ('hma', 'hma'), 'rsi:14': ('rsi', 'rsi'),
    'roc:14': ('roc', 'roc'), 'stdev:14': ('stdev', 'stdDev'),
    'macd:12:26:9.macd': ('macd', 'macd'),
    'macd:12:26:9.signal': ('macd', 'signal'),
    'macd:12:26:9.hist': ('macd', 'histogram'),
    'bb:20:2.upper': ('bb', 'upperBand'), 'bb:20:2.middle': ('bb', 'sma'),
    'bb:20:2.lower': ('bb', 'lowerBand'), 'bb:20:2.width': ('bb', 'width'),
    'bb:20:2.pct': ('bb', 'percentB'),
    'tr': ('tr', 'tr'), 'atr:14': ('atr', 'atr'), 'natr:14': ('atr', 'atrp'),
    'cci:20': ('cci', 'cci'), 'willr:14': ('willr', 'williamsR'),
    'donchian:20.upper': ('donchian', 'upperBand'),
    'donchian:20.middle': ('donchian', 'centerline'),
    'donchian:20.lower': ('donchian', 'lowerBand'),
    'adx:14.adx': ('adx', 'adx'), 'adx:14.pdi': ('adx', 'pdi'),
    'adx:14.mdi': ('adx', 'mdi'),
    'aroon:25.up': ('aroon', 'aroonUp'),
    'aroon:25.down': ('aroon', 'aroonDown'),
    'aroon:25.osc': ('aroon', 'oscillator'),
    'stoch:14:3:3.k': ('stoch', 'oscillator'),
    'stoch:14:3:3.d': ('stoch', 'signal'),
    'supertrend:10:3.value': ('supertrend', 'superTrend'),
    'psar:0.02:0.2': ('psar', 'sar'),
    'mfi:14': ('mfi', 'mfi'), 'cmf:20': ('cmf', 'cmf'), 'obv': ('obv', 'obv'),
}


def bars(folder):
    for row in csv.DictReader(open(folder + '/quotes/default.csv')):
        day = datetime.fromisoformat(row['date']).replace(tzinfo=timezone.utc)
        print('{"type":"candle","venue":"nyse","symbol":"SPY",'
              '"interval":"1d","open_time":%d,"open":%s,"high":%s,"low":%s,'
              '"close":%s,"volume":%s}' % (
                  day.timestamp() * 1000, row['open'], row['high'],
                  row['low'], row['close'], row['volume']))


def differs(got, want):
    if got is None or want is None:
        return got is not want
    return abs(got - want) > 1e-9 * abs(want)


def check(folder, path):
    days, compared = [], 0
    for line in open(path):
        rec = json.loads(line)
        if rec['type'] == 'candle':
            days.append({})
        elif rec['type'] == 'indicator':
            days[-1] = rec['values']
    for key, (name, member) in FILES.items():
        rows = json.load(gzip.open(
            '%s/results/%s.standard.json.gz' % (folder, name)))
        if len(rows) != len(days):
            print('%s: %d bars of %d' % (key, len(days), len(rows)))
        for i, (row, day) in enumerate(zip(rows, days)):
            compared += row[member] is not None
            if differs(day.get(key), row[member]):
                print('%s: bar %d: %s, not %s' % (
                    key, i, day.get(key), row[member]))
                break
    print('%d values' % compared)


if sys.argv[1] == 'bars':
    bars(sys.argv[2])
elif sys.argv[1] == 'list':
    print(','.join(FILES))
else:
    check(sys.argv[2], sys.argv[3])
