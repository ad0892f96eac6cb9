/* SPDX-License-Identifier: MIT */
#include "base/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "tap.h"

enum { MOST = 10000 };

struct work {
	atomic_int calls[MOST];
	atomic_int sum;
	int64_t fails_at; /* -1: none does */
	/* What the watch saw. */
	pthread_t caller;
	int64_t last;
	bool orderly, by_caller;
};

static int
work(void *arg, int64_t i)
{
	struct work *w = arg;

	atomic_fetch_add(&w->calls[i], 1);
	atomic_fetch_add(&w->sum, 1);
	return i == w->fails_at ? -1 : 0;
}

static void
watch(void *arg, int64_t done)
{
	struct work *w = arg;

	w->orderly = w->orderly && done >= w->last;
	w->by_caller = w->by_caller && pthread_equal(pthread_self(), w->caller);
	w->last = done;
}

static bool
each_once(const struct work *w, int n)
{
	for (int i = 0; i < MOST; i++)
		if (atomic_load(&w->calls[i]) != (i < n))
			return false;
	return true;
}

static void
start(struct work *w, int64_t fails_at)
{
	memset(w, 0, sizeof *w);
	w->fails_at = fails_at;
	w->caller = pthread_self();
	w->orderly = w->by_caller = true;
}

static void
test_once(void)
{
	static const struct {
		const char *title;
		int threads, n;
	} rows[] = {
	    {"one thread", 1, 1000},
	    {"two", 2, MOST},
	    {"eight", 8, MOST},
	    {"more threads than jobs", 8, 3},
	    {"one job", 8, 1},
	    {"more threads than there can be", 1000, MOST},
	    {"no job", 8, 0},
	    {"no thread but the caller", 0, 10},
	};
	static struct work w;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		start(&w, -1);
		ok(crew_run(rows[i].threads, rows[i].n, work, watch, &w) == 0 &&
			each_once(&w, rows[i].n),
		    "%s: each job once", rows[i].title);
		ok(w.last == rows[i].n && w.orderly && w.by_caller,
		    "%s: the caller sees them done", rows[i].title);
		start(&w, -1);
		ok(crew_run(rows[i].threads, rows[i].n, work, NULL, &w) == 0 &&
			each_once(&w, rows[i].n),
		    "%s: nobody need watch", rows[i].title);
	}
}

static void
test_failure(void)
{
	static struct work w;

	start(&w, 7);
	ok(crew_run(1, MOST, work, NULL, &w) == -1 &&
		atomic_load(&w.sum) == 8 && each_once(&w, 8),
	    "a failure ends it");
	start(&w, MOST - 1);
	ok(crew_run(1, MOST, work, NULL, &w) == -1, "that of the last, too");
	start(&w, 0);
	ok(crew_run(4, MOST, work, watch, &w) == -1,
	    "and that of one of several threads");
	for (int i = 0; i < MOST; i++)
		if (atomic_load(&w.calls[i]) > 1)
			atomic_store(&w.sum, -1);
	ok(atomic_load(&w.sum) > 0, "none was done twice");
}

int
main(void)
{
	ok(crew_size() >= 1, "there is a processor");
	test_once();
	test_failure();
	return tap_done();
}
