/* SPDX-License-Identifier: MIT */
#include "sim/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_file.h"
#include "base/real.h"
#include "market/interval.h"
#include "sim/groups.h"

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

int
report_make(struct report *rep, const struct report_params *params,
    const struct intake *in, const struct simulation *sim, struct proof *proof)
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
	    trade_sum_make(&rep->run.trade, &sim->trades) != 0)
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
	if (make_windows(rep, &t, &src) != 0 || trade_sum_make(&sum, l) != 0)
		return -1;
	figures_forget(run_figures, &rep->run);
	return_figures(&rep->run, &t, &sum, &rep->whole);
	return 0;
}

/* ---- the record ---- */

/* The known ones of the figures as members of an object. */
static void
put_figures(
    FILE *f, const struct figure *figures, unsigned where, const void *of)
{
	const char *sep = "";

	for (; figures->name; figures++) {
		const void *v = figure_value(figures, of);

		if (!(figures->in & where) || !figures->kind->known(v))
			continue;
		fprintf(f, "%s\"%s\":", sep, figures->name);
		figures->kind->json(f, v);
		sep = ",";
	}
}

static const char *
calendar_name(enum calendar c)
{
	return c == CALENDAR_VENUE ? "venue"
	       : c == CALENDAR_ANY ? "any"
				   : "24x7";
}

/* Members with a comma behind each. */
static void
put_execution(FILE *f, const struct report_params *p)
{
	fprintf(f, "\"interval\":\"%s\",\"calendar\":\"%s\"",
	    p->iv < 0 ? "first of each symbol"
		      : interval_name((enum interval)p->iv),
	    calendar_name(p->calendar));
	rules_put(f, &p->rules);
	fputc(',', f);
}

static void
put_judge(FILE *f, const struct judge *v)
{
	if (!isnan(v->win))
		json_member(f, "win_threshold", v->win);
	if (!isnan(v->loss))
		json_member(f, "loss_threshold", v->loss);
	json_member(f, "min_win_rate", v->min_win_rate);
	json_member(f, "min_trade_count", (double)v->min_trades);
}

static int
put_params(FILE *f, const struct report *rep)
{
	const struct report_params *p = &rep->params;

	fputc('{', f);
	if (rep->sim)
		put_execution(f, p);
	if (p->now >= 0)
		fprintf(f, "\"now\":%" PRId64 ",", p->now);
	fputs("\"windows\":", f);
	for (int i = 0; i < p->windows.n; i++)
		fprintf(f, "%c%d", i ? ',' : '[', p->windows.days[i]);
	fputc(']', f);
	put_judge(f, &p->judge);
	if (rep->sim)
		json_member(f, "year_days", p->year_days);
	fputc('}', f);
	return 0;
}

static int
put_input(FILE *f, const struct report *rep)
{
	const struct intake_counts *in = &rep->input;

	fprintf(f, "{\"records\":%" PRId64, in->records);
	if (in->first >= 0)
		fprintf(f, ",\"first\":%" PRId64 ",\"last\":%" PRId64,
		    in->first, in->last);
	fprintf(f, ",\"symbols\":%" PRId64, in->symbols);
	if (rep->sim)
		fprintf(f, ",\"bars\":%" PRId64 ",\"signals\":%" PRId64,
		    in->bars, rep->run.signals);
	fprintf(f, ",\"skipped\":%" PRId64 "}", in->skipped);
	return 0;
}

static int
put_windows(FILE *f, const struct report *rep)
{
	fputc('[', f);
	for (int i = 0; i < rep->params.windows.n; i++) {
		fputs(i ? ",{" : "{", f);
		put_figures(f, window_figures, IN_JSON, &rep->windows[i]);
		fputc('}', f);
	}
	fputc(']', f);
	return 0;
}

static int
put_summary(FILE *f, const struct report *rep)
{
	int last = rep->params.windows.n - 1;

	fputc('{', f);
	put_figures(f, window_figures, IN_SUMMARY, &rep->windows[last]);
	fputc('}', f);
	return 0;
}

static int
put_stats(FILE *f, const struct report *rep)
{
	fputc('{', f);
	put_figures(f, run_figures, IN_JSON, &rep->run);
	if (rep->sim)
		fprintf(f,
		    ",\"basis\":\"daily equity returns, %d days; cagr: "
		    "calendar years\"}",
		    rep->params.year_days);
	else
		fputs(",\"basis\":\"finished trades, all of the account in "
		      "each, one after the other\"}",
		    f);
	return 0;
}

static int
put_groups(FILE *f, const struct report *rep)
{
	return rep->sim ? groups_put(f, rep->sim, rep->setups) : 0;
}

static int
put_proof(FILE *f, const struct report *rep)
{
	return rep->proof ? proof_put(rep->proof, f, rep->sim->markets) : 0;
}

static const struct {
	int slot;
	int (*put)(FILE *f, const struct report *rep); /* 0, or -1 */
} parts[] = {
    {REPORT_PARAMS, put_params},
    {REPORT_INPUT, put_input},
    {REPORT_WINDOWS, put_windows},
    {REPORT_SUMMARY, put_summary},
    {REPORT_STATS, put_stats},
    {REPORT_GROUPS, put_groups},
    {REPORT_PROOF, put_proof},
};

enum { PARTS = sizeof parts / sizeof parts[0] };

int
report_record(const struct report *rep, struct record *r, char **text)
{
	int64_t time = rep->input.last, ends[PARTS + 1] = {0};
	size_t len;
	FILE *f = open_memstream(text, &len);
	int rc = 0;

	if (!f)
		return -1;
	for (int i = 0; i < PARTS && rc == 0; i++) {
		rc = parts[i].put(f, rep);
		ends[i + 1] = ftell(f);
	}
	if (ferror(f) | fclose(f) || rc != 0) {
		free(*text);
		return -1;
	}
	if (time < 0)
		time = rep->params.now < 0 ? 0 : rep->params.now;
	rec_init(r, REC_REPORT, time);
	for (int i = 0; i < PARTS; i++)
		if (ends[i + 1] > ends[i])
			rec_set_raw(r, parts[i].slot, *text + ends[i],
			    (size_t)(ends[i + 1] - ends[i]));
	return 0;
}

/* ---- CSV ---- */

/* Names of the figures that stand there. */
static void
csv_names(FILE *f, unsigned where)
{
	const struct figure *fig = window_figures;
	const char *sep = "";

	for (; fig->name; fig++) {
		if (!(fig->in & where))
			continue;
		fprintf(f, "%s%s", sep, fig->name);
		sep = ",";
	}
	fputs("\r\n", f);
}

/* None of the values can hold a comma or a quote. */
static void
csv_row(FILE *f, unsigned where, const struct window *w)
{
	const struct figure *fig = window_figures;
	const char *sep = "";

	for (; fig->name; fig++) {
		const void *v = figure_value(fig, w);

		if (!(fig->in & where))
			continue;
		fputs(sep, f);
		if (fig->kind->known(v))
			fig->kind->csv(f, v);
		sep = ",";
	}
	fputs("\r\n", f);
}

void
report_csv(const struct report *rep, FILE *f)
{
	int n = rep->params.windows.n;

	csv_names(f, IN_CSV);
	for (int i = 0; i < n; i++)
		csv_row(f, IN_CSV, &rep->windows[i]);
	fputs("\r\nsummary_", f);
	csv_names(f, IN_SUMMARY);
	csv_row(f, IN_SUMMARY, &rep->windows[n - 1]);
}

void
report_log_header(FILE *f)
{
	fputs("generated_at,", f);
	csv_names(f, IN_SUMMARY);
}

void
report_log_row(const struct report *rep, int64_t now, FILE *f)
{
	char text[CLOCK_TEXT];

	fprintf(f, "%s,", clock_format(now, text));
	csv_row(f, IN_SUMMARY, &rep->windows[rep->params.windows.n - 1]);
}
