/* SPDX-License-Identifier: MIT */
#include "page/months.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"

void
months_init(struct months *m)
{
	*m = (struct months){0};
}

void
months_finish(struct months *m)
{
	free(m->at);
	months_init(m);
}

static int64_t
number_of(int64_t time)
{
	int64_t year;
	int month, day;

	civil_date(time / DAY_MS, &year, &month, &day);
	return 12 * year + month - 1;
}

int
months_push(struct months *m, int64_t time, double equity)
{
	int64_t number = number_of(time);
	struct month *at;
	int size = m->size ? 2 * m->size : 32;

	if (m->n && number <= m->at[m->n - 1].number) {
		m->at[m->n - 1].last = equity;
		return 0;
	}
	if (m->n == m->size) {
		at = realloc(m->at, (size_t)size * sizeof *at);
		if (!at)
			return -1;
		m->at = at;
		m->size = size;
	}
	m->at[m->n++] = (struct month){number, equity};
	return 0;
}

static double
growth(const struct months *m, int from, int to, double start)
{
	double before = from ? m->at[from - 1].last : start;

	return before > 0 ? m->at[to].last / before - 1 : NAN;
}

double
months_return(const struct months *m, int i, double start)
{
	return growth(m, i, i, start);
}

double
months_year(const struct months *m, int i, double start, int *next)
{
	int64_t year = m->at[i].number / 12;
	int last = i;

	while (last + 1 < m->n && m->at[last + 1].number / 12 == year)
		last++;
	*next = last + 1;
	return growth(m, i, last, start);
}
