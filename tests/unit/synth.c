/* SPDX-License-Identifier: MIT */
/* Candles hold what the trades say; years of the market stay believable. */
#include "market/synth.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "market/tape.h"
#include "tap.h"

#define DAY (1440 * INT64_C(60000))
#define START INT64_C(1767225600000) /* 2026-01-01 */

/* What the trades of one bar add up to, in decimals as candles(1) does. */
struct sums {
	double open, high, low, close;
	int64_t raw;
	struct decimal volume, quote, bought, bought_quote;
};

static void
add_trade(struct sums *s, const struct record *r)
{
	double price = r->v[TRADE_PRICE].num;
	struct decimal p = decimal_of(price), q, pq;

	q = decimal_of(r->v[TRADE_QTY].num);
	decimal_mul(&pq, p, q);
	if (s->raw == 0)
		s->open = s->high = s->low = price;
	s->high = price > s->high ? price : s->high;
	s->low = price < s->low ? price : s->low;
	s->close = price;
	s->raw += r->v[TRADE_LAST_ID].i - r->v[TRADE_FIRST_ID].i + 1;
	decimal_add(&s->volume, q);
	decimal_add(&s->quote, pq);
	if (r->v[TRADE_SIDE].i == SIDE_BUY) {
		decimal_add(&s->bought, q);
		decimal_add(&s->bought_quote, pq);
	}
}

static bool
same_decimal(const struct record *r, int slot, struct decimal want)
{
	struct decimal have;

	return rec_decimal(r, slot, &have) == 0 && decimal_cmp(have, want) == 0;
}

static bool
same_candle(const struct record *r, const struct sums *s)
{
	return r->v[CANDLE_OPEN].num == s->open &&
	       r->v[CANDLE_HIGH].num == s->high &&
	       r->v[CANDLE_LOW].num == s->low &&
	       r->v[CANDLE_CLOSE].num == s->close &&
	       r->v[CANDLE_TRADES].i == s->raw &&
	       same_decimal(r, CANDLE_VOLUME, s->volume) &&
	       same_decimal(r, CANDLE_QUOTE_VOLUME, s->quote) &&
	       same_decimal(r, CANDLE_TAKER_BUY_VOLUME, s->bought) &&
	       same_decimal(r, CANDLE_TAKER_BUY_QUOTE_VOLUME, s->bought_quote);
}

/* Bars that miss or differ, of a run with trades and candles. */
static int
odd_bars(struct synth *sy, int *bars)
{
	const struct record *r;
	struct sums s = {0};
	int odd = 0;

	*bars = 0;
	while ((r = synth_next(sy)) != NULL) {
		if (r->type == REC_TRADE) {
			add_trade(&s, r);
			continue;
		}
		odd += !same_candle(r, &s);
		s = (struct sums){0};
		++*bars;
	}
	return odd + (s.raw != 0);
}

static void
candles(void)
{
	static const struct {
		const char *symbol;
		enum interval interval;
		int64_t every;
		int days, bars; /* -1: some minutes have no trade */
	} cases[] = {
	    {"BTCUSDT", INTERVAL_1M, 0, 2, 2880},
	    {"ETHUSDT", INTERVAL_5M, 0, 2, 576},
	    {"DOGEUSDT", INTERVAL_1M, 0, 20, -1},
	    {"A", INTERVAL_1H, 0, 2, 48},
	    {"B", INTERVAL_1D, 0, 2, 2},
	    {"AAPL", INTERVAL_15M, 3000, 2, 192},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct synth *sy = synth_new(&(struct synth_opts){
		    .symbols = &cases[i].symbol,
		    .n = 1,
		    .venue = "synth",
		    .seed = 1,
		    .start = START,
		    .end = START + cases[i].days * DAY,
		    .types = 1 << REC_TRADE | 1 << REC_CANDLE,
		    .interval = cases[i].interval,
		    .every = cases[i].every,
		});
		int bars, odd = odd_bars(sy, &bars);

		synth_free(sy);
		ok(odd == 0, "%s %s: every candle is what its trades say",
		    cases[i].symbol, interval_name(cases[i].interval));
		ok(cases[i].bars < 0 ? bars < cases[i].days * 1440
				     : bars == cases[i].bars,
		    "%s %s: %d bars", cases[i].symbol,
		    interval_name(cases[i].interval), bars);
	}
}

/* What a long run of a tape looks like. */
struct look {
	double lowest, highest; /* price, of the first */
	int64_t minutes, trades, bought, narrow, wide, odd;
};

static bool
odd_minute(const struct tape *t)
{
	int64_t last = t->minute;

	for (int i = 0; i < t->n; i++) {
		const struct tape_trade *tr = &t->trade[i];

		if (tr->time < last || tr->price <= 0 || tr->qty <= 0 ||
		    tr->raw <= 0)
			return true;
		last = tr->time;
	}
	return last >= t->minute + TAPE_MINUTE;
}

static struct look
look_at(struct tape *t, int64_t minutes)
{
	struct look l = {.lowest = 1, .highest = 1, .minutes = minutes};
	double first = (double)t->mid / 65536;

	for (int64_t m = 0; m < minutes; m++) {
		double low = 1e18, high = 0;

		tape_next(t);
		l.odd += odd_minute(t);
		l.trades += t->n;
		for (int i = 0; i < t->n; i++) {
			double price = (double)t->trade[i].price;

			low = price < low ? price : low;
			high = price > high ? price : high;
			l.bought += t->trade[i].buy;
		}
		if (t->n == 0)
			continue;
		l.narrow += high - low < 0.0002 * low;
		l.wide += high - low > 0.003 * low;
		l.lowest = low / first < l.lowest ? low / first : l.lowest;
		l.highest = high / first > l.highest ? high / first : l.highest;
	}
	return l;
}

static void
years(void)
{
	static const struct {
		const char *symbol;
		int64_t every;
		int days;
		double busy; /* trades a minute, at least */
	} cases[] = {
	    {"BTCUSDT", 0, 400, 20},
	    {"DOGEUSDT", 0, 200, 5},
	    {"X", 0, 200, 5},
	    {"MSFT", 3000, 200, 20},
	};
	static struct tape t;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *name = cases[i].symbol;
		struct look l;
		double share;

		tape_init(&t, &(struct tape_opts){.symbol = name,
				  .seed = i,
				  .start = START,
				  .every = cases[i].every,
				  .phase = 17});
		l = look_at(&t, cases[i].days * 1440);
		ok(l.odd == 0, "%s: trades in order, prices above zero", name);
		ok(l.lowest > 0.25 && l.highest < 4,
		    "%s: years later the price is sane (%.2f to %.2f)", name,
		    l.lowest, l.highest);
		ok((double)l.trades >= cases[i].busy * (double)l.minutes &&
			l.trades <= 60 * l.minutes,
		    "%s: %.1f trades a minute", name,
		    (double)l.trades / (double)l.minutes);
		share = (double)l.bought / (double)l.trades;
		ok(share > .47 && share < .53, "%s: buyers %.3f", name, share);
		ok(l.narrow < l.minutes * 2 / 5 && l.wide > 0 &&
			l.wide < l.minutes / 50,
		    "%s: ranges of minutes (%.2f small, %.4f large)", name,
		    (double)l.narrow / (double)l.minutes,
		    (double)l.wide / (double)l.minutes);
	}
}

int
main(void)
{
	candles();
	years();
	return tap_done();
}
