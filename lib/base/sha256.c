/* SPDX-License-Identifier: MIT */
/*
 * The plain functions of libcrypto, not its EVP interface: they can be linked
 * in by themselves, while the shared library costs every start 6 ms and 3 MB.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/sha256.h"

#include <openssl/sha.h>
#include <stdlib.h>

struct sha256 {
	SHA256_CTX md;
};

struct sha256 *
sha256_new(void)
{
	struct sha256 *s = calloc(1, sizeof *s);

	if (s && SHA256_Init(&s->md) != 1) {
		free(s);
		return NULL;
	}
	return s;
}

void
sha256_free(struct sha256 *s)
{
	free(s);
}

int
sha256_add(struct sha256 *s, const void *data, size_t len)
{
	return SHA256_Update(&s->md, data, len) == 1 ? 0 : -1;
}

int
sha256_end(struct sha256 *s, char hex[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];

	if (SHA256_Final(sum, &s->md) != 1)
		return -1;
	for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[SHA256_HEX - 1] = '\0';
	return SHA256_Init(&s->md) == 1 ? 0 : -1;
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
