/* SPDX-License-Identifier: MIT */
/* Which way is taken to what. */
#include "history/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tap.h"

static int64_t
at(const char *text)
{
	int64_t ms = 0;

	(void)clock_parse(text, 0, &ms);
	return ms;
}

/* M: a month's file, D: a day's, R and how many: requests. */
static void
describe(const struct steps *s, char *text, size_t size)
{
	int rest = 0;
	size_t n = 0;

	text[0] = '\0';
	for (const struct step *st = s->first; st; st = st->next) {
		if (st->route == ROUTE_REST) {
			rest++;
			if (st->next && st->next->route == ROUTE_REST)
				continue;
			n += (size_t)snprintf(text + n, size - n, "R%d", rest);
			rest = 0;
		} else {
			n += (size_t)snprintf(text + n, size - n, "%s",
			    st->route == ROUTE_MONTH ? "M" : "D");
		}
	}
}

#define NOW "2026-10-01T12:00:00Z"

static const struct {
	const char *name, *venue;
	enum dataset data;
	enum interval interval;
	enum source_mode mode;
	const char *from, *to; /* places */
	const char *want;
} rows[] = {
    {"whole months by their files", "binance-um", DATA_CANDLES, INTERVAL_1M,
	SOURCE_AUTO, "2026-07-01", "2026-09-01", "MM"},
    {"part of a month by days", "binance-um", DATA_CANDLES, INTERVAL_1M,
	SOURCE_AUTO, "2026-07-30", "2026-09-03", "DDMDD"},
    {"part of a day by its file", "binance-um", DATA_CANDLES, INTERVAL_1M,
	SOURCE_AUTO, "2026-07-30T10:00:00Z", "2026-07-30T11:00:00Z", "D"},
    {"the tail by REST", "binance-um", DATA_CANDLES, INTERVAL_1M, SOURCE_AUTO,
	"2026-09-30", NOW, "DR2"},
    {"the tail by REST, hours", "binance-um", DATA_CANDLES, INTERVAL_1H,
	SOURCE_AUTO, "2026-09-29", NOW, "DDR1"},
    {"no REST where it is not wanted", "binance-um", DATA_CANDLES, INTERVAL_1M,
	SOURCE_ARCHIVE, "2026-09-30", NOW, "DD"},
    {"REST alone", "binance-um", DATA_CANDLES, INTERVAL_1M, SOURCE_REST,
	"2026-09-30", NOW, "R5"},
    {"larger pages on spot", "binance-spot", DATA_CANDLES, INTERVAL_1M,
	SOURCE_REST, "2026-09-30", "2026-10-01", "R2"},
    {"before the archive begins REST", "binance-um", DATA_CANDLES, INTERVAL_1D,
	SOURCE_AUTO, "2019-10-01", "2019-12-01", "R2"},
    {"weeks are in monthly files only", "binance-um", DATA_CANDLES, INTERVAL_1W,
	SOURCE_AUTO, "2026-07-06", "2026-09-28", "MMM"},
    {"trades of yesterday by file, of today by REST", "binance-um", DATA_TRADES,
	INTERVAL_1M, SOURCE_AUTO, "2026-09-29", NOW, "DDR1"},
    {"trades by REST go back two days", "binance-um", DATA_TRADES, INTERVAL_1M,
	SOURCE_REST, "2026-09-01", "2026-09-29", ""},
    {"spot trades by REST go back for ever", "binance-spot", DATA_TRADES,
	INTERVAL_1M, SOURCE_REST, "2026-09-01", "2026-09-29", "R1"},
    {"open interest by days", "binance-um", DATA_OPEN_INTEREST, INTERVAL_5M,
	SOURCE_AUTO, "2026-08-01", "2026-08-04", "DDD"},
    {"open interest by REST goes back 30 days", "binance-um",
	DATA_OPEN_INTEREST, INTERVAL_5M, SOURCE_REST, "2026-07-01",
	"2026-08-01", ""},
    {"funding by REST at once", "binance-um", DATA_FUNDING, INTERVAL_1M,
	SOURCE_AUTO, "2026-01-01", NOW, "R1"},
    {"funding by months", "binance-um", DATA_FUNDING, INTERVAL_1M,
	SOURCE_ARCHIVE, "2026-07-01", "2026-08-15", "MM"},
    {"the premium index as candles", "binance-um", DATA_PREMIUM, INTERVAL_1M,
	SOURCE_AUTO, "2026-07-01", "2026-08-02", "MD"},
};

static void
check_row(size_t i)
{
	struct target t = {.venue = rows[i].venue,
	    .format = {.data = rows[i].data,
		.symbol = "BTCUSDT",
		.interval = rows[i].interval}};
	struct store_span all = {at(rows[i].from), at(rows[i].to) - 1};
	struct plan p = {.target = &t,
	    .lo = all.from,
	    .hi = all.to + 1,
	    .spans = &all,
	    .nspans = 1};
	struct routes r;
	struct steps s;
	char text[256];

	steps_init(&s);
	routes_init(&r, &t, rows[i].mode, at(NOW));
	(void)steps_make(&s, &p, &r);
	describe(&s, text, sizeof text);
	ok(strcmp(text, rows[i].want) == 0, "%s: %s", rows[i].name, text);
	steps_free(&s);
}

/* Only what is lacking is asked for, and a month with it. */
static void
check_lacks(void)
{
	struct target t = {.venue = "binance-um",
	    .format = {.data = DATA_CANDLES,
		.symbol = "BTCUSDT",
		.interval = INTERVAL_1M}};
	struct store_span holes[] = {
	    {at("2026-07-10T01:00:00Z"), at("2026-07-10T02:00:00Z") - 1},
	    {at("2026-10-01T01:00:00Z"), at("2026-10-01T01:05:00Z") - 1},
	    {at("2026-10-01T07:00:00Z"), at("2026-10-01T07:01:00Z") - 1}};
	struct plan p = {.target = &t,
	    .lo = at("2026-07-10"),
	    .hi = at(NOW),
	    .spans = holes,
	    .nspans = 3};
	const struct step *last;
	struct routes r;
	struct steps s, more;
	char text[256];

	steps_init(&s);
	routes_init(&r, &t, SOURCE_AUTO, at(NOW));
	(void)steps_make(&s, &p, &r);
	describe(&s, text, sizeof text);
	ok(strcmp(text, "DR2") == 0, "only what is lacking: %s", text);
	for (last = s.first; last && last->next; last = last->next)
		;
	ok(last && last->from == holes[2].from && last->to == holes[2].to + 1,
	    "a request asks for the hole");
	steps_init(&more);
	(void)steps_add(&more, ROUTE_MONTH, 0, 1);
	(void)steps_add(&more, ROUTE_MONTH, 1, 2);
	steps_prepend(&s, &more);
	describe(&s, text, sizeof text);
	ok(strcmp(text, "MMDR2") == 0 && !more.first, "what is put in front");
	(void)steps_add(&s, ROUTE_DAY, 0, 1);
	describe(&s, text, sizeof text);
	ok(strcmp(text, "MMDR2D") == 0, "and the end is where it was");
	steps_free(&s);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check_row(i);
	check_lacks();
	return tap_done();
}
