/* SPDX-License-Identifier: MIT */
#include "history/routes.h"

#include <string.h>

#include "base/clock.h"
#include "exchange/archive.h"
#include "exchange/rest.h"

/*
 * Daily files appear two hours after midnight at the earliest, most of them
 * after seven or eight; before that it is not worth asking.
 */
#define PUBLISHED_MS (2 * INT64_C(3600000))

/* What is about to fall out of the interface's reach is not counted on. */
#define MARGIN_MS INT64_C(600000)

const char *
route_name(enum route r)
{
	static const char *const names[] = {
	    [ROUTE_MONTH] = "monthly file",
	    [ROUTE_DAY] = "daily file",
	    [ROUTE_REST] = "REST",
	};

	return names[r];
}

int
source_mode_find(const char *name)
{
	static const char *const names[] = {
	    [SOURCE_AUTO] = "auto",
	    [SOURCE_ARCHIVE] = "archive",
	    [SOURCE_REST] = "rest",
	};

	for (int i = 0; i < 3; i++)
		if (strcmp(name, names[i]) == 0)
			return i;
	return -1;
}

/* Candles of a week or a month are in monthly files only. */
static bool
is_in_days(const struct row_format *f)
{
	return !dataset_has_grid(f->data) || archive_is_daily(f->interval);
}

static int64_t
reach(const struct target *t, int64_t now)
{
	int64_t ms = rest_reach(t->venue, t->format.data);

	return ms > 0 ? now - ms + MARGIN_MS : 0;
}

void
routes_init(struct routes *r, const struct target *t, enum source_mode mode,
    int64_t now)
{
	enum dataset d = t->format.data;

	*r = (struct routes){
	    .floor = archive_floor(t->venue, d),
	    .end = mode == SOURCE_AUTO ? now - PUBLISHED_MS : INT64_MAX,
	    .reach = reach(t, now),
	    .rest_first = d == DATA_FUNDING && mode == SOURCE_AUTO,
	};
	if (mode != SOURCE_REST) {
		r->has[ROUTE_MONTH] = archive_has(t->venue, d, ARCHIVE_MONTHLY);
		r->has[ROUTE_DAY] = is_in_days(&t->format) &&
				    archive_has(t->venue, d, ARCHIVE_DAILY);
	}
	if (mode != SOURCE_ARCHIVE)
		r->has[ROUTE_REST] = rest_has(t->venue, d);
}

bool
routes_rest(const struct routes *r, int64_t from)
{
	return r->has[ROUTE_REST] && from >= r->reach;
}
