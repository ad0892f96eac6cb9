/* SPDX-License-Identifier: MIT */
/* store: what came and was refused. */
#include "store_kit.h"

static const struct store_series candles = {REC_CANDLE, NULL, "A", 0};
static const struct store_series trades = {REC_TRADE, NULL, "A", -1};

static int
note_row(const struct store_quarantine *q, void *arg)
{
	char *text = arg;

	sprintf(text + strlen(text), "%s %lld-%lld %s %s '%s' %lld %s '%s'%s\n",
	    rec_defs[q->series.type].name, (long long)q->from, (long long)q->to,
	    q->source, q->sha256, q->published, (long long)q->bytes, q->reason,
	    q->path, q->time > 0 ? "" : " no time");
	return 0;
}

static const char *
quarantined(struct store *s, const struct store_series *series)
{
	static char text[4096];

	*text = '\0';
	if (store_quarantined(s, series, note_row, text) != 0)
		return store_why(s);
	return text;
}

static void
test_quarantine(void)
{
	struct store *s = fresh();
	struct store_quarantine q = {.series = trades,
	    .from = 1,
	    .to = 9,
	    .source = "u",
	    .sha256 = "s1",
	    .bytes = 7,
	    .reason = "torn"};

	ok(store_quarantine(s, &q) == 0, "evidence without a transaction");
	ok(same(quarantined(s, NULL), "trade 1-9 u s1 '' 7 torn ''\n"),
	    "is there at once");
	q.sha256 = "s2";
	q.published = "p";
	q.path = "/q/u";
	store_begin(s);
	store_quarantine(s, &q);
	store_rollback(s);
	ok(same(quarantined(s, NULL), "trade 1-9 u s1 '' 7 torn ''\n"),
	    "inside one it is undone with it");
	store_begin(s);
	store_quarantine(s, &q);
	q.series = candles;
	store_quarantine(s, &q);
	q.series = trades;
	q.reason = "still torn";
	store_quarantine(s, &q);
	store_commit(s);
	ok(same(quarantined(s, &trades),
	       "trade 1-9 u s1 '' 7 torn ''\n"
	       "trade 1-9 u s2 'p' 7 still torn '/q/u'\n"),
	    "the same again is told once");
	ok(same(
	       quarantined(s, &candles), "candle 1-9 u s2 'p' 7 torn '/q/u'\n"),
	    "by series");
	store_close(s, NULL);
	s = again(STORE_READ);
	ok(strlen(quarantined(s, NULL)) > 100, "who reads sees it");
	ok(store_quarantine(s, &q) == -1, "and cannot write it");
	store_close(s, NULL);
}

int
main(int argc, char *argv[])
{
	(void)argc;
	begin(argv[0]);
	test_quarantine();
	return end();
}
