/* SPDX-License-Identifier: MIT */
/* Writing a record: slots to one line. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "market/interval.h"
#include "market/record.h"

void
rec_init(struct record *r, enum rec_type type, int64_t time)
{
	r->type = type;
	r->has = 1u << M_TYPE | 1u << M_TIME;
	r->time = time;
	r->line = NULL;
	r->len = 0;
	r->symbol = r->series = -1;
	r->v[M_TIME].i = time;
	r->v[M_TIME].form = FORM_PLAIN;
}

void
rec_set_int(struct record *r, int slot, int64_t v)
{
	r->has |= 1u << slot;
	r->v[slot].i = v;
	r->v[slot].form = FORM_PLAIN;
}

static void
set_double(struct record *r, int slot, double v, enum form form)
{
	if (!isfinite(v)) {
		r->has &= ~(1u << slot);
		return;
	}
	r->has |= 1u << slot;
	r->v[slot].num = v;
	r->v[slot].exp = EXP_WIDE;
	r->v[slot].s = NULL;
	r->v[slot].form = (unsigned char)form;
}

void
rec_set_num(struct record *r, int slot, double v)
{
	set_double(r, slot, v, FORM_PLAIN);
}

void
rec_set_calc(struct record *r, int slot, double v)
{
	set_double(r, slot, v, FORM_CALC);
}

static void
set_bytes(struct record *r, int slot, const char *s, size_t len, enum form form)
{
	r->has |= 1u << slot;
	r->v[slot].s = s;
	r->v[slot].len = (uint32_t)len;
	r->v[slot].form = (unsigned char)form;
}

void
rec_set_raw(struct record *r, int slot, const char *s, size_t len)
{
	set_bytes(r, slot, s, len, FORM_RAW);
}

void
rec_set_text(struct record *r, int slot, const char *s, size_t len)
{
	set_bytes(r, slot, s, len, FORM_PLAIN);
}

/* Decimals of this many digits are what their double prints as. */
static const int64_t few_digits = 999999999999999;

void
rec_set_sum(
    struct record *r, int slot, struct decimal d, char text[NUM_DECIMAL_MAX])
{
	struct value *v = &r->v[slot];

	rec_set_num(r, slot, decimal_double(d));
	if (d.m >= -few_digits && d.m <= few_digits)
		return;
	v->s = text;
	v->len = (uint32_t)(decimal_put(text, d) - text);
}

size_t
rec_sum_digits(const struct value *v, char text[NUM_DECIMAL_MAX])
{
	char plain[NUM_DOUBLE_MAX];
	struct decimal d;
	size_t len;

	if (v->form == FORM_CALC)
		return 0;
	if (v->form == FORM_PLAIN && v->exp != EXP_WIDE) {
		if (v->i >= -few_digits && v->i <= few_digits)
			return 0;
		d = (struct decimal){v->i, v->exp};
	} else if (!v->s || decimal_parse(&d, v->s, v->len) != 0) {
		return 0;
	}
	len = (size_t)(decimal_put(text, d) - text);
	if ((size_t)(num_put_double(plain, decimal_double(d)) - plain) == len &&
	    memcmp(plain, text, len) == 0)
		return 0;
	return len;
}

int
rec_decimal(const struct record *r, int slot, struct decimal *d)
{
	const struct value *v = &r->v[slot];

	if (v->exp != EXP_WIDE) {
		d->m = v->i;
		d->exp = v->exp;
		return 0;
	}
	if (v->s)
		return decimal_parse(d, v->s, v->len);
	*d = decimal_of(v->num);
	return 0;
}

/* The kinds whose text is as long as its bytes, and how much it can grow. */
static size_t
bytes_room(const struct value *v, unsigned kind)
{
	if (v->form == FORM_RAW)
		return v->len;
	switch (kind) {
	case KIND_STRING:
		return 6 * (size_t)v->len;
	case KIND_ID:
	case KIND_OBJECT:
	case KIND_ARRAY:
		return v->len;
	default:
		return 0;
	}
}

size_t
rec_room(const struct record *r)
{
	const struct member *m = rec_defs[r->type].members;
	size_t room = 64;

	for (uint32_t has = r->has & ~1u; has; has &= has - 1) {
		int slot = __builtin_ctz(has);

		room += MEMBER_KEY_TEXT + NUM_DOUBLE_MAX +
			bytes_room(&r->v[slot], m[slot].kind);
	}
	return room;
}

static char *
put_bytes(char *p, const char *s, size_t len)
{
	memcpy(p, s, len);
	return p + len;
}

static char *
put_word(char *p, const char *word)
{
	*p++ = '"';
	while (*word)
		*p++ = *word++;
	*p++ = '"';
	return p;
}

static char *
put_value(char *p, const struct value *v, const struct member *m)
{
	size_t len;

	if (v->form == FORM_RAW)
		return put_bytes(p, v->s, v->len);
	switch (m->kind) {
	case KIND_TIME:
	case KIND_INT:
	case KIND_COUNT:
		return num_put_int(p, v->i);
	case KIND_AMOUNT:
		if (m->flags & MEMBER_SUM && (len = rec_sum_digits(v, p)))
			return p + len;
		/* fall through */
	case KIND_NUMBER:
	case KIND_PRICE:
		return v->form == FORM_CALC ? num_put_calc(p, v->num)
					    : num_put_double(p, v->num);
	case KIND_WORD:
		return put_word(p, m->words[v->i]);
	case KIND_INTERVAL:
		return put_word(p, interval_name((enum interval)v->i));
	case KIND_BOOL:
		return v->i ? put_bytes(p, "true", 4)
			    : put_bytes(p, "false", 5);
	case KIND_STRING:
		return json_put_string(p, v->s, v->len);
	default: /* JSON text, perhaps with white space */
		return p + json_compact(p, v->s, v->len);
	}
}

char *
rec_put(char *p, const struct record *r)
{
	const struct rec_def *def = &rec_defs[r->type];

	memcpy(p, def->head, sizeof def->head);
	p += def->head_len;
	for (uint32_t has = r->has & ~1u; has; has &= has - 1) {
		int slot = __builtin_ctz(has);
		const struct member *m = &def->members[slot];

		memcpy(p, m->key, MEMBER_KEY_TEXT);
		p = put_value(p + m->len + 4, &r->v[slot], m);
	}
	*p++ = '}';
	*p++ = '\n';
	return p;
}

char *
rec_line(const struct record *r, size_t *len)
{
	char *line = malloc(rec_room(r));

	if (line)
		*len = (size_t)(rec_put(line, r) - line);
	return line;
}

void
rec_write(struct out *o, const struct record *r)
{
	size_t room = rec_room(r), len;
	char *big;

	if (room <= o->size) {
		out_advance(o, rec_put(out_room(o, room), r));
		return;
	}
	big = rec_line(r, &len); /* larger than the buffer: rare */
	if (big)
		out_write(o, big, len);
	else
		o->error = ENOMEM;
	free(big);
}

static int
cmp_text(const struct value *x, const struct value *y)
{
	int c = memcmp(x->s, y->s, x->len < y->len ? x->len : y->len);

	return c ? c : (x->len > y->len) - (x->len < y->len);
}

static int
cmp_bytes(const struct record *a, const struct record *b, int slot)
{
	if (!rec_has(a, slot) || !rec_has(b, slot))
		return rec_has(a, slot) - rec_has(b, slot);
	return cmp_text(&a->v[slot], &b->v[slot]);
}

/* Whole numbers, then strings, then what is neither. */
static int
id_rank(const struct value *v, int64_t *n)
{
	if (*v->s == '"')
		return 1;
	return num_parse_int(v->s, v->len, n) == 0 && !(*n == 0 && *v->s == '-')
		   ? 0
		   : 2;
}

/* The contents of an id that is a string; a short one decoded into room. */
static struct value
id_text(const struct value *v, char *room, size_t size)
{
	struct value text = {.s = v->s + 1, .len = v->len - 2};

	if (memchr(text.s, '\\', text.len) && text.len <= size) {
		text.len = (uint32_t)json_unescape(room, text.s, text.len);
		text.s = room;
	}
	return text;
}

static int
cmp_ids(const struct record *a, const struct record *b, int slot)
{
	const struct value *x = &a->v[slot], *y = &b->v[slot];
	struct value xt, yt;
	char room[2][256];
	int64_t i, j;
	int rank, c;

	if (!rec_has(a, slot) || !rec_has(b, slot))
		return rec_has(a, slot) - rec_has(b, slot);
	rank = id_rank(x, &i);
	c = rank - id_rank(y, &j);
	if (c)
		return c;
	if (rank == 0)
		return (i > j) - (i < j);
	if (rank == 2)
		return cmp_text(x, y);
	xt = id_text(x, room[0], sizeof room[0]);
	yt = id_text(y, room[1], sizeof room[1]);
	return cmp_text(&xt, &yt);
}

static int
cmp_slot(const struct record *a, const struct record *b, int slot)
{
	const struct value *x = &a->v[slot], *y = &b->v[slot];

	switch (rec_defs[a->type].members[slot].kind) {
	case KIND_ID:
		return cmp_ids(a, b, slot);
	case KIND_STRING:
	case KIND_OBJECT:
	case KIND_ARRAY:
		return cmp_bytes(a, b, slot);
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		if (rec_has(a, slot) && rec_has(b, slot))
			return (x->num > y->num) - (x->num < y->num);
		break;
	default:
		if (rec_has(a, slot) && rec_has(b, slot))
			return (x->i > y->i) - (x->i < y->i);
	}
	return rec_has(a, slot) - rec_has(b, slot);
}

int
rec_cmp(const struct record *a, const struct record *b)
{
	const struct rec_def *def;
	int slot, c;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->type == REC_OTHER)
		return 0;
	slot = rec_interval_slot(a->type);
	if (slot >= 0 && (c = cmp_slot(a, b, slot)) != 0)
		return c;
	if ((c = cmp_bytes(a, b, M_SYMBOL)) != 0 ||
	    (c = cmp_bytes(a, b, M_VENUE)) != 0)
		return c;
	def = &rec_defs[a->type];
	for (int m = M_OWN; m < def->n; m++)
		if (def->members[m].flags & MEMBER_KEY &&
		    (c = cmp_slot(a, b, m)) != 0)
			return c;
	return 0;
}

void
rec_help(struct out *o)
{
	for (int t = 0; t < REC_TYPES; t++) {
		const struct rec_def *def = &rec_defs[t];

		out_write(o, def->name, strlen(def->name));
		out_write(o, ":", 1);
		for (int m = 0; m < def->n; m++) {
			const struct member *row = &def->members[m];

			out_write(o, " ", 1);
			out_write(o, row->name, row->len);
			if (row->flags & MEMBER_REQUIRED)
				out_write(o, "*", 1);
		}
		out_write(o, "\n", 1);
	}
}
