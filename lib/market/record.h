/* SPDX-License-Identifier: MIT */
/*
 * record - what the data is: one table of record types and their members,
 * which the reader, the writer, the checks, the store's columns, the manual's
 * test and --help all use.  See tickpipe-records(5).
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/num.h"

enum rec_type { /* in the order in which equal times are written */
	REC_TRADE,
	REC_PRINT,
	REC_CANDLE,
	REC_PREMIUM,
	REC_OPEN_INTEREST,
	REC_FUNDING,
	REC_MARK,
	REC_BOOK,
	REC_LIQUIDATION,
	REC_CONTEXT,
	REC_PROFILE,
	REC_INDICATOR,
	REC_SIGNAL,
	REC_FILL,
	REC_POSITION,
	REC_EQUITY,
	REC_REPORT,
	REC_FEED,
	REC_GAP,
	REC_METRIC,
	REC_ALERT,
	REC_SUMMARY,
	REC_CERTIFICATE,
	REC_TYPES,
	REC_OTHER = REC_TYPES, /* a type that this version does not know */
};

/* Slots of the members; the first four are every type's. */
enum { M_TYPE, M_TIME, M_VENUE, M_SYMBOL, M_OWN, REC_SLOTS = 32 };

enum { /* trade and print (a print has no first_id, last_id) */
	TRADE_ID = M_OWN,
	TRADE_PRICE,
	TRADE_QTY,
	TRADE_SIDE, /* enum side */
	TRADE_FIRST_ID,
	TRADE_LAST_ID,
};

enum { /* candle; premium has the members up to close */
	CANDLE_INTERVAL = M_OWN, /* enum interval */
	CANDLE_OPEN_TIME,
	CANDLE_OPEN,
	CANDLE_HIGH,
	CANDLE_LOW,
	CANDLE_CLOSE,
	CANDLE_VOLUME,
	CANDLE_QUOTE_VOLUME,
	CANDLE_TRADES,
	CANDLE_TAKER_BUY_VOLUME,
	CANDLE_TAKER_BUY_QUOTE_VOLUME,
	CANDLE_CLOSED, /* false on an open candle, else absent */
};

enum { /* bits of those that add up */
	CANDLE_SUMS = 1 << CANDLE_VOLUME | 1 << CANDLE_QUOTE_VOLUME |
		      1 << CANDLE_TRADES | 1 << CANDLE_TAKER_BUY_VOLUME |
		      1 << CANDLE_TAKER_BUY_QUOTE_VOLUME,
};

enum {
	OI_PERIOD = M_OWN, /* enum interval */
	OI_OPEN_INTEREST,
	OI_OPEN_INTEREST_VALUE,
	OI_LABEL,
};

enum { FUNDING_RATE = M_OWN, FUNDING_MARK_PRICE, FUNDING_INTERVAL_HOURS };

enum {
	MARK_MARK_PRICE = M_OWN,
	MARK_INDEX_PRICE,
	MARK_RATE,
	MARK_NEXT_FUNDING_TIME,
};

enum {
	BOOK_UPDATE_ID = M_OWN,
	BOOK_BID,
	BOOK_BID_QTY,
	BOOK_ASK,
	BOOK_ASK_QTY,
	BOOK_MID,
	BOOK_WAP,
	BOOK_IMBALANCE,
	BOOK_LEVELS,
};

enum { LIQUIDATION_SIDE = M_OWN, LIQUIDATION_PRICE, LIQUIDATION_QTY };

enum {
	CONTEXT_PRICE = M_OWN,
	CONTEXT_EMA_50,
	CONTEXT_ADX_14,
	CONTEXT_VWAP,
	CONTEXT_DELTA_OI_PCT,
	CONTEXT_CVD,
	CONTEXT_CVD_SLOPE,
	CONTEXT_SESSION,
	CONTEXT_VALUE_AREA_LOW,
	CONTEXT_VALUE_AREA_HIGH,
	CONTEXT_LVNS,
	CONTEXT_DIRECTION, /* enum direction */
	CONTEXT_BB_WIDTH,
	CONTEXT_KC_WIDTH,
	CONTEXT_MOMENTUM,
	CONTEXT_MOMENTUM_SHIFT,
	CONTEXT_FUNDING_RATE,
	CONTEXT_BASIS,
	CONTEXT_ORDERFLOW_IMBALANCE,
	CONTEXT_DELTA_VOLUME,
	CONTEXT_LIQUIDATION_CLUSTER,
};

enum {
	PROFILE_SESSION = M_OWN,
	PROFILE_FROM,
	PROFILE_TO,
	PROFILE_POC,
	PROFILE_VAH,
	PROFILE_VAL,
	PROFILE_VWAP,
	PROFILE_VOLUME,
	PROFILE_LVN,
	PROFILE_HVN,
	PROFILE_BINS,
};

enum { INDICATOR_INTERVAL = M_OWN, INDICATOR_VALUES };

enum {
	SIGNAL_ID = M_OWN,
	SIGNAL_ACTION,    /* enum action */
	SIGNAL_DIRECTION, /* enum direction */
	SIGNAL_PRICE,
	SIGNAL_SETUP,
	SIGNAL_SETUP_SCORE,
	SIGNAL_CONFIDENCE,
	SIGNAL_SCORE,
	SIGNAL_TIER,
	SIGNAL_COMPONENTS,
	SIGNAL_ENTRY_LOW,
	SIGNAL_ENTRY_HIGH,
	SIGNAL_STOP,
	SIGNAL_TARGET,
	SIGNAL_AUDIT,
};

enum {
	FILL_ORDER = M_OWN,
	FILL_POSITION,
	FILL_SIGNAL,
	FILL_SIDE, /* enum side */
	FILL_PRICE,
	FILL_QTY,
	FILL_FEE,
	FILL_LIQUIDITY,
	FILL_REASON,
	FILL_AT,
};

enum {
	POSITION_ID = M_OWN,
	POSITION_SIGNAL,
	POSITION_STATE,     /* enum pos_state */
	POSITION_DIRECTION, /* enum direction */
	POSITION_OPENED,
	POSITION_CLOSED,
	POSITION_ENTRY,
	POSITION_EXIT,
	POSITION_QTY,
	POSITION_PRICE,
	POSITION_VALUE,
	POSITION_SHARE,
	POSITION_UNREALIZED_PNL,
	POSITION_PNL,
	POSITION_RETURN,
	POSITION_FEES,
	POSITION_FUNDING,
	POSITION_MAE,
	POSITION_MFE,
	POSITION_BARS,
	POSITION_REASON,
};

enum {
	EQUITY_EQUITY = M_OWN,
	EQUITY_CASH,
	EQUITY_EXPOSURE,
	EQUITY_LONG_EXPOSURE,
	EQUITY_SHORT_EXPOSURE,
	EQUITY_UNREALIZED_PNL,
	EQUITY_DRAWDOWN,
	EQUITY_OPEN_POSITIONS,
	EQUITY_CONCENTRATION,
	EQUITY_MAX_DRAWDOWN,
};

enum {
	REPORT_PARAMS = M_OWN,
	REPORT_INPUT,
	REPORT_WINDOWS,
	REPORT_SUMMARY,
	REPORT_STATS,
	REPORT_GROUPS,
	REPORT_LUCK,
	REPORT_SEARCH,
	REPORT_PROOF,
};

enum {
	FEED_STREAM = M_OWN,
	FEED_STATE,
	FEED_MESSAGES,
	FEED_BYTES,
	FEED_ERRORS,
	FEED_GAPS,
	FEED_LOST,
	FEED_RECONNECTS,
	FEED_LATENCY_MS,
	FEED_LAST_EVENT,
};

enum {
	GAP_DATASET = M_OWN,
	GAP_INTERVAL, /* enum interval */
	GAP_FROM,
	GAP_TO,
	GAP_FROM_ID,
	GAP_TO_ID,
	GAP_MISSING,
	GAP_CAUSE, /* enum gap_cause */
};

enum { METRIC_NAME = M_OWN, METRIC_VALUE, METRIC_LABELS };

enum {
	ALERT_ID = M_OWN,
	ALERT_RULE,
	ALERT_KIND,
	ALERT_SEVERITY,
	ALERT_STATE,
	ALERT_TITLE,
	ALERT_MESSAGE,
	ALERT_VALUE,
	ALERT_THRESHOLD,
	ALERT_LABELS,
};

enum {
	SUMMARY_TOOL = M_OWN,
	SUMMARY_STARTED,
	SUMMARY_FINISHED,
	SUMMARY_STATUS,
	SUMMARY_STAGES,
};

enum {
	CERTIFICATE_VERDICT = M_OWN, /* enum causal_verdict */
	CERTIFICATE_COMMAND,
	CERTIFICATE_SEED,
	CERTIFICATE_LINES,
	CERTIFICATE_CUTS,
	CERTIFICATE_CHANGED,
	CERTIFICATE_UNDATED,
	CERTIFICATE_INPUT_SHA256,
	CERTIFICATE_OUTPUT_SHA256,
	CERTIFICATE_DIFFERENCE,
};

/* Values of members of kind KIND_WORD, in the order of their word lists. */
enum side { SIDE_BUY, SIDE_SELL };
enum direction { DIR_LONG, DIR_SHORT };
enum action { ACTION_OPEN, ACTION_CLOSE };
enum causal_verdict { CAUSAL, CAUSAL_PEEKS, CAUSAL_RANDOM };
enum pos_state { POS_OPEN, POS_CLOSED };
enum gap_cause {
	CAUSE_EXCHANGE,
	CAUSE_NOT_LISTED,
	CAUSE_DELISTED,
	CAUSE_UNFETCHED,
	CAUSE_CORRUPT,
	CAUSE_DROPPED,
	CAUSE_DISCONNECTED,
	CAUSE_SEQUENCE,
	CAUSE_UNKNOWN,
};

enum kind {
	KIND_TYPE,
	KIND_TIME,     /* ms since the epoch, 0 .. end of year 9999 */
	KIND_INT,      /* int64 */
	KIND_COUNT,    /* int64 >= 0: counts and ids */
	KIND_NUMBER,   /* any finite double */
	KIND_AMOUNT,   /* >= 0 */
	KIND_PRICE,    /* > 0 */
	KIND_WORD,     /* one of member.words; .i is its place there */
	KIND_INTERVAL, /* enum interval in .i */
	KIND_BOOL,     /* .i */
	KIND_STRING,   /* .s, .len: decoded; holds no NUL */
	KIND_ID,       /* a string or an integer; .s, .len: its JSON text */
	KIND_OBJECT,   /* .s, .len: its JSON text */
	KIND_ARRAY,    /* .s, .len: its JSON text */
};

enum {
	MEMBER_REQUIRED = 1,
	MEMBER_KEY = 2, /* with venue, symbol, time: what identifies a record */
	MEMBER_SUM = 4, /* an exact decimal, written in full */
};

enum { MEMBER_KEY_TEXT = 48 };

struct member {
	const char *name;
	char key[MEMBER_KEY_TEXT]; /* ,"name": and zeros */
	unsigned char len;         /* of name */
	unsigned char kind, flags;
	const char *const *words; /* of KIND_WORD; NULL ends the list */
	const char *help;         /* meaning and unit, for people */
};

enum { REC_HEAD_TEXT = 32 };

struct rec_def {
	const char *name;
	const struct member *members; /* members[M_TYPE] .. members[n - 1] */
	int n;
	bool stored;              /* store(1) keeps this type */
	const char *help;         /* what it is and what its time says */
	char head[REC_HEAD_TEXT]; /* {"type":"name" and zeros */
	unsigned char head_len;
};

/* REC_TYPES rows.  symbol and venue may be absent where not required. */
extern const struct rec_def rec_defs[REC_TYPES];

/* As records spell it; REC_OTHER if unknown. */
enum rec_type rec_type_exact(const char *name, size_t len);

/* As people do: a final s is allowed (candles). */
enum rec_type rec_type_find(const char *name, size_t len);

/* "trade[,candles...]" to a bit set of types; -1 with *bad = the odd word. */
int rec_types_parse(
    const char *text, uint32_t *set, const char **bad, size_t *badlen);

enum form {         /* how a value is written */
	FORM_PLAIN, /* as its kind says: the double in shortest form, ... */
	FORM_CALC,  /* a computed double: at most 12 significant digits */
	FORM_RAW,   /* .s, .len is JSON text, written as it is */
};

enum { EXP_WIDE = 32767 }; /* value.exp: i cannot hold all digits */

struct value {
	double num;    /* of the number kinds */
	int64_t i;     /* integers, words, intervals, bools; of a number its
			  decimal mantissa, sign included */
	const char *s; /* text; of a number that is EXP_WIDE its JSON text if it
			  was read, else NULL */
	uint32_t len;
	int16_t exp; /* num == i * 10^exp, unless EXP_WIDE */
	unsigned char form;
};

struct record {
	enum rec_type type;
	uint32_t has;     /* bit M_x: v[M_x] is set; else it holds anything */
	int64_t time;     /* == v[M_TIME].i */
	const char *line; /* the text it was read from, a final '\n' included */
	size_t len;
	/*
	 * Set by the reader (reader.h): small numbers, stable for the run.
	 * symbol: of (venue, symbol); series: of (type, venue, symbol,
	 * interval).  -1 before.
	 */
	int symbol, series;
	/*
	 * Set by rec_parse(): venue, symbol and interval are those of the
	 * record of this type that the parser gave before.
	 */
	bool same_names;
	struct value v[REC_SLOTS];
};

static inline bool
rec_has(const struct record *r, int slot)
{
	return r->has >> slot & 1;
}

/* The number, or otherwise. */
static inline double
rec_num(const struct record *r, int slot, double otherwise)
{
	return rec_has(r, slot) ? r->v[slot].num : otherwise;
}

/* A candle that is still open ("closed":false). */
static inline bool
rec_candle_open(const struct record *r)
{
	return r->type == REC_CANDLE && rec_has(r, CANDLE_CLOSED) &&
	       !r->v[CANDLE_CLOSED].i;
}

/* The value of a read number as an exact decimal.  -1: over 38 digits. */
int rec_decimal(const struct record *r, int slot, struct decimal *d);

/* Which slot holds the type's interval (or period), or -1. */
int rec_interval_slot(enum rec_type type);

struct rec_parser; /* remembers the order of members; holds decoded strings */

struct rec_parser *rec_parser_new(void); /* *new*, or NULL */
void rec_parser_free(struct rec_parser *ps);

/*
 * Amounts and counts of candles, a bit 1 << CANDLE_x each, that nobody will
 * look at: they are checked like all others, and then absent.  That takes less
 * time.  Bits of other members do nothing.  To be called before the first line.
 */
void rec_parser_check_only(struct rec_parser *ps, uint32_t slots);

/*
 * Reads the JSON text [line, end) (see json.h for what must follow end) into
 * *r.  All of it is checked: JSON, required members, kinds, impossible values.
 * Unknown members are checked as JSON and left alone; a null is a member that
 * is absent; of a member given twice each is checked and the last counts.  An
 * unknown type gives REC_OTHER with type and time only.  A candle or premium
 * without time gets it from open_time and interval.
 * 0, or -1 with *why, a text valid until the next call.  What *r points to is
 * valid as long as the line, and until the next call.
 */
int rec_parse(struct rec_parser *ps, const char *line, const char *end,
    struct record *r, const char **why);

/* Makes *r an empty record of the type; then set members, then rec_put(). */
void rec_init(struct record *r, enum rec_type type, int64_t time);
void rec_set_int(struct record *r, int slot, int64_t v); /* words, intervals,
							    bools too */
void rec_set_num(struct record *r, int slot, double v);  /* a value passed on */
void rec_set_calc(
    struct record *r, int slot, double v); /* a computed value;
					      NaN, inf: left out */
/* *borrowed* text: JSON text as it is (of a number too, whose num and decimal
 * are then not set) / a string to be quoted. */
void rec_set_raw(struct record *r, int slot, const char *s, size_t len);
void rec_set_text(struct record *r, int slot, const char *s, size_t len);

/*
 * A MEMBER_SUM member, to all its digits; text is room for them, *borrowed*.
 */
void rec_set_sum(
    struct record *r, int slot, struct decimal d, char text[NUM_DECIMAL_MAX]);

/*
 * The digits of a MEMBER_SUM member's value where its double does not print as
 * they are: their number; 0 where it does, and needs no text.
 */
size_t rec_sum_digits(const struct value *v, char text[NUM_DECIMAL_MAX]);

/* At most this many bytes are written by rec_put() for r. */
size_t rec_room(const struct record *r);

/* The record as one line, members in the table's order; returns the end. */
char *rec_put(char *p, const struct record *r);

/* The same, *new* and *len bytes; NULL: out of memory. */
char *rec_line(const struct record *r, size_t *len);

/* rec_put() into o; out of memory for a huge record shows as o->error. */
struct out;
void rec_write(struct out *o, const struct record *r);

/*
 * The order of records: time, type, interval (finer first), symbol, venue,
 * key members; what is absent first, ids that are numbers before strings.
 * <0, 0, >0.
 */
int rec_cmp(const struct record *a, const struct record *b);

/* Prints the types and their members for --help of the tools that ask. */
void rec_help(struct out *o);

#endif
