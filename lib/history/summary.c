/* SPDX-License-Identifier: MIT */
#include "history/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "base/log.h"
#include "history/stage.h"

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
put_holes(FILE *f, const struct holes *h, size_t *room)
{
	const char *const *causes = rec_defs[REC_GAP].members[GAP_CAUSE].words;
	size_t n = h->n < *room ? h->n : *room;

	*room -= n;
	(void)fputs(",\"holes\":[", f);
	for (size_t i = 0; i < n; i++) {
		const struct hole *x = &h->list[i];

		(void)fprintf(f, "%s{\"from\":%" PRId64, i ? "," : "", x->from);
		put_int(f, "to", x->to);
		put_int(f, "missing", x->missing);
		put_text(f, "cause", causes[x->cause]);
		(void)fputc('}', f);
	}
	(void)fputc(']', f);
}

static void
put_stage(FILE *f, const struct stage *st, bool timed, size_t *room)
{
	const struct tally *t = &st->tally;

	(void)fputs("{\"name\":\"candles\"", f);
	put_text(f, "venue", st->venue);
	put_text(f, "symbol", st->symbol);
	put_text(f, "interval", interval_name(st->interval));
	put_int(f, "from", st->since);
	put_int(f, "to", st->until - 1);
	put_int(f, "files", st->files);
	put_int(f, "refused", st->refused);
	put_int(f, "bytes", st->bytes);
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
		put_holes(f, &st->holes, room);
	}
	if (timed && st->ms > 0 && t->fetched > 0)
		put_int(f, "records_per_second", t->fetched * 1000 / st->ms);
	put_text(f, "status", stage_status_name(st->status));
	(void)fputc('}', f);
}

int
summary_write(struct out *o, const struct summary *s)
{
	size_t room = SUMMARY_HOLES, len;
	struct record r;
	char *stages;
	FILE *f = open_memstream(&stages, &len);

	if (!f)
		return -1;
	(void)fputc('[', f);
	for (int i = 0; i < s->n; i++) {
		if (i > 0)
			(void)fputc(',', f);
		put_stage(f, &s->stages[i], s->timed, &room);
	}
	(void)fputc(']', f);
	if (fclose(f) != 0)
		return -1;
	rec_init(&r, REC_SUMMARY, s->finished);
	rec_set_text(&r, SUMMARY_TOOL, "backfill", strlen("backfill"));
	rec_set_int(&r, SUMMARY_STARTED, s->started);
	rec_set_int(&r, SUMMARY_FINISHED, s->finished);
	rec_set_text(&r, SUMMARY_STATUS, s->status, strlen(s->status));
	rec_set_raw(&r, SUMMARY_STAGES, stages, len);
	rec_write(o, &r);
	free(stages);
	return 0;
}
