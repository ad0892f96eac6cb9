/* SPDX-License-Identifier: MIT */
#include "market/tape.h"

#include <string.h>

enum { RANGE, UP, DOWN, SQUEEZE, PANIC, REGIMES };

/* What a regime changes, each against what is usual. */
struct regime {
	int volatility; /* of 256 */
	int drift;      /* a minute, 256 = its volatility */
	int trades;     /* of 256 */
	int bias;       /* more buyers, of 65536 */
	int interest;   /* share of the volume that opens positions, of 1024 */
	int premium;    /* where the premium tends to, 1e-8 */
	int shortest, longest; /* minutes */
	int next[REGIMES];     /* odds of what follows, of 16 */
};

static const struct regime regimes[REGIMES] = {
    [RANGE] = {200, 0, 205, 0, -10, 9000, 180, 900, {0, 6, 4, 5, 1}},
    [UP] = {260, 3, 300, 250, 130, 24000, 120, 720, {7, 0, 3, 4, 2}},
    [DOWN] = {290, -3, 300, -250, 100, -6000, 120, 720, {6, 4, 0, 4, 2}},
    [SQUEEZE] = {100, 0, 130, 0, 60, 11000, 60, 420, {2, 8, 5, 0, 1}},
    [PANIC] = {800, -12, 900, -600, -130, -45000, 15, 120, {8, 6, 2, 0, 0}},
};

/*
 * Activity by the hour, UTC: quiet before Europe wakes, highest while London
 * and New York are both open.  The mean is close to 64.
 */
static const unsigned char hours[24] = {58, 54, 50, 44, 42, 42, 46, 54, 62, 62,
    58, 58, 70, 92, 110, 104, 90, 78, 70, 66, 62, 52, 46, 50};

enum {
	USUAL = 64 * 60, /* activity() on average */
	SIZES = 21,
	BURST = 72,   /* of 256: trades in the same ms as the one before */
	PERSIST = 64, /* of 256: the side is that of the trade before */
};

/* 256 * 2^(2k/3): with odds halved at each step, a tail of exponent 3/2. */
static const int32_t sizes[SIZES] = {256, 406, 645, 1024, 1625, 2580, 4096,
    6502, 10321, 16384, 26008, 41285, 65536, 104032, 165140, 262144, 416128,
    660561, 1048576, 1664511, 2642245};

static const int64_t powers[] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};

/* What is known of a symbol before the seed is looked at. */
struct listing {
	const char *symbol;
	int64_t ticks; /* usual price */
	int price_places, qty_places;
	int liquidity; /* of 256 = BTCUSDT's */
	int64_t calm;  /* usual volatility of a minute, of 2^24 */
};

static const struct listing listings[] = {
    {"BTCUSDT", 900000, 1, 3, 256, 7000},
    {"ETHUSDT", 300000, 2, 3, 200, 7500},
};

/* A name not listed: 0.1 to 9,999, five digits, thinner and more volatile. */
static struct listing
invent(uint64_t h)
{
	int magnitude = (int)(h % 5);

	return (struct listing){
	    .ticks = 10000 + (int64_t)(h >> 16) % 90000,
	    .price_places = 5 - magnitude,
	    .qty_places = magnitude > 1 ? magnitude - 1 : 0,
	    .liquidity = 16 + (int)(h >> 8 & 127),
	    .calm = 8000 + (int64_t)(h >> 40 & 4095),
	};
}

static struct listing
listing_find(const char *symbol)
{
	for (size_t i = 0; i < sizeof listings / sizeof listings[0]; i++)
		if (strcmp(listings[i].symbol, symbol) == 0)
			return listings[i];
	return invent(rng_hash(symbol, strlen(symbol)));
}

/* An amount of money in steps of quantity at the usual price. */
static int64_t
worth(const struct tape *t, const struct listing *l, int64_t money)
{
	return money * powers[t->price_places + t->qty_places] / l->ticks;
}

static void
list_coin(struct tape *t, const char *symbol)
{
	struct listing l = listing_find(symbol);

	t->price_places = l.price_places;
	t->qty_places = l.qty_places;
	t->tempo = 8 + 16 * l.liquidity / 256;
	t->calm = l.calm;
	t->home = l.ticks << 16;
	t->unit = worth(t, &l, 216000 * l.liquidity / 256);
	t->usual_interest = worth(t, &l, 7200000000 / 256 * l.liquidity);
	t->mid =
	    t->home + t->home / 32 * rng_bell(rng_next(&t->rng)) / RNG_BELL_MAX;
}

/* Price and size as system D of reference/domain.md draws them. */
static void
list_share(struct tape *t, const struct tape_opts *opts)
{
	t->price_places = t->qty_places = 2;
	t->every = opts->every;
	t->phase = opts->phase;
	t->tempo = TAPE_MINUTE / opts->every;
	t->calm = 4000;
	t->home = (10000 + rng_below(&t->rng, 40001)) << 16;
	t->mid = t->home;
}

void
tape_init(struct tape *t, const struct tape_opts *opts)
{
	memset(t, 0, sizeof *t);
	rng_seed(
	    &t->rng, opts->seed ^ rng_hash(opts->symbol, strlen(opts->symbol)));
	if (opts->every)
		list_share(t, opts);
	else
		list_coin(t, opts->symbol);
	t->opened = t->anchor = t->mid;
	t->sigma = t->calm;
	t->open_interest = t->usual_interest + t->usual_interest / 16 *
						   rng_bell(rng_next(&t->rng)) /
						   RNG_BELL_MAX;
	t->premium = 10000;
	t->regime = RANGE;
	t->left = 30 + (int)rng_below(&t->rng, 300);
	t->minute = opts->start - TAPE_MINUTE;
}

static void
change_regime(struct tape *t)
{
	const int *odds = regimes[t->regime].next;
	int64_t at = rng_below(&t->rng, 16);
	int next = 0;

	while (at >= odds[next])
		at -= odds[next++];
	t->regime = next;
	t->left = regimes[next].shortest +
		  (int)rng_below(&t->rng,
		      regimes[next].longest - regimes[next].shortest + 1);
}

/* How busy this minute of the day is, of USUAL; a weekend is quiet. */
static int64_t
activity(int64_t minute)
{
	int64_t m = minute / TAPE_MINUTE, h = m / 60 % 24;
	int64_t day = (m / 1440 + 4) % 7; /* 1970-01-01 was a Thursday */
	int64_t a = hours[h] * (60 - m % 60) + hours[(h + 1) % 24] * (m % 60);

	return day == 0 || day == 6 ? a * 5 / 8 : a;
}

static int64_t
clamp(int64_t v, int64_t lo, int64_t hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

/*
 * Volatility clusters: it follows what the last minute moved, its own last
 * value and what is usual here and now (a GARCH in absolute values, after
 * Taylor 1986 and Schwert 1989; the weights sum to 1 as E|z| is near 0.8).
 */
static void
update_volatility(struct tape *t, int64_t busy)
{
	int64_t usual = t->calm * regimes[t->regime].volatility / 256 *
			(USUAL + busy) / (2 * USUAL);
	int64_t moved = t->mid - t->opened;

	if (moved < 0)
		moved = -moved;
	moved = moved * (1 << 24) / t->opened;
	t->sigma = (16 * usual + 20 * moved + 224 * t->sigma) / 256;
	t->sigma = clamp(t->sigma, usual / 3, usual * 6);
	t->opened = t->mid;
}

/* Open interest and premium, from what traded in the minute before. */
static void
update_positions(struct tape *t)
{
	const struct regime *g = &regimes[t->regime];
	int64_t noise = rng_bell(rng_next(&t->rng)) / 128; /* sd 0.3 of 1024 */

	t->open_interest += t->volume * (g->interest + noise) / 1024;
	t->open_interest += (t->usual_interest - t->open_interest) / 14400;
	t->open_interest = clamp(
	    t->open_interest, t->usual_interest / 4, t->usual_interest * 4);
	t->premium +=
	    (g->premium - t->premium) / 180 + rng_bell(rng_next(&t->rng)) / 32;
	t->premium_sum += t->premium;
	t->premium_n++;
	t->volume = 0;
}

/*
 * The anchor wanders about 1.2 % a day and in the long run comes home; the
 * price follows it within weeks.
 */
static int64_t
pull(struct tape *t)
{
	t->anchor += t->anchor * 5300 / (1 << 24) *
		     rng_bell(rng_next(&t->rng)) / RNG_BELL_SD;
	t->anchor += (t->home - t->anchor) / 576000;
	t->anchor = clamp(t->anchor, t->home / 4, t->home * 4);
	return (t->anchor - t->mid) / 28800;
}

/* About the tempo, times what regime, hour and volatility make of it. */
static int
count_trades(struct tape *t, int64_t busy)
{
	int64_t n = t->tempo * regimes[t->regime].trades * busy / USUAL;
	uint64_t bits = rng_next(&t->rng);
	int64_t luck = (int64_t)((bits & 0xffff) * (bits >> 48) >> 14);

	n = n * clamp(t->sigma * 256 / t->calm, 128, 768) / 256;
	n = n * (26214 + luck * 3 / 5) / (256 << 16);
	/* Only a thin market has minutes without a trade. */
	return (int)clamp(n, clamp(t->tempo / 2 - 8, 0, 4), TAPE_MAX);
}

/* floor(sqrt(v)), digit by digit. */
static int64_t
root(int64_t v)
{
	int64_t r = 0;

	for (int64_t bit = (int64_t)1 << 40; bit; bit >>= 2) {
		if (v >= r + bit) {
			v -= r + bit;
			r = (r >> 1) + bit;
		} else {
			r >>= 1;
		}
	}
	return r;
}

/* What a minute's trades have in common; prices in 1/65536 ticks. */
struct pace {
	int64_t step;   /* a move, 65536 = one unit of rng_bell() */
	int64_t impact; /* what a trade moves the price to its side */
	int64_t drift;  /* of each trade */
	int64_t jump;   /* of trade jump_at */
	int jump_at;
	int buyers; /* of 65536 */
};

static struct pace
pace_of(struct tape *t, int n)
{
	const struct regime *g = &regimes[t->regime];
	int64_t sigma = t->mid * t->sigma / (1 << 24);
	int64_t drift = pull(t) + sigma * g->drift / 256;
	int64_t each,
	    odds = rng_below(&t->rng, t->regime == PANIC ? 150 : 1500);
	struct pace p = {.jump_at = -1, .buyers = 32768 + g->bias};

	if (n == 0)
		return p;
	/* Of the trades, 7 in 10 move the price by more than a burst does. */
	each = sigma * 256 / (1 + root((int64_t)n * 65536 * 7 / 10));
	p.step = each * 60309 / RNG_BELL_SD; /* 0.92: what impact leaves */
	p.impact = each * 100 / 256;
	p.drift = drift / n;
	if (odds == 0) {
		p.jump_at = (int)rng_below(&t->rng, n);
		p.jump = sigma * (512 + rng_below(&t->rng, 1024)) / 256;
		if (rng_next(&t->rng) >> 63)
			p.jump = -p.jump;
	}
	return p;
}

/* Heavy-tailed: many small, few large; and how many raw trades it takes. */
static void
draw_size(struct tape *t, struct tape_trade *tr)
{
	uint64_t bits = rng_next(&t->rng);
	int32_t size = sizes[__builtin_ctzll(bits | 1 << (SIZES - 1))];
	int64_t u1 = bits >> 32 & 0xffff, u2 = (int64_t)(bits >> 48);

	tr->qty = 1 + ((t->unit * size / 256 * u1 / 65536) * u2 / 65536);
	tr->raw = 1 + (int32_t)((int64_t)(bits >> 24 & 255) * size / 65536);
}

static void
trade_at_mid(struct tape *t, struct tape_trade *tr)
{
	enum { LOWEST = 16 << 16 };

	if (t->mid < LOWEST)
		t->mid = LOWEST;
	tr->buy = t->buy;
	tr->price = t->mid / 65536 + t->buy; /* the spread is one tick */
	t->volume += tr->qty;
}

/*
 * Trades one after the other; their times are running sums of random gaps
 * until scale_times() fits them into the minute.
 */
static int64_t
draw_trades(struct tape *t, const struct pace *p)
{
	int64_t sum = 0;

	for (int i = 0; i < t->n; i++) {
		struct tape_trade *tr = &t->trade[i];
		uint64_t bits = rng_next(&t->rng);
		int64_t far = (int64_t)(bits >> 48);

		if (i > 0 && (bits & 255) < BURST) {
			/* An order that walks the book: same ms, same side. */
			int64_t walk = p->impact / 4 * far / 65536;

			t->mid += t->buy ? walk : -walk;
		} else {
			if ((bits >> 8 & 255) >= PERSIST)
				t->buy = (int)(bits >> 16 & 0xffff) < p->buyers;
			t->mid += p->step * rng_bell(rng_next(&t->rng)) / 65536;
			t->mid += p->drift + (t->buy ? p->impact : -p->impact);
			sum += (int64_t)(bits >> 32 & 0xffff) * far / 65536;
		}
		if (i == p->jump_at)
			t->mid += p->jump;
		draw_size(t, tr);
		trade_at_mid(t, tr);
		tr->time = sum;
	}
	return sum;
}

static void
scale_times(struct tape *t, int64_t sum)
{
	uint64_t bits = rng_next(&t->rng);
	int64_t rest = (int64_t)((bits & 0xffff) * (bits >> 48) >> 16);
	int64_t scale = ((int64_t)TAPE_MINUTE << 32) / (sum + rest + 1);

	for (int i = 0; i < t->n; i++)
		t->trade[i].time = t->minute + (t->trade[i].time * scale >> 32);
}

/* A share: one trade each `every` ms, never two at once. */
static void
draw_shares(struct tape *t, const struct pace *p)
{
	for (int i = 0; i < t->n; i++) {
		struct tape_trade *tr = &t->trade[i];
		uint64_t bits = rng_next(&t->rng);

		t->buy = (int)(bits & 0xffff) < p->buyers;
		t->mid += p->step * rng_bell(rng_next(&t->rng)) / 65536;
		t->mid += p->drift + (t->buy ? p->impact : -p->impact);
		if (i == p->jump_at)
			t->mid += p->jump;
		tr->qty = 100000 + rng_below(&t->rng, 9900001);
		tr->raw = 1;
		trade_at_mid(t, tr);
		tr->time = t->minute + t->phase + i * t->every;
	}
}

void
tape_next(struct tape *t)
{
	struct pace p;
	int64_t busy;

	t->minute += TAPE_MINUTE;
	busy = activity(t->minute);
	if (--t->left < 0)
		change_regime(t);
	update_volatility(t, busy);
	update_positions(t);
	t->n = t->every ? (int)t->tempo : count_trades(t, busy);
	p = pace_of(t, t->n);
	if (t->every)
		draw_shares(t, &p);
	else
		scale_times(t, draw_trades(t, &p));
}

/*
 * The exchange's rule is the mean premium plus what of the difference to the
 * interest (0.01 %) lies within +-0.05 %.  Here within +-0.005 %, so that the
 * rate is not nearly always the interest; at most 0.3 % either way.
 */
int64_t
tape_funding(struct tape *t)
{
	int64_t mean = t->premium;

	if (t->premium_n > 0)
		mean = t->premium_sum / t->premium_n;
	t->premium_sum = t->premium_n = 0;
	return clamp(mean + clamp(10000 - mean, -5000, 5000), -300000, 300000);
}
