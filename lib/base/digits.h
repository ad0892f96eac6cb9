/* SPDX-License-Identifier: MIT */
/* digits - digits as text, eight at a time: for the writers of num.h. */
#ifndef DIGITS_H
#define DIGITS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* The eight digits of v < 10^8, one a byte, the first the lowest. */
static inline uint64_t
digits_of(uint32_t v)
{
	uint64_t x = v / 10000 | (uint64_t)(v % 10000) << 32, q;

	q = (x * 10486 >> 20) & 0x0000007f0000007fu; /* / 100 */
	x = q | (x - q * 100) << 16;
	q = (x * 103 >> 10) & 0x000f000f000f000fu; /* / 10 */
	return q | (x - q * 10) << 8;
}

/* Eight bytes, the first the lowest. */
static inline void
put_word(char *p, uint64_t bytes)
{
	bytes = htole64(bytes);
	memcpy(p, &bytes, sizeof bytes);
}

static inline void
put_eight(char *p, uint64_t digits)
{
	put_word(p, digits | 0x3030303030303030u);
}

#endif
