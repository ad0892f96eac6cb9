/* SPDX-License-Identifier: MIT */
/* basis - how far a perpetual contract trades from its index. */
#ifndef BASIS_H
#define BASIS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * (perp - index) / index, a fraction.  The latest sample counts, for as long
 * as it says.  Caller's storage.
 */
struct basis {
	bool known;
	int64_t ts_ms, until_ms;
	double value;
};

void basis_init(struct basis *b); /* also forgets the sample */

/* From both prices; an index that is not above 0 says nothing. */
double basis_of(double perp, double index);

/*
 * A sample of the moment ts_ms, good for good_ms from then on.  One that is
 * older than the last, or not a number, is passed over.
 */
void basis_push(struct basis *b, int64_t ts_ms, int64_t good_ms, double value);

/* False if it is not known at that moment. */
bool basis_at(const struct basis *b, int64_t ts_ms, double *value);

#endif
