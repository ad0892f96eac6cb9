/* SPDX-License-Identifier: MIT */
/* reply_list - lists of rows in a body: scanned, or by jansson; for reply.c. */
#ifndef REPLY_LIST_H
#define REPLY_LIST_H

#include <stddef.h>

#include "exchange/row.h"

/* 0; or -1 with why (REPLY_WHY bytes), with rows of the body left in rs. */
int reply_scan(struct rows *rs, const char *body, size_t len,
    const struct row_format *f, char *why);
int reply_load(struct rows *rs, const char *body, size_t len,
    const struct row_format *f, char *why);

#endif
