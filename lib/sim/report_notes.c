/* SPDX-License-Identifier: MIT */
#include "sim/report_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 79, LABEL = 17, COLUMN = 16 };

/* Words, in lines of at most WIDTH. */
static void
put_words(FILE *f, const char *words)
{
	size_t column = 0;

	while (*words) {
		size_t len = strcspn(words, " ");

		if (column && column + 1 + len > WIDTH) {
			fputc('\n', f);
			column = 0;
		}
		column += (size_t)fprintf(
		    f, "%s%.*s", column ? " " : "", (int)len, words);
		words += len + (words[len] == ' ');
	}
	fputc('\n', f);
}

void
report_notes_model(const struct report *rep, FILE *f)
{
	const struct rules *r = &rep->params.terms.rules;
	size_t len, n = 0;
	char *text = NULL, words[2048];
	FILE *mem = open_memstream(&text, &len);

	if (mem) {
		rules_put(mem, r);
		fclose(mem);
	}
	/* ,"name":value -> name value */
	for (char *p = text; p && *p && n + 4 < sizeof words; p++) {
		if (*p == ',' && p > text)
			words[n++] = ',';
		if (*p == ':' || (*p == ',' && p > text))
			words[n++] = ' ';
		else if (*p != '"' && *p != ',')
			words[n++] = *p;
	}
	words[n] = '\0';
	free(text);
	fputc('\n', f);
	put_words(f, words);
	if (rep->searched && rep->searched->walks)
		fputs("but what each test of the walk-forward was found to be "
		      "best with\n",
		    f);
	put_words(f, rules_model(r));
	fprintf(f, "ratios: daily equity returns, %d days\n",
	    rep->params.year_days);
}

static void
put_interval(const struct report *rep, enum headline h, FILE *f)
{
	static const char *const names[HEADLINES] = {
	    [HEAD_RETURN] = "Return",
	    [HEAD_CAGR] = "CAGR",
	    [HEAD_SHARPE] = "Sharpe ratio",
	    [HEAD_SORTINO] = "Sortino ratio",
	    [HEAD_MAX_DRAWDOWN] = "Max. drawdown",
	    [HEAD_CALMAR] = "Calmar ratio",
	    [HEAD_WIN_RATE] = "Hit rate",
	    [HEAD_EXPECTANCY] = "Expectancy",
	    [HEAD_PROFIT_FACTOR] = "Profit factor",
	};
	const struct figure *fig = figure_find(run_figures, headline_name(h));
	const void *v = figure_value(fig, &rep->run);
	const struct range *r = &rep->luck.drawn.of[h];
	char found[FIGURE_TEXT] = "-", lo[FIGURE_TEXT], hi[FIGURE_TEXT];

	if (fig->kind->known(v))
		fig->kind->text(found, v);
	fig->kind->text(lo, &r->lo);
	fig->kind->text(hi, &r->hi);
	fprintf(f, "%-*s%*s%*s%*s\n", LABEL, names[h], COLUMN, found, COLUMN,
	    lo, COLUMN, hi);
}

void
report_notes_luck(const struct report *rep, FILE *f)
{
	char words[LUCK_VERDICT];
	bool any = false;

	for (int h = 0; h < HEADLINES; h++) {
		const struct range *r = &rep->luck.drawn.of[h];

		if (!isfinite(r->lo) || !isfinite(r->hi))
			continue;
		if (!any)
			fprintf(f, "\n%-*s%*s%*s%*s\n", LABEL,
			    "by chance (95%)", COLUMN, "found", COLUMN, "from",
			    COLUMN, "to");
		any = true;
		put_interval(rep, (enum headline)h, f);
	}
	luck_verdict(&rep->luck, words);
	if (!any)
		fputc('\n', f);
	put_words(f, words);
	if (rep->luck.has_account) {
		luck_odds(&rep->luck, words);
		put_words(f, words);
	}
}
