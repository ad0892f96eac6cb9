/* SPDX-License-Identifier: MIT */
/*
 * T8: a simulation of candles and signals in memory, from the first event to
 * the figures; prints bars, trades, the equity, and the ns of CPU time that a
 * bar took at the least.
 *   engine FILE [BARS]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/num.h"
#include "sim/event_list.h"
#include "sim/intake.h"
#include "sim/run.h"

enum { ROUNDS = 5 };

static int64_t
cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}

/* Its first bars and the signals among them. */
static void
load(struct event_list *events, struct intake *in, const char *path,
    int64_t bars)
{
	char why[512];
	const char *refused;
	struct event e;
	const struct record *r;
	struct reader *rd =
	    reader_open(&path, 1, &(struct reader_opts){0}, why, sizeof why);

	if (!rd)
		die(EXIT_FAIL, "%s", why);
	while (in->counts.bars < bars && (r = reader_next(rd))) {
		enum intake_kind kind =
		    intake_take(in, rd, r, -1, &e, &refused);

		if ((kind == INTAKE_PRICE || kind == INTAKE_EVENT) &&
		    event_list_add(events, &e) != 0)
			die(EXIT_FAIL, "out of memory");
	}
	reader_close(rd);
}

/* CPU time of one simulation. */
static int64_t
simulate(const struct event_list *events, const struct rules *rules,
    const struct intake *in, struct run *run)
{
	int64_t begun = cpu_ns();
	struct simulation sim;

	simulation_init(&sim, rules, &in->markets);
	for (size_t i = 0; i < events->n; i++)
		if (simulation_take(&sim, &events->at[i]) != 0)
			die(EXIT_FAIL, "out of memory");
	if (simulation_end(&sim) != 0 || run_make(run, &sim, 365) != 0)
		die(EXIT_FAIL, "out of memory");
	simulation_finish(&sim);
	return cpu_ns() - begun;
}

int
main(int argc, char *argv[])
{
	int64_t least = INT64_MAX, bars = INT64_MAX;
	struct event_list events = {0};
	struct rules rules;
	struct intake in;
	struct run run;

	log_init(argv[0]);
	if (argc < 2)
		die(EXIT_USAGE, "usage: engine FILE [BARS]");
	if (argc > 2)
		bars = strtoll(argv[2], NULL, 10);
	rules_init(&rules);
	if (intake_init(&in) != 0)
		die(EXIT_FAIL, "out of memory");
	in.rules = &rules;
	load(&events, &in, argv[1], bars);
	for (int i = 0; i < ROUNDS; i++) {
		int64_t ns = simulate(&events, &rules, &in, &run);

		least = ns < least ? ns : least;
	}
	printf("%" PRId64 " %" PRId64 " %.12g %.2f\n", in.counts.bars,
	    run.trades, run.equity_final,
	    (double)least / (double)in.counts.bars);
	event_list_finish(&events);
	intake_finish(&in);
	return 0;
}
