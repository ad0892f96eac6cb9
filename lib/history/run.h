/* SPDX-License-Identifier: MIT */
/* run - the stages of one request, one after the other. */
#ifndef RUN_H
#define RUN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "history/request.h"
#include "history/stage.h"

struct quote;
struct store;

struct run {
	const struct request *req;
	struct stage *stages;
	int n;
	int *locks; /* of each stage: a descriptor, or -1 */
	bool sound; /* false: this machine failed, and with it all */
};

/* The stages, by symbol, data set and interval.  0; -1: out of memory, or
 * more than REQUEST_MAX. */
int run_init(struct run *r, const struct request *req);
void run_free(struct run *r);

/* Takes the job's lock for each stage; says which another run has.  0, or -1:
 * errno. */
int run_lock(struct run *r, const struct store *s);

/* All stages that have their lock; says on stderr what goes wrong. */
void run_stages(struct run *r, struct store *s);

/* What each stage would take; n of them, *new*.  store NULL: there is none.
 * NULL: store_why(), or out of memory. */
struct quote *run_quotes(const struct run *r, struct store *s);

/* The series of the stages that did not fail, to files below dir; of others
 * the old file stays.  False: not all of them; says so on stderr. */
bool run_files(const struct run *r, struct store *s, const char *dir);

int run_count(const struct run *r, enum stage_status status);
/* For the summary: "done", "incomplete", "interrupted" or "failed". */
const char *run_status(const struct run *r);

#endif
