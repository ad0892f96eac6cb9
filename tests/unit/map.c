/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <string.h>

#include "tap.h"

enum { KEYS = 100000 };

static void
test_bytes(void)
{
	static const struct {
		const char *key;
		size_t len;
	} rows[] = {
	    {"BTCUSDT", 7},
	    {"BTCUSD", 6},
	    {"", 0},
	    {"\0", 1},
	    {"\0\0", 2},
	    {"a", 1},
	    {"a\0", 2},
	    {"a\0b", 3},
	    {"12345678", 8},
	    {"123456789", 9},
	    {"12345678\0", 9},
	    {"binance-um\0BTCUSDT_260327", 25},
	};
	enum { ROWS = sizeof rows / sizeof rows[0] };
	struct map *m = map_new();
	int bad = 0;

	ok(m && map_count(m) == 0 && map_find(m, "a", 1) == -1,
	    "an empty map knows nothing");
	for (int i = 0; i < ROWS; i++)
		if (map_intern(m, rows[i].key, rows[i].len) != i)
			bad++;
	ok(bad == 0 && map_count(m) == ROWS,
	    "keys that differ in a byte or in length differ");
	for (int i = 0; i < ROWS; i++) {
		size_t len = 99;
		const char *key = map_key(m, i, &len);

		if (map_intern(m, rows[i].key, rows[i].len) != i ||
		    map_find(m, rows[i].key, rows[i].len) != i ||
		    len != rows[i].len || memcmp(key, rows[i].key, len) != 0 ||
		    key[len] != '\0')
			bad++;
	}
	ok(bad == 0 && map_count(m) == ROWS,
	    "a key seen again has its number; its text is there");
	ok(strcmp(map_key(m, 0, NULL), "BTCUSDT") == 0, "len may be NULL");
	ok(map_find(m, "BTCUSDTX", 8) == -1 && map_find(m, "BTC", 3) == -1,
	    "no key is found by its beginning");
	map_free(m);
	map_free(NULL);
}

static size_t
write_key(char *buf, size_t size, int i)
{
	return (size_t)snprintf(buf, size, "key-%d-%0*d", i, i % 50 + 1, i);
}

static void
test_many(void)
{
	static const char *kept[KEYS];
	struct map *m = map_new();
	char key[128];
	int bad = 0;

	for (int i = 0; i < KEYS; i++) {
		size_t len = write_key(key, sizeof key, i);

		if (map_find(m, key, len) != -1 || map_intern(m, key, len) != i)
			bad++;
		kept[i] = map_key(m, i, NULL);
	}
	ok(bad == 0 && map_count(m) == KEYS, "numbers count up");
	for (int i = 0; i < KEYS; i++) {
		size_t len = write_key(key, sizeof key, i);

		if (map_find(m, key, len) != i ||
		    map_intern(m, key, len) != i ||
		    map_key(m, i, NULL) != kept[i] || strcmp(kept[i], key) != 0)
			bad++;
	}
	ok(bad == 0 && map_count(m) == KEYS,
	    "all are found again, and no text has moved");
	map_free(m);
}

static void
test_long(void)
{
	static char key[3 << 20];
	struct map *m = map_new();

	memset(key, 'k', sizeof key);
	ok(map_intern(m, key, sizeof key) == 0 &&
		map_intern(m, key, sizeof key - 1) == 1 &&
		map_intern(m, "x", 1) == 2,
	    "keys of megabytes");
	key[sizeof key - 1] = 'x';
	ok(map_find(m, key, sizeof key) == -1 &&
		map_find(m, key, sizeof key - 1) == 1,
	    "are copied, and compared to the end");
	map_free(m);
}

int
main(void)
{
	test_bytes();
	test_many();
	test_long();
	return tap_done();
}
