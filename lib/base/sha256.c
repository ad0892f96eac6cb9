/* SPDX-License-Identifier: MIT */
#include "base/sha256.h"

#include <openssl/evp.h>
#include <stdlib.h>

struct sha256 {
	EVP_MD_CTX *md;
};

struct sha256 *
sha256_new(void)
{
	struct sha256 *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->md = EVP_MD_CTX_new();
	if (!s->md || EVP_DigestInit_ex(s->md, EVP_sha256(), NULL) != 1) {
		sha256_free(s);
		return NULL;
	}
	return s;
}

void
sha256_free(struct sha256 *s)
{
	if (!s)
		return;
	EVP_MD_CTX_free(s->md);
	free(s);
}

int
sha256_add(struct sha256 *s, const void *data, size_t len)
{
	return EVP_DigestUpdate(s->md, data, len) == 1 ? 0 : -1;
}

int
sha256_end(struct sha256 *s, char hex[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_DigestFinal_ex(s->md, sum, &len) != 1 ||
	    2 * len + 1 != SHA256_HEX)
		return -1;
	for (unsigned i = 0; i < len; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[2 * len] = '\0';
	return EVP_DigestInit_ex(s->md, EVP_sha256(), NULL) == 1 ? 0 : -1;
}

int
sha256_hex(const void *data, size_t len, char hex[SHA256_HEX])
{
	struct sha256 *s = sha256_new();
	int rc = -1;

	if (s && sha256_add(s, data, len) == 0)
		rc = sha256_end(s, hex);
	sha256_free(s);
	return rc;
}
