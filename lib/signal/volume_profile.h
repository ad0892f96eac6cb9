/* SPDX-License-Identifier: MIT */
/*
 * volume_profile - volume by price over one session, and the prices that
 * stand out in it: point of control, value area, high and low volume nodes.
 */
#ifndef VOLUME_PROFILE_H
#define VOLUME_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;

/*
 * Bins are equally wide.  With BIN_CENTRED they lie around the multiples of
 * the width w: bin i is [(i - 1/2) w, (i + 1/2) w) and its price is its
 * middle, i w; a price that is a multiple of w never lies on an edge.  With
 * BIN_FLOOR bin i is [i w, (i + 1) w) and its price is its lower end.
 *
 * A session that spans more than VOLUME_BINS bins gets wider ones: w doubles
 * and the bins 2i and 2i + 1 become bin i.  (The lower ends stay where they
 * were, so of BIN_CENTRED the middles are then no multiples of w.)
 */
enum bin_edge { BIN_CENTRED, BIN_FLOOR };

/*
 * The value area holds a share of the volume.  AREA_CONTIGUOUS: it grows from
 * the point of control bin by bin, to the neighbour with more volume, of equal
 * ones to the lower, until it holds the share; bins without volume lie in
 * between as others do.  AREA_RANK: the bins with the most volume, of equal
 * ones the higher, until they hold the share; the area is from the lowest to
 * the highest of them, whatever lies between.
 */
enum area_kind { AREA_CONTIGUOUS, AREA_RANK };

struct volume_params {
	enum bin_edge edge;
	enum area_kind area;
	double area_share;       /* 0.7 */
	double lvn_max, hvn_min; /* parts of the largest bin: 0.35, 0.9 */
};

enum { VOLUME_BINS = 4096 }; /* a power of two */

struct volume_bin {
	double volume;
	double bought, sold; /* by takers; of what trades brought */
};

struct volume_profile {
	struct volume_params params;
	double bin;     /* width */
	double shift;   /* lower ends are multiples of it less this */
	int widened;    /* how often it doubled */
	bool trades;    /* some volume came as trades */
	int64_t lo, hi; /* the bins in use; lo > hi: none */
	struct volume_bin *ring;
	int room;             /* of the ring: a power of two */
	double value, volume; /* sums: price * volume, volume */
	void *scratch;
	char *text;
};

/* 0, or -1: no memory; so below. */
int volume_profile_init(
    struct volume_profile *p, const struct volume_params *params);
void volume_profile_finish(struct volume_profile *p);

/* A new session, its bins so wide (> 0). */
void volume_profile_reset(struct volume_profile *p, double bin);

/*
 * A candle: each bin gets the part of the volume that is its part of the
 * range from low to high; without a range all goes where the price is.  Takes
 * as many steps as bins are touched.  A volume of 0 is no volume anywhere.
 */
int volume_profile_candle(struct volume_profile *p, double high, double low,
    double close, double volume);

int volume_profile_trade(
    struct volume_profile *p, double price, double qty, bool buy);

/*
 * Volumes that differ by less than 1e-9 of them are equal, so that rounding
 * does not decide a tie; but AREA_RANK takes them as they are.
 */
struct volume_levels {
	double poc;       /* the bin with the most volume, the lowest of such */
	double val, vah;  /* the lowest and the highest bin of the value area */
	double area_part; /* of the volume that is in the value area's bins */
	double vwap;      /* candles count with (high + low + close) / 3 */
	double volume;    /* 0: nothing was traded, the rest is NaN */
	/*
	 * Ascending, *borrowed* until the profile is next asked or changed.
	 * Bins without volume are no nodes, nor neighbours.  Low: less volume
	 * than the bin below and the bin above, if there is one, and at most
	 * lvn_max of the largest.  High: at least hvn_min of the largest.
	 */
	const double *lvns, *hvns;
	int nlvns, nhvns;
};

/* Takes as many steps as the profile has bins (AREA_RANK: sorts them). */
int volume_profile_levels(
    struct volume_profile *p, struct volume_levels *levels);

/* Bin i's price; and what is in it, lo <= i <= hi. */
double volume_profile_price(const struct volume_profile *p, int64_t i);
const struct volume_bin *volume_profile_bin(
    const struct volume_profile *p, int64_t i);

/*
 * Makes *r a profile record of time `to` but for venue and symbol.  Its bins
 * are those with volume: [price,volume], and where trades were added
 * [price,volume,bought,sold].  Texts are *borrowed*: the session's name, and
 * the lists until the profile is next asked or changed.
 */
int volume_profile_record(struct volume_profile *p, struct record *r,
    const char *session, int64_t from, int64_t to);

/* The largest of 1, 2, 5 times a power of ten that is at most this; NaN below
 * 1e-15 and above 1e15. */
double volume_profile_width(double most);

#endif
