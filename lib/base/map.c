/* SPDX-License-Identifier: MIT */
#include "map.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { SLOTS_MIN = 16, BLOCK_BYTES = 4096, BLOCK_BYTES_MAX = 1 << 20 };

/* Keys lie in blocks that never move, so map_key() stays valid. */
struct block {
	struct block *next;
	size_t used, size;
	char bytes[];
};

struct key {
	const char *text;
	size_t len;
	uint64_t hash;
};

struct slot {
	uint32_t tag;  /* upper half of the hash: spares most comparisons */
	int32_t entry; /* number + 1; 0: free */
};

struct map {
	struct slot *slots; /* open addressing, a power of two of them */
	size_t nslots;
	struct key *keys; /* by number */
	size_t nkeys, room;
	struct block *blocks;
};

struct map *
map_new(void)
{
	struct map *m = calloc(1, sizeof *m);

	if (!m)
		return NULL;
	m->slots = calloc(SLOTS_MIN, sizeof *m->slots);
	if (!m->slots) {
		free(m);
		return NULL;
	}
	m->nslots = SLOTS_MIN;
	return m;
}

void
map_free(struct map *m)
{
	if (!m)
		return;
	for (struct block *b = m->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(m->keys);
	free(m->slots);
	free(m);
}

/* The slot of the key, or the free one where it belongs. */
static size_t
find_slot(const struct map *m, uint64_t h, const char *key, size_t len)
{
	size_t mask = m->nslots - 1, i;
	uint32_t tag = (uint32_t)(h >> 32);

	for (i = h & mask; m->slots[i].entry; i = (i + 1) & mask) {
		const struct key *k = &m->keys[m->slots[i].entry - 1];

		if (m->slots[i].tag == tag && k->len == len &&
		    memcmp(k->text, key, len) == 0)
			break;
	}
	return i;
}

static bool
grow_slots(struct map *m)
{
	size_t n = 2 * m->nslots;
	struct slot *slots = calloc(n, sizeof *slots);

	if (!slots)
		return false;
	for (size_t e = 0; e < m->nkeys; e++) {
		size_t i = m->keys[e].hash & (n - 1);

		while (slots[i].entry)
			i = (i + 1) & (n - 1);
		slots[i].tag = (uint32_t)(m->keys[e].hash >> 32);
		slots[i].entry = (int32_t)e + 1;
	}
	free(m->slots);
	m->slots = slots;
	m->nslots = n;
	return true;
}

static bool
grow_keys(struct map *m)
{
	size_t room = m->room ? 2 * m->room : SLOTS_MIN;
	struct key *keys = reallocarray(m->keys, room, sizeof *keys);

	if (!keys)
		return false;
	m->keys = keys;
	m->room = room;
	return true;
}

/* A copy of the key with a NUL behind it, or NULL. */
static const char *
copy_key(struct map *m, const char *key, size_t len)
{
	struct block *b = m->blocks;
	char *copy;

	if (len >= SIZE_MAX / 2)
		return NULL;
	if (!b || b->size - b->used < len + 1) {
		size_t size = b ? 2 * b->size : BLOCK_BYTES;

		if (size > BLOCK_BYTES_MAX)
			size = BLOCK_BYTES_MAX;
		if (size < len + 1)
			size = len + 1;
		b = malloc(sizeof *b + size);
		if (!b)
			return NULL;
		b->used = 0;
		b->size = size;
		b->next = m->blocks;
		m->blocks = b;
	}
	copy = b->bytes + b->used;
	memcpy(copy, key, len);
	copy[len] = '\0';
	b->used += len + 1;
	return copy;
}

int
map_intern(struct map *m, const char *key, size_t len)
{
	uint64_t h = hash_bytes(key, len);
	size_t i = find_slot(m, h, key, len);
	const char *copy;

	if (m->slots[i].entry)
		return m->slots[i].entry - 1;
	if (m->nkeys == INT_MAX - 1)
		return -1;
	if (m->nkeys >= m->nslots / 2) {
		if (!grow_slots(m))
			return -1;
		i = find_slot(m, h, key, len);
	}
	if (m->nkeys == m->room && !grow_keys(m))
		return -1;
	copy = copy_key(m, key, len);
	if (!copy)
		return -1;
	m->keys[m->nkeys++] = (struct key){.text = copy, .len = len, .hash = h};
	m->slots[i].tag = (uint32_t)(h >> 32);
	m->slots[i].entry = (int32_t)m->nkeys;
	return (int)m->nkeys - 1;
}

int
map_find(const struct map *m, const char *key, size_t len)
{
	size_t i = find_slot(m, hash_bytes(key, len), key, len);

	return m->slots[i].entry - 1;
}

int
map_count(const struct map *m)
{
	return (int)m->nkeys;
}

const char *
map_key(const struct map *m, int number, size_t *len)
{
	const struct key *k = &m->keys[number];

	if (len)
		*len = k->len;
	return k->text;
}
