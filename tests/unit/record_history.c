/* SPDX-License-Identifier: MIT */
/*
 * What a parser has seen before, and what it is not asked for, makes it faster
 * and nothing else: lines in all spellings, good and bad, from one parser and
 * from a new one each; and from one that only checks some members.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "market/record.h"
#include "tap.h"

enum { LINES = 60000, MEMBERS = 18, LINE_MAX_ = 2048 };

static unsigned
roll(unsigned n)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

static const char *const names[MEMBERS] = {"type", "time", "venue", "symbol",
    "interval", "open_time", "open", "high", "low", "close", "volume",
    "quote_volume", "trades", "taker_buy_volume", "closed", "note",
    "a_name_as_long_as_it_may_be_", "n\\u006fte"};

static const char *const odd[] = {"null", "1e3", "-1", "0", "00", "1.", "\"\"",
    "\"x\\ty\"", "[1,{\"b\":null}]", "{}", "true", "false", "12345678901234567",
    "0.1234567890123456", "1.5e-3", "99999999999999999999", "\"", "nul", "-",
    "9007199254740993", "9007199254740.993", "1.5", "000000000000000", ""};

/* How a line is spelled: the parts that stay for some lines. */
struct style {
	int order[MEMBERS];
	unsigned left_out; /* bits */
	const char *comma, *colon;
	const char *type;
};

static void
restyle(struct style *s)
{
	static const char *const commas[] = {",", ", ", " ,", ",\t "};
	static const char *const colons[] = {":", ": ", " : "};

	for (int i = 0; i < MEMBERS; i++)
		s->order[i] = i;
	for (int i = 0; roll(2) && i < MEMBERS; i++) {
		int k = (int)roll(MEMBERS), t = s->order[i];

		s->order[i] = s->order[k];
		s->order[k] = t;
	}
	/* What is optional, most often. */
	s->left_out = 7u << 15 ^ 1u << (11 + roll(7)) ^ 1u << (11 + roll(7));
	s->left_out ^= roll(2) << 2;
	if (roll(8) == 0)
		s->left_out ^= 1u << roll(MEMBERS);
	s->comma = commas[roll(2) ? 0 : roll(4)];
	s->colon = colons[roll(2) ? 0 : roll(3)];
	s->type = roll(4) ? "\"candle\"" : "\"profile\"";
}

static int
put_value(char *p, const char *name, const char *type, int i)
{
	long long minute = 60000LL * i;

	if (roll(60) == 0)
		return sprintf(p, "%s", odd[roll(sizeof odd / sizeof *odd)]);
	if (strcmp(name, "type") == 0)
		return sprintf(p, "%s", type);
	if (strcmp(name, "time") == 0)
		return sprintf(p, "%lld", minute + 59999);
	if (strcmp(name, "open_time") == 0)
		return sprintf(p, "%lld", minute);
	if (strcmp(name, "venue") == 0)
		return sprintf(p, "\"v%u\"", roll(2));
	if (strcmp(name, "symbol") == 0)
		return sprintf(p, roll(9) ? "\"A\"" : "\"ABUSDT\"");
	if (strcmp(name, "interval") == 0)
		return sprintf(p, "\"1m\"");
	if (strcmp(name, "trades") == 0)
		return sprintf(p, "%u", roll(5000));
	if (strcmp(name, "closed") == 0)
		return sprintf(p, roll(2) ? "true" : "false");
	if (strcmp(name, "high") == 0)
		return sprintf(p, "%u.%u", 100 + roll(9), roll(1000));
	if (strcmp(name, "low") == 0)
		return sprintf(p, "%u.%03u", 1 + roll(3), roll(1000));
	if (name[0] == 'a' || name[0] == 'n')
		return sprintf(p, "{\"a\":[1,{\"b\":null}],\"c\":\"d\\\"e\"}");
	return sprintf(p, roll(5) ? "%u.%u" : "%u", 4 + roll(90),
	    roll(roll(2) ? 100000 : 1000000000));
}

static size_t
make_line(char *line, const struct style *s, int i)
{
	char *p = line;

	*p++ = '{';
	for (int k = 0; k < MEMBERS; k++) {
		const char *name = names[s->order[k]];

		if (s->left_out >> s->order[k] & 1)
			continue;
		if (p[-1] != '{')
			p += sprintf(p, "%s", s->comma);
		p += sprintf(p, "\"%s\"%s", name, s->colon);
		p += put_value(p, name, s->type, i);
	}
	if (roll(50))
		*p++ = '}';
	memset(p, '\n', JSON_SLACK + 1);
	return (size_t)(p - line);
}

/* Whether a number is what its digits are, by libc. */
static bool
is_right(const struct value *v)
{
	char text[64];

	if (v->exp == EXP_WIDE)
		return true;
	snprintf(text, sizeof text, "%lldE%d", (long long)v->i, v->exp);
	return strtod(text, NULL) == v->num;
}

/* The same numbers, and right. */
static bool
same_numbers(const struct record *a, const struct record *b)
{
	const struct rec_def *d = &rec_defs[a->type];

	for (int m = 0; m < d->n; m++) {
		int kind = d->members[m].kind;

		if (rec_has(a, m) &&
		    (kind == KIND_NUMBER || kind == KIND_AMOUNT ||
			kind == KIND_PRICE) &&
		    (!is_right(&a->v[m]) ||
			memcmp(&a->v[m].num, &b->v[m].num, 8) != 0))
			return false;
	}
	return true;
}

/* The same record. */
static bool
same(const struct record *a, const struct record *b)
{
	char *x, *y;
	size_t n;
	bool is;

	if (a->type != b->type || a->has != b->has || a->time != b->time)
		return false;
	if (a->type == REC_OTHER) /* nothing of it is kept */
		return true;
	x = malloc(rec_room(a));
	y = malloc(rec_room(b));
	n = (size_t)(rec_put(x, a) - x);
	is = n == (size_t)(rec_put(y, b) - y) && memcmp(x, y, n) == 0;
	free(x);
	free(y);
	return is && same_numbers(a, b);
}

/* The same lines from a parser; what differs is told. */
struct reading {
	struct rec_parser *ps;
	struct record r;
	const char *why;
	int rc;
};

static void
take(struct reading *s, const char *line, size_t len)
{
	s->why = "";
	s->rc = rec_parse(s->ps, line, line + len, &s->r, &s->why);
}

/* b has none of the members left out, in candles. */
static bool
agree(const struct reading *a, const struct reading *b, uint32_t left_out)
{
	struct record r = a->r;

	if (a->rc != b->rc || strcmp(a->why, b->why) != 0)
		return false;
	if (a->rc == 0 && r.type == REC_CANDLE)
		r.has &= ~left_out;
	return a->rc != 0 || same(&r, &b->r);
}

int
main(void)
{
	static const uint32_t some = 1u << CANDLE_QUOTE_VOLUME |
				     1u << CANDLE_TRADES |
				     1u << CANDLE_TAKER_BUY_VOLUME;
	struct reading old = {.ps = rec_parser_new()};
	struct reading less = {.ps = rec_parser_new()};
	struct style style = {0};
	int bad = 0, worse = 0, good = 0, refused = 0;

	/* What must stay does. */
	rec_parser_check_only(less.ps,
	    some | 1u << M_SYMBOL | 1u << CANDLE_OPEN | 1u << CANDLE_OPEN_TIME);
	for (int i = 0; i < LINES; i++) {
		static char text[LINE_MAX_];
		char *line;
		struct reading new = {.ps = rec_parser_new()};
		size_t len;

		if (i % 8 == 0)
			restyle(&style);
		len = make_line(text, &style, i);
		/* No byte more than may be read. */
		line = malloc(len + 1 + JSON_SLACK);
		memcpy(line, text, len + 1 + JSON_SLACK);
		take(&old, line, len);
		take(&new, line, len);
		take(&less, line, len);
		if (!agree(&new, &old, 0) && ++bad < 5)
			printf("# %.*s\n# '%s' not '%s'\n", (int)len, line,
			    old.why, new.why);
		if (!agree(&new, &less, some) && ++worse < 5)
			printf("# %.*s\n# '%s' not '%s'\n", (int)len, line,
			    less.why, new.why);
		good += new.rc == 0;
		refused += new.rc != 0;
		rec_parser_free(new.ps);
		free(line);
	}
	ok(bad == 0, "what was read before does not matter");
	ok(worse == 0, "nor does what is only checked");
	ok(good > LINES / 3 && refused > LINES / 5,
	    "among good lines and bad ones");
	printf("# %d good, %d refused\n", good, refused);
	rec_parser_free(old.ps);
	rec_parser_free(less.ps);
	return tap_done();
}
