/* SPDX-License-Identifier: MIT */
/* Files of trades: what is proved of them, and what is given of them. */
#include "exchange/csv_stream.h"

#include <string.h>

#include "exchange/zip_csv.h"

#include "tap.h"
#include "zip_kit.h"

#define FROM INT64_C(1735689600000)
#define TO INT64_C(1735776000000)
#define R(id, qty) id ",1.5," qty ",1,1,1735689600000,true\n"
#define AT(id, time) id ",1.5,1,1,1," time ",true\n"
#define HEAD                                                                   \
	"agg_trade_id,price,quantity,first_trade_id,last_trade_id,"            \
	"transact_time,is_buyer_maker\n"

static const struct row_format trades = {.data = DATA_TRADES, .symbol = "A"};

static const struct {
	const char *title, *text;
	const char *why; /* NULL: sound */
	struct csv_proof want;
	const char *ids; /* as they are given */
} files[] = {
    {"in order", HEAD R("7", "1") R("8", "2") R("10", "1"), NULL,
	{.rows = 3, .first_id = 7, .last_id = 10}, "7 8 10"},
    {"each twice", R("7", "1") R("7", "1.0") R("8", "2") R("8", "2"), NULL,
	{.rows = 2, .doubled = 2, .first_id = 7, .last_id = 8}, "7 8"},
    {"all of it twice", R("7", "1") R("8", "2") R("7", "1") R("8", "2"), NULL,
	{.rows = 2, .doubled = 2, .unsorted = 1, .first_id = 7, .last_id = 8},
	"7 8 7 8"},
    {"interleaved halves", R("7", "1") R("9", "1") R("8", "1") R("10", "1"),
	NULL, {.rows = 4, .unsorted = 1, .first_id = 7, .last_id = 10},
	"7 9 8 10"},
    {"backwards", R("9", "1") R("8", "1") R("7", "1"), NULL,
	{.rows = 3, .unsorted = 2, .first_id = 7, .last_id = 9}, "9 8 7"},
    {"far apart", R("1", "1") R("20000000", "1") R("2", "1") R("20000000", "1"),
	NULL,
	{.rows = 3,
	    .doubled = 1,
	    .unsorted = 1,
	    .first_id = 1,
	    .last_id = 20000000},
	"1 20000000 2 20000000"},
    {"quantity 0", R("7", "1") R("8", "0.000") R("9", "1"), NULL,
	{.rows = 3, .empty = 1, .first_id = 7, .last_id = 9}, "7 8 9"},
    {"quantity 0, far from its double",
	R("8", "0") R("7", "1") R("8", "0") R("9", "0"), NULL,
	{.rows = 3,
	    .empty = 2,
	    .doubled = 1,
	    .unsorted = 1,
	    .first_id = 7,
	    .last_id = 9},
	"8 7 8 9"},
    {"another day's",
	AT("6", "1735689599999") AT("7", "1735689600000000")
	    AT("8", "1735776000000"),
	NULL, {.rows = 1, .outside = 2, .first_id = 7, .last_id = 7}, "7"},
    {"an id twice and differently", R("7", "1") R("7", "2"),
	"line 2: contradicts another row of its id", {0}, ""},
    {"the same far behind",
	HEAD R("7", "1") R("30000000", "1") R("9000000", "1") R("7", "2"),
	"line 5: contradicts another row of its id", {0}, ""},
    {"the same, first and last",
	R("30000000", "1") R("7", "1") R("30000000", "2"),
	"line 3: contradicts another row of its id", {0}, ""},
    {"too far apart",
	R("1", "1") R("900000000000", "1") R("2", "1") R("899999999999", "1"),
	"its rows are too far out of order to be proved", {0}, ""},
    {"a bad line", HEAD R("7", "1") R("8", "-1"),
	"line 3: quantity is no amount", {0}, ""},
    {"a header alone", HEAD, "it holds no row of its time", {0}, ""},
    {"another day's alone", AT("8", "1735776000000"),
	"it holds no row of its time", {0}, ""},
};

struct got {
	char ids[256];
	int64_t rows;
	int calls, stop_at;
};

static int
take(const struct row *rows, size_t n, void *arg)
{
	struct got *g = arg;

	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(g->ids);

		if (g->rows++ < 8)
			(void)snprintf(g->ids + len, sizeof g->ids - len,
			    "%s%lld", len ? " " : "", (long long)rows[i].id);
	}
	return ++g->calls == g->stop_at;
}

static int
count(void *arg)
{
	struct got *g = arg;

	return ++g->calls == g->stop_at;
}

static bool
is_proof(const struct csv_proof *p, const struct csv_proof *want)
{
	return p->rows == want->rows && p->empty == want->empty &&
	       p->unsorted == want->unsorted && p->doubled == want->doubled &&
	       p->outside == want->outside && p->first_id == want->first_id &&
	       p->last_id == want->last_id && p->first_time == FROM &&
	       p->last_time == FROM;
}

static void
test_file(size_t i)
{
	int fd = zip_kit_make("x.csv", files[i].text, strlen(files[i].text));
	const struct csv_proof *want = &files[i].want;
	char why[CSV_WHY] = "";
	struct csv_proof p;
	struct got g = {0};
	enum csv_status st =
	    csv_prove(fd, "x.csv", &trades, FROM, TO, &p, NULL, NULL, why);

	if (files[i].why) {
		ok(st == CSV_CORRUPT && strcmp(why, files[i].why) == 0,
		    "refuses %s: %s", files[i].title, why);
	} else {
		ok(st == CSV_OK && is_proof(&p, want), "proves %s%s",
		    files[i].title, why);
		st = csv_each(fd, "x.csv", &trades, FROM, TO, take, &g, why);
		ok(st == CSV_OK && strcmp(g.ids, files[i].ids) == 0,
		    "gives %s: %s", files[i].title, g.ids);
	}
	close(fd);
}

/* A file of more than one block; corrupt: its CRC is wrong. */
static int
make_long(int n, bool corrupt)
{
	size_t len = 0;
	char *text = malloc((size_t)n * 64);
	int fd;

	for (int i = 0; i < n; i++)
		len += (size_t)sprintf(
		    text + len, "%d,1.5,1,1,1,1735689600000,true\n", i / 2);
	fd = zip_kit_make("x.csv", text, len);
	free(text);
	if (corrupt) {
		char byte;

		(void)!pread(fd, &byte, 1, 60);
		byte ^= 1;
		(void)!pwrite(fd, &byte, 1, 60);
	}
	return fd;
}

static void
test_blocks(void)
{
	int fd = make_long(5000, false);
	char why[CSV_WHY] = "";
	struct csv_proof p;
	struct got g = {0};

	ok(csv_prove(fd, "x.csv", &trades, FROM, TO, &p, count, &g, why) ==
		    CSV_OK &&
		p.rows == 2500 && p.doubled == 2500 && p.last_id == 2499 &&
		g.calls == 5,
	    "doubles over the blocks' edges");
	g = (struct got){.stop_at = 2};
	ok(csv_prove(fd, "x.csv", &trades, FROM, TO, &p, count, &g, why) ==
		    CSV_STOPPED &&
		g.calls == 2,
	    "a proof that is stopped");
	g = (struct got){0};
	ok(csv_each(fd, "x.csv", &trades, FROM, TO, take, &g, why) == CSV_OK &&
		g.rows == 2500,
	    "gives all of it");
	g = (struct got){.stop_at = 1};
	ok(csv_each(fd, "x.csv", &trades, FROM, TO, take, &g, why) ==
		    CSV_STOPPED &&
		g.calls == 1 && g.rows == CSV_BLOCK / 2,
	    "is stopped");
	close(fd);
	fd = make_long(5000, true);
	ok(csv_prove(fd, "x.csv", &trades, FROM, TO, &p, NULL, NULL, why) ==
		CSV_CORRUPT,
	    "a damaged zip: %s", why);
	ok(csv_prove(fd, "y.csv", &trades, FROM, TO, &p, NULL, NULL, why) ==
		    CSV_CORRUPT &&
		strstr(why, "it holds 'x.csv' instead of 'y.csv'"),
	    "another file: %s", why);
	close(fd);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		test_file(i);
	test_blocks();
	return tap_done();
}
