/* SPDX-License-Identifier: MIT */
/* store: what is kept and what changes it. */
#include "store/sqlite.h"
#include "store_kit.h"

/* Two loads, one after the other, and what the store holds then. */
static const struct {
	const char *title, *first, *then, *want;
	int64_t fresh, updated, same, kept;
} loads[] = {
    {"the same again", C("1", ""), C("1", ""), C("1", ""), 1, 0, 1, 0},
    {"a member that differs", C("1", ",\"trades\":7"), C("1", ",\"trades\":8"),
	C("1", ",\"trades\":8"), 1, 1, 0, 0},
    {"a member that is missing erases none", C("1", ",\"trades\":7"),
	C("1", ""), C("1", ",\"trades\":7"), 1, 0, 1, 0},
    {"a member that was missing is filled in", C("1", ""),
	C("1", ",\"trades\":7"), C("1", ",\"trades\":7"), 1, 1, 0, 0},
    {"zero is a value", C("1", ""), C("1", ",\"trades\":0"),
	C("1", ",\"trades\":0"), 1, 1, 0, 0},
    {"what lies between", C("1", "") C("3", ""),
	C("1", "") C("2", "") C("3", ""), C("1", "") C("2", "") C("3", ""), 3,
	0, 2, 0},
    {"what lies around", C("2", ""), C("1", "") C("2", "") C("3", ""),
	C("1", "") C("2", "") C("3", ""), 3, 0, 1, 0},
    {"out of order", C("3", ""), C("2", "") C("1", "") C("3", ""),
	C("1", "") C("2", "") C("3", ""), 3, 0, 1, 0},
    {"the last of several counts",
	C("1", ",\"trades\":7") C("2", "") C("1", ",\"trades\":8"),
	C("1", ",\"trades\":9") C("1", ",\"trades\":8"),
	C("1", ",\"trades\":8") C("2", ""), 2, 3, 0, 0},
    {"a jittered copy of a funding is the same", F("28800003", ""),
	F("28799998", ""), F("28800003", ""), 1, 0, 1, 0},
    {"but may say more", F("28800003", ""), F("28800000", ",\"mark_price\":5"),
	F("28800003", ",\"mark_price\":5"), 1, 1, 0, 0},
    {"half a minute away is another", F("30000", ""), F("29999", ""),
	F("29999", "") F("30000", ""), 2, 0, 0, 0},
    {"a signal never changes", S("\"x\"", ",\"price\":1"),
	S("\"x\"", ",\"price\":2"), S("\"x\"", ",\"price\":1"), 1, 0, 0, 1},
    {"but may be told again", S("\"x\"", ",\"price\":1"), S("\"x\"", ""),
	S("\"x\"", ",\"price\":1"), 1, 0, 1, 0},
    {"a string is no number", S("\"7\"", ""), S("7", ""),
	S("7", "") S("\"7\"", ""), 2, 0, 0, 0},
    {"one id in two spellings", S("\"A\"", ""), S("\"\\u0041\"", ""),
	S("\"A\"", ""), 1, 0, 1, 0},
    {"numbers before strings, by value", S("10", "") S("\"!\"", ""),
	S("9", "") S("-1", ""),
	S("-1", "") S("9", "") S("10", "") S("\"!\"", ""), 4, 0, 0, 0},
    {"an id beyond 64 bits", S("92233720368547758080", ""),
	S("92233720368547758080", ""), S("92233720368547758080", ""), 1, 0, 1,
	0},
    {"ids near 2^63", T("5", "9223372036854775807", "1"),
	T("5", "9223372036854775806", "1"),
	T("5", "9223372036854775806", "1") T("5", "9223372036854775807", "1"),
	2, 0, 0, 0},
    {"doubles of 17 digits", T("5", "1", "0.30000000000000004"),
	T("5", "1", "0.3"), T("5", "1", "0.3"), 1, 1, 0, 0},
    {"space in nested values is no difference",
	S("1", ",\"audit\":{\"a\":[1,2]}"),
	S("1", ",\"audit\":{ \"a\":[1, 2]}"),
	S("1", ",\"audit\":{\"a\":[1,2]}"), 1, 0, 1, 0},
};

static void
test_loads(void)
{
	for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
		struct store *s = fresh();
		const int64_t *n = store_counts(s);

		put(s, loads[i].first);
		store_commit(s);
		put(s, loads[i].then);
		store_commit(s);
		ok(n[STORE_NEW] == loads[i].fresh &&
			n[STORE_UPDATED] == loads[i].updated &&
			n[STORE_SAME] == loads[i].same &&
			n[STORE_KEPT] == loads[i].kept,
		    "%s: is counted as such", loads[i].title);
		ok(same(get(s, NULL), loads[i].want), "%s: is stored so",
		    loads[i].title);
		store_close(s, NULL);
	}
}

/* Several of a key in one transaction, one of them as it is stored. */
static void
test_sequence(void)
{
	struct store *s = fresh();

	put(s, C("1", ",\"trades\":1"));
	store_commit(s);
	put(s, C("1", ",\"trades\":2") C("1", ",\"trades\":1"));
	store_commit(s);
	ok(same(get(s, NULL), C("1", ",\"trades\":1")),
	    "there and back in one transaction");
	store_close(s, NULL);
}

static void
test_passed(void)
{
	struct store *s = fresh();

	ok(put(s, C("1", ",\"closed\":false")) == STORE_PASSED,
	    "an open candle is passed over");
	ok(put(s, C("1", ",\"closed\":true")) == STORE_TAKEN,
	    "a closed one is not");
	ok(put(s, "{\"type\":\"indicator\",\"time\":1,\"symbol\":\"A\","
		  "\"values\":{}}\n") == STORE_PASSED,
	    "nor are derived types kept");
	ok(put(s, "{\"type\":\"weather\",\"time\":1}\n") == STORE_PASSED,
	    "nor unknown ones");
	ok(store_counts(s)[STORE_PASSED] == 3, "all of them are counted");
	ok(same(get(s, NULL), C("1", "")), "and nothing of them is stored");
	store_close(s, NULL);
}

/* Values as a program sets them; the text they are printed as. */
static void
test_built(void)
{
	struct store *s = fresh();
	struct record r;

	rec_init(&r, REC_SIGNAL, 5);
	rec_set_text(&r, M_SYMBOL, "A", 1);
	rec_set_raw(&r, SIGNAL_ID, "\"q\\\"\"", 5);
	rec_set_int(&r, SIGNAL_DIRECTION, DIR_LONG);
	rec_set_calc(&r, SIGNAL_PRICE, 1.0 / 3);
	rec_set_raw(&r, SIGNAL_STOP, "0.10", 4);
	rec_set_raw(&r, SIGNAL_SETUP, "\"a\\nb\"", 6);
	ok(store_put(s, &r) == STORE_TAKEN, "a record of a program's own");
	ok(same(get(s, NULL),
	       S("\"q\\\"\"", ",\"price\":0.333333333333,\"setup\":\"a\\nb\","
			      "\"stop\":0.1")),
	    "is stored as it would be written and read");
	store_close(s, NULL);
}

static void
test_transactions(void)
{
	struct store *s = fresh(), *rd = NULL;
	struct record r;
	int rc = 0;

	rec_init(&r, REC_MARK, 0);
	rec_set_text(&r, M_SYMBOL, "A", 1);
	rec_set_num(&r, MARK_MARK_PRICE, 1);
	store_begin(s);
	for (int i = 0; i <= STORE_ROWS && rc >= 0; i++) {
		r.time = r.v[M_TIME].i = i;
		rc = store_put(s, &r);
	}
	ok(rc == -1, "a transaction of the caller's own has an end");
	ok(same(get(s, NULL), ""), "behind which nothing of it is left");
	for (int i = 0; i <= STORE_ROWS; i++) {
		r.time = r.v[M_TIME].i = i;
		store_put(s, &r);
	}
	rd = again(STORE_READ);
	ok(strlen(get(rd, NULL)) > STORE_ROWS * 10, "others end by themselves");
	put(s, S("1", ""));
	store_rollback(s);
	put(s, S("2", ""));
	store_commit(s);
	ok(!strstr(get(rd, NULL), "\"id\":1,") &&
		strstr(get(rd, NULL), "\"id\":2,"),
	    "what is rolled back is gone, what follows is not");
	store_close(rd, NULL);
	store_close(s, NULL);
}

static int
note_counter(const struct store_counter *c, void *arg)
{
	sprintf(arg, "%s %lld %lld %lld %lld-%lld",
	    rec_defs[c->series.type].name, (long long)c->rows,
	    (long long)c->inserted, (long long)c->updated, (long long)c->first,
	    (long long)c->last);
	return 0;
}

static void
test_counters(void)
{
	struct store *s = fresh();
	char text[256];

	put(s, C("1", "") C("2", "") C("3", ""));
	store_begin(s);
	put(s, C("4", ""));
	store_rollback(s);
	ok(store_counters(s, note_counter, text) == 0 &&
		same(text, "candle 3 3 0 159999-359999"),
	    "counters count what was committed");
	store_close(s, NULL);
}

static void
test_versions(void)
{
	struct store *s = fresh();
	char why[STORE_WHY];

	put(s, T("5", "1", "2"));
	store_close(s, NULL);
	sql("ALTER TABLE trade DROP COLUMN last_id; DROP TABLE mark;");
	s = again(STORE_READ);
	ok(same(get(s, NULL), T("5", "1", "2")),
	    "an older file without a column or a table can be read");
	store_close(s, NULL);
	s = again(STORE_WRITE);
	put(s, "{\"type\":\"trade\",\"time\":5,\"symbol\":\"A\",\"id\":1,"
	       "\"price\":2,\"qty\":1,\"side\":\"buy\",\"last_id\":3}\n");
	put(s, M(",\"symbol\":\"A\""));
	ok(strstr(get(s, NULL), "\"last_id\":3") &&
		strstr(get(s, NULL), "mark_price"),
	    "and is completed when it is written");
	store_close(s, NULL);
	sql("PRAGMA user_version = 99");
	ok(store_open(&s, path, STORE_READ, why) == EXIT_USAGE &&
		strstr(why, "99"),
	    "a newer file is not read");
	ok(store_open(&s, path, STORE_WRITE, why) == EXIT_USAGE, "nor written");
	sql("PRAGMA user_version = 1; PRAGMA application_id = 5");
	ok(store_open(&s, path, STORE_WRITE, why) == EXIT_USAGE &&
		strstr(why, "another program"),
	    "nor that of another program");
	ok(store_open(&s, "postgresql://h/d", STORE_READ, why) == EXIT_USAGE,
	    "PostgreSQL is not built");
	ok(store_open(&s, "", STORE_WRITE, why) == EXIT_USAGE, "no path");
	ok(store_open(&s, dir, STORE_WRITE, why) == EXIT_USAGE, "a directory");
}

static const char *
pragma(struct store *s, const char *name)
{
	static char value[32];
	char text[64];
	sqlite3_stmt *st = NULL;

	snprintf(text, sizeof text, "PRAGMA %s", name);
	*value = '\0';
	if (sqlite3_prepare_v2(s->db, text, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		snprintf(value, sizeof value, "%s",
		    (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return value;
}

/* What would only be missed when the power fails, or two meet. */
static void
test_settings(void)
{
	static const struct {
		enum store_mode mode;
		const char *name, *value;
	} settings[] = {
	    {STORE_WRITE, "journal_mode", "wal"},
	    {STORE_WRITE, "synchronous", "2"}, /* FULL */
	    {STORE_WRITE, "page_size", "16384"},
	    {STORE_WRITE, "mmap_size", "0"},
	    {STORE_READ, "mmap_size", "0"},
	    {STORE_READ, "query_only", "1"},
	    {STORE_READ, "wal_autocheckpoint", "0"},
	};

	store_close(fresh(), NULL);
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		struct store *s = again(settings[i].mode);

		ok(same(pragma(s, settings[i].name), settings[i].value),
		    "%s of a %s", settings[i].name,
		    settings[i].mode == STORE_READ ? "reader" : "writer");
		store_close(s, NULL);
	}
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_loads();
	test_sequence();
	test_passed();
	test_built();
	test_transactions();
	test_counters();
	test_versions();
	test_settings();
	return end();
}
