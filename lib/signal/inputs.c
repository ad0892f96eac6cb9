/* SPDX-License-Identifier: MIT */
#include "signal/inputs.h"

#include "base/num.h"

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
    [IN_ATR_14] = "atr_14",
    [IN_DELTA_OI_30M_PCT] = "delta_oi_30m_pct",
    [IN_POC] = "poc",
    [IN_DELTA_VOLUME_SIGNED] = "delta_volume_signed",
    [IN_BOOK_IMBALANCE] = "book_imbalance",
    [IN_RSI_14] = "rsi_14",
    [IN_BB_UPPER] = "bb_upper",
    [IN_BB_LOWER] = "bb_lower",
    [IN_BB_MIDDLE] = "bb_middle",
    [IN_DONCHIAN_HIGH] = "donchian_high",
    [IN_DONCHIAN_LOW] = "donchian_low",
    [IN_SMA_50] = "sma_50",
    [IN_SMA_200] = "sma_200",
    [IN_SMA_50_BEFORE] = "sma_50_before",
    [IN_SMA_200_BEFORE] = "sma_200_before",
    [IN_OPEN] = "open",
    [IN_VOLUME] = "volume",
};

double
input_told(double v)
{
	char text[NUM_DOUBLE_MAX];

	if (!isfinite(v))
		return v;
	num_parse_double(text, (size_t)(num_put_calc(text, v) - text), &v);
	return v;
}
