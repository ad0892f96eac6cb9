/* SPDX-License-Identifier: MIT */
/* json against tables and against JSONTestSuite (where it is). */
#include "base/json.h"

#include <dirent.h>
#include <string.h>

#include "tap.h"

/* A copy of text with '\n' and slack behind it, as json.h asks for. */
static char *
framed(const char *text, size_t len)
{
	char *p = malloc(len + JSON_SLACK + 1);

	if (!p)
		exit(1);
	memcpy(p, text, len);
	memset(p + len, '\n', JSON_SLACK + 1);
	return p;
}

static const char *
verdict(const char *text, size_t len)
{
	char *p = framed(text, len);
	const char *why = json_check(p, p + len);

	free(p);
	return why;
}

static void
check_table(void)
{
	static const struct {
		const char *text, *why; /* why: part of the reason; NULL: ok */
	} cases[] = {
	    {"{}", NULL},
	    {" [ ] ", NULL},
	    {"[1,-0,1.5e+3,\"\\u00e9\\n\",true,false,null,{\"a\":[{}]}]", NULL},
	    {"\"\\ud834\\udd1e\"", NULL},
	    {"\"\xf0\x9d\x84\x9e\"", NULL},
	    {"\"\\u0000\"", NULL},
	    {"\"\\ud834\"", "escape"},
	    {"\"\\udd1e\"", "escape"},
	    {"\"\\ud834\\u0041\"", "escape"},
	    {"\"\\udd1e\\udd1e\"", "escape"},
	    {"\"\\ud834\\ue000\"", "escape"},
	    {"\"\\ud834_udd1e\"", "escape"},
	    {"\"\\ud834\\ndd1e\"", "escape"},
	    {"\"\\u00g0\"", "escape"},
	    {"\"\xe0\x80\x80\"", "UTF-8"},
	    {"\"\xf0\x80\x80\x80\"", "UTF-8"},
	    {"\"\\x\"", "escape"},
	    {"\"a\tb\"", "control"},
	    {"\"\xc0\xaf\"", "UTF-8"},
	    {"\"\xed\xa0\x80\"", "UTF-8"},
	    {"\"\xf4\x90\x80\x80\"", "UTF-8"},
	    {"\"\xe2\x82\"", "UTF-8"},
	    {"\"abc", "not closed"},
	    {"01", "number"},
	    {"1.", "number"},
	    {"-", "number"},
	    {"1e", "number"},
	    {"+1", "value"},
	    {"tru", "value"},
	    {"[1,]", "value"},
	    {"[1 2]", "comma"},
	    {"{\"a\":1,}", "name"},
	    {"{\"a\" 1}", "colon"},
	    {"{a:1}", "name"},
	    {"[}", "value"},
	    {"[1}", "comma"},
	    {"{\"a\":1]", "comma"},
	    {"1 2", "after"},
	    {"", "early"},
	    {"[", "early"},
	    {"[1", "early"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *why = verdict(cases[i].text, strlen(cases[i].text));

		ok(cases[i].why ? why && strstr(why, cases[i].why) : !why,
		    "%s: %s", cases[i].text, why ? why : "accepted");
	}
}

static void
check_depth(void)
{
	static char deep[2 * JSON_DEPTH + 8];

	memset(deep, '[', JSON_DEPTH);
	memset(deep + JSON_DEPTH, ']', JSON_DEPTH);
	ok(!verdict(deep, 2 * JSON_DEPTH), "2,048 arrays deep is fine");
	memset(deep, '[', JSON_DEPTH + 1);
	memset(deep + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
	ok(verdict(deep, 2 * JSON_DEPTH + 2) != NULL, "2,049 is too deep");
	deep[JSON_DEPTH] = '1';
	ok(verdict(deep, 2 * JSON_DEPTH + 1) != NULL,
	    "so is a number in 2,048 arrays");
}

static void
check_strings(void)
{
	static const struct {
		const char *escaped, *plain;
	} cases[] = {
	    {"a\\\"\\\\\\/\\b\\f\\n\\r\\tz", "a\"\\/\b\f\n\r\tz"},
	    {"\\u0041\\u00e9\\u20ac", "A\xc3\xa9\xe2\x82\xac"},
	    {"\\ud834\\udd1e", "\xf0\x9d\x84\x9e"},
	};
	char buf[64];
	size_t len;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		len = json_unescape(
		    buf, cases[i].escaped, strlen(cases[i].escaped));
		ok(len == strlen(cases[i].plain) &&
			memcmp(buf, cases[i].plain, len) == 0,
		    "unescape %s", cases[i].escaped);
	}
	len =
	    (size_t)(json_put_string(buf, "a\"\\\n\x01\x7f\xc3\xa9", 8) - buf);
	ok(len == 18 &&
		memcmp(buf, "\"a\\\"\\\\\\n\\u0001\x7f\xc3\xa9\"", 18) == 0,
	    "quoted strings escape what must be and no more");
	len = json_compact(buf, "{ \"a b\\\" \" : [ 1 , 2 ]\t}", 24);
	ok(len == 16 && memcmp(buf, "{\"a b\\\" \":[1,2]}", 16) == 0,
	    "compact leaves strings alone");
}

static void
check_numbers(void)
{
	double v[2] = {0};
	char *p = framed("[ 1.5 , -2e3,7 ]", 16);

	ok(json_numbers(p, 16, v, 2) == 3 && v[0] == 1.5 && v[1] == -2000,
	    "an array of numbers");
	v[1] = 9;
	ok(json_numbers(p, 16, v, 1) == 3 && v[1] == 9,
	    "those that have no room are only counted");
	free(p);
	p = framed("[]", 2);
	ok(json_numbers(p, 2, v, 2) == 0, "an empty array");
	free(p);
	p = framed("[1,\"2\"]", 7);
	ok(json_numbers(p, 7, v, 2) == -1, "a string is no number");
	free(p);
	p = framed("[1,1e999]", 9);
	ok(json_numbers(p, 9, v, 1) == -1, "what is no double is no number");
	free(p);
}

/* y_ must parse, n_ must be refused, i_ either (but not crash). */
static void
check_suite(void)
{
	char dir[512];
	int wrong = 0, files = 0;
	struct dirent *e;
	DIR *d;

	snprintf(
	    dir, sizeof dir, "%s/JSONTestSuite/test_parsing", tap_recorded());
	d = opendir(dir);
	if (!d) {
		ok(1, "JSONTestSuite # SKIP no recorded data at %s", dir);
		return;
	}
	while ((e = readdir(d))) {
		static char text[1 << 20];
		char path[1024];
		const char *why;
		size_t len;
		FILE *fp;

		if (strncmp(e->d_name + 1, "_", 1) != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		fp = fopen(path, "rb");
		if (!fp)
			continue;
		len = fread(text, 1, sizeof text, fp);
		fclose(fp);
		why = verdict(text, len);
		files++;
		if ((*e->d_name == 'y' && why) || (*e->d_name == 'n' && !why)) {
			printf("# %s: %s\n", e->d_name, why ? why : "accepted");
			wrong++;
		}
	}
	closedir(d);
	ok(files > 200 && !wrong, "JSONTestSuite, %d files", files);
}

int
main(void)
{
	check_table();
	check_depth();
	check_strings();
	check_numbers();
	check_suite();
	return tap_done();
}
