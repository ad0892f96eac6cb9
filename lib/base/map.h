/* SPDX-License-Identifier: MIT */
/* map - byte strings to small numbers, in order of first sight. */
#ifndef MAP_H
#define MAP_H

#include <stddef.h>

struct map;

struct map *map_new(void); /* *new*, or NULL */
void map_free(struct map *m);

/*
 * The number of the key, given out 0, 1, 2 ... as new keys are seen; the key
 * is copied.  -1 when out of memory.
 */
int map_intern(struct map *m, const char *key, size_t len);

/* The number, or -1 if the key was never interned. */
int map_find(const struct map *m, const char *key, size_t len);

int map_count(const struct map *m);

/* *borrowed* until map_free(); NUL-terminated; *len may be NULL. */
const char *map_key(const struct map *m, int number, size_t *len);

#endif
