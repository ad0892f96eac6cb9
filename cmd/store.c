/* SPDX-License-Identifier: MIT */
/* store - keep records in the store */
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/opt.h"
#include "base/stop.h"
#include "market/reader.h"
#include "store/store.h"

enum {
	OPT_DB = 256,
	OPT_STRICT,
	OPT_MAX_DISORDER,
	LIVE_DISORDER = 60000, /* ms; of input that is no file */
};

static const struct opt opts[] = {
    {OPT_DB, "db", "PATH", "the store; made if it is not there"},
    {OPT_MAX_DISORDER, "max-disorder", "DURATION",
	"let a record lie this far behind its series (files 0s, else 60s)"},
    {OPT_STRICT, "strict", NULL, "fail at the first bad line"},
    {0},
};

static const struct opt_spec spec = {
    .synopsis = "[-qv] [--db PATH] [--max-disorder DURATION] [--strict] "
		"[file ...]",
    .summary = "Keep records in the store; writing twice changes nothing.",
    .opts = opts,
};

struct job {
	struct store *store;
	struct reader *rd;
};

/* Nothing more to read for now: what came so far is to be seen. */
static void
idle(void *arg)
{
	struct job *job = arg;

	if (store_commit(job->store) != 0)
		die(EXIT_FAIL, "%s", store_why(job->store));
}

static void
keep(struct job *job, const struct record *r)
{
	if (store_put(job->store, r) < 0)
		die(EXIT_FAIL,
		    "%s; what was stored before this transaction is safe",
		    store_why(job->store));
}

static int64_t
default_disorder(int n)
{
	struct stat st;

	if (n > 0 || (fstat(0, &st) == 0 && S_ISREG(st.st_mode)))
		return 0;
	return LIVE_DISORDER;
}

static void
tell(const int64_t *n)
{
	if (n[STORE_KEPT])
		log_warn("signals or alerts that differ from the stored ones, "
			 "which stay: %" PRId64,
		    n[STORE_KEPT]);
	log_info("%" PRId64 " new, %" PRId64 " updated, %" PRId64
		 " unchanged, %" PRId64 " differing but kept, %" PRId64
		 " of types that are not kept",
	    n[STORE_NEW], n[STORE_UPDATED], n[STORE_SAME], n[STORE_KEPT],
	    n[STORE_PASSED]);
}

static int
finish(struct job *job)
{
	const char *failed = reader_failed(job->rd);
	int64_t skipped = reader_skipped(job->rd);
	char why[STORE_WHY];
	int status = EXIT_OK;

	if (failed) {
		log_error("%s", failed);
		status = EXIT_FAIL;
	} else if (skipped) {
		log_warn("lines left out: %" PRId64, skipped);
		status = EXIT_PARTIAL;
	}
	if (store_commit(job->store) == 0)
		tell(store_counts(job->store));
	reader_close(job->rd);
	if (store_close(job->store, why) != 0) {
		log_error("%s", why);
		return EXIT_FAIL;
	}
	return status;
}

int
main(int argc, char *argv[])
{
	struct reader_opts ro = {.idle = idle};
	struct job job = {0};
	const struct record *r;
	const char *db = NULL;
	char why[STORE_WHY];
	int64_t disorder = -1;
	int ch;

	log_init(argv[0]);
	while ((ch = opt_next(argc, argv, &spec)) != -1) {
		if (ch == OPT_DB)
			db = optarg;
		else if (ch == OPT_STRICT)
			ro.strict = true;
		else if (ch == OPT_MAX_DISORDER)
			disorder = opt_duration("max-disorder", optarg);
	}
	argc -= optind;
	argv += optind;
	if (argc > 0 && strcmp(argv[0], "prune") == 0)
		opt_fail("'prune' is not built yet (a file: './prune')");

	ro.stop = stop_on_signals();
	/* A file size limit is an error of write(2), as a full disk is. */
	signal(SIGXFSZ, SIG_IGN);
	if ((ch = store_open(&job.store, db, STORE_WRITE, why)) != 0)
		die(ch, "%s", why);
	ro.max_disorder = disorder < 0 ? default_disorder(argc) : disorder;
	ro.arg = &job;
	job.rd =
	    reader_open((const char *const *)argv, argc, &ro, why, sizeof why);
	if (!job.rd)
		die(EXIT_FAIL, "%s", why);
	while ((r = reader_next(job.rd)))
		keep(&job, r);
	return finish(&job);
}
