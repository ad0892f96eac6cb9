/* SPDX-License-Identifier: MIT */
/* store: what is kept, what changes it, in what order it is read. */
#include "store/store.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "store/sqlite.h"
#include "tap.h"

static char dir[] = "/tmp/storeXXXXXX";
static char path[64];
static struct rec_parser *parser;

/* A store that was not there before. */
static struct store *
fresh(void)
{
	static int n;
	char why[STORE_WHY];
	struct store *s;

	snprintf(path, sizeof path, "%s/%d.db", dir, n++);
	if (store_open(&s, path, STORE_WRITE, why) != 0) {
		fprintf(stderr, "%s\n", why);
		exit(1);
	}
	return s;
}

static struct store *
again(enum store_mode mode)
{
	char why[STORE_WHY];
	struct store *s;

	if (store_open(&s, path, mode, why) != 0) {
		fprintf(stderr, "%s\n", why);
		exit(1);
	}
	return s;
}

/* A record of a line, which is not copied: it must have slack. */
static void
parse(const char *line, size_t len, struct record *r)
{
	static char text[1 << 16];
	const char *why;

	memcpy(text, line, len);
	memset(text + len, '\n', JSON_SLACK);
	if (rec_parse(parser, text, text + len, r, &why) != 0) {
		fprintf(stderr, "%s: %.*s\n", why, (int)len, line);
		exit(1);
	}
	r->symbol = r->series = -1;
}

/* Puts the lines of text; what the last one returned. */
static int
put(struct store *s, const char *text)
{
	int rc = -2;

	for (const char *end; *text; text = end + 1) {
		struct record r;

		end = strchr(text, '\n');
		parse(text, (size_t)(end - text), &r);
		rc = store_put(s, &r);
	}
	return rc;
}

/* All that the query gives; NULL: everything. */
static const char *
get(struct store *s, const struct store_query *q)
{
	static char text[1 << 20];
	struct cursor *c = cursor_open(s, q ? q : &store_query_all);
	const struct record *r;
	char *p = text;

	while ((r = cursor_next(c)))
		p = rec_put(p, r);
	if (cursor_failed(c))
		p += sprintf(p, "%s", store_why(s));
	*p = '\0';
	cursor_close(c);
	return text;
}

static bool
same(const char *got, const char *want)
{
	if (strcmp(got, want) == 0)
		return true;
	printf("# got:\n# %s\n# want:\n# %s\n", got, want);
	return false;
}

#define C(open, more)                                                          \
	"{\"type\":\"candle\",\"time\":" open "59999,\"symbol\":\"A\","        \
	"\"interval\":\"1m\",\"open_time\":" open                              \
	"00000,\"open\":1,\"high\":3,\"low\":1,\"close\":2,\"volume\":5" more  \
	"}\n"
#define S(id, more)                                                            \
	"{\"type\":\"signal\",\"time\":5,\"symbol\":\"A\",\"id\":" id          \
	",\"direction\":\"long\"" more "}\n"
#define F(time, more)                                                          \
	"{\"type\":\"funding\",\"time\":" time                                 \
	",\"symbol\":\"A\",\"rate\":0.0001" more "}\n"
#define T(time, id, price)                                                     \
	"{\"type\":\"trade\",\"time\":" time ",\"symbol\":\"A\",\"id\":" id    \
	",\"price\":" price ",\"qty\":1,\"side\":\"buy\"}\n"

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

#define M(more) "{\"type\":\"mark\",\"time\":1" more ",\"mark_price\":1}\n"
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

static void
sha256(const char *text, char hex[STORE_DIGEST])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len;

	EVP_Digest(text, strlen(text), sum, &len, EVP_sha256(), NULL);
	for (unsigned i = 0; i < len; i++)
		sprintf(hex + 2 * i, "%02x", sum[i]);
}

static int
note(const struct store_cover *c, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%lld-%lld:%lld:%s:%s:%d ",
	    (long long)c->from, (long long)c->to, (long long)c->rows, c->source,
	    c->checksum, c->verified_at > 0);
	return 0;
}

static int
check_digest(const struct store_cover *c, void *arg)
{
	return strcmp(c->digest, arg) == 0 ? 0 : 1;
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
cover(struct store *s, int64_t from, int64_t to)
{
	const struct store_series a = {REC_CANDLE, NULL, "A", 0};

	store_begin(s);
	store_cover(s, &a, from, to, "src", NULL);
	store_commit(s);
}

static const char *
uncovered(struct store *s, int64_t from, int64_t to)
{
	const struct store_series a = {REC_CANDLE, NULL, "A", 0};
	static char text[256];
	struct store_span *spans;
	int n = store_uncovered(s, &a, from, to, &spans);
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
	const struct store_series a = {REC_CANDLE, NULL, "A", 0};
	struct store *s = fresh();
	char hex[STORE_DIGEST], text[1024] = "";

	ok(same(uncovered(s, 0, 9), "0-9"), "at first nothing is covered");
	ok(store_cover(s, &a, 1, 2, "x", NULL) == -1,
	    "coverage needs a transaction");
	store_begin(s);
	put(s, C("1", "") C("2", "") C("3", ""));
	ok(store_cover(s, &a, 100000, 259999, "u://r'l", "sum") == 0,
	    "rows and their coverage");
	store_rollback(s);
	ok(store_coverage(s, NULL, note, text) == 0 && same(text, ""),
	    "are undone together");
	store_begin(s);
	put(s, C("1", "") C("2", "") C("3", ""));
	store_cover(s, &a, 100000, 259999, "u://r'l", "sum");
	ok(store_commit(s) == 0, "and stored together");
	store_coverage(s, &a, note, text);
	ok(same(text, "100000-259999:2:u://r'l:sum:1 "),
	    "the rows are the store's");
	sha256(C("1", "") C("2", ""), hex);
	ok(store_coverage(s, &a, check_digest, hex) == 0,
	    "the digest is that of the lines");
	cover(s, 400000, 499999);
	cover(s, 500000, 599999);
	cover(s, 450000, 520000);
	cover(s, 400000, 499999);
	*text = '\0';
	store_coverage(s, NULL, note, text);
	ok(same(text, "100000-259999:2:u://r'l:sum:1 400000-499999:0:src::1 "
		      "450000-520000:0:src::1 500000-599999:0:src::1 "),
	    "once more for the same stretch replaces it");
	ok(same(uncovered(s, 0, 699999), "0-99999 260000-399999 600000-699999"),
	    "what is not covered");
	ok(same(uncovered(s, 450000, 460000), ""), "inside");
	ok(same(uncovered(s, 599999, 600000), "600000-600000"),
	    "over the edge");
	*text = '\0';
	ok(store_counters(s, note_counter, text) == 0 &&
		same(text, "candle 3 3 0 159999-359999"),
	    "counters count what was committed");
	store_close(s, NULL);
}

static void
sql(const char *text)
{
	sqlite3 *db;

	sqlite3_open(path, &db);
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		printf("# %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
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

static void
remove_dir(void)
{
	char command[64];

	snprintf(command, sizeof command, "rm -rf %s", dir);
	if (system(command) != 0)
		perror(command);
}

int
main(int argc, char *argv[])
{
	(void)argc;
	log_init(argv[0]);
	if (!mkdtemp(dir))
		return 1;
	parser = rec_parser_new();
	test_loads();
	test_sequence();
	test_passed();
	test_built();
	test_order();
	test_plans();
	test_ranges();
	test_filters();
	test_follow();
	test_transactions();
	test_coverage();
	test_versions();
	test_settings();
	rec_parser_free(parser);
	remove_dir();
	return tap_done();
}
