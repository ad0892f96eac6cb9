/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "signal/profile_reader.h"

/* Minutes of the day of "HH:MM", 24:00 at most; or -1. */
static int
minutes(const char *s)
{
	static const char digits[] = "0123456789";
	int m;

	if (strlen(s) != 5 || s[2] != ':' || strspn(s, digits) != 2 ||
	    strspn(s + 3, digits) != 2 || s[3] > '5')
		return -1;
	m = ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4] -
	    '0';
	return m <= 24 * 60 ? m : -1;
}

static int
clock_time(const struct profile_reader *r, const struct json_node *n,
    const char *path, int *value)
{
	if (profile_kind(r, n, path, NODE_STRING) != 0)
		return -1;
	*value = minutes(n->text);
	if (*value >= 0)
		return 0;
	return profile_fail(r, n->line,
	    "'%s' is '%.40s', not a time from 00:00 to 24:00", path, n->text);
}

/* Whether a session goes by that name; case does not matter. */
static bool
goes_by(const struct session_def *d, const char *name)
{
	if (strcasecmp(d->name, name) == 0)
		return true;
	for (int i = 0; i < d->naliases; i++)
		if (strcasecmp(d->aliases[i], name) == 0)
			return true;
	return false;
}

/* A name that no session before has, nor this one. */
static int
new_name(const struct profile_reader *r, const struct json_node *n,
    const char *path, char to[PROFILE_NAME])
{
	char name[PROFILE_NAME];

	if (profile_name(r, n, path, name) != 0)
		return -1;
	for (int i = 0; i < r->p->nsessions; i++)
		if (goes_by(&r->p->sessions[i], name))
			return profile_fail(r, n->line,
			    "'%s': the name '%s' is taken", path, name);
	strcpy(to, name);
	return 0;
}

static int
aliases(const struct profile_reader *r, const struct json_node *n,
    const char *path, struct session_def *d)
{
	if (profile_kind(r, n, path, NODE_ARRAY) != 0)
		return -1;
	if (n->count > PROFILE_ALIASES)
		return profile_fail(r, n->line,
		    "'%s' has %d names, more than %d", path, n->count,
		    PROFILE_ALIASES);
	for (n = n->first; n; n = n->next) {
		if (new_name(r, n, path, d->aliases[d->naliases]) != 0)
			return -1;
		d->naliases++;
	}
	return 0;
}

static int
member(const struct profile_reader *r, const struct json_node *n,
    const char *path, struct session_def *d)
{
	if (strcmp(n->key, "name") == 0)
		return new_name(r, n, path, d->name);
	if (strcmp(n->key, "from") == 0)
		return clock_time(r, n, path, &d->from);
	if (strcmp(n->key, "to") == 0)
		return clock_time(r, n, path, &d->to);
	if (strcmp(n->key, "points") == 0)
		return profile_number(r, n, path, 0, POINTS_MAX, &d->points);
	if (strcmp(n->key, "aliases") == 0)
		return aliases(r, n, path, d);
	return profile_fail(r, n->key_line, "'%s' is unknown", path);
}

/* The i-th; those before it are there. */
static int
session(const struct profile_reader *r, const struct json_node *n, int i)
{
	static const char *const required[] = {"name", "from", "to", "points"};
	struct session_def *d = &r->p->sessions[i];
	char path[PROFILE_PATH];

	snprintf(path, sizeof path, "sessions[%d]", i);
	if (profile_kind(r, n, path, NODE_OBJECT) != 0)
		return -1;
	for (size_t k = 0; k < sizeof required / sizeof *required; k++)
		if (!json_node_member(n, required[k]))
			return profile_fail(r, n->line, "'%s.%s' is missing",
			    path, required[k]);
	r->p->nsessions = i + 1;
	for (const struct json_node *c = n->first; c; c = c->next) {
		snprintf(path, sizeof path, "sessions[%d].%.40s", i, c->key);
		if (member(r, c, path, d) != 0)
			return -1;
	}
	if (d->from >= d->to)
		return profile_fail(r, n->line,
		    "'sessions[%d]' does not end after it begins", i);
	if (i > 0 && d->from < d[-1].to)
		return profile_fail(r, n->line,
		    "'sessions[%d]' begins before the one before it ends", i);
	return 0;
}

int
profile_sessions(const struct profile_reader *r, const struct json_node *n)
{
	int i = 0;

	if (profile_kind(r, n, "sessions", NODE_ARRAY) != 0)
		return -1;
	if (n->count < 1 || n->count > PROFILE_SESSIONS)
		return profile_fail(r, n->line,
		    "'sessions' has %d sessions, not 1 to %d", n->count,
		    PROFILE_SESSIONS);
	for (n = n->first; n; n = n->next)
		if (session(r, n, i++) != 0)
			return -1;
	return 0;
}
