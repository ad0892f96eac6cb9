/* SPDX-License-Identifier: MIT */
/* The queue of requests: what is tried again, waited for, given up. */
#include <inttypes.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/rng.h"
#include "exchange/archive_get.h"
#include "net/answer.h"
#include "net/budget.h"
#include "net/fetch.h"
#include "net_kit.h"
#include "tap.h"

static const struct budget_pool pools[] = {
    {"weight", 100, 60000},
    {"data", 100, 60000},
};

static int last_id;

/* "/ID/KIND", of an id that none had before. */
static const char *
path(char buf[100], const char *kind)
{
	last_id++;
	snprintf(buf, 100, "/%d/%s", last_id, kind);
	return buf;
}

static struct fetch *
start_with(struct fetcher *f, const char *kind, struct fetch_request r)
{
	char p[100], url[200];

	r.url = kit_url(url, path(p, kind));
	r.max = 100;
	return fetch_start(f, &r);
}

static struct fetch *
start(struct fetcher *f, const char *kind)
{
	return start_with(f, kind, (struct fetch_request){.json = true});
}

static struct budget *
open_budget(const char *host)
{
	char why[BUDGET_WHY];
	struct budget *b = budget_open(host, pools, 2, why);

	if (!b) {
		printf("Bail out! %s\n", why);
		exit(1);
	}
	return b;
}

static int64_t
now_ms(void)
{
	return kit_clock(CLOCK_MONOTONIC);
}

static const struct {
	const char *kind;
	enum fetch_status status;
	int requests;
	int64_t least, most; /* ms that it took */
	const char *body, *why;
} cases[] = {
    {"200/0", FETCH_OK, 1, 0, 999, "[1]", ""},
    {"404/9", FETCH_ABSENT, 1, 0, 999, "{\"code\"", "answered 404"},
    {"410/9", FETCH_ABSENT, 1, 0, 999, "{\"code\"", "answered 410"},
    {"400/9", FETCH_REFUSED, 1, 0, 999, "{\"code\":-1,\"msg\":\"no\"}", "400"},
    {"401/9", FETCH_REFUSED, 1, 0, 999, "{\"code\"", "401"},
    {"403/9", FETCH_DENIED, 1, 0, 999, "{\"code\"", "answered 403"},
    {"451/9", FETCH_DENIED, 1, 0, 999, "{\"code\"", "answered 451"},
    {"302/9/Location:/1/200/0", FETCH_DENIED, 1, 0, 999, "{\"code\"", "302"},
    {"202/1", FETCH_OK, 2, 125, 999, "[1]", ""},
    {"408/1", FETCH_OK, 2, 125, 999, "[1]", ""},
    {"425/1", FETCH_OK, 2, 125, 999, "[1]", ""},
    {"500/4", FETCH_OK, 5, 1875, 5000, "[1]", ""},
    {"503/9", FETCH_LATER, 5, 1875, 5000, "{\"code\"", "answered 503"},
    {"503/1/Retry-After:7", FETCH_OK, 2, 7000, 7999, "[1]", ""},
    {"503/1/Retry-After:9999", FETCH_OK, 2, 60000, 60999, "[1]", ""},
    {"429/1/Retry-After:9", FETCH_OK, 2, 9000, 9999, "[1]", ""},
    {"429/7/Retry-After:99", FETCH_LATER, 6, 495000, 501000, NULL, "429"},
    {"short", FETCH_OK, 2, 125, 999, "[1]", ""},
    {"half", FETCH_OK, 2, 125, 999, "[1]", ""},
    {"reset", FETCH_OK, 2, 0, 999, "[1]", ""},
    {"badgzip", FETCH_OK, 2, 125, 999, "[\"deflated\"", ""},
    {"html", FETCH_CORRUPT, 5, 1875, 5000, "<html>", "not whole JSON"},
    {"endless", FETCH_CORRUPT, 1, 0, 999, NULL, "more than 100 bytes"},
    {"bytes/101", FETCH_CORRUPT, 1, 0, 999, NULL, "more than 100 bytes"},
};

static void
test_cases(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fetcher *f = fetcher_new(NULL);
		int64_t begun = now_ms();
		struct fetch *t = start(f, cases[i].kind);
		enum fetch_status status = fetch_wait(t);
		const char *body = fetch_body(t, NULL);

		begun = now_ms() - begun;
		if (status != cases[i].status)
			printf("# %d: %s\n", status, fetch_why(t));
		ok(status == cases[i].status &&
			(!cases[i].body || strncmp(body, cases[i].body,
					       strlen(cases[i].body)) == 0) &&
			strstr(fetch_why(t), cases[i].why),
		    "%s: what it comes to", cases[i].kind);
		ok(kit->count[last_id] == cases[i].requests &&
			fetcher_stats(f)->requests == cases[i].requests,
		    "%s: %d requests", cases[i].kind, kit->count[last_id]);
		ok(begun >= cases[i].least && begun <= cases[i].most,
		    "%s: in %" PRId64 " ms", cases[i].kind, begun);
		fetch_free(t);
		fetcher_free(f);
	}
}

static void
test_backoff(void)
{
	static const int64_t full[] = {250, 500, 1000, 2000, 4000, 8000, 8000};
	struct rng r;
	bool good = true;

	rng_seed(&r, 1);
	for (int n = 1; n <= 7; n++) {
		int64_t least = INT64_MAX, most = 0;

		for (int i = 0; i < 1000; i++) {
			int64_t ms = answer_backoff(&r, n);

			least = ms < least ? ms : least;
			most = ms > most ? ms : most;
		}
		good &= least >= full[n - 1] / 2 && most <= full[n - 1] &&
			least < full[n - 1] * 6 / 10 &&
			most > full[n - 1] * 9 / 10;
	}
	ok(good, "back-offs are spread over half to all of 250 ms ... 8 s");
}

static void
test_body(void)
{
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t = start(f, "gzip");
	size_t len, slack = 0;
	const char *body;

	fetch_wait(t);
	body = fetch_body(t, &len);
	ok(len == 24 && strcmp(body, "[\"deflated\", \"deflated\"]") == 0,
	    "a body is inflated");
	while (slack < FETCH_SLACK && body[len + slack] == '\0')
		slack++;
	ok(slack == FETCH_SLACK, "and may be read a little beyond its end");
	fetch_free(t);
	t = start(f, "200/0");
	fetch_wait(t);
	ok(llabs(fetch_date(t) - kit_clock(CLOCK_REALTIME)) < 2000, "its date");
	fetch_free(t);
	t = start_with(f, "echo", (struct fetch_request){.fresh = true});
	ok(fetch_wait(t) == FETCH_CORRUPT && fetch_wait(t) == FETCH_CORRUPT,
	    "an end stays");
	fetch_free(t);
	fetcher_free(f);
}

struct sunk {
	size_t len, restarts;
	bool fail, fail_restart;
};

static int
sink(const void *data, size_t len, void *arg)
{
	struct sunk *s = arg;

	(void)data;
	s->len += len;
	return s->fail ? -1 : 0;
}

static int
restart(void *arg)
{
	struct sunk *s = arg;

	s->len = 0;
	s->restarts++;
	return s->fail_restart ? -1 : 0;
}

static void
test_sink(void)
{
	struct fetcher *f = fetcher_new(NULL);
	struct sunk s = {0};
	struct fetch_request r = {.sink = sink, .restart = restart, .arg = &s};
	struct fetch *t = start_with(f, "short", r);

	ok(fetch_wait(t) == FETCH_OK && s.len == 3 && s.restarts == 1,
	    "a sink is told to forget what came before");
	fetch_free(t);
	s.fail = true;
	t = start_with(f, "200/0", r);
	ok(fetch_wait(t) == FETCH_BROKEN && kit->count[last_id] == 1,
	    "a sink may give up");
	fetch_free(t);
	s.fail = false;
	s.fail_restart = true;
	t = start_with(f, "500/9", r);
	ok(fetch_wait(t) == FETCH_BROKEN && kit->count[last_id] == 1,
	    "so may its restart");
	fetch_free(t);
	fetcher_free(f);
}

/* Several at once: never more than six, the first alone. */
static void
test_parallel(void)
{
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t[12];
	int good = 0;

	kit->flying = kit->most = 0;
	t[0] = start(f, "slow/20");
	t[1] = start(f, "slow/20");
	fetch_wait(t[0]);
	ok(kit->most == 1, "a host that never answered is asked once");
	fetch_free(t[0]);
	fetch_free(t[1]);
	fetcher_free(f);
	f = fetcher_new(NULL);
	t[0] = start(f, "part"); /* its end waits for the other */
	t[1] = start(f, "200/0");
	ok(fetch_wait(t[0]) == FETCH_OK, "but only until it answers");
	for (int i = 2; i < 12; i++)
		t[i] = start(f, "slow/20");
	for (int i = 11; i >= 0; i--) {
		good += fetch_wait(t[i]) == FETCH_OK;
		fetch_free(t[i]);
	}
	ok(good == 12 && kit->most > 1 && kit->most <= FETCH_PARALLEL,
	    "then several at once: %d", kit->most);
	fetcher_free(f);
}

static void
test_ready(void)
{
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t = start(f, "slow/10");
	int looks = 0;

	while (!fetch_ready(t) && looks < 1000) {
		usleep(1000);
		looks++;
	}
	ok(looks > 1 && looks < 1000 && fetch_wait(t) == FETCH_OK,
	    "it goes on while others look");
	fetch_free(t);
	fetcher_free(f);
}

static void
test_shut(void)
{
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t = start(f, "403/1"), *u = start(f, "200/0"), *v;

	ok(fetch_wait(t) == FETCH_DENIED && fetch_wait(u) == FETCH_DENIED &&
		kit->count[last_id] == 0 && strstr(fetch_why(u), "403"),
	    "nothing is asked after a 403");
	kit->skipped += FETCH_SHUT;
	v = start(f, "200/0");
	ok(fetch_wait(v) == FETCH_OK, "but a minute later");
	fetch_free(t);
	fetch_free(u);
	fetch_free(v);
	fetcher_free(f);
}

static void
test_gone(void)
{
	struct fetch_request nobody = {
	    .url = "http://127.0.0.1:1/", .max = 9, .json = true};
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t[9];
	int later = 0;

	log_quiet();
	for (int i = 0; i < 9; i++)
		t[i] = fetch_start(f, &nobody);
	for (int i = 0; i < 9; i++) {
		later += fetch_wait(t[i]) == FETCH_LATER;
		fetch_free(t[i]);
	}
	ok(later == 9 && fetcher_stats(f)->requests <= FETCH_FAILURES + 5,
	    "too many failures in a row end all");
	t[0] = start(f, "200/0");
	ok(fetch_wait(t[0]) == FETCH_LATER && kit->count[last_id] == 0 &&
		strstr(fetch_why(t[0]), "20 tries in a row failed"),
	    "and what comes later");
	fetch_free(t[0]);
	fetcher_free(f);
}

static volatile sig_atomic_t stopped;

static void
on_alarm(int number)
{
	(void)number;
	stopped = 1;
}

static void
test_stop(void)
{
	struct fetcher *f = fetcher_new(&stopped);
	struct fetch *t = start(f, "hang"), *u = start(f, "200/0");
	struct sigaction sa = {.sa_handler = on_alarm};

	sigaction(SIGALRM, &sa, NULL);
	ualarm(30000, 0);
	ok(fetch_wait(t) == FETCH_STOPPED && fetch_wait(u) == FETCH_STOPPED,
	    "a signal ends what runs and what waits");
	fetch_free(t);
	fetch_free(u);
	t = start(f, "200/0");
	ok(fetch_wait(t) == FETCH_STOPPED && kit->count[last_id] == 0,
	    "and what comes later");
	fetch_free(t);
	stopped = 0;
	t = start(f, "503/9/Retry-After:50");
	while (kit->count[last_id] == 0)
		fetch_ready(t);
	while (!fetch_ready(t) && fetcher_stats(f)->bytes == 0)
		usleep(100);
	stopped = 1;
	ok(fetch_wait(t) == FETCH_STOPPED, "a wait, too");
	fetch_free(t);
	stopped = 0;
	fetcher_free(f);
}

/* --- budgets --- */

static void
to_window_start(struct budget *b, int64_t ms)
{
	int64_t now = budget_server_now(b, NULL);

	kit->skipped += 60000 - now % 60000 + ms;
}

static void
test_budget(void)
{
	struct budget *b = open_budget("plain");
	struct fetch_request r = {.budget = b, .cost = 45, .json = true};
	struct fetch_request data = r;
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t[5];
	int64_t begun;

	data.pool = 1;
	to_window_start(b, 10000);
	begun = now_ms();
	for (int i = 0; i < 4; i++)
		t[i] = start_with(f, "200/0", r);
	t[4] = start_with(f, "200/0", data);
	ok(fetch_wait(t[4]) == FETCH_OK && now_ms() - begun < 2000,
	    "what waits for its budget lets another pool pass");
	for (int i = 0; i < 4; i++)
		fetch_wait(t[i]);
	ok(now_ms() - begun >= 51000 && fetch_wait(t[3]) == FETCH_OK,
	    "its own waits for the next window: %" PRId64 " ms",
	    now_ms() - begun);
	ok(kit->at[last_id - 4][0] <= kit->at[last_id - 3][0] &&
		kit->at[last_id - 3][0] + 49000 < kit->at[last_id - 2][0] &&
		kit->at[last_id - 2][0] + 59900 < kit->at[last_id - 1][0],
	    "in order, as many as fit");
	ok(fetcher_stats(f)->cost == 5 * 45 &&
		fetcher_stats(f)->waited_ms >= 49000 &&
		fetcher_stats(f)->requests == 5,
	    "and is counted");
	for (int i = 0; i < 5; i++)
		fetch_free(t[i]);
	fetcher_free(f);
	budget_close(b);
}

static void
test_used(void)
{
	struct budget *b = open_budget("used");
	struct fetch_request r = {.budget = b, .cost = 1, .json = true};
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t, *u;
	int64_t begun;

	to_window_start(b, 10000);
	r.pool = 1;
	t = start_with(f, "400/1/X-MBX-USED-WEIGHT-1M:99", r);
	fetch_wait(t);
	fetch_free(t);
	begun = now_ms();
	r.pool = 0;
	t = start_with(f, "400/1/x-mbx-used-weight-1m:99", r);
	ok(fetch_wait(t) == FETCH_REFUSED && now_ms() - begun < 1000,
	    "the header is not the other pool's");
	u = start_with(f, "200/0", r);
	ok(fetch_wait(u) == FETCH_OK && now_ms() - begun > 48000,
	    "what others used counts");
	fetch_free(t);
	fetch_free(u);
	fetcher_free(f);
	budget_close(b);
}

/* 429 without Retry-After: to the next minute of the server. */
static void
test_window(void)
{
	struct budget *b = open_budget("window");
	struct fetch_request r = {.budget = b, .cost = 1, .json = true};
	struct fetcher *f = fetcher_new(NULL);
	int64_t begun;
	struct fetch *t;

	to_window_start(b, 20000);
	begun = now_ms();
	t = start_with(f, "429/1", r);
	ok(fetch_wait(t) == FETCH_OK && now_ms() - begun >= 40000 &&
		now_ms() - begun < 42500,
	    "429 waits for the next window: %" PRId64 " ms", now_ms() - begun);
	fetch_free(t);
	fetcher_free(f);
	budget_close(b);
}

static void
test_ban(const char *kind, int64_t ms, int64_t slack)
{
	struct budget *b = open_budget(kind);
	struct fetch_request r = {.budget = b, .cost = 1, .json = true};
	struct fetcher *f = fetcher_new(NULL);
	int64_t begun = now_ms();
	struct fetch *t;

	kit->free_at = begun + ms;
	t = start_with(f, kind, r);
	ok(fetch_wait(t) == FETCH_OK && kit->count[last_id] == 2 &&
		now_ms() - begun >= ms && now_ms() - begun <= ms + slack,
	    "%s: a short ban is waited for: %" PRId64 " ms", kind,
	    now_ms() - begun);
	fetch_free(t);
	fetcher_free(f);
	budget_close(b);
}

static void
test_long_ban(void)
{
	struct budget *b = open_budget("long");
	struct fetch_request r = {.budget = b, .cost = 1, .json = true};
	struct fetcher *f = fetcher_new(NULL);
	struct fetch *t, *u;
	char text[32];
	time_t end;
	struct tm tm;

	kit->free_at = now_ms() + 3600000;
	end = (time_t)((kit_clock(CLOCK_REALTIME) + 3600000) / 1000);
	strftime(text, sizeof text, "until %Y-%m-%dT%H:", gmtime_r(&end, &tm));
	t = start_with(f, "banned/3", r);
	u = start_with(f, "200/0", r);
	ok(fetch_wait(t) == FETCH_LATER && strstr(fetch_why(t), text),
	    "a long ban is not: %s", fetch_why(t));
	ok(fetch_wait(u) == FETCH_LATER && kit->count[last_id] == 0,
	    "nobody asks during it");
	fetch_free(t);
	fetch_free(u);
	fetcher_free(f);
	budget_close(b);

	f = fetcher_new(NULL);
	r.budget = b = open_budget("long");
	t = start_with(f, "200/0", r);
	ok(fetch_wait(t) == FETCH_LATER && kit->count[last_id] == 0 &&
		strstr(fetch_why(t), text),
	    "nor the next process");
	fetch_free(t);
	kit->skipped += 3600000 + 1000;
	t = start_with(f, "200/0", r);
	ok(fetch_wait(t) == FETCH_OK, "until it is over");
	fetch_free(t);
	fetcher_free(f);
	budget_close(b);
	f = fetcher_new(NULL);
	t = start(f, "418/1");
	ok(fetch_wait(t) == FETCH_LATER, "of unknown length: 2 min");
	fetch_free(t);
	kit->skipped += 120000;
	t = start(f, "200/0");
	ok(fetch_wait(t) == FETCH_OK, "no more");
	fetch_free(t);
	fetcher_free(f);
}

/* --- the archive's files --- */

static void
test_archive(void)
{
	struct fetcher *f = fetcher_new(NULL);
	struct archive_copy copy;
	char p[100], url[200], why[ARCHIVE_WHY], hex[ARCHIVE_SHA256];
	struct archive_get *g =
	    archive_get_start(f, kit_url(url, path(p, "zip")), "x.zip", 99);

	ok(archive_get_wait(g, &copy, why) == GOT_FILE && copy.verified &&
		copy.size == 3 && kit->count[last_id] == 2 &&
		strcmp(copy.sha256, copy.published) == 0,
	    "a file and its checksum");
	close(copy.fd);
	archive_get_free(g);
	g = archive_get_start(f, kit_url(url, path(p, "stale")), "x.zip", 99);
	while (!archive_get_ready(g))
		usleep(100);
	ok(archive_get_wait(g, &copy, why) == GOT_FILE && copy.verified &&
		kit->count[last_id] == 4,
	    "what does not agree is fetched once more, past caches");
	close(copy.fd);
	archive_get_free(g);
	g = archive_get_start(f, kit_url(url, path(p, "wrong")), "x.zip", 99);
	ok(archive_get_wait(g, &copy, why) == GOT_CORRUPT && copy.fd != -1 &&
		copy.size == 3 && copy.published[0] == '0' &&
		strstr(why, "published is 0000") && kit->count[last_id] == 4,
	    "else it is evidence");
	close(copy.fd);
	archive_get_free(g);
	g = archive_get_start(f, kit_url(url, path(p, "404/99")), "x.zip", 99);
	ok(archive_get_wait(g, &copy, why) == GOT_ABSENT && copy.fd == -1,
	    "no such file");
	archive_get_free(g);
	g = archive_get_start(f, kit_url(url, path(p, "zip")), "x.zip", 2);
	ok(archive_get_wait(g, &copy, why) == GOT_CORRUPT && copy.fd == -1,
	    "too large");
	archive_get_free(g);
	g = archive_get_start(f, kit_url(url, path(p, "zip")), "x.zip", 99);
	archive_get_free(g);
	ok(archive_get_checksum(f, kit_url(url, path(p, "zip")), "x.zip", hex,
	       why) == GOT_FILE &&
		strlen(hex) == 64,
	    "only the checksum");
	ok(archive_get_checksum(f, kit_url(url, path(p, "404/99")), "x.zip",
	       hex, why) == GOT_ABSENT,
	    "none is published");
	fetcher_free(f);
}

int
main(void)
{
	char dir[] = "/tmp/fetch.XXXXXX", command[64];

	log_init("fetch");
	if (!mkdtemp(dir))
		tap_skip("no temporary directory");
	setenv("TICKPIPE_RUN", dir, 1);
	signal(SIGPIPE, SIG_IGN);
	kit_start();
	test_cases();
	test_backoff();
	test_body();
	test_sink();
	test_parallel();
	test_ready();
	test_shut();
	test_stop();
	test_budget();
	test_used();
	test_window();
	test_ban("banned/1", 20000, 1500);
	test_ban("banned/2", 20000, 1500);
	test_ban("banned/3", 20000, 1500);
	test_long_ban();
	test_archive();
	test_gone();
	kit_stop();
	snprintf(command, sizeof command, "rm -rf %s", dir);
	(void)!system(command);
	return tap_done();
}
