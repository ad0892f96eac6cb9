/* SPDX-License-Identifier: MIT */
/* label - what the members of a report are called, and in which unit. */
#ifndef LABEL_H
#define LABEL_H

#include "page/show.h"

struct label {
	const char *name; /* of the member */
	const char *text; /* for people */
	enum unit unit;
	enum { PLAIN, SIGNED } sign; /* SIGNED: above 0 is good */
};

/*
 * That of a member; of a name that is not known one which says the name as it
 * is, in *other, and shows numbers as they are.
 */
const struct label *label_find(const char *name, struct label *other);

#endif
