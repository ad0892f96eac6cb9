/* SPDX-License-Identifier: MIT */
/*
 * Replies of openInterestHist and fundingRate, which are short.
 * Literal rows: developers.binance.com, USDT-M futures, market data.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/num.h"
#include "exchange/reply.h"
#include "exchange/reply_list.h"

/* A time, as a number or as text: the documentation has had both. */
static bool
take_time(const json_t *v, int64_t *ms)
{
	if (json_is_integer(v)) {
		*ms = json_integer_value(v);
		return *ms >= 0;
	}
	return json_is_string(v) && *json_string_value(v) != '-' &&
	       num_parse_int(json_string_value(v), json_string_length(v), ms) ==
		   0;
}

static bool
take_number(const json_t *v, double *num)
{
	if (json_is_number(v)) {
		*num = json_number_value(v);
		return isfinite(*num);
	}
	return json_is_string(v) && num_parse_double(json_string_value(v),
					json_string_length(v), num) == 0;
}

/* Absent, null or "". */
static bool
is_blank(const json_t *v)
{
	return !v || json_is_null(v) ||
	       (json_is_string(v) && json_string_length(v) == 0);
}

static const char *
interest(const json_t *o, struct row *r)
{
	const json_t *amount = json_object_get(o, "sumOpenInterest");
	const json_t *value = json_object_get(o, "sumOpenInterestValue");

	memset(&r->u.interest, 0, sizeof r->u.interest);
	if (!take_time(json_object_get(o, "timestamp"), &r->time))
		return "timestamp is no time";
	r->u.interest.label = r->time;
	r->u.interest.has_value = !is_blank(value);
	if (!is_blank(amount) && !(take_number(amount, &r->u.interest.amount) &&
				     r->u.interest.amount >= 0))
		return "sumOpenInterest is no amount";
	if (!is_blank(value) && !(take_number(value, &r->u.interest.value) &&
				    r->u.interest.value >= 0))
		return "sumOpenInterestValue is no amount";
	return NULL;
}

static const char *
funding(const json_t *o, struct row *r)
{
	const json_t *mark = json_object_get(o, "markPrice");

	memset(&r->u.funding, 0, sizeof r->u.funding);
	if (!take_time(json_object_get(o, "fundingTime"), &r->time))
		return "fundingTime is no time";
	if (!take_number(json_object_get(o, "fundingRate"), &r->u.funding.rate))
		return "fundingRate is no number";
	if (!is_blank(mark) && !(take_number(mark, &r->u.funding.mark_price) &&
				   r->u.funding.mark_price >= 0))
		return "markPrice is no price";
	return NULL;
}

static const char *
one_row(const json_t *o, const struct row_format *f, struct row *r)
{
	const json_t *symbol = json_object_get(o, "symbol");
	const char *why;

	r->id = 0;
	if (!json_is_object(o))
		return "it is no object";
	if (!json_is_string(symbol))
		return "symbol is missing";
	if (strcmp(json_string_value(symbol), f->symbol) != 0)
		return "it is of another symbol";
	why = f->data == DATA_FUNDING ? funding(o, r) : interest(o, r);
	return why ? why : row_check(r, f);
}

/* Whether it says something of a time that was asked for. */
static bool
is_wanted(const json_t *o, const struct row_format *f, const struct row *r)
{
	return f->data != DATA_OPEN_INTEREST ||
	       (!is_blank(json_object_get(o, "sumOpenInterest")) &&
		   r->time % interval_ms(f->interval) == 0);
}

static int
all_rows(
    struct rows *rs, const json_t *list, const struct row_format *f, char *why)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		struct row r = {.line = (int64_t)i + 1};
		const char *what = one_row(o, f, &r);

		if (!what && !is_wanted(o, f, &r))
			rs->blank++;
		else if (!what && rows_add(rs, &r) != 0)
			what = "out of memory";
		if (what) {
			(void)snprintf(
			    why, REPLY_WHY, "row %zu: %s", i + 1, what);
			return -1;
		}
	}
	return 0;
}

int
reply_load(struct rows *rs, const char *body, size_t len,
    const struct row_format *f, char *why)
{
	json_error_t err;
	json_t *list = json_loadb(body, len, 0, &err);
	int rc = -1;

	if (!list)
		(void)snprintf(
		    why, REPLY_WHY, "byte %d: %s", err.position, err.text);
	else if (!json_is_array(list))
		(void)snprintf(why, REPLY_WHY, "it is no list");
	else
		rc = all_rows(rs, list, f, why);
	json_decref(list);
	return rc;
}
