/* SPDX-License-Identifier: MIT */
/*
 * What a parser has seen before makes it faster and nothing else: lines in all
 * spellings, good and bad, from one parser and from a new one each.
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
    "9007199254740993", "9007199254740.993", "000000000000000", ""};

/* How a line is spelled: the parts that stay for some lines. */
struct style {
	int order[MEMBERS];
	unsigned left_out; /* bits */
	const char *comma, *colon;
	bool gap;
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
	s->gap = roll(4) == 0;
}

static int
put_value(char *p, const char *name, bool gap, int i)
{
	long long minute = 60000LL * i;

	if (roll(60) == 0)
		return sprintf(p, "%s", odd[roll(sizeof odd / sizeof *odd)]);
	if (strcmp(name, "type") == 0)
		return sprintf(p, gap ? "\"gap\"" : "\"candle\"");
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
	return sprintf(p, roll(5) ? "%u.%u" : "%u", 4 + roll(90), roll(100000));
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
		p += put_value(p, name, s->gap, i);
	}
	if (roll(50))
		*p++ = '}';
	memset(p, '\n', JSON_SLACK + 1);
	return (size_t)(p - line);
}

/* The same record, or the same reason why there is none. */
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
	for (int m = 0; is && m < REC_SLOTS; m++)
		is = !rec_has(a, m) ||
		     rec_defs[a->type].members[m].kind != KIND_PRICE ||
		     memcmp(&a->v[m].num, &b->v[m].num, 8) == 0;
	free(x);
	free(y);
	return is;
}

int
main(void)
{
	struct rec_parser *old = rec_parser_new();
	struct style style = {0};
	int bad = 0, good = 0, refused = 0;

	for (int i = 0; i < LINES; i++) {
		static char line[LINE_MAX_];
		struct rec_parser *new = rec_parser_new();
		struct record a, b;
		const char *why_a = "", *why_b = "";
		size_t len;
		int rc_a, rc_b;

		if (i % 8 == 0)
			restyle(&style);
		len = make_line(line, &style, i);
		rc_a = rec_parse(old, line, line + len, &a, &why_a);
		rc_b = rec_parse(new, line, line + len, &b, &why_b);
		if (rc_a == 0 && rc_b == 0
			? !same(&a, &b)
			: rc_a != rc_b || strcmp(why_a, why_b) != 0) {
			if (++bad < 5)
				printf("# %.*s\n# '%s' not '%s'\n", (int)len,
				    line, why_a, why_b);
		}
		good += rc_a == 0;
		refused += rc_a != 0;
		rec_parser_free(new);
	}
	ok(bad == 0, "what was read before does not matter");
	ok(good > LINES / 3 && refused > LINES / 5,
	    "among good lines and bad ones");
	printf("# %d good, %d refused\n", good, refused);
	rec_parser_free(old);
	return tap_done();
}
