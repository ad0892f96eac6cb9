/* SPDX-License-Identifier: MIT */
#include "sim/groups.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_file.h"
#include "signal/profile.h"
#include "signal/session.h"

enum { KEY_TEXT = MARKET_TITLE, NO_GROUP = -1 };

struct grouping {
	const struct simulation *sim;
	const struct map *setups;
	struct profile profile; /* of the sessions */
};

/* One way to tell trades apart: a trade's number, and that number's name. */
struct way {
	const char *by;
	int64_t (*of)(const struct grouping *g, const struct trade *t);
	/* *borrowed* from g, or made in buf. */
	const char *(*name)(
	    const struct grouping *g, int64_t n, char buf[KEY_TEXT]);
};

/* ---- the ways ---- */

static int64_t
market_of(const struct grouping *g, const struct trade *t)
{
	(void)g;
	return t->market;
}

static const char *
market_name(const struct grouping *g, int64_t n, char *buf)
{
	return markets_title(g->sim->markets, (int)n, buf);
}

static int64_t
direction_of(const struct grouping *g, const struct trade *t)
{
	(void)g;
	return !t->is_long;
}

static const char *
direction_name(const struct grouping *g, int64_t n, char *buf)
{
	(void)g;
	(void)buf;
	return n ? "short" : "long";
}

static int64_t
setup_of(const struct grouping *g, const struct trade *t)
{
	(void)g;
	return t->setup;
}

static const char *
setup_name(const struct grouping *g, int64_t n, char *buf)
{
	(void)buf;
	return map_key(g->setups, (int)n, NULL);
}

static int64_t
tier_of(const struct grouping *g, const struct trade *t)
{
	(void)g;
	return t->tier;
}

static const char *
tier_name(const struct grouping *g, int64_t n, char *buf)
{
	static const char *const tiers[] = {"high", "medium", "low"};

	(void)g;
	(void)buf;
	return tiers[n];
}

static int64_t
score_of(const struct grouping *g, const struct trade *t)
{
	(void)g;
	return t->score >= 0 ? (int64_t)t->score : NO_GROUP;
}

static const char *
score_name(const struct grouping *g, int64_t n, char *buf)
{
	(void)g;
	snprintf(buf, KEY_TEXT, "%" PRId64, n);
	return buf;
}

static int64_t
session_of(const struct grouping *g, const struct trade *t)
{
	return session_at(&g->profile, t->opened).def;
}

static const char *
session_name(const struct grouping *g, int64_t n, char *buf)
{
	(void)buf;
	return g->profile.sessions[n].name;
}

static int64_t
month_of(const struct grouping *g, const struct trade *t)
{
	int64_t year;
	int month, day;

	(void)g;
	civil_date(t->closed / DAY_MS, &year, &month, &day);
	return 12 * year + month - 1;
}

static const char *
month_name(const struct grouping *g, int64_t n, char *buf)
{
	(void)g;
	snprintf(buf, KEY_TEXT, "%04d-%02d", (int)(n / 12), (int)(n % 12) + 1);
	return buf;
}

static int64_t
reason_of(const struct grouping *g, const struct trade *t)
{
	(void)g;
	return t->reason;
}

static const char *
reason_name(const struct grouping *g, int64_t n, char *buf)
{
	(void)g;
	(void)buf;
	return fill_reasons[n];
}

static const struct way ways[] = {
    {"symbol", market_of, market_name},
    {"direction", direction_of, direction_name},
    {"setup", setup_of, setup_name},
    {"tier", tier_of, tier_name},
    {"score", score_of, score_name},
    {"session", session_of, session_name},
    {"month", month_of, month_name},
    {"reason", reason_of, reason_name},
};

enum { WAYS = sizeof ways / sizeof ways[0] };

/* ---- the groups ---- */

struct sums {
	double fees, funding, bars, risks;
	int64_t risked;
};

static void
put_group(FILE *f, const struct tally *t, const struct sums *s)
{
	fprintf(f, ",\"trades\":%" PRId64 ",\"wins\":%" PRId64, t->n, t->wins);
	json_member_calc(f, "win_rate", tally_win_rate(t));
	json_member_calc(f, "expectancy", tally_expectancy(t));
	if (s->risked)
		json_member_calc(
		    f, "expectancy_r", s->risks / (double)s->risked);
	json_member_calc(f, "cumulative_return", t->growth - 1);
	json_member_calc(f, "profit_factor", tally_profit_factor(t));
	json_member_calc(f, "best_trade", tally_best(t));
	json_member_calc(f, "worst_trade", tally_worst(t));
	json_member_calc(f, "pnl", t->pnl);
	json_member_calc(f, "fees", s->fees);
	json_member_calc(f, "funding", s->funding);
	json_member_calc(f, "avg_bars", s->bars / (double)t->n);
	fputc('}', f);
}

static void
sums_add(struct sums *s, const struct trade *t)
{
	s->fees += t->fees;
	s->funding += t->funding;
	s->bars += (double)t->bars;
	if (!isnan(t->risk)) {
		s->risked++;
		s->risks += t->ret / t->risk;
	}
}

/* The groups of one way; places has room for all trades. */
static void
put_way(FILE *f, const struct grouping *g, const struct way *way,
    struct trade_place *places, const char **sep)
{
	const struct trade_list *l = &g->sim->trades;
	struct sums sums = {0};
	struct tally tally;
	char buf[KEY_TEXT];

	for (size_t i = 0; i < l->n; i++)
		places[i] = (struct trade_place){way->of(g, &l->at[i]), i};
	trade_places_sort(places, l->n);
	tally_init(&tally);
	for (size_t i = 0; i < l->n; i++) {
		if (places[i].key == NO_GROUP)
			continue;
		tally_add(&tally, &l->at[places[i].i]);
		sums_add(&sums, &l->at[places[i].i]);
		if (i + 1 < l->n && places[i + 1].key == places[i].key)
			continue;
		fputs(*sep, f);
		*sep = ",";
		fprintf(f, "{\"by\":\"%s\",\"key\":", way->by);
		json_string(f, way->name(g, places[i].key, buf));
		put_group(f, &tally, &sums);
		tally_init(&tally);
		sums = (struct sums){0};
	}
}

int
groups_put(FILE *f, const struct simulation *s, const struct map *setups)
{
	struct grouping g = {.sim = s, .setups = setups};
	struct trade_place *places = malloc((s->trades.n + 1) * sizeof *places);
	const char *sep = "";
	char why[256];

	if (!places ||
	    profile_load(&g.profile, "classic", why, sizeof why) != 0) {
		free(places);
		return -1;
	}
	fputc('[', f);
	for (int i = 0; i < WAYS; i++)
		put_way(f, &g, &ways[i], places, &sep);
	fputc(']', f);
	free(places);
	return 0;
}
