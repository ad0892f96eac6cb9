/* SPDX-License-Identifier: MIT */
/*
 * Reads the number strings of parse-number-fxx-test-data, each with its exact
 * double: `f16hex f32hex f64hex text`.
 */
#include <regex.h>
#include <zlib.h>

#include "base/num.h"

#include "tap.h"

static const char *const files[] = {
    "freetype-2-7",
    "lemire-fast-float",
    "more-test-cases",
};

struct count {
	int used, foreign, wrong;
};

static void
check(struct count *c, const regex_t *json, uint64_t bits, const char *text)
{
	static const uint64_t infinity = 0x7ffull << 52;
	size_t len = strlen(text);
	uint64_t read;
	double v;

	if (regexec(json, text, 0, NULL, 0) != 0) {
		c->foreign++;
		if (num_parse_double(text, len, &v) == 0) {
			c->wrong++;
			printf("# took '%s'\n", text);
		}
		return;
	}
	c->used++;
	if (num_parse_double(text, len, &v) != 0)
		read = text[0] == '-' ? infinity | 1ull << 63 : infinity;
	else
		memcpy(&read, &v, sizeof read);
	if (read != bits) {
		c->wrong++;
		printf("# %s: %016llx, want %016llx\n", text,
		    (unsigned long long)read, (unsigned long long)bits);
	}
}

static int
check_file(
    struct count *c, const regex_t *json, const char *dir, const char *name)
{
	char path[1000], line[8000], *p;
	gzFile f;

	snprintf(path, sizeof path, "%s/parse-number-fxx/%s.txt.gz", dir, name);
	f = gzopen(path, "r");
	if (!f)
		return -1;
	while (gzgets(f, line, sizeof line)) {
		line[strcspn(line, "\n")] = '\0';
		if (strlen(line) < 32)
			continue;
		p = line + 31;
		check(c, json, strtoull(line + 14, NULL, 16), p);
	}
	return gzclose(f) == Z_OK ? 0 : -1;
}

int
main(void)
{
	const char *dir = getenv("TICKPIPE_TEST_DATA");
	struct count c = {0};
	regex_t json;

	if (regcomp(&json, "^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$",
		REG_EXTENDED | REG_NOSUB) != 0)
		return 1;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (check_file(
			&c, &json, dir ? dir : "../shared/data", files[i]) != 0)
			tap_skip("the recorded number strings are not here");
	regfree(&json);
	printf("# %d numbers read, %d not JSON's\n", c.used, c.foreign);
	ok(c.used >= 6800, "there are thousands of numbers");
	ok(c.wrong == 0, "each is the double it should be");
	return tap_done();
}
