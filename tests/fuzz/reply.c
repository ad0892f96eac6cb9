/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer target: a reply that is accepted is JSON to jansson too, and its
 * values are the same.  The first byte says which data set it is of.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../reply_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum dataset sets[] = {
	    DATA_CANDLES,
	    DATA_PREMIUM,
	    DATA_TRADES,
	};
	const char *differs;
	bool accepted;
	char *body;

	if (size == 0)
		return 0;
	body = calloc(1, size + REPLY_SLACK);
	if (!body)
		abort();
	memcpy(body, data + 1, size - 1);
	differs = model_differs(body, size - 1, sets[data[0] % 3], &accepted);
	if (differs) {
		fprintf(stderr, "differs from jansson: %s\n", differs);
		abort();
	}
	free(body);
	return 0;
}
