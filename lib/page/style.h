/* SPDX-License-Identifier: MIT */
/* style - the page's style sheet. */
#ifndef STYLE_H
#define STYLE_H

extern const char page_style[];

#endif
