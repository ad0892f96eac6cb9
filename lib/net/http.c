/* SPDX-License-Identifier: MIT */
#include "net/http.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/clock.h"

enum {
	CONNECT_MS = 20000,
	SLOW_MS = 10000, /* slower than SLOW_BYTES in so many ms, */
	SLOW_BYTES = 2000,
	SLOW_TIMES = 3, /* so often in a row */
	REDIRECTS = 3,
	CONNECTIONS = 8,
	BODY = 4096,
	WHY = CURL_ERROR_SIZE + 64,
};

struct http {
	CURLM *multi;
	struct transfer *first; /* all that were not freed */
	struct curl_slist *fresh;
	int64_t bytes;
	int64_t spent; /* ms in http_run() */
};

struct transfer {
	struct http *http; /* NULL: it is gone */
	struct transfer *next;
	CURL *easy;
	http_sink *sink;
	void *arg;
	int64_t max, got;
	enum http_status status;
	bool is_file, begun;
	bool large, gave_up, cut; /* why take() ended it */
	bool connected;
	int64_t mark, mark_got; /* when and where it was last found fast */
	int strikes;
	size_t body_len;
	char body[BODY + 1];
	char error[CURL_ERROR_SIZE]; /* curl's own words */
	char why[WHY];
};

static int
code_of(const struct transfer *t)
{
	long code = 0;

	if (t->easy && !t->is_file)
		(void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &code);
	return (int)code;
}

/* Of an answer that is not 200: what does not fit is not waited for. */
static size_t
keep_body(struct transfer *t, const char *data, size_t len)
{
	size_t room = BODY - t->body_len;

	t->cut = len > room;
	memcpy(t->body + t->body_len, data, t->cut ? room : len);
	t->body_len += t->cut ? room : len;
	return t->cut ? CURL_WRITEFUNC_ERROR : len;
}

static size_t
take(char *data, size_t one, size_t len, void *arg)
{
	struct transfer *t = arg;
	curl_off_t announced = -1;

	(void)one; /* is 1 */
	t->http->bytes += (int64_t)len;
	t->got += (int64_t)len;
	if (!t->is_file && code_of(t) != 200)
		return keep_body(t, data, len);
	if (!t->begun)
		(void)curl_easy_getinfo(
		    t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
	t->begun = true;
	t->large = announced > t->max || t->got > t->max;
	if (t->large)
		return CURL_WRITEFUNC_ERROR;
	t->gave_up = t->sink(data, len, t->arg) != 0;
	return t->gave_up ? CURL_WRITEFUNC_ERROR : len;
}

static bool
has_scheme(const char *url, const char *scheme)
{
	return strncasecmp(url, scheme, strlen(scheme)) == 0;
}

static unsigned int
set_safety(CURL *e, const char *url, bool follow)
{
	bool plain = has_scheme(url, "http:");
	unsigned int bad = 0;

	bad |= curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "https,http,file");
	bad |= curl_easy_setopt(
	    e, CURLOPT_REDIR_PROTOCOLS_STR, plain ? "https,http" : "https");
	bad |= curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, follow ? 1L : 0L);
	bad |= curl_easy_setopt(e, CURLOPT_MAXREDIRS, (long)REDIRECTS);
	bad |= curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	bad |= curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	bad |= curl_easy_setopt(
	    e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	return bad;
}

static int
set_up(struct transfer *t, const struct http_get *get)
{
	CURL *e = t->easy;
	unsigned int bad = set_safety(e, get->url, !get->api);

	bad |= curl_easy_setopt(e, CURLOPT_URL, get->url);
	/* Several connections are what is tested; HTTP/2 would share one. */
	bad |= curl_easy_setopt(
	    e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	/* judge_speed() does it: curl also counts the time when nobody calls */
	bad |= curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, 86400L);
	bad |= curl_easy_setopt(e, CURLOPT_USERAGENT, "tickpipe/" VERSION);
	if (get->api)
		bad |= curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "gzip");
	if (get->fresh)
		bad |= curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->http->fresh);
	bad |= curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
	bad |= curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take);
	bad |= curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	bad |= curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	return bad ? -1 : 0;
}

struct http *
http_new(void)
{
	struct http *h;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return NULL;
	h = calloc(1, sizeof *h);
	if (!h) {
		curl_global_cleanup();
		return NULL;
	}
	h->multi = curl_multi_init();
	h->fresh = curl_slist_append(NULL, "Cache-Control: no-cache");
	if (!h->multi || !h->fresh ||
	    curl_multi_setopt(h->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
		(long)CONNECTIONS) != CURLM_OK) {
		http_free(h);
		return NULL;
	}
	return h;
}

/* Takes it from curl.  Of its answer nothing more can be asked. */
static void
detach(struct transfer *t)
{
	if (t->easy) {
		(void)curl_multi_remove_handle(t->http->multi, t->easy);
		curl_easy_cleanup(t->easy);
	}
	t->easy = NULL;
	if (t->status == HTTP_RUNNING)
		t->status = HTTP_BROKEN;
}

void
http_free(struct http *h)
{
	if (!h)
		return;
	for (struct transfer *t = h->first; t; t = t->next) {
		detach(t);
		t->http = NULL;
	}
	(void)curl_multi_cleanup(h->multi);
	curl_slist_free_all(h->fresh);
	curl_global_cleanup();
	free(h);
}

int64_t
http_bytes(const struct http *h)
{
	return h->bytes;
}

struct transfer *
http_start(struct http *h, const struct http_get *get)
{
	struct transfer *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->http = h;
	t->sink = get->sink;
	t->arg = get->arg;
	t->max = get->max;
	t->is_file = has_scheme(get->url, "file:");
	t->mark = h->spent;
	t->next = h->first;
	h->first = t;
	t->easy = curl_easy_init();
	if (!t->easy || set_up(t, get) != 0 ||
	    curl_multi_add_handle(h->multi, t->easy) != CURLM_OK) {
		transfer_free(t);
		return NULL;
	}
	return t;
}

void
transfer_free(struct transfer *t)
{
	if (!t)
		return;
	if (t->http) {
		struct transfer **p = &t->http->first;

		detach(t);
		while (*p != t)
			p = &(*p)->next;
		*p = t->next;
	}
	free(t);
}

enum http_status
transfer_status(const struct transfer *t)
{
	return t->status;
}

int
transfer_code(const struct transfer *t)
{
	return t->status == HTTP_RUNNING ? 0 : code_of(t);
}

const char *
transfer_header(const struct transfer *t, const char *name)
{
	struct curl_header *h;

	if (!t->easy || curl_easy_header(t->easy, name, 0, CURLH_HEADER, -1,
			    &h) != CURLHE_OK)
		return NULL;
	return h->value;
}

const char *
transfer_body(const struct transfer *t)
{
	return t->body;
}

const char *
transfer_why(const struct transfer *t)
{
	return t->why;
}

static void
say(struct transfer *t, enum http_status status, const char *why)
{
	t->status = status;
	(void)snprintf(t->why, sizeof t->why, "%s", why);
}

/* curl says the same of a file that is not there and one it may not read. */
static void
judge_file(struct transfer *t)
{
	char *url = NULL, *path = NULL;
	int err = ENOMEM;

	(void)curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &url);
	if (url)
		path = http_file(url);
	if (path)
		err = access(path, R_OK) == 0 ? EIO : errno;
	free(path);
	say(t, err == ENOENT || err == ENOTDIR ? HTTP_ABSENT : HTTP_REFUSED,
	    strerror(err));
}

static void
judge_failure(struct transfer *t, CURLcode rc)
{
	const char *why = *t->error ? t->error : curl_easy_strerror(rc);

	switch (rc) {
	case CURLE_FILE_COULDNT_READ_FILE:
		judge_file(t);
		break;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_TOO_MANY_REDIRECTS:
	case CURLE_REMOTE_ACCESS_DENIED:
		say(t, HTTP_REFUSED, why);
		break;
	default:
		say(t, HTTP_BROKEN, why);
	}
}

static void
judge(struct transfer *t, CURLcode rc)
{
	char text[64];

	if (t->gave_up) {
		say(t, HTTP_SINK, "given up");
	} else if (t->large) {
		(void)snprintf(text, sizeof text, "more than %lld bytes",
		    (long long)t->max);
		say(t, HTTP_LARGE, text);
	} else if (rc != CURLE_OK && !t->cut && code_of(t) < 400) {
		judge_failure(t, rc); /* a refusal stays one without its body */
	} else if (t->is_file || code_of(t) == 200) {
		t->status = HTTP_OK;
	} else {
		(void)snprintf(
		    text, sizeof text, "the server answered %d", code_of(t));
		say(t, HTTP_ANSWERED, text);
	}
}

/* Takes in what ended; how many did. */
static int
reap(struct http *h)
{
	int left, n = 0;
	CURLMsg *msg;

	while ((msg = curl_multi_info_read(h->multi, &left))) {
		char *p = NULL;
		CURLcode rc = msg->data.result;
		CURL *e = msg->easy_handle;

		if (msg->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(e, CURLINFO_PRIVATE, &p);
		/* msg is gone with this, the answer's headers stay */
		(void)curl_multi_remove_handle(h->multi, e);
		judge((struct transfer *)(void *)p, rc);
		n++;
	}
	return n;
}

static void
judge_speed(struct transfer *t)
{
	int64_t now = t->http->spent;
	curl_off_t us = 0;

	if (!t->connected) {
		(void)curl_easy_getinfo(
		    t->easy, CURLINFO_PRETRANSFER_TIME_T, &us);
		t->connected = us > 0;
		if (t->connected)
			t->mark = now;
		else if (now - t->mark >= CONNECT_MS)
			say(t, HTTP_BROKEN, "no connection within 20 s");
	} else if (now - t->mark >= SLOW_MS) {
		t->strikes =
		    t->got - t->mark_got < SLOW_BYTES ? t->strikes + 1 : 0;
		t->mark = now;
		t->mark_got = t->got;
		if (t->strikes == SLOW_TIMES)
			say(t, HTTP_BROKEN, "slower than 200 bytes/s for 30 s");
	}
	if (t->status != HTTP_RUNNING)
		detach(t);
}

void
http_run(struct http *h, int ms)
{
	int64_t begun = clock_mono();
	int running;

	(void)curl_multi_perform(h->multi, &running);
	if (reap(h) == 0 && ms > 0) {
		(void)curl_multi_poll(h->multi, NULL, 0, ms, NULL);
		(void)curl_multi_perform(h->multi, &running);
		(void)reap(h);
	}
	h->spent += clock_mono() - begun;
	for (struct transfer *t = h->first; t; t = t->next)
		if (t->status == HTTP_RUNNING)
			judge_speed(t);
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
http_host(const char *url)
{
	const char *host = strstr(url, "://");

	if (!host || has_scheme(url, "file:"))
		return strdup("");
	host += 3;
	return strndup(host, strcspn(host, "/?#"));
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

int64_t
http_date(const char *text)
{
	time_t t = curl_getdate(text, NULL);

	return t == -1 ? -1 : (int64_t)t * 1000;
}
