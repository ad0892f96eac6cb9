/* SPDX-License-Identifier: MIT */
#include "signal/indicator_line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"

/* Text that is in every line. */
struct piece {
	const char *s;
	size_t len;
};

enum { NAME_FEW = 32 };

struct indicator_line {
	int n;
	struct piece *names; /* of the values: ,"sma:20":, then NAME_FEW bytes
				that can be read */
	char *text;          /* of the names */
	char *frame;         /* a line without values; NULL: none yet */
	struct piece before, after; /* of it: up to its time, from there on */
	size_t room;                /* for a line */
};

/* At most this many bytes introduce a value. */
static size_t
name_room(const char *key)
{
	return 6 * strlen(key) + 4;
}

/* 0, or -1: no memory. */
static int
make_names(struct indicator_line *il, const struct study_list *l)
{
	char *p;

	il->room = NAME_FEW;
	for (int i = 0; i < il->n; i++)
		il->room += name_room(study_list_key(l, i));
	il->text = calloc(1, il->room);
	if (!il->text)
		return -1;
	p = il->text;
	for (int i = 0; i < il->n; i++) {
		const char *key = study_list_key(l, i);

		il->names[i].s = p;
		*p++ = ',';
		p = json_put_string(p, key, strlen(key));
		*p++ = ':';
		il->names[i].len = (size_t)(p - il->names[i].s);
	}
	il->room += (size_t)il->n * NUM_DOUBLE_MAX;
	return 0;
}

struct indicator_line *
indicator_line_new(const struct study_list *l)
{
	struct indicator_line *il = calloc(1, sizeof *il);

	if (!il)
		return NULL;
	il->n = study_list_values(l);
	il->names = calloc((size_t)il->n, sizeof *il->names);
	if (il->names && make_names(il, l) == 0)
		return il;
	indicator_line_free(il);
	return NULL;
}

void
indicator_line_free(struct indicator_line *il)
{
	if (!il)
		return;
	free(il->names);
	free(il->text);
	free(il->frame);
	free(il);
}

/* 0, or -1: no memory. */
static int
make_frame(struct indicator_line *il, const struct record *r)
{
	const struct value *v = r->v;
	struct record frame;
	const char *end;

	rec_init(&frame, REC_INDICATOR, 0);
	if (rec_has(r, M_VENUE) && v[M_VENUE].len)
		rec_set_text(&frame, M_VENUE, v[M_VENUE].s, v[M_VENUE].len);
	rec_set_text(&frame, M_SYMBOL, v[M_SYMBOL].s, v[M_SYMBOL].len);
	rec_set_int(&frame, INDICATOR_INTERVAL, v[CANDLE_INTERVAL].i);
	rec_set_raw(&frame, INDICATOR_VALUES, "", 0);
	il->room += rec_room(&frame) + NUM_INT_MAX;
	il->frame = malloc(rec_room(&frame));
	if (!il->frame)
		return -1;
	end = rec_put(il->frame, &frame) - strlen("}\n");
	il->before.s = il->frame;
	il->before.len =
	    rec_defs[REC_INDICATOR].head_len + strlen(",\"time\":");
	il->after.s = il->frame + il->before.len + strlen("0");
	il->after.len = (size_t)(end - il->after.s);
	return 0;
}

static inline char *
put_piece(char *p, const struct piece *piece)
{
	memcpy(p, piece->s, piece->len);
	return p + piece->len;
}

/* The same without a call, as long as the name is short. */
static inline char *
put_name(char *p, const struct piece *name)
{
	if (__builtin_expect(name->len > NAME_FEW, 0))
		return put_piece(p, name);
	memcpy(p, name->s, NAME_FEW);
	return p + name->len;
}

/* The line's end, or p if no value is known. */
static char *
put_line(
    const struct indicator_line *il, char *p, int64_t time, const double v[])
{
	char *start = p, *first;

	p = num_put_int(put_piece(p, &il->before), time);
	p = first = put_piece(p, &il->after);
	for (int i = 0; i < il->n; i++)
		if (isfinite(v[i]))
			p = num_put_calc(put_name(p, &il->names[i]), v[i]);
	if (p == first)
		return start;
	*first = '{'; /* for the first one's comma */
	memcpy(p, "}}\n", 3);
	return p + 3;
}

int
indicator_line_write(struct indicator_line *il, const struct record *r,
    const double v[], struct out *o)
{
	char *big;

	if (!il->frame && make_frame(il, r) != 0)
		return -1;
	if (il->room <= o->size) {
		out_advance(o, put_line(il, out_room(o, il->room), r->time, v));
		return 0;
	}
	big = malloc(il->room); /* larger than the buffer: rare */
	if (!big)
		return -1;
	out_write(o, big, (size_t)(put_line(il, big, r->time, v) - big));
	free(big);
	return 0;
}
