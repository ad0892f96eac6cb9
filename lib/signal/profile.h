/* SPDX-License-Identifier: MIT */
/*
 * profile - the weights, thresholds, sessions and setups of a score, from a
 * JSON file.  tickpipe-scoring(7) says what each number does.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "signal/volume_profile.h"

enum method { METHOD_CLASSIC, METHOD_ADAPTIVE };

enum {
	PROFILE_STEPS = 16,
	PROFILE_SESSIONS = 24,
	PROFILE_ALIASES = 8,
	PROFILE_NAME = 48, /* bytes of a name, its NUL included */
	PROFILE_HASH = 65, /* SHA-256 in hexadecimal, its NUL included */
};

/* Points by size: those of the first step that a value reaches. */
struct steps {
	int n;
	struct {
		double from, points;
	} at[PROFILE_STEPS]; /* from falling */
};

struct session_def {
	char name[PROFILE_NAME];
	int from, to; /* minutes of the UTC day, from < to <= 1440 */
	double points;
	int naliases;
	char aliases[PROFILE_ALIASES][PROFILE_NAME];
};

enum bin_kind { BIN_ATR, BIN_TICKS };

struct volume_profile_def {
	enum bin_kind bin_kind;
	double bin;  /* share of the ATR, or ticks */
	double tick; /* NaN: the finest step of the prices so far */
	enum area_kind area;
	double value_area, lvn, hvn;
};

struct flow_def {
	int64_t oi_stale_ms, basis_stale_ms;
	int imbalance_bars, volume_bars, liquidation_bars;
	double liquidation_full;
};

/* The classic recipe: see data/classic.json, whose names these are. */
struct classic_def {
	struct {
		double max, ema_aligned, ema_distance, ema_full, ema_against;
		double ema_reach;
		struct steps adx_steps;
		double vwap_near, vwap_far, vwap_split, vwap_against;
		double vwap_reach, area_inside, area_near, area_reach;
		double node, node_reach;
	} trend;
	struct {
		struct steps steps;
		double below;
	} delta_oi;
	struct {
		double value, value_reference, slope, slope_reference, max;
	} cvd;
	struct {
		double area, entry_reach, height, stop_height, stop, target;
	} levels;
	struct classic_squeeze {
		double bb_width, ratio, basis, base, funding, funding_points;
		double momentum, momentum_points, shift, shift_points;
		double tight, tight_points;
	} squeeze;
	struct classic_absorption {
		double imbalance, imbalance_points, delta_volume;
		double delta_volume_points, excess, basis, base, cluster;
		double cluster_points;
	} absorption;
};

/* Levels in multiples of the ATR. */
struct atr_levels {
	double entry[2]; /* against the direction, with it */
	double stop, target;
};

/* The adaptive recipe: see data/adaptive.json. */
struct adaptive_def {
	int window, warmup;
	struct {
		double max, ema, adx, vwap, area, area_reach, node, node_reach;
	} trend;
	struct {
		double points, unconfirmed;
	} delta_oi;
	struct {
		double value, slope;
		int slope_bars;
	} cvd;
	struct {
		bool enabled;
		double base, ratio_rank, shift_rank, shift_points;
		double momentum_rank, momentum_points, funding_points;
		double tight_rank, tight_points;
		struct atr_levels levels;
	} squeeze;
	struct {
		bool enabled;
		double base, delta_rank, delta_points, volume_rank;
		double volume_points, body_rank, cluster, cluster_points;
		struct atr_levels levels;
	} absorption;
	struct {
		bool enabled;
		double base, adx_rank, adx_points, trend_points, slope_points;
		struct atr_levels levels;
	} momentum;
	struct {
		bool enabled;
		double base, rsi_rank, rsi_points, adx_rank, adx_points;
		double turn_points;
		struct atr_levels levels;
	} reversion;
	struct {
		bool enabled;
		double base, adx_points, trend_points;
		struct atr_levels levels;
	} cross;
};

struct profile {
	char name[PROFILE_NAME];
	char hash[PROFILE_HASH]; /* of the file's bytes */
	enum method method;
	double tier_high, tier_medium;             /* of the score, from */
	double confidence_high, confidence_medium; /* of a setup, from */
	int nsessions;
	struct session_def sessions[PROFILE_SESSIONS]; /* by from, disjoint */
	double session_other, session_none;
	struct volume_profile_def vp;
	struct flow_def flow;
	union {
		struct classic_def classic;
		struct adaptive_def adaptive;
	};
};

/*
 * Reads the JSON text of a profile.  Every member must be there, none may be
 * unknown, every number within its bounds.  0, or -1 with "LINE: reason" in
 * why.
 */
int profile_parse(
    struct profile *p, const char *text, size_t len, char *why, size_t size);

/*
 * The profile of that name, which is built in ("classic", "adaptive"), or of
 * the file of that path: a name with a '/' or a '.' is a path.
 * 0, or -1 with the reason in why, "FILE:LINE: reason" if it has a line.
 */
int profile_load(struct profile *p, const char *name, char *why, size_t size);

/*
 * Bars of history that a moment's score can depend on, besides what its
 * session and the one before hold: a run that begins so much earlier gives
 * the same signals.
 */
int profile_history(const struct profile *p);

#endif
