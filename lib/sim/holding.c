/* SPDX-License-Identifier: MIT */
#include "sim/holding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
holding_init(struct holding *h, const struct market *m)
{
	*h = (struct holding){
	    .market = m,
	    .bar = -1,
	    .pos.place = -1,
	    .last_open = INT64_MIN,
	    .half_spread = NAN,
	    .freed_at = INT64_MIN,
	};
}

void
holding_finish(struct holding *h)
{
	free(h->closing.id.s);
	free(h->opening.id.s);
	free(h->id.s);
	free(h->due);
}

int
text_set(struct text *t, const char *s, uint32_t len)
{
	if (t->size < len) {
		char *room = realloc(t->s, len);

		if (!room)
			return -1;
		t->s = room;
		t->size = len;
	}
	if (len)
		memcpy(t->s, s, len);
	t->len = len;
	return 0;
}

int
holding_add_due(struct holding *h, const struct due *d)
{
	if (h->ndue == h->due_size) {
		int size = h->due_size ? 2 * h->due_size : 4;
		struct due *due = realloc(h->due, (size_t)size * sizeof *due);

		if (!due)
			return -1;
		h->due = due;
		h->due_size = size;
	}
	h->due[h->ndue++] = *d;
	return 0;
}
