/* SPDX-License-Identifier: MIT */
#include "signal/profile_table.h"

#define MINUTE_MS 60e3
#define MONTH_MS (30 * 24 * 60 * MINUTE_MS)

/* What is divided by must not be 0. */
#define ABOVE_0 1e-9

enum { BARS_MAX = 10000, RANKS_MAX = 65535 };

/* path, kind, member of struct profile, least, most */
#define ROW(path, kind, member, min, max)                                      \
	{                                                                      \
		path, ROW_##kind, offsetof(struct profile, member), min, max   \
	}
#define POINTS(path, member) ROW(path, NUMBER, member, 0, POINTS_MAX)
#define SHARE(path, member) ROW(path, NUMBER, member, 0, 1)
#define REACH(path, member) ROW(path, NUMBER, member, ABOVE_0, 1)

static const struct profile_row common[] = {
    ROW("method", METHOD, method, 0, 0),
    ROW("name", NAME, name, 0, 0),
    POINTS("tiers.high", tier_high),
    POINTS("tiers.medium", tier_medium),
    SHARE("confidence.high", confidence_high),
    SHARE("confidence.medium", confidence_medium),
    ROW("sessions", SESSIONS, sessions, 0, 0),
    POINTS("session_other", session_other),
    POINTS("session_none", session_none),
    ROW("volume_profile.bin", BIN, vp, 0, 0),
    ROW("volume_profile.area", AREA, vp.area, 0, 0),
    REACH("volume_profile.value_area", vp.value_area),
    SHARE("volume_profile.lvn", vp.lvn),
    SHARE("volume_profile.hvn", vp.hvn),
    ROW("flow.oi_stale", DURATION, flow.oi_stale_ms, MINUTE_MS, MONTH_MS),
    ROW("flow.basis_stale", DURATION, flow.basis_stale_ms, MINUTE_MS, MONTH_MS),
    ROW("flow.imbalance_bars", COUNT, flow.imbalance_bars, 1, BARS_MAX),
    ROW("flow.volume_bars", COUNT, flow.volume_bars, 1, BARS_MAX),
    ROW("flow.liquidation_bars", COUNT, flow.liquidation_bars, 1, BARS_MAX),
    ROW("flow.liquidation_full", NUMBER, flow.liquidation_full, ABOVE_0, 1000),
};

#define TREND(name, kind) kind("trend." #name, classic.trend.name)
#define CVD(name) POINTS("cvd." #name, classic.cvd.name)
#define LEVEL(name, min, max)                                                  \
	ROW("levels." #name, NUMBER, classic.levels.name, min, max)
#define SQUEEZE(name, min, max)                                                \
	ROW("setups.squeeze_reversal." #name, NUMBER, classic.squeeze.name,    \
	    min, max)
#define ABSORPTION(name, min, max)                                             \
	ROW("setups.absorption." #name, NUMBER, classic.absorption.name, min,  \
	    max)

static const struct profile_row classic[] = {
    TREND(max, POINTS),
    TREND(ema_aligned, POINTS),
    TREND(ema_distance, POINTS),
    TREND(ema_full, REACH),
    TREND(ema_against, POINTS),
    TREND(ema_reach, REACH),
    ROW("trend.adx_steps", STEPS, classic.trend.adx_steps, 0, 100),
    TREND(vwap_near, POINTS),
    TREND(vwap_far, POINTS),
    TREND(vwap_split, SHARE),
    TREND(vwap_against, POINTS),
    TREND(vwap_reach, REACH),
    TREND(area_inside, POINTS),
    TREND(area_near, POINTS),
    TREND(area_reach, SHARE),
    TREND(node, POINTS),
    TREND(node_reach, SHARE),
    ROW("delta_oi.steps", STEPS, classic.delta_oi.steps, 0, 1000),
    POINTS("delta_oi.below", classic.delta_oi.below),
    CVD(value),
    ROW("cvd.value_reference", NUMBER, classic.cvd.value_reference, ABOVE_0,
	1e15),
    CVD(slope),
    ROW("cvd.slope_reference", NUMBER, classic.cvd.slope_reference, ABOVE_0,
	1e15),
    CVD(max),
    LEVEL(area, 0, 0.9),
    LEVEL(entry_reach, 0, 0.9),
    LEVEL(height, 0, 0.9),
    LEVEL(stop_height, 0, 100),
    LEVEL(stop, ABOVE_0, 0.9),
    LEVEL(target, ABOVE_0, 0.9),
    SQUEEZE(bb_width, 0, 10),
    SQUEEZE(ratio, 0, 10),
    SQUEEZE(basis, -1, 1),
    SQUEEZE(base, 0, 1),
    SQUEEZE(funding, -1, 1),
    SQUEEZE(funding_points, 0, 1),
    SQUEEZE(momentum, 0, 1000),
    SQUEEZE(momentum_points, 0, 1),
    SQUEEZE(shift, -1000, 1000),
    SQUEEZE(shift_points, 0, 1),
    SQUEEZE(tight, 0, 10),
    SQUEEZE(tight_points, 0, 1),
    ABSORPTION(imbalance, ABOVE_0, 1000),
    ABSORPTION(imbalance_points, 0, 1),
    ABSORPTION(delta_volume, ABOVE_0, 1000),
    ABSORPTION(delta_volume_points, 0, 1),
    ABSORPTION(excess, 0, 1000),
    ABSORPTION(basis, 0, 1),
    ABSORPTION(base, 0, 1),
    ABSORPTION(cluster, 0, 1),
    ABSORPTION(cluster_points, 0, 1),
};

/* What every adaptive setup has; its shares follow. */
#define SETUP(path, member)                                                    \
	ROW("setups." path ".enabled", BOOL, adaptive.member.enabled, 0, 1),   \
	    SHARE("setups." path ".base", adaptive.member.base),               \
	    ROW("setups." path ".entry", ENTRY, adaptive.member.levels.entry,  \
		0, 100),                                                       \
	    ROW("setups." path ".stop", NUMBER, adaptive.member.levels.stop,   \
		ABOVE_0, 100),                                                 \
	    ROW("setups." path ".target", NUMBER,                              \
		adaptive.member.levels.target, ABOVE_0, 100)
#define SQ(name) SHARE("setups.squeeze_reversal." #name, adaptive.squeeze.name)
#define AB(name) SHARE("setups.absorption." #name, adaptive.absorption.name)
#define MC(name)                                                               \
	SHARE("setups.momentum_continuation." #name, adaptive.momentum.name)
#define MR(name) SHARE("setups.mean_reversion." #name, adaptive.reversion.name)
#define SC(name) SHARE("setups.sma_cross." #name, adaptive.cross.name)

static const struct profile_row adaptive[] = {
    ROW("ranks.window", COUNT, adaptive.window, 1, RANKS_MAX),
    ROW("ranks.warmup", COUNT, adaptive.warmup, 1, RANKS_MAX),
    ROW("trend.max", NUMBER, adaptive.trend.max, ABOVE_0, POINTS_MAX),
    POINTS("trend.ema", adaptive.trend.ema),
    POINTS("trend.adx", adaptive.trend.adx),
    POINTS("trend.vwap", adaptive.trend.vwap),
    POINTS("trend.area", adaptive.trend.area),
    ROW("trend.area_reach", NUMBER, adaptive.trend.area_reach, ABOVE_0, 100),
    POINTS("trend.node", adaptive.trend.node),
    ROW("trend.node_reach", NUMBER, adaptive.trend.node_reach, ABOVE_0, 100),
    POINTS("delta_oi.points", adaptive.delta_oi.points),
    SHARE("delta_oi.unconfirmed", adaptive.delta_oi.unconfirmed),
    POINTS("cvd.value", adaptive.cvd.value),
    POINTS("cvd.slope", adaptive.cvd.slope),
    ROW("cvd.slope_bars", COUNT, adaptive.cvd.slope_bars, 1, BARS_MAX),
    SETUP("squeeze_reversal", squeeze),
    SQ(ratio_rank),
    SQ(shift_rank),
    SQ(shift_points),
    SQ(momentum_rank),
    SQ(momentum_points),
    SQ(funding_points),
    SQ(tight_rank),
    SQ(tight_points),
    SETUP("absorption", absorption),
    AB(delta_rank),
    AB(delta_points),
    AB(volume_rank),
    AB(volume_points),
    AB(body_rank),
    AB(cluster),
    AB(cluster_points),
    SETUP("momentum_continuation", momentum),
    MC(adx_rank),
    MC(adx_points),
    MC(trend_points),
    MC(slope_points),
    SETUP("mean_reversion", reversion),
    MR(rsi_rank),
    MR(rsi_points),
    MR(adx_rank),
    MR(adx_points),
    MR(turn_points),
    SETUP("sma_cross", cross),
    SC(adx_points),
    SC(trend_points),
};

enum {
	NCOMMON = sizeof common / sizeof *common,
	NCLASSIC = sizeof classic / sizeof *classic,
	NADAPTIVE = sizeof adaptive / sizeof *adaptive,
};

const struct profile_row *
profile_row(enum method method, int i)
{
	if (i < NCOMMON)
		return &common[i];
	i -= NCOMMON;
	if (method == METHOD_CLASSIC)
		return i < NCLASSIC ? &classic[i] : NULL;
	return i < NADAPTIVE ? &adaptive[i] : NULL;
}
