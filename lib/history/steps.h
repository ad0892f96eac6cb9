/* SPDX-License-Identifier: MIT */
/* steps - what is to be fetched, one file or request after the other. */
#ifndef STEPS_H
#define STEPS_H

#include <stdbool.h>
#include <stdint.h>

#include "history/plan.h"
#include "history/routes.h"

struct file;
struct page;

struct step {
	enum route route;
	int64_t from, to;  /* places; what is lacking of [from, to) */
	struct file *file; /* under way, or NULL */
	struct page *page;
	struct file *month; /* has part of this day, or NULL */
	bool sure;          /* this is the second opinion: none is none */
	struct step *next;
};

struct steps {
	struct step *first, **last;
};

void steps_init(struct steps *s);
void steps_free(struct steps *s);

/* *borrowed*; NULL: out of memory. */
struct step *steps_add(
    struct steps *s, enum route route, int64_t from, int64_t to);

/* REST for what is lacking of [from, to), in pieces of a page each where that
 * can be told.  0, or -1: out of memory. */
int steps_add_rest(struct steps *s, const struct plan *p,
    const struct routes *r, int64_t from, int64_t to, bool sure);

/* The days of [from, to): files where there are, else REST. */
int steps_add_days(struct steps *s, const struct plan *p,
    const struct routes *r, int64_t from, int64_t to);

/* The end of the day that from is in, but at most to. */
int64_t steps_day_end(int64_t from, int64_t to);

/* All that is lacking, each by its best way, in the order of time. */
int steps_make(struct steps *s, const struct plan *p, const struct routes *r);

/* The first, which is the caller's to step_free() now; NULL: none is left. */
struct step *steps_take(struct steps *s);
void step_free(struct step *st);

/* Puts all of more in front; more is empty then. */
void steps_prepend(struct steps *s, struct steps *more);

#endif
