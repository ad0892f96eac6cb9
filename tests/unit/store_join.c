/* SPDX-License-Identifier: MIT */
/* store: stretches by REST that follow on each other become one. */
#include "history/writer.h"
#include "store_kit.h"

enum { MOST = 6000 };

static const struct target target = {
    "binance-um", {.data = DATA_TRADES, .symbol = "A"}};

/* Covers [from, to), of which the first n ms have a trade each. */
static void
cover(struct store *s, int from, int to, int n, const char *source,
    const char *checksum, int cause)
{
	static struct row rows[MOST];
	struct tally tally = {0};
	struct writer w;

	for (int i = 0; i < n; i++)
		rows[i] = (struct row){
		    .time = from + i,
		    .id = from + i,
		    .u.trade = {.price = 1, .qty = 1},
		};
	writer_init(&w, s, &target, &tally);
	if (writer_put(&w, rows, (size_t)n) != 0 ||
	    writer_cover(&w, from, to, source, checksum, cause) != 0 ||
	    writer_flush(&w) != 0)
		printf("# %s\n", store_why(s));
}

/* FROM-TO:ROWS:SOURCE of each stretch. */
static int
note(const struct store_cover *c, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%lld-%lld:%lld:%s ", (long long)c->from,
	    (long long)c->to, (long long)c->rows, c->source);
	return 0;
}

static const char *
covered(struct store *s)
{
	static char text[1024];

	*text = '\0';
	return store_coverage(s, NULL, note, text) == 0 ? text : store_why(s);
}

struct proof {
	char digest[STORE_DIGEST];
	int64_t rows, from, to, verified_at;
};

static int
note_proof(const struct store_cover *c, void *arg)
{
	struct proof *p = arg;

	*p = (struct proof){.rows = c->rows,
	    .from = c->from,
	    .to = c->to,
	    .verified_at = c->verified_at};
	snprintf(p->digest, sizeof p->digest, "%s", c->digest);
	return 0;
}

/* Whether the last stretch is proved. */
static bool
is_proved(struct store *s)
{
	struct proof p = {.rows = -1};
	struct store_series series = dataset_series(&target);
	char hex[STORE_DIGEST];
	int64_t rows;

	return store_coverage(s, NULL, note_proof, &p) == 0 &&
	       store_digest(s, &series, p.from, p.to, &rows, hex) == 0 &&
	       rows == p.rows && same(p.digest, hex) && p.verified_at > 1;
}

/* [1000, 2000) by "a", something, and then [from, from + 1000) by "b". */
static const struct {
	const char *title;
	int rows;
	const char *checksum;
	int cause;
	const char *sql; /* done to the store between */
	int from, more;
	const char *more_checksum;
	int more_cause;
	const char *want;
} cases[] = {
    {"one behind the other", 2, "", -1, "", 2000, 3, "", -1, "1000-2999:5:b "},
    {"nothing behind some", 2, "", -1, "", 2000, 0, "", -1, "1000-2999:2:b "},
    {"nothing behind nothing", 0, "", -1, "", 2000, 0, "", -1,
	"1000-2999:0:b "},
    {"a ms between", 2, "", -1, "", 2001, 3, "", -1,
	"1000-1999:2:a 2001-3000:3:b "},
    {"one before the other", 2, "", -1, "", 0, 3, "", -1,
	"0-999:3:b 1000-1999:2:a "},
    {"behind a file", 2, "sum", -1, "", 2000, 3, "", -1,
	"1000-1999:2:a 2000-2999:3:b "},
    {"a file behind", 2, "", -1, "", 2000, 3, "sum", -1,
	"1000-1999:2:a 2000-2999:3:b "},
    {"two files", 2, "sum", -1, "", 2000, 3, "sum", -1,
	"1000-1999:2:a 2000-2999:3:b "},
    {"behind no market", 0, "", CAUSE_NOT_LISTED, "", 2000, 3, "", -1,
	"1000-1999:0:a 2000-2999:3:b "},
    {"no market behind", 2, "", -1, "", 2000, 0, "", CAUSE_DELISTED,
	"1000-1999:2:a 2000-2999:0:b "},
    {"behind a changed row", 2, "", -1, "UPDATE trade SET price = 2", 2000, 3,
	"", -1, "1000-1999:2:a 2000-2999:3:b "},
    {"behind a lost row", 2, "", -1, "DELETE FROM trade WHERE id = 1001", 2000,
	3, "", -1, "1000-1999:2:a 2000-2999:3:b "},
    {"behind a row too many", 2, "", -1,
	"INSERT INTO trade(series, time, id, price, qty, side)"
	" SELECT id, 1500, 9, 1, 1, 'buy' FROM series",
	2000, 3, "", -1, "1000-1999:2:a 2000-2999:3:b "},
    {"behind a count that is wrong", 2, "", -1, "UPDATE coverage SET rows = 1",
	2000, 3, "", -1, "1000-1999:1:a 2000-2999:3:b "},
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct store *s = fresh();

		cover(s, 1000, 2000, cases[i].rows, "a", cases[i].checksum,
		    cases[i].cause);
		store_close(s, NULL);
		sql("UPDATE coverage SET verified_at = 1");
		sql(cases[i].sql);
		s = again(STORE_WRITE);
		cover(s, cases[i].from, cases[i].from + 1000, cases[i].more,
		    "b", cases[i].more_checksum, cases[i].more_cause);
		ok(same(covered(s), cases[i].want), "%s", cases[i].title);
		ok(cases[i].from < 1000 || is_proved(s), "%s: proved",
		    cases[i].title);
		store_close(s, NULL);
	}
}

/* What is damaged stays so, and the rest is joined all the same. */
static void
test_damage(void)
{
	struct store *s = fresh();

	cover(s, 0, 1000, 5, "a", "", -1);
	cover(s, 1000, 2000, 5, "b", "", -1);
	store_close(s, NULL);
	sql("DELETE FROM trade WHERE id = 3");
	s = again(STORE_WRITE);
	for (int from = 2000; from < 5000; from += 1000)
		cover(s, from, from + 1000, 1, "c", "", -1);
	ok(same(covered(s), "0-1999:10:b 2000-4999:3:c "),
	    "a damaged stretch is left alone, what follows is not");
	store_close(s, NULL);
}

static void
test_limit(void)
{
	struct store *s = fresh();

	cover(s, 0, 4900, 4900, "a", "", -1);
	cover(s, 4900, 5000, 100, "b", "", -1);
	ok(same(covered(s), "0-4999:5000:b "), "5000 rows are joined");
	cover(s, 5000, 6000, 1, "c", "", -1);
	ok(same(covered(s), "0-4999:5000:b 5000-5999:1:c "), "but no more");
	cover(s, 6000, 12000, 6000, "d", "", -1);
	cover(s, 12000, 13000, 0, "e", "", -1);
	ok(same(covered(s), "0-4999:5000:b 5000-5999:1:c 6000-11999:6000:d "
			    "12000-12999:0:e "),
	    "nor to one that has more");
	cover(s, 13000, 14000, 101, "f", "", -1);
	ok(strstr(covered(s), "12000-12999:0:e 13000-13999:101:f "),
	    "nor what is more than a few rows: pages, that is");
	store_close(s, NULL);
}

/* Between stretches: only with the one in front. */
static void
test_middle(void)
{
	struct store *s = fresh();

	cover(s, 0, 1000, 1, "a", "", -1);
	cover(s, 2000, 3000, 1, "c", "", -1);
	cover(s, 1000, 2000, 1, "b", "", -1);
	ok(same(covered(s), "0-1999:2:b 2000-2999:1:c "), "between two");
	cover(s, 1500, 2000, 2, "d", "", -1);
	ok(same(covered(s), "0-1999:4:d 2000-2999:1:c "),
	    "part of one, anew: no more stretches than before");
	ok(is_proved(s), "and proved");
	store_close(s, NULL);
}

static void
test_transaction(void)
{
	struct store_series series = dataset_series(&target);
	struct tally tally = {0};
	struct store *s = fresh();
	struct writer w;

	ok(store_join(s, &series, 0, 10) == -1, "it needs a transaction");
	store_begin(s);
	ok(store_join(s, &series, 0, 10) == 0, "of a series that is not there");
	store_rollback(s);
	cover(s, 0, 1000, 1, "a", "", -1);
	writer_init(&w, s, &target, &tally);
	writer_cover(&w, 1000, 2000, "b", "", -1);
	store_rollback(s);
	ok(same(covered(s), "0-999:1:a "), "undone with its transaction");
	writer_init(&w, s, &target, &tally);
	writer_cover(&w, 1000, 2000, "b", "", -1);
	writer_cover(&w, 2000, 3000, "c", "", -1);
	writer_flush(&w);
	ok(same(covered(s), "0-2999:1:c "), "several in one");
	store_close(s, NULL);
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_cases();
	test_damage();
	test_limit();
	test_middle();
	test_transaction();
	return end();
}
