/* SPDX-License-Identifier: MIT */
#include <openssl/evp.h>
#include <stdlib.h>

#include "store/sqlite.h"

/* Feeds the lines of the cursor's records to md. */
static int
digest_rows(struct store *s, struct cursor *c, EVP_MD_CTX *md, int64_t *rows)
{
	const struct record *r;
	size_t size = 0;
	char *line = NULL;

	while ((r = cursor_next(c))) {
		size_t need = rec_room(r);

		if (need > size) {
			free(line);
			size = 2 * need;
			if (!(line = malloc(size)))
				return store_say(s, "out of memory");
		}
		if (!EVP_DigestUpdate(
			md, line, (size_t)(rec_put(line, r) - line))) {
			free(line);
			return store_say(s, "SHA-256 failed");
		}
		++*rows;
	}
	free(line);
	return cursor_failed(c) ? -1 : 0;
}

static int
digest_of(
    struct store *s, struct cursor *c, int64_t *rows, char hex[STORE_DIGEST])
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	int rc = -1;

	*rows = 0;
	if (!md || !EVP_DigestInit_ex(md, EVP_sha256(), NULL)) {
		store_say(s, "SHA-256 is not available");
		goto out;
	}
	if (digest_rows(s, c, md, rows) != 0)
		goto out;
	if (!EVP_DigestFinal_ex(md, sum, &len)) {
		store_say(s, "SHA-256 failed");
		goto out;
	}
	for (unsigned i = 0; i < len; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", sum[i]);
	rc = 0;
out:
	EVP_MD_CTX_free(md);
	return rc;
}

int
store_digest(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, int64_t *rows, char hex[STORE_DIGEST])
{
	struct cursor *c = series_cursor(s, series, from, to, false);
	int rc;

	if (!c)
		return -1;
	rc = digest_of(s, c, rows, hex);
	cursor_close(c);
	return rc;
}
