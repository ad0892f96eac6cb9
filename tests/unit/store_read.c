/* SPDX-License-Identifier: MIT */
/* store: in what order and which parts of it are read. */
#include "store/sqlite.h"
#include "store_kit.h"

/* Every type, members present and absent, and who knows what texts. */
static size_t
random_record(char *line, unsigned *seed)
{
	static const char *const ids[] = {
	    "1", "10", "9", "\"a\"", "\"a!\"", "\"\\\"\"", "\"\"", "-3"};
	static const char *const texts[] = {
	    "a", "b", "", "\xc3\xa4", "x'y", "x\\\"y", "\\u0001", "../.."};
	const struct rec_def *def;
	char *p = line;
	int type;

	do
		type = rand_r(seed) % REC_TYPES;
	while (!rec_defs[type].stored);
	def = &rec_defs[type];
	p += sprintf(p, "{\"type\":\"%s\"", def->name);
	for (int m = 1; m < def->n; m++) {
		const struct member *row = &def->members[m];
		int x = rand_r(seed) % 8;

		if ((type == REC_CANDLE || type == REC_PREMIUM) &&
		    (m == M_TIME || m == CANDLE_CLOSED))
			continue;
		if (!(row->flags & MEMBER_REQUIRED) && x & 1)
			continue;
		p += sprintf(p, ",\"%s\":", row->name);
		switch (row->kind) {
		case KIND_STRING:
			p += sprintf(p, "\"%s\"",
			    m < M_OWN && !*texts[x] ? "s" : texts[x]);
			break;
		case KIND_WORD:
			for (x = 0; row->words[x + 1] && rand_r(seed) % 2;)
				x++;
			p += sprintf(p, "\"%s\"", row->words[x]);
			break;
		case KIND_INTERVAL:
			p += sprintf(p, "\"%s\"", x < 4 ? "1m" : "1h");
			break;
		case KIND_ID:
			p += sprintf(p, "%s", ids[x]);
			break;
		case KIND_OBJECT:
			p += sprintf(p, "{\"a\":%d}", x);
			break;
		case KIND_ARRAY:
			p += sprintf(p, "[%d,\"x\"]", x);
			break;
		case KIND_TIME:
			/* What ends ("to") ends after it began. */
			p += sprintf(p, "%d",
			    3600000 *
				(x + (*row->name == 't' && row->len == 2 ? 9
									 : 1)));
			break;
		case KIND_BOOL:
			p += sprintf(p, "true");
			break;
		case KIND_NUMBER:
		case KIND_AMOUNT:
		case KIND_PRICE:
			p += sprintf(p, "%s", m > 10 ? "0.1" : "1.5");
			break;
		default:
			p += sprintf(p, "%d", x);
		}
	}
	p += sprintf(p, "}\n");
	return (size_t)(p - line);
}

enum { RANDOM = 4000 };

static int
cmp_lines(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;
	static struct rec_parser *ps[2];
	struct record r[2];
	const char *why;

	for (int i = 0; i < 2; i++) {
		const char *line = i ? *b : *a;

		if (!ps[i])
			ps[i] = rec_parser_new();
		if (rec_parse(ps[i], line, line + strcspn(line, "\n"), &r[i],
			&why) != 0)
			exit(1);
	}
	return rec_cmp(&r[0], &r[1]);
}

/* The records of text, sorted, the last line first if reverse. */
static const char *
sorted(char *text, bool reverse)
{
	static char out[1 << 20];
	static char *lines[RANDOM];
	char *o = out;
	int n = 0;

	for (char *p = text; *p; p = strchr(p, '\n') + 1)
		lines[n++] = p;
	qsort(lines, (size_t)n, sizeof *lines, cmp_lines);
	for (int i = 0; i < n; i++) {
		const char *line = lines[reverse ? n - 1 - i : i];
		size_t len = strcspn(line, "\n") + 1;

		memcpy(o, line, len);
		o += len;
	}
	*o = '\0';
	return out;
}

/* As get(), with a pause every so many rows. */
static bool
get_paused(struct store *s, bool reverse, int every, const char *want)
{
	struct store_query q = store_query_all;
	const struct record *r;
	struct cursor *c;
	char line[1 << 16];
	int n = 0;

	q.reverse = reverse;
	c = cursor_open(s, &q);
	while ((r = cursor_next(c))) {
		size_t len = (size_t)(rec_put(line, r) - line);

		if (strncmp(line, want, len) != 0)
			break;
		want += len;
		if (++n % every == 0)
			cursor_pause(c);
	}
	cursor_close(c);
	return !r && *want == '\0';
}

static void
test_order(void)
{
	static char text[1 << 20];
	struct store *s = fresh(), *rd;
	struct store_query q = store_query_all;
	unsigned seed = 7;
	char *p = text;
	int types = 0;
	const char *got, *want;

	for (int i = 0; i < RANDOM; i++) {
		char line[4096];

		line[random_record(line, &seed)] = '\0';
		put(s, line);
	}
	store_commit(s);
	rd = again(STORE_READ);
	got = get(rd, NULL);
	p = strcpy(text, got);
	for (int t = 0; t < REC_TYPES; t++) {
		char name[64];

		snprintf(
		    name, sizeof name, "{\"type\":\"%s\"", rec_defs[t].name);
		types += rec_defs[t].stored && strstr(p, name);
	}
	ok(types == 18, "all kept types are there");
	want = sorted(text, false);
	ok(same(got, want), "all types in the order of rec_cmp()");
	ok(get_paused(rd, false, 53, want), "paused now and then");
	q.reverse = true;
	want = sorted(text, true);
	ok(same(get(rd, &q), want), "the same in reverse");
	ok(get_paused(rd, true, 53, want), "paused in reverse");
	store_close(rd, NULL);

	/* What is read makes the same store. */
	memcpy(text, sorted(text, false), sizeof text);
	put(s, text);
	store_commit(s);
	ok(store_counts(s)[STORE_SAME] >= RANDOM / 4 &&
		same(get(s, NULL), text),
	    "storing it again changes nothing");
	store_close(s, NULL);
	s = fresh();
	put(s, text);
	ok(same(get(s, NULL), text), "another store prints the same bytes");
	store_close(s, NULL);

	s = fresh();
	strcpy(text,
	    T("5", "1", "1") T("5", "2", "1") S("\"a\"", "") S("\"b\"", "")
		T("6", "1", "1") F("30000", "") C("1", "") C("2", ""));
	put(s, text);
	ok(same(get(s, NULL), text) && get_paused(s, false, 1, text),
	    "paused at every row");
	store_close(s, NULL);
}

/* No query may need to sort. */
static void
test_plans(void)
{
	struct store *s = fresh();

	for (int t = 0; t < REC_TYPES; t++) {
		bool good = true;

		if (!rec_defs[t].stored)
			continue;
		for (int which = 0; which < 4; which++) {
			sqlite3_stmt *st =
					 feed_prepare(s, &s->tables[t], which),
				     *plan;
			char sql[2048];

			snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s",
			    sqlite3_sql(st));
			plan = store_prepare(s, sql);
			while (sqlite3_step(plan) == SQLITE_ROW) {
				const char *line =
				    (const char *)sqlite3_column_text(plan, 3);

				good &= !strstr(line, "TEMP B-TREE");
				good &= strstr(line, "SEARCH") != NULL;
			}
			sqlite3_finalize(plan);
			sqlite3_finalize(st);
		}
		ok(good, "%s is read in the order of its key",
		    rec_defs[t].name);
	}
	store_close(s, NULL);
}

static const struct {
	const char *title;
	int64_t since, until;
	const char *want;
} ranges[] = {
    {"since is included", 159999, INT64_MAX, C("1", "") C("2", "")},
    {"and judges time", 160000, INT64_MAX, C("2", "")},
    {"until is not included", 0, 259999, C("1", "")},
    {"both", 159999, 160000, C("1", "")},
    {"an empty range", 159999, 159999, ""},
    {"a turned one", 259999, 159999, ""},
    {"none of it", 300000, INT64_MAX, ""},
};

static void
test_ranges(void)
{
	struct store *s = fresh();
	struct store_query q = store_query_all;

	put(s, C("1", "") C("2", ""));
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		q.since = ranges[i].since;
		q.until = ranges[i].until;
		ok(same(get(s, &q), ranges[i].want), "%s", ranges[i].title);
	}
	store_close(s, NULL);

	s = fresh();
	put(s, F("29999", "") F("30000", "") F("30001", ""));
	q.since = 30001;
	q.until = INT64_MAX;
	ok(same(get(s, &q), ""), "a funding is judged by its own time");
	q.since = 30000;
	ok(same(get(s, &q), F("30000", "")), "not by that of its key");
	store_close(s, NULL);

	/* February 2024 ends on 1709251199999. */
	s = fresh();
	put(s, "{\"type\":\"candle\",\"symbol\":\"A\",\"interval\":\"1M\","
	       "\"open_time\":1706745600000,\"open\":1,\"high\":1,\"low\":1,"
	       "\"close\":1,\"volume\":1}\n");
	q.since = 1709251199999;
	ok(strlen(get(s, &q)) > 0, "a month has the days it has");
	q.since++;
	ok(same(get(s, &q), ""), "and not one more");
	store_close(s, NULL);
}

static void
test_filters(void)
{
	struct store *s = fresh();
	const char *const symbols[] = {"B", "C"};
	struct store_query q = store_query_all;

	put(s, M(",\"symbol\":\"A\"") M(",\"symbol\":\"B\""));
	put(s, M(",\"venue\":\"v\",\"symbol\":\"C\""));
	put(s, M(",\"venue\":\"\",\"symbol\":\"A\"") C("1", ""));
	q.symbols = symbols;
	q.nsymbols = 2;
	ok(same(get(s, &q),
	       M(",\"symbol\":\"B\"") M(",\"venue\":\"v\",\"symbol\":\"C\"")),
	    "by symbols");
	q.venue = "v";
	ok(same(get(s, &q), M(",\"venue\":\"v\",\"symbol\":\"C\"")),
	    "and by venue");
	q = store_query_all;
	q.interval = 2;
	ok(!strstr(get(s, &q), "candle"), "by interval");
	ok(strstr(get(s, &q), "mark"), "of types that have one");
	q.interval = -1;
	q.types = 1u << REC_CANDLE;
	ok(same(get(s, &q), C("1", "")), "by type");
	q.types = 1u << REC_MARK;
	ok(strstr(get(s, &q), M(",\"venue\":\"\",\"symbol\":\"A\"")),
	    "an empty venue is a venue");
	store_close(s, NULL);
}

static void
test_follow(void)
{
	struct store *s = fresh(), *rd;
	struct cursor *c;
	const struct record *r;
	char line[4096];

	put(s, C("1", "") S("\"b\"", ""));
	store_commit(s);
	rd = again(STORE_READ);
	c = cursor_open(rd, &store_query_all);
	while (cursor_next(c))
		;
	ok(cursor_again(c) == 0, "nothing new");
	ok(!cursor_next(c), "is nothing to read");
	put(s, C("2", "") S("\"a\"", "") S("\"c\"", ""));
	put(s, M(",\"symbol\":\"new\""));
	store_commit(s);
	ok(cursor_again(c) == 1, "another connection's commit is seen");
	r = cursor_next(c);
	ok(r && r->type == REC_MARK, "a new series");
	r = cursor_next(c);
	*rec_put(line, r) = '\0';
	ok(same(line, S("\"c\"", "")),
	    "what is behind the last, and only that");
	r = cursor_next(c);
	ok(r && r->type == REC_CANDLE && r->time == 259999, "of every series");
	ok(!cursor_next(c) && !cursor_failed(c), "and then no more");
	cursor_close(c);
	store_close(rd, NULL);
	store_close(s, NULL);
}

static void
test_one_series(void)
{
	const struct store_series trades = {REC_TRADE, NULL, "A", -1};
	struct store *s = fresh();
	const struct store_series none = {REC_TRADE, "v", "A", -1};
	const struct record *r;
	struct cursor *c;

	put(s, T("5", "1", "1") T("5", "2", "1") T("6", "3", "1"));
	put(s, C("1", ""));
	c = series_cursor(s, &trades, 5, 5, false);
	r = cursor_next(c);
	ok(r && r->v[TRADE_ID].i == 1, "one series in order");
	r = cursor_next(c);
	ok(r && r->v[TRADE_ID].i == 2, "both ends are included");
	ok(!cursor_next(c) && !cursor_failed(c), "and no other series");
	cursor_close(c);
	c = series_cursor(s, &trades, INT64_MIN, 5, true);
	r = cursor_next(c);
	ok(r && r->v[TRADE_ID].i == 2, "in reverse the last comes first");
	cursor_close(c);
	c = series_cursor(s, &none, 0, INT64_MAX, false);
	ok(c && !cursor_next(c) && !cursor_failed(c),
	    "a series that is not there is empty");
	cursor_close(c);
	store_close(s, NULL);
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_order();
	test_plans();
	test_ranges();
	test_filters();
	test_follow();
	test_one_series();
	return end();
}
