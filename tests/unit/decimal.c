/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/num.h"

#include "tap.h"

#define NINES38 "99999999999999999999999999999999999999"

/* Text in, text out: "" where the result is refused. */
static const struct {
	const char *in, *out;
} texts[] = {
    {"0", "0"},
    {"-0", "0"},
    {"0.000", "0"},
    {"0e5", "0"},
    {"12.50", "12.5"},
    {"-42001.37", "-42001.37"},
    {"1e3", "1000"},
    {"0.000001", "0.000001"},
    {"0.00000001", "1e-8"},
    {"1.5E-7", "1.5e-7"},
    {"100000000000000000000", "100000000000000000000"},
    {"1000000000000000000000", "1e+21"},
    {"12345678901234567890123", "1.2345678901234567890123e+22"},
    {"0.12345678901234567890123456789012345678",
	"0.12345678901234567890123456789012345678"},
    {"123456789012345678901.23456789012345678",
	"123456789012345678901.23456789012345678"},
    {"0.0000012345678901234567890123456789012345678",
	"0.0000012345678901234567890123456789012345678"},
    {NINES38, "9.9999999999999999999999999999999999999e+37"},
    {NINES38 "000.000e-3", "9.9999999999999999999999999999999999999e+37"},
    {"-0.000" NINES38, "-0.000" NINES38},
    {NINES38 "1", ""},
    {"1." NINES38, ""},
    {"1e1000000", "1e+1000000"},
    {"1e-1000000", "1e-1000000"},
    {"1e1000001", ""},
    {"1e-99999999999999999999", ""},
    {"", ""},
    {"01", ""},
    {"+1", ""},
    {"1.", ""},
    {".5", ""},
    {"1e", ""},
    {"1 ", ""},
    {"nan", ""},
};

enum op { ADD, MUL };

static const struct {
	enum op op;
	const char *a, *b, *want;
} sums[] = {
    {ADD, "0.1", "0.2", "0.3"},
    {ADD, "42001.37", "-42001.37", "0"},
    {ADD, "1e20", "1e-7", "100000000000000000000.0000001"},
    {ADD, "0", "1.5", "1.5"},
    {ADD, "1.5", "0e-9", "1.5"},
    {ADD, NINES38, "1", "1e+38"},
    {ADD, "-" NINES38, "-1", "-1e+38"},
    {ADD, NINES38, "2", ""},
    {ADD, NINES38, NINES38, ""},
    {ADD, "5e37", "5e37", "1e+38"},
    {ADD, "1e38", "-1", "9.9999999999999999999999999999999999999e+37"},
    {ADD, "1.9e38", "-95000000000000000000000000000000000001",
	"9.4999999999999999999999999999999999999e+37"},
    {ADD, "1e38", "1", ""},
    {ADD, "1e1000000", "1e-1000000", ""},
    {ADD, "1e1000000", "9e1000000", "1e+1000001"},
    {ADD, "10000000000000000000e-1000000", "1e-999982", "1.1e-999981"},
    {ADD, "1000000000000000000e20", "1000000000000000000e41",
	"1.000000000000000000001e+59"},
    {MUL, "1.1", "1.1", "1.21"},
    {MUL, "-3", "0.5", "-1.5"},
    {MUL, "-3", "-0.5", "1.5"},
    {MUL, "0", NINES38, "0"},
    {MUL, "-0.000", "1e1000000", "0"},
    {MUL, "42001.37", "0.00123", "51.6616851"},
    {MUL, "10000000000000000000", "10000000000000000000", "1e+38"},
    {MUL, "18446744073709551616", "18446744073709551616", ""},
    {MUL, "18446744073709551616e18", "18446744073709551616", ""},
    {MUL, "1267650600228229401496703205376",
	"88817841970012523233890533447265625",
	"1.125899906842624e+65"}, /* 2^100 * 5^50 */
    {MUL, "88817841970012523233890533447265625",
	"1267650600228229401496703205376", "1.125899906842624e+65"},
    {MUL, NINES38, "2", ""},
    {MUL, NINES38, "10", "9.9999999999999999999999999999999999999e+38"},
    {MUL, "1e1000000", "1e1", ""},
    {MUL, "1e-1000000", "0.1", ""},
    {MUL, "1e-1000000", "1e1000000", "1"},
};

static const struct {
	const char *less, *more;
} orders[] = {
    {"0", "1e-1000000"},
    {"-1e-1000000", "0"},
    {"-1", "1"},
    {"-2", "-1"},
    {"1", "1.0000000000000000000000000000000000001"},
    {"-1.0000000000000000000000000000000000001", "-1"},
    {"99999999999999999999", "1e20"},
    {"1e-1000000", "1e1000000"},
    {"0.99999999999999999999999999999999999999", "1"},
    {"12345678901234567890123456789012345678",
	"12345678901234567890123456789012345679"},
    {"1234567890123456789012345678901234567",
	"1234567890123456789012345678901234567.1"},
};

static struct decimal
dec(const char *text)
{
	struct decimal d = {0, 0};

	if (decimal_parse(&d, text, strlen(text)) != 0) {
		printf("# cannot parse '%s'\n", text);
		exit(1);
	}
	return d;
}

static bool
reads_as(struct decimal d, const char *want)
{
	char text[NUM_DECIMAL_MAX];
	size_t len = (size_t)(decimal_put(text, d) - text);

	if (len == strlen(want) && memcmp(text, want, len) == 0)
		return true;
	printf("# %.*s, want %s\n", (int)len, text, want);
	return false;
}

static void
test_texts(void)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct decimal d = {77, 7};
		const char *in = texts[i].in, *out = texts[i].out;

		if (decimal_parse(&d, in, strlen(in)) == 0)
			ok(*out && reads_as(d, out), "'%s' is taken", in);
		else
			ok(!*out && d.m == 77 && d.exp == 7, "'%s' is refused",
			    in);
	}
}

static void
test_sums(void)
{
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		struct decimal a = dec(sums[i].a), b = dec(sums[i].b), r = a;
		int status;

		if (sums[i].op == ADD)
			status = decimal_add(&r, b);
		else
			status = decimal_mul(&r, a, b);
		ok(status == 0 ? *sums[i].want && reads_as(r, sums[i].want)
			       : !*sums[i].want && r.m == a.m && r.exp == a.exp,
		    "%s %c %s is %s", sums[i].a, sums[i].op == ADD ? '+' : '*',
		    sums[i].b, *sums[i].want ? sums[i].want : "refused");
	}
}

static void
test_zero(void)
{
	struct decimal d = dec("1e1000000");

	ok(decimal_add(&d, dec("-1e1000000")) == 0 && d.m == 0 &&
		decimal_mul(&d, d, dec("1e9")) == 0 && d.m == 0,
	    "zero has no exponent to overflow");
}

static void
test_orders(void)
{
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		struct decimal a = dec(orders[i].less), b = dec(orders[i].more);

		ok(decimal_cmp(a, b) < 0 && decimal_cmp(b, a) > 0 &&
			decimal_cmp(a, a) == 0,
		    "%s < %s", orders[i].less, orders[i].more);
	}
	ok(decimal_cmp(dec("10e-1"), dec("1")) == 0 &&
		decimal_cmp(dec("-0.50"), dec("-5e-1")) == 0,
	    "zeros at the end make no difference");
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

/* Up to 40 bits and 6 places, so that all below fits 128 bits plainly. */
static struct decimal
random_decimal(void)
{
	int64_t m = (int64_t)(next_random() >> (24 + next_random() % 30));

	return (struct decimal){
	    next_random() % 2 ? m : -m, -(int)(next_random() % 7)};
}

/* In millionths of millionths. */
static __int128
fixed(struct decimal d)
{
	__int128 m = d.m;

	for (int e = d.exp; e > -12; e--)
		m *= 10;
	return m;
}

static void
test_random(void)
{
	int bad_add = 0, bad_mul = 0, bad_cmp = 0, bad_text = 0;

	for (int i = 0; i < 50000; i++) {
		struct decimal a = random_decimal(), b = random_decimal();
		struct decimal sum = a, product, back;
		__int128 fa = fixed(a), fb = fixed(b);
		char text[NUM_DECIMAL_MAX];
		size_t len;

		bad_add += decimal_add(&sum, b) != 0 || fixed(sum) != fa + fb;
		bad_mul += decimal_mul(&product, a, b) != 0 ||
			   fixed(product) != fixed((struct decimal){
						 a.m * b.m, a.exp + b.exp});
		bad_cmp += decimal_cmp(a, b) != (fa < fb ? -1 : fa > fb);
		len = (size_t)(decimal_put(text, product) - text);
		bad_text += decimal_parse(&back, text, len) != 0 ||
			    decimal_cmp(back, product) != 0;
	}
	ok(bad_add == 0, "sums are those of whole numbers");
	ok(bad_mul == 0, "products are those of whole numbers");
	ok(bad_cmp == 0, "the order is that of whole numbers");
	ok(bad_text == 0, "text reads back");
}

static void
test_doubles(void)
{
	int bad = 0, unlike = 0;

	for (int i = 0; i < 30000; i++) {
		char a[NUM_DOUBLE_MAX], b[NUM_DECIMAL_MAX];
		uint64_t bits = next_random();
		double v;
		size_t len;

		memcpy(&v, &bits, sizeof v);
		if ((bits >> 52 & 0x7ff) == 0x7ff)
			continue;
		if (i % 2)
			v = (double)(int64_t)(bits >> (14 + bits % 40)) / 1e8;
		bad += decimal_double(decimal_of(v)) != v;
		len = (size_t)(decimal_put(b, decimal_of(v)) - b);
		unlike += len != (size_t)(num_put_double(a, v) - a) ||
			  memcmp(a, b, len) != 0;
	}
	ok(bad == 0, "a double's decimal is that double");
	ok(unlike == 0, "and has the same text");
	ok(decimal_double(dec("-12345678901234567890123.25")) ==
		-12345678901234567890123.25,
	    "more digits than a double's are rounded");
	/* 2^53 + 1 lies in the middle; the last digit tells. */
	ok(decimal_double(dec("9007199254740993.0000000000000000000001")) ==
		9007199254740994,
	    "the last digit counts");
	ok(decimal_double(dec("1e400")) * 0 != 0, "overflow is infinite");
	ok(decimal_double(dec("-0")) == 0, "zero");
}

int
main(void)
{
	test_texts();
	test_sums();
	test_zero();
	test_orders();
	test_random();
	test_doubles();
	return tap_done();
}
