# SPDX-License-Identifier: MIT
"""Open interest: what it was at every fifth minute."""
from noise import draw, wave
from number import fixed
from when import DAY, MINUTE, parse, utc

FIVE = 5 * MINUTE
# From this day on a label of the archive says when its five minutes began.
LABELS_CHANGED = parse("2026-06-25")
HEADER = ("create_time,symbol,sum_open_interest,sum_open_interest_value,"
          "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
          "count_long_short_ratio,sum_taker_long_short_vol_ratio")


class Interest:
    def __init__(self, market):
        self.market = market
        self.key = market.key + "/interest"
        # What eight billion are worth, at the middle price.
        unit = 10 ** market.quote_digits
        self.base = 8_175_197_334 * unit // (market.base * market.quote_unit)

    def steps_at(self, t):
        at = t // FIVE
        swing = (wave(self.key + "/week", at, 2016, 150_000)
                 + wave(self.key + "/hour", at, 12, 10_000)
                 + wave(self.key + "/own", at, 1, 800))
        return self.base * (1_000_000 + swing) // 1_000_000

    def value_at(self, t):
        """(open interest, its value) of the five minutes that ended at T,
        with eight places."""
        steps = self.steps_at(t)
        product = steps * self.market.price_at(t)
        return (fixed(steps * self.market.step
                      * 10 ** (8 - self.market.qty_digits), 8),
                fixed(product * self.market.quote_unit
                      * 10 ** (8 - self.market.quote_digits), 8))

    def row(self, t):
        """A row of openInterestHist."""
        amount, value = self.value_at(t)
        return {"symbol": self.market.symbol, "sumOpenInterest": amount,
                "sumOpenInterestValue": value,
                "CMCCirculatingSupply": "20084481.00000000", "timestamp": t}

    def day(self, start):
        """The rows of the archive's metrics of the day that begins at START:
        (label in ms, members)."""
        back = FIVE if start >= LABELS_CHANGED else 0
        for t in range(start + FIVE, start + DAY + FIVE, FIVE):
            if t <= self.market.listed:
                continue
            amount, value = self.value_at(t)
            ratios = [fixed(50_000_000 + int.from_bytes(b, "little"), 8)
                      for b in self._ratios(t)]
            label = utc(t - back).strftime("%Y-%m-%d %H:%M:%S")
            yield [label, self.market.symbol, amount + "00000000",
                   value + "00000000", *ratios]

    def _ratios(self, t):
        made = draw(f"{self.key}/ratios/{t}", 12)
        return [made[i:i + 3] for i in range(0, 12, 3)]
