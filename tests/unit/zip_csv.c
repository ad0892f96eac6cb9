/* SPDX-License-Identifier: MIT */
/* Zips that are damaged, anywhere: what is read of them to the end is what was
 * put in. */
#include "exchange/zip_csv.h"

#include <string.h>

#include "tap.h"
#include "zip_kit.h"

enum { ROOM = 1 << 16, MAX = 1 << 20 };

/* All lines into out; the status at the end. */
static enum zip_status
read_all(int fd, int64_t max, char *out, size_t *len)
{
	struct zip_csv *z = zip_csv_new(fd, "x.csv", max);
	struct zip_line line;
	enum zip_status st;

	*len = 0;
	while ((st = zip_csv_next(z, &line)) == ZIP_LINE) {
		size_t n = (size_t)(line.end - line.text);

		if (*len + n + 1 > ROOM)
			break;
		memcpy(out + *len, line.text, n);
		out[*len + n] = '\n';
		*len += n + 1;
	}
	if (st == ZIP_LINE)
		st = ZIP_BAD;
	zip_csv_free(z);
	return st;
}

static size_t
make_text(char *text)
{
	size_t len = 0;

	for (int i = 0; i < 40; i++)
		len += (size_t)sprintf(
		    text + len, "%d,%d.%d,0.5,1\n", i * 7919, i * i, i % 10);
	return len;
}

/* Each byte in turn made another. */
static void
test_flips(const char *zip, size_t size, const char *text, size_t len)
{
	static char got[ROOM];
	int refused = 0, wrong = 0;

	for (size_t i = 0; i < size; i++) {
		int fd = zip_kit_file();
		char byte = (char)(zip[i] ^ (1 << i % 8));
		size_t n;

		if (write(fd, zip, size) != (ssize_t)size ||
		    pwrite(fd, &byte, 1, (off_t)i) != 1)
			abort();
		if (read_all(fd, MAX, got, &n) != ZIP_END)
			refused++;
		else if (n != len || memcmp(got, text, len) != 0)
			wrong++;
		close(fd);
	}
	ok(wrong == 0 && refused > (int)size / 2,
	    "a bit wrong anywhere: %d of %d refused, the others read rightly",
	    refused, (int)size);
}

static void
test_cuts(const char *zip, size_t size)
{
	static char got[ROOM];
	int accepted = 0;

	for (size_t i = 0; i < size; i++) {
		int fd = zip_kit_file();
		size_t n;

		if (write(fd, zip, i) != (ssize_t)i)
			abort();
		accepted += read_all(fd, MAX, got, &n) == ZIP_END;
		close(fd);
	}
	ok(accepted == 0, "cut short anywhere: refused");
}

/* So much of one letter. */
static enum zip_status
read_letters(size_t n, int64_t max)
{
	static char got[ROOM];
	char *text = malloc(n);
	enum zip_status st;
	size_t len;
	int fd;

	memset(text, 'a', n);
	for (size_t i = 99; i < n; i += 100)
		text[i] = '\n';
	fd = zip_kit_make("x.csv", text, n);
	free(text);
	st = read_all(fd, max, got, &len);
	close(fd);
	return st;
}

int
main(void)
{
	static char text[ROOM], zip[ROOM], got[ROOM];
	size_t len = make_text(text), n;
	int fd = zip_kit_make("x.csv", text, len);
	ssize_t size = pread(fd, zip, sizeof zip, 0);

	ok(read_all(fd, MAX, got, &n) == ZIP_END && n == len &&
		memcmp(got, text, len) == 0,
	    "what was put in comes out");
	ok(read_all(fd, (int64_t)len - 1, got, &n) == ZIP_BAD,
	    "more than was allowed is refused");
	close(fd);
	test_flips(zip, (size_t)size, text, len);
	test_cuts(zip, (size_t)size);
	ok(read_letters(50000, MAX) == ZIP_END, "much, but not too much");
	ok(read_letters(4 << 20, 8 << 20) == ZIP_BAD, "a bomb");
	return tap_done();
}
