/* SPDX-License-Identifier: MIT */
#include "history/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/json.h"
#include "base/log.h"
#include "history/gaps.h"
#include "history/quote.h"
#include "history/stage.h"
#include "history/verify.h"

static void
put_int(FILE *f, const char *name, int64_t v)
{
	(void)fprintf(f, ",\"%s\":%" PRId64, name, v);
}

/* Words of ours and checked names only: short. */
static void
put_text(FILE *f, const char *name, const char *text)
{
	char quoted[6 * 256 + 2];
	size_t len = strnlen(text, 256);
	char *end = json_put_string(quoted, text, len);

	(void)fprintf(f, ",\"%s\":", name);
	(void)fwrite(quoted, 1, (size_t)(end - quoted), f);
}

static void
put_hole(FILE *f, const struct stage *st, const struct hole *x)
{
	const char *const *causes = rec_defs[REC_GAP].members[GAP_CAUSE].words;
	int64_t offset = dataset_offset(&st->target.format);

	(void)fprintf(f, "{\"from\":%" PRId64, x->from + offset);
	put_int(f, "to", x->to + offset);
	if (x->from_id || x->to_id) {
		put_int(f, "from_id", x->from_id);
		put_int(f, "to_id", x->to_id);
	}
	if (x->missing)
		put_int(f, "missing", x->missing);
	put_text(f, "cause", causes[x->cause]);
	(void)fputc('}', f);
}

static void
put_holes(FILE *f, const struct stage *st, size_t *room)
{
	const struct holes *h = &st->holes;
	size_t n = h->n < *room ? h->n : *room;

	*room -= n;
	(void)fputs(",\"holes\":[", f);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			(void)fputc(',', f);
		put_hole(f, st, &h->list[i]);
	}
	(void)fputc(']', f);
}

static void
put_target(FILE *f, const struct stage *st)
{
	const struct row_format *fmt = &st->target.format;

	(void)fprintf(f, "{\"name\":\"%s\"", dataset_name(fmt->data));
	put_text(f, "venue", st->target.venue);
	put_text(f, "symbol", fmt->symbol);
	if (fmt->data == DATA_OPEN_INTEREST)
		put_text(f, "period", interval_name(fmt->interval));
	else if (dataset_has_interval(fmt->data))
		put_text(f, "interval", interval_name(fmt->interval));
	put_int(f, "from", st->since);
	put_int(f, "to", st->until - 1);
}

static void
put_stage(FILE *f, const struct stage *st, bool timed, size_t *room)
{
	const struct tally *t = &st->tally;

	put_target(f, st);
	put_int(f, "files", st->files);
	put_int(f, "refused", st->refused);
	put_int(f, "corrected", st->corrected);
	put_int(f, "requests", st->requests);
	put_int(f, "weight", st->weight);
	put_int(f, "bytes", st->bytes);
	if (timed)
		put_int(f, "waited", st->waited);
	put_int(f, "fetched", t->fetched);
	put_int(f, "inserted", t->put[STORE_NEW]);
	put_int(f, "updated", t->put[STORE_UPDATED]);
	put_int(f, "unchanged", t->put[STORE_SAME]);
	put_int(f, "repaired", st->repaired);
	if (t->fetched) {
		put_int(f, "earliest", t->earliest);
		put_int(f, "latest", t->latest);
	}
	if (st->planned) {
		put_int(f, "gaps", (int64_t)st->holes.n);
		put_int(f, "missing", st->holes.missing);
		put_holes(f, st, room);
	}
	if (timed && st->ms > 0 && t->fetched > 0)
		put_int(f, "records_per_second", t->fetched * 1000 / st->ms);
	put_text(f, "status", stage_status_name(st->status));
	(void)fputc('}', f);
}

static void
put_minutes(FILE *f, double minutes)
{
	(void)fprintf(f, ",\"minutes\":%.1f", minutes);
}

static void
put_part(FILE *f, const struct stage *st, const struct quote_part *p)
{
	int64_t offset = dataset_offset(&st->target.format);

	(void)fprintf(f, "{\"from\":%" PRId64, p->from + offset);
	put_int(f, "to", p->to + offset);
	put_text(f, "route", route_name(p->route));
	put_int(f, "requests", p->requests);
	put_int(f, "weight", p->weight);
	put_int(f, "bytes", p->bytes);
	put_int(f, "rows", p->rows);
	(void)fputc('}', f);
}

static void
put_quote(FILE *f, const struct stage *st, const struct quote *q, size_t *room)
{
	size_t n = q->n < *room ? q->n : *room;

	put_target(f, st);
	put_int(f, "requests", q->requests);
	put_int(f, "weight", q->weight);
	put_int(f, "bytes", q->bytes);
	put_int(f, "rows", q->rows);
	put_minutes(f, q->minutes);
	*room -= n;
	(void)fputs(",\"ranges\":[", f);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			(void)fputc(',', f);
		put_part(f, st, &q->list[i]);
	}
	(void)fputs("],\"status\":\"planned\"}", f);
}

/* The record around the stages, which it frees. */
static void
put_record(struct out *o, const struct summary *s, char *stages, size_t len)
{
	struct record r;

	rec_init(&r, REC_SUMMARY, s->finished);
	rec_set_text(&r, SUMMARY_TOOL, "backfill", strlen("backfill"));
	rec_set_int(&r, SUMMARY_STARTED, s->started);
	rec_set_int(&r, SUMMARY_FINISHED, s->finished);
	rec_set_text(&r, SUMMARY_STATUS, s->status, strlen(s->status));
	rec_set_raw(&r, SUMMARY_STAGES, stages, len);
	rec_write(o, &r);
	free(stages);
}

int
summary_write(struct out *o, const struct summary *s)
{
	size_t room = SUMMARY_HOLES, len;
	char *stages;
	FILE *f = open_memstream(&stages, &len);

	if (!f)
		return -1;
	(void)fputc('[', f);
	for (int i = 0; i < s->n; i++) {
		if (i > 0)
			(void)fputc(',', f);
		if (s->quotes)
			put_quote(f, &s->stages[i], &s->quotes[i], &room);
		else
			put_stage(f, &s->stages[i], s->timed, &room);
	}
	(void)fputc(']', f);
	if (fclose(f) != 0)
		return -1;
	put_record(o, s, stages, len);
	return 0;
}

int
summary_keep(const char *path, const struct summary *s)
{
	struct newfile *f = newfile_open(path);
	struct out o;
	int fd = f ? dup(fileno(newfile_stream(f))) : -1;

	if (fd >= 0 && out_open(&o, fd, 0) == 0) {
		int rc = summary_write(&o, s);

		if (out_close(&o) == 0 && rc == 0)
			return newfile_commit(f);
	}
	if (f)
		newfile_abort(f);
	return -1;
}

static void
put_proof(FILE *f, const struct verify_series *x)
{
	const struct store_series *s = &x->series;
	bool oi = s->type == REC_OPEN_INTEREST;

	(void)fprintf(f, "{\"name\":\"%s\"", gaps_dataset(s->type));
	if (s->venue)
		put_text(f, "venue", s->venue);
	if (s->symbol)
		put_text(f, "symbol", s->symbol);
	if (s->interval >= 0)
		put_text(f, oi ? "period" : "interval",
		    interval_name((enum interval)s->interval));
	put_int(f, "stretches", x->stretches);
	put_int(f, "rows", x->rows);
	put_int(f, "bad", x->bad);
	put_text(f, "status", x->bad ? "failed" : "done");
	(void)fputc('}', f);
}

int
summary_write_proof(struct out *o, const struct verify *v)
{
	struct summary s = {
	    .started = clock_now(),
	    .finished = clock_now(),
	    .status = v->bad || v->problems ? "failed" : "done",
	};
	char *stages;
	size_t len;
	FILE *f = open_memstream(&stages, &len);

	if (!f)
		return -1;
	(void)fputc('[', f);
	for (int i = 0; i < v->n; i++) {
		if (i > 0)
			(void)fputc(',', f);
		put_proof(f, &v->list[i]);
	}
	(void)fputc(']', f);
	if (fclose(f) != 0)
		return -1;
	put_record(o, &s, stages, len);
	return 0;
}

static void
table_row(FILE *f, const char *name, const char *route, const char *from,
    const char *to, const struct quote_part *p)
{
	(void)fprintf(f, "%-34s %-12s %-20s %-20s %8lld %7lld %9.1f %12lld\n",
	    name, route, from, to, (long long)p->requests, (long long)p->weight,
	    (double)p->bytes / 1e6, (long long)p->rows);
}

void
summary_table(FILE *f, const struct summary *s)
{
	char text[TARGET_TEXT], from[CLOCK_TEXT], to[CLOCK_TEXT];
	struct quote_part sum = {0};
	double minutes = 0;

	(void)fprintf(f, "%-34s %-12s %-20s %-20s %8s %7s %9s %12s\n", "what",
	    "route", "from", "to", "requests", "weight", "MB", "rows");
	for (int i = 0; i < s->n; i++) {
		const struct quote *q = &s->quotes[i];
		int64_t offset = dataset_offset(&s->stages[i].target.format);

		(void)target_text(&s->stages[i].target, text);
		for (size_t k = 0; k < q->n; k++)
			table_row(f, text, route_name(q->list[k].route),
			    clock_format(q->list[k].from + offset, from),
			    clock_format(q->list[k].to + 1 + offset, to),
			    &q->list[k]);
		sum.requests += q->requests;
		sum.weight += q->weight;
		sum.bytes += q->bytes;
		sum.rows += q->rows;
		minutes += q->minutes;
	}
	table_row(f, "in all", "", "", "", &sum);
	(void)fprintf(f, "about %.1f minutes\n", minutes);
}
