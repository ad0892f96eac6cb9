/* SPDX-License-Identifier: MIT */
#include "sim/event_list.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 16 };

struct event_block {
	struct event_block *next;
	size_t used, size;
	_Alignas(max_align_t) char bytes[];
};

/* Room that stays where it is; NULL: out of memory. */
static void *
keep(struct event_list *t, const void *bytes, size_t len)
{
	size_t room = (len + sizeof(max_align_t) - 1) / sizeof(max_align_t) *
		      sizeof(max_align_t);
	struct event_block *b = t->blocks;
	size_t size = room > BLOCK ? room : BLOCK;

	if (!b || b->size - b->used < room) {
		b = malloc(sizeof *b + size);
		if (!b)
			return NULL;
		b->next = t->blocks;
		b->used = 0;
		b->size = size;
		t->blocks = b;
	}
	b->used += room;
	return memcpy(b->bytes + b->used - room, bytes, len);
}

static int
keep_wish(struct event_list *t, struct event *e)
{
	struct wish w = *e->wish;

	if (w.id) {
		w.id = keep(t, w.id, w.id_len);
		if (!w.id)
			return -1;
	}
	e->wish = keep(t, &w, sizeof w);
	return e->wish ? 0 : -1;
}

int
event_list_add(struct event_list *t, const struct event *e)
{
	struct event kept = *e;

	if (t->n == t->size) {
		size_t size = t->size ? 2 * t->size : 1024;
		struct event *at = realloc(t->at, size * sizeof *at);

		if (!at)
			return -1;
		t->at = at;
		t->size = size;
	}
	if (e->kind == EVENT_SIGNAL && keep_wish(t, &kept) != 0)
		return -1;
	t->at[t->n++] = kept;
	return 0;
}

void
event_list_finish(struct event_list *t)
{
	while (t->blocks) {
		struct event_block *b = t->blocks;

		t->blocks = b->next;
		free(b);
	}
	free(t->at);
}
