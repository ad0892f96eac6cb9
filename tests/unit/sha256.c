/* SPDX-License-Identifier: MIT */
/* The sums of FIPS 180-4's examples, whole, in pieces, and one after another.
 */
#include "base/sha256.h"

#include <string.h>

#include "tap.h"

static const struct {
	const char *text, *want;
} sums[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

int
main(void)
{
	struct sha256 *s = sha256_new();
	char hex[SHA256_HEX] = "";
	int n = sizeof sums / sizeof *sums;

	if (!s) {
		ok(0, "SHA-256 is there");
		return tap_done();
	}
	for (int i = 0; i < n; i++) {
		const char *text = sums[i].text;
		int rc = sha256_hex(text, strlen(text), hex);

		ok(rc == 0 && strcmp(hex, sums[i].want) == 0, "'%s'", text);
		for (rc = 0; *text; text++)
			rc |= sha256_add(s, text, 1);
		rc |= sha256_end(s, hex);
		ok(rc == 0 && strcmp(hex, sums[i].want) == 0,
		    "byte by byte, after %d others", i);
	}
	sha256_free(s);
	return tap_done();
}
