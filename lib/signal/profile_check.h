/* SPDX-License-Identifier: MIT */
/* profile_check - what must hold between the values of a profile. */
#ifndef PROFILE_CHECK_H
#define PROFILE_CHECK_H

#include "signal/profile_reader.h"

/* r->p is filled, each value within its own bounds.  0 or -1. */
int profile_check(const struct profile_reader *r);

#endif
