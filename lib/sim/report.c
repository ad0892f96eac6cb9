/* SPDX-License-Identifier: MIT */
#include "sim/report.h"

#include <math.h>

#include "base/clock.h"
#include "base/real.h"

#define CALENDAR_YEAR 365.25 /* days */

/* Last close by first close of the one market there is; NaN: not one. */
static double
hold_return(const struct markets *ms)
{
	double held = NAN;

	for (int i = 0; i < ms->n; i++) {
		const struct market *m = ms->at[i];

		if (m->bars == 0)
			continue;
		if (!isnan(held))
			return NAN;
		held = m->last_close / m->first_close - 1;
	}
	return held;
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
	run->buy_hold_return = hold_return(s->markets);
	run->beta = beta_value(&c->beta);
	run->alpha = run->total_return - run->beta * run->buy_hold_return;
	run->exposure_time = (double)c->exposed / (double)c->drawdown.samples;
	run->fees = s->account.fees;
	run->funding = s->account.funding;
	run->turnover = s->account.turnover / s->account.start;
}

static void
trade_figures(struct run *run, const struct tally *t)
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

/* All windows; *t gets the tally of all trades. */
static int
make_windows(
    struct report *rep, struct tally *t, const struct window_source *src)
{
	const struct window_list *l = &rep->params.windows;
	int64_t end = rep->params.now;

	if (end < 0)
		end = rep->input.last < 0 ? 0 : rep->input.last;
	for (int i = 0; i < l->n; i++)
		if (window_make(&rep->windows[i], l->days[i], end, src) != 0)
			return -1;
	if (window_whole(&rep->whole, t, src) != 0)
		return -1;
	rep->whole.start = rep->input.first;
	rep->whole.end = rep->input.last;
	return 0;
}

/* Calendar years from the first day's last price to the end. */
static double
years_of(const struct curve *c)
{
	int64_t ms = c->n ? c->days[c->n - 1].last - c->days[0].last : 0;

	return (double)ms / (CALENDAR_YEAR * DAY_MS);
}

static int
make_luck(struct report *rep, const struct stretch *days, double years,
    const struct trade_list *trades, const struct trials *trials)
{
	struct luck_params *p = &rep->params.luck;

	p->year_days = rep->params.year_days;
	return luck_make(&rep->luck, p, trials, days, years, trades);
}

int
report_make(struct report *rep, const struct report_params *params,
    const struct intake *in, const struct simulation *sim,
    const struct trials *trials, struct proof *proof)
{
	struct stretch all = curve_whole(&sim->curve);
	struct window_source src = {
	    &sim->trades, &sim->curve, params->judge, params->year_days};
	struct tally t;

	*rep = (struct report){
	    .params = *params,
	    .input = in->counts,
	    .run = {.open_trades = sim->account.n},
	    .sim = sim,
	    .setups = in->setups,
	    .proof = proof,
	};
	if (make_windows(rep, &t, &src) != 0 ||
	    yield_make(&rep->run.yield, &all, params->year_days) != 0 ||
	    trade_sum_make(&rep->run.trade, &sim->trades) != 0 ||
	    make_luck(rep, &all, years_of(&sim->curve), &sim->trades, trials) !=
		0)
		return -1;
	account_figures(&rep->run, sim);
	trade_figures(&rep->run, &t);
	signal_figures(&rep->run, sim);
	return 0;
}

/* What returns alone say of the trades. */
static void
return_figures(struct run *run, const struct tally *t,
    const struct trade_sum *sum, const struct window *whole)
{
	trade_figures(run, t);
	run->total_return = whole->cumulative_return;
	run->drawdown.worst = whole->max_drawdown;
	run->trade.median = sum->median;
	run->trade.avg_win = sum->avg_win;
	run->trade.avg_loss = sum->avg_loss;
	run->trade.payoff = sum->payoff;
	run->trade.win_streak = sum->win_streak;
	run->trade.loss_streak = sum->loss_streak;
}

int
report_executions(struct report *rep, const struct report_params *params,
    const struct executions *e)
{
	const struct trade_list *l = &e->trades;
	struct window_source src = {l, NULL, params->judge, 0};
	struct trade_sum sum;
	struct tally t;

	*rep = (struct report){
	    .params = *params,
	    .input =
		{
		    .records = (int64_t)l->n,
		    .skipped = e->skipped,
		    .first = l->n ? l->at[0].closed : -1,
		    .last = l->n ? l->at[l->n - 1].closed : -1,
		    .symbols = e->symbols,
		},
	};
	if (make_windows(rep, &t, &src) != 0 || trade_sum_make(&sum, l) != 0 ||
	    make_luck(rep, NULL, NAN, l, &(struct trials){.n = 1}) != 0)
		return -1;
	figures_forget(run_figures, &rep->run);
	return_figures(&rep->run, &t, &sum, &rep->whole);
	return 0;
}
