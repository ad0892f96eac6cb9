/* SPDX-License-Identifier: MIT */
/* store: what covers a series. */
#include "store_kit.h"

static const struct store_series candles = {REC_CANDLE, NULL, "A", 0};
static const struct store_series trades = {REC_TRADE, NULL, "A", -1};

static int
cover(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, const char *source, int cause)
{
	const struct store_proof p = {from, to, source, "sum", cause};

	return store_cover(s, series, &p);
}

static const char *
cause_text(int cause)
{
	return cause == -1                 ? "-"
	       : cause == CAUSE_NOT_LISTED ? "not listed"
	       : cause == CAUSE_DELISTED   ? "delisted"
					   : "?";
}

static int
note(const struct store_cover *c, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%lld-%lld:%lld:%s:%s:%s ",
	    (long long)c->from, (long long)c->to, (long long)c->rows, c->source,
	    c->checksum, cause_text(c->cause));
	return 0;
}

static const char *
covered(struct store *s)
{
	static char text[4096];

	*text = '\0';
	if (store_coverage(s, NULL, note, text) != 0)
		return store_why(s);
	return text;
}

static int
check_digest(const struct store_cover *c, void *arg)
{
	return strcmp(c->digest, arg) == 0 ? 0 : 1;
}

static const char *
uncovered(struct store *s, int64_t from, int64_t to)
{
	static char text[256];
	struct store_span *spans;
	int n = store_uncovered(s, &candles, from, to, &spans);
	char *p = text;

	*p = '\0';
	for (int i = 0; i < n; i++)
		p += sprintf(p, "%s%lld-%lld", i ? " " : "",
		    (long long)spans[i].from, (long long)spans[i].to);
	free(spans);
	return n < 0 ? "failed" : text;
}

static void
test_coverage(void)
{
	struct store *s = fresh();
	char hex[STORE_DIGEST];

	ok(same(uncovered(s, 0, 9), "0-9"), "at first nothing is covered");
	ok(cover(s, &candles, 1, 2, "x", -1) == -1,
	    "coverage needs a transaction");
	store_begin(s);
	put(s, C("1", "") C("2", "") C("3", ""));
	ok(cover(s, &candles, 100000, 259999, "u://r'l", -1) == 0,
	    "rows and their coverage");
	store_rollback(s);
	ok(same(covered(s), ""), "are undone together");
	store_begin(s);
	put(s, C("1", "") C("2", "") C("3", ""));
	cover(s, &candles, 100000, 259999, "u://r'l", -1);
	ok(store_commit(s) == 0, "and stored together");
	ok(same(covered(s), "100000-259999:2:u://r'l:sum:- "),
	    "the rows are the store's");
	sha256(C("1", "") C("2", ""), hex);
	ok(store_coverage(s, &candles, check_digest, hex) == 0,
	    "the digest is that of the lines");
	store_begin(s);
	ok(cover(s, &candles, 5, 4, "x", -1) == -1, "no stretch ends early");
	store_rollback(s);
	ok(same(uncovered(s, 0, 299999), "0-99999 260000-299999"),
	    "what is not covered");
	ok(same(uncovered(s, 150000, 160000), ""), "inside");
	ok(same(uncovered(s, 259999, 260000), "260000-260000"),
	    "over the edge");
	ok(same(uncovered(s, 260000, 260001), "260000-260001"), "behind it");
	store_close(s, NULL);
}

/* What one more proof leaves of 100-199 and 300-399 by "old". */
static const struct {
	const char *title;
	int64_t from, to;
	const char *want;
} cuts[] = {
    {"apart", 200, 299,
	"100-199:1:old:sum:- 200-299:0:new:sum:- 300-399:1:old:sum:- "},
    {"the same", 100, 199, "100-199:1:new:sum:- 300-399:1:old:sum:- "},
    {"the beginning", 50, 149,
	"50-149:0:new:sum:- 150-199:1:old:sum:- 300-399:1:old:sum:- "},
    {"the end", 150, 250,
	"100-149:0:old:sum:- 150-250:1:new:sum:- 300-399:1:old:sum:- "},
    {"the inside", 120, 150,
	"100-119:0:old:sum:- 120-150:1:new:sum:- 151-199:0:old:sum:- "
	"300-399:1:old:sum:- "},
    {"of both", 160, 349,
	"100-159:1:old:sum:- 160-349:0:new:sum:- 350-399:1:old:sum:- "},
    {"all of it", 0, 500, "0-500:2:new:sum:- "},
    {"one ms", 199, 199,
	"100-198:1:old:sum:- 199-199:0:new:sum:- 300-399:1:old:sum:- "},
};

static void
test_cuts(void)
{
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		struct store *s = fresh();

		store_begin(s);
		put(s, T("150", "1", "1") T("350", "2", "1"));
		cover(s, &trades, 100, 199, "old", -1);
		cover(s, &trades, 300, 399, "old", -1);
		store_commit(s);
		store_begin(s);
		cover(s, &trades, cuts[i].from, cuts[i].to, "new", -1);
		store_commit(s);
		ok(same(covered(s), cuts[i].want), "the latest proof wins: %s",
		    cuts[i].title);
		store_close(s, NULL);
	}
}

static void
test_causes(void)
{
	struct store *s = fresh();

	store_begin(s);
	cover(s, &trades, 0, 99, "list", CAUSE_NOT_LISTED);
	put(s, T("150", "1", "1"));
	cover(s, &trades, 100, 199, "file", -1);
	cover(s, &trades, 200, 299, "list", CAUSE_DELISTED);
	store_commit(s);
	ok(same(covered(s), "0-99:0:list:sum:not listed 100-199:1:file:sum:- "
			    "200-299:0:list:sum:delisted "),
	    "why there was no market is kept");
	store_begin(s);
	cover(s, &trades, 20, 29, "file", -1);
	store_commit(s);
	ok(same(covered(s), "0-19:0:list:sum:not listed 20-29:0:file:sum:- "
			    "30-99:0:list:sum:not listed 100-199:1:file:sum:- "
			    "200-299:0:list:sum:delisted "),
	    "by what is left of a stretch too");
	store_begin(s);
	ok(cover(s, &trades, 140, 160, "list", CAUSE_DELISTED) == -1 &&
		strstr(store_why(s), "'list' says 'delisted'"),
	    "where the store has records there was a market");
	store_rollback(s);
	store_close(s, NULL);
}

/* A model of a coverage of 0 .. SPAN - 1: who proved each ms last, from 1. */
enum { SPAN = 120, ROUNDS = 400 };

struct model {
	int owner[SPAN], cause[ROUNDS + 1];
	bool row[SPAN]; /* a trade of this ms */
	int at;         /* next ms to check */
	bool good;
};

static int
check_stretch(const struct store_cover *c, void *arg)
{
	struct model *m = arg;
	char text[SPAN * 128] = "", hex[STORE_DIGEST], source[16];
	int64_t rows = 0;
	int owner, t;

	while (m->at < SPAN && m->owner[m->at] == 0)
		m->at++;
	if (m->at == SPAN || c->from != m->at)
		return 1;
	owner = m->owner[m->at];
	for (t = m->at; t < SPAN && m->owner[t] == owner; t++) {
		if (!m->row[t])
			continue;
		sprintf(text + strlen(text),
		    "{\"type\":\"trade\",\"time\":%d,\"symbol\":\"A\","
		    "\"id\":%d,\"price\":1,\"qty\":1,\"side\":\"buy\"}\n",
		    t, t);
		rows++;
	}
	m->at = t;
	sha256(text, hex);
	snprintf(source, sizeof source, "%d", owner);
	m->good = c->to == t - 1 && c->rows == rows &&
		  strcmp(c->digest, hex) == 0 &&
		  strcmp(c->source, source) == 0 && c->cause == m->cause[owner];
	return !m->good;
}

static bool
is_model(struct store *s, struct model *m)
{
	m->at = 0;
	if (store_coverage(s, &trades, check_stretch, m) != 0)
		return false;
	while (m->at < SPAN && m->owner[m->at] == 0)
		m->at++;
	return m->at == SPAN;
}

static bool
is_uncovered(struct store *s, const struct model *m, int from, int to)
{
	struct store_span *spans;
	int n = store_uncovered(s, &trades, from, to, &spans), i = 0;
	bool good = n >= 0;

	for (int t = from; good && t <= to; t++) {
		if (m->owner[t])
			continue;
		good = i < n && spans[i].from == t;
		while (t < to && m->owner[t + 1] == 0)
			t++;
		good = good && spans[i++].to == t;
	}
	free(spans);
	return good && i == n;
}

static void
pick(unsigned *seed, int *from, int *to)
{
	int most = rand_r(seed) % 4 ? 12 : SPAN;

	*from = rand_r(seed) % SPAN;
	*to = *from + rand_r(seed) % most;
	if (*to >= SPAN)
		*to = SPAN - 1;
}

/* A transaction: a trade perhaps, and a proof perhaps refused. */
static bool
step(struct store *s, struct model *m, int i, unsigned *seed)
{
	char source[16], line[128];
	int from, to, t, rc;
	bool put_one = rand_r(seed) % 3 == 0, any = false;

	pick(seed, &from, &to);
	m->cause[i] = rand_r(seed) % 5   ? -1
		      : rand_r(seed) % 2 ? CAUSE_NOT_LISTED
					 : CAUSE_DELISTED;
	snprintf(source, sizeof source, "%d", i);
	store_begin(s);
	t = from + rand_r(seed) % (to - from + 1);
	if (put_one) {
		snprintf(line, sizeof line,
		    "{\"type\":\"trade\",\"time\":%d,\"symbol\":\"A\","
		    "\"id\":%d,\"price\":1,\"qty\":1,\"side\":\"buy\"}\n",
		    t, t);
		put(s, line);
	}
	for (int k = from; k <= to; k++)
		any |= m->row[k] || (put_one && k == t);
	rc = cover(s, &trades, from, to, source, m->cause[i]);
	if (rc != 0)
		return any && m->cause[i] >= 0;
	if (any && m->cause[i] >= 0)
		return false;
	m->row[t] |= put_one;
	for (int k = from; k <= to; k++)
		m->owner[k] = i;
	return store_commit(s) == 0;
}

static void
test_random(void)
{
	struct store *s = fresh();
	struct model m = {0};
	unsigned seed = 11;
	bool good = true, bare = true;

	for (int i = 1; i <= ROUNDS && good && bare; i++) {
		int from, to;

		/* The parser's series are the test's own. */
		good = step(s, &m, i, &seed) && is_model(s, &m);
		pick(&seed, &from, &to);
		bare = is_uncovered(s, &m, from, to);
	}
	ok(good, "random proofs: each ms is the last one's, rows and digest");
	ok(bare, "and what is uncovered is what none has proved");
	store_close(s, NULL);
}

/* What the first version made: some of its tables, with what is in them. */
static const char version_1[] =
    "CREATE TABLE series(id INTEGER PRIMARY KEY, type TEXT NOT NULL,"
    " venue TEXT, symbol TEXT, interval TEXT,"
    " UNIQUE(type, symbol, venue, interval)) STRICT;"
    "CREATE TABLE counter(series INTEGER PRIMARY KEY REFERENCES series(id),"
    " rows INTEGER NOT NULL, inserted INTEGER NOT NULL,"
    " updated INTEGER NOT NULL, kept INTEGER NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL,"
    " changed INTEGER NOT NULL) STRICT;"
    "CREATE TABLE heartbeat(writer TEXT PRIMARY KEY, pid INTEGER NOT NULL,"
    " started INTEGER NOT NULL, time INTEGER NOT NULL, rows INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE coverage(series INTEGER NOT NULL REFERENCES series(id),"
    " \"from\" INTEGER NOT NULL, \"to\" INTEGER NOT NULL,"
    " source TEXT NOT NULL, rows INTEGER NOT NULL, checksum TEXT NOT NULL,"
    " digest TEXT NOT NULL, verified_at INTEGER NOT NULL,"
    " PRIMARY KEY(series, \"from\", \"to\", source)) STRICT, WITHOUT ROWID;"
    "CREATE VIEW covered AS"
    " SELECT type, venue, symbol, interval,"
    "  min(\"from\") AS \"from\", max(\"to\") AS \"to\", sum(rows) AS rows"
    " FROM (SELECT *, sum(starts) OVER"
    "   (PARTITION BY series ORDER BY \"from\", \"to\", source) AS island"
    "  FROM (SELECT *, coalesce(\"from\" > 1 + max(\"to\") OVER"
    "    (PARTITION BY series ORDER BY \"from\", \"to\", source"
    "     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 1) AS starts"
    "   FROM coverage)) JOIN series ON id = series GROUP BY series, island;"
    "CREATE TABLE candle(series INTEGER NOT NULL, open_time INTEGER NOT NULL,"
    " open REAL, high REAL, low REAL, close REAL, volume ANY,"
    " quote_volume ANY, trades INTEGER, taker_buy_volume ANY,"
    " taker_buy_quote_volume ANY, PRIMARY KEY(series, open_time))"
    " STRICT, WITHOUT ROWID;"
    "INSERT INTO series VALUES(1, 'candle', NULL, 'A', '1m'),"
    " (2, 'mark', NULL, 'A', NULL);"
    "INSERT INTO candle(series, open_time, open, high, low, close, volume)"
    " VALUES(1, 100000, 1, 3, 1, 2, 5), (1, 200000, 1, 3, 1, 2, 5);"
    "INSERT INTO coverage VALUES"
    " (1, 100000, 199999, 'a', 1, 'x', 'kept as it was', 7),"
    " (1, 200000, 299999, 'b', 1, 'y', 'cut', 8),"
    " (1, 250000, 399999, 'c', 1, 'z', 'wins', 9),"
    " (2, 0, 9, 'd', 0, '', 'of another series', 6);"
    "PRAGMA application_id = 1953063787; PRAGMA user_version = 1;";

static int
note_digest(const struct store_cover *c, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%s ", c->digest);
	return 0;
}

static int
never(const struct store_quarantine *q, void *arg)
{
	(void)q;
	(void)arg;
	return 1;
}

static void
test_migration(void)
{
	char got[256] = "";
	struct store *s;

	snprintf(path, sizeof path, "%s/version1.db", dir);
	sql(version_1);
	s = again(STORE_READ);
	ok(same(covered(s), "100000-199999:1:a:x:- 200000-299999:1:b:y:- "
			    "250000-399999:1:c:z:- 0-9:0:d::- "),
	    "coverage of version 1 can be read");
	ok(same(uncovered(s, 0, 499999), "0-99999 400000-499999") &&
		same(uncovered(s, 260000, 270000), ""),
	    "and what it does not cover");
	ok(store_quarantined(s, NULL, never, NULL) == 0,
	    "there was no quarantine");
	store_close(s, NULL);
	s = again(STORE_WRITE);
	ok(same(covered(s), "100000-199999:1:a:x:- 250000-399999:1:c:z:- "
			    "0-9:0:d::- "),
	    "version 2 keeps it, and makes it disjoint");
	ok(store_coverage(s, &candles, note_digest, got) == 0 &&
		same(got, "kept as it was wins "),
	    "digests are as they were");
	ok(same(get(s, NULL), C("1", "") C("2", "")), "and the records");
	store_close(s, NULL);
}

static int
note_island(void *arg, int n, char **cells, char **names)
{
	char *text = arg;

	(void)n;
	(void)names;
	sprintf(text + strlen(text), "%s %s-%s:%s ", cells[0], cells[1],
	    cells[2], cells[3]);
	return 0;
}

static void
test_view(void)
{
	struct store *s = fresh();
	char text[256] = "";
	sqlite3 *db;

	store_begin(s);
	put(s, T("5", "1", "1") T("15", "2", "1") T("35", "3", "1"));
	cover(s, &trades, 0, 9, "a", -1);
	cover(s, &trades, 10, 19, "b", -1);
	cover(s, &trades, 30, 39, "c", -1);
	cover(s, &candles, 20, 29, "d", -1);
	store_close(s, NULL);
	sqlite3_open(path, &db);
	sqlite3_exec(db,
	    "SELECT type, \"from\", \"to\", rows FROM covered"
	    " ORDER BY type, \"from\"",
	    note_island, text, NULL);
	sqlite3_close(db);
	ok(same(text, "candle 20-29:0 trade 0-19:2 trade 30-39:1 "),
	    "stretches that touch are shown as one");
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_coverage();
	test_cuts();
	test_causes();
	test_random();
	test_migration();
	test_view();
	return end();
}
