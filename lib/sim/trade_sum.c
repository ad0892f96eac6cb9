/* SPDX-License-Identifier: MIT */
#include "sim/trade_sum.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/median.h"

/* NaN for none. */
static double
mean(double sum, int64_t n)
{
	return n ? sum / (double)n : NAN;
}

static int
find_median(struct trade_sum *s, const struct trade_list *l)
{
	double *r = malloc((l->n + 1) * sizeof *r);

	if (!r)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		r[i] = l->at[i].ret;
	s->median = median(r, l->n);
	free(r);
	return 0;
}

static void
sum_returns(struct trade_sum *s, const struct trade_list *l)
{
	double won = 0, lost = 0, risks = 0;
	int64_t wins = 0, losses = 0, risked = 0, winning = 0, losing = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct trade *t = &l->at[i];

		if (t->ret > 0) {
			wins++;
			won += t->ret;
		} else if (t->ret < 0) {
			losses++;
			lost -= t->ret;
		}
		winning = t->ret > 0 ? winning + 1 : 0;
		losing = t->ret < 0 ? losing + 1 : 0;
		if (winning > s->win_streak)
			s->win_streak = winning;
		if (losing > s->loss_streak)
			s->loss_streak = losing;
		if (!isnan(t->risk)) {
			risked++;
			risks += t->ret / t->risk;
		}
	}
	s->avg_win = mean(won, wins);
	s->avg_loss = mean(lost, losses);
	s->payoff = s->avg_win / s->avg_loss;
	s->expectancy_r = mean(risks, risked);
}

static void
sum_money(struct trade_sum *s, const struct trade_list *l)
{
	double sum = 0, squares = 0, gains = 0, losses = 0, n = (double)l->n;
	double average, share;
	int64_t won = 0, lost = 0;

	for (size_t i = 0; i < l->n; i++) {
		double pnl = l->at[i].pnl;

		sum += pnl;
		won += pnl > 0;
		lost += pnl < 0;
		*(pnl > 0 ? &gains : &losses) += fabs(pnl);
	}
	average = sum / n;
	for (size_t i = 0; i < l->n; i++)
		squares += (l->at[i].pnl - average) * (l->at[i].pnl - average);
	share = (double)won / n;
	s->profit_factor_money = lost ? gains / losses : NAN;
	s->sqn = l->n > 1 && squares > 0
		     ? sqrt(n) * average / sqrt(squares / (n - 1))
		     : NAN;
	s->kelly =
	    won && lost
		? share - (1 - share) / (mean(gains, won) / mean(losses, lost))
		: NAN;
}

static void
sum_spans(struct trade_sum *s, const struct trade_list *l)
{
	double mae = 0, mfe = 0, bars = 0, days = 0;

	s->longest_days = l->n ? 0 : NAN;
	for (size_t i = 0; i < l->n; i++) {
		const struct trade *t = &l->at[i];
		double span = (double)(t->closed - t->opened) / DAY_MS;

		mae += t->mae;
		mfe += t->mfe;
		bars += (double)t->bars;
		days += span;
		if (span > s->longest_days)
			s->longest_days = span;
		s->funding += t->funding;
	}
	s->mae = mean(mae, (int64_t)l->n);
	s->mfe = mean(mfe, (int64_t)l->n);
	s->avg_bars = mean(bars, (int64_t)l->n);
	s->avg_days = mean(days, (int64_t)l->n);
}

int
trade_sum_make(struct trade_sum *s, const struct trade_list *l)
{
	*s = (struct trade_sum){0};
	sum_returns(s, l);
	sum_money(s, l);
	sum_spans(s, l);
	return find_median(s, l);
}
