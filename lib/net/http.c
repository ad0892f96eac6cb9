/* SPDX-License-Identifier: MIT */
#include "net/http.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <curl/curl.h>

enum {
	CONNECT_SECONDS = 20,
	SLOW_SECONDS = 30, /* slower than SLOW_BYTES a second for so long */
	SLOW_BYTES = 200,
	REDIRECTS = 3,
	WHY = CURL_ERROR_SIZE + 64,
};

struct http {
	CURL *easy;
	const volatile sig_atomic_t *stop;
	int64_t bytes;
	char error[CURL_ERROR_SIZE]; /* curl's own words */
	char why[WHY];
	/* of the transfer */
	http_sink *sink;
	void *arg;
	int64_t max, got;
	bool large, gave_up;
};

static size_t
take(char *data, size_t one, size_t len, void *arg)
{
	struct http *h = arg;

	(void)one; /* is 1 */
	h->got += (int64_t)len;
	h->bytes += (int64_t)len;
	/* A length that was not announced is not judged by curl. */
	h->large = h->got > h->max;
	if (h->large)
		return CURL_WRITEFUNC_ERROR;
	h->gave_up = h->sink(data, len, h->arg) != 0;
	return h->gave_up ? CURL_WRITEFUNC_ERROR : len;
}

static int
look(void *arg, curl_off_t dltotal, curl_off_t dlnow, curl_off_t ultotal,
    curl_off_t ulnow)
{
	const struct http *h = arg;

	(void)dltotal, (void)dlnow, (void)ultotal, (void)ulnow;
	return h->stop && *h->stop;
}

static int
set_up(struct http *h)
{
	CURL *e = h->easy;
	unsigned int bad = 0;

	bad |= curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "https,http,file");
	bad |= curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	bad |= curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	bad |= curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	bad |= curl_easy_setopt(
	    e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(e, CURLOPT_FAILONERROR, 1L);
	bad |= curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 1L);
	bad |= curl_easy_setopt(e, CURLOPT_MAXREDIRS, (long)REDIRECTS);
	bad |=
	    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	bad |= curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
	bad |= curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
	bad |= curl_easy_setopt(e, CURLOPT_USERAGENT, "tickpipe/" VERSION);
	bad |= curl_easy_setopt(e, CURLOPT_ERRORBUFFER, h->error);
	bad |= curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take);
	bad |= curl_easy_setopt(e, CURLOPT_WRITEDATA, h);
	bad |= curl_easy_setopt(e, CURLOPT_XFERINFOFUNCTION, look);
	bad |= curl_easy_setopt(e, CURLOPT_XFERINFODATA, h);
	bad |= curl_easy_setopt(e, CURLOPT_NOPROGRESS, 0L);
	return bad ? -1 : 0;
}

struct http *
http_new(const volatile sig_atomic_t *stop)
{
	struct http *h;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return NULL;
	h = calloc(1, sizeof *h);
	if (!h) {
		curl_global_cleanup();
		return NULL;
	}
	h->stop = stop;
	h->easy = curl_easy_init();
	if (!h->easy || set_up(h) != 0) {
		http_free(h);
		return NULL;
	}
	return h;
}

void
http_free(struct http *h)
{
	if (!h)
		return;
	curl_easy_cleanup(h->easy);
	curl_global_cleanup();
	free(h);
}

const char *
http_why(const struct http *h)
{
	return h->why;
}

int64_t
http_bytes(const struct http *h)
{
	return h->bytes;
}

static enum http_status
say(struct http *h, enum http_status status, const char *why)
{
	(void)snprintf(h->why, sizeof h->why, "%s", why);
	return status;
}

/* Neither is "no such thing" unless the server says just that. */
static enum http_status
judge_answer(struct http *h, long code)
{
	(void)snprintf(h->why, sizeof h->why, "the server answered %ld", code);
	if (code == 404 || code == 410)
		return HTTP_ABSENT;
	if (code >= 500 || code == 408 || code == 425 || code == 429)
		return HTTP_RETRY;
	/* 202 is how a firewall in front of the exchange asks for patience. */
	if (code >= 200 && code < 300)
		return HTTP_RETRY;
	return HTTP_REFUSED;
}

/* curl says the same of a file that is not there and one it may not read. */
static enum http_status
judge_file(struct http *h, const char *url)
{
	char *path = http_file(url);
	int err = ENOMEM;

	if (path)
		err = access(path, R_OK) == 0 ? EIO : errno;
	free(path);
	return say(h,
	    err == ENOENT || err == ENOTDIR ? HTTP_ABSENT : HTTP_REFUSED,
	    strerror(err));
}

static enum http_status
judge_failure(struct http *h, CURLcode rc, const char *url)
{
	const char *why = *h->error ? h->error : curl_easy_strerror(rc);
	char limit[64];
	long code = 0;

	(void)curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &code);
	if (h->gave_up)
		return say(h, HTTP_SINK, "given up");
	if (h->large || rc == CURLE_FILESIZE_EXCEEDED) {
		(void)snprintf(limit, sizeof limit, "more than %lld bytes",
		    (long long)h->max);
		return say(h, HTTP_LARGE, limit);
	}
	switch (rc) {
	case CURLE_HTTP_RETURNED_ERROR:
		return judge_answer(h, code);
	case CURLE_FILE_COULDNT_READ_FILE:
		return judge_file(h, url);
	case CURLE_ABORTED_BY_CALLBACK:
		return say(h, HTTP_STOPPED, "stopped");
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_TOO_MANY_REDIRECTS:
	case CURLE_REMOTE_ACCESS_DENIED:
		return say(h, HTTP_REFUSED, why);
	default:
		return say(h, HTTP_RETRY, why);
	}
}

static bool
has_scheme(const char *url, const char *scheme)
{
	return strncasecmp(url, scheme, strlen(scheme)) == 0;
}

enum http_status
http_get(
    struct http *h, const char *url, int64_t max, http_sink *sink, void *arg)
{
	bool plain = has_scheme(url, "http:");
	long code = 0;
	CURLcode rc;

	h->sink = sink;
	h->arg = arg;
	h->max = max;
	h->got = 0;
	h->large = h->gave_up = false;
	h->error[0] = '\0';
	if (curl_easy_setopt(h->easy, CURLOPT_URL, url) != CURLE_OK ||
	    curl_easy_setopt(h->easy, CURLOPT_MAXFILESIZE_LARGE,
		(curl_off_t)max) != CURLE_OK ||
	    curl_easy_setopt(h->easy, CURLOPT_REDIR_PROTOCOLS_STR,
		plain ? "https,http" : "https") != CURLE_OK)
		return say(h, HTTP_RETRY, "out of memory");
	rc = curl_easy_perform(h->easy);
	if (rc != CURLE_OK)
		return judge_failure(h, rc, url);
	(void)curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &code);
	if (code != 200 && !has_scheme(url, "file:"))
		return judge_answer(h, code);
	return HTTP_OK;
}

const char *
http_check(const char *url)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *part = NULL;
	const char *why = NULL;

	if (!u)
		return "out of memory";
	if (curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
		why = "it is not a URL such as https://HOST or file:///PATH";
	else if (strcmp(scheme, "https") != 0 && strcmp(scheme, "http") != 0 &&
		 strcmp(scheme, "file") != 0)
		why = "only https, http and file are known";
	else if (curl_url_get(u, CURLUPART_USER, &part, 0) == CURLUE_OK ||
		 curl_url_get(u, CURLUPART_PASSWORD, &part, 0) == CURLUE_OK)
		why = "it holds a user name or password";
	else if (curl_url_get(u, CURLUPART_QUERY, &part, 0) == CURLUE_OK ||
		 curl_url_get(u, CURLUPART_FRAGMENT, &part, 0) == CURLUE_OK)
		why = "it has a query or a fragment";
	curl_free(part);
	curl_free(scheme);
	curl_url_cleanup(u);
	return why;
}

char *
http_file(const char *url)
{
	CURLU *u = curl_url();
	char *path = NULL, *copy = NULL;

	if (u && has_scheme(url, "file:") &&
	    curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_PATH, &path, CURLU_URLDECODE) ==
		CURLUE_OK)
		copy = strdup(path);
	curl_free(path);
	curl_url_cleanup(u);
	return copy;
}

char *
http_escape(const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char plain[] = "-._~0123456789abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char *out = malloc(3 * strlen(text) + 1), *p = out;

	if (!out)
		return NULL;
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (strchr(plain, c)) {
			*p++ = (char)c;
			continue;
		}
		*p++ = '%';
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	*p = '\0';
	return out;
}
