/* SPDX-License-Identifier: MIT */
/*
 * cell - one value of a row, out of a file or a reply: what num_scan() took
 * apart as the number that is wanted.  Each says whether it is one.
 */
#ifndef CELL_H
#define CELL_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/num.h"

struct cell {
	const char *text, *end;
	struct num_scan n;
};

/* Spot's files count us from 2025 on, um's never do; 1e15 ms is the year
 * 33658. */
#define CELL_US UINT64_C(1000000000000000)

/* At p, up to a byte that cannot be part of a number: that byte, or NULL. */
static inline const char *
cell_scan(const char *p, struct cell *c)
{
	c->text = p;
	c->end = num_scan(p, &c->n);
	return c->end;
}

static inline bool
cell_time(const struct cell *c, int64_t *ms)
{
	uint64_t t = c->n.m;

	if (t >= CELL_US)
		t /= 1000;
	*ms = (int64_t)t;
	return c->n.integer && c->n.exact && !c->n.neg && c->n.e == 0;
}

static inline bool
cell_id(const struct cell *c, int64_t *id)
{
	int64_t v = (int64_t)c->n.m;

	*id = c->n.neg ? -v : v;
	return c->n.integer && c->n.exact && c->n.e == 0 && v >= 0;
}

/* Any that a double holds. */
static inline bool
cell_number(const struct cell *c, double *num)
{
	const struct num_scan *n = &c->n;

	*num = num_scale(
	    n->m, n->e, n->neg, n->exact, c->text, (size_t)(c->end - c->text));
	return !isinf(*num);
}

/* Not below 0. */
static inline bool
cell_amount(const struct cell *c, double *num)
{
	return cell_number(c, num) && *num >= 0;
}

/* The same, to all its digits. */
static inline bool
cell_exact(const struct cell *c, struct decimal *d)
{
	double num;

	if (c->n.exact && !c->n.neg && c->n.e <= 0) {
		*d = (struct decimal){(__int128)c->n.m, c->n.e};
		return c->n.e >= -DECIMAL_EXP_MAX;
	}
	return cell_amount(c, &num) &&
	       decimal_parse(d, c->text, (size_t)(c->end - c->text)) == 0;
}

/* How many: up to 2^53, in any notation. */
static inline bool
cell_count(const struct cell *c, int64_t *count)
{
	double num;

	if (!cell_amount(c, &num) || num > 9007199254740992.0 ||
	    num != floor(num))
		return false;
	*count = (int64_t)num;
	return true;
}

#endif
