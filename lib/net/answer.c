/* SPDX-License-Identifier: MIT */
#include "net/answer.h"

#include <stdbool.h>
#include <string.h>

#include "base/rng.h"
#include "net/http.h"

#define WAIT_MAX                                                               \
	(INT64_C(7) * 24 * 3600 * 1000) /* bans last 3 days at most            \
					 */

enum { BACKOFF_MS = 250, BACKOFF_MAX = 8000, BAN_MS = 120000 };

/* A whole number that is all or the beginning of text; -1: there is none, or
 * none that a header or a time could be. */
static int64_t
number(const char *text)
{
	int64_t n = 0;

	text += strspn(text, " \t");
	if (*text < '0' || *text > '9')
		return -1;
	for (; *text >= '0' && *text <= '9'; text++) {
		n = 10 * n + *text - '0';
		if (n > INT64_C(1000000000000000))
			return -1;
	}
	return n;
}

static int64_t
bounded(int64_t ms)
{
	if (ms < 0)
		return 0;
	return ms < WAIT_MAX ? ms : WAIT_MAX;
}

/* Seconds or a date: RFC 9110, 10.2.3.  0: none. */
static int64_t
retry_after(const struct transfer *t, int64_t now)
{
	const char *text = transfer_header(t, "Retry-After");
	int64_t n;

	if (!text)
		return 0;
	n = number(text);
	if (n >= 0)
		return bounded(n < WAIT_MAX ? n * 1000 : WAIT_MAX);
	n = http_date(text);
	return n < 0 ? 0 : bounded(n - now);
}

/* "IP banned until 1783855317204.", ms since the epoch.  0: nothing. */
static int64_t
banned_until(const char *body, int64_t now)
{
	static const char words[] = "banned until ";
	const char *p = strstr(body, words);
	int64_t n;

	if (!p)
		return 0;
	n = number(p + sizeof words - 1);
	return n < 0 ? 0 : bounded(n - now);
}

static struct answer
judge_ban(const struct transfer *t, int64_t now)
{
	struct answer a = {ANSWER_BAN, retry_after(t, now)};

	if (a.wait == 0)
		a.wait = banned_until(transfer_body(t), now);
	if (a.wait == 0)
		a.wait = BAN_MS;
	return a;
}

static enum answer_kind
kind_of(int code)
{
	switch (code) {
	case 404:
	case 410:
		return ANSWER_ABSENT;
	case 403:
	case 451:
		return ANSWER_SHUT;
	case 408:
	case 425:
		return ANSWER_RETRY;
	case 429:
		return ANSWER_PAUSE;
	}
	if (code >= 300 && code < 400)
		return ANSWER_DENIED;
	/* 202 is how a firewall in front of the exchange asks for patience. */
	return code >= 400 && code < 500 ? ANSWER_REFUSED : ANSWER_RETRY;
}

struct answer
answer_judge(const struct transfer *t, int64_t now)
{
	int code = transfer_code(t);
	struct answer a = {ANSWER_OK, 0};

	if (transfer_status(t) == HTTP_OK)
		return a;
	if (code == 418)
		return judge_ban(t, now);
	a.kind = kind_of(code);
	a.wait = retry_after(t, now);
	return a;
}

int64_t
answer_date(const struct transfer *t)
{
	const char *text = transfer_header(t, "Date");
	int64_t ms = text ? http_date(text) : -1;

	return ms > 0 ? ms : 0;
}

int64_t
answer_used(const struct transfer *t)
{
	const char *text = transfer_header(t, "X-MBX-USED-WEIGHT-1M");

	return text ? number(text) : -1;
}

int64_t
answer_backoff(struct rng *r, int failed)
{
	int64_t ms = BACKOFF_MS;

	while (failed-- > 1 && ms < BACKOFF_MAX)
		ms *= 2;
	return ms / 2 + rng_below(r, ms / 2 + 1);
}
