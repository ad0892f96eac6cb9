/* SPDX-License-Identifier: MIT */
/* html - text that came from elsewhere, as HTML. */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

/*
 * Characters of the text, so that none is markup, in elements and in quoted
 * attributes; controls and marks that turn the direction of text become
 * U+FFFD.  The text is UTF-8.
 */
void html_text(FILE *f, const char *text);

/* A number's text: its hyphen at the beginning becomes a minus sign. */
void html_figure(FILE *f, const char *text);

/* The text as part of an id: letters and digits stay, the rest is _XX. */
void html_id(FILE *f, const char *text);

#endif
