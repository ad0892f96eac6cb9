/* SPDX-License-Identifier: MIT */
#include "indicator/tema.h"

void
tema_init(struct tema *m, int n)
{
	*m = (struct tema){.n = n, .k = 2.0 / (n + 1)};
}

int
tema_warmup(int n)
{
	return n;
}

bool
tema_push(struct tema *m, double x, double *value)
{
	if (m->seen < m->n) {
		m->e1 += x;
		if (++m->seen < m->n)
			return false;
		m->e1 /= m->n;
		m->e2 = m->e3 = m->e1;
	} else {
		m->e1 += m->k * (x - m->e1);
		m->e2 += m->k * (m->e1 - m->e2);
		m->e3 += m->k * (m->e2 - m->e3);
	}
	*value = 3 * (m->e1 - m->e2) + m->e3;
	return true;
}
