#!/bin/sh
# score --explain: a signal's arithmetic for people.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

cat >contexts <<'END'
{"type":"context","time":1767225600000,"symbol":"A","price":27045,"ema_50":26990,"adx_14":32,"bb_width":0.009,"kc_width":0.014,"momentum":-0.35,"momentum_shift":0.32,"funding_rate":-0.0025,"basis":0.0016666666666666668,"session":"ny"}
{"type":"context","time":1767225600001,"symbol":"A","price":27045}
END
hash=$(sha256sum "$top/data/classic.json" | cut -c1-64)
is_output 'a signal of the classic method' \
    'score --explain A-1767225600000-squeeze_reversal contexts' <<END
A-1767225600000-squeeze_reversal
  long at 27045, 2026-01-01T00:00:00Z, profile classic
  setup squeeze_reversal, long, score 0.9
    base: + 0.55
    bb_width 0.009 <= 0.012
    compression_ratio 0.642857142857 <= 0.85
    basis 0.00166666666667 >= 0.0008
    funding_rate -0.0025 <= -0.0015: + 0.1
    abs(momentum) 0.35 >= 0.25: + 0.1
    momentum_shift 0.32 >= 0.2: + 0.15
  score 2.4813, low
    trend     1.1813 ema + 0.8 adx + 0 vwap + 0 confluence = 1.9813
    session   0.5
  entry 26936.82 to 27153.18, stop 26828.64, target 27369.54
  inputs
    price                  27045
    ema_50                 26990
    adx_14                 32
    session                ny
    bb_width               0.009
    kc_width               0.014
    momentum               -0.35
    momentum_shift         0.32
    funding_rate           -0.0025
    basis                  0.00166666666667
  SHA-256 of the profile $hash
END
synth --days 2 >market
score --all market >signals
id=$(sed -n 's/.*"id":"\([^"]*-absorption\)".*/\1/p' signals | tail -1)
same 'from the market and from the signal itself the same' \
    "score --explain $id market" "score --explain $id signals"
exits 0 'one of the adaptive method' "score --explain $id market"
prints '^  setup absorption, ' 'has its setup'
prints '^    times  *[0-9.]* (7 of [0-9.]* that there could be)$' 'its scale'
prints '^    delta  *0\.9' 'and its ranks'
id=$(sed -n 's/.*"id":"\([^"]*-momentum_continuation\)".*/\1/p' signals | tail -1)
exits 0 'a breakout' "score --explain $id market"
prints '^    price [0-9.]* [<>] [0-9.]* (donchian_\(high\|low\))$' \
    'names what the price was held to'
prints '^    price [0-9.]* [<>] [0-9.]* (ema_50)$' 'each of it'
# A sum above its most, and a CVD whose part is not its input.
echo '{"type":"context","time":1000,"symbol":"A","price":27080,"ema_50":26000,"adx_14":60,"vwap":27000,"value_area_low":26990,"value_area_high":27100,"delta_oi_pct":0.71,"cvd":1548,"cvd_slope":24,"session":"ny"}' >capped
score --explain A-1000-momentum_continuation capped >got
prints '^    trend  .* = [0-9.]*, at most 3$' 'what is more than the most says so'
prints '^    cvd  *0.4644 value + 0.432 slope = 0.8964$' \
    'the parts of a CVD are points'
exits 1 'what is not there cannot be explained' 'score --explain none market'
says 'there is no signal "none" in the input' 'which is said'

finish
