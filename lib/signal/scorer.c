/* SPDX-License-Identifier: MIT */
#include "signal/scorer.h"

#include <stdlib.h>
#include <string.h>

#include "market/interval.h"
#include "signal/adaptive.h"
#include "signal/adaptive_setups.h"
#include "signal/classic.h"
#include "signal/context.h"
#include "signal/indicators.h"
#include "signal/signal.h"
#include "signal/tracker.h"

/* What is known of one symbol (of one venue). */
struct market {
	char *venue, *symbol;
	bool crossed; /* sma_cross has opened, and not closed since */
	struct tracker tracker;
	struct indicators *indicators; /* NULL: none were asked for */
	struct recheck recheck;
	struct scorer_counts counts;
};

struct scorer {
	struct scorer_params p;
	struct market **markets; /* by record.symbol; NULL: not met */
	int n;
	struct context context;
	struct inputs inputs; /* of the context that was checked last */
	struct signal_writer *writer;
};

struct scorer *
scorer_new(const struct scorer_params *p)
{
	struct scorer *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->p = *p;
	s->writer = signal_writer_new();
	if (s->writer)
		return s;
	free(s);
	return NULL;
}

static void
market_free(struct market *m)
{
	if (!m)
		return;
	tracker_finish(&m->tracker);
	indicators_free(m->indicators);
	recheck_finish(&m->recheck);
	free(m->venue);
	free(m->symbol);
	free(m);
}

void
scorer_free(struct scorer *s)
{
	if (!s)
		return;
	for (int i = 0; i < s->n; i++)
		market_free(s->markets[i]);
	free(s->markets);
	context_finish(&s->context);
	signal_writer_free(s->writer);
	free(s);
}

static struct market *
market_new(struct scorer *s, const char *venue, const char *symbol)
{
	bool continuous = calendar_continuous(s->p.calendar, venue);
	struct market *m = calloc(1, sizeof *m);

	if (!m)
		return NULL;
	if (tracker_init(&m->tracker, s->p.profile, s->p.interval, continuous,
		s->p.trades) != 0) {
		free(m);
		return NULL;
	}
	m->venue = strdup(venue);
	m->symbol = strdup(symbol);
	if (s->p.list)
		m->indicators = indicators_new(s->p.list);
	if (m->venue && m->symbol && (m->indicators || !s->p.list))
		return m;
	market_free(m);
	return NULL;
}

/* The market of record.symbol; NULL: no memory. */
static struct market *
market_of(struct scorer *s, int i, const char *venue, const char *symbol)
{
	if (i >= s->n) {
		int n = i * 2 + 16;
		struct market **ms =
		    realloc(s->markets, (size_t)n * sizeof *ms);

		if (!ms)
			return NULL;
		for (int k = s->n; k < n; k++)
			ms[k] = NULL;
		s->markets = ms;
		s->n = n;
	}
	if (!s->markets[i])
		s->markets[i] = market_new(s, venue, symbol);
	return s->markets[i];
}

/* A record of our own, which r has caused. */
static void
emit(struct scorer *s, const struct record *r, struct record *out)
{
	const struct value *venue = &r->v[M_VENUE], *symbol = &r->v[M_SYMBOL];

	if (rec_has(r, M_VENUE) && venue->len)
		rec_set_text(out, M_VENUE, venue->s, venue->len);
	rec_set_text(out, M_SYMBOL, symbol->s, symbol->len);
	s->p.emit(s->p.arg, r, out);
}

static struct signal_moment
moment_of(const struct scorer *s, const char *venue, const char *symbol,
    const struct record *r, const struct inputs *in)
{
	return (struct signal_moment){
	    .venue = venue,
	    .symbol = symbol,
	    .ts_ms = r->time,
	    .profile = s->p.profile,
	    .trades = s->p.trades,
	    .in = in,
	};
}

static bool
wanted(const struct scorer *s, const struct verdict *v)
{
	return s->p.all || v->score.total >= s->p.min_score;
}

/* m: of a candle's signal. */
static int
tell(struct scorer *s, struct market *m, const struct record *r,
    struct record *out)
{
	if (m && s->p.verify)
		return recheck_made(&m->recheck, out);
	emit(s, r, out);
	return 0;
}

static int
tell_signal(struct scorer *s, struct market *m, const struct record *r,
    const struct signal_moment *moment, const struct verdict *v)
{
	struct record out;

	if (signal_fill(s->writer, &out, moment, v) != 0)
		return -1;
	return tell(s, m, r, &out);
}

/* The rules of the classic method, for contexts whatever the profile is. */
static int
judge_classic(struct scorer *s, struct market *m, const struct record *r,
    const struct signal_moment *moment)
{
	struct verdict v;

	classic_score(moment->profile, moment->in, &v);
	if (!wanted(s, &v))
		return 0;
	classic_complete(moment->profile, moment->in, &v);
	return tell_signal(s, m, r, moment, &v);
}

/* Behind a cross down a signal closes what the cross up before has opened. */
static int
close_cross(struct scorer *s, struct market *m, const struct record *r,
    const struct signal_moment *moment)
{
	struct record out;

	if (!m->crossed || !adaptive_crosses_down(moment->profile, moment->in))
		return 0;
	m->crossed = false;
	if (signal_close(s->writer, &out, moment) != 0)
		return -1;
	return tell(s, m, r, &out);
}

static int
judge_adaptive(struct scorer *s, struct market *m, const struct record *r,
    struct signal_moment *moment)
{
	struct ranks *ranks = &m->tracker.ranks;
	bool warm = ranks_warm(ranks);
	struct verdict v;

	moment->ranks = ranks;
	m->counts.judged += warm;
	m->counts.early += !warm;
	m->counts.flat += !warm && input_nan(moment->in, IN_ATR_14) == 0;
	m->counts.silent += m->tracker.holes > 0 && !warm;
	if (adaptive_score(s->p.profile, ranks, moment->in, s->p.all, &v) &&
	    wanted(s, &v)) {
		if (v.setup.kind == SETUP_SMA_CROSS)
			m->crossed = true;
		adaptive_complete(s->p.profile, moment->in, &v);
		if (tell_signal(s, m, r, moment, &v) != 0)
			return -1;
	}
	return close_cross(s, m, r, moment);
}

static int
judge(struct scorer *s, struct market *m, const struct record *r,
    const struct inputs *in)
{
	struct signal_moment moment = moment_of(s, m->venue, m->symbol, r, in);

	moment.interval = interval_name((enum interval)r->v[CANDLE_INTERVAL].i);
	if (s->p.profile->method == METHOD_ADAPTIVE)
		return judge_adaptive(s, m, r, &moment);
	return judge_classic(s, m, r, &moment);
}

static int
tell_profile(struct scorer *s, struct market *m, const struct record *r)
{
	struct record out;
	int rc = auction_profile(&m->tracker.auction, r->time, &out);

	if (rc > 0)
		emit(s, r, &out);
	return rc < 0 ? -1 : 0;
}

static int
tell_indicators(struct scorer *s, struct market *m, const struct record *r)
{
	if (!m->indicators)
		return 0;
	return indicators_candle(
	    m->indicators, &m->tracker, r, s->p.indicators(s->p.arg, r));
}

static int
take_candle(struct scorer *s, struct market *m, const struct record *r)
{
	unsigned starts = m->tracker.starts;
	struct inputs in;
	int rc;

	m->counts.candles = true;
	if (!s->p.signals && !s->p.profiles && !s->p.trades) {
		return tracker_bar(&m->tracker, r) ? tell_indicators(s, m, r)
						   : 0;
	}
	rc = tracker_candle(&m->tracker, r, &in);
	if (m->tracker.starts != starts)
		m->crossed = false;
	if (rc <= 0)
		return rc;
	recheck_begin(&m->recheck, r->time);
	if ((s->p.profiles && tell_profile(s, m, r) != 0) ||
	    tell_indicators(s, m, r) != 0)
		return -1;
	return s->p.signals ? judge(s, m, r, &in) : 0;
}

/* No store keeps contexts: their signals cannot be made again. */
static int
take_context(struct scorer *s, const struct record *r, const char *venue,
    const char *symbol)
{
	struct signal_moment moment;

	if (!s->p.signals || s->p.verify)
		return 0;
	moment = moment_of(s, venue, symbol, r, &s->inputs);
	moment.profile = s->p.classic;
	return judge_classic(s, NULL, r, &moment);
}

static int
take_other(struct market *m, const struct record *r)
{
	unsigned starts = m->tracker.starts;

	m->counts.trades |= r->type == REC_TRADE;
	if (tracker_take(&m->tracker, r) != 0)
		return -1;
	if (m->tracker.starts != starts)
		m->crossed = false;
	return m->indicators ? indicators_sample(m->indicators, r) : 0;
}

int
scorer_check(struct scorer *s, const struct record *r, const char **why)
{
	int rc;

	if (r->type != REC_CONTEXT)
		return 1;
	rc = context_read(&s->context, r, &s->inputs, why);
	return rc < 0 ? -1 : rc == 0;
}

/* Whether a record can say something of a market. */
static bool
concerns(const struct scorer *s, const struct record *r)
{
	switch (r->type) {
	case REC_TRADE:
		return s->p.trades;
	case REC_CANDLE:
	case REC_PREMIUM:
	case REC_OPEN_INTEREST:
	case REC_FUNDING:
	case REC_MARK:
	case REC_BOOK:
	case REC_LIQUIDATION:
	case REC_GAP:
		return rec_has(r, M_SYMBOL);
	default:
		return false;
	}
}

int
scorer_take(struct scorer *s, const struct record *r, const char *venue,
    const char *symbol)
{
	struct market *m;

	if (r->type == REC_CONTEXT)
		return take_context(s, r, venue, symbol);
	if (!concerns(s, r))
		return 0;
	m = market_of(s, r->symbol, venue, symbol);
	if (!m)
		return -1;
	return r->type == REC_CANDLE ? take_candle(s, m, r) : take_other(m, r);
}

enum recheck_result
scorer_verify(struct scorer *s, const struct record *r, const char *venue,
    const char *symbol)
{
	struct market *m = market_of(s, r->symbol, venue, symbol);
	int interval;

	if (!m)
		return RECHECK_NOMEM;
	interval = m->tracker.interval;
	return recheck_signal(&m->recheck, s->p.profile, s->p.trades,
	    interval < 0 ? NULL : interval_name((enum interval)interval), r);
}

bool
scorer_counts(const struct scorer *s, int symbol, struct scorer_counts *counts)
{
	const struct market *m = symbol < s->n ? s->markets[symbol] : NULL;

	if (!m)
		return false;
	*counts = m->counts;
	counts->seen = m->tracker.seen;
	counts->holes = m->tracker.holes;
	counts->holed = m->tracker.flow.holed;
	counts->oi = m->tracker.oi;
	return true;
}
