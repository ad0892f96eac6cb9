/* SPDX-License-Identifier: MIT */
/* The one table of record types and their members; see record.h. */
#include <stdlib.h>
#include <string.h>

#include "market/record.h"

enum {
	OPT = 0,
	REQ = MEMBER_REQUIRED,
	KEY = MEMBER_KEY,
	RKEY = REQ | KEY,
	SUM = MEMBER_SUM,
};

/* [slot] = ROW("name", kind, flags, "meaning, unit") */
#define WORDS(text, k, f, w, h)                                                \
	{                                                                      \
		.name = text, .key = ",\"" text "\":", .len = sizeof text - 1, \
		.kind = k, .flags = f, .words = w, .help = h,                  \
	}
#define ROW(text, k, f, h) WORDS(text, k, f, NULL, h)

#define HEAD(time_flags, symbol_flags, time_help)                              \
	[M_TYPE] = ROW("type", KIND_TYPE, REQ, "what the record is"),          \
	[M_TIME] = ROW("time", KIND_TIME, time_flags, time_help),              \
	[M_VENUE] = ROW("venue", KIND_STRING, OPT, "where it was traded"),     \
	[M_SYMBOL] =                                                           \
	    ROW("symbol", KIND_STRING, symbol_flags, "what was traded")

static const char *const sides[] = {"buy", "sell", NULL};
static const char *const directions[] = {"long", "short", NULL};
static const char *const actions[] = {"open", "close", NULL};
static const char *const pos_states[] = {"open", "closed", NULL};
static const char *const verdicts[] = {
    "causal",
    "peeks",
    "not_deterministic",
    NULL,
};
static const char *const levels[] = {"high", "medium", "low", NULL};
static const char *const liquidity[] = {"taker", "maker", NULL};
static const char *const feed_states[] = {
    "connecting",
    "live",
    "stale",
    "resync",
    "closed",
    NULL,
};
static const char *const alert_states[] = {"firing", "resolved", NULL};
static const char *const causes[] = {
    "exchange",
    "not_listed",
    "delisted",
    "unfetched",
    "corrupt",
    "dropped",
    "disconnected",
    "sequence",
    "unknown",
    NULL,
};

static const struct member trade[] = {
    HEAD(RKEY, REQ, "first fill, floored to ms"),
    [TRADE_ID] = ROW("id", KIND_COUNT, RKEY, "aggregate trade id"),
    [TRADE_PRICE] = ROW("price", KIND_PRICE, REQ, "quote units"),
    [TRADE_QTY] = ROW("qty", KIND_PRICE, REQ, "base units"),
    [TRADE_SIDE] = WORDS("side", KIND_WORD, REQ, sides, "the aggressor"),
    [TRADE_FIRST_ID] = ROW("first_id", KIND_INT, OPT, "first raw trade id"),
    [TRADE_LAST_ID] = ROW("last_id", KIND_INT, OPT, "last raw trade id"),
};

static const struct member print[] = {
    HEAD(RKEY, REQ, "the fill, floored to ms"),
    [TRADE_ID] = ROW("id", KIND_COUNT, RKEY, "raw trade id, its own space"),
    [TRADE_PRICE] = ROW("price", KIND_PRICE, REQ, "quote units"),
    [TRADE_QTY] = ROW("qty", KIND_PRICE, REQ, "base units"),
    [TRADE_SIDE] = WORDS("side", KIND_WORD, REQ, sides, "the aggressor"),
};

static const struct member candle[] = {
    HEAD(OPT, REQ, "open_time + interval - 1, the default"),
    [CANDLE_INTERVAL] = ROW("interval", KIND_INTERVAL, REQ, "1m ... 1M"),
    [CANDLE_OPEN_TIME] = ROW("open_time", KIND_TIME, RKEY, "start of the bar"),
    [CANDLE_OPEN] = ROW("open", KIND_PRICE, REQ, "first price"),
    [CANDLE_HIGH] = ROW("high", KIND_PRICE, REQ, "highest price"),
    [CANDLE_LOW] = ROW("low", KIND_PRICE, REQ, "lowest price"),
    [CANDLE_CLOSE] = ROW("close", KIND_PRICE, REQ, "last price"),
    [CANDLE_VOLUME] = ROW("volume", KIND_AMOUNT, REQ | SUM, "base units"),
    [CANDLE_QUOTE_VOLUME] =
	ROW("quote_volume", KIND_AMOUNT, SUM, "quote units"),
    [CANDLE_TRADES] = ROW("trades", KIND_COUNT, OPT, "number of raw trades"),
    [CANDLE_TAKER_BUY_VOLUME] = ROW("taker_buy_volume", KIND_AMOUNT, SUM,
	"base units bought by aggressors"),
    [CANDLE_TAKER_BUY_QUOTE_VOLUME] = ROW("taker_buy_quote_volume", KIND_AMOUNT,
	SUM, "quote units bought by aggressors"),
    [CANDLE_CLOSED] =
	ROW("closed", KIND_BOOL, OPT, "false: the bar is still open"),
};

static const struct member premium[] = {
    HEAD(OPT, REQ, "open_time + interval - 1, the default"),
    [CANDLE_INTERVAL] = ROW("interval", KIND_INTERVAL, REQ, "1m ... 1M"),
    [CANDLE_OPEN_TIME] = ROW("open_time", KIND_TIME, RKEY, "start of the bar"),
    [CANDLE_OPEN] = ROW("open", KIND_NUMBER, REQ, "first premium index"),
    [CANDLE_HIGH] = ROW("high", KIND_NUMBER, REQ, "highest premium index"),
    [CANDLE_LOW] = ROW("low", KIND_NUMBER, REQ, "lowest premium index"),
    [CANDLE_CLOSE] = ROW("close", KIND_NUMBER, REQ, "last premium index"),
};

static const struct member open_interest[] = {
    HEAD(RKEY, REQ, "the moment the value held"),
    [OI_PERIOD] = ROW("period", KIND_INTERVAL, OPT, "5m ... 1d"),
    [OI_OPEN_INTEREST] = ROW("open_interest", KIND_AMOUNT, REQ, "base units"),
    [OI_OPEN_INTEREST_VALUE] =
	ROW("open_interest_value", KIND_AMOUNT, OPT, "quote units"),
    [OI_LABEL] = ROW("label", KIND_TIME, OPT, "time the source gave"),
};

static const struct member funding[] = {
    HEAD(RKEY, REQ, "funding time as given; its key is the minute"),
    [FUNDING_RATE] = ROW("rate", KIND_NUMBER, REQ, "fraction a period"),
    [FUNDING_MARK_PRICE] = ROW("mark_price", KIND_PRICE, OPT, "quote units"),
    [FUNDING_INTERVAL_HOURS] =
	ROW("interval_hours", KIND_COUNT, OPT, "hours a period"),
};

static const struct member mark[] = {
    HEAD(RKEY, REQ, "event time"),
    [MARK_MARK_PRICE] = ROW("mark_price", KIND_PRICE, REQ, "quote units"),
    [MARK_INDEX_PRICE] = ROW("index_price", KIND_PRICE, OPT, "quote units"),
    [MARK_RATE] = ROW("rate", KIND_NUMBER, OPT, "predicted funding rate"),
    [MARK_NEXT_FUNDING_TIME] =
	ROW("next_funding_time", KIND_TIME, OPT, "when it is paid"),
};

static const struct member book[] = {
    HEAD(RKEY, REQ, "event time, else receive time"),
    [BOOK_UPDATE_ID] = ROW("update_id", KIND_COUNT, KEY, "last update in it"),
    [BOOK_BID] = ROW("bid", KIND_PRICE, OPT, "best bid"),
    [BOOK_BID_QTY] = ROW("bid_qty", KIND_AMOUNT, OPT, "base units"),
    [BOOK_ASK] = ROW("ask", KIND_PRICE, OPT, "best ask"),
    [BOOK_ASK_QTY] = ROW("ask_qty", KIND_AMOUNT, OPT, "base units"),
    [BOOK_MID] = ROW("mid", KIND_PRICE, OPT, "(bid + ask) / 2"),
    [BOOK_WAP] = ROW("wap", KIND_PRICE, OPT, "weighted average price"),
    [BOOK_IMBALANCE] = ROW("imbalance", KIND_NUMBER, OPT, "-1 to 1"),
    [BOOK_LEVELS] = ROW("levels", KIND_COUNT, OPT, "levels a side used"),
};

static const struct member liquidation[] = {
    HEAD(RKEY, REQ, "event time"),
    [LIQUIDATION_SIDE] =
	WORDS("side", KIND_WORD, RKEY, sides, "of the liquidation order"),
    [LIQUIDATION_PRICE] = ROW("price", KIND_PRICE, RKEY, "average price"),
    [LIQUIDATION_QTY] = ROW("qty", KIND_PRICE, RKEY, "base units"),
};

static const struct member context[] = {
    HEAD(REQ, REQ, "the moment of these values"),
    [CONTEXT_PRICE] = ROW("price", KIND_PRICE, REQ, "quote units"),
    [CONTEXT_EMA_50] = ROW("ema_50", KIND_NUMBER, OPT, "price"),
    [CONTEXT_ADX_14] = ROW("adx_14", KIND_NUMBER, OPT, "0 to 100"),
    [CONTEXT_VWAP] = ROW("vwap", KIND_NUMBER, OPT, "price"),
    [CONTEXT_DELTA_OI_PCT] = ROW("delta_oi_pct", KIND_NUMBER, OPT, "per cent"),
    [CONTEXT_CVD] = ROW("cvd", KIND_NUMBER, OPT, "base units"),
    [CONTEXT_CVD_SLOPE] = ROW("cvd_slope", KIND_NUMBER, OPT, "base units"),
    [CONTEXT_SESSION] = ROW("session", KIND_STRING, OPT, "its name"),
    [CONTEXT_VALUE_AREA_LOW] = ROW("value_area_low", KIND_NUMBER, OPT, "price"),
    [CONTEXT_VALUE_AREA_HIGH] =
	ROW("value_area_high", KIND_NUMBER, OPT, "price"),
    [CONTEXT_LVNS] = ROW("lvns", KIND_ARRAY, OPT, "low volume nodes, prices"),
    [CONTEXT_DIRECTION] =
	WORDS("direction", KIND_WORD, OPT, directions, "of the idea"),
    [CONTEXT_BB_WIDTH] = ROW("bb_width", KIND_NUMBER, OPT, "fraction"),
    [CONTEXT_KC_WIDTH] = ROW("kc_width", KIND_NUMBER, OPT, "fraction"),
    [CONTEXT_MOMENTUM] = ROW("momentum", KIND_NUMBER, OPT, "as computed"),
    [CONTEXT_MOMENTUM_SHIFT] =
	ROW("momentum_shift", KIND_NUMBER, OPT, "as computed"),
    [CONTEXT_FUNDING_RATE] =
	ROW("funding_rate", KIND_NUMBER, OPT, "fraction a period"),
    [CONTEXT_BASIS] = ROW("basis", KIND_NUMBER, OPT, "(perp - spot) / spot"),
    [CONTEXT_ORDERFLOW_IMBALANCE] =
	ROW("orderflow_imbalance", KIND_NUMBER, OPT, "ratio"),
    [CONTEXT_DELTA_VOLUME] = ROW("delta_volume", KIND_NUMBER, OPT, "ratio"),
    [CONTEXT_LIQUIDATION_CLUSTER] =
	ROW("liquidation_cluster", KIND_NUMBER, OPT, "0 to 1"),
};

static const struct member profile[] = {
    HEAD(REQ, REQ, "that of the line that caused it"),
    [PROFILE_SESSION] = ROW("session", KIND_STRING, OPT, "its name"),
    [PROFILE_FROM] = ROW("from", KIND_TIME, OPT, "first ms in it"),
    [PROFILE_TO] = ROW("to", KIND_TIME, OPT, "last ms in it"),
    [PROFILE_POC] = ROW("poc", KIND_PRICE, OPT, "price of most volume"),
    [PROFILE_VAH] = ROW("vah", KIND_PRICE, OPT, "value area high"),
    [PROFILE_VAL] = ROW("val", KIND_PRICE, OPT, "value area low"),
    [PROFILE_VWAP] = ROW("vwap", KIND_PRICE, OPT, "price"),
    [PROFILE_VOLUME] = ROW("volume", KIND_AMOUNT, OPT, "base units"),
    [PROFILE_LVN] = ROW("lvn", KIND_ARRAY, OPT, "low volume nodes, prices"),
    [PROFILE_HVN] = ROW("hvn", KIND_ARRAY, OPT, "high volume nodes, prices"),
    [PROFILE_BINS] = ROW("bins", KIND_ARRAY, OPT, "volume by price"),
};

static const struct member indicator[] = {
    HEAD(REQ, REQ, "that of the line that caused it"),
    [INDICATOR_INTERVAL] = ROW("interval", KIND_INTERVAL, OPT, "of its bars"),
    [INDICATOR_VALUES] =
	ROW("values", KIND_OBJECT, REQ, "by what was asked for"),
};

static const struct member signal[] = {
    HEAD(RKEY, REQ, "that of the line that caused it"),
    [SIGNAL_ID] = ROW("id", KIND_ID, RKEY, "the same in every run"),
    [SIGNAL_ACTION] = WORDS("action", KIND_WORD, OPT, actions, "absent: open"),
    [SIGNAL_DIRECTION] =
	WORDS("direction", KIND_WORD, REQ, directions, "of the position"),
    [SIGNAL_PRICE] = ROW("price", KIND_PRICE, OPT, "when it was given"),
    [SIGNAL_SETUP] = ROW("setup", KIND_STRING, OPT, "what was recognised"),
    [SIGNAL_SETUP_SCORE] = ROW("setup_score", KIND_NUMBER, OPT, "0 to 1"),
    [SIGNAL_CONFIDENCE] =
	WORDS("confidence", KIND_WORD, OPT, levels, "in the setup"),
    [SIGNAL_SCORE] = ROW("score", KIND_NUMBER, OPT, "0 to 7"),
    [SIGNAL_TIER] = WORDS("tier", KIND_WORD, OPT, levels, "of the score"),
    [SIGNAL_COMPONENTS] =
	ROW("components", KIND_OBJECT, OPT, "trend, delta_oi, cvd, session"),
    [SIGNAL_ENTRY_LOW] = ROW("entry_low", KIND_NUMBER, OPT, "price"),
    [SIGNAL_ENTRY_HIGH] = ROW("entry_high", KIND_NUMBER, OPT, "price"),
    [SIGNAL_STOP] = ROW("stop", KIND_NUMBER, OPT, "price"),
    [SIGNAL_TARGET] = ROW("target", KIND_NUMBER, OPT, "price"),
    [SIGNAL_AUDIT] =
	ROW("audit", KIND_OBJECT, OPT, "profile, inputs, thresholds"),
};

static const struct member fill[] = {
    HEAD(RKEY, REQ, "that of the line that revealed it"),
    [FILL_ORDER] = ROW("order", KIND_COUNT, RKEY, "order number"),
    [FILL_POSITION] = ROW("position", KIND_COUNT, OPT, "position number"),
    [FILL_SIGNAL] = ROW("signal", KIND_ID, OPT, "id of its signal"),
    [FILL_SIDE] = WORDS("side", KIND_WORD, REQ, sides, "of the order"),
    [FILL_PRICE] = ROW("price", KIND_PRICE, REQ, "slippage included"),
    [FILL_QTY] = ROW("qty", KIND_PRICE, REQ, "base units"),
    [FILL_FEE] = ROW("fee", KIND_NUMBER, OPT, "quote units"),
    [FILL_LIQUIDITY] =
	WORDS("liquidity", KIND_WORD, OPT, liquidity, "who waited"),
    [FILL_REASON] = ROW("reason", KIND_STRING, OPT, "why it was traded"),
    [FILL_AT] = ROW("at", KIND_TIME, OPT, "the moment of execution"),
};

static const struct member position[] = {
    HEAD(RKEY, REQ, "that of the line that caused it"),
    [POSITION_ID] = ROW("id", KIND_COUNT, RKEY, "position number"),
    [POSITION_SIGNAL] = ROW("signal", KIND_ID, OPT, "id of its signal"),
    [POSITION_STATE] =
	WORDS("state", KIND_WORD, RKEY, pos_states, "what it is now"),
    [POSITION_DIRECTION] =
	WORDS("direction", KIND_WORD, REQ, directions, "long or short"),
    [POSITION_OPENED] = ROW("opened", KIND_TIME, OPT, "moment of entry"),
    [POSITION_CLOSED] = ROW("closed", KIND_TIME, OPT, "moment of exit"),
    [POSITION_ENTRY] = ROW("entry", KIND_PRICE, OPT, "entry price"),
    [POSITION_EXIT] = ROW("exit", KIND_PRICE, OPT, "exit price"),
    [POSITION_QTY] = ROW("qty", KIND_AMOUNT, OPT, "base units"),
    [POSITION_PRICE] = ROW("price", KIND_PRICE, OPT, "latest price"),
    [POSITION_VALUE] = ROW("value", KIND_NUMBER, OPT, "quote units"),
    [POSITION_SHARE] = ROW("share", KIND_NUMBER, OPT, "value / equity"),
    [POSITION_UNREALIZED_PNL] =
	ROW("unrealized_pnl", KIND_NUMBER, OPT, "quote units"),
    [POSITION_PNL] = ROW("pnl", KIND_NUMBER, OPT, "after fees, quote units"),
    [POSITION_RETURN] = ROW("return", KIND_NUMBER, OPT, "fraction"),
    [POSITION_FEES] = ROW("fees", KIND_NUMBER, OPT, "quote units"),
    [POSITION_FUNDING] = ROW("funding", KIND_NUMBER, OPT, "quote units"),
    [POSITION_MAE] = ROW("mae", KIND_NUMBER, OPT, "worst excursion, fraction"),
    [POSITION_MFE] = ROW("mfe", KIND_NUMBER, OPT, "best excursion, fraction"),
    [POSITION_BARS] = ROW("bars", KIND_COUNT, OPT, "bars it was held"),
    [POSITION_REASON] = ROW("reason", KIND_STRING, OPT, "why it was closed"),
};

static const struct member equity[] = {
    HEAD(RKEY, OPT, "that of the line that caused it"),
    [EQUITY_EQUITY] = ROW("equity", KIND_NUMBER, REQ, "quote units"),
    [EQUITY_CASH] = ROW("cash", KIND_NUMBER, OPT, "quote units"),
    [EQUITY_EXPOSURE] = ROW("exposure", KIND_NUMBER, OPT, "share of equity"),
    [EQUITY_LONG_EXPOSURE] =
	ROW("long_exposure", KIND_NUMBER, OPT, "share of equity"),
    [EQUITY_SHORT_EXPOSURE] =
	ROW("short_exposure", KIND_NUMBER, OPT, "share of equity"),
    [EQUITY_UNREALIZED_PNL] =
	ROW("unrealized_pnl", KIND_NUMBER, OPT, "quote units"),
    [EQUITY_DRAWDOWN] = ROW("drawdown", KIND_NUMBER, OPT, "fraction, >= 0"),
    [EQUITY_OPEN_POSITIONS] =
	ROW("open_positions", KIND_COUNT, OPT, "how many"),
    [EQUITY_CONCENTRATION] =
	ROW("concentration", KIND_NUMBER, OPT, "largest position / equity"),
    [EQUITY_MAX_DRAWDOWN] =
	ROW("max_drawdown", KIND_NUMBER, OPT, "so far, fraction, >= 0"),
};

static const struct member report[] = {
    HEAD(RKEY, OPT, "that of the last input record"),
    [REPORT_PARAMS] = ROW("params", KIND_OBJECT, KEY, "what was asked for"),
    [REPORT_INPUT] =
	ROW("input", KIND_OBJECT, KEY, "records, first, last time"),
    [REPORT_WINDOWS] = ROW("windows", KIND_ARRAY, OPT, "by window"),
    [REPORT_SUMMARY] = ROW("summary", KIND_OBJECT, OPT, "largest window"),
    [REPORT_STATS] = ROW("stats", KIND_OBJECT, OPT, "of the whole run"),
    [REPORT_GROUPS] = ROW("groups", KIND_ARRAY, OPT, "trades by what they are"),
    [REPORT_LUCK] = ROW("luck", KIND_OBJECT, OPT, "what chance would do"),
    [REPORT_SEARCH] = ROW("search", KIND_OBJECT, OPT, "what was tried"),
    [REPORT_PROOF] = ROW("proof", KIND_OBJECT, OPT, "hashes"),
};

static const struct member feed[] = {
    HEAD(RKEY, OPT, "receive clock"),
    [FEED_STREAM] = ROW("stream", KIND_STRING, RKEY, "its name"),
    [FEED_STATE] =
	WORDS("state", KIND_WORD, REQ, feed_states, "what it is now"),
    [FEED_MESSAGES] = ROW("messages", KIND_COUNT, OPT, "received"),
    [FEED_BYTES] = ROW("bytes", KIND_COUNT, OPT, "received"),
    [FEED_ERRORS] = ROW("errors", KIND_COUNT, OPT, "messages not understood"),
    [FEED_GAPS] = ROW("gaps", KIND_COUNT, OPT, "breaks in the sequence"),
    [FEED_LOST] = ROW("lost", KIND_COUNT, OPT, "messages lost"),
    [FEED_RECONNECTS] = ROW("reconnects", KIND_COUNT, OPT, "so far"),
    [FEED_LATENCY_MS] =
	ROW("latency_ms", KIND_OBJECT, OPT, "mean, p50, p99, max"),
    [FEED_LAST_EVENT] = ROW("last_event", KIND_TIME, OPT, "its time"),
};

static const struct member gap[] = {
    HEAD(RKEY, OPT, "its to"),
    [GAP_DATASET] = ROW("dataset", KIND_STRING, RKEY, "candles, trades, ..."),
    [GAP_INTERVAL] = ROW("interval", KIND_INTERVAL, OPT, "of missing bars"),
    [GAP_FROM] = ROW("from", KIND_TIME, RKEY, "first missing ms"),
    [GAP_TO] = ROW("to", KIND_TIME, REQ, "last missing ms"),
    [GAP_FROM_ID] = ROW("from_id", KIND_COUNT, KEY, "first missing id"),
    [GAP_TO_ID] = ROW("to_id", KIND_COUNT, OPT, "last missing id"),
    [GAP_MISSING] = ROW("missing", KIND_COUNT, OPT, "bars or ids"),
    [GAP_CAUSE] = WORDS("cause", KIND_WORD, OPT, causes, "as far as known"),
};

static const struct member metric[] = {
    HEAD(RKEY, OPT, "now"),
    [METRIC_NAME] = ROW("name", KIND_STRING, RKEY, "its name"),
    [METRIC_VALUE] = ROW("value", KIND_NUMBER, REQ, "its value"),
    [METRIC_LABELS] = ROW("labels", KIND_OBJECT, KEY, "names to strings"),
};

static const struct member alert[] = {
    HEAD(RKEY, OPT, "now"),
    [ALERT_ID] = ROW("id", KIND_ID, RKEY, "of the episode"),
    [ALERT_RULE] = ROW("rule", KIND_STRING, OPT, "its name"),
    [ALERT_KIND] = ROW("kind", KIND_STRING, OPT, "of the rule"),
    [ALERT_SEVERITY] = ROW("severity", KIND_STRING, OPT, "how bad"),
    [ALERT_STATE] =
	WORDS("state", KIND_WORD, RKEY, alert_states, "what it is now"),
    [ALERT_TITLE] = ROW("title", KIND_STRING, OPT, "one line"),
    [ALERT_MESSAGE] = ROW("message", KIND_STRING, OPT, "for people"),
    [ALERT_VALUE] = ROW("value", KIND_NUMBER, OPT, "what was measured"),
    [ALERT_THRESHOLD] = ROW("threshold", KIND_NUMBER, OPT, "what it crossed"),
    [ALERT_LABELS] = ROW("labels", KIND_OBJECT, OPT, "names to strings"),
};

static const struct member certificate[] = {
    HEAD(REQ, OPT, "that of the last input record"),
    [CERTIFICATE_VERDICT] =
	WORDS("verdict", KIND_WORD, REQ, verdicts, "what was found"),
    [CERTIFICATE_COMMAND] = ROW("command", KIND_ARRAY, REQ, "its words"),
    [CERTIFICATE_SEED] = ROW("seed", KIND_COUNT, OPT, "of the cuts"),
    [CERTIFICATE_LINES] = ROW("lines", KIND_COUNT, OPT, "of the input"),
    [CERTIFICATE_CUTS] = ROW("cuts", KIND_ARRAY, OPT, "lines before each"),
    [CERTIFICATE_CHANGED] =
	ROW("changed", KIND_COUNT, OPT, "lines of futures that were changed"),
    [CERTIFICATE_UNDATED] =
	ROW("undated", KIND_COUNT, OPT, "lines of its own without a time"),
    [CERTIFICATE_INPUT_SHA256] =
	ROW("input_sha256", KIND_STRING, OPT, "of the input"),
    [CERTIFICATE_OUTPUT_SHA256] =
	ROW("output_sha256", KIND_STRING, OPT, "of the output for all of it"),
    [CERTIFICATE_DIFFERENCE] =
	ROW("difference", KIND_OBJECT, OPT, "the first that was found"),
};

static const struct member summary[] = {
    HEAD(REQ, OPT, "now"),
    [SUMMARY_TOOL] = ROW("tool", KIND_STRING, REQ, "its name"),
    [SUMMARY_STARTED] = ROW("started", KIND_TIME, OPT, "when"),
    [SUMMARY_FINISHED] = ROW("finished", KIND_TIME, OPT, "when"),
    [SUMMARY_STATUS] = ROW("status", KIND_STRING, OPT, "how it ended"),
    [SUMMARY_STAGES] = ROW("stages", KIND_ARRAY, OPT, "what was done"),
};

#define REC_HEAD(name) "{\"type\":\"" name "\""

#define DEF(array, kept, text)                                                 \
	{                                                                      \
		.name = #array, .head = REC_HEAD(#array),                      \
		.head_len = sizeof REC_HEAD(#array) - 1, .members = array,     \
		.n = sizeof array / sizeof *array, .stored = kept,             \
		.help = text,                                                  \
	}

const struct rec_def rec_defs[REC_TYPES] = {
    [REC_TRADE] = DEF(trade, true, "an aggregated trade"),
    [REC_PRINT] = DEF(print, true, "one raw trade"),
    [REC_CANDLE] = DEF(candle, true, "the trades of one interval"),
    [REC_PREMIUM] = DEF(premium, true, "premium index of one interval"),
    [REC_OPEN_INTEREST] = DEF(open_interest, true, "contracts open"),
    [REC_FUNDING] = DEF(funding, true, "a settled funding rate"),
    [REC_MARK] = DEF(mark, true, "mark and index price"),
    [REC_BOOK] = DEF(book, true, "top of the verified order book"),
    [REC_LIQUIDATION] = DEF(liquidation, true, "a forced order"),
    [REC_CONTEXT] = DEF(context, false, "indicators computed elsewhere"),
    [REC_PROFILE] = DEF(profile, false, "volume by price of a session"),
    [REC_INDICATOR] = DEF(indicator, false, "values of indicators"),
    [REC_SIGNAL] = DEF(signal, true, "an idea to trade, with its audit"),
    [REC_FILL] = DEF(fill, true, "an executed order"),
    [REC_POSITION] = DEF(position, true, "a position opened or closed"),
    [REC_EQUITY] = DEF(equity, true, "the account"),
    [REC_REPORT] = DEF(report, true, "what a backtest found"),
    [REC_FEED] = DEF(feed, true, "health of a live stream"),
    [REC_GAP] = DEF(gap, true, "data that is missing"),
    [REC_METRIC] = DEF(metric, true, "a measured value"),
    [REC_ALERT] = DEF(alert, true, "a rule that fires or is resolved"),
    [REC_SUMMARY] = DEF(summary, false, "what a run of a tool did"),
    [REC_CERTIFICATE] = DEF(certificate, false, "whether a filter looks ahead"),
};

enum rec_type
rec_type_exact(const char *name, size_t len)
{
	for (int t = 0; t < REC_TYPES; t++)
		if (strlen(rec_defs[t].name) == len &&
		    memcmp(rec_defs[t].name, name, len) == 0)
			return (enum rec_type)t;
	return REC_OTHER;
}

enum rec_type
rec_type_find(const char *name, size_t len)
{
	enum rec_type t = rec_type_exact(name, len);

	if (t == REC_OTHER && len && name[len - 1] == 's')
		t = rec_type_exact(name, len - 1);
	return t;
}

int
rec_types_parse(
    const char *text, uint32_t *set, const char **bad, size_t *badlen)
{
	*set = 0;
	for (const char *p = text;; p++) {
		size_t len = strcspn(p, ",");
		enum rec_type t = rec_type_find(p, len);

		if (t == REC_OTHER) {
			*bad = p;
			*badlen = len;
			return -1;
		}
		*set |= 1u << t;
		p += len;
		if (!*p)
			return 0;
	}
}

int
rec_interval_slot(enum rec_type type)
{
	switch (type) {
	case REC_CANDLE:
	case REC_PREMIUM:
		return CANDLE_INTERVAL;
	case REC_OPEN_INTEREST:
		return OI_PERIOD;
	case REC_INDICATOR:
		return INDICATOR_INTERVAL;
	case REC_GAP:
		return GAP_INTERVAL;
	default:
		return -1;
	}
}
