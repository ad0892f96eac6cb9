/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "sim/curve.h"
#include "sim/market.h"
#include "sim/portfolio.h"
#include "sim/stats.h"
#include "sim/trade_sum.h"
#include "sim/windows.h"
#include "sim/yield.h"
#include "tap.h"

static bool
near(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * (1 + fabs(b));
}

static void
test_portfolio(void)
{
	static const struct {
		const char *title;
		enum direction dir;
		double entry, exit, fee, cash, ret;
	} rows[] = {
	    {"long won", DIR_LONG, 100, 110, 0, 1100, .1},
	    {"long lost", DIR_LONG, 100, 90, 0, 900, -.1},
	    {"short won", DIR_SHORT, 100, 90, 0, 1100, .1},
	    {"short lost", DIR_SHORT, 100, 150, 0, 500, -.5},
	    {"short ruined", DIR_SHORT, 100, 250, 0, -500, -1.5},
	    {"fees", DIR_LONG, 100, 100, .25, 600, -.5},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		double notional = 1000 / (1 + rows[i].fee);
		struct stake stake = {notional / rows[i].entry, notional,
		    notional * rows[i].fee, 1000};
		struct position pos = {.place = -1};
		struct portfolio p;

		portfolio_init(&p, 1000);
		ok(portfolio_open(
		       &p, &pos, rows[i].dir, rows[i].entry, &stake, 1) == 0 &&
			p.cash == 0 && position_is_open(&pos) && pos.id == 1,
		    "%s: opens with all the cash", rows[i].title);
		pos.mark = rows[i].exit;
		portfolio_close(&p, &pos, rows[i].exit, rows[i].fee, 2);
		ok(near(p.cash, rows[i].cash) && !position_is_open(&pos),
		    "%s: cash %g", rows[i].title, p.cash);
		ok(near(position_return(&pos), rows[i].ret), "%s: return %g",
		    rows[i].title, position_return(&pos));
		ok(near(portfolio_equity(&p), p.cash), "%s: equity",
		    rows[i].title);
		portfolio_finish(&p);
	}
}

static void
test_many_positions(void)
{
	enum { N = 20 };
	struct position pos[N];
	struct portfolio p;
	struct exposure e;

	portfolio_init(&p, N);
	for (int i = 0; i < N; i++)
		portfolio_open(&p, &pos[i], i % 4 ? DIR_LONG : DIR_SHORT, 2,
		    &(struct stake){.5, 1, 0, 1}, i);
	for (int i = 0; i < N; i++)
		pos[i].mark = 3;
	e = portfolio_exposure(&p);
	ok(e.long_value == 22.5 && e.short_value == 7.5, "exposures");
	ok(e.unrealized == 5 && e.equity == 25 && p.cash == 0, "equity");
	for (int i = 0; i < N; i += 2)
		portfolio_close(&p, &pos[i], 3, 0, N);
	ok(p.n == N / 2 && portfolio_equity(&p) == 25, "half of them closed");
	for (int i = 1; i < N; i += 2)
		portfolio_close(&p, &pos[i], 3, 0, N);
	ok(p.n == 0 && p.cash == 25, "all of them");
	portfolio_finish(&p);
}

static void
test_curve(void)
{
	/* Three days: 100 -> 120 80 | 90 | (none) | 150 75 */
	static const struct {
		int64_t hour;
		double equity;
	} samples[] = {{1, 120}, {23, 80}, {30, 90}, {73, 150}, {90, 75}};
	static const struct {
		const char *title;
		int64_t start, end; /* hours */
		size_t days;
		double base, drawdown;
	} rows[] = {
	    {"all", -1, 100, 3, 100, .5},
	    {"from the start of a day", 24, 100, 2, 80, .5},
	    {"from inside a day", 25, 100, 1, 90, .5},
	    {"from a day without samples", 50, 100, 1, 90, .5},
	    {"to inside a day", -1, 80, 2, 100, 1 / 3.},
	    {"to the last sample of a day", -1, 30, 2, 100, 1 / 3.},
	    {"nothing", 95, 100, 0, 75, 0},
	};
	struct stretch s;
	struct curve c;
	struct yield y;
	double mean, var, growth;

	curve_init(&c, 100);
	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
		curve_push(&c,
		    &(struct sample){
			samples[i].hour * 3600000, samples[i].equity, NAN},
		    false);
	curve_settle(&c);
	ok(c.n == 3 && c.drawdown.peak == 150, "one row a day");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		s = curve_between(
		    &c, rows[i].start * 3600000, rows[i].end * 3600000);
		ok(s.n == rows[i].days && s.base == rows[i].base,
		    "%s: %zu days on %g", rows[i].title, s.n, s.base);
		ok(near(stretch_drawdown(&s), rows[i].drawdown),
		    "%s: drawdown %g", rows[i].title, stretch_drawdown(&s));
	}
	/* Closes 80, 90, 75 and, of a part, 80 before them: .125, -1/6. */
	s = curve_whole(&c);
	yield_make(&y, &s, 365);
	mean = (.125 - 1 / 6.) / 2;
	var = pow(.125 - mean, 2) + pow(-1 / 6. - mean, 2);
	ok(y.days == 2 && near(y.mean, mean) && near(y.deviation, sqrt(var)),
	    "the first day has no return, a day without prices is none");
	growth = pow(1.125 * 5 / 6, 365 / 2.);
	ok(near(y.annual, growth - 1), "annual return %g", y.annual);
	ok(near(y.sortino, (growth - 1) / sqrt(1 / 36. / 2) / sqrt(365)),
	    "Sortino ratio %g", y.sortino);
	ok(near(y.cvar, 1 / 6.) && near(y.worst_day, -1 / 6.) &&
		near(y.best_day, .125),
	    "the tail");
	s = curve_between(&c, 24 * 3600000, 100 * 3600000);
	yield_make(&y, &s, 365);
	ok(y.days == 2 && near(y.mean, mean),
	    "a part begins on the day before");
	s = curve_between(&c, 74 * 3600000, 100 * 3600000);
	yield_make(&y, &s, 365);
	ok(y.days == 0 && isnan(y.sharpe), "no return, no ratio");
	curve_finish(&c);

	curve_init(&c, 100);
	for (int i = 0; i < 5; i++)
		curve_push(
		    &c, &(struct sample){(int64_t)i * DAY_MS, 100, NAN}, false);
	curve_settle(&c);
	s = curve_whole(&c);
	yield_make(&y, &s, 365);
	ok(isnan(y.sharpe) && y.annual == 0 && stretch_drawdown(&s) == 0,
	    "no variance, no Sharpe");
	curve_push(&c, &(struct sample){(int64_t)6 * DAY_MS, -50, NAN}, false);
	curve_push(&c, &(struct sample){(int64_t)7 * DAY_MS, 20, NAN}, false);
	curve_settle(&c);
	s = curve_whole(&c);
	yield_make(&y, &s, 365);
	ok(stretch_drawdown(&s) == 1 && isnan(y.sharpe) && isnan(y.annual),
	    "ruined is a drawdown of 1, and has no returns");
	curve_finish(&c);
}

static void
test_drawdown(void)
{
	/* By day: 100, a fall to 80 until 110, to 99 until the end. */
	static const double equity[] = {100, 90, 80, 110, 104.5, 99, 108.9};
	struct drawdown_sum sum;
	struct drawdown d;
	double squares = .01 + .04 + .0025 + .01 + .0001;

	drawdown_init(&d, 100);
	for (int i = 0; i < 7; i++)
		drawdown_take(&d,
		    &(struct sample){i * (int64_t)DAY_MS, equity[i], NAN}, 1);
	sum = drawdown_sum(&d);
	ok(near(sum.worst, .2) && near(sum.average, .15), "depths");
	ok(sum.longest_days == 3 && sum.average_days == 3, "lengths");
	ok(near(sum.underwater, 5 / 7.), "under water");
	ok(near(sum.ulcer, sqrt(squares / 7)), "ulcer index %g", sum.ulcer);
	drawdown_init(&d, 100);
	drawdown_take(&d, &(struct sample){0, 50, NAN}, 1);
	sum = drawdown_sum(&d);
	ok(sum.worst == .5 && sum.average == .5, "a loss from the start");
	drawdown_init(&d, 100);
	drawdown_take(&d, &(struct sample){0, 101, NAN}, 1);
	sum = drawdown_sum(&d);
	ok(sum.worst == 0 && isnan(sum.average), "none");
}

static void
test_beta(void)
{
	/* Log returns of the market 1, -1, 2; of the equity half of them. */
	static const double at[] = {0, 1, 0, 2};
	struct beta b;

	beta_init(&b);
	for (int i = 0; i < 4; i++)
		beta_take(
		    &b, &(struct sample){0, exp(at[i] / 2), exp(at[i])}, 1);
	ok(near(beta_value(&b), .5), "beta %g", beta_value(&b));
	beta_take(&b, &(struct sample){0, 1, NAN}, 1);
	ok(isnan(beta_value(&b)), "none with two markets");
}

static void
test_trade_sum(void)
{
	static const struct trade trades[] = {
	    {.ret = .1, .pnl = 30, .risk = .05, .mae = .01, .bars = 2},
	    {.ret = -.1, .pnl = -10, .risk = NAN, .mae = .1, .bars = 1},
	    {.ret = -.02, .pnl = -5, .risk = .04, .mfe = .2, .bars = 3},
	    {.ret = .04, .pnl = 5, .risk = NAN, .closed = DAY_MS, .bars = 0},
	};
	struct trade_list l = {0};
	struct trade_sum s;

	for (int i = 0; i < 4; i++)
		trade_list_add(&l, &trades[i]);
	trade_sum_make(&s, &l);
	ok(near(s.avg_win, .07) && near(s.avg_loss, .06) &&
		near(s.payoff, 7 / 6.),
	    "wins by losses");
	ok(near(s.median, .01), "median %g", s.median);
	ok(near(s.profit_factor_money, 35 / 15.), "of money");
	/* mean 5; distances 25, -15, -10, 0: 950 / 3. */
	ok(near(s.sqn, 2 * 5 / sqrt(950 / 3.)), "SQN %g", s.sqn);
	ok(near(s.kelly, .5 - .5 / (17.5 / 7.5)), "Kelly %g", s.kelly);
	ok(near(s.expectancy_r, (2 - .5) / 2), "R %g", s.expectancy_r);
	ok(s.win_streak == 1 && s.loss_streak == 2, "streaks");
	ok(near(s.mae, .0275) && near(s.mfe, .05), "excursions");
	ok(s.avg_bars == 1.5 && s.avg_days == .25 && s.longest_days == 1,
	    "spans");
	l.n = 0;
	trade_sum_make(&s, &l);
	ok(isnan(s.median) && isnan(s.sqn) && isnan(s.kelly) &&
		isnan(s.payoff) && s.win_streak == 0,
	    "no trades");
	trade_list_finish(&l);
}

static void
test_tally(void)
{
	static const struct {
		const char *title;
		double returns[5];
		int n, wins, losses;
		double win_rate, expectancy, average, factor;
	} rows[] = {
	    {"none", {0}, 0, 0, 0, NAN, NAN, NAN, NAN},
	    {"zero", {0}, 1, 0, 0, 0, 0, 0, NAN},
	    {"won", {.1, .1}, 2, 2, 0, 1, .1, .1, NAN},
	    {"lost", {-.1}, 1, 0, 1, 0, -.1, -.1, 0},
	    /* domain.md A.8's sample, in the order of issue 5 */
	    {"system A's", {-.009, .016, -.005, .011}, 4, 2, 2, .5, .00325,
		0.0031950941, .027 / .014},
	    {"ruin", {.5, -1.5}, 2, 1, 1, .5, -.5, NAN, 1 / 3.},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct tally t;

		tally_init(&t);
		for (int k = 0; k < rows[i].n; k++)
			tally_add(
			    &t, &(struct trade){.ret = rows[i].returns[k]});
		ok(t.n == rows[i].n && t.wins == rows[i].wins &&
			t.losses == rows[i].losses,
		    "%s: counts", rows[i].title);
		ok(near(tally_win_rate(&t), rows[i].win_rate), "%s: win rate",
		    rows[i].title);
		ok(near(tally_expectancy(&t), rows[i].expectancy),
		    "%s: expectancy", rows[i].title);
		ok(near(tally_profit_factor(&t), rows[i].factor),
		    "%s: profit factor", rows[i].title);
		ok(isnan(rows[i].average)
			? isnan(tally_average(&t))
			: fabs(tally_average(&t) - rows[i].average) < 1e-9,
		    "%s: average %.10f", rows[i].title, tally_average(&t));
	}
}

/* A product that no double holds. */
static void
test_long_average(void)
{
	struct tally t;

	tally_init(&t);
	for (int i = 0; i < 1000000; i++)
		tally_add(&t, &(struct trade){.ret = i % 2 ? .5 : .02});
	ok(fabs(tally_average(&t) - (sqrt(1.5 * 1.02) - 1)) < 1e-9,
	    "the geometric mean of a million trades: %.12f", tally_average(&t));
}

static void
test_window_list(void)
{
	static const struct {
		const char *text;
		int n, first, last; /* n -1: refused */
	} rows[] = {
	    {"30,60,90", 3, 30, 90},
	    {"90,30,60,30", 3, 30, 90},
	    {"7", 1, 7, 7},
	    {"36500", 1, 36500, 36500},
	    {"", -1, 0, 0},
	    {"0", -1, 0, 0},
	    {"-1", -1, 0, 0},
	    {"1.5", -1, 0, 0},
	    {"30,", -1, 0, 0},
	    {",30", -1, 0, 0},
	    {"30 60", -1, 0, 0},
	    {"36501", -1, 0, 0},
	    {"99999999999999999999", -1, 0, 0},
	};
	char many[3 * WINDOWS_MAX + 4] = "1";
	struct window_list l;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int rc = window_list_parse(&l, rows[i].text);

		ok(rows[i].n < 0 ? rc == -1
				 : rc == 0 && l.n == rows[i].n &&
				       l.days[0] == rows[i].first &&
				       l.days[l.n - 1] == rows[i].last,
		    "windows '%s'", rows[i].text);
	}
	for (int i = 1; i < WINDOWS_MAX; i++)
		strcat(many, ",1");
	ok(window_list_parse(&l, many) == 0 && l.n == 1, "as many as fit");
	strcat(many, ",1");
	ok(window_list_parse(&l, many) == -1, "one more");
}

static void
test_markets(void)
{
	struct markets ms = {0};
	struct market *a, *b;

	a = markets_other(&ms, 0, "", "X");
	ok(a && markets_candle(&ms, 1, "v", "X") == a &&
		strcmp(a->venue, "v") == 0,
	    "candles take over what signals without venue began");
	a->bars = 1;
	b = markets_candle(&ms, 2, "w", "X");
	ok(b && b != a, "another venue is another market");
	ok(markets_other(&ms, 2, "w", "X") == b, "a signal that names it");
	ok(markets_other(&ms, 0, "", "X") == a, "one that does not");
	ok(markets_candle(&ms, 0, "", "X") != a, "candles without a venue");
	ok(markets_other(&ms, 99, "w", "Y") != b && ms.n == 4,
	    "a number far away");
	markets_finish(&ms);
}

int
main(void)
{
	test_portfolio();
	test_many_positions();
	test_curve();
	test_tally();
	test_drawdown();
	test_beta();
	test_trade_sum();
	test_long_average();
	test_window_list();
	test_markets();
	return tap_done();
}
