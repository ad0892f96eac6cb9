/* SPDX-License-Identifier: MIT */
#include "market/record.h"

#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/json.h"
#include "tap.h"

static char text[1 << 16];

/* Reads one line; 0 or -1 with *why. */
static int
parse(
    struct rec_parser *ps, const char *line, struct record *r, const char **why)
{
	size_t len = strlen(line);

	memcpy(text, line, len);
	memset(text + len, '\n', JSON_SLACK + 1);
	return rec_parse(ps, text, text + len, r, why);
}

#define BAR                                                                    \
	"\"symbol\":\"B\",\"interval\":\"1m\",\"open_time\":60000,\"open\":2," \
	"\"high\":3,\"low\":1,\"close\":2,\"volume\":5"

/* A trade, and a member more. */
#define T(more)                                                                \
	"{\"type\":\"trade\",\"time\":1,\"symbol\":\"B\",\"id\":1,"            \
	"\"price\":1,\"qty\":1,\"side\":\"buy\"," more "}"

#define LONG "0123456789012345678901234567890123456789"

static void
check_verdicts(struct rec_parser *ps)
{
	static const struct {
		const char *line, *why; /* NULL: good */
	} cases[] = {
	    {"{\"type\":\"candle\"," BAR "}", NULL},
	    {" { \"type\" : \"candle\" , " BAR " } \r", NULL},
	    {"{" BAR ",\"type\":\"candle\"}", NULL},
	    {"{\"ty\\u0070e\":\"c\\u0061ndle\"," BAR "}", NULL},
	    {"{\"type\":\"candle\"," BAR ",\"time\":119999}", NULL},
	    {"{\"type\":\"candle\"," BAR ",\"time\":119998}", "'time' is not"},
	    {"{\"type\":\"candle\"," BAR ",\"time\":70000,\"closed\":false}",
		NULL},
	    {"{\"type\":\"candle\"," BAR
	     ",\"more\":{\"a\":[1,{}]},\"x\":1e999}",
		NULL},
	    {"{\"type\":\"candle\"," BAR ",\"trades\":null}", NULL},
	    {"{\"type\":\"candle\"," BAR ",\"close\":null}",
		"no member 'close'"},
	    {"{\"type\":\"candle\"," BAR ",\"close\":4}", "'close' is outside"},
	    {"{\"type\":\"candle\"," BAR ",\"open\":0.5}", "'open' is outside"},
	    {"{\"type\":\"candle\"," BAR ",\"high\":0.5}", "'high' is below"},
	    {"{\"type\":\"candle\"," BAR ",\"low\":0}", "'low' is not above"},
	    {"{\"type\":\"candle\"," BAR ",\"low\":\"1\"}",
		"'low' is not a num"},
	    {"{\"type\":\"candle\"," BAR ",\"volume\":-1}",
		"'volume' is below"},
	    {"{\"type\":\"candle\"," BAR ",\"volume\":1e400}", "too large"},
	    {"{\"type\":\"candle\"," BAR ",\"trades\":1.0}", "not a whole"},
	    {"{\"type\":\"candle\"," BAR ",\"trades\":-1}", "below zero"},
	    {"{\"type\":\"candle\"," BAR ",\"interval\":\"7m\"}", "interval"},
	    {"{\"type\":\"candle\"," BAR ",\"open_time\":99999999999999999}",
		"year"},
	    {"{\"type\":\"candle\"," BAR ",\"symbol\":\"\"}", "empty"},
	    {"{\"type\":\"candle\"," BAR ",\"symbol\":\"B\\u0000\"}",
		"'symbol' holds a NUL"},
	    {"{\"type\":\"candle\"," BAR ",\"x\\u0000\":\"\\u0000\"}", NULL},
	    {"{\"type\":\"candle\"," BAR ",\"x\":01}", "number"},
	    {"{\"type\":\"candle\"," BAR ",\"x\":\"\xff\"}", "UTF-8"},
	    {"{\"type\":\"candle\"," BAR "} {}", "after the object"},
	    {"{\"type\":\"candle\"," BAR, "ends early"},
	    {"{\"type\":\"candle\"," BAR ",}", "name is expected"},
	    {"{\"type\":\"candle\",\"symbol\":\"B\"}", "no member 'interval'"},
	    {"{\"type\":\"trade\",\"time\":1,\"symbol\":\"B\",\"id\":"
	     "9223372036854775807,\"price\":1,\"qty\":1,\"side\":\"buy\"}",
		NULL},
	    {"{\"type\":\"trade\",\"time\":1,\"symbol\":\"B\",\"id\":"
	     "9223372036854775808,\"price\":1,\"qty\":1,\"side\":\"buy\"}",
		"too large"},
	    {"{\"type\":\"trade\",\"time\":1,\"symbol\":\"B\",\"id\":1,"
	     "\"price\":1,\"qty\":1,\"side\":\"up\"}",
		"'side' is none"},
	    {T("\"price\":1e-400"), "'price' is not above"},
	    {T("\"price\":-12345678901234567890.5"), "'price' is not above"},
	    {T("\"id\":92233720368547758070"), "'id' is too large"},
	    {T("\"time\":253402300799999"), NULL},
	    {T("\"time\":253402300800000"), "'time' is no time before"},
	    {T("\"id\":1e0"), "'id' is not a whole"},
	    {T("\"id\":-0"), NULL},
	    {T("\"last_id\":-9223372036854775808"), NULL},
	    {T("\"last_id\":-9223372036854775809"), "too large"},
	    {"{\"type\":\"gap\",\"time\":1,\"dataset\":\"x\",\"from\":2,"
	     "\"to\":1}",
		"'from' is after"},
	    {"{\"type\":\"premium\"," BAR ",\"close\":4}",
		"'close' is outside"},
	    {"{\"type\":\"report\",\"time\":1,\"params\":[]}", "not an object"},
	    {"{\"type\":\"report\",\"time\":1,\"windows\":{}}", "not an array"},
	    {"{\"type\":\"signal\",\"time\":1,\"symbol\":\"B\",\"id\":7,"
	     "\"direction\":\"long\"}",
		NULL},
	    {"{\"type\":\"signal\",\"time\":1,\"symbol\":\"B\",\"id\":7.5,"
	     "\"direction\":\"long\"}",
		"'id' is no string"},
	    {"{\"type\":\"novelty\",\"time\":1,\"symbol\":[]}", NULL},
	    {"{\"type\":\"novelty\"}", "no member 'time'"},
	    {"{\"type\":\"trade\\u0000" LONG "\",\"time\":1}", NULL},
	    {"{\"type\":\"trade\",\"time\":1,\"symbol\":\"B\",\"id\":1,"
	     "\"price\":1,\"qty\":1,\"side\":\"buy\\u0000" LONG "\"}",
		"'side' is none"},
	    {"{\"type\":\"candles\",\"time\":1}", NULL},
	    {"{\"type\":7,\"time\":1}", "'type' is not a string"},
	    {"{\"time\":1}", "no member 'type'"},
	    {"{}", "no member 'type'"},
	    {"[1]", "not a JSON object"},
	    {"", "empty line"},
	};
	struct record r;
	const char *why;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int rc = parse(ps, cases[i].line, &r, &why);

		ok(cases[i].why ? rc != 0 && strstr(why, cases[i].why)
				: rc == 0,
		    "%.60s...: %s", cases[i].line, rc ? why : "good");
	}
}

/* What is said of a line does not hang on the lines before it. */
static void
check_history(void)
{
	static const char *const before[] = {
	    "{\"type\":\"trade\",\"time\":1,\"symbol\":\"B\",\"id\":1,"
	    "\"price\":1,\"qty\":1,\"side\":\"buy\"}",
	    "{\"type\":\"candle\"," BAR "}",
	    "{\"type\":\"x\",\"time\":1}",
	};
	static const struct {
		const char *line, *why;
	} cases[] = {
	    {"{\"type\":\"trade\",\"price\":\"x\",\"time\":1,\"type\":\"x\"}",
		NULL},
	    {"{\"type\":\"trade\",\"open\":-1,\"type\":\"candle\"," BAR "}",
		"'open' is not above zero"},
	    {"{\"type\":\"trade\",\"time\":1,\"type\":null}",
		"no member 'type'"},
	    {"{\"type\":null,\"time\":1,\"type\":\"x\"}", NULL},
	    {"{\"type\":\"trade\",\"time\":1,\"type\":1}",
		"'type' is not a string"},
	    {"{\"type\":\"trade\",\"price\":0,\"time\":1",
		"the line ends early"},
	};
	struct record r;
	const char *why;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t j = 0; j < sizeof before / sizeof *before; j++) {
			struct rec_parser *ps = rec_parser_new();
			int rc;

			parse(ps, before[j], &r, &why);
			rc = parse(ps, cases[i].line, &r, &why);
			ok(cases[i].why ? rc && strcmp(why, cases[i].why) == 0
					: !rc,
			    "%s after line %zu: %s", cases[i].line, j,
			    rc ? why : "good");
			rec_parser_free(ps);
		}
}

/* Names, types and records that are longer than what is remembered. */
static void
check_long(void)
{
	static char line[1 << 14];
	struct rec_parser *ps = rec_parser_new();
	struct record r;
	const char *why;
	int wrong = 0;

	for (int len = 20; len < 50; len++)
		for (char c = 'a'; c <= 'b'; c++) {
			sprintf(line,
			    "{\"type\":\"%0*d%c\",\"%0*d%c\":1,"
			    "\"time\":5}",
			    len, 0, c, len, 0, c);
			wrong += parse(ps, line, &r, &why) != 0;
			wrong += r.type != REC_OTHER || r.time != 5;
			wrong += parse(ps, T("\"x\":1"), &r, &why) != 0;
			wrong += r.type != REC_TRADE;
		}
	ok(!wrong, "long types and names do no harm");
	strcpy(line, "{\"type\":\"x\",\"time\":1");
	for (int i = 0; i < 1000; i++)
		sprintf(line + strlen(line), ",\"%d\":%d", i, i);
	strcat(line, "}");
	ok(parse(ps, line, &r, &why) == 0 &&
		parse(ps, T("\"x\":1"), &r, &why) == 0,
	    "a thousand members do no harm");
	rec_parser_free(ps);
}

/* Arrays in a member of a record lie one deeper than the same alone. */
static void
check_depth(struct rec_parser *ps)
{
	static char line[2 * JSON_DEPTH + 64];
	struct record r;
	const char *why;

	for (int more = 0; more < 2; more++) {
		int depth = JSON_DEPTH - 1 + more;
		char *p = stpcpy(line, "{\"type\":\"x\",\"time\":1,\"a\":");

		memset(p, '[', (size_t)depth);
		memset(p + depth, ']', (size_t)depth);
		strcpy(p + 2 * depth, "}");
		ok(parse(ps, line, &r, &why) == -more, "%d arrays deep", depth);
	}
}

static void
check_values(struct rec_parser *ps)
{
	struct record r;
	struct decimal d;
	const char *why;

	parse(ps,
	    "{\"type\":\"trade\",\"time\":1,\"symbol\":\"\\u0041\\\"b\",\"id\":"
	    "2,"
	    "\"price\":42000.10,\"qty\":0.00100,\"side\":\"sell\"}",
	    &r, &why);
	ok(r.type == REC_TRADE && r.time == 1, "type and time");
	ok(r.v[M_SYMBOL].len == 3 && memcmp(r.v[M_SYMBOL].s, "A\"b", 3) == 0,
	    "an escaped symbol is decoded");
	ok(r.v[TRADE_PRICE].num == 42000.1, "a price");
	ok(r.v[TRADE_SIDE].i == SIDE_SELL, "a word");
	ok(rec_decimal(&r, TRADE_QTY, &d) == 0 && d.m == 100 && d.exp == -5,
	    "a quantity as a decimal");
	ok(!rec_has(&r, TRADE_FIRST_ID), "what is absent is absent");

	parse(ps,
	    "{\"type\":\"candle\"," BAR ",\"volume\":"
	    "1234567890123456789012.5}",
	    &r, &why);
	ok(rec_decimal(&r, CANDLE_VOLUME, &d) == 0 && d.exp == -1,
	    "23 digits are an exact decimal");
	ok(r.time == 119999, "a candle's time is its last ms");
	rec_set_num(&r, CANDLE_VOLUME, 0.5);
	ok(rec_decimal(&r, CANDLE_VOLUME, &d) == 0 && decimal_double(d) == 0.5,
	    "a number that is set leaves nothing of the one read before");
	parse(ps, T("\"qty\":9999999999999999999"), &r, &why);
	ok(rec_decimal(&r, TRADE_QTY, &d) == 0 &&
		d.m == (__int128)9999999999999999999u && d.exp == 0,
	    "19 digits beyond int64 are an exact decimal");
	parse(ps,
	    "{\"type\":\"metric\",\"time\":1,\"name\":\"n\",\"value\":-1.5}",
	    &r, &why);
	ok(rec_decimal(&r, METRIC_VALUE, &d) == 0 && d.m == -15 && d.exp == -1,
	    "a negative decimal");
	parse(ps,
	    "{\"type\":\"gap\",\"time\":1,\"symbol\":\"\\u0041\","
	    "\"d\\u0061taset\":\"\\u0042\\u0043\",\"from\":1,\"to\":1}",
	    &r, &why);
	ok(r.v[M_SYMBOL].len == 1 && *r.v[M_SYMBOL].s == 'A' &&
		r.v[GAP_DATASET].len == 2 &&
		memcmp(r.v[GAP_DATASET].s, "BC", 2) == 0,
	    "several decoded strings keep apart");

	parse(ps, "{\"type\":\"trade\"," BAR ",\"type\":\"candle\"}", &r, &why);
	ok(r.type == REC_CANDLE, "the last of two types counts");
	parse(ps, "{\"type\":\"candle\"," BAR ",\"volume\":7}", &r, &why);
	ok(r.v[CANDLE_VOLUME].num == 7, "the last of two members counts");
	rec_set_num(&r, CANDLE_VOLUME, 0.5);
	ok(rec_decimal(&r, CANDLE_VOLUME, &d) == 0 && decimal_double(d) == 0.5,
	    "nor of one that was read quickly");
}

/* What is written is read again as the same record, and the same text. */
static void
check_round_trip(struct rec_parser *ps)
{
	static const char *const lines[] = {
	    "{\"type\":\"trade\",\"time\":1735689600010,\"venue\":\"binance-"
	    "um\","
	    "\"symbol\":\"BTCUSDT\",\"id\":9223372036854775807,\"price\":"
	    "42000.11,\"qty\":0.001,\"side\":\"buy\",\"first_id\":1,"
	    "\"last_id\":-1}",
	    "{\"type\":\"candle\",\"time\":119999,\"symbol\":\"a\\\"\\\\\\u0001"
	    "\xc3\xa9\",\"interval\":\"1m\",\"open_time\":60000,\"open\":"
	    "0.30000000000000004,\"high\":1e+21,\"low\":5e-324,\"close\":1e-7,"
	    "\"volume\":0,\"trades\":0,\"closed\":true}",
	    /* Sums keep their digits: these doubles print as ...848, ...3. */
	    "{\"type\":\"candle\",\"time\":119999,\"symbol\":\"B\","
	    "\"interval\":\"1m\",\"open_time\":60000,\"open\":1,\"high\":1,"
	    "\"low\":1,\"close\":1,\"volume\":79324687.17241847,"
	    "\"quote_volume\":123456789012345678901.12345678,"
	    "\"taker_buy_volume\":1.2345678901234567e-7}",
	    "{\"type\":\"signal\",\"time\":5,\"symbol\":\"B\",\"id\":\"x-1\","
	    "\"action\":\"close\",\"direction\":\"short\",\"components\":"
	    "{\"trend\":1.5,\"x\":[1,2]},\"stop\":1.25}",
	    "{\"type\":\"gap\",\"time\":9,\"symbol\":\"B\",\"dataset\":"
	    "\"candles\",\"interval\":\"1M\",\"from\":1,\"to\":9,\"missing\":3,"
	    "\"cause\":\"exchange\"}",
	};
	static char out[4096];
	struct record r;
	const char *why;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		size_t len;
		int rc = parse(ps, lines[i], &r, &why);

		len = rc == 0 ? (size_t)(rec_put(out, &r) - out) : 0;
		ok(rc == 0 && len == strlen(lines[i]) + 1 &&
			memcmp(out, lines[i], len - 1) == 0,
		    "read and written again: %.30s...%s", lines[i],
		    rc ? why : "");
		if (rc == 0 && len != strlen(lines[i]) + 1)
			printf("# %.*s", (int)len, out);
		ok(rc == 0 && len <= rec_room(&r), "and it fits its room");
	}
}

static void
check_writing(struct rec_parser *ps)
{
	struct record r;
	const char *why;
	char out[1024];
	static const char want[] =
	    "{\"type\":\"signal\",\"time\":7,\"symbol\":\"B\\\"\",\"id\":\"i\","
	    "\"direction\":\"short\",\"price\":0.1,\"score\":0.333333333333,"
	    "\"audit\":{\"a\":1}}\n";

	rec_init(&r, REC_SIGNAL, 7);
	rec_set_raw(&r, SIGNAL_AUDIT, "{\"a\":1}", 7);
	rec_set_calc(&r, SIGNAL_SCORE, 1.0 / 3);
	rec_set_calc(&r, SIGNAL_STOP, 0.0 / 0.0);
	rec_set_num(&r, SIGNAL_PRICE, 0.1);
	rec_set_int(&r, SIGNAL_DIRECTION, DIR_SHORT);
	rec_set_raw(&r, SIGNAL_ID, "\"i\"", 3);
	rec_set_text(&r, M_SYMBOL, "B\"", 2);
	*rec_put(out, &r) = '\0';
	ok(strcmp(out, want) == 0, "a record that was set up: %s", out);
	for (int m = 0; m < REC_SLOTS; m++)
		rec_set_raw(&r, m, "?", 1);
	parse(ps, "{\"type\":\"candle\"," BAR "}", &r, &why);
	*rec_put(out, &r) = '\0';
	ok(strcmp(out, "{\"type\":\"candle\",\"time\":119999," BAR "}\n") == 0,
	    "nothing is left of what was set before: %s", out);
}

/* Text that grows sixfold, into a buffer that is too small for it. */
static void
check_room(void)
{
	char symbol[100], got[1024];
	FILE *fp = tmpfile();
	struct record r;
	struct out o;
	size_t len;

	memset(symbol, 1, sizeof symbol);
	memset(&r, FORM_RAW, sizeof r); /* nothing of it counts */
	rec_init(&r, REC_GAP, 1);
	rec_set_text(&r, M_SYMBOL, symbol, sizeof symbol);
	len = (size_t)(rec_put(got, &r) - got);
	ok(len > 600 && len <= rec_room(&r) && rec_room(&r) < 1000,
	    "room for what is escaped");
	if (!fp || out_open(&o, dup(fileno(fp)), 64) != 0)
		exit(1);
	rec_write(&o, &r);
	ok(out_close(&o) == 0 && lseek(fileno(fp), 0, SEEK_END) == (off_t)len,
	    "a record larger than the buffer is written");
	fclose(fp);
}

#define LIQUIDATION(price)                                                     \
	"{\"type\":\"liquidation\",\"time\":179999,\"symbol\":\"A\","          \
	"\"side\":\"buy\",\"qty\":1,\"price\":" price "}"
#define SIGNAL(id)                                                             \
	"{\"type\":\"signal\",\"time\":179999,\"symbol\":\"A\",\"id\":" id     \
	",\"direction\":\"long\"}"

static void
check_order(void)
{
	/* In order; each differs from the one before in one thing. */
	static const char *const lines[] = {
	    "{\"type\":\"trade\",\"time\":1,\"symbol\":\"A\",\"id\":9,"
	    "\"price\":"
	    "1,\"qty\":1,\"side\":\"buy\"}",
	    "{\"type\":\"trade\",\"time\":119999,\"symbol\":\"A\",\"id\":3,"
	    "\"price\":1,\"qty\":1,\"side\":\"buy\"}",
	    "{\"type\":\"trade\",\"time\":119999,\"symbol\":\"A\",\"id\":20,"
	    "\"price\":1,\"qty\":1,\"side\":\"buy\"}",
	    "{\"type\":\"trade\",\"time\":119999,\"symbol\":\"AB\",\"id\":1,"
	    "\"price\":1,\"qty\":1,\"side\":\"buy\"}",
	    "{\"type\":\"candle\"," BAR "}",
	    "{\"type\":\"candle\"," BAR ",\"venue\":\"v\"}",
	    "{\"type\":\"candle\"," BAR ",\"symbol\":\"C\"}",
	    "{\"type\":\"candle\"," BAR
	    ",\"interval\":\"3m\",\"open_time\":0,\"time\":179999}",
	    LIQUIDATION("1"),
	    LIQUIDATION("1.5"),
	    SIGNAL("\"a\""),
	    SIGNAL("\"ab\""),
	    "{\"type\":\"gap\",\"time\":179999,\"symbol\":\"A\",\"dataset\":"
	    "\"x\",\"from\":1,\"to\":2}",
	};
	static char buf[16][512];
	struct rec_parser *own[16];
	struct record r[16];
	const char *why;
	size_t n = sizeof lines / sizeof *lines;
	int wrong = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(lines[i]);

		own[i] = rec_parser_new();
		memcpy(buf[i], lines[i], len);
		memset(buf[i] + len, '\n', JSON_SLACK + 1);
		if (rec_parse(own[i], buf[i], buf[i] + len, &r[i], &why) != 0)
			printf("# %zu: %s\n", i, why);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			int c = rec_cmp(&r[i], &r[j]);

			wrong += i < j ? c >= 0 : i > j ? c <= 0 : c != 0;
		}
	ok(!wrong, "records are ordered by time, type, interval, symbol, key");
	for (size_t i = 0; i < n; i++)
		rec_parser_free(own[i]);
}

static void
check_types(void)
{
	const char *bad;
	size_t len;
	uint32_t set;

	ok(rec_type_find("candles", 7) == REC_CANDLE &&
		rec_type_find("open_interest", 13) == REC_OPEN_INTEREST &&
		rec_type_find("ss", 2) == REC_OTHER,
	    "types by name, a final s allowed");
	ok(rec_types_parse("trades,candle", &set, &bad, &len) == 0 &&
		set == (1u << REC_TRADE | 1u << REC_CANDLE),
	    "a list of types");
	ok(rec_types_parse("trades,,candle", &set, &bad, &len) == -1,
	    "an empty word is no type");
	for (int t = 0; t < REC_TYPES; t++)
		for (int m = 0; m < rec_defs[t].n; m++)
			if (!rec_defs[t].members[m].name)
				ok(0, "%s has a hole in its table",
				    rec_defs[t].name);
}

int
main(void)
{
	struct rec_parser *ps = rec_parser_new();

	check_verdicts(ps);
	check_history();
	check_long();
	check_depth(ps);
	check_values(ps);
	check_round_trip(ps);
	check_writing(ps);
	check_room();
	check_order();
	check_types();
	rec_parser_free(ps);
	return tap_done();
}
