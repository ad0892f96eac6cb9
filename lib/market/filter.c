/* SPDX-License-Identifier: MIT */
#include "market/filter.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/opt.h"

bool
filter_option(struct filter_opts *fo, int ch)
{
	switch (ch) {
	case 'o':
		fo->only = true;
		return true;
	case OPT_STRICT:
		fo->strict = true;
		return true;
	case OPT_MAX_DISORDER:
		fo->max_disorder = opt_duration("max-disorder", optarg);
		return true;
	default:
		return false;
	}
}

enum interval
filter_interval(const char *text)
{
	int iv = interval_parse(text, strlen(text));

	if (iv < 0)
		opt_fail("bad value '%s' for --interval: 1m 3m 5m 15m 30m 1h "
			 "2h 4h 6h 8h 12h 1d 3d 1w or 1M is expected",
		    text);
	return (enum interval)iv;
}

enum calendar
filter_calendar(const char *text)
{
	int calendar = calendar_parse(text);

	if (calendar < 0)
		opt_fail("bad value '%s' for --calendar: 24x7 or any is "
			 "expected",
		    text);
	return (enum calendar)calendar;
}

static void
idle(void *arg)
{
	struct filter *f = arg;

	out_flush(&f->out);
}

int
filter_open(struct filter *f, const struct filter_opts *fo,
    const char *const paths[], int n, char *why, size_t size)
{
	struct reader_opts ro = {
	    .max_disorder = fo->max_disorder,
	    .strict = fo->strict,
	    .candle_check_only = fo->candle_check_only,
	    .idle = idle,
	    .arg = f,
	};

	f->only = fo->only;
	if (out_open(&f->out, 1, 0) != 0) {
		snprintf(why, size, "out of memory");
		return -1;
	}
	f->rd = reader_open(paths, n, &ro, why, size);
	return f->rd ? 0 : -1;
}

const struct record *
filter_next(struct filter *f)
{
	/* Once the disk is full there is no point in going on. */
	return f->out.error ? NULL : reader_next(f->rd);
}

void
filter_pass(struct filter *f, const struct record *r)
{
	if (!f->only)
		out_write(&f->out, r->line, r->len);
}

void
filter_emit(struct filter *f, const struct record *r)
{
	rec_write(&f->out, r);
}

int
filter_close(struct filter *f)
{
	const char *failed = reader_failed(f->rd);
	int64_t skipped = reader_skipped(f->rd);
	int status = EXIT_OK;

	if (skipped) {
		log_warn("lines left out: %lld", (long long)skipped);
		status = EXIT_PARTIAL;
	}
	if (failed) {
		log_error("%s", failed);
		status = EXIT_FAIL;
	}
	if (out_close(&f->out) != 0) {
		log_error("cannot write output: %s", strerror(errno));
		status = EXIT_FAIL;
	}
	reader_close(f->rd);
	return status;
}
