/* SPDX-License-Identifier: MIT */
#include "indicator/dema.h"

void
dema_init(struct dema *m, int n)
{
	*m = (struct dema){.n = n, .k = 2.0 / (n + 1)};
}

int
dema_warmup(int n)
{
	return n;
}

bool
dema_push(struct dema *m, double x, double *value)
{
	if (m->seen < m->n) {
		m->e1 += x;
		if (++m->seen < m->n)
			return false;
		m->e1 /= m->n;
		m->e2 = m->e1;
	} else {
		m->e1 += m->k * (x - m->e1);
		m->e2 += m->k * (m->e1 - m->e2);
	}
	*value = 2 * m->e1 - m->e2;
	return true;
}
