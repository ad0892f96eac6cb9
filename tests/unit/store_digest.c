/* SPDX-License-Identifier: MIT */
/* store: the digest of what is covered. */
#include "store_kit.h"

#define P(open, more)                                                          \
	"{\"type\":\"premium\",\"symbol\":\"A\",\"interval\":\"1m\","          \
	"\"open_time\":" open "0000" more "}\n"
#define O(time, more)                                                          \
	"{\"type\":\"open_interest\",\"time\":" time ",\"symbol\":\"A\","      \
	"\"period\":\"5m\"" more "}\n"

/* What is told from memory of rows that are new must be what is read back. */
static const struct {
	const char *title;
	struct store_series series;
	int64_t from, to;
	const char *before, *text;
	int64_t rows;
} digests[] = {
    {"trades", {REC_TRADE, NULL, "A", -1}, 0, 9, "",
	T("5", "1", "0.1") T("5", "2", "1e21") T("6", "3", "1e-7"), 3},
    {"out of order", {REC_TRADE, NULL, "A", -1}, 0, 9, "",
	T("6", "3", "1") T("5", "2", "1"), 2},
    {"doubled", {REC_TRADE, NULL, "A", -1}, 0, 9, "",
	T("6", "3", "1") T("6", "3", "2"), 1},
    {"not alone", {REC_TRADE, NULL, "A", -1}, 0, 9, T("7", "4", "1"),
	T("6", "3", "1"), 2},
    {"updated", {REC_TRADE, NULL, "A", -1}, 0, 9,
	"{\"type\":\"trade\",\"time\":6,\"symbol\":\"A\",\"id\":3,\"price\":1,"
	"\"qty\":1,\"side\":\"sell\",\"first_id\":9}\n",
	T("6", "3", "1"), 1},
    {"in part", {REC_TRADE, NULL, "A", -1}, 5, 6, T("7", "4", "1"),
	T("4", "1", "1") T("5", "2", "1") T("6", "3", "1") T("8", "5", "1"), 2},
    {"none of them", {REC_TRADE, NULL, "A", -1}, 20, 30, "", T("4", "1", "1"),
	0},
    {"of another series", {REC_TRADE, "v", "A", -1}, 0, 9, "", T("4", "1", "1"),
	0},
    {"candles", {REC_CANDLE, NULL, "A", 0}, 100000, 259999, "",
	C("1", ",\"trades\":0") C("2", ",\"quote_volume\":"
				       "12345678901234567.25,"
				       "\"taker_buy_volume\":0.10") C("3", ""),
	2},
    {"premiums below, at and about zero", {REC_PREMIUM, NULL, "A", 0}, 0,
	999999, "",
	P("6", ",\"open\":-0.0,\"high\":0,\"low\":-0.00000000,\"close\":-0")
	    P("12", ",\"open\":-1e-9,\"high\":5,\"low\":-12345678,"
		    "\"close\":-3"),
	2},
    {"open interest", {REC_OPEN_INTEREST, NULL, "A", 2}, 0, 999999, "",
	O("300000", ",\"open_interest\":1e15,\"label\":0")
	    O("600000", ",\"open_interest\":9007199254740993"),
	2},
    {"funding", {REC_FUNDING, NULL, "A", -1}, 0, 99999, "",
	F("30001", "") F("59999", ",\"mark_price\":5"), 1},
    {"signals", {REC_SIGNAL, NULL, "A", -1}, 0, 9, "",
	S("\"x\\n\"", ",\"audit\":{ \"a\":[1, 2]}"), 1},
};

struct told {
	int64_t rows;
	char digest[STORE_DIGEST];
};

static int
note_told(const struct store_cover *c, void *arg)
{
	struct told *told = arg;

	told->rows = c->rows;
	snprintf(told->digest, sizeof told->digest, "%s", c->digest);
	return 0;
}

static void
test_digests(void)
{
	for (size_t i = 0; i < sizeof digests / sizeof *digests; i++) {
		const struct store_series *series = &digests[i].series;
		const struct store_proof p = {
		    digests[i].from, digests[i].to, "x", "", -1};
		struct store *s = fresh();
		char hex[STORE_DIGEST] = "";
		struct told told = {0};
		int64_t rows = -1;

		put(s, digests[i].before);
		store_begin(s);
		put(s, digests[i].text);
		store_cover(s, series, &p);
		store_commit(s);
		store_coverage(s, series, note_told, &told);
		store_digest(
		    s, series, digests[i].from, digests[i].to, &rows, hex);
		ok(told.rows == digests[i].rows && rows == told.rows &&
			same(told.digest, hex),
		    "rows and digest: %s", digests[i].title);
		store_close(s, NULL);
	}
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_digests();
	return end();
}
