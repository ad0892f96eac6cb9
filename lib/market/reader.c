/* SPDX-License-Identifier: MIT */
#include "market/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/json.h"
#include "base/log.h"
#include "base/map.h"

enum { BLOCK_MAX = 1 << 18, BLOCK_MIN = 1 << 14, KINDS_MAX = 64 };

/* One operand and the record it waits with. */
struct source {
	struct input *in;
	struct rec_parser *ps;
	struct record rec;
	bool ready; /* rec holds a record */
	/* Numbers of the latest record of a type: most often the next one's. */
	struct {
		int symbol, series;
	} latest[REC_TYPES];
};

struct series {
	int64_t time, id; /* of the latest */
};

struct reader {
	struct reader_opts opts;
	struct source *src;
	int n;
	int *heap; /* sources with a record, earliest first */
	int waiting,
	    current; /* current: source of the record handed out, or -1 */
	struct map *symbols, *series_ids, *kinds;
	struct series *series;
	int series_cap;
	int64_t skipped;
	const char *failed;
	char why[512];
};

const char *
reader_failed(const struct reader *rd)
{
	return rd->failed;
}

int64_t
reader_skipped(const struct reader *rd)
{
	return rd->skipped;
}

static void
fail(struct reader *rd, const char *text)
{
	snprintf(rd->why, sizeof rd->why, "%s", text);
	rd->failed = rd->why;
}

/* A line is left out: said once a kind, counted, the end under strict. */
static void
reject(struct reader *rd, const struct source *s, const char *kind)
{
	int known = map_count(rd->kinds);
	unsigned long lineno = input_lineno(s->in);

	if (rd->opts.strict) {
		snprintf(rd->why, sizeof rd->why, "%s:%lu: %s",
		    input_name(s->in), lineno, kind);
		rd->failed = rd->why;
		return;
	}
	rd->skipped++;
	if (known < KINDS_MAX &&
	    map_intern(rd->kinds, kind, strlen(kind)) == known)
		log_warn("%s:%lu: %s; such lines are left out",
		    input_name(s->in), lineno, kind);
}

void
reader_reject(struct reader *rd, const char *kind)
{
	reject(rd, &rd->src[rd->current], kind);
}

/* The next good record of a source into s->rec; s->ready says if. */
static void
advance(struct reader *rd, struct source *s)
{
	const char *why;
	struct line line;

	s->ready = false;
	while (!rd->failed) {
		switch (input_next(s->in, &line)) {
		case INPUT_LINE:
			break;
		case INPUT_LONG:
			reject(rd, s, "a line longer than 1 MiB");
			continue;
		case INPUT_FAILED:
			fail(rd, input_why(s->in));
			return;
		default:
			return;
		}
		if (rec_parse(s->ps, line.text, line.end, &s->rec, &why) == 0) {
			s->ready = true;
			return;
		}
		if (line.torn && json_check(line.text, line.end))
			log_warn("%s:%lu: the last line is torn (%s); left out",
			    input_name(s->in), input_lineno(s->in), why);
		else
			reject(rd, s, why);
	}
}

/* A heap orders the sources; at equal time the earlier operand is first. */
static bool
before(const struct reader *rd, int a, int b)
{
	int64_t x = rd->src[a].rec.time, y = rd->src[b].rec.time;

	return x < y || (x == y && a < b);
}

static void
heap_add(struct reader *rd, int source)
{
	int at = rd->waiting++;

	while (at && before(rd, source, rd->heap[(at - 1) / 2])) {
		rd->heap[at] = rd->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	rd->heap[at] = source;
}

static int
heap_take(struct reader *rd)
{
	int top = rd->heap[0], last, at = 0;

	last = rd->heap[--rd->waiting];
	for (;;) {
		int kid = 2 * at + 1;

		if (kid + 1 < rd->waiting &&
		    before(rd, rd->heap[kid + 1], rd->heap[kid]))
			kid++;
		if (kid >= rd->waiting || !before(rd, rd->heap[kid], last))
			break;
		rd->heap[at] = rd->heap[kid];
		at = kid;
	}
	rd->heap[at] = last;
	return top;
}

/* A bigger table of series; -1 when out of memory. */
static int
grow(struct reader *rd, int need)
{
	int cap = rd->series_cap ? rd->series_cap : 16;
	struct series *p;

	while (cap <= need)
		cap *= 2;
	p = realloc(rd->series, (size_t)cap * sizeof *p);
	if (!p)
		return -1;
	for (int i = rd->series_cap; i < cap; i++)
		p[i] = (struct series){-1, -1};
	rd->series = p;
	rd->series_cap = cap;
	return 0;
}

/* Numbers a record's symbol and series anew; -1 when out of memory. */
static int
number(struct reader *rd, struct record *r)
{
	int islot = rec_interval_slot(r->type);
	const struct value *v = r->v;
	size_t vlen = rec_has(r, M_VENUE) ? v[M_VENUE].len : 0;
	size_t slen = rec_has(r, M_SYMBOL) ? v[M_SYMBOL].len : 0;
	size_t len = vlen + 1 + slen;
	char small[256], *key = len <= sizeof small ? small : malloc(len);
	int32_t id[3];

	if (!key)
		return -1;
	if (vlen)
		memcpy(key, v[M_VENUE].s, vlen);
	key[vlen] = '\0';
	if (slen)
		memcpy(key + vlen + 1, v[M_SYMBOL].s, slen);
	r->symbol = map_intern(rd->symbols, key, len);
	if (key != small)
		free(key);
	id[0] = (int32_t)r->type;
	id[1] = islot >= 0 && rec_has(r, islot) ? (int32_t)v[islot].i : -1;
	id[2] = r->symbol;
	r->series = map_intern(rd->series_ids, (const char *)id, sizeof id);
	if (r->symbol < 0 || r->series < 0)
		return -1;
	return r->series < rd->series_cap ? 0 : grow(rd, r->series);
}

/* The same, unless the source's record before was of the same. */
static inline int
intern(struct reader *rd, struct source *s)
{
	struct record *r = &s->rec;

	if (r->same_names) {
		r->symbol = s->latest[r->type].symbol;
		r->series = s->latest[r->type].series;
		return 0;
	}
	if (number(rd, r) != 0)
		return -1;
	s->latest[r->type].symbol = r->symbol;
	s->latest[r->type].series = r->series;
	return 0;
}

/* What of one series and moment there is only one record with; or -1. */
static int64_t
identity(const struct record *r)
{
	switch (r->type) {
	case REC_TRADE:
	case REC_PRINT:
		return r->v[TRADE_ID].i;
	case REC_CANDLE:
	case REC_PREMIUM:
		return rec_candle_open(r) ? -1 : 0;
	case REC_OPEN_INTEREST:
	case REC_FUNDING:
		return 0;
	default:
		return -1;
	}
}

/* NULL, or what is wrong with the place of a record in its series. */
static const char *
check_order(struct reader *rd, const struct record *r)
{
	struct series *se = &rd->series[r->series];
	int64_t id = identity(r);

	if (r->time <= se->time) {
		if (r->time < se->time - rd->opts.max_disorder)
			return "out of order: earlier than the record of its "
			       "type, symbol and interval before it";
		if (r->time == se->time && id >= 0 && id == se->id)
			return "repeats the record of its type, symbol and "
			       "interval before it";
	}
	if (r->time >= se->time) {
		se->time = r->time;
		se->id = id;
	}
	return NULL;
}

/* The source with the earliest record, its former one gone; or NULL. */
static struct source *
next_source(struct reader *rd)
{
	if (rd->current >= 0) {
		struct source *s = &rd->src[rd->current];

		advance(rd, s);
		if (rd->n == 1)
			return s->ready ? s : NULL;
		if (s->ready)
			heap_add(rd, rd->current);
		rd->current = -1;
	}
	if (!rd->waiting)
		return NULL;
	rd->current = heap_take(rd);
	return &rd->src[rd->current];
}

const struct record *
reader_next(struct reader *rd)
{
	while (!rd->failed) {
		struct source *s = next_source(rd);
		const char *wrong;

		if (rd->failed || !s)
			return NULL;
		if (s->rec.type == REC_OTHER)
			return &s->rec;
		if (intern(rd, s) != 0) {
			fail(rd, "out of memory");
			return NULL;
		}
		wrong = check_order(rd, &s->rec);
		if (!wrong)
			return &s->rec;
		reject(rd, s, wrong);
	}
	return NULL;
}

static int
open_sources(
    struct reader *rd, const char *const paths[], char *why, size_t size)
{
	size_t block = (size_t)(1 << 20) / (size_t)rd->n;
	int from_stdin = 0;
	struct input_opts io = {
	    .block = block > BLOCK_MAX   ? BLOCK_MAX
		     : block < BLOCK_MIN ? BLOCK_MIN
					 : block,
	    .line_max = READER_LINE_MAX,
	    .idle = rd->opts.idle,
	    .arg = rd->opts.arg,
	    .stop = rd->opts.stop,
	};

	for (int i = 0; i < rd->n; i++) {
		bool is_stdin = strcmp(paths[i], "-") == 0;

		if (is_stdin && from_stdin++) {
			snprintf(why, size, "stdin ('-') is given twice");
			return -1;
		}
		rd->src[i].in = input_open(paths[i], &io, why, size);
		if (!rd->src[i].in)
			return -1;
		rd->src[i].ps = rec_parser_new();
		if (!rd->src[i].ps) {
			snprintf(why, size, "out of memory");
			return -1;
		}
		rec_parser_check_only(
		    rd->src[i].ps, rd->opts.candle_check_only);
	}
	return 0;
}

struct reader *
reader_open(const char *const paths[], int n, const struct reader_opts *opts,
    char *why, size_t size)
{
	static const char *const from_stdin[] = {"-"};
	struct reader *rd = calloc(1, sizeof *rd);

	if (!rd) {
		snprintf(why, size, "out of memory");
		return NULL;
	}
	if (n == 0) {
		paths = from_stdin;
		n = 1;
	}
	rd->opts = *opts;
	rd->n = n;
	rd->current = -1;
	rd->src = calloc((size_t)n, sizeof *rd->src);
	rd->heap = calloc((size_t)n, sizeof *rd->heap);
	rd->symbols = map_new();
	rd->series_ids = map_new();
	rd->kinds = map_new();
	if (!rd->src || !rd->heap || !rd->symbols || !rd->series_ids ||
	    !rd->kinds) {
		snprintf(why, size, "out of memory");
		reader_close(rd);
		return NULL;
	}
	if (open_sources(rd, paths, why, size) != 0) {
		reader_close(rd);
		return NULL;
	}
	for (int i = 0; i < n; i++) {
		advance(rd, &rd->src[i]);
		if (rd->src[i].ready)
			heap_add(rd, i);
	}
	return rd;
}

void
reader_close(struct reader *rd)
{
	if (!rd)
		return;
	for (int i = 0; rd->src && i < rd->n; i++) {
		input_close(rd->src[i].in);
		rec_parser_free(rd->src[i].ps);
	}
	free(rd->src);
	free(rd->heap);
	free(rd->series);
	map_free(rd->symbols);
	map_free(rd->series_ids);
	map_free(rd->kinds);
	free(rd);
}

int
reader_symbols(const struct reader *rd)
{
	return map_count(rd->symbols);
}

const char *
reader_venue(const struct reader *rd, int symbol)
{
	return map_key(rd->symbols, symbol, NULL);
}

const char *
reader_symbol(const struct reader *rd, int symbol)
{
	const char *key = map_key(rd->symbols, symbol, NULL);

	return key + strlen(key) + 1;
}
