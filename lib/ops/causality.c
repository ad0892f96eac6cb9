/* SPDX-License-Identifier: MIT */
#include "ops/causality.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/input.h"
#include "market/perturb.h"
#include "ops/capture.h"

enum { FUTURES = 2 }; /* one lower, one higher, for each time it is drawn */

struct check {
	struct causality *c;
	const struct causality_params *p;
	struct capture in, whole; /* the input, the output for all of it */
	struct rec_parser *parser;
	int *drawn; /* how often each cut was */
};

static int
fail(struct check *k, const char *reason)
{
	if (reason != k->c->why)
		snprintf(k->c->why, sizeof k->c->why, "%s", reason);
	return -1;
}

/* Runs the filter on a file, which is closed then: what it writes, in *out. */
static int
run(struct check *k, FILE *in, bool quiet, struct capture *out)
{
	FILE *to = capture_file();
	int rc = -1;

	if (!in || !to || fflush(in) != 0) {
		fail(k, strerror(errno));
		goto out;
	}
	rc = child_run((char *const *)k->p->argv, fileno(in), fileno(to), quiet,
	    k->c->why, sizeof k->c->why);
	if (rc > 0 && rc != 3) {
		snprintf(k->c->why, sizeof k->c->why,
		    rc > 128 ? "the command was killed by signal %d"
			     : "the command ended with status %d",
		    rc > 128 ? rc - 128 : rc);
		rc = -1;
	}
	if (rc >= 0)
		rc = capture_read(
		    out, to, k->parser, false, k->c->why, sizeof k->c->why);
	to = NULL;
out:
	if (in)
		fclose(in);
	if (to)
		fclose(to);
	return rc < 0 ? -1 : 0;
}

/* The same on the first n lines of the input. */
static int
run_head(struct check *k, int64_t n, bool quiet, struct capture *out)
{
	FILE *f = capture_file();

	if (f && capture_copy(&k->in, n, f) != 0) {
		fail(k, strerror(errno));
		fclose(f);
		return -1;
	}
	return run(k, f, quiet, out);
}

static void
note_text(char *to, const struct capture *x, int64_t i)
{
	if (i < x->n)
		capture_text(x, i, to, CAUSALITY_TEXT);
	else
		snprintf(to, CAUSALITY_TEXT, "the end");
}

/* The first difference: of line i of a, which was expected, and j of b. */
static void
found(struct check *k, const char *kind, int64_t cut, const struct capture *a,
    int64_t i, const struct capture *b, int64_t j)
{
	struct causality *c = k->c;

	c->verdict =
	    strcmp(kind, "repeated") == 0 ? CAUSAL_RANDOM : CAUSAL_PEEKS;
	c->kind = kind;
	c->cut = cut;
	c->output_line = j + 1;
	note_text(c->expected, a, i);
	note_text(c->found, b, j);
}

/* The output for a beginning must be a beginning of the one for more. */
static bool
begins(struct check *k, const char *kind, int64_t cut,
    const struct capture *more, const struct capture *less)
{
	for (int64_t i = 0; i < less->n; i++)
		if (i >= more->n || !capture_same(more, i, less, i)) {
			found(k, kind, cut, more, i, less, i);
			return false;
		}
	return true;
}

/* The first moment that the lines from n on are of; INT64_MAX: none. */
static int64_t
first_moment(const struct capture *in, int64_t n)
{
	int64_t first = INT64_MAX;

	for (int64_t i = n; i < in->n; i++)
		if (in->at[i].time < first)
			first = in->at[i].time;
	return first;
}

/*
 * All that is said of moments before the one at which the futures part must
 * be the same in both: this holds a filter that says something of a moment
 * only later to what was known in that moment.
 */
static bool
agree(struct check *k, int64_t cut, const struct capture *a,
    const struct capture *b, int64_t before)
{
	int64_t i = 0, j = 0;

	while (before < INT64_MAX) {
		while (i < a->n && !(a->at[i].time < before))
			i++;
		while (j < b->n && !(b->at[j].time < before))
			j++;
		if (i == a->n && j == b->n)
			return true;
		if (i == a->n || j == b->n || !capture_same(a, i, b, j)) {
			found(k, "changed", cut, a, i, b, j);
			return false;
		}
		i++;
		j++;
	}
	return true;
}

/* A line of the future, as it might have been. */
static void
put_other(struct check *k, struct perturb *p, const struct line *line, FILE *f)
{
	char *other = NULL;
	size_t len;
	const char *why;
	struct record r;

	if (rec_parse(k->parser, line->text, line->end, &r, &why) == 0 &&
	    perturb_record(p, &r) && (other = rec_line(&r, &len))) {
		fwrite(other, 1, len, f);
		k->c->changed++;
	} else {
		fwrite(line->text, 1,
		    (size_t)(line->end - line->text + !line->torn), f);
	}
	free(other);
}

/* The input with a future of this number behind the first n lines: *new* file.
 */
static FILE *
other_future(struct check *k, int64_t n, int number)
{
	struct input_opts o = {.line_max = CAPTURE_LINE_MAX};
	FILE *f = capture_file();
	struct perturb p;
	struct input *in;
	struct line line;
	char path[64];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(k->in.f));
	in = input_open(path, &o, k->c->why, sizeof k->c->why);
	if (!f || !in || capture_copy(&k->in, n, f) != 0) {
		fail(k, in ? strerror(errno) : k->c->why);
		goto failed;
	}
	perturb_init(&p, k->p->seed * 1000003 + (uint64_t)n, number);
	for (int64_t i = 0; input_next(in, &line) == INPUT_LINE; i++)
		if (i >= n)
			put_other(k, &p, &line, f);
	input_close(in);
	return f;
failed:
	if (in)
		input_close(in);
	if (f)
		fclose(f);
	return NULL;
}

/* One future behind n lines, less is said of them.  As try_cut(). */
static int
try_future(struct check *k, int64_t n, int number, const struct capture *less)
{
	FILE *future = other_future(k, n, number);
	struct capture other = {0};
	int rc = -1;

	if (future && run(k, future, true, &other) == 0)
		rc = begins(k, "changed", n, &other, less) &&
		     agree(k, n, &k->whole, &other, first_moment(&k->in, n));
	capture_free(&other);
	return rc;
}

/* One cut, which was drawn so often: 1 as it should be, 0 found out, -1
 * failed. */
static int
try_cut(struct check *k, int64_t n, int drawn)
{
	struct capture less = {0};
	int rc = -1;

	if (run_head(k, n, true, &less) != 0)
		goto out;
	rc = begins(k, "cut", n, &k->whole, &less);
	for (int i = 0; rc == 1 && n < k->in.n && i < FUTURES * drawn; i++)
		rc = try_future(k, n, i, &less);
out:
	capture_free(&less);
	return rc;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/*
 * Half of the cuts at random, half just before and behind the lines of which
 * the filter has said something of its own: who peeks, peeks there.  If these
 * are few, the same are drawn again, for more futures.
 */
static int
choose_cuts(struct check *k)
{
	int64_t n = k->in.n, *own = NULL;
	int want = k->p->cuts, made = 0;
	struct causality *c = k->c;
	int64_t nown = 0;
	struct rng rng;

	if (want == CAUSALITY_ALL || want > n)
		want = (int)(n < INT32_MAX ? n : INT32_MAX);
	c->cuts = malloc(((size_t)want + 1) * sizeof *c->cuts);
	k->drawn = calloc((size_t)want + 1, sizeof *k->drawn);
	own = capture_own(&k->whole, &k->in, &nown);
	if (!c->cuts || !k->drawn || !own) {
		free(own);
		return fail(k, "out of memory");
	}
	rng_seed(&rng, k->p->seed);
	for (int i = 0; i < want; i++) {
		int64_t at = 1 + rng_below(&rng, n);

		if (want == n)
			at = i + 1;
		else if (i == 0 || i == 1)
			at = i ? n : 1;
		else if (i % 2 && nown > 0)
			at = own[rng_below(&rng, nown)] + rng_below(&rng, 2);
		c->cuts[made++] = at < 1 ? 1 : at > n ? n : at;
	}
	free(own);
	qsort(c->cuts, (size_t)made, sizeof *c->cuts, by_number);
	for (int i = 0; i < made; i++) {
		if (c->ncuts == 0 || c->cuts[i] != c->cuts[c->ncuts - 1])
			c->cuts[c->ncuts++] = c->cuts[i];
		k->drawn[c->ncuts - 1]++;
	}
	return 0;
}

/* Twice the same input. */
static int
run_whole(struct check *k)
{
	struct capture again = {0};
	int rc = -1;

	if (run_head(k, k->in.n, false, &k->whole) != 0)
		return -1;
	memcpy(k->c->output_sha256, k->whole.sha256, SHA256_HEX);
	if (run_head(k, k->in.n, true, &again) == 0) {
		rc = begins(k, "repeated", k->in.n, &k->whole, &again) &&
		     begins(k, "repeated", k->in.n, &again, &k->whole);
	}
	capture_free(&again);
	return rc;
}

static int
check_all(struct check *k)
{
	struct causality *c = k->c;
	int rc = run_whole(k);

	if (rc < 1)
		return rc;
	if (k->in.n == 0)
		return fail(k, "the input is empty: there is nothing to judge");
	if (k->whole.n == 0)
		return fail(k, "the command writes nothing");
	c->undated = capture_undated(&k->whole, &k->in);
	if (c->undated < 0)
		return fail(k, "out of memory");
	if (choose_cuts(k) != 0)
		return -1;
	for (int i = 0; i < c->ncuts; i++) {
		rc = try_cut(k, c->cuts[i], k->drawn[i]);
		if (rc < 1)
			return rc;
		if (k->p->step)
			k->p->step(k->p->arg, i + 1, c->ncuts);
	}
	return 0;
}

int
causality_check(
    struct causality *c, const struct causality_params *p, FILE *input)
{
	struct check k = {.c = c, .p = p};
	int rc = -1;

	*c = (struct causality){.verdict = CAUSAL};
	k.parser = rec_parser_new();
	if (!k.parser) {
		fclose(input);
		return fail(&k, "out of memory");
	}
	if (capture_read(&k.in, input, k.parser, true, c->why, sizeof c->why) ==
	    0) {
		memcpy(c->input_sha256, k.in.sha256, SHA256_HEX);
		c->lines = k.in.n;
		for (int64_t i = 0; i < k.in.n; i++)
			if (k.in.at[i].time < INT64_MAX)
				c->time = k.in.at[i].time;
		rc = check_all(&k);
	}
	capture_free(&k.in);
	capture_free(&k.whole);
	free(k.drawn);
	rec_parser_free(k.parser);
	return rc < 0 ? -1 : 0;
}

void
causality_finish(struct causality *c)
{
	free(c->cuts);
	c->cuts = NULL;
}
