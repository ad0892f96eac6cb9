/* SPDX-License-Identifier: MIT */
/* profile_builtin - the files data/classic.json and data/adaptive.json. */
#ifndef PROFILE_BUILTIN_H
#define PROFILE_BUILTIN_H

#include <stddef.h>

/* The text of a built-in profile, or NULL: no such name. */
const char *profile_builtin(const char *name, size_t *len);

#endif
