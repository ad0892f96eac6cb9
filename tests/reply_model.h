/* SPDX-License-Identifier: MIT */
/*
 * reply_model - a reply of klines or aggTrades read once more, by jansson:
 * what reply.h accepts, jansson accepts, and its values are the same.
 */
#ifndef REPLY_MODEL_H
#define REPLY_MODEL_H

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/num.h"
#include "exchange/reply.h"

static inline bool
model_number(const json_t *v, double want)
{
	double num;

	if (json_is_string(v))
		return num_parse_double(json_string_value(v),
			   json_string_length(v), &num) == 0 &&
		       num == want;
	return json_is_number(v) && json_number_value(v) == want;
}

static inline bool
model_int(const json_t *v, int64_t want)
{
	int64_t i;

	if (json_is_string(v))
		return num_parse_int(json_string_value(v),
			   json_string_length(v), &i) == 0 &&
		       i == want;
	return json_is_integer(v) && json_integer_value(v) == want;
}

/* Times of 16 digits are us. */
static inline bool
model_time(const json_t *v, int64_t want)
{
	int64_t i = json_integer_value(v);

	if (json_is_string(v) &&
	    num_parse_int(json_string_value(v), json_string_length(v), &i) != 0)
		return false;
	return (i >= 1000000000000000 ? i / 1000 : i) == want;
}

static inline bool
model_kline(const json_t *a, const struct row *r)
{
	return json_array_size(a) >= 11 &&
	       model_time(json_array_get(a, 0), r->time) &&
	       model_number(json_array_get(a, 1), r->u.kline.open) &&
	       model_number(json_array_get(a, 2), r->u.kline.high) &&
	       model_number(json_array_get(a, 3), r->u.kline.low) &&
	       model_number(json_array_get(a, 4), r->u.kline.close) &&
	       model_number(
		   json_array_get(a, 5), decimal_double(r->u.kline.volume)) &&
	       model_number(json_array_get(a, 7),
		   decimal_double(r->u.kline.quote_volume)) &&
	       model_number(json_array_get(a, 8), (double)r->u.kline.trades) &&
	       model_number(json_array_get(a, 9),
		   decimal_double(r->u.kline.taker_buy_volume)) &&
	       model_number(json_array_get(a, 10),
		   decimal_double(r->u.kline.taker_buy_quote_volume));
}

static inline bool
model_trade(const json_t *o, const struct row *r)
{
	return model_int(json_object_get(o, "a"), r->id) &&
	       model_number(json_object_get(o, "p"), r->u.trade.price) &&
	       model_number(json_object_get(o, "q"), r->u.trade.qty) &&
	       model_int(json_object_get(o, "f"), r->u.trade.first_id) &&
	       model_int(json_object_get(o, "l"), r->u.trade.last_id) &&
	       model_time(json_object_get(o, "T"), r->time) &&
	       json_is_boolean(json_object_get(o, "m")) &&
	       json_is_true(json_object_get(o, "m")) == r->u.trade.sell;
}

/*
 * NULL, or how the two differ.  jansson refuses integers and doubles that it
 * cannot hold also where nobody reads them, and a NUL in a member's name; a
 * name that is spelt with escapes is another one for us.
 */
static inline const char *
model_differs(const char *body, size_t len, enum dataset data, bool *accepted)
{
	struct row_format f = {data, "A", INTERVAL_1M, 0};
	const char *differs = NULL;
	char why[REPLY_WHY];
	struct rows rs = {0};
	json_error_t err;
	json_t *root;

	*accepted = reply_rows(&rs, body, len, &f, why) == 0;
	if (!*accepted) {
		rows_free(&rs);
		return NULL;
	}
	root = json_loadb(body, len, JSON_ALLOW_NUL, &err);
	if (!root) {
		enum json_error_code code = json_error_code(&err);

		if (code != json_error_numeric_overflow &&
		    code != json_error_null_byte_in_key)
			differs = "jansson refuses it";
	} else if (json_array_size(root) != rs.n) {
		differs = "another number of rows";
	}
	for (size_t i = 0; root && !differs && i < rs.n; i++) {
		const json_t *v = json_array_get(root, i);

		if (!strchr(body, '\\') &&
		    !(data == DATA_TRADES ? model_trade(v, &rs.list[i])
					  : model_kline(v, &rs.list[i])))
			differs = "another value";
	}
	json_decref(root);
	rows_free(&rs);
	return differs;
}

#endif
