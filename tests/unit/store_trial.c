/* SPDX-License-Identifier: MIT */
/* store: the ledger of trials. */
#include <math.h>

#include "store_kit.h"

static struct store_trial
trial(const char *prices, const char *run, double sharpe)
{
	return (struct store_trial){prices, run, "{}", 9, 4, .5, sharpe};
}

static int64_t
number_of(const char *query)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	int64_t n = -1;

	sqlite3_open(path, &db);
	if (sqlite3_prepare_v2(db, query, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

/* The hash of a row that the test knows all of. */
static void
hash_of(const char *before, int n, const char *rest, char hex[STORE_DIGEST])
{
	char text[1024], query[64];

	snprintf(query, sizeof query, "SELECT time FROM trial WHERE n = %d", n);
	snprintf(text, sizeof text, "%s\n%d\n%lld\n%s\n", before, n,
	    (long long)number_of(query), rest);
	sha256(text, hex);
}

static void
test_chain(void)
{
	struct store *s = fresh();
	struct store_trial t[] = {
	    trial("p", "r1", .25), trial("p", "r2", NAN), trial("p", "r3", -1)};
	char hex[STORE_DIGEST];
	struct store_trials all;

	ok(store_trial(s, t, 2, &all) == 0 && all.n == 2 && isnan(all.variance),
	    "two, of which one has a Sharpe ratio: no variance");
	hash_of("", 1, "p\nr1\n{}\n9\n4\n0.5\n0.25", hex);
	hash_of(hex, 2, "p\nr2\n{}\n9\n4\n0.5\nnull", hex);
	ok(same(all.head, hex), "the head covers both, from the first");
	ok(store_trial(s, t + 2, 1, &all) == 0 && all.n == 3 &&
		fabs(all.variance - .78125) < 1e-15,
	    "a third, and the variance of those that have one");
	hash_of(hex, 3, "p\nr3\n{}\n9\n4\n0.5\n-1", hex);
	ok(same(all.head, hex), "it goes on from the second");
	store_close(s, NULL);
	s = again(STORE_WRITE);
	ok(store_trial(s, t, 3, &all) == 0 && all.n == 3 && same(all.head, hex),
	    "opened again: what is there is not entered again");
	store_close(s, NULL);
}

static void
test_once(void)
{
	struct store *s = fresh();
	struct store_trial t[] = {trial("p", "r1", 1), trial("p", "r1", 2),
	    trial("p", "r2", 3), trial("q", "r1", 4)};
	struct store_trials all, other;

	ok(store_trial(s, t, 4, &all) == 0 && all.n == 2 && all.variance == 2,
	    "a run is there once, the first time counts");
	ok(number_of("SELECT max(n) FROM trial") == 2,
	    "and numbers have no holes");
	t[0] = trial("q", "r9", 1);
	ok(store_trial(s, t, 1, &other) == 0 && other.n == 1 &&
		isnan(other.variance) && strcmp(other.head, all.head) != 0,
	    "others have their own number, and the head of all");
	ok(number_of("SELECT count(*) FROM trial") == 3, "three rows");
	store_close(s, NULL);
}

static void
test_alteration(void)
{
	static const struct {
		const char *title, *sql;
		int row; /* that is named; 0: it cannot be seen */
	} rows[] = {
	    {"time", "UPDATE trial SET time = time + 1 WHERE n = 2", 2},
	    {"prices", "UPDATE trial SET prices = 'x' WHERE n = 1", 1},
	    {"run", "UPDATE trial SET run = 'x' WHERE n = 3", 3},
	    {"options", "UPDATE trial SET options = '[]' WHERE n = 2", 2},
	    {"days", "UPDATE trial SET days = 8 WHERE n = 4", 4},
	    {"trades", "UPDATE trial SET trades = 5 WHERE n = 2", 2},
	    {"return", "UPDATE trial SET \"return\" = 0.25 WHERE n = 2", 2},
	    {"sharpe", "UPDATE trial SET sharpe = 0 WHERE n = 2", 2},
	    {"no sharpe", "UPDATE trial SET sharpe = NULL WHERE n = 3", 3},
	    {"hash", "UPDATE trial SET hash = 'x' WHERE n = 4", 4},
	    {"one taken out", "DELETE FROM trial WHERE n = 2", 2},
	    {"the first taken out", "DELETE FROM trial WHERE n = 1", 1},
	    {"renumbered",
		"DELETE FROM trial WHERE n = 2;"
		"UPDATE trial SET n = n - 1 WHERE n > 2",
		2},
	    {"the last renumbered", "UPDATE trial SET n = 9 WHERE n = 4", 4},
	    {"two changed places",
		"UPDATE trial SET n = 9 WHERE n = 2;"
		"UPDATE trial SET n = 2 WHERE n = 3;"
		"UPDATE trial SET n = 3 WHERE n = 9",
		2},
	    {"one put in",
		"INSERT INTO trial SELECT 5, time, prices, 'r5', options, days,"
		" trades, \"return\", sharpe, hash FROM trial WHERE n = 4",
		5},
	    {"the last taken out", "DELETE FROM trial WHERE n = 4", 0},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct store *s = fresh();
		struct store_trial t[] = {trial("p", "r1", 1),
		    trial("p", "r2", 2), trial("q", "r3", 3),
		    trial("p", "r4", 4)};
		struct store_trials all;
		char want[64];
		int rc;

		store_trial(s, t, 4, &all);
		store_close(s, NULL);
		sql(rows[i].sql);
		s = again(STORE_WRITE);
		t[0].run = "new";
		rc = store_trial(s, t, 1, &all);
		snprintf(want, sizeof want, "row %d is not what was entered",
		    rows[i].row);
		ok(rows[i].row == 0
			? rc == 0
			: rc == -1 && strstr(store_why(s), want) != NULL,
		    "%s: %s", rows[i].title, rc ? store_why(s) : "unseen");
		ok(number_of("SELECT count(*) FROM trial WHERE run = 'new'") ==
			(rows[i].row == 0),
		    "%s: and nothing is entered", rows[i].title);
		store_close(s, NULL);
	}
}

static void
test_migration(void)
{
	struct store_trial t = trial("p", "r", 1);
	struct store_trials all;
	struct store *s = fresh();

	put(s, C("1", "") C("2", ""));
	store_close(s, NULL);
	sql("DROP TABLE trial; PRAGMA user_version = 2;");
	s = again(STORE_READ);
	ok(same(get(s, NULL), C("1", "") C("2", "")),
	    "a file of version 2 can be read");
	ok(store_trial(s, &t, 1, &all) == -1, "and not be written then");
	store_close(s, NULL);
	ok(number_of("PRAGMA user_version") == 2, "it stays as it is");
	s = again(STORE_WRITE);
	ok(store_trial(s, &t, 1, &all) == 0 && all.n == 1,
	    "opened for writing it has a ledger");
	ok(same(get(s, NULL), C("1", "") C("2", "")), "and its records");
	store_close(s, NULL);
	ok(number_of("PRAGMA user_version") == 3, "it is of version 3");
	ok(number_of("SELECT count(*) FROM sqlite_schema"
		     " WHERE name = 'trial_prices'") == 1,
	    "with the index");
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_chain();
	test_once();
	test_alteration();
	test_migration();
	return end();
}
