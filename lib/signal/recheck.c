/* SPDX-License-Identifier: MIT */
#include "signal/recheck.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

void
recheck_finish(struct recheck *c)
{
	for (int i = 0; i < RECHECK_MADE; i++)
		free(c->made[i].s);
	free(c->old.s);
}

void
recheck_begin(struct recheck *c, int64_t time_ms)
{
	c->time_ms = time_ms;
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

/* Whether its id, "SYMBOL-INTERVAL-TIME-SETUP", has this interval. */
static bool
is_of(const struct record *r, const char *interval)
{
	const struct value *id = &r->v[SIGNAL_ID];
	char part[64] = "-", *p = part + 1;

	if (!interval)
		return true;
	p = stpcpy(p, interval);
	*p++ = '-';
	p = num_put_int(p, r->time);
	*p++ = '-';
	return memmem(id->s, id->len, part, (size_t)(p - part)) != NULL;
}

/* Whether a line of this moment has its id. */
static bool
has_id(const struct recheck_text *made, const struct record *r)
{
	const struct value *id = &r->v[SIGNAL_ID];
	const char *at = memmem(made->s, made->len, id->s, id->len);

	return at && at - made->s > 5 && memcmp(at - 5, "\"id\":", 5) == 0;
}

enum recheck_result
recheck_signal(struct recheck *c, const struct profile *p, bool trades,
    const char *interval, const struct record *r)
{
	bool ours = is_ours(r, p, trades) && is_of(r, interval);

	if (put(&c->old, r) != 0)
		return RECHECK_NOMEM;
	for (int i = 0; i < c->n; i++) {
		if (c->made[i].len == c->old.len &&
		    memcmp(c->made[i].s, c->old.s, c->old.len) == 0)
			return RECHECK_SAME;
		/* One that closes has no audit to say whose it is. */
		if (!rec_has(r, SIGNAL_AUDIT) && has_id(&c->made[i], r))
			return RECHECK_DIFFERS;
	}
	if (!ours)
		return RECHECK_OTHER;
	return interval && r->time == c->time_ms ? RECHECK_DIFFERS
						 : RECHECK_ASTRAY;
}
