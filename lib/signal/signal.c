/* SPDX-License-Identifier: MIT */
#include "signal/signal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "signal/places.h"

enum { /* bytes */
	COMPONENTS_ROOM = 256,
	AUDIT_ROOM = 16384, /* all but what has no bound */
	ID_ROOM = 64,       /* all but the symbol */
};

struct signal_writer {
	char components[COMPONENTS_ROOM];
	char *text; /* the audit, then the id's JSON text */
	size_t size;
};

struct signal_writer *
signal_writer_new(void)
{
	return calloc(1, sizeof(struct signal_writer));
}

void
signal_writer_free(struct signal_writer *w)
{
	if (w)
		free(w->text);
	free(w);
}

static char *
put_text(char *p, const char *s)
{
	size_t len = strlen(s);

	memcpy(p, s, len);
	return p + len;
}

/* The name of a member, behind a comma unless it is the object's first. */
static char *
put_name(char *p, const char *name)
{
	if (p[-1] != '{')
		*p++ = ',';
	*p++ = '"';
	p = put_text(p, name);
	*p++ = '"';
	*p++ = ':';
	return p;
}

/*
 * A computed value of the recipe: 4 decimals.  Under 10^8 these are no more
 * than the 12 digits of a computed number, and its shortest form is faster.
 */
static char *
put_points(char *p, const char *name, double v)
{
	v = places(v, 4);
	p = put_name(p, name);
	return fabs(v) < 1e8 ? num_put_double(p, v) : num_put_calc(p, v);
}

/* The known ones of [from, to). */
static char *
put_numbers(char *p, const struct inputs *in, int from, int to)
{
	for (int i = from; i < to; i++) {
		if (!input_known(in, (enum input)i))
			continue;
		p = put_name(p, input_names[i]);
		p = in->passed >> i & 1 ? num_put_double(p, in->v[i])
					: num_put_calc(p, in->v[i]);
	}
	return p;
}

/* As the members of a context, in its order: it can be scored again. */
static char *
put_inputs(char *p, const struct inputs *in)
{
	p = put_name(p, "inputs");
	*p++ = '{';
	p = put_numbers(p, in, 0, IN_CVD_SLOPE + 1);
	if (in->session_len > 0)
		p = json_put_string(
		    put_name(p, "session"), in->session, in->session_len);
	p = put_numbers(p, in, IN_VALUE_AREA_LOW, IN_VALUE_AREA_HIGH + 1);
	if (in->nlvns > 0) {
		p = put_name(p, "lvns");
		for (int i = 0; i < in->nlvns; i++) {
			*p++ = i ? ',' : '[';
			p = in->passed >> IN_LVNS & 1
				? num_put_double(p, in->lvns[i])
				: num_put_calc(p, in->lvns[i]);
		}
		*p++ = ']';
	}
	if (in->direction >= 0)
		p = put_text(put_name(p, "direction"),
		    in->direction == DIR_LONG ? "\"long\"" : "\"short\"");
	p = put_numbers(p, in, IN_VALUE_AREA_HIGH + 1, INPUTS);
	*p++ = '}';
	return p;
}

static char *
put_trend(char *p, const struct composite *c)
{
	p = put_points(p, "trend_ema_component", c->trend_ema);
	p = put_points(p, "trend_adx_component", c->trend_adx);
	p = put_points(p, "trend_vwap_component", c->trend_vwap);
	p = put_points(p, "trend_confluence_bonus", c->trend_confluence);
	p = put_points(p, "trend_total_unclamped", c->trend_sum);
	p = put_points(p, "trend_total", c->trend);
	if (c->trend < c->trend_sum)
		p = put_points(p, "trend_clamped", 1);
	return p;
}

static char *
put_word(char *p, const char *name, const char *word)
{
	return json_put_string(put_name(p, name), word, strlen(word));
}

static char *
put_calc(char *p, const char *name, double v)
{
	return isfinite(v) ? num_put_calc(put_name(p, name), v) : p;
}

static char *
put_reason(char *p, const struct reason *r)
{
	static const char *const relations[] = {
	    [IS_AT_LEAST] = ">=",
	    [IS_AT_MOST] = "<=",
	    [IS_ABOVE] = ">",
	    [IS_BELOW] = "<",
	    [IS_EQUAL] = "=",
	};

	*p++ = '{';
	p = put_word(p, "what", r->what);
	p = put_calc(p, "value", r->value);
	if (isfinite(r->than)) {
		p = put_word(p, "is", relations[r->is]);
		p = put_calc(p, "than", r->than);
	}
	p = put_calc(p, "points", r->points);
	*p++ = '}';
	return p;
}

static char *
put_setup(char *p, const struct setup *s)
{
	*p++ = '{';
	p = put_word(p, "setup", setup_names[s->kind]);
	p = put_word(
	    p, "direction", s->direction == DIR_LONG ? "long" : "short");
	p = put_calc(p, "score", s->score);
	p = put_name(p, "reasons");
	for (int i = 0; i < s->nreasons; i++) {
		*p++ = i ? ',' : '[';
		p = put_reason(p, &s->reasons[i]);
	}
	*p++ = ']';
	*p++ = '}';
	return p;
}

/* What the numbers were held to, and all setups that fired. */
static char *
put_grounds(char *p, const struct profile *profile, const struct verdict *v)
{
	p = put_name(p, "thresholds");
	*p++ = '{';
	p = put_calc(p, "high", profile->tier_high);
	p = put_calc(p, "medium", profile->tier_medium);
	*p++ = '}';
	if (v->nfired == 0)
		return p;
	p = put_name(p, "setups");
	for (int i = 0; i < v->nfired; i++) {
		*p++ = i ? ',' : '[';
		p = put_setup(p, &v->fired[i]);
	}
	*p++ = ']';
	return p;
}

/* The parts of a score by the classic method, under its system's names. */
static char *
put_classic(char *p, const struct inputs *in, const struct verdict *v)
{
	const struct composite *c = &v->score;

	p = put_trend(p, c);
	if (input_known(in, IN_DELTA_OI_PCT)) {
		double delta = in->v[IN_DELTA_OI_PCT];

		p = put_points(p, "delta_oi_abs", delta < 0 ? -delta : delta);
		p = put_points(p, "delta_component", c->delta_oi);
	}
	if (input_known(in, IN_CVD))
		p = put_points(p, "cvd_value", in->v[IN_CVD]);
	if (input_known(in, IN_CVD) || input_known(in, IN_CVD_SLOPE)) {
		p = put_points(p, "cvd_component", c->cvd);
		p = put_points(p, "cvd_value_points", c->cvd_value);
		p = put_points(p, "cvd_slope_points", c->cvd_slope);
	}
	p = put_points(p, "session_component", c->session);
	if (v->setup.kind == SETUP_SQUEEZE_REVERSAL)
		p = put_calc(p, "compression_ratio",
		    in->v[IN_BB_WIDTH] / in->v[IN_KC_WIDTH]);
	return p;
}

static char *
put_ranks(char *p, struct ranks *ranks)
{
	p = put_name(p, "ranks");
	*p++ = '{';
	for (int i = 0; i < RANKS; i++)
		p = put_calc(
		    p, rank_names[i], ranks_at(ranks, (enum rank_kind)i));
	*p++ = '}';
	return p;
}

/* The parts by the adaptive method, before they are scaled. */
static char *
put_adaptive(char *p, struct ranks *ranks, const struct verdict *v)
{
	const struct composite *c = &v->score;

	p = put_ranks(p, ranks);
	p = put_points(p, "trend_ema", c->trend_ema);
	p = put_points(p, "trend_adx", c->trend_adx);
	p = put_points(p, "trend_vwap", c->trend_vwap);
	p = put_points(p, "trend_confluence", c->trend_confluence);
	p = put_points(p, "trend_sum", c->trend_sum);
	p = put_points(p, "trend", c->trend);
	p = put_points(p, "delta_oi", c->delta_oi);
	p = put_points(p, "cvd_value", c->cvd_value);
	p = put_points(p, "cvd_slope", c->cvd_slope);
	p = put_points(p, "cvd", c->cvd);
	p = put_points(p, "session", c->session);
	p = put_calc(p, "of", c->of);
	return put_calc(p, "scale", c->scale);
}

static char *
put_audit(char *p, const struct signal_moment *m, const struct verdict *v)
{
	*p++ = '{';
	p = put_word(p, "profile", m->profile->name);
	p = put_word(p, "profile_hash", m->profile->hash);
	if (m->interval)
		p = put_word(p, "flow", m->trades ? "trades" : "candles");
	p = put_inputs(p, m->in);
	if (m->ranks)
		p = put_adaptive(p, m->ranks, v);
	else
		p = put_classic(p, m->in, v);
	p = put_grounds(p, m->profile, v);
	*p++ = '}';
	return p;
}

static char *
put_components(char *p, const struct composite *c, double scale)
{
	*p++ = '{';
	p = put_points(p, "trend", c->trend * scale);
	p = put_points(p, "delta_oi", c->delta_oi * scale);
	p = put_points(p, "cvd", c->cvd * scale);
	p = put_points(p, "session", c->session * scale);
	*p++ = '}';
	return p;
}

/* As JSON text; builds it behind itself first, for the symbol may be odd. */
static char *
put_id(char *p, const char *symbol, const char *interval, int64_t ts_ms,
    const char *setup, const char *suffix)
{
	size_t symbol_len = strlen(symbol);
	char *plain = p + 6 * symbol_len + ID_ROOM, *end;

	end = put_text(plain, symbol);
	if (interval) {
		*end++ = '-';
		end = put_text(end, interval);
	}
	*end++ = '-';
	end = num_put_int(end, ts_ms);
	*end++ = '-';
	end = put_text(end, setup);
	end = put_text(end, suffix);
	return json_put_string(p, plain, (size_t)(end - plain));
}

static int
make_room(struct signal_writer *w, size_t need)
{
	char *text;

	if (need <= w->size)
		return 0;
	text = realloc(w->text, need);
	if (!text)
		return -1;
	w->text = text;
	w->size = need;
	return 0;
}

static void
set_text(struct record *r, int slot, const char *word)
{
	rec_set_text(r, slot, word, strlen(word));
}

/* The record up to its id, with room for the rest in w->text. */
static int
begin(struct signal_writer *w, struct record *r, const struct signal_moment *m)
{
	if (make_room(w, AUDIT_ROOM + 2 * ID_ROOM + 7 * strlen(m->symbol) +
			     6 * m->in->session_len +
			     (size_t)m->in->nlvns * (NUM_DOUBLE_MAX + 1)) != 0)
		return -1;
	rec_init(r, REC_SIGNAL, m->ts_ms);
	if (*m->venue)
		set_text(r, M_VENUE, m->venue);
	set_text(r, M_SYMBOL, m->symbol);
	return 0;
}

static void
set_levels(struct record *r, const struct levels *l)
{
	rec_set_calc(r, SIGNAL_ENTRY_LOW, l->entry_low);
	rec_set_calc(r, SIGNAL_ENTRY_HIGH, l->entry_high);
	rec_set_calc(r, SIGNAL_STOP, l->stop);
	rec_set_calc(r, SIGNAL_TARGET, l->target);
}

int
signal_fill(struct signal_writer *w, struct record *r,
    const struct signal_moment *m, const struct verdict *v)
{
	const char *setup = setup_names[v->setup.kind];
	double scale = m->ranks ? v->score.scale : 1;
	char *end, *id;

	if (begin(w, r, m) != 0)
		return -1;
	id = put_audit(w->text, m, v);
	rec_set_raw(r, SIGNAL_AUDIT, w->text, (size_t)(id - w->text));
	end = put_id(id, m->symbol, m->interval, m->ts_ms, setup, "");
	rec_set_raw(r, SIGNAL_ID, id, (size_t)(end - id));
	end = put_components(w->components, &v->score, scale);
	rec_set_raw(
	    r, SIGNAL_COMPONENTS, w->components, (size_t)(end - w->components));

	rec_set_int(r, SIGNAL_DIRECTION, v->direction);
	rec_set_num(r, SIGNAL_PRICE, m->in->v[IN_PRICE]);
	if (v->setup.kind != SETUP_NONE)
		set_text(r, SIGNAL_SETUP, setup);
	rec_set_calc(r, SIGNAL_SETUP_SCORE, v->setup.score);
	rec_set_int(r, SIGNAL_CONFIDENCE, v->setup.confidence);
	rec_set_calc(r, SIGNAL_SCORE, v->score.total);
	rec_set_int(r, SIGNAL_TIER, v->score.tier);
	set_levels(r, &v->levels);
	return 0;
}

int
signal_close(
    struct signal_writer *w, struct record *r, const struct signal_moment *m)
{
	const char *setup = setup_names[SETUP_SMA_CROSS];
	char *end;

	if (begin(w, r, m) != 0)
		return -1;
	end =
	    put_id(w->text, m->symbol, m->interval, m->ts_ms, setup, "-close");
	rec_set_raw(r, SIGNAL_ID, w->text, (size_t)(end - w->text));
	rec_set_int(r, SIGNAL_ACTION, ACTION_CLOSE);
	rec_set_int(r, SIGNAL_DIRECTION, DIR_LONG);
	rec_set_num(r, SIGNAL_PRICE, m->in->v[IN_PRICE]);
	set_text(r, SIGNAL_SETUP, setup);
	return 0;
}
