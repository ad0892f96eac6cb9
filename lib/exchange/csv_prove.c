/* SPDX-License-Identifier: MIT */
/* That no id of a file of trades is there twice and differently. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/csv_pass.h"
#include "exchange/csv_stream.h"

/* Ids looked at in one pass (32 MiB), and passes at most: 268 million ids. */
enum { WINDOW = 4 << 20, PASSES = 64 };

struct prove {
	struct csv_pass pass;
	struct csv_proof *p;
	int (*tick)(void *arg);
	void *arg;
	int64_t previous, seen;
	/* The ids that came when a higher one, or the same, had been there:
	 * none where late_from > late_to. */
	int64_t late_from, late_to;
	/* A pass over some ids, from base on: what each row said, hashed; 0:
	 * not there yet. */
	int64_t base;
	uint64_t *said;
	int64_t doubled, bad_line;
};

static int
tick(const struct prove *v)
{
	return v->tick ? v->tick(v->arg) : 0;
}

static void
note_late(struct prove *v, int64_t id)
{
	if (id < v->late_from)
		v->late_from = id;
	if (id > v->late_to)
		v->late_to = id;
}

static void
note_row(struct prove *v, const struct row *r)
{
	struct csv_proof *p = v->p;

	if (p->rows++ == 0) {
		p->first_id = p->last_id = r->id;
		p->first_time = p->last_time = r->time;
	} else if (r->id > p->last_id) {
		p->last_id = r->id;
	} else {
		note_late(v, r->id);
		p->unsorted += r->id < v->previous;
		if (r->id < p->first_id)
			p->first_id = r->id;
	}
	v->previous = r->id;
	p->empty += !row_is_record(r, DATA_TRADES);
	if (r->time < p->first_time)
		p->first_time = r->time;
	if (r->time > p->last_time)
		p->last_time = r->time;
	if (p->last_time - r->time > p->back)
		p->back = p->last_time - r->time;
}

/* The first pass. */
static int
note_rows(const struct row *rows, size_t n, void *arg)
{
	struct prove *v = arg;

	for (size_t i = 0; i < n; i++)
		note_row(v, &rows[i]);
	return tick(v);
}

static uint64_t
mix(uint64_t h, uint64_t x)
{
	unsigned __int128 m = (unsigned __int128)(h ^ x) * 0x9e3779b97f4a7c15u;

	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint64_t
mix_double(uint64_t h, double d)
{
	uint64_t bits;

	d += 0.0; /* -0 is 0 */
	memcpy(&bits, &d, sizeof bits);
	return mix(h, bits);
}

/* What row_same() compares; never 0. */
static uint64_t
hash_row(const struct row *r)
{
	uint64_t h = mix(0x243f6a8885a308d3u, (uint64_t)r->time);

	h = mix_double(h, r->u.trade.price);
	h = mix_double(h, r->u.trade.qty);
	h = mix(h, (uint64_t)r->u.trade.first_id);
	h = mix(
	    h, (uint64_t)r->u.trade.last_id + (r->u.trade.sell ? 1u << 31 : 0));
	return h ? h : 1;
}

/* The passes behind it. */
static int
compare_rows(const struct row *rows, size_t n, void *arg)
{
	struct prove *v = arg;

	for (size_t i = 0; i < n; i++) {
		int64_t place = rows[i].id - v->base;
		uint64_t h;

		if (place < 0 || place >= WINDOW)
			continue;
		h = hash_row(&rows[i]);
		if (v->said[place] && v->said[place] != h) {
			v->bad_line = rows[i].line;
			return -1;
		}
		if (v->said[place] && !row_is_record(&rows[i], DATA_TRADES))
			v->p->empty--;
		v->doubled += v->said[place] != 0;
		v->said[place] = h;
	}
	return tick(v);
}

static enum csv_status
say(const struct prove *v, enum csv_status got, const char *what)
{
	(void)snprintf(v->pass.why, CSV_WHY, "%s", what);
	return got;
}

static enum csv_status
compare(struct prove *v)
{
	enum csv_status got;

	memset(v->said, 0, WINDOW * sizeof *v->said);
	v->pass.fn = compare_rows;
	got = csv_pass(&v->pass);
	if (got != CSV_STOPPED || v->bad_line == 0)
		return got;
	(void)snprintf(v->pass.why, CSV_WHY, "line %lld: %s",
	    (long long)v->bad_line, "contradicts another row of its id");
	return CSV_CORRUPT;
}

/* The ids from the first to the last that came late, so many at a time. */
static enum csv_status
compare_late(struct prove *v)
{
	enum csv_status got = CSV_OK;
	int64_t most;

	if (v->late_from > v->late_to)
		return CSV_OK;
	most = (v->late_to - v->late_from) / WINDOW;
	if (most >= PASSES)
		return say(v, CSV_CORRUPT,
		    "its rows are too far out of order to be proved");
	v->said = malloc(WINDOW * sizeof *v->said);
	if (!v->said)
		return say(v, CSV_FAILED, "out of memory");
	for (int64_t i = 0; i <= most && got == CSV_OK; i++) {
		v->base = v->late_from + i * WINDOW;
		got = compare(v);
	}
	free(v->said);
	v->p->doubled += v->doubled;
	v->p->rows -= v->doubled;
	return got;
}

enum csv_status
csv_prove(int fd, const char *name, const struct row_format *f, int64_t from,
    int64_t to, struct csv_proof *p, int (*tick_fn)(void *arg), void *arg,
    char *why)
{
	struct prove v = {
	    .pass =
		{
		    .fd = fd,
		    .name = name,
		    .f = f,
		    .from = from,
		    .to = to,
		    .fn = note_rows,
		    .why = why,
		},
	    .p = p,
	    .tick = tick_fn,
	    .arg = arg,
	    .late_from = INT64_MAX,
	    .late_to = INT64_MIN,
	};
	enum csv_status got;

	memset(p, 0, sizeof *p);
	v.pass.arg = &v;
	got = csv_pass(&v.pass);
	p->doubled = v.pass.doubled;
	p->outside = v.pass.outside;
	if (got == CSV_OK)
		got = compare_late(&v);
	if (got == CSV_OK && p->rows == 0)
		got = say(&v, CSV_CORRUPT, "it holds no row of its time");
	return got;
}
