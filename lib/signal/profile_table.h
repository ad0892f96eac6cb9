/* SPDX-License-Identifier: MIT */
/* profile_table - the members of a profile's file: a row each. */
#ifndef PROFILE_TABLE_H
#define PROFILE_TABLE_H

#include <stddef.h>

#include "signal/profile.h"

enum row_kind {       /* what it is in the file; what in the profile */
	ROW_NUMBER,   /* within min and max; double */
	ROW_COUNT,    /* a whole number within them; int */
	ROW_BOOL,     /* true or false; bool */
	ROW_DURATION, /* "15m", ms within them; int64_t */
	ROW_NAME,     /* char[PROFILE_NAME] */
	ROW_METHOD,   /* "classic" or "adaptive"; enum method */
	ROW_AREA,     /* "contiguous" or "rank"; enum area_kind */
	ROW_STEPS,    /* [[from, points], ...], from within; struct steps */
	ROW_ENTRY,    /* [against, with] within them; double[2] */
	ROW_BIN,      /* bins of a volume profile; several of its members */
	ROW_SESSIONS, /* the table of sessions; several members too */
};

struct profile_row {
	const char *path; /* "trend.max": a member of a member */
	enum row_kind kind;
	size_t offset; /* in struct profile */
	double min, max;
};

/* More points than the whole score has are a slip. */
#define POINTS_MAX 7.0

/*
 * The i-th row of a method, from 0; NULL behind the last.  The rows that all
 * methods share come first, the method's own is the first of them.
 */
const struct profile_row *profile_row(enum method method, int i);

#endif
