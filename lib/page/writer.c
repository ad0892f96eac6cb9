/* SPDX-License-Identifier: MIT */
/* What the parts of the page share. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "page/html.h"
#include "page/part.h"

void
writer_table(struct writer *w, struct table *t, const char *class)
{
	if (t->failed)
		w->failed = true;
	else if (table_rows(t) > 0)
		table_html(t, class, w->f);
	table_finish(t);
}

void
writer_details(struct writer *w, struct table *t, const char *summary)
{
	if (table_rows(t) == 0) {
		writer_table(w, t, NULL);
		return;
	}
	fputs("<details><summary>", w->f);
	html_text(w->f, summary);
	fputs("</summary>\n", w->f);
	writer_table(w, t, NULL);
	fputs("</details>\n", w->f);
}

struct chart
writer_chart(struct writer *w, int height)
{
	return (struct chart){
	    .f = w->f,
	    .number = ++w->charts,
	    .lo = (double)w->in->first,
	    .hi = (double)w->in->last,
	    .height = height,
	};
}

void
writer_note(struct writer *w, const char *class, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0) {
		w->failed = true;
		return;
	}
	if (class)
		fprintf(w->f, "<p class=\"%s\">", class);
	else
		fputs("<p>", w->f);
	html_text(w->f, text);
	fputs("</p>\n", w->f);
	free(text);
}

static bool
is_named(const struct writer *w, int symbol)
{
	const char *name = reader_symbol(w->in->rd, symbol);

	for (int i = 0; i < w->o->nsymbols; i++)
		if (strcmp(w->o->symbols[i], name) == 0)
			return true;
	return false;
}

int
writer_symbols(const struct writer *w, int list[PAGE_SYMBOLS * 8])
{
	int n, kept = 0, max = PAGE_SYMBOLS * 8;

	if (!w->o->nsymbols) {
		n = findings_symbols(w->in, list, PAGE_SYMBOLS);
		return n < PAGE_SYMBOLS ? n : PAGE_SYMBOLS;
	}
	for (int i = 0; i < w->in->nparts && kept < max; i++)
		if (is_named(w, i) &&
		    (w->in->parts[i].prices >= 0 || w->in->parts[i].deals))
			list[kept++] = i;
	return kept;
}

/* "BTCUSDT", "BTCUSDT and ETHUSDT", "BTCUSDT, ETHUSDT and 5 more" */
void
writer_title(struct writer *w)
{
	char name[FINDINGS_NAME];
	int list[2], n;

	if (w->o->title) {
		html_text(w->f, w->o->title);
		return;
	}
	n = findings_symbols(w->in, list, 2);
	fputs(n ? "Backtest of " : "Backtest", w->f);
	if (n > 0)
		html_text(w->f, findings_symbol(w->in, list[0], name));
	if (n > 1) {
		fputs(n > 2 ? ", " : " and ", w->f);
		html_text(w->f, findings_symbol(w->in, list[1], name));
	}
	if (n > 2)
		fprintf(w->f, " and %d more", n - 2);
}
