/* SPDX-License-Identifier: MIT */
/* hash - 64 bits of some bytes, quickly: not against people who mean harm. */
#ifndef HASH_H
#define HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Eight bytes a step: xor them in, multiply to 128 bits, fold the halves.
 * The constants are odd, with bits all over; nothing else is asked of them.
 */
static inline uint64_t
hash_fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t
hash_bytes(const char *key, size_t len)
{
	const uint64_t k1 = UINT64_C(0x9e3779b97f4a7c15);
	const uint64_t k2 = UINT64_C(0xd6e8feb86659fd93);
	uint64_t h = k2 ^ len, word;

	for (; len >= 8; key += 8, len -= 8) {
		memcpy(&word, key, 8);
		h = hash_fold(h ^ word, k1) + k2;
	}
	word = 0;
	memcpy(&word, key, len);
	return hash_fold(hash_fold(h ^ word, k1) + k2, k1);
}

#endif
