/* SPDX-License-Identifier: MIT */
#include "exchange/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "net/http.h"

enum { DAILY = 1 << ARCHIVE_DAILY, MONTHLY = 1 << ARCHIVE_MONTHLY };

enum { METRICS_STEP = 5 * 60 * 1000 };

/* 2017-07-01, 2019-12-31, 2020-01-01, 2020-09-01 */
#define SPOT_FLOOR INT64_C(1498867200000)
#define UM_FLOOR INT64_C(1577750400000)
#define UM_2020 INT64_C(1577836800000)
#define METRICS_FLOOR INT64_C(1598918400000)

struct kind {
	int spans;     /* 0: there is none */
	int64_t floor; /* no file is older */
};

static const struct venue {
	const char *name, *path;
	struct kind kinds[DATASETS];
} venues[] = {
    {
	.name = "binance-um",
	.path = "futures/um",
	.kinds =
	    {
		[DATA_CANDLES] = {DAILY | MONTHLY, UM_FLOOR},
		[DATA_TRADES] = {DAILY | MONTHLY, UM_FLOOR},
		[DATA_OPEN_INTEREST] = {DAILY, METRICS_FLOOR},
		[DATA_FUNDING] = {MONTHLY, UM_2020},
		[DATA_PREMIUM] = {DAILY | MONTHLY, UM_2020},
	    },
    },
    {
	.name = "binance-spot",
	.path = "spot",
	.kinds =
	    {
		[DATA_CANDLES] = {DAILY | MONTHLY, SPOT_FLOOR},
		[DATA_TRADES] = {DAILY | MONTHLY, SPOT_FLOOR},
	    },
    },
};

/* Directories; files are called by the interval or by the same word. */
static const char *const words[DATASETS] = {
    [DATA_CANDLES] = "klines",
    [DATA_TRADES] = "aggTrades",
    [DATA_OPEN_INTEREST] = "metrics",
    [DATA_FUNDING] = "fundingRate",
    [DATA_PREMIUM] = "premiumIndexKlines",
};

static const struct venue *
find_venue(const char *name)
{
	for (size_t i = 0; i < sizeof venues / sizeof venues[0]; i++)
		if (strcmp(venues[i].name, name) == 0)
			return &venues[i];
	return NULL;
}

bool
archive_has_venue(const char *venue)
{
	return find_venue(venue) != NULL;
}

bool
archive_has(const char *venue, enum dataset data, enum archive_span span)
{
	const struct venue *v = find_venue(venue);

	return v && v->kinds[data].spans & 1 << span;
}

int64_t
archive_floor(const char *venue, enum dataset data)
{
	const struct venue *v = find_venue(venue);

	return v ? v->kinds[data].floor : 0;
}

bool
archive_is_daily(enum interval iv)
{
	return iv <= INTERVAL_1D;
}

int64_t
archive_start(enum archive_span span, int64_t t)
{
	return interval_open(
	    span == ARCHIVE_MONTHLY ? INTERVAL_1MO : INTERVAL_1D, t);
}

int64_t
archive_next(enum archive_span span, int64_t t)
{
	return interval_next(
	    span == ARCHIVE_MONTHLY ? INTERVAL_1MO : INTERVAL_1D,
	    archive_start(span, t));
}

void
archive_times(const struct archive_file *f, int64_t *from, int64_t *to)
{
	int64_t later = f->data == DATA_OPEN_INTEREST ? METRICS_STEP : 0;

	*from = archive_start(f->span, f->day) + later;
	*to = archive_next(f->span, f->day) + later;
}

static bool
is_of_bars(enum dataset data)
{
	return data == DATA_CANDLES || data == DATA_PREMIUM;
}

/* The word in a file's name.  A month is "1mo": some file systems take 1M and
 * 1m for the same. */
static const char *
word_of(const struct archive_file *f)
{
	if (!is_of_bars(f->data))
		return words[f->data];
	return f->interval == INTERVAL_1MO ? "1mo" : interval_name(f->interval);
}

static char *
stem_of(const struct archive_file *f, const char *symbol)
{
	int64_t y;
	int m, d, n;
	char *s;

	civil_date(f->day / DAY_MS, &y, &m, &d);
	if (f->span == ARCHIVE_MONTHLY)
		n = asprintf(
		    &s, "%s-%s-%04d-%02d", symbol, word_of(f), (int)y, m);
	else
		n = asprintf(&s, "%s-%s-%04d-%02d-%02d", symbol, word_of(f),
		    (int)y, m, d);
	return n < 0 ? NULL : s;
}

char *
archive_stem(const struct archive_file *f)
{
	return stem_of(f, f->symbol);
}

char *
archive_url(const char *root, const struct archive_file *f)
{
	const char *span = f->span == ARCHIVE_MONTHLY ? "monthly" : "daily";
	bool bars = is_of_bars(f->data);
	char *symbol = http_escape(f->symbol);
	char *stem = symbol ? stem_of(f, symbol) : NULL;
	char *url = NULL;

	if (stem &&
	    asprintf(&url, "%s/data/%s/%s/%s/%s/%s%s%s.zip", root,
		find_venue(f->venue)->path, span, words[f->data], symbol,
		bars ? word_of(f) : "", bars ? "/" : "", stem) < 0)
		url = NULL;
	free(stem);
	free(symbol);
	return url;
}

static bool
take_hex(const char *text, char hex[ARCHIVE_SHA256])
{
	for (int i = 0; i < ARCHIVE_SHA256 - 1; i++) {
		char c = text[i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		hex[i] = c;
	}
	hex[ARCHIVE_SHA256 - 1] = '\0';
	return true;
}

int
archive_checksum(
    const char *text, size_t len, const char *name, char hex[ARCHIVE_SHA256])
{
	const size_t digits = ARCHIVE_SHA256 - 1, head = digits + 2;

	if (len && text[len - 1] == '\n')
		len--;
	if (len && text[len - 1] == '\r')
		len--;
	if (len != head + strlen(name) ||
	    memcmp(text + head, name, len - head) != 0 || text[digits] != ' ' ||
	    (text[digits + 1] != ' ' && text[digits + 1] != '*'))
		return -1;
	return take_hex(text, hex) ? 0 : -1;
}
