/* SPDX-License-Identifier: MIT */
#include "signal/profile_reader.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"

int
profile_fail(const struct profile_reader *r, int line, const char *fmt, ...)
{
	char reason[2 * PROFILE_PATH];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof reason, fmt, ap);
	va_end(ap);
	snprintf(r->why, r->size, "%d: %s", line, reason);
	return -1;
}

int
profile_kind(const struct profile_reader *r, const struct json_node *n,
    const char *path, enum node_kind kind)
{
	if (n->kind == kind)
		return 0;
	return profile_fail(r, n->line, "'%s' is %s, not %s", path,
	    json_node_kind_name(n->kind), json_node_kind_name(kind));
}

/* As the file would have it; NUL-terminated. */
static const char *
number_text(char buf[NUM_DOUBLE_MAX + 1], double x)
{
	*num_put_double(buf, x) = '\0';
	return buf;
}

int
profile_number(const struct profile_reader *r, const struct json_node *n,
    const char *path, double min, double max, double *value)
{
	char is[NUM_DOUBLE_MAX + 1], from[NUM_DOUBLE_MAX + 1],
	    to[NUM_DOUBLE_MAX + 1];

	if (profile_kind(r, n, path, NODE_NUMBER) != 0)
		return -1;
	if (n->number < min || n->number > max)
		return profile_fail(r, n->line, "'%s' is %s, not from %s to %s",
		    path, number_text(is, n->number), number_text(from, min),
		    number_text(to, max));
	*value = n->number;
	return 0;
}

static int
count(const struct profile_reader *r, const struct json_node *n,
    const struct profile_row *row, int *value)
{
	char is[NUM_DOUBLE_MAX + 1];
	double x;

	if (profile_number(r, n, row->path, row->min, row->max, &x) != 0)
		return -1;
	*value = (int)x;
	if (*value == x)
		return 0;
	return profile_fail(r, n->line, "'%s' is %s, not a whole number",
	    row->path, number_text(is, x));
}

static int
duration(const struct profile_reader *r, const struct json_node *n,
    const struct profile_row *row, int64_t *ms)
{
	if (profile_kind(r, n, row->path, NODE_STRING) != 0)
		return -1;
	if (duration_parse(n->text, ms) == 0 && (double)*ms >= row->min &&
	    (double)*ms <= row->max)
		return 0;
	return profile_fail(r, n->line,
	    "'%s' is '%.40s', not a duration from %.0fm to %.0fd", row->path,
	    n->text, row->min / 60e3, row->max / DAY_MS);
}

int
profile_name(const struct profile_reader *r, const struct json_node *n,
    const char *path, char name[PROFILE_NAME])
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789 _-.";
	size_t len;

	if (profile_kind(r, n, path, NODE_STRING) != 0)
		return -1;
	len = strlen(n->text);
	if (len == 0 || len >= PROFILE_NAME)
		return profile_fail(r, n->line,
		    "'%s' has %zu characters, not 1 to %d", path, len,
		    PROFILE_NAME - 1);
	if (strspn(n->text, good) != len)
		return profile_fail(r, n->line,
		    "'%s' holds what is no letter, digit or ' _-.'", path);
	memcpy(name, n->text, len + 1);
	return 0;
}

/* One of two words: 0 or 1, or -1. */
static int
choice(const struct profile_reader *r, const struct json_node *n,
    const char *path, const char *const words[2])
{
	if (profile_kind(r, n, path, NODE_STRING) != 0)
		return -1;
	for (int i = 0; i < 2; i++)
		if (strcmp(n->text, words[i]) == 0)
			return i;
	return profile_fail(r, n->line, "'%s' is '%.40s', not %s or %s", path,
	    n->text, words[0], words[1]);
}

/* Two numbers in an array, the second within its own bounds. */
static int
pair(const struct profile_reader *r, const struct json_node *n,
    const struct profile_row *row, const char *path, double max2,
    double value[2])
{
	if (profile_kind(r, n, path, NODE_ARRAY) != 0)
		return -1;
	if (n->count != 2)
		return profile_fail(
		    r, n->line, "'%s' has %d values, not 2", path, n->count);
	if (profile_number(r, n->first, path, row->min, row->max, &value[0]) !=
	    0)
		return -1;
	return profile_number(r, n->first->next, path, 0, max2, &value[1]);
}

static int
steps(const struct profile_reader *r, const struct json_node *n,
    const struct profile_row *row, struct steps *s)
{
	char path[PROFILE_PATH];
	double value[2];

	if (profile_kind(r, n, row->path, NODE_ARRAY) != 0)
		return -1;
	if (n->count > PROFILE_STEPS)
		return profile_fail(r, n->line,
		    "'%s' has %d steps, more than %d", row->path, n->count,
		    PROFILE_STEPS);
	for (n = n->first; n; n = n->next) {
		snprintf(path, sizeof path, "%s[%d]", row->path, s->n);
		if (pair(r, n, row, path, POINTS_MAX, value) != 0)
			return -1;
		if (s->n > 0 && value[0] >= s->at[s->n - 1].from)
			return profile_fail(r, n->line,
			    "'%s' does not begin below the one before", path);
		s->at[s->n].from = value[0];
		s->at[s->n++].points = value[1];
	}
	return 0;
}

/* {"atr": SHARE}, or {"ticks": COUNT} with or without "tick": STEP. */
static int
bin(const struct profile_reader *r, const struct json_node *n,
    const struct profile_row *row, struct volume_profile_def *vp)
{
	const struct json_node *atr = json_node_member(n, "atr");
	const struct json_node *ticks = json_node_member(n, "ticks");
	const struct json_node *tick = json_node_member(n, "tick");

	if (profile_kind(r, n, row->path, NODE_OBJECT) != 0)
		return -1;
	for (const struct json_node *c = n->first; c; c = c->next)
		if (c != atr && c != ticks && c != tick)
			return profile_fail(r, c->key_line,
			    "'%s.%.40s' is unknown", row->path, c->key);
	if (!atr == !ticks || (atr && tick))
		return profile_fail(r, n->line,
		    "'%s' has neither atr alone nor ticks", row->path);
	vp->bin_kind = atr ? BIN_ATR : BIN_TICKS;
	vp->tick = (double)NAN;
	if (atr)
		return profile_number(
		    r, atr, "volume_profile.bin.atr", 0.001, 100, &vp->bin);
	if (tick && profile_number(r, tick, "volume_profile.bin.tick", 1e-15,
			1e15, &vp->tick) != 0)
		return -1;
	return profile_number(
	    r, ticks, "volume_profile.bin.ticks", 1, 1e9, &vp->bin);
}

int
profile_value(const struct profile_reader *r, const struct profile_row *row,
    const struct json_node *n)
{
	static const char *const methods[] = {"classic", "adaptive"};
	static const char *const areas[] = {"contiguous", "rank"};
	void *to = (char *)r->p + row->offset;
	int word;

	switch (row->kind) {
	case ROW_NUMBER:
		return profile_number(r, n, row->path, row->min, row->max, to);
	case ROW_COUNT:
		return count(r, n, row, to);
	case ROW_BOOL:
		*(bool *)to = n->yes;
		return profile_kind(r, n, row->path, NODE_BOOL);
	case ROW_DURATION:
		return duration(r, n, row, to);
	case ROW_NAME:
		return profile_name(r, n, row->path, to);
	case ROW_METHOD:
		word = choice(r, n, row->path, methods);
		*(enum method *)to =
		    word == 1 ? METHOD_ADAPTIVE : METHOD_CLASSIC;
		return word < 0 ? -1 : 0;
	case ROW_AREA:
		word = choice(r, n, row->path, areas);
		*(enum area_kind *)to = word == 1 ? AREA_RANK : AREA_CONTIGUOUS;
		return word < 0 ? -1 : 0;
	case ROW_STEPS:
		return steps(r, n, row, to);
	case ROW_ENTRY:
		return pair(r, n, row, row->path, row->max, to);
	case ROW_BIN:
		return bin(r, n, row, to);
	case ROW_SESSIONS:
		return profile_sessions(r, n);
	}
	return -1;
}
