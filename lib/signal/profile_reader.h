/* SPDX-License-Identifier: MIT */
/*
 * profile_reader - the values of a profile's file, one kind after another,
 * with errors that name the line and the member.
 */
#ifndef PROFILE_READER_H
#define PROFILE_READER_H

#include <stddef.h>

#include "base/json_tree.h"
#include "signal/profile_table.h"

enum { PROFILE_PATH = 128 }; /* room for a member's whole name */

struct profile_reader {
	struct profile *p;
	const struct json_node *root;
	char *why; /* size bytes: "LINE: reason" */
	size_t size;
};

/* Always -1, with "LINE: reason" in r->why; so all here if something is wrong.
 */
__attribute__((format(printf, 3, 4))) int profile_fail(
    const struct profile_reader *r, int line, const char *fmt, ...);

/*
 * Each: the value of a node that is called path in messages.  0 or -1.
 * Names are 1 to PROFILE_NAME - 1 letters, digits and " _-.".
 */
int profile_number(const struct profile_reader *r, const struct json_node *n,
    const char *path, double min, double max, double *value);
int profile_name(const struct profile_reader *r, const struct json_node *n,
    const char *path, char name[PROFILE_NAME]);
int profile_kind(const struct profile_reader *r, const struct json_node *n,
    const char *path, enum node_kind kind);

/* The value of a row into r->p.  0 or -1. */
int profile_value(const struct profile_reader *r, const struct profile_row *row,
    const struct json_node *n);

/* The tables of their own: profile_sessions.c. */
int profile_sessions(const struct profile_reader *r, const struct json_node *n);

#endif
