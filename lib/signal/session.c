/* SPDX-License-Identifier: MIT */
#include "signal/session.h"

#include <string.h>
#include <strings.h>

#define BLOCK_MS (8 * 3600 * INT64_C(1000))

static const struct {
	const char *name;
	size_t len;
	double points;
} names[] = {
    {"new_york", 8, 0.5},
    {"new york", 8, 0.5},
    {"ny", 2, 0.5},
    {"london", 6, 0.45},
    {"europe", 6, 0.45},
    {"asia", 4, 0.35},
    {"asia_open", 9, 0.35},
    {"asia open", 9, 0.35},
};

int64_t
session_at(int64_t ts_ms)
{
	return ts_ms / BLOCK_MS; /* times are never negative */
}

int64_t
session_start(int64_t session)
{
	return session * BLOCK_MS;
}

const char *
session_name(int64_t session)
{
	static const char *const blocks[] = {"asia", "london", "new_york"};

	return blocks[session % 3];
}

double
session_points(const char *name, size_t len)
{
	if (len == 0)
		return 0.2;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].len == len &&
		    strncasecmp(names[i].name, name, len) == 0)
			return names[i].points;
	return 0.25;
}
