/* SPDX-License-Identifier: MIT */
#include "sim/event_list.h"

#include <string.h>

#include "tap.h"

enum { N = 5000 };

/* The id of signal i: short ones, long ones, one larger than any block. */
static size_t
id_of(int i, char *id)
{
	size_t len = i == 18      ? 200000
		     : i % 7 == 0 ? 3000
				  : (size_t)(i % 40) + 1;

	memset(id, 'a' + i % 26, len);
	return len;
}

static bool
is_event(const struct event *e, int i, char *id)
{
	if (e->time != i || e->market != i % 3)
		return false;
	if (i % 2)
		return e->kind == EVENT_BAR && e->bar.close == i;
	if (e->kind != EVENT_SIGNAL || e->wish->price != i)
		return false;
	if (i % 10 == 0)
		return !e->wish->id;
	return e->wish->id_len == id_of(i, id) &&
	       memcmp(e->wish->id, id, e->wish->id_len) == 0;
}

int
main(void)
{
	struct event_list t = {0}, none = {0};
	char *id = malloc(200000), *want = malloc(200000);
	int rc = 0, wrong = 0, loose = 0;

	for (int i = 0; i < N; i++) {
		struct wish w = {.price = i};
		struct event e = {.time = i, .market = i % 3};

		if (i % 2) {
			e.kind = EVENT_BAR;
			e.bar.close = i;
		} else {
			e.kind = EVENT_SIGNAL;
			e.wish = &w;
			if (i % 10) {
				w.id_len = (uint32_t)id_of(i, id);
				w.id = id;
			}
		}
		rc |= event_list_add(&t, &e);
		/* What was borrowed is over. */
		memset(id, '?', 200000);
		memset(&w, 0x55, sizeof w);
	}
	ok(rc == 0 && t.n == N, "as many as were added");
	for (int i = 0; i < N; i++) {
		wrong += !is_event(&t.at[i], i, want);
		if (i % 2 == 0)
			loose +=
			    (size_t)t.at[i].wish % _Alignof(struct wish) != 0;
	}
	ok(wrong == 0, "each as it was, with a wish and an id of its own");
	ok(loose == 0, "wishes are aligned");
	event_list_finish(&t);
	event_list_finish(&none);
	ok(none.n == 0, "an empty one ends, too");
	free(want);
	free(id);
	return tap_done();
}
