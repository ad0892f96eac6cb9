/* SPDX-License-Identifier: MIT */
/* The windows of a report as CSV. */
#include "sim/report.h"

#include "base/clock.h"

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
