/* SPDX-License-Identifier: MIT */
#include "complain.h"

#include <string.h>

#include "base/log.h"
#include "market/interval.h"

/* A wrong --interval looks like a market without signals. */
static void
of_interval(const struct scorer_params *p, const char *symbol,
    const struct scorer_counts *c)
{
	if (p->interval >= 0 && c->candles && !c->seen)
		log_warn("'%s': none of its candles is of interval %s", symbol,
		    interval_name((enum interval)p->interval));
}

/* All of them passed by unjudged. */
static void
of_silence(const char *symbol, const struct scorer_counts *c)
{
	if (c->early == 0 || c->judged > 0)
		return;
	if (c->flat > c->early / 2)
		log_warn("'%s': none of its %lld candles can be judged: the "
			 "true range (atr_14) of %lld is 0, and nothing is "
			 "ranked without one",
		    symbol, (long long)c->early, (long long)c->flat);
	else
		log_warn("'%s': its %lld candles are too few: the profile "
			 "ranks each among those before it",
		    symbol, (long long)c->early);
}

static void
of_holes(const struct scorer_params *p, const char *symbol,
    const struct scorer_counts *c)
{
	if (c->holes == 0)
		return;
	/* Only ranks make candles wait until they can be judged. */
	if (p->signals && p->profile->method == METHOD_ADAPTIVE)
		log_warn("'%s': holes in its candles: %lld; nothing is "
			 "computed across them, candles not judged behind "
			 "them: %lld",
		    symbol, (long long)c->holes, (long long)c->silent);
	else
		log_warn("'%s': holes in its candles: %lld; nothing is "
			 "computed across them",
		    symbol, (long long)c->holes);
}

/* Whether the open interest is asked for. */
static bool
wants_oi(const struct scorer_params *p)
{
	const char *name = "delta_oi:";
	bool wants = p->signals;

	for (int i = 0; p->list && i < study_list_values(p->list); i++)
		wants |= strncmp(study_list_key(p->list, i), name,
			     strlen(name)) == 0;
	return wants;
}

static void
of_open_interest(const struct scorer_params *p, const char *symbol,
    const struct scorer_counts *c)
{
	if (!c->seen || !wants_oi(p))
		return;
	if (c->oi.holes > 0)
		log_warn("'%s': holes in its open interest: %lld; its change "
			 "is not computed across them",
		    symbol, (long long)c->oi.holes);
	if (!p->signals || c->oi.known > 0 || c->oi.lost == 0)
		return;
	log_warn(
	    "'%s': none of its open interest can be used: its change "
	    "takes one that is not 0 and at most %g minutes old at the end "
	    "of a candle, and one an hour before",
	    symbol, (double)p->profile->flow.oi_stale_ms / 60000);
}

static void
of_trades(const struct scorer_params *p, const char *symbol,
    const struct scorer_counts *c)
{
	if (!p->trades)
		return;
	if (c->trades && !c->candles)
		log_warn("'%s': it has trades and no candles: only these are "
			 "scored",
		    symbol);
	if (c->seen && !c->trades)
		log_warn("'%s': it has no trades: with --flow trades nothing "
			 "is known of its flow",
		    symbol);
	if (c->seen && c->holed > 0)
		log_warn("'%s': candles with holes in their trades: %lld; "
			 "their flow is not known, nor cvd from there to the "
			 "next session",
		    symbol, (long long)c->holed);
}

void
complain(const struct scorer_params *p, const char *symbol,
    const struct scorer_counts *c)
{
	of_interval(p, symbol, c);
	of_silence(symbol, c);
	of_holes(p, symbol, c);
	of_open_interest(p, symbol, c);
	of_trades(p, symbol, c);
}
