/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "sim/judge.h"
#include "sim/windows.h"
#include "tap.h"

static void
test_judge(void)
{
	static const struct {
		const char *title;
		double win, loss, ret;
		int outcome, want;
	} rows[] = {
	    {"a gain", NAN, NAN, .001, 0, 1},
	    {"a loss", NAN, NAN, -.001, 0, -1},
	    {"nothing", NAN, NAN, 0, 0, 0},
	    {"a gain that is called a loss", NAN, NAN, .1, -1, -1},
	    {"nothing that is called a win", NAN, NAN, 0, 1, 1},
	    {"at the threshold", .01, -.01, .01, 0, 1},
	    {"below it", .01, -.01, .0099, 0, 0},
	    {"below it, and called a win", .01, -.01, .0099, 1, 1},
	    {"at the lower one", .01, -.01, -.01, 0, -1},
	    {"above that", .01, -.01, -.0099, 0, 0},
	    {"the threshold says more than the name", .01, -.01, .02, -1, 1},
	    {"the lower one, too", .01, -.01, -.02, 1, -1},
	    {"one threshold, the other side by its sign", .01, NAN, -.001, 0,
		-1},
	    {"likewise", NAN, -.01, .001, 0, 1},
	    {"a threshold of 0 wins nothing's trade", 0, NAN, 0, 0, 1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct judge j;
		struct trade t = {
		    .ret = rows[i].ret, .outcome = rows[i].outcome};

		judge_init(&j);
		ok(j.min_trades == 5 && j.min_win_rate == .35, "the limits: %s",
		    rows[i].title);
		j.win = rows[i].win;
		j.loss = rows[i].loss;
		ok(judge_trade(&j, &t) == rows[i].want, "%s", rows[i].title);
	}
}

static void
test_sort(void)
{
	enum { N = 5000 };
	struct trade_list l = {0};
	int wrong = 0;

	for (int i = 0; i < N; i++)
		trade_list_add(
		    &l, &(struct trade){.closed = i * 7919 % 100, .bars = i});
	ok(trade_list_sort(&l) == 0 && l.n == N, "all are there");
	for (size_t i = 1; i < l.n; i++)
		wrong += l.at[i - 1].closed > l.at[i].closed ||
			 (l.at[i - 1].closed == l.at[i].closed &&
			     l.at[i - 1].bars > l.at[i].bars);
	ok(wrong == 0, "in order of time, and of coming");
	ok(trade_list_add(&l, &(struct trade){0}) == 0, "there is room again");
	trade_list_finish(&l);
	ok(trade_list_sort(&l) == 0 && l.n == 0, "none");
	trade_list_finish(&l);
}

/* Without an account the returns are all there is. */
static void
test_window(void)
{
	static const double returns[] = {-.009, .016, -.005, .011};
	struct window_source src = {.year_days = 365};
	struct trade_list l = {0};
	struct window w;

	judge_init(&src.judge);
	for (int i = 0; i < 4; i++)
		trade_list_add(
		    &l, &(struct trade){.ret = returns[i], .closed = i});
	src.trades = &l;
	ok(window_make(&w, 30, 3, &src) == 0 && w.trades == 4 && w.start == 0,
	    "a window");
	ok(fabs(w.max_drawdown - .009) < 1e-15, "the start is a peak");
	ok(isnan(w.sharpe) && isnan(w.sortino), "no account, no ratio");
	ok(fabs(w.cumulative_return - .01284176) < 1e-8, "compounded");
	trade_list_finish(&l);
}

int
main(void)
{
	test_judge();
	test_sort();
	test_window();
	return tap_done();
}
