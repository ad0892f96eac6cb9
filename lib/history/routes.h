/* SPDX-License-Identifier: MIT */
/* routes - the ways to a data set, and what each of them can give. */
#ifndef ROUTES_H
#define ROUTES_H

#include <stdbool.h>
#include <stdint.h>

#include "history/dataset.h"

enum source_mode { SOURCE_AUTO, SOURCE_ARCHIVE, SOURCE_REST };

int source_mode_find(const char *name); /* "auto" ...; -1 */

enum route { ROUTE_MONTH, ROUTE_DAY, ROUTE_REST, ROUTES };

const char *route_name(enum route r); /* "monthly file" ... */

struct routes { /* times of places */
	bool has[ROUTES];
	bool rest_first; /* one request gives more than a year of files */
	int64_t floor;   /* the archive has nothing before it */
	int64_t end;     /* days that end later are not in the archive yet */
	int64_t reach;   /* REST gives nothing before it */
};

/* For the target at this moment. */
void routes_init(struct routes *r, const struct target *t,
    enum source_mode mode, int64_t now);

/* Whether REST may be asked for all of what begins at from. */
bool routes_rest(const struct routes *r, int64_t from);

#endif
