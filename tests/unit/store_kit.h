/* SPDX-License-Identifier: MIT */
/* store_kit - stores to test in a directory that is removed at the end. */
#ifndef STORE_KIT_H
#define STORE_KIT_H

#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "store/store.h"
#include "tap.h"

static char dir[] = "/tmp/storeXXXXXX";
static char path[64];
static struct rec_parser *parser;

/* A store that was not there before. */
static inline struct store *
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

static inline struct store *
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
static inline void
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
static inline int
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
static inline const char *
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

static inline bool
same(const char *got, const char *want)
{
	if (strcmp(got, want) == 0)
		return true;
	printf("# got:\n# %s\n# want:\n# %s\n", got, want);
	return false;
}

/* SQL on the store's file, past the library. */
static inline void
sql(const char *text)
{
	sqlite3 *db;

	sqlite3_open(path, &db);
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		printf("# %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* As sha256sum(1) prints it. */
static inline void
sha256(const char *text, char hex[STORE_DIGEST])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len;

	EVP_Digest(text, strlen(text), sum, &len, EVP_sha256(), NULL);
	for (unsigned i = 0; i < len; i++)
		sprintf(hex + 2 * i, "%02x", sum[i]);
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

#define M(more) "{\"type\":\"mark\",\"time\":1" more ",\"mark_price\":1}\n"

/* First and last in main(). */
static inline void
begin(const char *argv0)
{
	log_init(argv0);
	if (!mkdtemp(dir))
		exit(1);
	parser = rec_parser_new();
}

static inline int
end(void)
{
	char command[64];

	snprintf(command, sizeof command, "rm -rf %s", dir);
	if (system(command) != 0)
		perror(command);
	rec_parser_free(parser);
	return tap_done();
}

#endif
