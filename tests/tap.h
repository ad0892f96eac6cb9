/* SPDX-License-Identifier: MIT */
/* tap - the Test Anything Protocol for unit tests, just enough of it. */
#ifndef TAP_H
#define TAP_H

#include <stdio.h>
#include <stdlib.h>

static int tap_run, tap_failed;

/* ok(condition, "title %s", ...) */
#define ok(cond, ...)                                                          \
	do {                                                                   \
		int tap_good = !!(cond);                                       \
		printf("%sok %d - ", tap_good ? "" : "not ", ++tap_run);       \
		printf(__VA_ARGS__);                                           \
		putchar('\n');                                                 \
		if (!tap_good) {                                               \
			tap_failed++;                                          \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond);    \
		}                                                              \
	} while (0)

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

/* Ends a program that cannot run here; says why. */
static inline void
tap_skip(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	exit(0);
}

/* Where recorded market data lies; tests of it skip where it does not.  They
 * run in the top of the source tree. */
static inline const char *
tap_recorded(void)
{
	const char *dir = getenv("TICKPIPE_TEST_DATA");

	return dir ? dir : "../shared/data";
}

#endif
