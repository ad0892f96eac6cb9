/* SPDX-License-Identifier: MIT */
/* Each number of a classic profile counts: it moves a score or a level. */
#include "tap.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "signal/classic.h"
#include "signal/profile_table.h"

enum { MOMENTS = 4000, FIGURES = 16 };

static struct profile profile;
static struct inputs moments[MOMENTS];
static double lvns[MOMENTS];
static double before[MOMENTS][FIGURES];

/* Around each threshold: a multiple of it, from -1 to 2 or from 0 to 2. */
static void
make_moment(struct rng *r, struct inputs *in, double *lvn)
{
	static const struct {
		enum input input;
		double size, least;
	} about[] = {
	    {IN_ADX_14, 30, 0},
	    {IN_DELTA_OI_PCT, .7, -1},
	    {IN_CVD, 2000, -1},
	    {IN_CVD_SLOPE, 50, -1},
	    {IN_BB_WIDTH, .01, 0},
	    {IN_KC_WIDTH, .012, 0},
	    {IN_MOMENTUM, .25, -1},
	    {IN_MOMENTUM_SHIFT, .2, -1},
	    {IN_FUNDING_RATE, .002, -2},
	    {IN_BASIS, .0012, -1},
	    {IN_ORDERFLOW_IMBALANCE, 2, 0},
	    {IN_DELTA_VOLUME, 1.5, 0},
	    {IN_LIQUIDATION_CLUSTER, .5, 0},
	};
	static const char *const sessions[] = {"asia", "europe", "ny", "x", ""};

	*in = (struct inputs){.direction = -1, .lvns = lvn, .nlvns = 1};
#define SHARE(x) ((double)rng_below(r, 1000001) / 1e6 * (x))
	for (size_t i = 0; i < sizeof about / sizeof *about; i++)
		input_set(in, about[i].input,
		    about[i].size *
			(about[i].least + SHARE(2 - about[i].least)));
	input_set(in, IN_PRICE, 100);
	input_set(in, IN_EMA_50, 99.5 + SHARE(1));
	input_set(in, IN_VWAP, 99.3 + SHARE(1.4));
	*lvn = 99.7 + SHARE(.6);
	if (rng_below(r, 4)) {
		input_set(in, IN_VALUE_AREA_LOW, 98.5 + SHARE(2));
		input_set(in, IN_VALUE_AREA_HIGH,
		    in->v[IN_VALUE_AREA_LOW] + SHARE(2));
	}
	in->session = sessions[rng_below(r, 5)];
	in->session_len = strlen(in->session);
}

static void
judge(const struct inputs *in, double f[FIGURES])
{
	struct verdict v;

	classic_score(&profile, in, &v);
	classic_complete(&profile, in, &v);
	memset(f, 0, FIGURES * sizeof *f);
	f[0] = v.score.total;
	f[1] = v.score.tier;
	f[2] = v.score.trend_ema;
	f[3] = v.levels.entry_low;
	f[4] = v.levels.entry_high;
	f[5] = v.levels.stop;
	f[6] = v.levels.target;
	f[7] = v.nfired;
	for (int i = 0; i < v.nfired; i++) {
		f[8 + 3 * i] = v.fired[i].kind;
		f[9 + 3 * i] = v.fired[i].score;
		f[10 + 3 * i] = v.fired[i].confidence;
	}
}

static bool
counts(void)
{
	double after[FIGURES];

	for (int i = 0; i < MOMENTS; i++) {
		judge(&moments[i], after);
		if (memcmp(after, before[i], sizeof after) != 0)
			return true;
	}
	return false;
}

/* Volume profile and flow make the inputs; they are not of the score. */
static bool
is_of_inputs(const char *path)
{
	return strncmp(path, "volume_profile", 14) == 0 ||
	       strncmp(path, "flow", 4) == 0;
}

/* Much more or much less of it: some are bounds that others keep from. */
static void
test_row(const struct profile_row *row)
{
	struct profile kept = profile;
	double *number = (double *)((char *)&profile + row->offset);
	bool up, down;

	*number *= 2;
	up = counts();
	profile = kept;
	*number *= .2;
	down = counts();
	profile = kept;
	ok(up || down, "%s counts", row->path);
}

int
main(void)
{
	const struct profile_row *row;
	char why[256];
	struct rng r;

	if (profile_load(&profile, "classic", why, sizeof why) != 0) {
		printf("Bail out! %s\n", why);
		return 1;
	}
	rng_seed(&r, 1);
	for (int i = 0; i < MOMENTS; i++) {
		make_moment(&r, &moments[i], &lvns[i]);
		judge(&moments[i], before[i]);
	}
	for (int i = 0; (row = profile_row(METHOD_CLASSIC, i)); i++)
		if (row->kind == ROW_NUMBER && !is_of_inputs(row->path))
			test_row(row);
	profile.classic.trend.adx_steps.n--;
	ok(counts(), "trend.adx_steps count");
	profile.classic.trend.adx_steps.n++;
	profile.classic.delta_oi.steps.n -= 3;
	ok(counts(), "delta_oi.steps count");
	return tap_done();
}
