/* SPDX-License-Identifier: MIT */
/* Other futures: possible records, the same for the same seed. */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "market/perturb.h"

static const char *const lines[] = {
    "{\"type\":\"candle\",\"time\":59999,\"symbol\":\"A\",\"interval\":\"1m\","
    "\"open_time\":0,\"open\":10.5,\"high\":11,\"low\":10,\"close\":10.25,"
    "\"volume\":0}",
    "{\"type\":\"trade\",\"time\":5,\"symbol\":\"A\",\"id\":1,\"price\":2e-7,"
    "\"qty\":3,\"side\":\"buy\"}",
    "{\"type\":\"mark\",\"time\":5,\"symbol\":\"A\",\"mark_price\":100}",
    "{\"type\":\"funding\",\"time\":5,\"symbol\":\"A\",\"rate\":-0.0001}",
    "{\"type\":\"candle\",\"time\":59999,\"symbol\":\"A\",\"interval\":\"1m\","
    "\"open_time\":0,\"open\":10,\"high\":10,\"low\":10,\"close\":10,"
    "\"volume\":7.5,\"quote_volume\":75,\"trades\":3,"
    "\"taker_buy_volume\":7,\"taker_buy_quote_volume\":70}",
    "{\"type\":\"premium\",\"time\":59999,\"symbol\":\"A\","
    "\"interval\":\"1m\",\"open_time\":0,\"open\":-0.0004,\"high\":0,"
    "\"low\":-0.0005,\"close\":-0.0001}",
    "{\"type\":\"open_interest\",\"time\":5,\"symbol\":\"A\","
    "\"open_interest\":12,\"open_interest_value\":1200}",
    "{\"type\":\"liquidation\",\"time\":5,\"symbol\":\"A\","
    "\"side\":\"sell\",\"price\":10,\"qty\":2}",
    "{\"type\":\"mark\",\"time\":5,\"symbol\":\"A\",\"mark_price\":100,"
    "\"index_price\":100.1,\"rate\":0}",
    "{\"type\":\"book\",\"time\":5,\"symbol\":\"A\",\"update_id\":1,"
    "\"bid\":10,\"bid_qty\":3,\"ask\":10.5,\"ask_qty\":1,\"mid\":10.25,"
    "\"wap\":10.375,\"imbalance\":0.5}",
    "{\"type\":\"context\",\"time\":5,\"symbol\":\"A\",\"price\":100,"
    "\"ema_50\":99,\"adx_14\":100,\"vwap\":98,\"delta_oi_pct\":-2,"
    "\"cvd\":1500,\"cvd_slope\":0,\"value_area_low\":97,"
    "\"value_area_high\":99,\"direction\":\"short\",\"bb_width\":0.1,"
    "\"kc_width\":0.2,\"momentum\":-1,\"momentum_shift\":1,"
    "\"funding_rate\":0.0001,\"basis\":-0.001,"
    "\"orderflow_imbalance\":0.5,\"delta_volume\":-0.5,"
    "\"liquidation_cluster\":1}",
};

/* What a filter may ask of a record: each answer must be possible. */
static const struct question {
	size_t line;
	const char *what;
	/* first slot * at > second slot (-1: 1) */
	int first, second;
	double at;
} questions[] = {
    {4, "closed above its open", CANDLE_CLOSE, CANDLE_OPEN, 1},
    {4, "bought more than half", CANDLE_TAKER_BUY_VOLUME, CANDLE_VOLUME, 2},
    {4, "closed near its high", CANDLE_CLOSE, CANDLE_HIGH, 1.002},
    {4, "had many trades", CANDLE_TRADES, -1, 1 / 3.},
    {4, "was wide", CANDLE_HIGH, CANDLE_LOW, 1 / 1.004},
    {5, "premium above 0", CANDLE_CLOSE, -1, 1e300},
    {5, "premium rising", CANDLE_CLOSE, CANDLE_OPEN, 1},
    {3, "rate above 0", FUNDING_RATE, -1, 1e300},
    {8, "mark above the index", MARK_MARK_PRICE, MARK_INDEX_PRICE, 1},
    {8, "predicted rate above 0", MARK_RATE, -1, 1e300},
    {9, "more bid than asked", BOOK_BID_QTY, BOOK_ASK_QTY, 1},
    {9, "imbalance above 0", BOOK_IMBALANCE, -1, 1e300},
    {9, "weighted above the middle", BOOK_WAP, BOOK_MID, 1},
    {10, "above its average", CONTEXT_PRICE, CONTEXT_EMA_50, 1},
    {10, "above its value area", CONTEXT_PRICE, CONTEXT_VALUE_AREA_HIGH, 1},
    {10, "open interest up", CONTEXT_DELTA_OI_PCT, -1, 1e300},
    {10, "buyers", CONTEXT_CVD, -1, 1e300},
    {10, "a slope of nothing up", CONTEXT_CVD_SLOPE, -1, 1e300},
    {10, "momentum up", CONTEXT_MOMENTUM, -1, 1e300},
    {10, "a trend", CONTEXT_ADX_14, -1, 1 / 25.},
};

static double
number(const struct record *r, int slot)
{
	if (slot < 0)
		return 1;
	return slot == CANDLE_TRADES && r->type == REC_CANDLE
		   ? (double)r->v[slot].i
		   : r->v[slot].num;
}

/* How many of 300 futures answer yes; words: by the number of one. */
static int
yes(const struct question *q, bool word)
{
	struct rec_parser *ps = rec_parser_new();
	const char *line = lines[q->line], *why;
	size_t len = strlen(line);
	struct record r;
	struct perturb p;
	char text[1024];
	int n = 0;

	for (uint64_t seed = 0; seed < 300; seed++) {
		perturb_init(&p, seed, (int)seed);
		memset(text, '\n', sizeof text);
		memcpy(text, line, len);
		rec_parse(ps, text, text + len, &r, &why);
		perturb_record(&p, &r);
		n += word
			 ? r.v[q->first].i == 0
			 : number(&r, q->first) * q->at > number(&r, q->second);
	}
	rec_parser_free(ps);
	return n;
}

static void
test_questions(void)
{
	static const struct question words[] = {
	    {1, "a buy", TRADE_SIDE, 0, 0},
	    {7, "a sale", LIQUIDATION_SIDE, 0, 0},
	    {10, "long", CONTEXT_DIRECTION, 0, 0},
	};
	int n;

	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		n = yes(&questions[i], false);
		ok(n > 60 && n < 240, "%s: %d of 300", questions[i].what, n);
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		n = yes(&words[i], true);
		ok(n > 60 && n < 240, "%s: %d of 300", words[i].what, n);
	}
}

/* The line as it was changed; NULL: it was not. */
static const char *
change(struct perturb *p, const char *line, char *out)
{
	struct rec_parser *ps = rec_parser_new();
	char text[1024];
	const char *why;
	struct record r;
	size_t len = strlen(line);
	bool changed;

	memset(text, '\n', sizeof text);
	memcpy(text, line, len);
	changed = rec_parse(ps, text, text + len, &r, &why) == 0 &&
		  perturb_record(p, &r);
	if (changed)
		*rec_put(out, &r) = '\0';
	rec_parser_free(ps);
	return changed ? out : NULL;
}

/* Whether it is a record that a reader takes. */
static bool
possible(const char *line)
{
	struct rec_parser *ps = rec_parser_new();
	char text[1024];
	const char *why;
	struct record r;
	size_t len = strcspn(line, "\n");
	bool good;

	memset(text, '\n', sizeof text);
	memcpy(text, line, len);
	good = rec_parse(ps, text, text + len, &r, &why) == 0;
	rec_parser_free(ps);
	return good;
}

/* Two futures of a seed lie on both sides of what was. */
static void
test_sides(void)
{
	char text[1024];
	struct perturb p;
	int down = 0, up = 0;

	for (uint64_t seed = 0; seed < 300; seed++)
		for (int i = 0; i < 4; i++) {
			const char *s;

			perturb_init(&p, seed, i);
			s = strstr(change(&p, lines[2], text), "mark_price\":");
			if (i % 2)
				up += atof(s + 12) > 100;
			else
				down += atof(s + 12) < 100;
		}
	ok(down > 550, "%d of 600 even futures are lower", down);
	ok(up > 550, "%d of 600 odd futures are higher", up);
}

int
main(void)
{
	char a[1024], b[1024];
	struct perturb p, q;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		bool good = true, other = true, same = true;

		for (uint64_t seed = 0; seed < 300; seed++) {
			perturb_init(&p, seed, (int)seed);
			perturb_init(&q, seed, (int)seed);
			if (!change(&p, lines[i], a) ||
			    !change(&q, lines[i], b)) {
				good = false;
				break;
			}
			good &= possible(a);
			same &= strcmp(a, b) == 0;
			other &= strncmp(a, lines[i], strlen(lines[i])) != 0;
		}
		ok(good, "a possible record: %.20s", lines[i]);
		ok(other, "another one");
		ok(same, "the same for the same seed");
	}
	test_questions();
	test_sides();
	perturb_init(&p, 1, 0);
	ok(!change(&p,
	       "{\"type\":\"signal\",\"time\":1,\"symbol\":\"A\",\"id\":1,"
	       "\"direction\":\"long\"}",
	       a),
	    "what has no prices stays as it is");
	return tap_done();
}
