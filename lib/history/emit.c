/* SPDX-License-Identifier: MIT */
#include "history/emit.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "history/request.h"
#include "store/store.h"

#define LAST_MS INT64_C(253402300799999) /* the year 9999 ends */

/* Of candles the intervals, of open interest the period that was asked for. */
static bool
is_wanted(const struct request *q, const struct record *r)
{
	int slot = rec_interval_slot(r->type);

	if (slot < 0 || !rec_has(r, slot))
		return true;
	if (r->type == REC_OPEN_INTEREST)
		return r->v[slot].i == (int64_t)q->period;
	for (int i = 0; i < q->nintervals; i++)
		if (r->v[slot].i == (int64_t)q->intervals[i])
			return true;
	return false;
}

int
emit_records(struct store *s, const struct request *q, struct out *o)
{
	struct store_query query = request_query(q, q->emit);
	const struct record *r;
	struct cursor *c;
	int rc;

	query.interval = -1;
	c = cursor_open(s, &query);
	if (!c)
		return -1;
	while (!o->error && !(q->stop && *q->stop) && (r = cursor_next(c)))
		if (is_wanted(q, r))
			rec_write(o, r);
	rc = cursor_failed(c) ? -1 : 0;
	cursor_close(c);
	return rc == 0 && o->error ? 1 : rc;
}

/* System A's names; *new*. */
static char *
file_name(const struct target *t, const char *dir)
{
	const struct row_format *f = &t->format;
	const char *iv = interval_name(f->interval);
	char *symbol = strdup(f->symbol), *path = NULL;
	int n = -1;

	if (!symbol)
		return NULL;
	for (char *p = symbol; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	switch (f->data) {
	case DATA_CANDLES:
		n = asprintf(&path, "%s/%s_%s_candles.jsonl", dir, symbol, iv);
		break;
	case DATA_PREMIUM:
		n = asprintf(&path, "%s/%s_%s_premium.jsonl", dir, symbol, iv);
		break;
	case DATA_TRADES:
		n = asprintf(&path, "%s/%s_agg_trades.jsonl", dir, symbol);
		break;
	case DATA_OPEN_INTEREST:
		n = asprintf(
		    &path, "%s/%s_open_interest_%s.jsonl", dir, symbol, iv);
		break;
	default:
		n = asprintf(&path, "%s/%s_funding.jsonl", dir, symbol);
		break;
	}
	free(symbol);
	return n < 0 ? NULL : path;
}

/* 0; -1: the store failed; 1: the file did, with errno. */
static int
write_rows(struct store *s, const struct target *t, FILE *f)
{
	struct store_series series = dataset_series(t);
	struct cursor *c = series_cursor(s, &series, 0, LAST_MS, false);
	const struct record *r;
	size_t room = 0;
	char *line = NULL;
	int rc = 0;

	if (!c)
		return -1;
	while (rc == 0 && (r = cursor_next(c))) {
		size_t need = rec_room(r);

		if (need > room) {
			free(line);
			room = 2 * need;
			line = malloc(room);
		}
		need = line ? (size_t)(rec_put(line, r) - line) : 0;
		if (!line || fwrite(line, 1, need, f) != need)
			rc = 1;
	}
	if (rc == 0 && cursor_failed(c))
		rc = -1;
	cursor_close(c);
	free(line);
	return rc;
}

int
emit_file(struct store *s, const struct target *t, const char *dir, char *why)
{
	char *path = file_name(t, dir);
	struct newfile *f = NULL;
	int rc = 1;

	if (path && io_make_dirs(dir) == 0)
		f = newfile_open(path);
	if (f) {
		rc = write_rows(s, t, newfile_stream(f));
		if (rc == 0)
			rc = newfile_commit(f) == 0 ? 0 : 1;
		else
			newfile_abort(f);
	}
	if (rc < 0)
		(void)snprintf(why, EMIT_WHY, "%s", store_why(s));
	else if (rc > 0)
		(void)snprintf(why, EMIT_WHY, "cannot write '%s': %s",
		    path ? path : dir, strerror(errno));
	free(path);
	return rc == 0 ? 0 : -1;
}
