/* SPDX-License-Identifier: MIT */
#include "signal/inputs.h"

const char *const input_names[INPUTS] = {
    [IN_PRICE] = "price",
    [IN_EMA_50] = "ema_50",
    [IN_ADX_14] = "adx_14",
    [IN_VWAP] = "vwap",
    [IN_DELTA_OI_PCT] = "delta_oi_pct",
    [IN_CVD] = "cvd",
    [IN_CVD_SLOPE] = "cvd_slope",
    [IN_VALUE_AREA_LOW] = "value_area_low",
    [IN_VALUE_AREA_HIGH] = "value_area_high",
    [IN_BB_WIDTH] = "bb_width",
    [IN_KC_WIDTH] = "kc_width",
    [IN_MOMENTUM] = "momentum",
    [IN_MOMENTUM_SHIFT] = "momentum_shift",
    [IN_FUNDING_RATE] = "funding_rate",
    [IN_BASIS] = "basis",
    [IN_ORDERFLOW_IMBALANCE] = "orderflow_imbalance",
    [IN_DELTA_VOLUME] = "delta_volume",
    [IN_LIQUIDATION_CLUSTER] = "liquidation_cluster",
};
