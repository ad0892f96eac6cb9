/* SPDX-License-Identifier: MIT */
#include "indicator/study.h"

#include <math.h>
#include <stdlib.h>

#include "indicator/study_list.h"

struct study {
	void *state;
	int64_t block; /* of bars, in which its sums were made; -1: none */
};

struct studies {
	const struct study_list *list;
	int warmup;
	double *outs;      /* list->outs */
	struct study at[]; /* list->n */
};

struct studies *
studies_new(const struct study_list *l)
{
	struct studies *s =
	    calloc(1, sizeof *s + (size_t)l->n * sizeof(struct study));

	if (!s)
		return NULL;
	s->list = l;
	s->outs = calloc((size_t)l->outs, sizeof *s->outs);
	if (!s->outs) {
		studies_free(s);
		return NULL;
	}
	for (int i = 0; i < l->n; i++) {
		const struct study_item *it = &l->items[i];
		int warmup = -1;

		s->at[i].block = -1;
		s->at[i].state = calloc(1, it->kind->size);
		if (s->at[i].state)
			warmup = it->kind->init(s->at[i].state, it->p);
		if (warmup < 0) {
			free(s->at[i].state);
			s->at[i].state = NULL;
			studies_free(s);
			return NULL;
		}
		if (warmup > s->warmup)
			s->warmup = warmup;
	}
	return s;
}

void
studies_free(struct studies *s)
{
	if (!s)
		return;
	for (int i = 0; i < s->list->n && s->at[i].state; i++) {
		const struct study_kind *kind = s->list->items[i].kind;

		if (kind->task)
			kind->task(s->at[i].state, STUDY_FINISH);
		free(s->at[i].state);
	}
	free(s->outs);
	free(s);
}

int
studies_warmup(const struct studies *s)
{
	return s->warmup;
}

static void
push_one(struct study *st, const struct study_item *it,
    const struct study_bar *b, double outs[])
{
	int64_t block = b->number >> it->shift;

	if (block != st->block && it->kind->task)
		it->kind->task(st->state, STUDY_ANCHOR);
	st->block = block;
	it->kind->push(st->state, b, outs);
}

void
studies_push(struct studies *s, const struct study_bar *b, double v[])
{
	const struct study_list *l = s->list;

	for (int o = 0; o < l->outs; o++)
		s->outs[o] = NAN;
	for (int i = 0; i < l->n; i++)
		push_one(
		    &s->at[i], &l->items[i], b, s->outs + l->items[i].first);
	for (int i = 0; i < l->values; i++)
		v[i] = s->outs[l->from[i]];
}

int
studies_sample(struct studies *s, enum study_source source, int64_t ts_ms,
    int64_t good_ms, double value)
{
	for (int i = 0; i < s->list->n; i++) {
		const struct study_kind *kind = s->list->items[i].kind;

		if (kind->source == source && kind->sample &&
		    kind->sample(s->at[i].state, ts_ms, good_ms, value) != 0)
			return -1;
	}
	return 0;
}

void
studies_reset(struct studies *s, enum study_source source)
{
	for (int i = 0; i < s->list->n; i++) {
		const struct study_item *it = &s->list->items[i];

		if (it->kind->source != source)
			continue;
		s->at[i].block = -1;
		if (it->kind->task)
			it->kind->task(s->at[i].state, STUDY_RESET);
		else
			it->kind->init(s->at[i].state, it->p);
	}
}
