/* SPDX-License-Identifier: MIT */
/*
 * json - check JSON text at memory speed, take it apart, and write it.
 *
 * Text is given as [p, end).  64 bytes after end must be readable, and *end
 * must be '\n': that lets the scanner look ahead without asking for the end.
 * What is accepted is RFC 8259, values nested at most 2,048 deep as in jansson:
 * UTF-8 is checked, a surrogate escape must be one of a pair.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_SLACK = 64, JSON_DEPTH = 2048 };

/*
 * One value (after white space), itself inside `within` others, is checked
 * whole and passed over.  The first byte behind it, or NULL and *why (a
 * literal) if it is not JSON.
 */
const char *json_skip(
    const char *p, const char *end, int within, const char **why);

/* The whole text is one value with white space around it: NULL, or why not. */
const char *json_check(const char *p, const char *end);

/*
 * The string whose opening quote stands before p: the first byte behind its
 * closing quote, or NULL.  *escaped says whether a backslash occurs in it.
 */
const char *json_skip_string(
    const char *p, const char *end, bool *escaped, const char **why);

/*
 * The contents [s, s + len) of a checked string, escapes resolved, into out,
 * which has room for len bytes.  Returns the number of bytes.
 */
size_t json_unescape(char *out, const char *s, size_t len);

/* Writes "..." around s, escaping what must be; needs 6 * len + 2 bytes. */
char *json_put_string(char *p, const char *s, size_t len);

/* White space outside strings removed from checked text; in place is fine. */
size_t json_compact(char *out, const char *s, size_t len);

/*
 * The numbers of a checked array of numbers, at most max of them.  How many
 * the array holds, or -1 if it is not such an array or one is no finite double.
 */
int json_numbers(const char *s, size_t len, double *out, int max);

#endif
