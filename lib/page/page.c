/* SPDX-License-Identifier: MIT */
#include "page/page.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "market/interval.h"
#include "page/html.h"
#include "page/notice.h"
#include "page/part.h"
#include "page/style.h"

const struct page_part page_parts[] = {
    {"figures", "Figures", has_figures, put_figures},
    {"equity", "Equity", has_equity, put_equity},
    {"months", "Months", has_months, put_months},
    {"price", "Price and trades", has_prices, put_prices},
    {"returns", "Returns of trades", has_returns, put_returns},
    {"excursions", "Excursions", has_excursions, put_excursions},
    {"windows", "Windows", has_windows, put_windows},
    {"groups", "Groups", has_groups, put_groups},
    {"luck", "Luck", has_luck, put_luck},
    {"search", "Search", has_search, put_search},
    {"trades", "Trades", has_trades, put_trades},
    {"model", "How it was traded", has_model, put_model},
    {"input", "Input", has_input, put_input},
    {"proof", "Proof", has_proof, put_proof},
    {0},
};

/* Nothing from elsewhere is loaded and nothing runs: the browser is told so.
 */
static void
put_top(struct writer *w)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\""
	      "default-src 'none'; style-src 'unsafe-inline'; img-src "
	      "data:\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, "
	      "initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"generator\" content=\"tickpipe report " VERSION
	      "\">\n<link rel=\"icon\" href=\"data:,\">\n<title>",
	    w->f);
	writer_title(w);
	fputs("</title>\n<style>\n", w->f);
	fputs(page_style, w->f);
	fputs("</style>\n</head>\n<body>\n"
	      "<svg class=\"defs\" width=\"0\" height=\"0\" "
	      "aria-hidden=\"true\"><defs>"
	      "<pattern id=\"hatch\" width=\"6\" height=\"6\" "
	      "patternUnits=\"userSpaceOnUse\" "
	      "patternTransform=\"rotate(45)\"><rect width=\"6\" "
	      "height=\"6\" class=\"hatch0\"/><path d=\"M0 0V6\" "
	      "class=\"hatch1\"/></pattern></defs></svg>\n",
	    w->f);
}

/* "2026-01-01 to 2026-01-31 · 1h candles · 720 bars · 47 signals" */
static void
put_subtitle(struct writer *w)
{
	const struct findings *in = w->in;
	double bars = found_number(in, FOUND_INPUT, "bars");
	double signals = found_number(in, FOUND_INPUT, "signals");
	char a[SHOW_TEXT], b[SHOW_TEXT];
	int list[1];

	fputs("<p class=\"sub\">", w->f);
	if (in->first >= 0)
		fprintf(w->f, "<span>%s to %s UTC</span>",
		    show_time(a, in->first), show_time(b, in->last));
	if (findings_symbols(in, list, 1) == 1) {
		const struct prices *p = findings_prices(in, list[0]);

		if (p && p->iv >= 0)
			fprintf(w->f, "<span>%s candles</span>",
			    interval_name((enum interval)p->iv));
	}
	if (isfinite(bars))
		fprintf(
		    w->f, "<span>%s bars</span>", show(a, UNIT_COUNT, bars));
	if (isfinite(signals))
		fprintf(w->f, "<span>%s signals</span>",
		    show(a, UNIT_COUNT, signals));
	fputs("</p>\n", w->f);
}

static void
put_notices(struct writer *w)
{
	struct notices n;

	notices_make(&n, w->in);
	for (int i = 0; i < n.n; i++)
		writer_note(
		    w, n.grave[i] ? "notice grave" : "notice", "%s", n.text[i]);
}

static void
put_header(struct writer *w)
{
	fputs("<header>\n<h1>", w->f);
	writer_title(w);
	fputs("</h1>\n", w->f);
	put_subtitle(w);
	put_notices(w);
	fputs("<nav aria-label=\"Parts of this page\">", w->f);
	for (const struct page_part *p = page_parts; p->id; p++)
		if (p->is_there(w->in))
			fprintf(
			    w->f, "<a href=\"#%s\">%s</a> ", p->id, p->title);
	fputs("</nav>\n</header>\n", w->f);
}

int
page_html(FILE *f, const struct findings *in, const struct page_opts *o)
{
	struct writer w = {.f = f, .in = in, .o = o};

	put_top(&w);
	put_header(&w);
	fputs("<main>\n", f);
	for (const struct page_part *p = page_parts; p->id; p++) {
		if (!p->is_there(in))
			continue;
		fprintf(
		    f, "<section id=\"%s\">\n<h2>%s</h2>\n", p->id, p->title);
		p->put(&w);
		fputs("</section>\n", f);
	}
	fputs("</main>\n<footer>Times are UTC.  Written by tickpipe "
	      "report " VERSION ".</footer>\n</body>\n</html>\n",
	    f);
	return w.failed ? -1 : 0;
}
