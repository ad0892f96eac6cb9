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

/* Of the trades of a window, in their order. */
struct sums {
	struct tally tally;
	int64_t wins, losses; /* by the verdict */
	double won, lost;     /* their returns; the loss's sign dropped */
	double value, peak;   /* of 1 that went through the returns */
	double fall;          /* the largest from a peak */
};

static void
sums_init(struct sums *s)
{
	*s = (struct sums){.value = 1, .peak = 1};
	tally_init(&s->tally);
}

static void
add_trade(struct window *w, struct sums *s, const struct judge *v,
    const struct trade *trade)
{
	int verdict = judge_trade(v, trade);

	if (s->tally.n == 0 || trade->closed < w->first_trade_at)
		w->first_trade_at = trade->closed;
	if (s->tally.n == 0 || trade->closed > w->last_trade_at)
		w->last_trade_at = trade->closed;
	tally_add(&s->tally, trade);
	if (verdict > 0) {
		s->wins++;
		s->won += trade->ret;
	} else if (verdict < 0) {
		s->losses++;
		s->lost -= trade->ret;
	}
	s->value *= 1 + trade->ret;
	if (s->value > s->peak)
		s->peak = s->value;
	if (curve_fall(s->peak, s->value) > s->fall)
		s->fall = curve_fall(s->peak, s->value);
}

static int
take_curve(struct window *w, const struct stretch *s, double year_days)
{
	struct yield y;

	if (yield_make(&y, s, year_days) != 0)
		return -1;
	w->max_drawdown = stretch_drawdown(s);
	w->sharpe = y.sharpe;
	w->sortino = y.sortino;
	return 0;
}

static void
conclude(struct window *w, const struct sums *s, const struct judge *v)
{
	double n = (double)s->tally.n;

	w->trades = s->tally.n;
	w->wins = s->wins;
	w->losses = s->losses;
	w->unclassified = s->tally.n - s->wins - s->losses;
	w->hit_rate = w->trades ? (double)s->wins / n : NAN;
	w->expectancy = w->trades ? (s->won - s->lost) / n : NAN;
	w->average_return = tally_expectancy(&s->tally);
	w->cumulative_return = s->tally.growth - 1;
	w->max_drawdown = s->fall;
	w->sharpe = w->sortino = NAN;
	w->profit_factor = tally_profit_factor(&s->tally);
	w->meets_win_rate = w->hit_rate >= v->min_win_rate;
	w->sufficient = w->trades >= v->min_trades;
}

int
window_make(
    struct window *w, int days, int64_t end, const struct window_source *src)
{
	const struct trade_list *trades = src->trades;
	struct stretch stretch;
	struct sums s;

	*w = (struct window){
	    .days = days,
	    .start = end - (int64_t)days * DAY_MS,
	    .end = end,
	    .first_trade_at = -1,
	    .last_trade_at = -1,
	};
	sums_init(&s);
	for (size_t i = 0; i < trades->n; i++)
		if (trades->at[i].closed >= w->start &&
		    trades->at[i].closed <= end)
			add_trade(w, &s, &src->judge, &trades->at[i]);
	conclude(w, &s, &src->judge);
	if (src->curve)
		stretch = curve_between(src->curve, w->start, end);
	if (w->start < 0)
		w->start = 0; /* as good: nothing is older */
	return src->curve ? take_curve(w, &stretch, src->year_days) : 0;
}

int
window_whole(struct window *w, struct tally *t, const struct window_source *src)
{
	const struct trade_list *trades = src->trades;
	struct stretch stretch;
	struct sums s;

	*w = (struct window){.first_trade_at = -1, .last_trade_at = -1};
	sums_init(&s);
	for (size_t i = 0; i < trades->n; i++)
		add_trade(w, &s, &src->judge, &trades->at[i]);
	conclude(w, &s, &src->judge);
	*t = s.tally;
	if (!src->curve)
		return 0;
	stretch = curve_whole(src->curve);
	return take_curve(w, &stretch, src->year_days);
}
