/* SPDX-License-Identifier: MIT */
#include "exchange/kline_csv.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "exchange/zip_csv.h"

enum { /* the columns, in the file's order */
	OPEN_TIME,
	OPEN,
	HIGH,
	LOW,
	CLOSE,
	VOLUME,
	CLOSE_TIME,
	QUOTE_VOLUME,
	TRADES,
	TAKER_BUY_VOLUME,
	TAKER_BUY_QUOTE_VOLUME,
	COLUMNS, /* a twelfth holds nothing */
};

static const char *const bad_cell[COLUMNS] = {
    [OPEN_TIME] = "open_time is no time",
    [OPEN] = "open is no price",
    [HIGH] = "high is no price",
    [LOW] = "low is no price",
    [CLOSE] = "close is no price",
    [VOLUME] = "volume is no amount",
    [CLOSE_TIME] = "close_time is no time",
    [QUOTE_VOLUME] = "quote_volume is no amount",
    [TRADES] = "the number of trades is no number",
    [TAKER_BUY_VOLUME] = "taker_buy_volume is no amount",
    [TAKER_BUY_QUOTE_VOLUME] = "taker_buy_quote_volume is no amount",
};

struct cell {
	double num;
	struct decimal exact; /* the same number, all digits */
};

/* Spot files count us from 2025 on, um files never do; 1e15 ms is the year
 * 33658. */
#define MICROSECONDS_FROM UINT64_C(1000000000000000)
#define TIME_END INT64_C(253402300800000) /* the year 10000 */

static int
take_time(const struct num_scan *n, int64_t *ms)
{
	uint64_t t = n->m;

	if (n->neg || !n->integer || !n->exact || n->e != 0)
		return -1;
	if (t >= MICROSECONDS_FROM)
		t /= 1000;
	*ms = (int64_t)t;
	return *ms < TIME_END ? 0 : -1;
}

/* A cell that is neither below 0 nor beyond a double. */
static int
take_amount(
    const struct num_scan *n, const char *text, size_t len, struct cell *cell)
{
	cell->num = num_scale(n->m, n->e, n->neg, n->exact, text, len);
	if (!(cell->num >= 0) || isinf(cell->num))
		return -1;
	if (!n->exact)
		return decimal_parse(&cell->exact, text, len);
	cell->exact = (struct decimal){(__int128)n->m, n->e};
	return 0;
}

/* The cells, their commas and the end of the line. */
static int
parse_cells(const char *p, const char *end, int64_t times[COLUMNS],
    struct cell cells[COLUMNS], const char **why)
{
	for (int i = 0; i < COLUMNS; i++) {
		const char *text = p;
		struct num_scan n;

		*why = bad_cell[i];
		p = num_scan(p, &n);
		if (!p)
			return -1;
		if (i == OPEN_TIME || i == CLOSE_TIME) {
			if (take_time(&n, &times[i]) != 0)
				return -1;
		} else {
			if (take_amount(
				&n, text, (size_t)(p - text), &cells[i]) != 0)
				return -1;
		}
		if (p == end && i == COLUMNS - 1)
			return 0;
		if (*p++ != ',') {
			if (p > end)
				*why = "columns are missing";
			return -1;
		}
	}
	*why = "there are more than 12 columns";
	return memchr(p, ',', (size_t)(end - p)) ? -1 : 0;
}

/* What the record's own check (record.h) would say later, said here. */
static const char *
impossible(const struct kline *k, enum interval iv, double trades)
{
	if (k->open_time != interval_open(iv, k->open_time))
		return "open_time is not where a bar begins";
	if (!(k->open > 0 && k->high > 0 && k->low > 0 && k->close > 0))
		return "a price is 0";
	if (k->high < k->low)
		return "high is below low";
	if (k->open > k->high || k->open < k->low)
		return "open is outside low to high";
	if (k->close > k->high || k->close < k->low)
		return "close is outside low to high";
	if (trades > 9007199254740992.0 || trades != floor(trades))
		return bad_cell[TRADES];
	return NULL;
}

int
kline_parse(const char *text, const char *end, enum interval iv,
    struct kline *k, const char **why)
{
	int64_t times[COLUMNS] = {0};
	struct cell cells[COLUMNS] = {0};

	if (parse_cells(text, end, times, cells, why) != 0)
		return -1;
	k->open_time = times[OPEN_TIME];
	k->open = cells[OPEN].num;
	k->high = cells[HIGH].num;
	k->low = cells[LOW].num;
	k->close = cells[CLOSE].num;
	k->volume = cells[VOLUME].exact;
	k->quote_volume = cells[QUOTE_VOLUME].exact;
	k->taker_buy_volume = cells[TAKER_BUY_VOLUME].exact;
	k->taker_buy_quote_volume = cells[TAKER_BUY_QUOTE_VOLUME].exact;
	*why = impossible(k, iv, cells[TRADES].num);
	if (*why)
		return -1;
	k->trades = (int64_t)cells[TRADES].num;
	return 0;
}

/* A header has no number in front and as many columns as the rows. */
static bool
is_header(const char *text, const char *end)
{
	int commas = 0;

	if (text == end || !(isalpha((unsigned char)*text) || *text == '"'))
		return false;
	for (const char *p = text; p < end; p++)
		commas += *p == ',';
	return commas == COLUMNS - 1 || commas == COLUMNS;
}

/* Room for one more; max bounds what a wrong file can take.  0; 1: max; -1. */
static int
make_room(struct klines *ks, size_t max)
{
	size_t room = ks->room ? 2 * ks->room : 2048;
	struct kline *rows;

	if (ks->n >= max)
		return 1;
	if (ks->n < ks->room)
		return 0;
	rows = realloc(ks->rows, room * sizeof *rows);
	if (!rows)
		return -1;
	ks->rows = rows;
	ks->room = room;
	return 0;
}

static int
by_open_time(const void *a, const void *b)
{
	const struct kline *x = a, *y = b;

	if (x->open_time != y->open_time)
		return x->open_time < y->open_time ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static bool
is_same(const struct kline *a, const struct kline *b)
{
	return a->open == b->open && a->high == b->high && a->low == b->low &&
	       a->close == b->close && a->trades == b->trades &&
	       decimal_cmp(a->volume, b->volume) == 0 &&
	       decimal_cmp(a->quote_volume, b->quote_volume) == 0 &&
	       decimal_cmp(a->taker_buy_volume, b->taker_buy_volume) == 0 &&
	       decimal_cmp(
		   a->taker_buy_quote_volume, b->taker_buy_quote_volume) == 0;
}

/* Sorted, each once.  The line of a row that contradicts another, or 0. */
static int64_t
settle(struct klines *ks)
{
	size_t kept = 0;

	if (ks->unsorted)
		qsort(ks->rows, ks->n, sizeof ks->rows[0], by_open_time);
	for (size_t i = 0; i < ks->n; i++) {
		const struct kline *k = &ks->rows[i];

		if (kept > 0 && ks->rows[kept - 1].open_time == k->open_time) {
			if (!is_same(&ks->rows[kept - 1], k))
				return k->line;
			ks->doubled++;
			continue;
		}
		ks->rows[kept++] = *k;
	}
	ks->n = kept;
	return 0;
}

static enum klines_status
blame(char *why, int64_t line, const char *what)
{
	(void)snprintf(why, KLINES_WHY, "line %lld: %s", (long long)line, what);
	return KLINES_CORRUPT;
}

static enum klines_status
out_of_memory(char *why)
{
	(void)snprintf(why, KLINES_WHY, "out of memory");
	return KLINES_FAILED;
}

static enum klines_status
judge_end(
    struct klines *ks, const struct zip_csv *z, enum zip_status st, char *why)
{
	int64_t line;

	if (st != ZIP_END) {
		(void)snprintf(why, KLINES_WHY, "%s", zip_csv_why(z));
		return st == ZIP_BAD ? KLINES_CORRUPT : KLINES_FAILED;
	}
	line = settle(ks);
	if (line)
		return blame(why, line, "contradicts another row of its time");
	if (ks->n == 0) {
		(void)snprintf(why, KLINES_WHY, "it holds no candle");
		return KLINES_CORRUPT;
	}
	return KLINES_OK;
}

enum klines_status
klines_read(struct klines *ks, struct zip_csv *z, enum interval iv,
    int64_t from, int64_t to, char *why)
{
	/* Every row twice has been seen; four times is another mistake. */
	size_t max = 4 * (size_t)((to - from) / interval_ms(iv) + 1);
	struct zip_line line;
	enum zip_status st;

	memset(ks, 0, sizeof *ks);
	while ((st = zip_csv_next(z, &line)) == ZIP_LINE) {
		int64_t number = zip_csv_lineno(z);
		struct kline k = {.line = number};
		const char *what;
		int rc;

		if (number == 1 && is_header(line.text, line.end))
			continue;
		if (kline_parse(line.text, line.end, iv, &k, &what) != 0)
			return blame(why, number, what);
		if (k.open_time < from || k.open_time >= to) {
			ks->outside++;
			continue;
		}
		if ((rc = make_room(ks, max)) < 0)
			return out_of_memory(why);
		if (rc > 0)
			return blame(why, number, "far too many rows");
		if (ks->n > 0 && k.open_time < ks->rows[ks->n - 1].open_time)
			ks->unsorted++;
		ks->rows[ks->n++] = k;
	}
	return judge_end(ks, z, st, why);
}

void
klines_free(struct klines *ks)
{
	free(ks->rows);
	memset(ks, 0, sizeof *ks);
}

size_t
klines_find(const struct klines *ks, int64_t t)
{
	size_t lo = 0, hi = ks->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ks->rows[mid].open_time < t)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
