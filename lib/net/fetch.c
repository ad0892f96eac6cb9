/* SPDX-License-Identifier: MIT */
#include "net/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/rng.h"
#include "net/answer.h"
#include "net/budget.h"
#include "net/host.h"

enum {
	POLL_MS = 500,      /* a signal between look and wait is seen then */
	RETRY_WAIT = 60000, /* a Retry-After of 5xx is believed up to here */
	ROOM = 1 << 16,     /* of a body in memory, at first */
};

enum state { QUEUED, FLYING, ENDED };

struct fetcher {
	struct http *http;
	const volatile sig_atomic_t *stop;
	struct fetch *first, **last; /* in the order of fetch_start() */
	struct host *hosts;
	int flying;
	int failures; /* in a row */
	bool gone;    /* too many of them: the network is gone */
	char why[HOST_WHY];
	struct rng rng;
	struct fetch_stats stats;
};

struct fetch {
	struct fetcher *fetcher; /* NULL: it is gone */
	struct fetch *next;
	struct fetch_request r;
	char *url;
	struct host *host;
	struct charge charge;
	enum state state;
	enum fetch_status status;
	struct transfer *transfer;
	int64_t ready;  /* of clock_mono(): it may begin */
	int64_t sent;   /* of clock_mono() */
	int64_t paused; /* ms that 429 and 418 made it wait, */
	int pauses;     /* so many times */
	int tries;      /* that failed */
	bool begun;
	bool no_memory;
	char head, tail; /* first and last byte that is not white space */
	char *body;
	size_t len, room;
	int64_t date;
	char why[HOST_WHY];
};

struct fetcher *
fetcher_new(const volatile sig_atomic_t *stop)
{
	struct fetcher *f = calloc(1, sizeof *f);
	uint64_t seed = 0;

	if (!f)
		return NULL;
	f->http = http_new();
	if (!f->http) {
		free(f);
		return NULL;
	}
	f->stop = stop;
	f->last = &f->first;
	if (getentropy(&seed, sizeof seed) != 0)
		seed = (uint64_t)clock_mono() + (uint64_t)getpid();
	rng_seed(&f->rng, seed);
	return f;
}

const struct fetch_stats *
fetcher_stats(const struct fetcher *f)
{
	return &f->stats;
}

void
fetcher_renew(struct fetcher *f)
{
	if (!f->gone)
		return;
	f->gone = false;
	f->failures = FETCH_FAILURES - FETCH_TRIES;
}

struct fetch *
fetch_start(struct fetcher *f, const struct fetch_request *r)
{
	struct fetch *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->fetcher = f;
	t->r = *r;
	t->r.url = t->url = strdup(r->url);
	t->charge = (struct charge){r->budget, r->pool, r->cost};
	t->host = host_find(&f->hosts, r->url);
	t->room = 1 + FETCH_SLACK;
	t->body = calloc(1, t->room);
	if (!t->url || !t->host || !t->body) {
		free(t->body);
		free(t->url);
		free(t);
		return NULL;
	}
	*f->last = t;
	f->last = &t->next;
	return t;
}

/* --- what comes --- */

static int
keep(struct fetch *t, const void *data, size_t len)
{
	size_t need = t->len + len + 1 + FETCH_SLACK;

	if (need > t->room) {
		size_t room = need > 2 * t->room ? need : 2 * t->room;
		char *p = realloc(t->body, room < ROOM ? ROOM : room);

		t->no_memory = !p;
		if (!p)
			return -1;
		t->body = p;
		t->room = room < ROOM ? ROOM : room;
	}
	memcpy(t->body + t->len, data, len);
	t->len += len;
	memset(t->body + t->len, 0, 1 + FETCH_SLACK);
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int
receive(const void *data, size_t len, void *arg)
{
	struct fetch *t = arg;
	const char *p = data;

	t->host->answers = true; /* others need not wait for the end of it */
	for (size_t i = 0; !t->head && i < len; i++)
		if (!is_space(p[i]))
			t->head = p[i];
	for (size_t i = len; i > 0; i--)
		if (!is_space(p[i - 1])) {
			t->tail = p[i - 1];
			break;
		}
	return t->r.sink ? t->r.sink(data, len, t->r.arg) : keep(t, data, len);
}

static bool
is_json(const struct fetch *t)
{
	return (t->head == '[' && t->tail == ']') ||
	       (t->head == '{' && t->tail == '}');
}

/* --- how it ends --- */

/* Takes it out of the air: it was answered, failed, or is not wanted. */
static void
land(struct fetch *t, int64_t used)
{
	struct fetcher *f = t->fetcher;
	struct budget_answer answer = {
	    t->r.cost, used, t->date, clock_mono() - t->sent};

	if (t->state != FLYING)
		return;
	f->flying--;
	t->host->flying--;
	f->stats.bytes = http_bytes(f->http);
	if (t->r.budget && budget_note(t->r.budget, t->r.pool, &answer) != 0)
		log_warn("%s", budget_why(t->r.budget));
	transfer_free(t->transfer);
	t->transfer = NULL;
	t->state = QUEUED;
}

static void
end(struct fetch *t, enum fetch_status status, const char *why)
{
	land(t, -1);
	t->state = ENDED;
	t->status = status;
	if (why != t->why)
		(void)snprintf(t->why, sizeof t->why, "%s", why);
}

static void
end_all(struct fetcher *f, enum fetch_status status, const char *why)
{
	for (struct fetch *t = f->first; t; t = t->next)
		if (t->state != ENDED)
			end(t, status, why);
}

static void
say_wait(const struct fetch *t, int64_t ms)
{
	log_info(
	    "'%s': %s; again in %.1f s", t->url, t->why, (double)ms / 1000);
}

/* A try failed; status if it was the last one. */
static void
fail(struct fetch *t, enum fetch_status status, int64_t wait)
{
	struct fetcher *f = t->fetcher;
	int64_t ms;

	t->tries++;
	f->failures++;
	if (t->tries >= FETCH_TRIES) {
		end(t, status, t->why);
	} else {
		ms = answer_backoff(&f->rng, t->tries);
		if (wait > RETRY_WAIT)
			wait = RETRY_WAIT;
		if (ms < wait)
			ms = wait;
		t->ready = clock_mono() + ms;
		say_wait(t, ms);
	}
	if (f->failures < FETCH_FAILURES)
		return;
	f->gone = true;
	(void)snprintf(f->why, sizeof f->why,
	    "%d tries in a row failed, the last: %.320s", FETCH_FAILURES,
	    t->why);
	log_warn("%s; nothing more is asked for", f->why);
}

/* 429, 418: its turn comes again when the pause of ms is over, unless it waited
 * for long already; -1: the budget's file failed. */
static void
wait_out(struct fetch *t, int64_t ms)
{
	t->paused += ms;
	if (ms < 0)
		end(t, FETCH_BROKEN, budget_why(t->r.budget));
	else if (++t->pauses > FETCH_PAUSES || t->paused > FETCH_PAUSE_MAX)
		end(t, FETCH_LATER, t->why);
	else
		say_wait(t, ms);
}

static void
shut(struct fetch *t)
{
	if (host_shut(t->host, &t->charge, t->why) < 0)
		log_warn("%s", budget_why(t->r.budget));
	end(t, FETCH_DENIED, t->why);
}

static void
ban(struct fetch *t, int64_t ms)
{
	bool again = t->paused > 0; /* it does not get shorter by asking */

	ms = host_ban(t->host, &t->charge, ms, t->why);
	if (ms > FETCH_BAN_WAIT || again)
		end(t, FETCH_LATER, t->why);
	else
		wait_out(t, ms);
}

static void
follow(struct fetch *t, struct answer a)
{
	bool refusal = a.kind == ANSWER_SHUT || a.kind == ANSWER_PAUSE ||
		       a.kind == ANSWER_BAN;

	if (*t->host->name)
		t->host->answers = !refusal;
	if (a.kind == ANSWER_OK && t->r.json && !is_json(t)) {
		(void)snprintf(
		    t->why, sizeof t->why, "the answer is not whole JSON");
		fail(t, FETCH_CORRUPT, 0);
		return;
	}
	if (a.kind != ANSWER_RETRY && !refusal)
		t->fetcher->failures = 0;
	switch (a.kind) {
	case ANSWER_OK:
		end(t, FETCH_OK, "");
		break;
	case ANSWER_ABSENT:
		end(t, FETCH_ABSENT, t->why);
		break;
	case ANSWER_REFUSED:
		end(t, FETCH_REFUSED, t->why);
		break;
	case ANSWER_DENIED:
		end(t, FETCH_DENIED, t->why);
		break;
	case ANSWER_SHUT:
		shut(t);
		break;
	case ANSWER_RETRY:
		fail(t, FETCH_LATER, a.wait);
		break;
	case ANSWER_PAUSE:
		wait_out(t, host_pause(t->host, &t->charge, a.wait));
		break;
	case ANSWER_BAN:
		ban(t, a.wait);
		break;
	}
}

static int64_t
server_now(const struct fetch *t)
{
	if (t->date)
		return t->date;
	return t->r.budget ? budget_server_now(t->r.budget, NULL) : clock_now();
}

/* The transfer ended. */
static void
settle(struct fetch *t)
{
	enum http_status status = transfer_status(t->transfer);
	const char *text = transfer_body(t->transfer);
	int64_t used = t->r.pool == 0 ? answer_used(t->transfer) : -1;
	struct answer a = {ANSWER_OK, 0};

	t->date = answer_date(t->transfer);
	(void)snprintf(t->why, sizeof t->why, "%s", transfer_why(t->transfer));
	if (status == HTTP_ANSWERED) {
		t->len = 0;
		(void)keep(t, text, strlen(text));
	}
	if (status == HTTP_OK || status == HTTP_ANSWERED)
		a = answer_judge(t->transfer, server_now(t));
	log_debug("'%s': %s", t->url, status == HTTP_OK ? "got" : t->why);
	land(t, used);
	switch (status) {
	case HTTP_OK:
	case HTTP_ANSWERED:
		follow(t, a);
		break;
	case HTTP_REFUSED:
		end(t, FETCH_DENIED, t->why);
		break;
	case HTTP_ABSENT:
		end(t, FETCH_ABSENT, t->why);
		break;
	case HTTP_LARGE:
		end(t, FETCH_CORRUPT, t->why);
		break;
	case HTTP_SINK:
		end(t, FETCH_BROKEN, t->no_memory ? "out of memory" : t->why);
		break;
	case HTTP_RUNNING:
	case HTTP_BROKEN:
		t->host->answers = true;
		fail(t, FETCH_LATER, 0);
		break;
	}
}

/* --- how it begins --- */

static void
begin(struct fetch *t)
{
	struct fetcher *f = t->fetcher;
	struct http_get get = {
	    .url = t->url,
	    .max = t->r.max,
	    .sink = receive,
	    .arg = t,
	    .api = t->r.json,
	    .fresh = t->r.fresh,
	};

	if (t->begun && t->r.restart && t->r.restart(t->r.arg) != 0) {
		end(t, FETCH_BROKEN, "given up");
		return;
	}
	t->begun = true;
	t->len = 0;
	t->head = t->tail = '\0';
	t->date = 0;
	t->transfer = http_start(f->http, &get);
	if (!t->transfer) {
		end(t, FETCH_BROKEN, "out of memory");
		return;
	}
	t->sent = clock_mono();
	t->state = FLYING;
	f->flying++;
	t->host->flying++;
	f->stats.requests++;
	f->stats.cost += t->r.budget ? t->r.cost : 0;
}

/* Begins t if it may; returns when to try again at the soonest, if time
 * tells. */
static int64_t
try_begin(struct fetch *t, int64_t now)
{
	struct fetcher *f = t->fetcher;
	int64_t at = t->ready;

	if (at > now)
		return at;
	switch (host_ask(t->host, &t->charge, now, f->flying >= FETCH_PARALLEL,
	    &at, t->why)) {
	case HOST_GO:
		begin(t);
		break;
	case HOST_WAIT:
		return at;
	case HOST_DENIED:
		end(t, FETCH_DENIED, t->why);
		break;
	case HOST_LATER:
		end(t, FETCH_LATER, t->why);
		break;
	case HOST_BROKEN:
		end(t, FETCH_BROKEN, t->why);
		break;
	}
	return INT64_MAX;
}

/* Settles what ended, begins what may; returns how long nothing will be due,
 * as long as nothing comes. */
static int64_t
step(struct fetcher *f)
{
	int64_t now, next = INT64_MAX;

	for (struct fetch *t = f->first; t; t = t->next)
		if (t->state == FLYING &&
		    transfer_status(t->transfer) != HTTP_RUNNING)
			settle(t);
	if (f->stop && *f->stop)
		end_all(f, FETCH_STOPPED, "stopped");
	if (f->gone)
		end_all(f, FETCH_LATER, f->why);
	now = clock_mono();
	for (struct fetch *t = f->first; t; t = t->next) {
		int64_t at = INT64_MAX;

		if (t->state == QUEUED)
			at = try_begin(t, now);
		if (at < next)
			next = at;
	}
	f->stats.bytes = http_bytes(f->http);
	return next > now + POLL_MS ? POLL_MS : next > now ? next - now : 0;
}

void
fetcher_run(struct fetcher *f, int ms)
{
	(void)step(f);
	http_run(f->http, ms);
	(void)step(f);
}

bool
fetch_ready(struct fetch *t)
{
	if (t->state != ENDED)
		fetcher_run(t->fetcher, 0);
	return t->state == ENDED;
}

enum fetch_status
fetch_wait(struct fetch *t)
{
	struct fetcher *f = t->fetcher;

	while (t->state != ENDED) {
		int64_t ms = step(f), begun = clock_mono();
		bool idle = f->flying == 0;

		if (t->state == ENDED)
			break;
		http_run(f->http, (int)ms);
		if (idle)
			f->stats.waited_ms += clock_mono() - begun;
	}
	return t->status;
}

const char *
fetch_body(const struct fetch *t, size_t *len)
{
	if (len)
		*len = t->len;
	return t->body;
}

const char *
fetch_why(const struct fetch *t)
{
	return t->why;
}

int64_t
fetch_date(const struct fetch *t)
{
	return t->date;
}

void
fetch_free(struct fetch *t)
{
	struct fetch **p;

	if (!t)
		return;
	if (t->fetcher) {
		if (t->state != ENDED)
			end(t, FETCH_STOPPED, "not wanted any more");
		p = &t->fetcher->first;
		while (*p != t)
			p = &(*p)->next;
		*p = t->next;
		if (!t->next)
			t->fetcher->last = p;
	}
	free(t->body);
	free(t->url);
	free(t);
}

void
fetcher_free(struct fetcher *f)
{
	if (!f)
		return;
	end_all(f, FETCH_STOPPED, "stopped");
	for (struct fetch *t = f->first; t; t = t->next)
		t->fetcher = NULL;
	host_free_all(f->hosts);
	http_free(f->http);
	free(f);
}
