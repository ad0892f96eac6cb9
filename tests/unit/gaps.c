/* SPDX-License-Identifier: MIT */
/* gaps: every hole of a store, and why it is there. */
#include "history/gaps.h"
#include "base/clock.h"
#include "base/io.h"
#include "market/interval.h"
#include "store_kit.h"

static const struct store_series candles = {REC_CANDLE, NULL, "A", 0};
static const struct store_series trades = {REC_TRADE, NULL, "A", -1};
static const struct store_series marks = {REC_MARK, NULL, "A", -1};
static const struct store_series interest = {
    REC_OPEN_INTEREST, NULL, "A", INTERVAL_5M};
static const struct store_series months = {REC_CANDLE, NULL, "A", INTERVAL_1MO};

static struct gaps found;

/* All that gaps_run() writes. */
static const char *
gaps(struct store *s, const struct store_query *q)
{
	static char text[1 << 20];
	char name[80];
	struct out o;
	FILE *f;
	size_t n;

	snprintf(name, sizeof name, "%s/out", dir);
	f = fopen(name, "w+");
	if (!f || out_open(&o, dup(fileno(f)), 0) != 0)
		exit(1);
	if (gaps_run(s, q ? q : &store_query_all, &o, &found) != 0)
		return found.why;
	out_close(&o);
	rewind(f);
	n = fread(text, 1, sizeof text - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void
cover(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, int cause)
{
	const struct store_proof p = {from, to, "u", "", cause};

	if (store_cover(s, series, &p) != 0)
		printf("# %s\n", store_why(s));
}

static void
refuse(struct store *s, const struct store_series *series, int64_t from,
    int64_t to)
{
	static int n;
	char sum[16];
	const struct store_quarantine q = {.series = *series,
	    .from = from,
	    .to = to,
	    .source = "u",
	    .sha256 = sum,
	    .reason = "torn"};

	snprintf(sum, sizeof sum, "%d", n++);
	store_quarantine(s, &q);
}

#define B(open)                                                                \
	"{\"type\":\"candle\",\"symbol\":\"A\",\"interval\":\"1m\","           \
	"\"open_time\":" open "0000,\"open\":1,\"high\":1,\"low\":1,"          \
	"\"close\":1,\"volume\":1}\n"
#define BARS(time, from, missing, cause)                                       \
	"{\"type\":\"gap\",\"time\":" time ",\"symbol\":\"A\",\"dataset\":"    \
	"\"candles\",\"interval\":\"1m\",\"from\":" from ",\"to\":" time       \
	",\"missing\":" missing ",\"cause\":\"" cause "\"}\n"
#define IDS(time, from, first, last, missing)                                  \
	"{\"type\":\"gap\",\"time\":" time ",\"symbol\":\"A\",\"dataset\":"    \
	"\"trades\",\"from\":" from ",\"to\":" time ",\"from_id\":" first      \
	",\"to_id\":" last ",\"missing\":" missing                             \
	",\"cause\":\"exchange\"}\n"
#define TIME(dataset, time, from, cause)                                       \
	"{\"type\":\"gap\",\"time\":" time                                     \
	",\"symbol\":\"A\",\"dataset\":\"" dataset "\",\"from\":" from         \
	",\"to\":" time ",\"cause\":\"" cause "\"}\n"
#define PERIODS(time, from, cause)                                             \
	"{\"type\":\"gap\",\"time\":" time ",\"symbol\":\"A\",\"dataset\":"    \
	"\"open_interest\",\"interval\":\"5m\",\"from\":" from ",\"to\":" time \
	",\"missing\":1,\"cause\":\"" cause "\"}\n"
#define OI(time)                                                               \
	"{\"type\":\"open_interest\",\"time\":" time                           \
	",\"symbol\":\"A\",\"period\":\"5m\",\"open_interest\":1}\n"

enum { NONE = -1, BAD = -2, SPANS = 6 }; /* a proof, what was refused */

/* What covers a series with these records, and its holes. */
static const struct {
	const char *title;
	const struct store_series *series;
	const char *records;
	struct {
		int64_t from, to; /* both 0: no more */
		int cause;
	} spans[SPANS];
	int64_t since, until; /* 0: none */
	const char *want;
} cases[] = {
    {"nothing is known", &candles, B("1"), {{0, 0, 0}}, 0, 0, ""},
    {"a bar that is not there", &candles, B("6") B("18"),
	{{60000, 239999, NONE}}, 0, 0,
	BARS("179999", "120000", "1", "exchange")},
    {"bars at both ends", &candles, B("12"), {{0, 239999, NONE}}, 0, 0,
	BARS("119999", "0", "2", "exchange")
	    BARS("239999", "180000", "1", "exchange")},
    {"over the edge of two stretches", &candles, B("6"),
	{{60000, 179999, NONE}, {180000, 239999, NONE}}, 0, 0,
	BARS("239999", "120000", "2", "exchange")},
    {"between two stretches", &candles, B("6") B("24"),
	{{60000, 119999, NONE}, {240000, 299999, NONE}}, 0, 0,
	BARS("239999", "120000", "2", "unfetched")},
    {"not even a bar between two stretches", &candles, B("6") B("12"),
	{{60000, 119999, NONE}, {120010, 179999, NONE}}, 0, 0, ""},
    {"whose bar is it", &candles, B("6"),
	{{60000, 179998, NONE}, {180000, 239999, NONE}}, 0, 0,
	BARS("179999", "120000", "1", "unfetched")
	    BARS("239999", "180000", "1", "exchange")},
    {"refused", &candles, B("6") B("36"),
	{{60000, 119999, NONE}, {360000, 419999, NONE}, {180000, 239999, BAD},
	    {200000, 299999, BAD}},
	0, 0,
	BARS("179999", "120000", "1", "unfetched") BARS("299999", "180000", "2",
	    "corrupt") BARS("359999", "300000", "1", "unfetched")},
    {"refused outside of what is covered", &candles, B("18"),
	{{180000, 239999, NONE}, {60000, 119999, BAD}, {200000, 359999, BAD}},
	0, 0,
	BARS("119999", "60000", "1", "corrupt")
	    BARS("359999", "240000", "2", "corrupt")},
    {"refused, and nothing else is known", &candles, "", {{60000, 119999, BAD}},
	0, 0, BARS("119999", "60000", "1", "corrupt")},
    {"refused, then fetched", &candles, B("6"),
	{{60000, 119999, NONE}, {60000, 119999, BAD}}, 0, 0, ""},
    {"no market yet, and no more", &candles, B("12"),
	{{0, 119999, CAUSE_NOT_LISTED}, {120000, 179999, NONE},
	    {180000, 239999, CAUSE_DELISTED}},
	0, 0,
	BARS("119999", "0", "2", "not_listed")
	    BARS("239999", "180000", "1", "delisted")},
    {"a range that is wider", &candles, B("6"), {{60000, 119999, NONE}}, 30000,
	240001,
	BARS("59999", "0", "1", "unfetched")
	    BARS("239999", "120000", "2", "unfetched")},
    {"a range that is narrower", &candles, B("6"), {{60000, 359999, NONE}},
	180000, 240000, BARS("239999", "180000", "1", "exchange")},
    {"a range apart", &candles, B("6"), {{60000, 119999, NONE}}, 240000, 300000,
	BARS("299999", "240000", "1", "unfetched")},
    {"refused outside of the range", &candles, B("6"),
	{{60000, 119999, NONE}, {120000, 299999, BAD}}, 60000, 180000,
	BARS("179999", "120000", "1", "corrupt")},
    {"only an end, nothing covered", &candles, "", {{60000, 299999, BAD}}, 0,
	180000, BARS("179999", "60000", "2", "corrupt")},
    {"months have the days they have", &months,
	"{\"type\":\"candle\",\"symbol\":\"A\",\"interval\":\"1M\","
	"\"open_time\":0,\"open\":1,\"high\":1,\"low\":1,\"close\":1,"
	"\"volume\":1}\n",
	{{0, 7775999999, NONE}}, 0, 0,
	"{\"type\":\"gap\",\"time\":7775999999,\"symbol\":\"A\",\"dataset\":"
	"\"candles\",\"interval\":\"1M\",\"from\":2678400000,\"to\":7775999999,"
	"\"missing\":2,\"cause\":\"exchange\"}\n"},
    {"open interest by its time", &interest,
	OI("300000") OI("900000") OI("900001"), {{299999, 1200000, NONE}}, 0, 0,
	PERIODS("899999", "600000", "exchange")
	    PERIODS("1499999", "1200000", "exchange")},
    {"ids", &trades, T("5", "1", "1") T("7", "4", "1") T("7", "6", "1"),
	{{0, 9, NONE}}, 0, 0,
	IDS("6", "5", "2", "3", "2") IDS("7", "7", "5", "5", "1")},
    {"ids over the edge of two stretches", &trades,
	T("5", "1", "1") T("12", "4", "1"), {{0, 9, NONE}, {10, 19, NONE}}, 0,
	0, IDS("11", "5", "2", "3", "2")},
    {"ids where something is not covered", &trades,
	T("5", "1", "1") T("22", "4", "1"), {{0, 9, NONE}, {20, 29, NONE}}, 0,
	0, TIME("trades", "19", "10", "unfetched")},
    {"ids in disorder", &trades,
	T("5", "1", "1") T("6", "9", "1") T("7", "5", "1") T("8", "2", "1")
	    T("9", "4", "1") T("9", "8", "1") T("9", "3", "1"),
	{{0, 9, NONE}}, 0, 0, IDS("5", "5", "6", "7", "2")},
    {"ids of a market that comes back", &trades,
	T("5", "9", "1") T("25", "1", "1") T("26", "2", "1"),
	{{0, 9, NONE}, {10, 19, CAUSE_DELISTED}, {20, 29, NONE}}, 0, 0,
	TIME("trades", "19", "10", "delisted")},
    {"ids over the edges of the range", &trades,
	T("5", "1", "1") T("7", "3", "1") T("9", "7", "1"), {{0, 9, NONE}}, 6,
	9, IDS("6", "5", "2", "2", "1") IDS("8", "7", "4", "6", "3")},
    {"ids around the range", &trades, T("1", "1", "1") T("9", "7", "1"),
	{{0, 9, NONE}}, 4, 6, IDS("8", "1", "2", "6", "5")},
    {"what comes when it likes", &marks, M(",\"symbol\":\"A\""),
	{{0, 4, NONE}, {10, 14, NONE}, {20, 29, CAUSE_NOT_LISTED},
	    {8, 16, BAD}},
	0, 0,
	TIME("mark", "7", "5", "unfetched") TIME("mark", "9", "8", "corrupt")
	    TIME("mark", "16", "15", "corrupt") TIME("mark", "19", "17",
		"unfetched") TIME("mark", "29", "20", "not_listed")},
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct store *s = fresh();
		struct store_query q = store_query_all;

		store_begin(s);
		put(s, cases[i].records);
		for (int k = 0; k < SPANS; k++) {
			int64_t from = cases[i].spans[k].from;
			int64_t to = cases[i].spans[k].to;

			if (to == 0)
				break;
			if (cases[i].spans[k].cause == BAD)
				refuse(s, cases[i].series, from, to);
			else
				cover(s, cases[i].series, from, to,
				    cases[i].spans[k].cause);
		}
		store_commit(s);
		q.since = cases[i].since;
		if (cases[i].until)
			q.until = cases[i].until;
		ok(same(gaps(s, &q), cases[i].want), "%s", cases[i].title);
		store_close(s, NULL);
		s = again(STORE_READ);
		ok(same(gaps(s, &q), cases[i].want), "%s: read only",
		    cases[i].title);
		store_close(s, NULL);
	}
}

static void
test_order(void)
{
	struct store *s = fresh();
	struct store_query q = store_query_all;

	store_begin(s);
	put(s, T("5", "1", "1") T("70000", "4", "1") B("6"));
	cover(s, &candles, 0, 239999, NONE);
	cover(s, &trades, 0, 239999, NONE);
	refuse(s, &marks, 100000, 130000);
	cover(s, &interest, 0, 299999, NONE);
	cover(s, &interest, 600000, 899999, NONE);
	store_commit(s);
	ok(same(gaps(s, NULL),
	       BARS("59999", "0", "1", "exchange") IDS("69999", "5", "2", "3",
		   "2") TIME("mark", "130000", "100000", "corrupt")
		   BARS("239999", "120000", "2", "exchange") PERIODS("299999",
		       "0", "exchange") PERIODS("599999", "300000", "unfetched")
		       PERIODS("899999", "600000", "exchange")),
	    "all series in the order of records");
	ok(found.series == 4 && found.holes[CAUSE_EXCHANGE] == 5 &&
		found.missing[CAUSE_EXCHANGE] == 1 + 2 + 2 + 2 &&
		found.holes[CAUSE_CORRUPT] == 1 &&
		found.holes[CAUSE_UNFETCHED] == 1 &&
		found.missing[CAUSE_UNFETCHED] == 1 && found.lacking == 2,
	    "counted by cause");
	q.types = 1u << REC_TRADE;
	ok(same(gaps(s, &q), IDS("69999", "5", "2", "3", "2")) &&
		found.lacking == 0,
	    "by type");
	store_close(s, NULL);
}

/* The future is not missing. */
static void
test_now(void)
{
	struct store *s = fresh();
	struct store_query q = store_query_all;

	store_begin(s);
	put(s, B("6"));
	cover(s, &candles, 60000, 119999, NONE);
	store_commit(s);
	q.until = 1000000;
	clock_set(200000);
	ok(same(gaps(s, &q), BARS("179999", "120000", "1", "unfetched")),
	    "no bar is missing that has not ended");
	clock_set(-1);
	store_close(s, NULL);
}

enum { SLOTS = 24, MS = 60000, SPAN = SLOTS * MS, UNKNOWN = -3, HAVE = -4 };

/* Why the slots of a series are missing, from what is covered and refused. */
static const char *
model(const int why[], int n, int64_t ms, bool bars)
{
	static const char *const names[] = {[CAUSE_EXCHANGE] = "exchange",
	    [CAUSE_NOT_LISTED] = "not_listed",
	    [CAUSE_DELISTED] = "delisted",
	    [CAUSE_UNFETCHED] = "unfetched",
	    [CAUSE_CORRUPT] = "corrupt"};
	static char text[1 << 16];
	char *p = text;

	*p = '\0';
	for (int i = 0, k; i < n; i = k) {
		long long from = i * ms, to;

		for (k = i + 1; k < n && why[k] == why[i];)
			k++;
		to = k * ms - 1;
		if (why[i] < 0)
			continue;
		p += sprintf(p,
		    "{\"type\":\"gap\",\"time\":%lld,\"symbol\":\"A\","
		    "\"dataset\":\"%s\",%s\"from\":%lld,\"to\":%lld",
		    to, bars ? "candles" : "mark",
		    bars ? "\"interval\":\"1m\"," : "", from, to);
		if (bars)
			p += sprintf(p, ",\"missing\":%d", k - i);
		p += sprintf(p, ",\"cause\":\"%s\"}\n", names[why[i]]);
	}
	return text;
}

/* A random proof or refusal of [from, to] of a series, as each slot sees it:
 * slot i has the time i * ms + last. */
static void
random_step(struct store *s, const struct store_series *series, int proof[],
    bool bad[], const bool row[], int n, int64_t ms, unsigned *seed)
{
	int64_t span = n * ms, last = ms - 1;
	int64_t from = rand_r(seed) % span;
	int64_t to = from + rand_r(seed) % (span / 3);
	int cause = (int[]){NONE, NONE, NONE, CAUSE_NOT_LISTED, CAUSE_DELISTED,
	    BAD}[rand_r(seed) % 6];

	if (to >= span)
		to = span - 1;
	for (int i = 0; i < n; i++)
		if (cause >= 0 && row[i] && i * ms + last >= from &&
		    i * ms + last <= to)
			cause = NONE;
	if (cause == BAD)
		refuse(s, series, from, to);
	else
		cover(s, series, from, to, cause);
	for (int i = 0; i < n; i++) {
		if (i * ms + last < from || i * ms + last > to)
			continue;
		if (cause == BAD)
			bad[i] = true;
		else
			proof[i] = cause;
	}
}

/* Bars (ms of a minute) or marks (each of a ms of its own). */
static bool
random_store(unsigned *seed, bool bars)
{
	const struct store_series *series = bars ? &candles : &marks;
	int64_t ms = bars ? MS : 1;
	int proof[SLOTS], why[SLOTS];
	bool bad[SLOTS] = {false}, row[SLOTS], good;
	struct store_query q = store_query_all;
	struct store *s = fresh();

	store_begin(s);
	for (int i = 0; i < SLOTS; i++) {
		char line[256];

		proof[i] = UNKNOWN;
		row[i] = rand_r(seed) % 2;
		snprintf(line, sizeof line,
		    bars ? "{\"type\":\"candle\",\"symbol\":\"A\",\"interval\":"
			   "\"1m\",\"open_time\":%d,\"open\":1,\"high\":1,"
			   "\"low\":1,\"close\":1,\"volume\":1}\n"
			 : "{\"type\":\"mark\",\"time\":%d,\"symbol\":\"A\","
			   "\"mark_price\":1}\n",
		    (int)(i * ms));
		if (row[i])
			put(s, line);
	}
	for (int i = rand_r(seed) % 8; i >= 0; i--)
		random_step(s, series, proof, bad, row, SLOTS, ms, seed);
	store_commit(s);
	for (int i = 0; i < SLOTS; i++)
		why[i] = proof[i] == UNKNOWN
			     ? bad[i] ? CAUSE_CORRUPT : CAUSE_UNFETCHED
			 : proof[i] >= 0   ? proof[i]
			 : row[i] || !bars ? HAVE
					   : CAUSE_EXCHANGE;
	q.since = 1; /* 0 is none */
	q.until = SLOTS * ms;
	if (!bars)
		why[0] = HAVE;
	good = same(gaps(s, &q), model(why, SLOTS, ms, bars));
	store_close(s, NULL);
	return good;
}

static void
test_random(void)
{
	unsigned seed = 3;
	bool bars = true, marks_too = true;

	for (int i = 0; i < 30 && bars && marks_too; i++) {
		bars = random_store(&seed, true);
		marks_too = random_store(&seed, false);
	}
	ok(bars, "random stores: each bar is missing for its cause");
	ok(marks_too, "and each ms");
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_cases();
	test_order();
	test_now();
	test_random();
	return end();
}
