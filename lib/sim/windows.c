/* SPDX-License-Identifier: MIT */
#include "sim/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "sim/yield.h"

static int
by_days(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

int
window_list_parse(struct window_list *l, const char *text)
{
	int kept = 0;

	for (l->n = 0;; text++) {
		size_t len = strcspn(text, ",");
		int64_t days;

		if (l->n == WINDOWS_MAX ||
		    num_parse_int(text, len, &days) != 0 || days < 1 ||
		    days > WINDOW_DAYS_MAX)
			return -1;
		l->days[l->n++] = (int)days;
		text += len;
		if (!*text)
			break;
	}
	qsort(l->days, (size_t)l->n, sizeof l->days[0], by_days);
	for (int i = 0; i < l->n; i++)
		if (i == 0 || l->days[i] != l->days[i - 1])
			l->days[kept++] = l->days[i];
	l->n = kept;
	return 0;
}

static void
add_trade(struct window *w, struct tally *t, const struct trade *trade)
{
	if (t->n == 0 || trade->closed < w->first_trade_at)
		w->first_trade_at = trade->closed;
	if (t->n == 0 || trade->closed > w->last_trade_at)
		w->last_trade_at = trade->closed;
	tally_add(t, trade);
}

static int
conclude(struct window *w, const struct tally *t, const struct stretch *s,
    double year_days)
{
	struct yield y;

	w->trades = t->n;
	w->wins = t->wins;
	w->losses = t->losses;
	w->unclassified = t->n - t->wins - t->losses;
	w->hit_rate = tally_win_rate(t);
	w->expectancy = w->average_return = tally_expectancy(t);
	w->cumulative_return = t->growth - 1;
	w->max_drawdown = stretch_drawdown(s);
	w->profit_factor = tally_profit_factor(t);
	w->meets_win_rate = w->hit_rate >= MIN_WIN_RATE;
	w->sufficient = t->n >= MIN_TRADE_COUNT;
	if (yield_make(&y, s, year_days) != 0)
		return -1;
	w->sharpe = y.sharpe;
	w->sortino = y.sortino;
	return 0;
}

int
window_make(struct window *w, int days, int64_t end, double year_days,
    const struct trade_list *trades, const struct curve *curve)
{
	struct stretch s;
	struct tally t;

	*w = (struct window){
	    .days = days,
	    .start = end - (int64_t)days * DAY_MS,
	    .end = end,
	    .first_trade_at = -1,
	    .last_trade_at = -1,
	};
	tally_init(&t);
	for (size_t i = 0; i < trades->n; i++)
		if (trades->at[i].closed >= w->start &&
		    trades->at[i].closed <= end)
			add_trade(w, &t, &trades->at[i]);
	s = curve_between(curve, w->start, end);
	if (w->start < 0)
		w->start = 0; /* as good: nothing is older */
	return conclude(w, &t, &s, year_days);
}

int
window_whole(struct window *w, struct tally *t, double year_days,
    const struct trade_list *trades, const struct curve *curve)
{
	struct stretch s = curve_whole(curve);

	*w = (struct window){.first_trade_at = -1, .last_trade_at = -1};
	tally_init(t);
	for (size_t i = 0; i < trades->n; i++)
		add_trade(w, t, &trades->at[i]);
	return conclude(w, t, &s, year_days);
}
