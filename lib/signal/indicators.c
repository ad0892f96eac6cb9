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

struct indicators {
	const struct study_list *list;
	struct studies *studies;
	unsigned starts; /* the tracker's, when it last was looked at */
	double *values;
	char *text; /* room for the object of all values */
};

static size_t
text_room(const struct study_list *l)
{
	size_t room = 2;

	for (int i = 0; i < study_list_values(l); i++)
		room += strlen(study_list_key(l, i)) * 6 + 4 + NUM_DOUBLE_MAX;
	return room;
}

struct indicators *
indicators_new(const struct study_list *l)
{
	struct indicators *in = calloc(1, sizeof *in);

	if (!in)
		return NULL;
	in->list = l;
	in->studies = studies_new(l);
	in->values = calloc((size_t)study_list_values(l), sizeof(double));
	in->text = malloc(text_room(l));
	if (in->studies && in->values && in->text)
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
	char *p = in->text;
	int n = study_list_values(in->list);

	for (int i = 0; i < n; i++) {
		const char *key = study_list_key(in->list, i);

		if (!isfinite(in->values[i]))
			continue;
		*p = p == in->text ? '{' : ',';
		p = json_put_string(p + 1, key, strlen(key));
		*p++ = ':';
		p = num_put_calc(p, in->values[i]);
	}
	if (p == in->text)
		return NULL;
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

	if (t->starts != in->starts)
		studies_reset(in->studies, STUDY_BARS);
	in->starts = t->starts;
	studies_push(in->studies, &bar, in->values);
	end = put_values(in);
	if (!end)
		return false;
	rec_init(out, REC_INDICATOR, r->time);
	rec_set_int(out, INDICATOR_INTERVAL, iv);
	rec_set_raw(out, INDICATOR_VALUES, in->text, (size_t)(end - in->text));
	return true;
}
