/* SPDX-License-Identifier: MIT */
#include "exchange/archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "net/http.h"

static const struct {
	const char *venue, *path;
} venues[] = {
    {"binance-um", "futures/um"},
    {"binance-spot", "spot"},
};

static const char *
venue_path(const char *venue)
{
	for (size_t i = 0; i < sizeof venues / sizeof venues[0]; i++)
		if (strcmp(venues[i].venue, venue) == 0)
			return venues[i].path;
	return NULL;
}

bool
archive_has_venue(const char *venue)
{
	return venue_path(venue) != NULL;
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

/* A month is "1mo": some file systems take 1M and 1m for the same. */
static const char *
interval_part(enum interval iv)
{
	return iv == INTERVAL_1MO ? "1mo" : interval_name(iv);
}

static char *
stem_of(const struct archive_file *f, const char *symbol)
{
	int64_t y;
	int m, d, n;
	char *s;

	civil_date(f->day / DAY_MS, &y, &m, &d);
	if (f->span == ARCHIVE_MONTHLY)
		n = asprintf(&s, "%s-%s-%04d-%02d", symbol,
		    interval_part(f->interval), (int)y, m);
	else
		n = asprintf(&s, "%s-%s-%04d-%02d-%02d", symbol,
		    interval_part(f->interval), (int)y, m, d);
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
	char *symbol = http_escape(f->symbol);
	char *stem = symbol ? stem_of(f, symbol) : NULL;
	char *url = NULL;

	if (stem && asprintf(&url, "%s/data/%s/%s/klines/%s/%s/%s.zip", root,
			venue_path(f->venue), span, symbol,
			interval_part(f->interval), stem) < 0)
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
