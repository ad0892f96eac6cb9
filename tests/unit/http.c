/* SPDX-License-Identifier: MIT */
/* How transfers end, one by one: no queue, no second try. */
#include <inttypes.h>
#include <string.h>

#include "net/http.h"
#include "net_kit.h"
#include "tap.h"

struct got {
	size_t len, most; /* most: the sink gives up beyond it */
	char text[HEAD];
};

static int
sink(const void *data, size_t len, void *arg)
{
	struct got *g = arg;

	if (g->len + len < sizeof g->text)
		memcpy(g->text + g->len, data, len);
	g->len += len;
	return g->len > g->most ? -1 : 0;
}

static struct transfer *
start(struct http *h, const char *url, bool api, int64_t max, struct got *g)
{
	struct http_get get = {.url = url, .max = max, .sink = sink, .arg = g};

	memset(g, 0, sizeof *g);
	g->most = SIZE_MAX;
	get.api = api;
	get.fresh = true;
	return http_start(h, &get);
}

static void
finish(struct http *h, struct transfer *t)
{
	while (transfer_status(t) == HTTP_RUNNING)
		http_run(h, 1000);
}

static const struct {
	const char *path;
	bool api;
	int64_t max;
	enum http_status status;
	int code;
	const char *body; /* of 200: what the sink got; else what is said */
	const char *why;
} cases[] = {
    {"/1/200/0", false, 100, HTTP_OK, 200, "[1]", ""},
    {"/1/bytes/100", false, 100, HTTP_OK, 200, NULL, ""},
    {"/1/bytes/101", false, 100, HTTP_LARGE, 200, "", "more than 100 bytes"},
    {"/1/endless", false, 100, HTTP_LARGE, 200, NULL, "more than 100"},
    {"/1/endless404", false, 100, HTTP_ANSWERED, 404, NULL, "answered 404"},
    {"/1/404/9", false, 3, HTTP_ANSWERED, 404, "{\"code\":-1,\"msg\":\"no\"}",
	"the server answered 404"},
    {"/1/202/9", false, 100, HTTP_ANSWERED, 202, "{\"code\":", "202"},
    {"/1/500/9", true, 100, HTTP_ANSWERED, 500, "{\"code\":", "500"},
    {"/2/short", false, 100, HTTP_BROKEN, 200, "[", ""},
    {"/3/reset", false, 100, HTTP_BROKEN, 0, "", ""},
    {"/1/gzip", true, 100, HTTP_OK, 200, "[\"deflated\"", ""},
    {"/1/gzip", true, 20, HTTP_LARGE, 200, NULL, "more than 20 bytes"},
    {"/4/badgzip", true, 100, HTTP_BROKEN, 200, NULL, ""},
    {"/1/early", true, 100, HTTP_OK, 200, "[1]", ""},
    {"/1/longheader", true, 100, HTTP_OK, 200, "[1]", ""},
    {"/1/302/999/Location:/9/200/0", false, 100, HTTP_OK, 200, "[1]", ""},
    {"/1/302/999/Location:/9/200/0", true, 100, HTTP_ANSWERED, 302,
	"{\"code\":", "302"},
    {"/1/302/999/Location:file:///etc/passwd", false, 100, HTTP_REFUSED, 302,
	"", ""},
    {"/1/loop", false, 100, HTTP_REFUSED, 302, "", ""},
};

static void
test_cases(struct http *h)
{
	char url[200];
	struct got g;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct transfer *t = start(h, kit_url(url, cases[i].path),
		    cases[i].api, cases[i].max, &g);
		const char *body = g.text;

		finish(h, t);
		if (transfer_status(t) == HTTP_ANSWERED)
			body = transfer_body(t);
		if (transfer_status(t) != cases[i].status)
			printf(
			    "# %d: %s\n", transfer_status(t), transfer_why(t));
		ok(transfer_status(t) == cases[i].status &&
			transfer_code(t) == cases[i].code &&
			strstr(transfer_why(t), cases[i].why) &&
			(!*cases[i].why == !*transfer_why(t) ||
			    cases[i].status != HTTP_OK),
		    "%s: status and code", cases[i].path);
		ok(!cases[i].body || (strncmp(body, cases[i].body,
					  strlen(cases[i].body)) == 0 &&
					 !*body == !*cases[i].body),
		    "%s: body", cases[i].path);
		transfer_free(t);
	}
}

static void
test_headers(struct http *h)
{
	struct got g, plain;
	char url[200];
	struct transfer *t = start(h, kit_url(url, "/1/early"), true, 9, &g);
	struct transfer *e =
	    start(h, kit_url(url, "/1/echo"), false, 999, &plain);

	finish(h, t);
	ok(strcmp(transfer_header(t, "x-MINE"), "yes") == 0,
	    "a header, in any case, of the last answer");
	ok(!transfer_header(t, "X-Other"), "no such header");
	transfer_free(t);
	finish(h, e);
	ok(strstr(plain.text, "User-Agent: tickpipe/" VERSION "\r\n") &&
		strstr(plain.text, "Cache-Control: no-cache\r\n") &&
		!strstr(plain.text, "Accept-Encoding"),
	    "what a request says");
	transfer_free(e);
}

static void
test_sink(struct http *h)
{
	struct got g;
	char url[200];
	struct transfer *t =
	    start(h, kit_url(url, "/1/bytes/50"), false, 100, &g);

	g.most = 10;
	finish(h, t);
	ok(transfer_status(t) == HTTP_SINK, "the sink gave up");
	transfer_free(t);
}

static void
test_closed(struct http *h)
{
	struct got g;
	char url[200];
	int good = 0;

	for (int i = 0; i < 5; i++) {
		struct transfer *t =
		    start(h, kit_url(url, "/5/close"), true, 9, &g);

		finish(h, t);
		good += transfer_status(t) == HTTP_OK;
		transfer_free(t);
	}
	ok(good == 5, "kept connections that the server closes do no harm");
}

/* Bytes are the only sign of life. */
static void
test_silence(struct http *h)
{
	struct got g;
	char url[200];
	struct transfer *t = start(h, kit_url(url, "/1/hang"), true, 9, &g);
	int64_t begun;

	/* connected, and then left alone for hours */
	for (int i = 0; i < 3; i++)
		http_run(h, 20);
	for (int i = 0; i < 5; i++) {
		kit->skipped += 3600 * 1000;
		http_run(h, 0);
	}
	ok(transfer_status(t) == HTTP_RUNNING,
	    "time that nobody gave to transfers does not count");
	begun = kit_clock(CLOCK_MONOTONIC);
	kit->tick = 100; /* each look at the clock takes so long */
	while (transfer_status(t) == HTTP_RUNNING)
		http_run(h, 1);
	kit->tick = 0;
	begun = kit_clock(CLOCK_MONOTONIC) - begun;
	ok(transfer_status(t) == HTTP_BROKEN &&
		strstr(transfer_why(t), "slower than 200 bytes/s"),
	    "silence is given up");
	ok(begun >= 20000 && begun <= 60000, "within 60 s: %" PRId64 " ms",
	    begun);
	transfer_free(t);
}

static void
test_nobody(struct http *h)
{
	struct got g;
	struct transfer *t = start(h, "http://127.0.0.1:1/", true, 9, &g);
	struct transfer *file = start(h, "file:///nowhere/x", false, 9, &g);

	finish(h, t);
	ok(transfer_status(t) == HTTP_BROKEN && transfer_code(t) == 0,
	    "nobody there");
	transfer_free(t);
	finish(h, file);
	ok(transfer_status(file) == HTTP_ABSENT, "no such file");
	transfer_free(file);
}

/* Several at once, and what is left when all ends. */
static void
test_many(struct http *h)
{
	struct transfer *t[4];
	struct got g[4];
	char url[200];
	int good = 0;

	kit->most = 0;
	for (int i = 0; i < 4; i++)
		t[i] = start(h, kit_url(url, "/6/slow/30"), true, 9, &g[i]);
	for (int i = 0; i < 4; i++) {
		finish(h, t[i]);
		good += transfer_status(t[i]) == HTTP_OK && g[i].len == 3;
		transfer_free(t[i]);
	}
	ok(good == 4 && kit->most > 1, "several at once");
	t[0] = start(h, kit_url(url, "/1/hang"), true, 9, &g[0]);
	http_run(h, 20);
	http_free(h);
	ok(transfer_status(t[0]) == HTTP_BROKEN, "what runs is ended");
	transfer_free(t[0]);
}

static void
test_texts(void)
{
	char *host = http_host("https://fapi.binance.com/fapi/v1/time?x=1");
	char *port = http_host("http://127.0.0.1:80");
	char *file = http_host("file:///etc");

	ok(strcmp(host, "fapi.binance.com") == 0 &&
		strcmp(port, "127.0.0.1:80") == 0 && strcmp(file, "") == 0,
	    "hosts");
	free(host);
	free(port);
	free(file);
	ok(http_date("Sun, 06 Nov 1994 08:49:37 GMT") == INT64_C(784111777000),
	    "a date");
	ok(http_date("soon") == -1, "no date");
}

int
main(void)
{
	struct http *h;

	kit_start();
	h = http_new();
	test_cases(h);
	test_headers(h);
	test_sink(h);
	test_closed(h);
	test_nobody(h);
	test_silence(h);
	test_many(h);
	test_texts();
	kit_stop();
	return tap_done();
}
