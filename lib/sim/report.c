/* SPDX-License-Identifier: MIT */
#include "sim/report.h"

#include <math.h>

#include "base/clock.h"
#include "sim/run.h"

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

int
report_make(struct report *rep, const struct report_params *params,
    const struct intake *in, const struct simulation *sim,
    const struct trials *trials, struct proof *proof,
    const struct searched *searched)
{
	struct stretch all = curve_whole(&sim->curve);
	struct day_span span = {params->year_days, run_years(sim)};
	struct window_source src = {
	    &sim->trades, &sim->curve, params->judge, params->year_days};
	struct tally t;

	*rep = (struct report){
	    .params = *params,
	    .input = in->counts,
	    .sim = sim,
	    .setups = in->setups,
	    .proof = proof,
	    .searched = searched,
	};
	if (make_windows(rep, &t, &src) != 0 ||
	    run_make(&rep->run, sim, params->year_days) != 0 ||
	    luck_make(&rep->luck, &params->luck, trials, &all, &span,
		&sim->trades) != 0)
		return -1;
	if (searched && searched->walks) /* the rest was not traded */
		rep->whole.start = rep->run.start;
	return 0;
}

/* What returns alone say of the trades. */
static void
return_figures(struct run *run, const struct tally *t,
    const struct trade_sum *sum, const struct window *whole)
{
	run_trades(run, t);
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
	    luck_make(&rep->luck, &params->luck, &(struct trials){.n = 1}, NULL,
		&(struct day_span){0}, l) != 0)
		return -1;
	figures_forget(run_figures, &rep->run);
	return_figures(&rep->run, &t, &sum, &rep->whole);
	return 0;
}
