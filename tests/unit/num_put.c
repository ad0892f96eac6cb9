/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <math.h>

#include "tap.h"

static const struct {
	double v;
	const char *shortest, *calc;
} doubles[] = {
    {0, "0", "0"},
    {-0.0, "0", "0"},
    {5, "5", "5"},
    {-1.5, "-1.5", "-1.5"},
    {100, "100", "100"},
    {0.1, "0.1", "0.1"},
    {0.3 - 0.1, "0.19999999999999998", "0.2"},
    {42001.37, "42001.37", "42001.37"},
    {83312345.1234567, "83312345.1234567", "83312345.1235"},
    {1700000000000, "1700000000000", "1700000000000"},
    {0.00000123, "0.00000123", "0.00000123"},
    {1e-6, "0.000001", "0.000001"},
    {9.99999999999e-7, "9.99999999999e-7", "9.99999999999e-7"},
    {9.999999999999e-7, "9.999999999999e-7", "0.000001"},
    {1e-7, "1e-7", "1e-7"},
    {1.5e-7, "1.5e-7", "1.5e-7"},
    {1e-8, "1e-8", "1e-8"},
    {9e-9, "9e-9", "9e-9"},
    {999999999999999, "999999999999999", "1000000000000000"},
    {0x1p53, "9007199254740992", "9007199254740000"},
    {99999999.9999999, "99999999.9999999", "100000000"},
    {9999999.99999999, "9999999.99999999", "10000000"},
    {9999999.999999998, "9999999.999999998", "10000000"},
    {1e20, "100000000000000000000", "100000000000000000000"},
    {123456789012345680000.0, "123456789012345680000", "123456789012000000000"},
    {1e21, "1e+21", "1e+21"},
    {999999999999.6e9, "999999999999600000000", "1e+21"},
    {-1.5e300, "-1.5e+300", "-1.5e+300"},
    {1e23, "1e+23", "1e+23"},
    {2e-44, "2e-44", "2e-44"},
    {0x1p-44, "5.684341886080802e-14", "5.68434188608e-14"},
    {0x1p-1074, "5e-324", "4.94065645841e-324"},
    {0x1p-1073, "1e-323", "9.88131291682e-324"},
    {0x1p-1022, "2.2250738585072014e-308", "2.22507385851e-308"},
    {0x1.fffffffffffffp1023, "1.7976931348623157e+308", "1.79769313486e+308"},
    {-0x1.fffffffffffffp1023, "-1.7976931348623157e+308",
	"-1.79769313486e+308"},
    /* Ties go away from zero; 1e12 + .5 has no 12 digits to spare. */
    {1000000000000.5, "1000000000000.5", "1000000000000"},
    {1234567890125, "1234567890125", "1234567890130"},
    {1234567890135, "1234567890135", "1234567890140"},
    {-100000000000.5, "-100000000000.5", "-100000000001"},
    {100000000001.5, "100000000001.5", "100000000002"},
    {0.0001373291015625, "0.0001373291015625", "0.000137329101563"},
};

static bool
is_text(const char *text, const char *end, const char *want)
{
	size_t len = (size_t)(end - text);

	if (len == strlen(want) && memcmp(text, want, len) == 0)
		return true;
	printf("# %.*s, want %s\n", (int)len, text, want);
	return false;
}

static void
test_doubles(void)
{
	for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++) {
		char text[NUM_DOUBLE_MAX];
		double v = doubles[i].v;

		ok(is_text(text, num_put_double(text, v), doubles[i].shortest),
		    "%s is the shortest of %a", doubles[i].shortest, v);
		ok(is_text(text, num_put_calc(text, v), doubles[i].calc),
		    "%s is %a in 12 digits", doubles[i].calc, v);
		ok(num_calc(v) == strtod(doubles[i].calc, NULL),
		    "%s as a number", doubles[i].calc);
	}
}

static bool
writes_int(int64_t v)
{
	char text[NUM_INT_MAX], want[NUM_INT_MAX + 1];

	snprintf(want, sizeof want, "%lld", (long long)v);
	return is_text(text, num_put_int(text, v), want);
}

static bool
writes_uint(uint64_t v)
{
	char text[NUM_INT_MAX], want[NUM_INT_MAX + 1];

	snprintf(want, sizeof want, "%llu", (unsigned long long)v);
	return is_text(text, num_put_uint(text, v), want);
}

static void
test_ints(void)
{
	int bad = !writes_int(INT64_MIN) + !writes_uint(UINT64_MAX);

	for (int i = 0; i < 20; i++) {
		for (uint64_t d = 0; d < 3; d++) {
			uint64_t v = num_pow10u[i] + d - 1;

			bad += !writes_uint(v) + !writes_int((int64_t)v);
			bad += !writes_int(-(int64_t)v);
		}
	}
	for (uint64_t v = 3; v < UINT64_MAX / 7; v *= 7)
		bad += !writes_uint(v) + !writes_int(-(int64_t)v);
	ok(bad == 0, "integers of every length are written");
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

/* Any double; a market's number; few bits; a subnormal; an integer. */
static double
random_double(int kind)
{
	uint64_t bits = next_random();
	double v;

	switch (kind) {
	case 1:
		return (double)(int64_t)(bits >> (14 + bits % 30)) /
		       num_pow10[bits >> 32 & 7];
	case 2:
		bits &= ~0ull << bits % 53;
		break;
	case 3:
		bits &= ~(0x7ffull << 52);
		break;
	case 4:
		return (double)(int64_t)(bits >> bits % 60);
	}
	memcpy(&v, &bits, sizeof v);
	return isfinite(v) ? v : 1;
}

/* The digits of "-d.ddde+xx" without zeros at the end; *point as in 0.ddd *
 * 10^point. */
static int
take_digits(const char *text, char *digits, int *point)
{
	int n = 0;

	for (; *text != 'e'; text++)
		if (*text >= '0' && *text <= '9')
			digits[n++] = *text;
	*point = atoi(text + 1) + 1;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	digits[n] = '\0';
	return n;
}

/* ECMAScript's Number::toString from its digits on, word for word. */
static void
lay_out(char *p, bool neg, const char *digits, int n, int point)
{
	if (neg)
		*p++ = '-';
	if (n <= point && point <= 21)
		sprintf(
		    p, "%s%.*s", digits, point - n, "000000000000000000000");
	else if (0 < point && point <= 21)
		sprintf(p, "%.*s.%s", point, digits, digits + point);
	else if (-6 < point && point <= 0)
		sprintf(p, "0.%.*s%s", -point, "000000", digits);
	else if (n == 1)
		sprintf(p, "%se%+d", digits, point - 1);
	else
		sprintf(p, "%c.%se%+d", *digits, digits + 1, point - 1);
}

static bool
reads_back(double v, const char *digits, int n, int point)
{
	char text[64];

	snprintf(text, sizeof text, "%.*se%d", n, digits, point - n);
	return strtod(text, NULL) == v;
}

/*
 * The fewest digits of libc's that read back, v > 0.  Below a power of two
 * doubles lie closer than above, so that the decimal next to the nearest, on
 * its far side, may read back where the nearest does not.
 */
static bool
is_shortest(double v)
{
	char text[NUM_DOUBLE_MAX], want[64], digits[40];
	char *end = num_put_double(text, v);
	int n, point;

	for (int i = 0; i < 17; i++) {
		snprintf(want, sizeof want, "%.*e", i, v);
		n = take_digits(want, digits, &point);
		if (reads_back(v, digits, n, point))
			break;
		while (n <= i)
			digits[n++] = '0';
		digits[n] = '\0';
		if (digits[i] != '9') {
			digits[i]++;
			if (reads_back(v, digits, n, point))
				break;
		}
	}
	lay_out(want, false, digits, n, point);
	return is_text(text, end, want);
}

static void
test_shortest(void)
{
	int bad = 0;

	for (int i = 0; i < 20000; i++) {
		double v = fabs(random_double(i % 5));

		bad += v != 0 && !is_shortest(v);
	}
	ok(bad == 0, "no shorter or closer text reads back");
	bad = 0;
	for (int i = -1074; i < 1024; i++)
		bad += !is_shortest(ldexp(1, i));
	ok(bad == 0, "powers of two, where doubles lie closer below");
}

/* v in 12 digits from all of its digits. */
static bool
is_calc(double v)
{
	char all[1200], digits[1200], want[64], text[NUM_DOUBLE_MAX];
	int point, n, i;
	bool up;

	snprintf(all, sizeof all, "%.1100e", v);
	n = take_digits(all, digits, &point);
	if (n > 12) {
		up = digits[12] >= '5';
		n = 12;
		for (i = 11; up && i >= 0; i--) {
			up = digits[i] == '9';
			digits[i] = up ? '0' : (char)(digits[i] + 1);
		}
		if (up) {
			digits[0] = '1';
			point++;
		}
		while (n > 1 && digits[n - 1] == '0')
			n--;
		digits[n] = '\0';
	}
	lay_out(want, v < 0, digits, n, point);
	return is_text(text, num_put_calc(text, v), want);
}

static void
test_calc(void)
{
	int bad = 0;

	for (int i = 0; i < 10000; i++) {
		double v = random_double(i % 5);

		bad += v != 0 && !is_calc(v);
	}
	ok(bad == 0, "12 digits are those of the exact value");
	bad = 0;
	for (int i = -323; i < 309; i++) {
		char text[20];
		double v;

		snprintf(text, sizeof text, "1e%d", i);
		v = strtod(text, NULL);
		bad += !is_calc(v) + !is_calc(nextafter(v, 0)) +
		       !is_calc(nextafter(v, 1e308));
	}
	ok(bad == 0, "next to powers of ten too");
	bad = 0;
	for (int i = 0; i < 5000; i++) {
		/* 12 digits and a half, exactly; times a power of two, 10 */
		double half =
		    (double)(100000000000 + next_random() % 89999) + 0.5;

		bad += !is_calc(half) + !is_calc(-half) + !is_calc(half * 10) +
		       !is_calc(half * 1000) +
		       !is_calc(nextafter(half * 10, 0));
	}
	ok(bad == 0, "ties go away from zero");
}

/* A double of every size at which no exponent is written, and around it. */
static double
random_plain(void)
{
	return ldexp(1 + (double)(next_random() >> 12) * 0x1p-52,
	    (int)(next_random() % 62) - 20);
}

/* It and its neighbours, three on either side. */
static int
bad_near(double v)
{
	int bad = 0;

	for (int i = 0; i < 3; i++)
		v = nextafter(v, 0);
	for (int i = 0; i < 7; i++) {
		bad += !is_calc(v);
		v = nextafter(v, 1e308);
	}
	return bad;
}

/* Where the digits are found by doubles, and where that ends. */
static void
test_calc_plain(void)
{
	int bad = 0;

	for (int i = 0; i < 10000; i++)
		bad += !is_calc(random_plain());
	ok(bad == 0, "12 digits of numbers without exponent");
	bad = 0;
	for (int i = -7; i < 14; i++) {
		double ten = i < 0 ? 1 / num_pow10[-i] : num_pow10[i];

		bad += bad_near(ten) + bad_near(ten * 9.9999999999949) +
		       bad_near(ten * 9.999999999995) +
		       bad_near(ten * 9.99999999999);
	}
	ok(bad == 0, "where they get one more");
	bad = 0;
	for (int i = 0; i < 2000; i++) {
		double half =
		    (double)(100000000000 + next_random() % 899999999999) + 0.5;

		bad += bad_near(half / num_pow10[i % 17]);
	}
	ok(bad == 0, "next to the middle of two of them");
}

int
main(void)
{
	test_doubles();
	test_ints();
	test_shortest();
	test_calc();
	test_calc_plain();
	return tap_done();
}
