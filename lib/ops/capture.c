/* SPDX-License-Identifier: MIT */
#include "ops/capture.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* c->text has len bytes and slack behind them: finds its lines. */
static int
find_lines(struct capture *c, struct rec_parser *parser, bool sums)
{
	size_t from = 0, room = 1;

	for (size_t i = 0; i < c->len; i++)
		room += c->text[i] == '\n';
	c->at = malloc((room + 1) * sizeof *c->at);
	if (!c->at)
		return -1;
	while (from < c->len) {
		const char *nl = memchr(c->text + from, '\n', c->len - from);
		size_t end = nl ? (size_t)(nl - c->text) : c->len;
		struct capture_line *l = &c->at[c->n];
		struct record r;

		*l = (struct capture_line){from, end - from, INT64_MAX};
		from = end + 1;
		c->n++;
		if (!capture_parse(c, c->n - 1, parser, &r))
			continue;
		l->time = r.time;
		if (!sums &&
		    (r.type == REC_REPORT || r.type == REC_CERTIFICATE))
			c->n--;
	}
	return 0;
}

int
capture_text(
    struct capture *c, const char *text, size_t len, struct rec_parser *parser)
{
	c->text = malloc(len + JSON_SLACK + 1);
	if (!c->text)
		return -1;
	memcpy(c->text, text, len);
	memset(c->text + len, '\n', JSON_SLACK + 1);
	c->len = len;
	return find_lines(c, parser, true);
}

int
capture_read(struct capture *c, FILE *f, struct rec_parser *parser)
{
	long len;

	if (fseek(f, 0, SEEK_END) != 0 || (len = ftell(f)) < 0 ||
	    fseek(f, 0, SEEK_SET) != 0)
		return -1;
	c->text = malloc((size_t)len + JSON_SLACK + 1);
	if (!c->text || fread(c->text, 1, (size_t)len, f) != (size_t)len)
		return -1;
	memset(c->text + len, '\n', JSON_SLACK + 1);
	c->len = (size_t)len;
	return find_lines(c, parser, false);
}

void
capture_free(struct capture *c)
{
	free(c->text);
	free(c->at);
	*c = (struct capture){0};
}

size_t
capture_end(const struct capture *c, int64_t n)
{
	return n < c->n ? c->at[n].from : c->len;
}

bool
capture_parse(const struct capture *c, int64_t i, struct rec_parser *parser,
    struct record *r)
{
	const char *line = c->text + c->at[i].from, *why;

	return rec_parse(parser, line, line + c->at[i].len, r, &why) == 0;
}

bool
capture_same(
    const struct capture *a, int64_t i, const struct capture *b, int64_t j)
{
	return a->at[i].len == b->at[j].len &&
	       memcmp(a->text + a->at[i].from, b->text + b->at[j].from,
		   a->at[i].len) == 0;
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

int64_t *
capture_own(const struct capture *out, const struct capture *in, int64_t *n)
{
	int64_t *own = malloc(((size_t)out->n + 1) * sizeof *own), i = 0;

	*n = 0;
	for (int64_t j = 0; own && j < out->n; j++) {
		if (i < in->n && capture_same(in, i, out, j))
			i++;
		else if (out->at[j].time < INT64_MAX)
			own[(*n)++] = lines_before(in, out->at[j].time);
	}
	return own;
}
