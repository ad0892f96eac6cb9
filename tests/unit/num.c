/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <float.h>
#include <math.h>

#include "tap.h"

#define ZEROS20 "00000000000000000000"
#define ZEROS100 ZEROS20 ZEROS20 ZEROS20 ZEROS20 ZEROS20
#define ZEROS800                                                               \
	ZEROS100 ZEROS100 ZEROS100 ZEROS100 ZEROS100 ZEROS100 ZEROS100 ZEROS100

static const struct {
	const char *text;
	double want;
} numbers[] = {
    {"0", 0},
    {"-0", -0.0},
    {"0.0e999999999999999999999", 0},
    {"-0.000e-7", -0.0},
    {"1700000000000", 1700000000000},
    {"42001.37", 42001.37},
    {"-1234.56789", -1234.56789},
    {"83312345.1234567", 83312345.1234567},
    {"1e5", 100000},
    {"1E+5", 100000},
    {"15e-1", 1.5},
    {"12345678", 12345678},
    {"1234567.12345678", 1234567.12345678},
    {"0.00000000000000000000000000123", 1.23e-27},
    {"1" ZEROS100 "e-100", 1},
    {"0." ZEROS100 "1e101", 1},
    {"1e22", 1e22},
    {"1e23", 1e23},
    {"9007199254740992", 0x1p53},
    {"9007199254740993", 0x1p53}, /* a tie: to even */
    {"9007199254740995", 0x1.0000000000002p53},
    {"9007199254740993.0", 0x1p53},
    {"9007199254740993." ZEROS800 "1", 0x1.0000000000001p53},
    {"9007199254740992." ZEROS800 "1", 0x1p53},
    {"9007199254740992.9999999999999999999999999", 0x1p53},
    {"18446744073709551615", 0x1p64},
    {"18446744073709551616", 0x1p64},
    {"9223372036854775807", 0x1p63},
    {"1.7976931348623157e308", 0x1.fffffffffffffp1023},
    {"1.7976931348623158e308", 0x1.fffffffffffffp1023},
    {"2.2250738585072014e-308", 0x1p-1022},
    {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
    {"2.225073858507201e-308", 0x0.fffffffffffffp-1022},
    {"5e-324", 0x1p-1074},
    {"2.4703282292062328e-324", 0x1p-1074},
    {"2.4703282292062327e-324", 0},
    {"7.4e-324", 0x1p-1074},
    {"7.5e-324", 0x1p-1073},
    {"1e-342", 0},
    {"1e-400", 0},
    {"1e-18446744073709551617", 0},
    {"-1e-99999999999999999999", -0.0},
    {"123456789012345678901234567890", 123456789012345678901234567890.0},
};

static const char *const not_numbers[] = {
    "",
    "-",
    "+1",
    "01",
    "-01",
    "00",
    "1.",
    ".5",
    "-.5",
    "1.e5",
    "1e",
    "1e+",
    "1e-",
    "1e5.",
    "e5",
    "0x10",
    "inf",
    "nan",
    "1 ",
    " 1",
    "1,5",
    "1.5.2",
    "1e5e5",
    "--1",
    "1e99999999999",
    "1e18446744073709551617",
    "-1e309",
    "1.7976931348623159e308",
    "17976931348623158" ZEROS100 ZEROS100 ZEROS100,
};

static const struct {
	const char *text;
	uint64_t m;
	int e;
	bool neg, exact, integer;
	int len;
} scans[] = {
    {"1700000000000,", 1700000000000, 0, false, true, true, 13},
    {"-42001.37}", 4200137, -2, true, true, false, 9},
    {"0,", 0, 0, false, true, true, 1},
    {"-0.00,", 0, 0, true, true, false, 5},
    {"0.5,", 5, -1, false, true, false, 3},
    {"12345678,", 12345678, 0, false, true, true, 8},
    {"123456789,", 123456789, 0, false, true, true, 9},
    {"1.12345678,", 112345678, -8, false, true, false, 10},
    {"9999999999999999999,", 9999999999999999999u, 0, false, true, true, 19},
    {"99999999999999999999,", 9999999999999999999u, 1, false, false, true, 20},
    {"10000000000000000000,", 1000000000000000000, 1, false, true, true, 20},
    {"0.1234567890123456789,", 1234567890123456789, -19, false, true, false,
	21},
    {"0.12345678901234567891,", 1234567890123456789, -19, false, false, false,
	22},
    {"0.000000000000000000000123,", 123, -24, false, true, false, 26},
    {"1e3,", 1, 3, false, true, false, 3},
    {"1.5E-3,", 15, -4, false, true, false, 6},
    {"1/", 1, 0, false, true, true, 1},
    {"1:", 1, 0, false, true, true, 1},
    {"12345678\xb0,", 12345678, 0, false, true, true, 8},
    {"1234567\x81,", 1234567, 0, false, true, true, 7},
    {"1.5.2", 15, -1, false, true, false, 3},
};

static const struct {
	const char *text;
	int64_t want; /* 1 too where it is refused */
	bool refused;
} ints[] = {
    {"0", 0, false},
    {"-0", 0, false},
    {"007", 7, false},
    {"9223372036854775807", INT64_MAX, false},
    {"-9223372036854775808", INT64_MIN, false},
    {"9223372036854775808", 1, true},
    {"-9223372036854775809", 1, true},
    {"99999999999999999999", 1, true},
    {"", 1, true},
    {"-", 1, true},
    {"+1", 1, true},
    {"1.0", 1, true},
    {"1e3", 1, true},
    {" 1", 1, true},
    {"1 ", 1, true},
};

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0;
}

static void
test_parse(void)
{
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const char *text = numbers[i].text;
		double v = 77;

		ok(num_parse_double(text, strlen(text), &v) == 0 &&
			same(v, numbers[i].want),
		    "%.50s is read", text);
	}
	for (size_t i = 0; i < sizeof not_numbers / sizeof *not_numbers; i++) {
		const char *text = not_numbers[i];
		double v = 77;

		ok(num_parse_double(text, strlen(text), &v) == -1 && v == 77,
		    "'%.50s' is refused", text);
	}
}

static bool
is_scan(const struct num_scan *n, size_t i)
{
	return n->m == scans[i].m && n->e == scans[i].e &&
	       n->neg == scans[i].neg && n->exact == scans[i].exact &&
	       n->integer == scans[i].integer;
}

static void
test_scan(void)
{
	for (size_t i = 0; i < sizeof scans / sizeof *scans; i++) {
		char text[80] = "";
		const char *end = text + scans[i].len;
		struct num_scan n, slow;

		memcpy(text, scans[i].text, strlen(scans[i].text));
		ok(num_scan(text, &n) == end && is_scan(&n, i),
		    "%.*s is taken apart", scans[i].len, text);
		ok(num_scan_slow(text, NULL, &slow) == end &&
			is_scan(&slow, i) &&
			num_scan_slow(text, end, &slow) == end,
		    "and within bounds");
	}
	for (int i = 0; i < 15; i++) { /* the grammar's part of the list */
		char text[80] = "";
		struct num_scan n;

		memcpy(text, not_numbers[i], strlen(not_numbers[i]));
		ok(!num_scan(text, &n) || num_scan(text, &n)[0] != '\0',
		    "'%s' is no number", text);
	}
}

static void
test_ints(void)
{
	for (size_t i = 0; i < sizeof ints / sizeof *ints; i++) {
		const char *text = ints[i].text;
		int64_t v = 1;
		int status = num_parse_int(text, strlen(text), &v);

		ok(status == (ints[i].refused ? -1 : 0) && v == ints[i].want,
		    "'%s' as an integer", text);
	}
}

static uint64_t
next_random(void)
{
	static uint64_t x = 0x9e3779b97f4a7c15;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

/* Both ways to read text (with room behind it) against strtod(3). */
static bool
reads_as_libc(const char *text)
{
	size_t len = strlen(text);
	double want = strtod(text, NULL), a, b = want;
	struct num_scan n;

	if (num_scan(text, &n) != text + len)
		return false;
	a = num_scale(n.m, n.e, n.neg, n.exact, text, len);
	if (num_parse_double(text, len, &b) != (isinf(want) ? -1 : 0))
		return false;
	if (same(a, want) && same(b, want))
		return true;
	printf("# %.40s...: %a, %a, want %a\n", text, a, b, want);
	return false;
}

/* A double of any size, or as many bits as one, fewer digits. */
static double
random_double(void)
{
	uint64_t bits = next_random();
	double v;

	if (next_random() % 8 == 0)
		bits &= ~0ull << next_random() % 53;
	if (next_random() % 8 == 0)
		bits &= ~(0x7ffull << 52);
	if ((bits >> 52 & 0x7ff) == 0x7ff)
		bits ^= 1ull << 62;
	memcpy(&v, &bits, sizeof v);
	return v;
}

static void
test_random_digits(void)
{
	int bad = 0;

	for (int i = 0; i < 40000; i++) {
		char text[160] = "";
		double v = i % 2 ? random_double()
				 : (double)(next_random() % 100000000) / 1e4;

		snprintf(text, sizeof text - 32, "%.*e",
		    (int)(next_random() % 30), v);
		bad += !reads_as_libc(text);
		if (fabs(v) < 1e30 && fabs(v) > 1e-30) {
			snprintf(text, sizeof text - 32, "%.*f",
			    (int)(next_random() % 40), v);
			bad += !reads_as_libc(text);
		}
	}
	ok(bad == 0, "random digits are read as by libc");
}

/* The middle between two doubles, to the last digit, and what is next to it.
 */
static void
test_random_ties(void)
{
	int bad = 0;

	for (int i = 0; i < 2000; i++) {
		char text[2000] = "", *e, exponent[10];
		double v = fabs(random_double());
		/* Exact: a long double has more bits, and a wider range. */
		long double middle =
		    ((long double)v + (long double)nextafter(v, 0)) / 2;
		int digits;

		if (LDBL_MANT_DIG < 64 || v == 0)
			continue;
		snprintf(text, 1200, "%.1000Le", middle);
		e = strchr(text, 'e');
		snprintf(exponent, sizeof exponent, "%s", e);
		bad += !reads_as_libc(text);
		for (digits = 1002; text[digits - 1] == '0';)
			digits--;
		strcpy(text + digits, exponent);
		bad += !reads_as_libc(text);
		text[digits - 1]--;
		bad += !reads_as_libc(text);
		text[digits - 1]++;
		memset(text + digits, '0', 1002 - (size_t)digits);
		text[1001] = '1';
		strcpy(text + 1002, exponent);
		bad += !reads_as_libc(text);
	}
	ok(bad == 0, "the middle of two doubles is rounded as by libc");
}

int
main(void)
{
	test_parse();
	test_scan();
	test_ints();
	test_random_digits();
	test_random_ties();
	return tap_done();
}
