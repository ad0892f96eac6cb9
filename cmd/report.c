/* SPDX-License-Identifier: MIT */
/* report - the output of a backtest as one HTML page, or as text. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"
#include "base/num.h"
#include "base/opt.h"
#include "base/stop.h"
#include "market/reader.h"
#include "page/page.h"

enum {
	OPT_FORMAT = 256,
	OPT_MAX_DISORDER,
	OPT_OUTPUT,
	OPT_STRICT,
	OPT_SYMBOL,
	OPT_TITLE,
	SYMBOLS = 8 * PAGE_SYMBOLS,
	WIDTH = 80, /* of a terminal that does not say */
};

static const struct opt opts[] = {
    {OPT_FORMAT, "format", "html|text", "a page, or for a terminal (html)"},
    {OPT_MAX_DISORDER, "max-disorder", "DURATION",
	"let a record lie this far behind its series (0s)"},
    {OPT_OUTPUT, "output", "FILE", "write there; - is stdout (-)"},
    {OPT_STRICT, "strict", NULL, "fail at the first bad line"},
    {OPT_SYMBOL, "symbol", "SYMBOL[,...]",
	"draw the prices of these (the 6 with most trades)"},
    {OPT_TITLE, "title", "TEXT", "call it this (Backtest of ...)"},
    {0},
};

static const struct opt_spec spec = {
    .synopsis = "[-qv] [--format=html|text] [--max-disorder=DURATION]\n"
		"              [--output=FILE] [--strict] "
		"[--symbol=SYMBOL[,...]]\n"
		"              [--title=TEXT] [file ...]",
    .summary = "Show what a backtest found, as an HTML page or as text.",
    .opts = opts,
};

struct job {
	struct reader *rd;
	struct reader_opts ro;
	struct findings *in;
	struct page_opts page;
	const char *symbols[SYMBOLS];
	const char *output; /* NULL: stdout */
	bool text;
	bool odd; /* a part of the input could not be used */
};

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
}

/* Cuts text at its commas; it is ours, argv is. */
static void
parse_symbols(struct job *job, char *text)
{
	job->page.symbols = job->symbols;
	for (char *s = strtok(text, ","); s; s = strtok(NULL, ",")) {
		if (job->page.nsymbols == SYMBOLS)
			opt_fail("--symbol takes at most %d symbols", SYMBOLS);
		job->symbols[job->page.nsymbols++] = s;
	}
	if (job->page.nsymbols == 0)
		opt_fail("--symbol: a symbol is expected");
}

static void
parse_option(struct job *job, int ch)
{
	switch (ch) {
	case OPT_FORMAT:
		job->text = strcmp(optarg, "text") == 0;
		if (!job->text && strcmp(optarg, "html") != 0)
			opt_fail("bad value '%s' for --format: html or text "
				 "is expected",
			    optarg);
		break;
	case OPT_MAX_DISORDER:
		job->ro.max_disorder = opt_duration("max-disorder", optarg);
		break;
	case OPT_OUTPUT:
		job->output = strcmp(optarg, "-") == 0 ? NULL : optarg;
		break;
	case OPT_STRICT:
		job->ro.strict = true;
		break;
	case OPT_SYMBOL:
		parse_symbols(job, optarg);
		break;
	case OPT_TITLE:
		job->page.title = optarg;
		break;
	}
}

/* Better now than after an hour of reading. */
static void
check_output(const char *path)
{
	struct newfile *f = newfile_open(path);

	if (!f)
		die(EXIT_FAIL, "cannot write '%s': %s", path, strerror(errno));
	newfile_abort(f);
}

static void
read_all(struct job *job)
{
	const struct record *r;
	char why[256];
	int rc;

	while ((r = reader_next(job->rd))) {
		rc = findings_take(job->in, r, why, sizeof why);
		if (rc < 0)
			no_memory();
		if (rc > 0) {
			log_warn("%s", why);
			job->odd = true;
		}
	}
	findings_end(job->in);
}

/* What the findings lack; each makes the status tell. */
static void
judge(struct job *job)
{
	const struct findings *in = job->in;

	if (!in->reported)
		log_warn("no report record: the backtest was stopped before "
			 "its end, or trades on paper");
	if (in->passed_over)
		log_warn("reports of other runs left out: %" PRId64,
		    in->passed_over);
	if (in->mixed)
		log_warn("fills of several backtests are mixed");
	if (!in->reported || in->passed_over || in->mixed)
		job->odd = true;
	for (int i = 0; i < job->page.nsymbols; i++) {
		bool seen = false;

		for (int k = 0; k < reader_symbols(job->rd); k++)
			seen |= strcmp(reader_symbol(job->rd, k),
				    job->symbols[i]) == 0;
		if (!seen)
			log_warn("'%s': not in the input", job->symbols[i]);
	}
}

/* ---- writing ---- */

static bool
locale_is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (int i = 0; i < 3; i++) {
		const char *v = getenv(names[i]);

		if (v && *v)
			return strcasestr(v, "utf-8") || strcasestr(v, "utf8");
	}
	return false;
}

static int
terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int64_t n = 0;

	if (columns && num_parse_int(columns, strlen(columns), &n) != 0)
		n = 0;
	if (n <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		n = size.ws_col;
	if (n <= 0)
		n = WIDTH;
	return n < 40 ? 40 : n > 500 ? 500 : (int)n;
}

static void
put(const struct job *job, FILE *f)
{
	struct text_opts o = {
	    .title = job->page.title,
	    .width = WIDTH,
	    .unicode = locale_is_utf8(),
	};

	if (!job->text) {
		if (page_html(f, job->in, &job->page) != 0)
			no_memory();
		return;
	}
	o.width = terminal_width();
	if (page_text(f, job->in, &o) != 0)
		no_memory();
}

/* 0, or -1 with errno. */
static int
write_file(const struct job *job)
{
	struct newfile *f = newfile_open(job->output);

	if (!f)
		return -1;
	put(job, newfile_stream(f));
	return newfile_commit(f);
}

static int
finish(struct job *job)
{
	const char *failed = reader_failed(job->rd);
	int64_t skipped = reader_skipped(job->rd);

	if (failed) {
		log_error("%s", failed);
		return EXIT_FAIL;
	}
	if (skipped)
		log_warn("lines left out: %" PRId64, skipped);
	judge(job);
	if (job->output) {
		if (write_file(job) != 0) {
			log_error("cannot write '%s': %s", job->output,
			    strerror(errno));
			return EXIT_FAIL;
		}
	} else {
		put(job, stdout);
		if (io_close_stdout() != 0) {
			log_error("cannot write output: %s", strerror(errno));
			return EXIT_FAIL;
		}
	}
	return skipped || job->odd ? EXIT_PARTIAL : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct job job = {0};
	char why[256];
	int ch, status;

	log_init(argv[0]);
	while ((ch = opt_next(argc, argv, &spec)) != -1)
		parse_option(&job, ch);
	job.ro.stop = stop_on_signals();
	job.rd = reader_open((const char *const *)argv + optind, argc - optind,
	    &job.ro, why, sizeof why);
	if (!job.rd)
		die(EXIT_FAIL, "%s", why);
	if (job.output)
		check_output(job.output);
	job.in = findings_new(job.rd);
	if (!job.in)
		no_memory();
	read_all(&job);
	status = finish(&job);
	findings_free(job.in);
	reader_close(job.rd);
	return status;
}
