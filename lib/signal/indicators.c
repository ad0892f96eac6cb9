/* SPDX-License-Identifier: MIT */
#include "signal/indicators.h"

#include <math.h>
#include <stdlib.h>

#include "indicator/basis.h"
#include "market/interval.h"
#include "signal/indicator_line.h"

/* The oldest that a basis may be. */
#define BASIS_STALE_MS (15 * INT64_C(60000))

struct indicators {
	struct studies *studies;
	unsigned starts; /* the tracker's, when it last was looked at */
	double *values;
	struct indicator_line *line;
};

struct indicators *
indicators_new(const struct study_list *l)
{
	struct indicators *in = calloc(1, sizeof *in);

	if (!in)
		return NULL;
	in->studies = studies_new(l);
	in->values = calloc((size_t)study_list_values(l), sizeof *in->values);
	in->line = indicator_line_new(l);
	if (in->studies && in->values && in->line)
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
	indicator_line_free(in->line);
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

int
indicators_candle(struct indicators *in, const struct tracker *t,
    const struct record *r, struct out *o)
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

	bar.taken = bar.volume;
	if (t->trades) {
		bar.taken = t->bought + t->sold;
		bar.taker_buy = t->bought;
	}
	if (t->starts != in->starts)
		studies_reset(in->studies, STUDY_BARS);
	in->starts = t->starts;
	studies_push(in->studies, &bar, in->values);
	return o ? indicator_line_write(in->line, r, in->values, o) : 0;
}
