/* SPDX-License-Identifier: MIT */
#include "signal/context.h"

#include <stdlib.h>

#include "base/json.h"

void
context_finish(struct context *c)
{
	free(c->lvns);
	c->lvns = NULL;
}

/* As context_read(). */
static int
read_lvns(struct context *c, const struct record *r, struct inputs *in,
    const char **why)
{
	const struct value *v = &r->v[CONTEXT_LVNS];
	int n;

	if (!rec_has(r, CONTEXT_LVNS))
		return 0;
	n = json_numbers(v->s, v->len, c->lvns, c->room);
	if (n > c->room) {
		double *lvns = realloc(c->lvns, (size_t)n * sizeof *lvns);

		if (!lvns)
			return -1;
		c->lvns = lvns;
		c->room = n;
		n = json_numbers(v->s, v->len, lvns, n);
	}
	*why = "\"lvns\" is not an array of numbers";
	if (n < 0)
		return 1;
	*why = "\"lvns\" holds a price that is not above 0";
	for (int i = 0; i < n; i++)
		if (!(c->lvns[i] > 0))
			return 1;
	in->lvns = c->lvns;
	in->nlvns = n;
	in->passed |= UINT64_C(1) << IN_LVNS;
	return 0;
}

int
context_read(struct context *c, const struct record *r, struct inputs *in,
    const char **why)
{
	static const struct {
		int slot;
		enum input input;
	} numbers[] = {
	    {CONTEXT_PRICE, IN_PRICE},
	    {CONTEXT_EMA_50, IN_EMA_50},
	    {CONTEXT_ADX_14, IN_ADX_14},
	    {CONTEXT_VWAP, IN_VWAP},
	    {CONTEXT_DELTA_OI_PCT, IN_DELTA_OI_PCT},
	    {CONTEXT_CVD, IN_CVD},
	    {CONTEXT_CVD_SLOPE, IN_CVD_SLOPE},
	    {CONTEXT_VALUE_AREA_LOW, IN_VALUE_AREA_LOW},
	    {CONTEXT_VALUE_AREA_HIGH, IN_VALUE_AREA_HIGH},
	    {CONTEXT_BB_WIDTH, IN_BB_WIDTH},
	    {CONTEXT_KC_WIDTH, IN_KC_WIDTH},
	    {CONTEXT_MOMENTUM, IN_MOMENTUM},
	    {CONTEXT_MOMENTUM_SHIFT, IN_MOMENTUM_SHIFT},
	    {CONTEXT_FUNDING_RATE, IN_FUNDING_RATE},
	    {CONTEXT_BASIS, IN_BASIS},
	    {CONTEXT_ORDERFLOW_IMBALANCE, IN_ORDERFLOW_IMBALANCE},
	    {CONTEXT_DELTA_VOLUME, IN_DELTA_VOLUME},
	    {CONTEXT_LIQUIDATION_CLUSTER, IN_LIQUIDATION_CLUSTER},
	};

	*in = (struct inputs){.direction = -1};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (rec_has(r, numbers[i].slot))
			input_pass(
			    in, numbers[i].input, r->v[numbers[i].slot].num);
	if (rec_has(r, CONTEXT_DIRECTION))
		in->direction = (int)r->v[CONTEXT_DIRECTION].i;
	if (rec_has(r, CONTEXT_SESSION)) {
		in->session = r->v[CONTEXT_SESSION].s;
		in->session_len = r->v[CONTEXT_SESSION].len;
	}
	return read_lvns(c, r, in, why);
}
