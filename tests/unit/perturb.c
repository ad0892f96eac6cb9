/* SPDX-License-Identifier: MIT */
/* Other futures: possible records, the same for the same seed. */
#include "tap.h"

#include <string.h>

#include "base/json.h"
#include "market/perturb.h"

static const char *const lines[] = {
    "{\"type\":\"candle\",\"time\":59999,\"symbol\":\"A\",\"interval\":\"1m\","
    "\"open_time\":0,\"open\":10.5,\"high\":11,\"low\":10,\"close\":10.25,"
    "\"volume\":0}",
    "{\"type\":\"trade\",\"time\":5,\"symbol\":\"A\",\"id\":1,\"price\":2e-7,"
    "\"qty\":3,\"side\":\"buy\"}",
    "{\"type\":\"mark\",\"time\":5,\"symbol\":\"A\",\"mark_price\":100}",
    "{\"type\":\"funding\",\"time\":5,\"symbol\":\"A\",\"rate\":-0.0001}",
};

/* The line as it was changed; NULL: it was not. */
static const char *
change(struct perturb *p, const char *line, char *out)
{
	struct rec_parser *ps = rec_parser_new();
	char text[1024];
	const char *why;
	struct record r;
	size_t len = strlen(line);
	bool changed;

	memset(text, '\n', sizeof text);
	memcpy(text, line, len);
	changed = rec_parse(ps, text, text + len, &r, &why) == 0 &&
		  perturb_record(p, &r);
	if (changed)
		*rec_put(out, &r) = '\0';
	rec_parser_free(ps);
	return changed ? out : NULL;
}

/* Whether it is a record that a reader takes. */
static bool
possible(const char *line)
{
	struct rec_parser *ps = rec_parser_new();
	char text[1024];
	const char *why;
	struct record r;
	size_t len = strcspn(line, "\n");
	bool good;

	memset(text, '\n', sizeof text);
	memcpy(text, line, len);
	good = rec_parse(ps, text, text + len, &r, &why) == 0;
	rec_parser_free(ps);
	return good;
}

int
main(void)
{
	char a[1024], b[1024];
	struct perturb p, q;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		bool good = true, other = true, same = true;

		for (uint64_t seed = 0; seed < 300; seed++) {
			perturb_init(&p, seed);
			perturb_init(&q, seed);
			if (!change(&p, lines[i], a) ||
			    !change(&q, lines[i], b)) {
				good = false;
				break;
			}
			good &= possible(a);
			same &= strcmp(a, b) == 0;
			other &= strncmp(a, lines[i], strlen(lines[i])) != 0;
		}
		ok(good, "a possible record: %.20s", lines[i]);
		ok(other, "another one");
		ok(same, "the same for the same seed");
	}
	perturb_init(&p, 1);
	ok(!change(&p,
	       "{\"type\":\"signal\",\"time\":1,\"symbol\":\"A\",\"id\":1,"
	       "\"direction\":\"long\"}",
	       a),
	    "what has no prices stays as it is");
	return tap_done();
}
