/* SPDX-License-Identifier: MIT */
/* backtest - signals and candles to fills, positions, equity and a report. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backtest/delivery.h"
#include "backtest/options.h"
#include "base/crew.h"
#include "base/io.h"
#include "base/log.h"
#include "base/opt.h"
#include "base/progress.h"
#include "market/interval.h"
#include "sim/counting.h"
#include "sim/event_list.h"
#include "sim/executions.h"
#include "sim/intake.h"
#include "sim/searched.h"
#include "sim/simulation.h"
#include "sim/teller.h"

struct job {
	struct options o;
	struct filter f;
	struct intake in;
	struct simulation sim;
	struct teller teller;
	struct counting counting;
	struct event_list events;
	struct searched searched;
	struct rules base;   /* of the search */
	struct rules wanted; /* what the input is read for */
	struct progress progress;
	int64_t last_price; /* its time; -1: none yet */
	struct claim claim;
	struct delivery delivery;
};

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
}

static void
emit(void *arg, const struct record *r)
{
	struct job *job = arg;

	filter_emit(&job->f, r);
}

/* A bar or trade that orders are filled at. */
static void
take_price(struct job *job, const struct record *r, const struct event *e)
{
	if (teller_advance(&job->teller, e->time) != 0)
		no_memory();
	filter_pass(&job->f, r);
	if (teller_take(&job->teller, e) != 0)
		no_memory();
}

/* What simulations hear of, once it is known or later. */
static void
take_event(struct job *job, const struct record *r, const struct event *e,
    enum intake_kind kind)
{
	if (kind == INTAKE_PRICE && e->time > job->last_price)
		job->last_price = e->time;
	if (kind == INTAKE_PRICE && job->o.counts &&
	    counting_price(&job->counting, &job->in.markets, e) != 0)
		no_memory();
	if (options_search(&job->o)) {
		if (event_list_add(&job->events, e) != 0)
			no_memory();
	} else if (kind == INTAKE_PRICE) {
		take_price(job, r, e);
	} else {
		filter_pass(&job->f, r);
		if (teller_take(&job->teller, e) != 0)
			no_memory();
	}
}

static void
take(struct job *job, const struct record *r)
{
	const char *why;
	struct event e;
	enum intake_kind kind;

	if ((job->o.proves || job->o.counts) &&
	    proof_record(job->o.proof, r) != 0)
		no_memory();
	kind = intake_take(&job->in, job->f.rd, r, job->last_price, &e, &why);
	switch (kind) {
	case INTAKE_PRICE:
	case INTAKE_EVENT:
		take_event(job, r, &e, kind);
		break;
	case INTAKE_NOTHING:
		filter_pass(&job->f, r);
		break;
	case INTAKE_REFUSED:
		reader_reject(job->f.rd, why);
		break;
	case INTAKE_NOMEM:
		no_memory();
	}
}

/* A wrong --interval or name looks like a strategy without trades. */
static void
warn_untraded(const struct job *job)
{
	int iv = job->o.params.terms.iv;

	for (int i = 0; i < job->in.markets.n; i++) {
		const struct market *m = job->in.markets.at[i];

		if (m->bars > 0)
			continue;
		/* It has an interval as soon as it has a candle. */
		if (m->iv >= 0 && iv >= 0)
			log_warn("'%s': none of its candles is of interval %s",
			    m->name, interval_name((enum interval)iv));
		else if (m->signals > 0)
			log_warn("'%s': there are signals, but no prices to "
				 "trade them at",
			    m->name);
	}
}

static void
watch(void *arg, int64_t done, int64_t of)
{
	struct progress *p = &((struct job *)arg)->progress;

	progress_more(p, of - p->total);
	progress_step(p, done - p->done, "");
}

/* Searches, and trades what was best.  0, or -1 after a message. */
static int
search(struct job *job)
{
	struct search *s = &job->searched.search;
	char why[SEARCHED_WHY];
	int rc;

	s->events = &job->events;
	s->markets = &job->in.markets;
	s->grid = &job->o.grid;
	s->year_days = job->o.params.year_days;
	s->min_trades = job->o.params.judge.min_trades;
	s->objective = job->o.objective ? job->o.objective : objectives;
	s->threads = job->o.threads ? job->o.threads : crew_size();
	job->searched.walks = job->o.walks;
	job->searched.plan = job->o.plan;
	progress_init(&job->progress, job->o.walks ? "tests" : "combinations");
	s->watch = watch;
	s->arg = job;
	job->base = job->o.params.terms.rules;
	s->rules = &job->base;
	rc = searched_make(
	    &job->searched, &job->teller, &job->o.params.terms.rules, why);
	progress_clear(&job->progress);
	if (rc != 0)
		log_error("cannot search: %s", why);
	else if (!job->o.walks && job->searched.best < 0)
		log_warn("no combination has a finite %s and %" PRId64
			 " trades (--min-trade-count): the report is of the "
			 "first",
		    s->objective->name, s->min_trades);
	return rc;
}

/* Plays what is left to play.  0, or -1 after a message. */
static int
end_simulation(struct job *job, struct trials *trials)
{
	*trials = (struct trials){.n = 1};
	if (!options_search(&job->o)) {
		if (teller_end(&job->teller) != 0)
			no_memory();
		return 0;
	}
	if (search(job) != 0)
		return -1;
	searched_trials(&job->searched, trials);
	return 0;
}

/* What else was tried: in the ledger, or as the claim says.  As above. */
static int
count_trials(struct job *job, struct trials *trials)
{
	struct tried tried = {
	    .terms = &job->o.params.terms,
	    .sim = &job->sim,
	    .searched = options_search(&job->o) ? &job->searched : NULL,
	    .proof = job->o.proof,
	    .max_disorder = job->o.fo.max_disorder,
	};
	char why[COUNTING_WHY];

	/* There are at least as many as this run makes itself. */
	if (job->claim.trials.counted && job->claim.trials.n >= trials->n)
		*trials = job->claim.trials;
	if (!job->o.counts ||
	    counting_enter(&job->counting, job->o.db, &tried, trials, why) == 0)
		return 0;
	log_error("cannot count trials: %s", why);
	return -1;
}

/* 0, or -1 after a message. */
static int
conclude(struct job *job)
{
	struct trials trials;
	struct report rep;
	int rc;

	warn_untraded(job);
	if (end_simulation(job, &trials) != 0)
		return -1;
	rc = count_trials(job, &trials);
	if (job->sim.unspread)
		log_warn("%" PRId64 " fills had no book to take half its "
			 "spread of, and no slippage",
		    job->sim.unspread);
	if (job->o.paper)
		return 0;
	job->in.counts.skipped = reader_skipped(job->f.rd);
	if (report_make(&rep, &job->o.params, &job->in, &job->sim, &trials,
		job->o.proves ? job->o.proof : NULL,
		options_search(&job->o) ? &job->searched : NULL) != 0)
		no_memory();
	/* A report is not lost for a ledger that cannot be written. */
	return delivery_make(&job->delivery, &rep) != 0 ? -1 : rc;
}

static void
set_up(struct job *job, const char *const paths[], int n)
{
	char why[512];

	if (intake_init(&job->in) != 0 || counting_init(&job->counting) != 0)
		no_memory();
	job->wanted = job->o.params.terms.rules;
	for (int i = 0; i < job->o.grid.combinations; i++) {
		struct rules r = job->o.params.terms.rules;

		grid_rules(&job->o.grid, i, &r);
		job->wanted.half_spread |= r.half_spread;
	}
	job->in.rules = &job->wanted;
	job->in.iv = job->o.params.terms.iv;
	job->in.calendar = job->o.params.terms.calendar;
	job->in.max_disorder = job->o.fo.max_disorder;
	simulation_init(
	    &job->sim, &job->o.params.terms.rules, &job->in.markets);
	if (job->o.params.warm_up)
		job->sim.warm_up = job->o.params.warm_up;
	job->sim.forgets = job->o.paper;
	teller_init(&job->teller, &job->sim, job->o.every_bar,
	    job->o.text || job->o.verify ? NULL : emit, job);
	if (job->o.text || job->o.verify || options_search(&job->o))
		job->o.fo.only = true;
	/* Nothing is filled by volume. */
	job->o.fo.candle_check_only = CANDLE_SUMS;
	if (filter_open(&job->f, &job->o.fo, paths, n, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	delivery_check(&job->o);
}

static int
finish(struct job *job, bool failed)
{
	int status;

	counting_finish(&job->counting);
	searched_finish(&job->searched);
	event_list_finish(&job->events);
	simulation_finish(&job->sim);
	intake_finish(&job->in);
	options_finish(&job->o);
	status = filter_close(&job->f);
	claim_finish(&job->claim);
	return failed || job->delivery.differ ? EXIT_FAIL : status;
}

/* --executions: the exit status. */
static int
review(struct job *job)
{
	struct executions e;
	struct report rep;
	char why[512];
	bool failed;

	delivery_check(&job->o);
	if (executions_read(
		&e, job->o.executions, job->o.fo.strict, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	if (out_open(&job->f.out, STDOUT_FILENO, 0) != 0 ||
	    report_executions(&rep, &job->o.params, &e) != 0)
		no_memory();
	failed = delivery_make(&job->delivery, &rep) != 0;
	if (e.skipped)
		log_warn("executions left out: %" PRId64, e.skipped);
	if (out_close(&job->f.out) != 0) {
		log_error("cannot write output: %s", strerror(errno));
		failed = true;
	}
	executions_finish(&e);
	options_finish(&job->o);
	return failed ? EXIT_FAIL : e.skipped ? EXIT_PARTIAL : EXIT_OK;
}

/* --verify: does what the report says that it was made by. */
static void
adopt_claim(struct job *job, const char *prog)
{
	char why[CLAIM_WHY];

	if (claim_read(&job->claim, job->o.verify, why) != 0)
		die(EXIT_FAIL, "%s", why);
	options_adopt(&job->o, &job->claim, prog);
}

int
main(int argc, char *argv[])
{
	struct job job = {.last_price = -1};
	const struct record *r;
	int operands;
	bool failed = false;

	log_init(argv[0]);
	options_init(&job.o);
	options_parse(&job.o, argc, argv);
	operands = optind;
	job.delivery =
	    (struct delivery){.o = &job.o, .f = &job.f, .claim = &job.claim};
	if (job.o.executions && operands < argc)
		opt_fail("--executions reads its own file: '%s' does not go "
			 "with it",
		    argv[operands]);
	if (job.o.executions)
		return review(&job);
	if (job.o.verify)
		adopt_claim(&job, argv[0]);
	set_up(&job, (const char *const *)argv + operands, argc - operands);

	while ((r = filter_next(&job.f)))
		take(&job, r);
	if (!reader_failed(job.f.rd) && !job.f.out.error)
		failed = conclude(&job) != 0;
	return finish(&job, failed);
}
