/* SPDX-License-Identifier: MIT */
/* books - indicators held to the rows of printed books: tulip's test files. */
#ifndef BOOKS_H
#define BOOKS_H

#include "vectors.h"

enum { OUTS = 3 };

/* What a runner reads, and what it writes: NaN where nothing is known. */
static char text[VECTORS_TEXT];
static struct vectors_bars bars;
static double got[OUTS][VECTORS_BARS];
static bool told[VECTORS_BARS]; /* what the push returned */

typedef void run_fn(const double *par);

static inline void
run(run_fn *fn, const double *par)
{
	for (int o = 0; o < OUTS; o++)
		for (int i = 0; i < bars.n; i++)
			got[o][i] = NAN;
	fn(par);
}

/* Whether each push told that all was known which the last bar has. */
static inline bool
told_well(void)
{
	bool well = true;

	for (int i = 0; i < bars.n; i++) {
		bool known = true;

		for (int o = 0; o < OUTS; o++)
			if (!isnan(got[o][bars.n - 1]))
				known = known && !isnan(got[o][i]);
		well = well && told[i] == known;
	}
	return well;
}

enum {
	EARLY = 1, /* ours may be known before the row begins */
	LATE = 2,  /* ours may not be known yet where the row begins */
	/*
	 * Two or more averages in a row began elsewhere: the difference d
	 * between ours and the row's dwindles as a start is forgotten,
	 * d'' = 2 q d' - q^2 d with q = 1 - 2 / (n + 1).
	 */
	FORGETS = 4,
};

struct book {
	const char *file, *name, *inputs; /* h l c v: the rows of the case */
	run_fn *fn;
	double par[3];
	int outs, from, row; /* outputs (0: one), the first of ours, of its */
	int before;          /* bars put before the first: see read_book() */
	int how, apart;      /* values of the first output that differ */
	int n;               /* of what it forgets */
};

static inline double *
book_input(char which)
{
	return which == 'h'   ? bars.high
	       : which == 'l' ? bars.low
	       : which == 'v' ? bars.volume
			      : bars.close;
}

/*
 * Bars to go before the first: they lie at its low, or at its close where
 * there are no lows.
 */
static inline bool
read_book(const struct book *b)
{
	int decimals, before = b->before;

	bars.n = 0;
	for (int i = 0; b->inputs[i]; i++) {
		double *to = book_input(b->inputs[i]);

		bars.n = before +
			 vectors_book(text, b->name, i, to + before, &decimals);
	}
	for (int i = 0; b->inputs[i]; i++)
		for (int k = 0; k < before; k++)
			book_input(b->inputs[i])[k] =
			    (strchr(b->inputs, 'l') ? bars.low
						    : bars.close)[before];
	return bars.n > before;
}

/* How many of ours are not those of the row, whose last is the last bar's. */
static inline int
differ_book(const struct book *b, const double *ours, const double *row, int n,
    int decimals)
{
	int wrong = 0, first = bars.n - n;
	double unit = 1;

	for (int i = 0; i < decimals; i++)
		unit /= 10;
	for (int i = 0; i < bars.n; i++) {
		bool known = !isnan(ours[i]);

		if ((!known && b->how & LATE) || (i < first && b->how & EARLY))
			continue;
		if (known != (i >= first) ||
		    (known && fabs(ours[i] - row[i - first]) > unit))
			wrong++;
	}
	return wrong;
}

/* The same of differences that are forgotten; -1: there were too few. */
static inline int
forget_book(const struct book *b, const double *ours, const double *row, int n,
    int decimals)
{
	double q = 1 - 2.0 / (b->n + 1), unit = 1, d[3] = {NAN, NAN, NAN};
	int wrong = 0, compared = 0, first = bars.n - n;

	for (int i = 0; i < decimals; i++)
		unit /= 10;
	for (int i = 0; i < n; i++) {
		double should = 2 * q * d[1] - q * q * d[2];

		d[0] = ours[first + i] - row[i];
		if (!isnan(should) && !isnan(d[0])) {
			compared++;
			wrong += fabs(d[0] - should) > 2 * unit;
		}
		d[2] = d[1];
		d[1] = d[0];
	}
	return compared > 0 ? wrong : -1;
}

static inline void
test_book(const struct book *b)
{
	static double row[VECTORS_BARS];
	char file[64];

	snprintf(file, sizeof file, "tulipindicators/%s.txt", b->file);
	vectors_text(file, text);
	ok(read_book(b), "%s: inputs of %s", b->file, b->name);
	run(b->fn, b->par);
	ok(told_well(), "%s: %s tells when it is known", b->file, b->name);
	for (int o = 0; o < (b->outs ? b->outs : 1); o++) {
		int decimals = 0, inputs = (int)strlen(b->inputs) + b->row;
		int n = vectors_book(text, b->name, inputs + o, row, &decimals);
		const double *ours = got[b->from + o];
		int wrong = b->how & FORGETS
				? forget_book(b, ours, row, n, decimals)
				: differ_book(b, ours, row, n, decimals);
		int apart = o == 0 ? b->apart : 0;

		ok(n > 0 && wrong == apart, "%s: %s, output %d, %d apart",
		    b->file, b->name, o, apart);
	}
}

#endif
