/* SPDX-License-Identifier: MIT */
#include "signal/profile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "signal/profile_builtin.h"
#include "signal/profile_check.h"
#include "signal/profile_reader.h"

_Static_assert((int)PROFILE_HASH == (int)SHA256_HEX, "room for a hash");

static int
read_row(const struct profile_reader *r, const struct profile_row *row)
{
	const struct json_node *n = r->root;
	const char *from = row->path;
	char name[PROFILE_PATH];

	while (*from) {
		const struct json_node *within = n;
		size_t len = strcspn(from, ".");

		memcpy(name, from, len);
		name[len] = '\0';
		n = json_node_member(n, name);
		from += len;
		if (!n)
			return profile_fail(r, within->line,
			    "'%.*s' is missing", (int)(from - row->path),
			    row->path);
		from += *from == '.';
	}
	return profile_value(r, row, n);
}

/* What the table knows of a path: 1 a member, 2 an object of some, else 0. */
static int
known(enum method method, const char *path, size_t len)
{
	const struct profile_row *row;

	for (int i = 0; (row = profile_row(method, i)); i++) {
		if (strncmp(row->path, path, len) != 0)
			continue;
		if (row->path[len] == '\0')
			return 1;
		if (row->path[len] == '.')
			return 2;
	}
	return 0;
}

/* Every member of the object that is called path is one of the table's. */
static int
find_unknown(
    const struct profile_reader *r, const struct json_node *n, const char *path)
{
	char name[PROFILE_PATH];

	for (n = n->first; n; n = n->next) {
		int len = snprintf(name, sizeof name, "%s%s%.40s", path,
		    *path ? "." : "", n->key);

		int what = known(r->p->method, name, (size_t)len);

		if (what == 0 || strchr(n->key, '.'))
			return profile_fail(
			    r, n->key_line, "'%s' is unknown", name);
		if (what == 2 && (profile_kind(r, n, name, NODE_OBJECT) != 0 ||
				     find_unknown(r, n, name) != 0))
			return -1;
	}
	return 0;
}

static int
read_tree(const struct profile_reader *r)
{
	const struct profile_row *row = profile_row(METHOD_CLASSIC, 0);

	if (profile_kind(r, r->root, "profile", NODE_OBJECT) != 0 ||
	    read_row(r, row) != 0 || find_unknown(r, r->root, "") != 0)
		return -1;
	for (int i = 1; (row = profile_row(r->p->method, i)); i++)
		if (read_row(r, row) != 0)
			return -1;
	return profile_check(r);
}

int
profile_parse(
    struct profile *p, const char *text, size_t len, char *why, size_t size)
{
	struct profile_reader r = {.p = p, .why = why, .size = size};
	struct json_tree *tree = json_tree_parse(text, len, why, size);
	int error;

	if (!tree)
		return -1;
	memset(p, 0, sizeof *p);
	r.root = json_tree_root(tree);
	error = read_tree(&r);
	json_tree_free(tree);
	if (!error && sha256_hex(text, len, p->hash) != 0)
		error = profile_fail(&r, 1, "cannot hash the text");
	return error;
}

/* *new*, NUL-terminated, at most a byte more than a profile may have; or NULL
 * with errno. */
static char *
read_file(const char *path, size_t *len)
{
	char *text = malloc(JSON_TREE_MAX + 2);
	FILE *f = text ? fopen(path, "re") : NULL;
	int error;

	if (!f) {
		error = errno;
		free(text);
		errno = error;
		return NULL;
	}
	errno = 0;
	*len = fread(text, 1, JSON_TREE_MAX + 1, f);
	text[*len] = '\0';
	error = ferror(f) ? errno : 0;
	fclose(f);
	if (error) {
		free(text);
		errno = error;
		return NULL;
	}
	return text;
}

int
profile_load(struct profile *p, const char *name, char *why, size_t size)
{
	char reason[2 * PROFILE_PATH + 64];
	size_t len;
	char *text;
	int error;

	if (!strpbrk(name, "/.")) {
		const char *builtin = profile_builtin(name, &len);

		if (builtin)
			return profile_parse(p, builtin, len, why, size);
		snprintf(why, size,
		    "no profile '%s' (the name of a file has a '.' or '/')",
		    name);
		return -1;
	}
	text = read_file(name, &len);
	if (!text) {
		snprintf(why, size, "'%s': %s", name, strerror(errno));
		return -1;
	}
	error = profile_parse(p, text, len, reason, sizeof reason);
	if (error)
		snprintf(why, size, "%s:%s", name, reason);
	free(text);
	return error;
}

static int
longest(int a, int b)
{
	return a > b ? a : b;
}

/*
 * A recursive average forgets where it began by a factor of 1 - k a bar: 53
 * bits take 18.4 n bars at k = 2 / (n + 1).  Then the last bit is left, which
 * rounding keeps or drops, dropped with a chance of about k a bar; after
 * another 21.6 n bars it is left once in 10^18.  Wilder's averages of 14 bars
 * are those of n = 27, and in an ADX two of them follow each other, which is
 * more than an EMA of 50 or a channel's ATR of 20 need.
 */
enum { SETTLED = 40, ADX = 2 * SETTLED * 27, SMA = 200, ANCHOR = 64 };

int
profile_history(const struct profile *p)
{
	int bars = longest(ADX, SMA + 1 + ANCHOR);

	bars = longest(bars, p->flow.imbalance_bars + ANCHOR);
	bars = longest(bars, p->flow.volume_bars + 1 + ANCHOR);
	bars = longest(bars, p->flow.liquidation_bars + ANCHOR);
	if (p->method == METHOD_CLASSIC)
		return bars;
	bars = longest(bars, p->adaptive.cvd.slope_bars + ANCHOR);
	return bars + p->adaptive.window;
}
