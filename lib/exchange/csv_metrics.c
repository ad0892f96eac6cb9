/* SPDX-License-Identifier: MIT */
/*
 * A line of metrics: "2025-05-30 10:30:00,HYPEUSDT,14088.0100000000000000,
 * 473864.3043600000000000," and four ratios that are not read.  Cells may be
 * empty (years 2021 and 2022, and symbols that have no ratios).
 */
#include <string.h>

#include "base/clock.h"
#include "exchange/cell.h"
#include "exchange/csv_line.h"

enum { CREATE_TIME, SYMBOL, AMOUNT, VALUE, COLUMNS = 8 };

/* Each period there is is a multiple of the shortest. */
enum { GRID_MS = 5 * 60 * 1000 };

struct text {
	const char *s;
	size_t len;
};

/* The cells; -1 unless there are as many as there should be. */
static int
cut_cells(const char *p, const char *end, struct text cells[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		const char *comma = memchr(p, ',', (size_t)(end - p));

		if (!comma != (i == COLUMNS - 1))
			return -1;
		cells[i].s = p;
		cells[i].len = (size_t)((comma ? comma : end) - p);
		p += cells[i].len + 1;
	}
	return 0;
}

static int
digits(const char *p, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

/* "2025-05-30 10:30:00", UTC. */
static bool
take_date(const char *p, int64_t *ms)
{
	int y = digits(p, 4), m = digits(p + 5, 2), d = digits(p + 8, 2);
	int hh = digits(p + 11, 2), mm = digits(p + 14, 2);
	int ss = digits(p + 17, 2), m2, d2;
	int64_t days, y2;

	if (p[4] != '-' || p[7] != '-' || p[10] != ' ' || p[13] != ':' ||
	    p[16] != ':')
		return false;
	if (y < 0 || m < 1 || m > 12 || d < 1 || hh < 0 || hh > 23 || mm < 0 ||
	    mm > 59 || ss < 0 || ss > 59)
		return false;
	days = civil_days(y, m, d);
	civil_date(days, &y2, &m2, &d2);
	*ms = days * DAY_MS + ((hh * 60 + mm) * 60 + ss) * INT64_C(1000);
	return m2 == m && d2 == d;
}

static bool
take_time(struct text t, int64_t *ms)
{
	struct cell c;

	if (t.len == 19 && take_date(t.s, ms))
		return true;
	return cell_scan(t.s, &c) == t.s + t.len && cell_time(&c, ms);
}

static bool
is_blank(struct text t)
{
	return t.len == 0 || (t.len == 2 && memcmp(t.s, "\"\"", 2) == 0);
}

static bool
take_amount(struct text t, double *amount)
{
	struct cell c;

	return cell_scan(t.s, &c) == t.s + t.len && cell_amount(&c, amount);
}

static const char *
take_cells(const struct row_format *f, const struct text *cells, struct row *r)
{
	size_t len = cells[SYMBOL].len;

	r->id = 0;
	r->u.interest.amount = r->u.interest.value = 0;
	r->u.interest.has_value = !is_blank(cells[VALUE]);
	if (!take_time(cells[CREATE_TIME], &r->u.interest.label))
		return "create_time is no time";
	r->time = r->u.interest.label + f->label_lag;
	if (len != strlen(f->symbol) ||
	    memcmp(cells[SYMBOL].s, f->symbol, len) != 0)
		return "it is of another symbol";
	if (!is_blank(cells[AMOUNT]) &&
	    !take_amount(cells[AMOUNT], &r->u.interest.amount))
		return "sum_open_interest is no amount";
	if (r->u.interest.has_value &&
	    !take_amount(cells[VALUE], &r->u.interest.value))
		return "sum_open_interest_value is no amount";
	return row_check(r, f);
}

int
csv_metrics(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why)
{
	struct text cells[COLUMNS];

	*why = "there are not 8 columns";
	if (cut_cells(p, end, cells) != 0)
		return -1;
	*why = take_cells(f, cells, r);
	if (*why)
		return -1;
	if (r->time % GRID_MS != 0)
		*why = "its time is no multiple of 5 minutes";
	else if (r->time % interval_ms(f->interval) != 0)
		return 0;
	else if (is_blank(cells[AMOUNT]))
		*why = "it has no open interest";
	return *why ? 0 : 1;
}
