/* SPDX-License-Identifier: MIT */
/* The quick numbers against num_scan(), on texts of all kinds. */
#include "base/num_short.h"

#include <stdio.h>
#include <stdlib.h>

#include "tap.h"

enum { TEXT_MAX = 24, BEHIND = 32, TEXTS = 300000 };

static unsigned
roll(unsigned n)
{
	static uint64_t x = 0x9e3779b97f4a7c15;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

/* Mostly a number; now and then nearly one. */
static size_t
make_text(char *text)
{
	static const char odd[] = "0123456789.-+eE ,:";
	size_t n = 0, whole = 1 + roll(11), places = roll(3) ? roll(9) : 0;

	for (size_t i = 0; i < whole; i++)
		text[n++] = (char)('0' + roll(10));
	if (places || roll(20) == 0)
		text[n++] = '.';
	for (size_t i = 0; i < places; i++)
		text[n++] = (char)('0' + roll(10));
	if (roll(4) == 0)
		text[roll((unsigned)n)] = odd[roll(sizeof odd - 1)];
	return n;
}

/* Whether it is one that must not be left to num_scan(). */
static bool
is_usual(const char *p, const char *end, const struct num_scan *n)
{
	if (!end || n->neg || end - p > NUM_SHORT_MAX || *end == '.')
		return false;
	for (; p < end; p++)
		if ((*p | 0x20) == 'e')
			return false;
	return true;
}

static bool
agree(const char *p)
{
	struct num_scan n = {0};
	const char *want = num_scan(p, &n), *got;
	bool usual = is_usual(p, want, &n);
	uint64_t m = 0;
	int places = 0;

	got = num_short(p, &m, &places);
	if (num_short_end(p) != got)
		return false;
	if (got ? got != want || n.neg || m != n.m || places != -n.e : usual)
		return false;
	got = num_short_whole(p, &m);
	if (num_short_whole_end(p) != got)
		return false;
	return got ? got == want && !n.neg && n.integer && m == n.m
		   : !(usual && n.integer);
}

int
main(void)
{
	int bad = 0;

	for (int i = 0; i < TEXTS; i++) {
		static const char behind[] = ",}] \n\t:x-";
		char text[TEXT_MAX], *all;
		size_t len = make_text(text);
		size_t size = NUM_BEFORE + len + 1 + BEHIND;

		/* No byte more than may be read, all that can deceive. */
		all = malloc(size);
		if (!all)
			return 1;
		for (size_t k = 0; k < size; k++)
			all[k] = "0123456789.e-\""[roll(14)];
		memcpy(all + NUM_BEFORE, text, len);
		all[NUM_BEFORE + len] = behind[roll(sizeof behind - 1)];
		if (!agree(all + NUM_BEFORE) && ++bad < 10)
			printf("# '%.*s'\n", (int)len + 1, all + NUM_BEFORE);
		free(all);
	}
	ok(bad == 0, "numbers are read as by num_scan()");
	return tap_done();
}
