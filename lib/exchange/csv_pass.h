/* SPDX-License-Identifier: MIT */
/* csv_pass - one pass over a file of trades; for csv_stream.c, csv_prove.c. */
#ifndef CSV_PASS_H
#define CSV_PASS_H

#include "exchange/csv.h"

struct csv_pass {
	int fd; /* as csv_each() is given them */
	const char *name;
	const struct row_format *f;
	int64_t from, to;
	int (*fn)(const struct row *rows, size_t n, void *arg);
	void *arg;
	char *why;
	int64_t doubled, outside; /* rows that fn did not get */
};

enum csv_status csv_pass(struct csv_pass *p);

#endif
