/* SPDX-License-Identifier: MIT */
#include "signal/recheck.h"

#include <stdlib.h>
#include <string.h>

void
recheck_finish(struct recheck *c)
{
	for (int i = 0; i < RECHECK_MADE; i++)
		free(c->made[i].s);
	free(c->old.s);
}

void
recheck_begin(struct recheck *c)
{
	c->n = 0;
}

static int
put(struct recheck_text *t, const struct record *r)
{
	size_t need = rec_room(r);
	char *s;

	if (need > t->room) {
		s = realloc(t->s, need);
		if (!s)
			return -1;
		t->s = s;
		t->room = need;
	}
	t->len = (size_t)(rec_put(t->s, r) - t->s);
	return 0;
}

int
recheck_made(struct recheck *c, const struct record *r)
{
	return c->n < RECHECK_MADE ? put(&c->made[c->n++], r) : 0;
}

/* Whether the audit says that the signal was made as we make it. */
static bool
is_ours(const struct record *r, const struct profile *p, bool trades)
{
	static const char hash[] = "\"profile_hash\":\"";
	const char *flow =
	    trades ? "\",\"flow\":\"trades\"" : "\",\"flow\":\"candles\"";
	const struct value *v = &r->v[SIGNAL_AUDIT];
	const char *at;

	if (!rec_has(r, SIGNAL_AUDIT))
		return false;
	at = memmem(v->s, v->len, hash, sizeof hash - 1);
	if (!at)
		return false;
	at += sizeof hash - 1;
	if ((size_t)(v->s + v->len - at) < PROFILE_HASH + strlen(flow))
		return false;
	return memcmp(at, p->hash, PROFILE_HASH - 1) == 0 &&
	       memcmp(at + PROFILE_HASH - 1, flow, strlen(flow)) == 0;
}

enum recheck_result
recheck_signal(struct recheck *c, const struct profile *p, bool trades,
    const struct record *r)
{
	bool ours = is_ours(r, p, trades);

	if (put(&c->old, r) != 0)
		return RECHECK_NOMEM;
	for (int i = 0; i < c->n; i++)
		if (c->made[i].len == c->old.len &&
		    memcmp(c->made[i].s, c->old.s, c->old.len) == 0)
			return RECHECK_SAME;
	return ours ? RECHECK_DIFFERS : RECHECK_OTHER;
}
