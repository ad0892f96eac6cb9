/* SPDX-License-Identifier: MIT */
#include "market/symbol.h"

#include <stdbool.h>
#include <string.h>

#include "base/json.h"

/* What stands in a record must be UTF-8. */
static bool
is_utf8(const char *name)
{
	char text[6 * SYMBOL_MAX + 2 + 1 + JSON_SLACK] = "";
	char *end = json_put_string(text, name, strlen(name));

	*end = '\n';
	return json_check(text, end) == NULL;
}

const char *
symbol_check(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > SYMBOL_MAX)
		return "1 to 64 bytes are wanted";
	for (const char *s = name; *s; s++) {
		if (*s >= 'a' && *s <= 'z')
			return "the exchange writes symbols in upper case";
		if ((unsigned char)*s <= ' ' || *s == 0x7f ||
		    strchr("/\\\"%?#", *s))
			return "it is not a symbol";
	}
	return is_utf8(name) ? NULL : "it is not UTF-8";
}
