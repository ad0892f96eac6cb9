/* SPDX-License-Identifier: MIT */
#include "exchange/csv.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "exchange/csv_line.h"
#include "exchange/zip_csv.h"

/* The day from whose file on metrics are labelled with the beginning of their
 * 5 minutes, no longer with their end: 2026-06-25 (#491). */
#define LABEL_DAY INT64_C(1782345600000)
enum {
	LABEL_LAG = 5 * 60 * 1000,
	FUNDING_MS = 60 * 60 * 1000,
	RESERVED_MAX = 1 << 18, /* a month of minutes, four times over */
};

static const struct {
	int (*row)(const struct row_format *f, const char *text,
	    const char *end, struct row *r, const char **why);
	int columns, columns_max;
} formats[DATASETS] = {
    [DATA_CANDLES] = {csv_kline, 11, 12},
    [DATA_TRADES] = {csv_trade, 7, 8},
    [DATA_OPEN_INTEREST] = {csv_metrics, 8, 8},
    [DATA_FUNDING] = {csv_funding, 3, 3},
    [DATA_PREMIUM] = {csv_kline, 11, 12},
};

int
csv_row(const struct row_format *f, const char *text, const char *end,
    struct row *r, const char **why)
{
	return formats[f->data].row(f, text, end, r, why);
}

bool
csv_is_header(const struct row_format *f, const char *text, const char *end)
{
	int columns = 1;

	if (text == end || !(isalpha((unsigned char)*text) || *text == '"'))
		return false;
	for (const char *p = text; p < end; p++)
		columns += *p == ',';
	return columns >= formats[f->data].columns &&
	       columns <= formats[f->data].columns_max;
}

/* What one file can hold: each row twice has been seen (#203), four times is
 * another mistake. */
static size_t
most_rows(const struct row_format *f, int64_t from, int64_t to)
{
	int64_t each =
	    f->data == DATA_FUNDING ? FUNDING_MS : interval_ms(f->interval);

	return 4 * (size_t)((to - from) / each + 1);
}

static enum csv_status
blame(char *why, int64_t line, const char *what)
{
	(void)snprintf(why, CSV_WHY, "line %lld: %s", (long long)line, what);
	return CSV_CORRUPT;
}

static enum csv_status
out_of_memory(char *why)
{
	(void)snprintf(why, CSV_WHY, "out of memory");
	return CSV_FAILED;
}

struct reading {
	struct rows *rs;
	struct row_format f;
	int64_t from, to;
	size_t most;
	int64_t passed; /* lines of no multiple of the period */
	char *why;
};

static enum csv_status
add_row(struct reading *rd, struct row *r, int64_t line)
{
	int64_t t =
	    rd->f.data == DATA_FUNDING ? row_key(r, DATA_FUNDING) : r->time;

	if (t < rd->from || t >= rd->to) {
		rd->rs->outside++;
		return CSV_OK;
	}
	if (rd->rs->n >= rd->most)
		return blame(rd->why, line, "far too many rows");
	r->line = line;
	return rows_add(rd->rs, r) == 0 ? CSV_OK : out_of_memory(rd->why);
}

static enum csv_status
add_line(struct reading *rd, const struct zip_line *line, int64_t number)
{
	const char *what;
	struct row r;

	if (number == 1 && csv_is_header(&rd->f, line->text, line->end))
		return CSV_OK;
	switch (csv_row(&rd->f, line->text, line->end, &r, &what)) {
	case 1:
		return add_row(rd, &r, number);
	case 0:
		rd->rs->blank += what != NULL;
		rd->passed += what == NULL;
		return CSV_OK;
	default:
		return blame(rd->why, number, what);
	}
}

static enum csv_status
judge_end(struct reading *rd, const struct zip_csv *z, enum zip_status st)
{
	int64_t line;

	if (st != ZIP_END) {
		(void)snprintf(rd->why, CSV_WHY, "%s", zip_csv_why(z));
		return st == ZIP_BAD ? CSV_CORRUPT : CSV_FAILED;
	}
	line = rows_settle(rd->rs, &rd->f);
	if (line)
		return blame(
		    rd->why, line, "contradicts another row of its time");
	if (rd->rs->n == 0 && rd->rs->blank == 0 && rd->passed == 0) {
		(void)snprintf(rd->why, CSV_WHY, "it holds no row of its time");
		return CSV_CORRUPT;
	}
	return CSV_OK;
}

enum csv_status
csv_read(struct rows *rs, struct zip_csv *z, const struct row_format *f,
    int64_t from, int64_t to, char *why)
{
	struct reading rd = {
	    .rs = rs,
	    .f = *f,
	    .from = from,
	    .to = to,
	    .why = why,
	};
	enum csv_status got = CSV_OK;
	struct zip_line line;
	enum zip_status st;

	assert(f->data != DATA_TRADES);
	memset(rs, 0, sizeof *rs);
	rd.most = most_rows(f, from, to);
	if (rd.most <= RESERVED_MAX && rows_reserve(rs, rd.most / 4) != 0)
		return out_of_memory(why);
	if (f->data == DATA_OPEN_INTEREST)
		rd.f.label_lag = from >= LABEL_DAY ? LABEL_LAG : 0;
	while ((st = zip_csv_next(z, &line)) == ZIP_LINE) {
		got = add_line(&rd, &line, zip_csv_lineno(z));
		if (got != CSV_OK)
			return got;
	}
	return judge_end(&rd, z, st);
}
