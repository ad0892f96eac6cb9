/* SPDX-License-Identifier: MIT */
/* The sequences against the authors' published vectors; range and shape. */
#include "base/rng.h"

#include <inttypes.h>
#include <string.h>

#include "tap.h"

static void
splitmix(void)
{
	static const uint64_t want[] = {6457827717110365317U,
	    3203168211198807973U, 9817491932198370423U, 4593380528125082431U,
	    16408922859458223821U};
	uint64_t state = 1234567;

	for (int i = 0; i < 5; i++)
		ok(rng_splitmix(&state) == want[i], "splitmix64, number %d", i);
}

static void
xoshiro(void)
{
	static const uint64_t want[] = {11520, 0, 1509978240,
	    1215971899390074240, 1216172134540287360, 607988272756665600,
	    16172922978634559625U, 8476171486693032832, 10595114339597558777U,
	    2904607092377533576};
	struct rng r = {{1, 2, 3, 4}};

	for (int i = 0; i < 10; i++)
		ok(rng_next(&r) == want[i], "xoshiro256**, number %d", i);
}

static void
shapes(void)
{
	struct rng r, same;
	int64_t seen = 0, far = 0;
	double sum = 0, squares = 0;
	enum { DRAWS = 100000 };

	rng_seed(&r, 7);
	rng_seed(&same, 7);
	ok(memcmp(&r, &same, sizeof r) == 0, "a seed gives one state");
	for (int i = 0; i < DRAWS; i++) {
		int64_t v = rng_below(&r, 10), b = rng_bell(rng_next(&r));

		seen |= v >= 0 && v < 10 ? (int64_t)1 << v : -1;
		far |= b < -RNG_BELL_MAX || b > RNG_BELL_MAX;
		sum += (double)b;
		squares += (double)b * (double)b;
	}
	ok(seen == 1023, "rng_below() gives all of 0 to 9 and nothing else");
	ok(!far, "rng_bell() keeps its bounds");
	ok(sum / DRAWS > -500 && sum / DRAWS < 500, "rng_bell() has mean 0");
	squares /= (double)RNG_BELL_SD * RNG_BELL_SD * DRAWS;
	ok(squares > .98 && squares < 1.02, "rng_bell() has its deviation");
	ok(rng_bell(0) == -RNG_BELL_MAX && rng_bell(UINT64_MAX) == RNG_BELL_MAX,
	    "rng_bell() reaches its bounds");
	ok(rng_hash("A", 1) != rng_hash("B", 1), "names have their own hashes");
}

int
main(void)
{
	splitmix();
	xoshiro();
	shapes();
	return tap_done();
}
