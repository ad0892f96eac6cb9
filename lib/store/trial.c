/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "base/sha256.h"
#include "base/variance.h"
#include "store/sqlite.h"

/* The end of the ledger: n 0 and an empty hash at its begin. */
struct end {
	int64_t n;
	char hash[STORE_DIGEST];
};

static int
no_memory(struct store *s)
{
	return store_say(s, "out of memory");
}

static int
add_text(struct sha256 *sum, const char *text)
{
	return sha256_add(sum, text, strlen(text)) | sha256_add(sum, "\n", 1);
}

static int
add_number(struct sha256 *sum, double v)
{
	char text[NUM_DOUBLE_MAX + 1] = "null";

	if (!isnan(v))
		*num_put_double(text, v) = '\0';
	return add_text(sum, text);
}

static int
add_int(struct sha256 *sum, int64_t v)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, v);
	return add_text(sum, text);
}

/*
 * The hash of a row: SHA-256 of the hash before it, its columns in their order
 * but the hash, each ended by a line feed.  0, or -1.
 */
static int
hash_row(const struct end *before, int64_t time, const struct store_trial *t,
    char hash[STORE_DIGEST])
{
	struct sha256 *sum = sha256_new();
	int rc = -1;

	if (sum && add_text(sum, before->hash) == 0 &&
	    add_int(sum, before->n + 1) == 0 && add_int(sum, time) == 0 &&
	    add_text(sum, t->prices) == 0 && add_text(sum, t->run) == 0 &&
	    add_text(sum, t->options) == 0 && add_int(sum, t->days) == 0 &&
	    add_int(sum, t->trades) == 0 &&
	    add_number(sum, t->total_return) == 0 &&
	    add_number(sum, t->sharpe) == 0)
		rc = sha256_end(sum, hash);
	sha256_free(sum);
	return rc;
}

static const char *
text_at(sqlite3_stmt *st, int i)
{
	const char *text = (const char *)sqlite3_column_text(st, i);

	return text ? text : "";
}

static double
number_at(sqlite3_stmt *st, int i)
{
	return sqlite3_column_type(st, i) == SQLITE_NULL
		   ? NAN
		   : sqlite3_column_double(st, i);
}

/* The row that the statement stands on follows *at.  0, or -1. */
static int
follow(struct store *s, sqlite3_stmt *st, struct end *at)
{
	struct store_trial t = {
	    .prices = text_at(st, 2),
	    .run = text_at(st, 3),
	    .options = text_at(st, 4),
	    .days = sqlite3_column_int64(st, 5),
	    .trades = sqlite3_column_int64(st, 6),
	    .total_return = number_at(st, 7),
	    .sharpe = number_at(st, 8),
	};
	char hash[STORE_DIGEST];

	if (hash_row(at, sqlite3_column_int64(st, 1), &t, hash) != 0)
		return no_memory(s);
	if (sqlite3_column_int64(st, 0) != at->n + 1 ||
	    strcmp(hash, text_at(st, 9)) != 0)
		return store_say(s,
		    "the ledger of trials in '%s' was altered: row %" PRId64
		    " is not what was entered",
		    s->path, at->n + 1);
	memcpy(at->hash, hash, sizeof hash);
	at->n++;
	return 0;
}

/* Walks through the ledger to its end.  0, or -1. */
static int
find_end(struct store *s, struct end *at)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT n, time, prices, run, options, days, trades, \"return\","
	    " sharpe, hash FROM trial ORDER BY n");
	int rc, ret = 0;

	*at = (struct end){0};
	if (!st)
		return -1;
	while (ret == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW)
		ret = follow(s, st, at);
	if (ret == 0 && rc != SQLITE_DONE)
		ret = store_fail(s, "read");
	sqlite3_finalize(st);
	return ret;
}

static void
bind_number(sqlite3_stmt *st, int i, double v)
{
	if (isnan(v))
		sqlite3_bind_null(st, i);
	else
		sqlite3_bind_double(st, i, v);
}

static int
insert(struct store *s, sqlite3_stmt *st, const struct store_trial *t,
    struct end *at)
{
	int64_t now = clock_now();
	char hash[STORE_DIGEST];

	if (hash_row(at, now, t, hash) != 0)
		return no_memory(s);
	sqlite3_bind_int64(st, 1, at->n + 1);
	sqlite3_bind_int64(st, 2, now);
	sqlite3_bind_text(st, 3, t->prices, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 4, t->run, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 5, t->options, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 6, t->days);
	sqlite3_bind_int64(st, 7, t->trades);
	bind_number(st, 8, t->total_return);
	bind_number(st, 9, t->sharpe);
	sqlite3_bind_text(st, 10, hash, -1, SQLITE_STATIC);
	if (store_run(s, st) != 0)
		return -1;
	if (sqlite3_changes(s->db) == 0)
		return 0; /* it was there */
	memcpy(at->hash, hash, sizeof hash);
	at->n++;
	return 0;
}

static int
insert_all(
    struct store *s, const struct store_trial *trials, size_t n, struct end *at)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT INTO trial VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
	    " ON CONFLICT(run) DO NOTHING");
	int rc = st ? 0 : -1;

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = insert(s, st, &trials[i], at);
	sqlite3_finalize(st);
	return rc;
}

/* Those on the same prices. */
static int
sum_up(struct store *s, const char *prices, struct store_trials *all)
{
	sqlite3_stmt *st = store_prepare(
	    s, "SELECT sharpe FROM trial WHERE prices = ?1 ORDER BY n");
	struct variance v = {0};
	int rc;

	if (!st)
		return -1;
	sqlite3_bind_text(st, 1, prices, -1, SQLITE_STATIC);
	all->n = 0;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		all->n++;
		variance_add(&v, number_at(st, 0));
	}
	all->variance = variance_value(&v);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0 : store_fail(s, "read");
}

int
store_trial(struct store *s, const struct store_trial *trials, size_t n,
    struct store_trials *all)
{
	struct end at;

	if (store_enter(s) == 0 && find_end(s, &at) == 0 &&
	    insert_all(s, trials, n, &at) == 0 &&
	    sum_up(s, trials[0].prices, all) == 0) {
		memcpy(all->head, at.hash, sizeof at.hash);
		return store_commit(s);
	}
	store_rollback(s);
	return -1;
}
