/* SPDX-License-Identifier: MIT */
/* searched - what a search found, as a member of the report. */
#ifndef SEARCHED_H
#define SEARCHED_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/luck.h"
#include "sim/search.h"
#include "sim/walk.h"

struct searched {
	struct search search;
	struct attempt *attempts; /* of all events; NULL if it walks */
	int best;                 /* of these; -1: none has a value */
	bool walks;
	struct walk_plan plan;
	struct walk walk;
};

enum { SEARCHED_WHY = 160 };

/*
 * Searches as s->search and s->plan say, and trades what was found best, with
 * t, on a simulation that has begun with the search's rules and has heard
 * nothing; *rules gets those of the best combination (if none has a value,
 * those of the first), unless it walks.  0; or -1, and why.
 */
int searched_make(struct searched *s, struct teller *t, struct rules *rules,
    char why[SEARCHED_WHY]);
void searched_finish(struct searched *s);

/*
 * What the search itself says of trials: its combinations; of one that walks,
 * what it traded was not chosen by how it did.
 */
void searched_trials(const struct searched *s, struct trials *t);

/* Whether each combination is told with this figure, whatever is best. */
bool searched_has_column(const struct objective *o);

/*
 * The object; of more than 2000 combinations the best, and "left_out" tells how
 * many are not there.  Errors show in ferror(f), too.  0, or -1: out of memory.
 */
int searched_put(FILE *f, const struct searched *s);

/* For people: the ten best, or the folds.  -1: out of memory. */
int searched_text(FILE *f, const struct searched *s);

#endif
