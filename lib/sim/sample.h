/* SPDX-License-Identifier: MIT */
/* sample - what the account was worth when the prices of a time were in. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stdint.h>

struct sample {
	int64_t time;
	double equity;
	double price; /* of the one market; NaN: there are more */
};

#endif
