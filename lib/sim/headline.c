/* SPDX-License-Identifier: MIT */
#include "sim/headline.h"

#include <math.h>

#include "base/real.h"
#include "sim/yield.h"

const char *
headline_name(enum headline h)
{
	static const char *const names[HEADLINES] = {
	    [HEAD_RETURN] = "return",
	    [HEAD_CAGR] = "cagr",
	    [HEAD_SHARPE] = "sharpe",
	    [HEAD_SORTINO] = "sortino",
	    [HEAD_MAX_DRAWDOWN] = "max_drawdown",
	    [HEAD_CALMAR] = "calmar",
	    [HEAD_WIN_RATE] = "win_rate",
	    [HEAD_EXPECTANCY] = "expectancy",
	    [HEAD_PROFIT_FACTOR] = "profit_factor",
	};

	return names[h];
}

void
day_sums_end(const struct day_sums *s, const struct day_span *span,
    double out[HEADLINES])
{
	double n = (double)s->n, off = s->sum / n;
	double variance = (s->squares - n * off * off) / (n - 1);
	struct yield_year y = yield_annualise(real_pow(s->growth, 1 / n),
	    variance, s->varies, s->below / n, span->year_days);
	bool ruined = s->growth <= 0;

	out[HEAD_RETURN] = s->growth - 1;
	out[HEAD_CAGR] = real_pow(s->growth, 1 / span->years) - 1;
	out[HEAD_SHARPE] = ruined ? NAN : y.sharpe;
	out[HEAD_SORTINO] = ruined ? NAN : y.sortino;
	out[HEAD_MAX_DRAWDOWN] = 1 - s->low;
	out[HEAD_CALMAR] = ruined ? NAN : y.annual / (1 - s->low);
}

struct day_sums
day_sums_new(double centre, double first)
{
	return (struct day_sums){
	    .growth = 1, .low = 1, .peak = 1, .centre = centre, .first = first};
}

void
headlines_of_days(const double *days, size_t n, const struct day_span *span,
    double out[HEADLINES])
{
	struct day_sums s;
	double sum = 0;

	for (int h = 0; n == 0 && h < HEAD_WIN_RATE; h++)
		out[h] = NAN;
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		sum += days[i];
	s = day_sums_new(sum / (double)n, days[0]);
	for (size_t i = 0; i < n; i++)
		day_sums_add(&s, days[i]);
	day_sums_end(&s, span, out);
}

void
trade_sums_end(const struct trade_sums *s, double out[HEADLINES])
{
	out[HEAD_WIN_RATE] = (double)s->wins / (double)s->n;
	out[HEAD_EXPECTANCY] = (s->gains2 - s->loss2) / 2 / (double)s->n;
	out[HEAD_PROFIT_FACTOR] = s->gains2 / fabs(s->loss2);
}

void
headlines_of_trades(const double *trades, size_t n, double out[HEADLINES])
{
	struct trade_sums s = {0};

	for (size_t i = 0; i < n; i++)
		trade_sums_add(&s, trades[i]);
	trade_sums_end(&s, out);
}
