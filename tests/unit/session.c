/* SPDX-License-Identifier: MIT */
#include "tap.h"

#include <string.h>

#include "base/clock.h"
#include "signal/session.h"

#define MINUTE_MS INT64_C(60000)
#define DAY (20000 * DAY_MS)

static void
load(struct profile *p)
{
	char why[256];

	if (profile_load(p, "classic", why, sizeof why) != 0) {
		printf("Bail out! %s\n", why);
		exit(1);
	}
}

struct moment {
	const char *title;
	int minute, ms; /* of the day */
	int def, from, to;
};

static void
test_table(const struct profile *p, const struct moment *m, size_t n)
{
	for (size_t i = 0; i < n; i++, m++) {
		struct session s =
		    session_at(p, DAY + m->minute * MINUTE_MS + m->ms);
		int64_t start = m->def < 0 ? 0 : DAY + m->from * MINUTE_MS;
		int64_t end = m->def < 0 ? 0 : DAY + m->to * MINUTE_MS;

		ok(s.def == m->def && s.start == start && s.end == end, "%s",
		    m->title);
	}
}

static void
test_classic(void)
{
	static const struct moment moments[] = {
	    {"asia from midnight", 0, 0, 0, 0, 480},
	    {"asia until 07:59:59.999", 479, 59999, 0, 0, 480},
	    {"london from 08:00", 480, 0, 1, 480, 960},
	    {"london until 15:59:59.999", 959, 59999, 1, 480, 960},
	    {"new_york from 16:00", 960, 0, 2, 960, 1440},
	    {"new_york until midnight", 1439, 59999, 2, 960, 1440},
	    {"the next day's asia is another", 1440, 0, 0, 1440, 1920},
	};
	struct profile p;

	load(&p);
	test_table(&p, moments, sizeof moments / sizeof *moments);
}

static void
test_gaps(void)
{
	static const struct moment moments[] = {
	    {"none before the first", 0, 0, -1, 0, 0},
	    {"none up to its first ms", 89, 59999, -1, 0, 0},
	    {"the first", 90, 0, 0, 90, 91},
	    {"its last ms", 90, 59999, 0, 90, 91},
	    {"none between two", 91, 0, -1, 0, 0},
	    {"the last ends with the day", 1439, 59999, 1, 600, 1440},
	    {"none after midnight", 1440, 0, -1, 0, 0},
	};
	struct profile p = {
	    .nsessions = 2,
	    .sessions = {{.name = "a", .from = 90, .to = 91},
		{.name = "b", .from = 600, .to = 1440}},
	};

	test_table(&p, moments, sizeof moments / sizeof *moments);
}

static void
test_points(void)
{
	static const char longer[] = "a name longer than any of a table may be,"
				     " which no session has";
	static const struct {
		const char *name;
		double points;
	} cases[] = {{"new_york", .5}, {"New York", .5}, {"NY", .5},
	    {"london", .45}, {"EUROPE", .45}, {"asia", .35}, {"asia_open", .35},
	    {"Asia Open", .35}, {"asi", .25}, {"asiaa", .25}, {"sydney", .25},
	    {longer, .25}, {"", .2}};
	struct profile p;

	load(&p);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(session_points(&p, cases[i].name, strlen(cases[i].name)) ==
			cases[i].points,
		    "'%s' gives %g", cases[i].name, cases[i].points);
	ok(session_points(&p, "asia!", 4) == .35, "a name ends at its length");
}

int
main(void)
{
	test_classic();
	test_gaps();
	test_points();
	return tap_done();
}
