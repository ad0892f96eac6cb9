/* SPDX-License-Identifier: MIT */
/*
 * page - the findings as one HTML page that needs nothing else: inline SVG and
 * CSS, no script, no request.  The same findings give the same bytes.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdio.h>

#include "page/findings.h"

enum { PAGE_SYMBOLS = 6 }; /* whose prices are drawn, unless they are named */

struct page_opts {
	const char *title;    /* NULL: what was tested */
	const char **symbols; /* whose prices to draw; NULL: those with most
				 trades */
	int nsymbols;
};

/* Errors of writing show in ferror(f).  0, or -1: out of memory. */
int page_html(FILE *f, const struct findings *in, const struct page_opts *o);

/* For people at a terminal. */
struct text_opts {
	const char *title; /* as above */
	int width;         /* columns, 40 or more */
	bool unicode;      /* whether UTF-8 can be shown */
};

int page_text(FILE *f, const struct findings *in, const struct text_opts *o);

#endif
