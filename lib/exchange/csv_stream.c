/* SPDX-License-Identifier: MIT */
#include "exchange/csv_stream.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "exchange/csv_pass.h"
#include "exchange/zip_csv.h"

struct stream {
	struct csv_pass *pass;
	struct row last; /* of the block before */
	bool begun;      /* there is one */
	size_t n;
	struct row block[CSV_BLOCK];
};

static enum csv_status
blame(char *why, int64_t line, const char *what)
{
	(void)snprintf(why, CSV_WHY, "line %lld: %s", (long long)line, what);
	return CSV_CORRUPT;
}

static const char contradicts[] = "contradicts another row of its id";

static enum csv_status
flush(struct stream *s)
{
	size_t n = s->n;

	if (n > 0) {
		s->last = s->block[n - 1];
		s->begun = true;
	}
	s->n = 0;
	if (s->pass->fn(s->block, n, s->pass->arg) == 0)
		return CSV_OK;
	(void)snprintf(s->pass->why, CSV_WHY, "stopped");
	return CSV_STOPPED;
}

/* The row in the place behind the block's last: whether it stays there. */
static enum csv_status
keep(struct stream *s)
{
	const struct row *r = &s->block[s->n];
	const struct row *last = s->n ? r - 1 : s->begun ? &s->last : NULL;

	if (r->time < s->pass->from || r->time >= s->pass->to) {
		s->pass->outside++;
		return CSV_OK;
	}
	if (last && last->id == r->id) {
		if (!row_same(last, r, s->pass->f->data))
			return blame(s->pass->why, r->line, contradicts);
		s->pass->doubled++;
		return CSV_OK;
	}
	s->n++;
	return CSV_OK;
}

static enum csv_status
take_line(struct stream *s, const struct zip_line *line, int64_t number)
{
	struct row *r = &s->block[s->n];
	enum csv_status st;
	const char *what;

	if (number == 1 && csv_is_header(s->pass->f, line->text, line->end))
		return CSV_OK;
	r->line = number;
	if (csv_row(s->pass->f, line->text, line->end, r, &what) != 1)
		return blame(s->pass->why, number, what);
	st = keep(s);
	/* By lines, so that the caller comes in also where none is kept. */
	if (st == CSV_OK && number % CSV_BLOCK == 0)
		st = flush(s);
	return st;
}

static enum csv_status
read_all(struct stream *s, struct zip_csv *z)
{
	enum csv_status got = CSV_OK;
	struct zip_line line;
	enum zip_status st;

	while ((st = zip_csv_next(z, &line)) == ZIP_LINE) {
		got = take_line(s, &line, zip_csv_lineno(z));
		if (got != CSV_OK)
			return got;
	}
	if (st == ZIP_END)
		return flush(s);
	(void)snprintf(s->pass->why, CSV_WHY, "%s", zip_csv_why(z));
	return st == ZIP_BAD ? CSV_CORRUPT : CSV_FAILED;
}

enum csv_status
csv_pass(struct csv_pass *p)
{
	struct stream *s = malloc(sizeof *s);
	struct zip_csv *z = zip_csv_new(p->fd, p->name, CSV_STREAM_MAX);
	enum csv_status got = CSV_FAILED;

	assert(p->f->data == DATA_TRADES);
	p->doubled = p->outside = 0;
	if (s && z) {
		s->pass = p;
		s->begun = false;
		s->n = 0;
		got = read_all(s, z);
	} else {
		(void)snprintf(p->why, CSV_WHY, "out of memory");
	}
	zip_csv_free(z);
	free(s);
	return got;
}

enum csv_status
csv_each(int fd, const char *name, const struct row_format *f, int64_t from,
    int64_t to, int (*fn)(const struct row *rows, size_t n, void *arg),
    void *arg, char *why)
{
	struct csv_pass p = {
	    .fd = fd,
	    .name = name,
	    .f = f,
	    .from = from,
	    .to = to,
	    .fn = fn,
	    .arg = arg,
	    .why = why,
	};

	return csv_pass(&p);
}
