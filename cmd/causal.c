/* SPDX-License-Identifier: MIT */
/* causal - find out whether a filter looks ahead. */

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/io.h"
#include "base/json.h"
#include "base/log.h"
#include "base/num.h"
#include "base/opt.h"
#include "base/progress.h"
#include "market/record.h"
#include "ops/capture.h"
#include "ops/causality.h"

enum { OPT_CUTS = 256, OPT_SEED };

static const struct opt opts[] = {
    {OPT_CUTS, "cuts", "N|all", "cut the input at so many places (20)"},
    {OPT_SEED, "seed", "N", "draw other places and other futures (1)"},
    {0},
};

static const struct opt_spec spec = {
    .synopsis = "[-qv] [--cuts=N|all] [--seed=N] file -- command [word ...]",
    .summary = "Run a filter on cut inputs and other futures: what it says up "
	       "to there\nmust be the same.",
    .opts = opts,
};

struct text { /* that grows */
	char *s;
	size_t len, size;
};

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
}

static void
add(struct text *t, const char *s, size_t len)
{
	if (t->size - t->len < len) {
		t->size = 2 * t->size + len + (1 << 16);
		t->s = realloc(t->s, t->size);
		if (!t->s)
			no_memory();
	}
	memcpy(t->s + t->len, s, len);
	t->len += len;
}

/* The lines of a file, unpacked: *new* */
static FILE *
read_file(const char *path)
{
	struct input_opts o = {.line_max = CAPTURE_LINE_MAX};
	FILE *f = capture_file();
	enum input_status rc;
	struct line line;
	char why[512];
	struct input *in = input_open(path, &o, why, sizeof why);

	if (!in)
		die(EXIT_FAIL, "%s", why);
	if (!f)
		die(EXIT_FAIL, "cannot make a file: %s", strerror(errno));
	while ((rc = input_next(in, &line)) == INPUT_LINE) {
		fwrite(line.text, 1, (size_t)(line.end - line.text), f);
		fputc('\n', f);
	}
	if (rc == INPUT_LONG)
		die(EXIT_FAIL, "%s:%lu: line is longer than 1 MiB", path,
		    input_lineno(in));
	if (rc == INPUT_FAILED)
		die(EXIT_FAIL, "%s", input_why(in));
	if (fflush(f) != 0 || ferror(f))
		die(EXIT_FAIL, "cannot write a file: %s", strerror(errno));
	input_close(in);
	return f;
}

static void
add_text(struct text *t, const char *s)
{
	add(t, s, strlen(s));
}

static void
add_string(struct text *t, const char *s)
{
	char *json = malloc(6 * strlen(s) + 3);

	if (!json)
		no_memory();
	add(t, json, (size_t)(json_put_string(json, s, strlen(s)) - json));
	free(json);
}

static void
add_int(struct text *t, int64_t n)
{
	char digits[NUM_DOUBLE_MAX];

	add(t, digits, (size_t)(num_put_int(digits, n) - digits));
}

/* ["score","-o"] */
static struct text
words_text(char *const argv[])
{
	struct text t = {0};

	for (int i = 0; argv[i]; i++) {
		add_text(&t, i ? "," : "[");
		add_string(&t, argv[i]);
	}
	add_text(&t, "]");
	return t;
}

static struct text
cuts_text(const struct causality *c)
{
	struct text t = {0};

	add_text(&t, "[");
	for (int i = 0; i < c->ncuts; i++) {
		add_text(&t, i ? "," : "");
		add_int(&t, c->cuts[i]);
	}
	add_text(&t, "]");
	return t;
}

static struct text
difference_text(const struct causality *c)
{
	struct text t = {0};

	add_text(&t, "{\"kind\":");
	add_string(&t, c->kind);
	add_text(&t, ",\"cut\":");
	add_int(&t, c->cut);
	add_text(&t, ",\"output_line\":");
	add_int(&t, c->output_line);
	add_text(&t, ",\"expected\":");
	add_string(&t, c->expected);
	add_text(&t, ",\"found\":");
	add_string(&t, c->found);
	add_text(&t, "}");
	return t;
}

static int
certify(const struct causality *c, const struct causality_params *p)
{
	struct text words = words_text(p->argv), cuts = cuts_text(c),
		    diff = {0};
	struct record r;
	struct out out;

	rec_init(&r, REC_CERTIFICATE, c->time);
	rec_set_int(&r, CERTIFICATE_VERDICT, c->verdict);
	rec_set_raw(&r, CERTIFICATE_COMMAND, words.s, words.len);
	rec_set_int(&r, CERTIFICATE_SEED, (int64_t)p->seed);
	rec_set_int(&r, CERTIFICATE_LINES, c->lines);
	rec_set_raw(&r, CERTIFICATE_CUTS, cuts.s, cuts.len);
	rec_set_int(&r, CERTIFICATE_CHANGED, c->changed);
	rec_set_int(&r, CERTIFICATE_UNDATED, c->undated);
	rec_set_text(&r, CERTIFICATE_INPUT_SHA256, c->input_sha256,
	    strlen(c->input_sha256));
	rec_set_text(&r, CERTIFICATE_OUTPUT_SHA256, c->output_sha256,
	    strlen(c->output_sha256));
	if (c->kind) {
		diff = difference_text(c);
		rec_set_raw(&r, CERTIFICATE_DIFFERENCE, diff.s, diff.len);
	}
	if (out_open(&out, 1, 0) != 0)
		no_memory();
	rec_write(&out, &r);
	if (out_close(&out) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	free(words.s);
	free(cuts.s);
	free(diff.s);
	if (c->verdict != CAUSAL)
		return EXIT_FAIL;
	return c->undated ? EXIT_PARTIAL : EXIT_OK;
}

static void
tell(const struct causality *c, const char *command)
{
	if (c->undated)
		log_warn("%lld %s no time: only their order was judged, not "
			 "what they say of the past",
		    (long long)c->undated,
		    c->undated == 1 ? "line of the output has"
				    : "lines of the output have");
	if (c->verdict == CAUSAL)
		return;
	if (c->verdict == CAUSAL_RANDOM) {
		log_error("'%s' says something else the second time: line %lld "
			  "of its output",
		    command, (long long)c->output_line);
		return;
	}
	log_error("'%s' looks ahead: with %s behind line %lld, line %lld of "
		  "its output differs",
	    command, strcmp(c->kind, "cut") == 0 ? "nothing" : "another future",
	    (long long)c->cut, (long long)c->output_line);
}

static void
step(void *arg, int done, int of)
{
	struct progress *p = arg;

	if (p->total == 0)
		progress_more(p, of);
	(void)done;
	progress_step(p, 1, "cuts");
}

static int
cuts_of(const char *text)
{
	return strcmp(text, "all") == 0
		   ? CAUSALITY_ALL
		   : (int)opt_int("cuts", text, 1, 1000000);
}

int
main(int argc, char *argv[])
{
	struct progress progress;
	struct causality_params p = {
	    .seed = 1, .cuts = 20, .step = step, .arg = &progress};
	struct causality c;
	FILE *input;
	int ch, rc;

	log_init(argv[0]);
	while ((ch = opt_next(argc, argv, &spec)) != -1) {
		if (ch == OPT_CUTS)
			p.cuts = cuts_of(optarg);
		else if (ch == OPT_SEED)
			p.seed =
			    (uint64_t)opt_int("seed", optarg, 0, INT64_MAX);
	}
	if (argc - optind < 2)
		opt_fail("a file and a command are expected");
	if (strcmp(argv[optind + 1], "--") == 0 && argc - optind > 2)
		p.argv = argv + optind + 2;
	else
		p.argv = argv + optind + 1;
	input = read_file(argv[optind]);
	progress_init(&progress, "cuts");
	rc = causality_check(&c, &p, input);
	progress_clear(&progress);
	if (rc != 0)
		die(EXIT_FAIL, "'%s' cannot be judged: %s", p.argv[0], c.why);
	tell(&c, p.argv[0]);
	rc = certify(&c, &p);
	causality_finish(&c);
	return rc;
}
