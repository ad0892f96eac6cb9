/* SPDX-License-Identifier: MIT */
/* Replies and lines that are a little wrong: what is accepted is right. */
#include "base/rng.h"
#include "exchange/csv_cells.h"

#include "reply_model.h"
#include "tap.h"

enum { ROUNDS = 20000, ROOM = 2048, SLACK = REPLY_SLACK };

static const struct {
	const char *body;
	enum dataset data;
} seeds[] = {
    {"[[1789478160000,\"76936.20\",\"76965.50\",\"76936.10\",\"76965.40\","
     "\"20.680\",1789478219999,\"1591436.27140\",878,\"15.190\","
     "\"1168938.63310\",\"0\"],[1789478220000,1,2,1,1.5,0,1789478279999,0,0,"
     "0,0,{\"a\":[null,\"\\u00e9\"]},true]]",
	DATA_CANDLES},
    {"[ [ 1691603820000 , \"-0.00042931\",-2.3641E-4, \"-0.00059406\",\n"
     "\"-0.00043659\",\"0\",1691603879999,\"0\",12,\"0\",\"0\",\"0\" ] ]",
	DATA_PREMIUM},
    {"[{\"a\":3450415493,\"p\":\"76906.00\",\"q\":\"0.004\","
     "\"nq\":\"0.004\",\"f\":8079747315,\"l\":8079747315,"
     "\"T\":1789478330891,\"m\":false}, {\"M\" : true,\"m\":true,"
     "\"T\":1789478330891000,\"l\":-1,\"f\":-1,\"q\":0,\"p\":0.5,\"a\":7}]",
	DATA_TRADES},
};

static const char *const words[] = {"\"", ",", "[", "]", "{", "}", ":", "0",
    "1", "9", "-", ".", "e5", "E-3", "null", "true", "false", "\\", "\\u0041",
    " ", "\n", "\"\"", "\"a\":1,", "\xc3\xa9", "\xff", "1e999", "\"m\":true,",
    "99999999999999999999", "[[]],", "0,"};

static size_t
below(struct rng *r, size_t n)
{
	return (size_t)(rng_next(r) % n);
}

/* Some bytes replaced, left out, put in or given again. */
static size_t
mutate(struct rng *r, char *text, size_t len)
{
	const char *word = words[below(r, sizeof words / sizeof words[0])];
	size_t at = below(r, len), n = 1 + below(r, 8), room = strlen(word);

	if (at + n > len)
		n = len - at;
	switch (below(r, 5)) {
	case 0:
		text[at] = (char)rng_next(r);
		return len;
	case 1:
		memmove(text + at, text + at + n, len - at - n);
		return len - n;
	case 2:
		if (len + room > ROOM - SLACK)
			return len;
		memmove(text + at + room, text + at, len - at);
		memcpy(text + at, word, room);
		return len + room;
	case 3:
		memcpy(text + at, word, room < n ? room : n);
		return len;
	default:
		if (len + n > ROOM - SLACK)
			return len;
		memmove(text + at + n, text + at, len - at);
		return len + n;
	}
}

static void
test_replies(void)
{
	struct rng r;
	int accepted = 0;

	rng_seed(&r, 3);
	for (int i = 0; i < ROUNDS; i++) {
		size_t s = below(&r, sizeof seeds / sizeof seeds[0]);
		size_t len = strlen(seeds[s].body);
		char *body = malloc(ROOM);
		const char *differs;
		bool good;

		memcpy(body, seeds[s].body, len);
		for (size_t n = below(&r, 4); n > 0 && len > 0; n--)
			len = mutate(&r, body, len);
		body = realloc(body, len + SLACK);
		memset(body + len, 0, SLACK);
		differs = model_differs(body, len, seeds[s].data, &good);
		accepted += good;
		if (differs)
			printf("# %s: %.*s\n", differs, (int)len, body);
		free(body);
		if (differs) {
			ok(false, "accepted wrongly");
			return;
		}
	}
	ok(accepted > ROUNDS / 5 && accepted < ROUNDS,
	    "%d of %d replies are accepted, all of them rightly", accepted,
	    ROUNDS);
}

/* As csv_cells() says it does, a byte at a time. */
static const char *
plain_cells(const char *p, const char *end, struct cell *cells, int n, int *bad)
{
	for (int i = 0;; i++, p++) {
		*bad = i;
		cells[i].text = p;
		p = cells[i].end = num_scan_slow(p, end, &cells[i].n);
		if (!p || (p != end && *p != ','))
			return NULL;
		if (i == n - 1)
			return p;
		if (p == end) {
			*bad = n;
			return NULL;
		}
	}
}

static bool
is_same(const struct cell *a, const struct cell *b)
{
	return a->text == b->text && a->end == b->end && a->n.m == b->n.m &&
	       a->n.e == b->n.e && a->n.neg == b->n.neg &&
	       a->n.exact == b->n.exact && a->n.integer == b->n.integer;
}

static bool
agree(const char *text, size_t len)
{
	struct cell a[7], b[7];
	int bad_a = -1, bad_b = -1;
	const char *p = csv_cells(text, text + len, a, 7, &bad_a);
	const char *q = plain_cells(text, text + len, b, 7, &bad_b);

	if (p != q || (!p && bad_a != bad_b))
		return false;
	for (int i = 0; p && i < 7; i++)
		if (!is_same(&a[i], &b[i]))
			return false;
	return true;
}

static void
test_lines(void)
{
	static const char *const lines[] = {
	    "3450415493,76906.1,0.004,8079747315,8079747316,1735689600000,0",
	    "1735689600000000,4.15070000,4.15870000,-4.15060000,4.1554E0,"
	    "539.23000000,1735693199999999,2240.39860900",
	    "1,0.1,12345678.90123456,1234567890123456789.5,0,1,12345678,",
	    "12345678901234567,1234567890123456.7,0.00000000000000001,0.0,1,"
	    "123456789012345678901234567890123456789012345678901234567890.5,7",
	};
	struct rng r;

	rng_seed(&r, 4);
	for (int i = 0; i < ROUNDS; i++) {
		const char *line = lines[below(&r, 4)];
		size_t len = strlen(line);
		char text[ROOM];
		bool same;

		memcpy(text, line, len);
		for (size_t n = below(&r, 4); n > 0 && len > 0; n--)
			len = mutate(&r, text, len);
		for (size_t k = 0; k < len; k++)
			if (text[k] == '\n')
				text[k] = '0';
		memset(text + len, '9', SLACK + 1);
		text[len] = '\n';
		same = agree(text, len);
		if (!same) {
			ok(false, "line %d: %.*s", i, (int)len, text);
			return;
		}
	}
	ok(true, "%d lines are cut as a slower way cuts them", ROUNDS);
}

int
main(void)
{
	test_replies();
	test_lines();
	return tap_done();
}
