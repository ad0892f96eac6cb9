/* SPDX-License-Identifier: MIT */
/* The report as a record. */
#include "sim/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/json_file.h"
#include "sim/groups.h"

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

/* What the terms above do not say, for each test had its own. */
static void
put_varied(FILE *f, const struct grid *g)
{
	for (int i = 0; i < g->n; i++)
		fprintf(
		    f, "%s\"%s\"", i ? "," : "\"varied\":[", g->axes[i].name);
	fputs("],", f);
}

static int
put_params(FILE *f, const struct report *rep)
{
	const struct report_params *p = &rep->params;

	fputc('{', f);
	if (rep->sim) {
		terms_put(f, &p->terms);
		fprintf(f, ",\"model\":\"%s\",", rules_model(&p->terms.rules));
	}
	if (rep->searched && rep->searched->walks)
		put_varied(f, rep->searched->search.grid);
	if (p->now >= 0)
		fprintf(f, "\"now\":%" PRId64 ",", p->now);
	fputs("\"windows\":", f);
	for (int i = 0; i < p->windows.n; i++)
		fprintf(f, "%c%d", i ? ',' : '[', p->windows.days[i]);
	fputc(']', f);
	put_judge(f, &p->judge);
	if (rep->sim)
		json_member(f, "year_days", p->year_days);
	if (p->warm_up)
		json_member(f, "warm_up", (double)p->warm_up);
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
put_luck(FILE *f, const struct report *rep)
{
	luck_put(f, &rep->luck);
	return 0;
}

static int
put_searched(FILE *f, const struct report *rep)
{
	return rep->searched ? searched_put(f, rep->searched) : 0;
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
    {REPORT_LUCK, put_luck},
    {REPORT_SEARCH, put_searched},
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
