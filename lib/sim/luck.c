/* SPDX-License-Identifier: MIT */
#include "sim/luck.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/json_file.h"
#include "sim/yield.h"

#define LEVEL 0.95

enum { FEW = 30, HEAD_SHOWN = 12 };

/* The returns of days that are all numbers, for free(); NULL: no memory. */
static double *
known_days(const struct stretch *s, int64_t *n, bool *lost)
{
	double *days = s ? yield_returns(s, n) : malloc(1);

	if (!s)
		*n = 0;
	for (int64_t i = 0; days && i < *n; i++)
		if (!isfinite(days[i]) || days[i] <= -1) {
			*n = 0; /* there is no more to draw */
			*lost = true;
		}
	return days;
}

static double *
returns_of_trades(const struct trade_list *trades)
{
	double *r = malloc((trades->n + 1) * sizeof *r);

	for (size_t i = 0; r && i < trades->n; i++)
		r[i] = trades->at[i].ret;
	return r;
}

static void
judge_sharpe(struct luck *l)
{
	const struct trials *t = &l->trials;

	l->psr = odds_probabilistic(&l->days, 0);
	l->min_track = odds_min_track(&l->days, 0, LEVEL);
	l->expected = l->dsr = NAN;
	if (!t->counted && t->n < 2)
		return;
	l->expected = odds_best_of(t->n, t->variance);
	l->dsr = odds_probabilistic(&l->days, l->expected);
}

int
luck_make(struct luck *l, const struct luck_params *params,
    const struct trials *trials, const struct stretch *days,
    const struct day_span *span, const struct trade_list *trades)
{
	struct resample how = {
	    .seed = params->seed,
	    .samples = params->samples,
	    .level = LEVEL,
	    .span = *span,
	};
	double *of_trades = returns_of_trades(trades), *of_days;
	int64_t n = 0;
	bool draws = params->samples >= 0;
	int rc = -1;

	*l = (struct luck){.params = *params,
	    .trials = *trials,
	    .has_account = days != NULL,
	    .trades = (int64_t)trades->n};
	of_days = known_days(days, &n, &l->lost);
	if (of_trades && of_days) {
		moments_make(&l->days, of_days, (size_t)n);
		judge_sharpe(l);
		rc = resample_make(&l->drawn, &how, of_days,
		    draws ? (size_t)n : 0, of_trades, draws ? trades->n : 0);
	}
	free(of_days);
	free(of_trades);
	return rc;
}

/* ---- in words ---- */

static int
no_account(const struct luck *l, char text[LUCK_VERDICT])
{
	int n = snprintf(text, LUCK_VERDICT,
	    "Only finished trades are known and no daily equity: there is no "
	    "Sharpe ratio to judge.");

	if (l->trades < FEW)
		n += snprintf(text + n, LUCK_VERDICT - (size_t)n,
		    " The sample is too small to judge the trades by: there "
		    "are %" PRId64 ", and %d are the least.",
		    l->trades, FEW);
	return n;
}

static int
too_small(const struct luck *l, char text[LUCK_VERDICT])
{
	double n = (double)l->days.n;

	if (!l->has_account)
		return no_account(l, text);
	if (l->lost)
		return snprintf(text, LUCK_VERDICT,
		    "All of the account was lost: there is no Sharpe ratio to "
		    "judge.");
	if (l->trades < FEW || n < FEW)
		return snprintf(text, LUCK_VERDICT,
		    "The sample is too small to judge: trades %" PRId64
		    ", daily returns %.0f, and %d of each are the least.",
		    l->trades, n, FEW);
	if (isnan(l->psr))
		return snprintf(text, LUCK_VERDICT,
		    "There is no Sharpe ratio to judge: the daily returns do "
		    "not vary.");
	if (!(l->days.sharpe > 0))
		return snprintf(text, LUCK_VERDICT,
		    "No sign of skill: the mean daily return is not above 0.");
	if (l->min_track > n)
		return snprintf(text, LUCK_VERDICT,
		    "The sample is too small: to tell this Sharpe ratio from 0 "
		    "with 95%% confidence takes %.0f daily returns, and there "
		    "are %.0f.",
		    ceil(l->min_track), n);
	return 0;
}

void
luck_verdict(const struct luck *l, char text[LUCK_VERDICT])
{
	const struct trials *t = &l->trials;

	if (too_small(l, text) > 0)
		return;
	if (isnan(l->dsr) || t->n == 1) {
		snprintf(text, LUCK_VERDICT,
		    "Unlikely to be luck if nothing else was tried on these "
		    "prices (odds %.3f that the true Sharpe ratio is above 0); "
		    "%s.",
		    l->psr,
		    !t->counted && t->n == 1 ? "trials were not counted"
		    : t->n == 1              ? "by the ledger this is the first"
				: "too few of the trials have a Sharpe ratio "
				  "to say what luck would show");
		return;
	}
	snprintf(text, LUCK_VERDICT,
	    "%s: the best of %" PRId64
	    " trials without skill would show a daily Sharpe ratio of %.4f, "
	    "this one has %.4f (odds %.3f that it is truly above)%s.",
	    l->dsr >= LEVEL ? "Unlikely to be luck" : "This may be luck", t->n,
	    l->expected, l->days.sharpe, l->dsr,
	    t->counted ? "" : "; trials outside this run were not counted");
}

void
luck_odds(const struct luck *l, char text[LUCK_VERDICT])
{
	const struct trials *t = &l->trials;
	size_t n = 0;

	if (!isnan(l->psr))
		n += (size_t)snprintf(
		    text, LUCK_VERDICT, "odds: PSR %.3f", l->psr);
	if (n && !isnan(l->dsr))
		n += (size_t)snprintf(
		    text + n, LUCK_VERDICT - n, ", DSR %.3f", l->dsr);
	if (n)
		n += (size_t)snprintf(text + n, LUCK_VERDICT - n, "; ");
	if (t->counted)
		snprintf(text + n, LUCK_VERDICT - n,
		    "trials counted: %" PRId64 ", the ledger's head %.*s", t->n,
		    HEAD_SHOWN, t->head);
	else if (t->n > 1)
		snprintf(text + n, LUCK_VERDICT - n,
		    "trials of this run: %" PRId64 ", others were not counted",
		    t->n);
	else
		snprintf(text + n, LUCK_VERDICT - n, "trials were not counted");
}

/* ---- as JSON ---- */

/* {"days":3.2,"trades":1} of what is known, and which. */
static void
put_both(FILE *f, const char *name, double days, double trades)
{
	fprintf(f, ",\"%s\":{", name);
	if (days > 0) {
		fputs("\"days\":", f);
		json_calc(f, days);
	}
	if (trades > 0) {
		fputs(days > 0 ? ",\"trades\":" : "\"trades\":", f);
		json_calc(f, trades);
	}
	fputc('}', f);
}

static void
put_intervals(FILE *f, const struct resampled *drawn)
{
	const char *sep = "";

	fputs(",\"intervals\":{", f);
	for (int h = 0; h < HEADLINES; h++) {
		const struct range *r = &drawn->of[h];

		if (!isfinite(r->lo) || !isfinite(r->hi))
			continue;
		fprintf(f, "%s\"%s\":[", sep, headline_name((enum headline)h));
		json_calc(f, r->lo);
		fputc(',', f);
		json_calc(f, r->hi);
		fputc(']', f);
		sep = ",";
	}
	fputc('}', f);
}

static void
put_trials(FILE *f, const struct trials *t)
{
	fprintf(
	    f, ",\"trials\":{\"counted\":%s", t->counted ? "true" : "false");
	if (t->counted || t->n > 1) {
		fprintf(f, ",\"n\":%" PRId64, t->n);
		if (isfinite(t->variance))
			json_member(f, "variance", t->variance);
	}
	if (t->counted)
		fprintf(f, ",\"head\":\"%s\"", t->head);
	fputc('}', f);
}

void
luck_put(FILE *f, const struct luck *l)
{
	const struct resampled *drawn = &l->drawn;
	char verdict[LUCK_VERDICT];

	luck_verdict(l, verdict);
	fputs("{\"verdict\":", f);
	json_string(f, verdict);
	json_member_calc(f, "sharpe_daily", l->days.sharpe);
	json_member_calc(f, "psr", l->psr);
	json_member_calc(f, "dsr", l->dsr);
	json_member_calc(f, "expected_best", l->expected);
	json_member_calc(f, "min_track_days", l->min_track);
	put_trials(f, &l->trials);
	if (l->params.samples >= 0) {
		put_intervals(f, drawn);
		fprintf(f, ",\"level\":%g,\"seed\":%" PRIu64, LEVEL,
		    l->params.seed);
		put_both(f, "samples", (double)drawn->day_samples,
		    (double)drawn->trade_samples);
		put_both(f, "block", drawn->day_block, drawn->trade_block);
	}
	fputc('}', f);
}
