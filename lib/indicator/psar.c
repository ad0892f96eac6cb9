/* SPDX-License-Identifier: MIT */
#include "indicator/psar.h"

#include <math.h>

void
psar_init(struct psar *p, double step, double max)
{
	*p = (struct psar){.step = step, .max = max, .rising = true};
}

int
psar_warmup(void)
{
	return 3;
}

static void
reverse(struct psar *p, double extreme)
{
	p->reversed = true;
	p->rising = !p->rising;
	p->sar = p->extreme;
	p->extreme = extreme;
	p->accel = p->step;
}

static void
take_extreme(struct psar *p, double extreme)
{
	p->extreme = extreme;
	p->accel = fmin(p->accel + p->step, p->max);
}

static void
advance(struct psar *p, double high, double low)
{
	int last = p->seen - 1;

	p->sar += p->accel * (p->extreme - p->sar);
	if (p->rising) {
		p->sar = fmin(p->sar, fmin(p->low[0], p->low[last]));
		if (low < p->sar)
			reverse(p, low);
		else if (high > p->extreme)
			take_extreme(p, high);
	} else {
		p->sar = fmax(p->sar, fmax(p->high[0], p->high[last]));
		if (high > p->sar)
			reverse(p, high);
		else if (low < p->extreme)
			take_extreme(p, low);
	}
}

bool
psar_push(struct psar *p, double high, double low, double *value)
{
	bool known = p->reversed;

	if (p->seen > 0) {
		advance(p, high, low);
	} else {
		p->sar = low;
		p->extreme = high;
		p->accel = p->step;
	}
	if (p->seen < 2)
		p->seen++;
	p->high[1] = p->high[0];
	p->low[1] = p->low[0];
	p->high[0] = high;
	p->low[0] = low;
	if (known)
		*value = p->sar;
	return known;
}
