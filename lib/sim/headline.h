/* SPDX-License-Identifier: MIT */
/*
 * headline - the numbers that people look at first, from the returns of the
 * days and of the trades alone: of the run, and of what chance makes of it.
 */
#ifndef HEADLINE_H
#define HEADLINE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

enum headline {
	/* of n daily returns r; growth is the product of 1 + r */
	HEAD_RETURN,       /* growth - 1 */
	HEAD_CAGR,         /* growth^(1 / years) - 1 */
	HEAD_SHARPE,       /* as yield.h has it: annual return by volatility */
	HEAD_SORTINO,      /* likewise: by what the days below 0 did */
	HEAD_MAX_DRAWDOWN, /* largest fall from a peak, at the ends of days */
	HEAD_CALMAR,       /* annual return by max_drawdown */
	/* of the trades' returns */
	HEAD_WIN_RATE,      /* share above 0 */
	HEAD_EXPECTANCY,    /* mean */
	HEAD_PROFIT_FACTOR, /* sum of those above 0 by sum of those below */
	HEADLINES
};

const char *headline_name(enum headline h);

struct day_span {         /* what a number of daily returns stands for */
	double year_days; /* daily returns that a year has */
	double years;     /* of the calendar, that all of them took */
};

/*
 * Of returns that are all finite.  A ratio whose divisor is 0 is infinite with
 * the sign of its dividend, 0 by 0 NaN.  A day that returned -1 or less has
 * lost all, for ever; then there are no ratios.  Each writes its own part of
 * out.
 */
void headlines_of_days(const double *days, size_t n,
    const struct day_span *span, double out[HEADLINES]);
void headlines_of_trades(const double *trades, size_t n, double out[HEADLINES]);

/* The same, one day after the other. */
struct day_sums {
	double growth, low; /* product of 1 + r; by its peak, at the least */
	double peak;
	double centre; /* of all days: sums about it lose no digits */
	double sum, squares, below;
	double first;
	bool varies;
	size_t n;
};

/* centre: the mean of the days to come or a guess at it; first: the first. */
struct day_sums day_sums_new(double centre, double first);
static inline void day_sums_add(struct day_sums *s, double r);
/* At least one day was added. */
void day_sums_end(const struct day_sums *s, const struct day_span *span,
    double out[HEADLINES]);

/* ... one trade after the other, from zeros. */
struct trade_sums {
	double gains2, loss2; /* twice the sums: exact */
	size_t n, wins;
};

static inline void
day_sums_add(struct day_sums *s, double r)
{
	double d = r - s->centre;
	/* r where it is below 0: exact, and no branch that cannot be foreseen.
	 */
	double below = .5 * (fabs(r) - r);

	s->growth = r > -1 ? s->growth * (1 + r) : 0;
	s->peak = s->growth > s->peak ? s->growth : s->peak;
	if (s->growth < s->low * s->peak)
		s->low = s->growth / s->peak;
	s->sum += d;
	s->squares += d * d;
	s->below += below * below;
	s->varies |= r != s->first;
	s->n++;
}

static inline void
trade_sums_add(struct trade_sums *s, double r)
{
	double size = fabs(r);

	/* As above. */
	s->n++;
	s->wins += r > 0;
	s->gains2 += size + r;
	s->loss2 += size - r;
}

void trade_sums_end(const struct trade_sums *s, double out[HEADLINES]);

#endif
