/* SPDX-License-Identifier: MIT */
/* verify: what the store says that it has is there. */
#include <fcntl.h>
#include <sys/wait.h>

#include "history/verify.h"
#include "store_kit.h"

static const struct store_series candles = {REC_CANDLE, NULL, "A", 0};
static const struct store_series trades = {REC_TRADE, NULL, "A", -1};

/* Two candles and three trades, the latter in two stretches. */
static struct store *
filled(void)
{
	const struct store_proof a = {100000, 299999, "file:c", "", -1};
	const struct store_proof b = {0, 9, "file:t1", "", -1};
	const struct store_proof c = {10, 19, "file:t2", "", -1};
	const struct store_proof d = {20, 29, "file:t3", "", CAUSE_DELISTED};
	struct store *s = fresh();

	store_begin(s);
	put(s, C("1", "") C("2", ""));
	put(s, T("5", "1", "1") T("6", "2", "1") T("15", "3", "1"));
	store_cover(s, &candles, &a);
	store_cover(s, &trades, &b);
	store_cover(s, &trades, &c);
	store_cover(s, &trades, &d);
	store_commit(s);
	return s;
}

/* What verify_run() tells, on stderr. */
static const char *
told(struct store *s, const struct store_query *q, struct verify *v)
{
	static char text[4096];
	char name[80];
	ssize_t n;
	int err = dup(2), fd;

	snprintf(name, sizeof name, "%s/err", dir);
	fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	dup2(fd, 2);
	if (verify_run(s, q ? q : &store_query_all, v) != 0)
		fprintf(stderr, "%s", v->why);
	dup2(err, 2);
	close(err);
	n = pread(fd, text, sizeof text - 1, 0);
	text[n < 0 ? 0 : n] = '\0';
	close(fd);
	return text;
}

#define TRADE(time)                                                            \
	"INSERT INTO trade(series, time, id, price, qty, side)"                \
	" SELECT id, " time ", 9, 1, 1, 'buy' FROM series"                     \
	" WHERE type = 'trade'"

/* What is done to the store, and what is said of it. */
static const struct {
	const char *title, *sql;
	int64_t bad, expected, found;
	const char *want;
} cases[] = {
    {"nothing", "", 0, 0, 0, ""},
    {"a row that is gone", "DELETE FROM trade WHERE id = 2", 1, 2, 1,
	"verify: error: 'A' trades from 1970-01-01T00:00:00Z to "
	"1970-01-01T00:00:00.009Z: 2 rows were proven, 1 are there: source "
	"'file:t1'\n"},
    {"a row that came", TRADE("16"), 1, 1, 2,
	"verify: error: 'A' trades from 1970-01-01T00:00:00.010Z to "
	"1970-01-01T00:00:00.019Z: 1 rows were proven, 2 are there: source "
	"'file:t2'\n"},
    {"one where there was no market", TRADE("25"), 1, 0, 1,
	"verify: error: 'A' trades from 1970-01-01T00:00:00.020Z to "
	"1970-01-01T00:00:00.029Z: 0 rows were proven, 1 are there: source "
	"'file:t3'\n"},
    {"a row that changed", "UPDATE candle SET close = 1 WHERE open_time=100000",
	1, 2, 2,
	"verify: error: 'A' candles 1m from 1970-01-01T00:01:40Z to "
	"1970-01-01T00:04:59.999Z: 2 rows were proven, as many are there, but "
	"not the same: source 'file:c'\n"},
    {"one that nothing covers", TRADE("36"), 0, 0, 0, ""},
    {"two stretches of one time",
	"INSERT INTO coverage SELECT series, \"from\" + 1, \"to\", source, "
	"rows,"
	" checksum, digest, cause, verified_at FROM coverage"
	" WHERE source = 'file:t2'",
	1, 1, 1,
	"verify: error: 'A' trades from 1970-01-01T00:00:00.011Z to "
	"1970-01-01T00:00:00.019Z: overlaps another stretch: source "
	"'file:t2'\n"},
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct verify v;
		struct store *s = filled();
		int64_t stretches = 4;

		store_close(s, NULL);
		sql(cases[i].sql);
		stretches += strstr(cases[i].sql, "INTO coverage") != NULL;
		s = again(STORE_READ);
		ok(same(told(s, NULL, &v), cases[i].want), "%s: is told",
		    cases[i].title);
		ok(v.n == 2 && v.stretches == stretches && v.problems == 0 &&
			v.bad == cases[i].bad &&
			v.list[0].bad + v.list[1].bad == v.bad,
		    "%s: is counted", cases[i].title);
		for (int k = 0; k < v.n; k++)
			if (v.list[k].n)
				ok(v.list[k].n == 1 &&
					v.list[k].list[0].expected ==
					    cases[i].expected &&
					v.list[k].list[0].found ==
					    cases[i].found,
				    "%s: is listed", cases[i].title);
		verify_free(&v);
		store_close(s, NULL);
	}
}

static void
test_filters(void)
{
	struct store_query q = store_query_all;
	struct store *s = filled();
	struct verify v;

	sql("UPDATE candle SET close = 1; DELETE FROM trade WHERE id = 3");
	told(s, NULL, &v);
	ok(v.bad == 2 && v.rows == 4, "a writer sees it too");
	verify_free(&v);
	q.types = 1u << REC_CANDLE;
	told(s, &q, &v);
	ok(v.n == 1 && v.bad == 1 && v.list[0].series.type == REC_CANDLE,
	    "one type");
	verify_free(&v);
	q.types = 0;
	q.until = 10;
	told(s, &q, &v);
	ok(v.n == 2 && v.stretches == 1 && v.bad == 0, "until");
	verify_free(&v);
	q.until = INT64_MAX;
	q.since = 19;
	told(s, &q, &v);
	ok(v.stretches == 3 && v.bad == 2, "since, in part");
	verify_free(&v);
	store_close(s, NULL);
}

/* No stretch is listed without end. */
static void
test_many(void)
{
	struct store *s = fresh();
	struct verify v;

	store_begin(s);
	for (int i = 0; i < 3 * VERIFY_LISTED; i++) {
		const struct store_proof p = {i, i, "u", "", -1};

		store_cover(s, &trades, &p);
	}
	store_commit(s);
	sql("UPDATE coverage SET digest = 'x'");
	told(s, NULL, &v);
	ok(v.bad == 3 * VERIFY_LISTED && v.list[0].n == VERIFY_LISTED,
	    "of many bad stretches the first are listed, all are counted");
	verify_free(&v);
	store_close(s, NULL);
}

/* A page of the records' table, overwritten. */
static void
test_damage(void)
{
	struct store *s = fresh();
	char junk[16384];
	struct verify v;
	const char *text;
	int fd;

	store_begin(s);
	for (int i = 0; i < 5000; i++) {
		char line[128];

		snprintf(line, sizeof line,
		    "{\"type\":\"trade\",\"time\":%d,\"symbol\":\"A\",\"id\":%d"
		    ",\"price\":1,\"qty\":1,\"side\":\"buy\"}\n",
		    i, i);
		put(s, line);
	}
	store_close(s, NULL);
	memset(junk, 'x', sizeof junk);
	fd = open(path, O_RDWR);
	/* One of the last pages holds rows: the tables were there before. */
	if (pwrite(fd, junk, sizeof junk,
		lseek(fd, 0, SEEK_END) - 2 * (off_t)sizeof junk) < 0)
		perror(path);
	close(fd);
	s = again(STORE_READ);
	text = told(s, NULL, &v);
	ok(v.problems > 0 && strstr(text, "verify: error: '"),
	    "a damaged file is told");
	verify_free(&v);
	store_close(s, NULL);
}

enum { CHANGES = 100 };

/* Corrections, each with its proof. */
static void
correct(void)
{
	const struct store_proof p = {100000, 299999, "file:c", "", -1};
	struct store *s = again(STORE_WRITE);
	char line[256];

	for (int i = 0; i < CHANGES; i++) {
		snprintf(line, sizeof line,
		    "{\"type\":\"candle\",\"symbol\":\"A\",\"interval\":\"1m\","
		    "\"open_time\":100000,\"open\":1,\"high\":3,\"low\":1,"
		    "\"close\":2,\"volume\":5,\"trades\":%d}\n",
		    i);
		store_begin(s);
		put(s, line);
		store_cover(s, &candles, &p);
		store_commit(s);
	}
	store_close(s, NULL);
}

static void
test_beside(void)
{
	int64_t bad = 0, runs = 0;
	struct verify v;
	struct store *s;
	pid_t pid;

	store_close(filled(), NULL);
	if ((pid = fork()) == 0) {
		correct();
		_exit(0);
	}
	s = again(STORE_READ);
	for (; waitpid(pid, NULL, WNOHANG) == 0; runs++) {
		told(s, NULL, &v);
		bad += v.bad + v.problems;
		verify_free(&v);
	}
	ok(runs > 0 && bad == 0, "a writer beside is no false alarm");
	store_close(s, NULL);
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_cases();
	test_filters();
	test_many();
	test_damage();
	test_beside();
	return end();
}
