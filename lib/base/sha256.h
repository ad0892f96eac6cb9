/* SPDX-License-Identifier: MIT */
/* sha256 - the SHA-256 of bytes, as hexadecimal text. */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>

enum { SHA256_HEX = 65 }; /* 64 lower-case digits and a NUL */

struct sha256;

/* *new*; sha256_free() ends it.  NULL: no memory, or no SHA-256 in libcrypto.
 */
struct sha256 *sha256_new(void);
void sha256_free(struct sha256 *s);

/* More bytes; blocks of some KiB are hashed fastest.  0 or -1. */
int sha256_add(struct sha256 *s, const void *data, size_t len);

/* The sum of all that was added; after it *s begins anew.  0 or -1. */
int sha256_end(struct sha256 *s, char hex[SHA256_HEX]);

/* The sum of data[0] .. data[len - 1].  0 or -1. */
int sha256_hex(const void *data, size_t len, char hex[SHA256_HEX]);

#endif
