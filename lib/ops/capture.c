/* SPDX-License-Identifier: MIT */
#include "ops/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/input.h"
#include "base/json.h"
#include "base/json_scan.h"
#include "base/num.h"

enum { BLOCK = 1 << 16 };

FILE *
capture_file(void)
{
	FILE *f = tmpfile();

	if (f)
		fcntl(fileno(f), F_SETFD, FD_CLOEXEC);
	return f;
}

/* Calls with each block of the first len bytes; 0, or -1: see errno. */
static int
walk(const struct capture *c, int64_t len,
    int (*take)(void *arg, const char *s, size_t n), void *arg)
{
	char block[BLOCK];
	int64_t at = 0;

	while (at < len) {
		size_t want = len - at < BLOCK ? (size_t)(len - at) : BLOCK;
		ssize_t n = pread(fileno(c->f), block, want, at);

		if (n == 0)
			errno = EIO; /* it has become shorter */
		if (n <= 0 || take(arg, block, (size_t)n) != 0)
			return -1;
		at += n;
	}
	return 0;
}

static int
take_sum(void *arg, const char *s, size_t n)
{
	return sha256_add(arg, s, n);
}

static int
sum(struct capture *c)
{
	struct sha256 *s = sha256_new();
	int rc = -1;

	if (s && walk(c, c->len, take_sum, s) == 0)
		rc = sha256_end(s, c->sha256);
	sha256_free(s);
	return rc;
}

/* The number at p, if it is a time in any spelling: 1e12, 5.0. */
static int64_t
whole_number(const char *p)
{
	double latest = 253402300799999; /* the end of the year 9999 */
	struct num_scan n;
	const char *end = num_scan(p, &n);
	double v;

	if (!end)
		return INT64_MAX;
	v = num_scale(n.m, n.e, n.neg, n.exact, p, (size_t)(end - p));
	return v >= 0 && v <= latest && v == floor(v) ? (int64_t)v : INT64_MAX;
}

/*
 * The time of an object that is no record, for it may say something of its
 * moment all the same.  INT64_MAX: none.
 */
static int64_t
time_of(const char *p, const char *end)
{
	int64_t time = INT64_MAX;
	const char *why;

	if (json_check(p, end) || *(p = scan_space(p, end)) != '{')
		return INT64_MAX;
	do {
		const char *name = scan_space(p + 1, end);
		bool escaped, is_time = strncmp(name, "\"time\"", 6) == 0;

		if (*name != '"')
			break; /* {} */
		p = json_skip_string(name + 1, end, &escaped, &why);
		p = scan_space(scan_space(p, end) + 1, end);
		if (is_time)
			time = whole_number(p);
		p = scan_space(json_skip(p, end, 1, &why), end);
	} while (*p == ',');
	return time;
}

static int
add(struct capture *c, const struct line *line, struct rec_parser *parser,
    bool sums)
{
	struct capture_line *l;
	struct record r;
	const char *why;

	if (c->n == c->room) {
		int64_t room = 2 * c->room + 1024;

		l = realloc(c->at, (size_t)room * sizeof *l);
		if (!l)
			return -1;
		c->at = l;
		c->room = room;
	}
	l = &c->at[c->n++];
	*l = (struct capture_line){
	    .from = c->len,
	    .time = INT64_MAX,
	    .hash = hash_bytes(line->text, (size_t)(line->end - line->text)),
	};
	c->len += line->end - line->text + !line->torn;
	if (rec_parse(parser, line->text, line->end, &r, &why) != 0) {
		l->time = time_of(line->text, line->end);
		return 0;
	}
	l->time = r.time;
	if (!sums && (r.type == REC_REPORT || r.type == REC_CERTIFICATE))
		c->n--;
	return 0;
}

static int
read_lines(struct capture *c, struct input *in, struct rec_parser *parser,
    bool sums, char *why, size_t size)
{
	enum input_status rc;
	struct line line;

	while ((rc = input_next(in, &line)) == INPUT_LINE)
		if (add(c, &line, parser, sums) != 0) {
			snprintf(why, size, "out of memory");
			return -1;
		}
	if (rc == INPUT_LONG)
		snprintf(why, size, "line %lu is longer than 1 MiB",
		    input_lineno(in));
	if (rc == INPUT_FAILED)
		snprintf(why, size, "%s", input_why(in));
	return rc == INPUT_END ? 0 : -1;
}

int
capture_read(struct capture *c, FILE *f, struct rec_parser *parser, bool sums,
    char *why, size_t size)
{
	struct input_opts o = {.line_max = CAPTURE_LINE_MAX};
	struct input *in;
	char path[64];
	int rc;

	c->f = f;
	if (fflush(f) != 0) {
		snprintf(why, size, "%s", strerror(errno));
		return -1;
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(f));
	in = input_open(path, &o, why, size);
	if (!in)
		return -1;
	rc = read_lines(c, in, parser, sums, why, size);
	input_close(in);
	if (rc == 0 && (rc = sum(c)) != 0)
		snprintf(
		    why, size, "cannot read it again: %s", strerror(errno));
	return rc;
}

void
capture_free(struct capture *c)
{
	if (c->f)
		fclose(c->f);
	free(c->at);
	*c = (struct capture){0};
}

static int64_t
start_of(const struct capture *c, int64_t i)
{
	return i < c->n ? c->at[i].from : c->len;
}

static int
take_bytes(void *arg, const char *s, size_t n)
{
	return fwrite(s, 1, n, arg) == n ? 0 : -1;
}

int
capture_copy(const struct capture *c, int64_t n, FILE *f)
{
	return walk(c, start_of(c, n), take_bytes, f);
}

void
capture_text(const struct capture *c, int64_t i, char *to, size_t size)
{
	int64_t len = start_of(c, i + 1) - start_of(c, i);
	size_t want = len < (int64_t)size - 1 ? (size_t)len : size - 1;
	ssize_t n = pread(fileno(c->f), to, want, start_of(c, i));
	char *nl;

	to[n > 0 ? n : 0] = '\0';
	nl = strchr(to, '\n');
	if (nl)
		*nl = '\0';
}

bool
capture_same(
    const struct capture *a, int64_t i, const struct capture *b, int64_t j)
{
	return a->at[i].hash == b->at[j].hash;
}

/* How many lines of in come before the first that is not before time. */
static int64_t
lines_before(const struct capture *in, int64_t time)
{
	int64_t lo = 0, hi = in->n;

	while (lo < hi) {
		int64_t mid = lo + (hi - lo) / 2;

		if (in->at[mid].time < time)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The hashes of all lines, rising: *new*. */
static uint64_t *
hashes(const struct capture *c)
{
	uint64_t *all = malloc(((size_t)c->n + 1) * sizeof *all);

	for (int64_t i = 0; all && i < c->n; i++)
		all[i] = c->at[i].hash;
	if (all)
		qsort(all, (size_t)c->n, sizeof *all, by_value);
	return all;
}

static bool
is_own(const struct capture *out, int64_t i, const uint64_t *all, int64_t n)
{
	return !bsearch(
	    &out->at[i].hash, all, (size_t)n, sizeof *all, by_value);
}

int64_t
capture_undated(const struct capture *out, const struct capture *in)
{
	uint64_t *all = hashes(in);
	int64_t n = 0;

	for (int64_t i = 0; all && i < out->n; i++)
		n += out->at[i].time == INT64_MAX && is_own(out, i, all, in->n);
	n = all ? n : -1;
	free(all);
	return n;
}

int64_t *
capture_own(const struct capture *out, const struct capture *in, int64_t *n)
{
	int64_t *own = malloc(((size_t)out->n + 1) * sizeof *own);
	uint64_t *all = hashes(in);

	*n = 0;
	for (int64_t i = 0; own && all && i < out->n; i++)
		if (is_own(out, i, all, in->n) && out->at[i].time < INT64_MAX)
			own[(*n)++] = lines_before(in, out->at[i].time);
	if (!all) {
		free(own);
		own = NULL;
	}
	free(all);
	return own;
}
