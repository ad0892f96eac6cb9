/* SPDX-License-Identifier: MIT */
/* part - the parts of the page, each with its charts and tables. */
#ifndef PART_H
#define PART_H

#include "page/chart.h"
#include "page/page.h"
#include "page/table.h"

struct writer {
	FILE *f;
	const struct findings *in;
	const struct page_opts *o;
	int charts;  /* so far */
	bool failed; /* out of memory */
};

/* A part of the page; is it there, and its contents below its heading. */
struct page_part {
	const char *id, *title;
	bool (*is_there)(const struct findings *in);
	void (*put)(struct writer *w);
};

/* In the order of the page; a row of zeros ends them. */
extern const struct page_part page_parts[];

bool has_figures(const struct findings *in);
void put_figures(struct writer *w);
bool has_equity(const struct findings *in);
void put_equity(struct writer *w);
bool has_months(const struct findings *in);
void put_months(struct writer *w);
bool has_prices(const struct findings *in);
void put_prices(struct writer *w);
bool has_returns(const struct findings *in);
void put_returns(struct writer *w);
bool has_excursions(const struct findings *in);
void put_excursions(struct writer *w);
bool has_trades(const struct findings *in);
void put_trades(struct writer *w);
bool has_windows(const struct findings *in);
void put_windows(struct writer *w);
bool has_groups(const struct findings *in);
void put_groups(struct writer *w);
bool has_luck(const struct findings *in);
void put_luck(struct writer *w);
bool has_search(const struct findings *in);
void put_search(struct writer *w);
bool has_proof(const struct findings *in);
void put_proof(struct writer *w);
bool has_model(const struct findings *in);
void put_model(struct writer *w);
bool has_input(const struct findings *in);
void put_input(struct writer *w);

/* Writes the table, if it has rows, and frees it. */
void writer_table(struct writer *w, struct table *t, const char *class);
/* The same, to be opened by a click; summary: what to click on. */
void writer_details(struct writer *w, struct table *t, const char *summary);
/* A chart of the page's next number. */
struct chart writer_chart(struct writer *w, int height);
/* <p class="...">, the text escaped; class may be NULL. */
void writer_note(struct writer *w, const char *class, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The title; the symbols that are drawn, and how many of them. */
void writer_title(struct writer *w);
int writer_symbols(const struct writer *w, int list[PAGE_SYMBOLS * 8]);

#endif
