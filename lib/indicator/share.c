/* SPDX-License-Identifier: MIT */
#include "indicator/share.h"

#include <stdlib.h>

/* How far the whole may shrink: 10 of the 53 bits. */
#define SHRINK 1024

int
share_init(struct share *s, int n)
{
	*s = (struct share){.n = n, .left = n};
	s->at = malloc((size_t)n * sizeof *s->at);
	return s->at ? 0 : -1;
}

void
share_finish(struct share *s)
{
	free(s->at);
	s->at = NULL;
}

void
share_reset(struct share *s)
{
	*s = (struct share){.at = s->at, .n = s->n, .left = s->n};
}

void
share_anchor(struct share *s)
{
	double part = 0, whole = 0;
	int at = s->seen < s->n ? 0 : s->pos; /* the oldest */

	for (int i = 0; i < s->seen; i++) {
		part += s->at[at].part;
		whole += s->at[at].whole;
		if (++at == s->n)
			at = 0;
	}
	s->part = part;
	s->whole = s->most = whole;
	s->left = s->n;
}

int
share_warmup(int n)
{
	return n;
}

bool
share_push(
    struct share *s, double part, double whole, double otherwise, double *value)
{
	struct share_pair gone = {0, 0};

	if (s->seen == s->n)
		gone = s->at[s->pos];
	else
		s->seen++;
	s->at[s->pos] = (struct share_pair){part, whole};
	if (++s->pos == s->n)
		s->pos = 0;
	s->some += (part < 0 || part > 0) - (gone.part < 0 || gone.part > 0);
	s->part += part - gone.part;
	s->whole += whole - gone.whole;
	if (s->whole > s->most)
		s->most = s->whole;
	if (--s->left == 0 || s->whole * SHRINK < s->most)
		share_anchor(s);
	if (s->some == 0)
		s->part = 0;
	if (s->seen < s->n)
		return false;
	*value = s->whole > 0 ? s->part / s->whole : otherwise;
	return true;
}
