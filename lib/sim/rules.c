/* SPDX-License-Identifier: MIT */
#include "sim/rules.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/json_file.h"
#include "base/num.h"

static const char *const opposites[] = {"close", "reverse", "ignore", NULL};
static const char *const entries[] = {"market", "limit", NULL};
static const char *const finishes[] = {"mark", "close", "open", NULL};
static const char *const prices[] = {"bar", "trade", NULL};
static const char *const sizes[] = {
    "all-in", "quote", "fraction", "risk", NULL};
static const char *const answers[] = {"no", "yes", NULL};

void
rules_init(struct rules *r)
{
	*r = (struct rules){.cash = 10000, .maker_fee = NAN, .min_score = NAN};
}

/* The whole text as a number in [lo, hi]: 0, or -1. */
static int
number(double *out, const char *text, double lo, double hi)
{
	double v;

	if (num_parse_typed(text, strlen(text), &v) != 0 ||
	    !(v >= lo && v <= hi))
		return -1;
	*out = v;
	return 0;
}

/* Which of the words the text is; -1: none. */
static int
word(const char *const *words, const char *text)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return -1;
}

static int
set_cash(struct rules *r, const char *text)
{
	return number(&r->cash, text, 1e-8, 1e15);
}

static int
set_fee(struct rules *r, const char *text)
{
	return number(&r->fee, text, 0, 1);
}

/* Below 0 the exchange pays. */
static int
set_maker_fee(struct rules *r, const char *text)
{
	return number(&r->maker_fee, text, -.01, 1);
}

static int
set_slippage(struct rules *r, const char *text)
{
	r->half_spread = strcmp(text, "half-spread") == 0;
	if (r->half_spread) {
		r->slippage_bps = 0;
		return 0;
	}
	return number(&r->slippage_bps, text, 0, 9999);
}

/* all-in, or KIND:AMOUNT */
static int
set_size(struct rules *r, const char *text)
{
	const char *colon = strchr(text, ':');
	char kind[16];
	int i;

	if (strcmp(text, sizes[SIZE_ALL_IN]) == 0) {
		r->size = SIZE_ALL_IN;
		return 0;
	}
	if (!colon || (size_t)(colon - text) >= sizeof kind)
		return -1;
	memcpy(kind, text, (size_t)(colon - text));
	kind[colon - text] = '\0';
	i = word(sizes, kind);
	if (i <= SIZE_ALL_IN || number(&r->amount, colon + 1, 1e-8,
				    i == SIZE_QUOTE ? 1e15 : 1) != 0)
		return -1;
	r->size = (enum size_kind)i;
	return 0;
}

static int
set_whole_units(struct rules *r, const char *text)
{
	int i = text ? word(answers, text) : 1;

	r->whole_units = i == 1;
	return i < 0 ? -1 : 0;
}

/* signal, none or a fraction below most */
static int
set_level(struct level *l, const char *text, double most)
{
	double far;

	if (strcmp(text, "signal") == 0 || strcmp(text, "none") == 0) {
		l->kind = *text == 's' ? LEVEL_SIGNAL : LEVEL_NONE;
		return 0;
	}
	if (number(&far, text, 1e-9, most) != 0)
		return -1;
	*l = (struct level){LEVEL_FRACTION, far};
	return 0;
}

static int
set_stop(struct rules *r, const char *text)
{
	return set_level(&r->stop, text, 1 - 1e-9);
}

/* The same, or NR. */
static int
set_target(struct rules *r, const char *text)
{
	size_t len = strlen(text);
	double far;

	if (len < 2 || text[len - 1] != 'R')
		return set_level(&r->target, text, 1e6);
	if (num_parse_typed(text, len - 1, &far) != 0 ||
	    !(far >= 1e-9 && far <= 1e6))
		return -1;
	r->target = (struct level){LEVEL_RISK, far};
	return 0;
}

static int
set_min_score(struct rules *r, const char *text)
{
	return number(&r->min_score, text, 0, 7);
}

static int
set_max_bars(struct rules *r, const char *text)
{
	int64_t n;

	if (num_parse_int(text, strlen(text), &n) != 0 || n < 1)
		return -1;
	r->max_bars = n;
	return 0;
}

/* A rule is set by a function, or is the number of one of some words. */
static const struct rule {
	const char *name;
	int (*set)(struct rules *r, const char *text);
	const char *expected;
	const char *const *words;
	size_t at; /* of its int in struct rules */
} table[] = {
    {.name = "cash", .set = set_cash, .expected = "a number from 1e-8 to 1e15"},
    {.name = "fee", .set = set_fee, .expected = "a fraction from 0 to 1"},
    {.name = "maker-fee",
	.set = set_maker_fee,
	.expected = "a fraction from -0.01 to 1"},
    {.name = "slippage",
	.set = set_slippage,
	.expected = "a number from 0 to 9999 or half-spread"},
    {.name = "size",
	.set = set_size,
	.expected = "all-in, quote:N, fraction:F or risk:F"},
    {.name = "whole-units", .set = set_whole_units, .expected = "yes or no"},
    {.name = "on-opposite",
	.words = opposites,
	.at = offsetof(struct rules, opposite),
	.expected = "close, reverse or ignore"},
    {.name = "entry",
	.words = entries,
	.at = offsetof(struct rules, entry),
	.expected = "market or limit"},
    {.name = "min-score",
	.set = set_min_score,
	.expected = "a score from 0 to 7"},
    {.name = "stop",
	.set = set_stop,
	.expected = "signal, none or a fraction below 1"},
    {.name = "target",
	.set = set_target,
	.expected = "signal, none, a fraction or a number and R"},
    {.name = "max-bars",
	.set = set_max_bars,
	.expected = "a whole number, 1 or more,"},
    {.name = "prices",
	.words = prices,
	.at = offsetof(struct rules, prices),
	.expected = "bar or trade"},
    {.name = "finish",
	.words = finishes,
	.at = offsetof(struct rules, finish),
	.expected = "mark, close or open"},
    {0},
};

static int
set_word(struct rules *r, const struct rule *rule, const char *text)
{
	int i = word(rule->words, text);

	if (i < 0)
		return -1;
	*(int *)((char *)r + rule->at) = i;
	return 0;
}

int
rules_set(
    struct rules *r, const char *name, const char *text, const char **expected)
{
	const struct rule *rule = table;

	while (rule->name && strcmp(rule->name, name) != 0)
		rule++;
	*expected = rule->expected;
	if (!rule->name)
		return -1;
	return rule->set ? rule->set(r, text) : set_word(r, rule, text);
}

/* ---- as JSON ---- */

static void
put_level(FILE *f, const char *name, const struct level *l)
{
	fprintf(f, ",\"%s\":", name);
	if (l->kind == LEVEL_SIGNAL || l->kind == LEVEL_NONE) {
		fputs(l->kind == LEVEL_SIGNAL ? "\"signal\"" : "\"none\"", f);
		return;
	}
	if (l->kind == LEVEL_FRACTION) {
		json_number(f, l->far);
		return;
	}
	fputc('"', f);
	json_number(f, l->far);
	fputs("R\"", f);
}

static void
put_size(FILE *f, const struct rules *r)
{
	fprintf(f, ",\"size\":\"%s", sizes[r->size]);
	if (r->size != SIZE_ALL_IN) {
		fputc(':', f);
		json_number(f, r->amount);
	}
	fprintf(f, "\",\"whole_units\":%s", r->whole_units ? "true" : "false");
}

/* What the options do not say and the manual does. */
static const char model[] =
    "a market order fills at the open of the first bar that begins after its "
    "signal; a limit order there if the open is as good, else inside a bar "
    "that reaches it; stops and targets inside the bar, the stop first, at "
    "the open if that lies beyond; one position a symbol, nothing borrowed; "
    "no fill across a hole; funding at its times";
static const char trade_model[] =
    "a market order fills at the first trade after its signal, limits and "
    "targets at their own price when a trade reaches them, stops at that "
    "trade's; one position a symbol, nothing borrowed; no fill across a "
    "hole; funding at its times";

const char *
rules_model(const struct rules *r)
{
	return r->prices == PRICES_TRADE ? trade_model : model;
}

void
rules_put(FILE *f, const struct rules *r)
{
	json_member(f, "cash", r->cash);
	json_member(f, "fee", r->fee);
	json_member(f, "maker_fee", rules_fee(r, true));
	if (r->half_spread)
		fputs(",\"slippage\":\"half-spread\"", f);
	else
		json_member(f, "slippage_bps", r->slippage_bps);
	put_size(f, r);
	fprintf(f, ",\"on_opposite\":\"%s\",\"entry\":\"%s\"",
	    opposites[r->opposite], entries[r->entry]);
	put_level(f, "stop", &r->stop);
	put_level(f, "target", &r->target);
	if (!isnan(r->min_score))
		json_member(f, "min_score", r->min_score);
	if (r->max_bars)
		fprintf(f, ",\"max_bars\":%" PRId64, r->max_bars);
	fprintf(f, ",\"prices\":\"%s\",\"finish\":\"%s\"", prices[r->prices],
	    finishes[r->finish]);
}
