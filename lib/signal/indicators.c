/* SPDX-License-Identifier: MIT */
#include "signal/indicators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "indicator/basis.h"
#include "market/interval.h"

/* The oldest that a basis may be. */
#define BASIS_STALE_MS (15 * INT64_C(60000))

/* How a value is introduced: ,"sma:20": */
struct name {
	const char *s; /* NAME_FEW bytes at least */
	size_t len;
};

enum { NAME_FEW = 32 };

struct indicators {
	struct studies *studies;
	unsigned starts; /* the tracker's, when it last was looked at */
	int n;
	double *values;
	struct name *names;
	char *text; /* of the names, then room for the object of all values */
	char *object;
};

/* At most this many bytes introduce a value. */
static size_t
name_room(const char *key)
{
	return 6 * strlen(key) + 4;
}

/* 0, or -1: no memory. */
static int
make_names(struct indicators *in, const struct study_list *l)
{
	size_t room = 0;
	char *p;

	for (int i = 0; i < in->n; i++)
		room += name_room(study_list_key(l, i));
	in->text = malloc(2 * room + (size_t)in->n * NUM_DOUBLE_MAX + NAME_FEW);
	if (!in->text)
		return -1;
	p = in->text;
	for (int i = 0; i < in->n; i++) {
		const char *key = study_list_key(l, i);

		in->names[i].s = p;
		*p++ = ',';
		p = json_put_string(p, key, strlen(key));
		*p++ = ':';
		in->names[i].len = (size_t)(p - in->names[i].s);
	}
	in->object = p;
	return 0;
}

/* NAME_FEW bytes at both ends are there, so that no loop copies a name. */
static inline char *
put_name(char *p, const struct name *name)
{
	memcpy(p, name->s, NAME_FEW);
	if (name->len > NAME_FEW)
		memcpy(p, name->s, name->len);
	return p + name->len;
}

struct indicators *
indicators_new(const struct study_list *l)
{
	struct indicators *in = calloc(1, sizeof *in);

	if (!in)
		return NULL;
	in->n = study_list_values(l);
	in->studies = studies_new(l);
	in->values = calloc((size_t)in->n, sizeof *in->values);
	in->names = calloc((size_t)in->n, sizeof *in->names);
	if (in->studies && in->values && in->names && make_names(in, l) == 0)
		return in;
	indicators_free(in);
	return NULL;
}

void
indicators_free(struct indicators *in)
{
	if (!in)
		return;
	studies_free(in->studies);
	free(in->values);
	free(in->names);
	free(in->text);
	free(in);
}

static int
sample_mark(struct indicators *in, const struct record *r)
{
	double basis;

	if (!rec_has(r, MARK_INDEX_PRICE))
		return 0;
	basis = basis_of(r->v[MARK_MARK_PRICE].num, r->v[MARK_INDEX_PRICE].num);
	return studies_sample(
	    in->studies, STUDY_BASIS, r->time, BASIS_STALE_MS, basis);
}

int
indicators_sample(struct indicators *in, const struct record *r)
{
	const struct value *dataset = &r->v[GAP_DATASET];

	switch (r->type) {
	case REC_OPEN_INTEREST:
		return studies_sample(in->studies, STUDY_OPEN_INTEREST, r->time,
		    0, r->v[OI_OPEN_INTEREST].num);
	case REC_MARK:
		return sample_mark(in, r);
	case REC_PREMIUM:
		return studies_sample(in->studies, STUDY_BASIS, r->time,
		    BASIS_STALE_MS, r->v[CANDLE_CLOSE].num);
	case REC_GAP:
		if (rec_type_find(dataset->s, dataset->len) ==
		    REC_OPEN_INTEREST)
			studies_reset(in->studies, STUDY_OPEN_INTEREST);
		return 0;
	default:
		return 0;
	}
}

/* The known ones, as a JSON object; NULL: none is. */
static char *
put_values(const struct indicators *in)
{
	char *p = in->object;

	for (int i = 0; i < in->n; i++) {
		if (!isfinite(in->values[i]))
			continue;
		p = num_put_calc(put_name(p, &in->names[i]), in->values[i]);
	}
	if (p == in->object)
		return NULL;
	*in->object = '{'; /* for the first one's comma */
	*p++ = '}';
	return p;
}

bool
indicators_candle(struct indicators *in, const struct tracker *t,
    const struct record *r, struct record *out)
{
	enum interval iv = (enum interval)r->v[CANDLE_INTERVAL].i;
	struct study_bar bar = {
	    .ts_ms = r->time,
	    .number = r->v[CANDLE_OPEN_TIME].i / interval_ms(iv),
	    .session = t->session,
	    .whole = t->whole,
	    .open = r->v[CANDLE_OPEN].num,
	    .high = r->v[CANDLE_HIGH].num,
	    .low = r->v[CANDLE_LOW].num,
	    .close = r->v[CANDLE_CLOSE].num,
	    .volume = rec_num(r, CANDLE_VOLUME, NAN),
	    .taker_buy = rec_num(r, CANDLE_TAKER_BUY_VOLUME, NAN),
	};
	char *end;

	bar.taken = bar.volume;
	if (t->trades) {
		bar.taken = t->bought + t->sold;
		bar.taker_buy = t->bought;
	}
	if (t->starts != in->starts)
		studies_reset(in->studies, STUDY_BARS);
	in->starts = t->starts;
	studies_push(in->studies, &bar, in->values);
	end = put_values(in);
	if (!end)
		return false;
	rec_init(out, REC_INDICATOR, r->time);
	rec_set_int(out, INDICATOR_INTERVAL, iv);
	rec_set_raw(
	    out, INDICATOR_VALUES, in->object, (size_t)(end - in->object));
	return true;
}
