/* SPDX-License-Identifier: MIT */
#include "sim/run.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/real.h"

#define CALENDAR_YEAR 365.25 /* days */

/* Last price by first of the one market there is; NaN: not one, or it had no
 * time to warm up. */
static double
hold_return(const struct simulation *s)
{
	const struct holding *h = s->only;

	if (s->many || !h || h->bar < s->warm_up - 1)
		return NAN;
	return h->last / h->first - 1;
}

/* From the account and its curve. */
static void
account_figures(struct run *run, const struct simulation *s)
{
	const struct curve *c = &s->curve;
	double years;

	run->equity_final = portfolio_equity(&s->account);
	run->equity_peak = c->drawdown.peak;
	run->total_return = run->equity_final / s->account.start - 1;
	run->start = c->first;
	run->end = c->drawdown.last;
	run->duration_days = (double)(run->end - run->start) / DAY_MS;
	years = run->duration_days / CALENDAR_YEAR;
	run->cagr =
	    years > 0 && run->equity_final > 0
		? real_pow(run->equity_final / s->account.start, 1 / years) - 1
		: NAN;
	run->drawdown = drawdown_sum(&c->drawdown);
	run->calmar = run->drawdown.worst > 0
			  ? run->yield.annual / run->drawdown.worst
			  : NAN;
	run->buy_hold_return = hold_return(s);
	run->beta = beta_value(&c->beta);
	run->alpha = run->total_return - run->beta * run->buy_hold_return;
	run->exposure_time = (double)c->exposed / (double)c->drawdown.samples;
	run->fees = s->account.fees;
	run->funding = s->account.funding;
	run->turnover = s->account.turnover / s->account.start;
}

void
run_trades(struct run *run, const struct tally *t)
{
	run->trades = t->n;
	run->win_rate = tally_win_rate(t);
	run->best_trade = tally_best(t);
	run->worst_trade = tally_worst(t);
	run->avg_trade = tally_average(t);
	run->profit_factor = tally_profit_factor(t);
	run->expectancy = tally_expectancy(t);
}

static void
signal_figures(struct run *run, const struct simulation *s)
{
	const struct signal_counts *c = &s->counts;

	run->signals = c->signals;
	run->filled = c->filled;
	run->ignored = c->ignored;
	run->filtered = c->filtered;
	run->rejected = c->rejected;
	run->replaced = c->replaced;
	run->lapsed = c->lapsed;
	run->missed = c->missed;
	run->unfilled = simulation_waiting(s);
}

int
run_make(struct run *run, const struct simulation *sim, double year_days)
{
	const struct trade_list *l = &sim->trades;
	struct stretch all = curve_whole(&sim->curve);
	struct tally t;

	*run = (struct run){.open_trades = sim->account.n};
	if (yield_make(&run->yield, &all, year_days) != 0 ||
	    trade_sum_make(&run->trade, l) != 0)
		return -1;
	tally_init(&t);
	for (size_t i = 0; i < l->n; i++)
		tally_add(&t, &l->at[i]);
	account_figures(run, sim);
	run_trades(run, &t);
	signal_figures(run, sim);
	return 0;
}

int
run_days(struct moments *m, const struct simulation *sim)
{
	struct stretch all = curve_whole(&sim->curve);
	int64_t n;
	double *days = yield_returns(&all, &n);

	if (!days)
		return -1;
	moments_make(m, days, (size_t)n);
	free(days);
	return 0;
}

double
run_years(const struct simulation *sim)
{
	const struct curve *c = &sim->curve;
	int64_t ms = c->n ? c->days[c->n - 1].last - c->days[0].last : 0;

	return (double)ms / (CALENDAR_YEAR * DAY_MS);
}
