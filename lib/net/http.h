/* SPDX-License-Identifier: MIT */
/* http - several downloads at once of what https, http and file URLs name. */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum http_status {
	HTTP_RUNNING,
	HTTP_OK,       /* 200, or a file */
	HTTP_ANSWERED, /* something else than 200: transfer_code() */
	HTTP_BROKEN,   /* time-out, reset, short body, ...: it may work later */
	HTTP_REFUSED,  /* a bad certificate, a redirect that may not be
			  followed, a file that may not be read, ...: it will
			  not */
	HTTP_ABSENT,   /* of a file URL: there is no such file */
	HTTP_LARGE,    /* more than max bytes */
	HTTP_SINK,     /* the sink said so */
};

struct http; /* connections, kept for the next transfer */
struct transfer;

/*
 * Takes the bytes of a body as they come, of a 200 or a file only.  Before a
 * failure is known it may have got some; after HTTP_OK it has got them all.
 * It calls nothing of this module.  0, or -1: give up.
 */
typedef int http_sink(const void *data, size_t len, void *arg);

struct http_get {
	const char *url; /* copied */
	int64_t max;     /* bytes, after inflating */
	http_sink *sink;
	void *arg;
	/* of an interface: gzip is welcome; a redirect is the answer, it is
	 * not followed */
	bool api;
	bool fresh; /* no cache on the way may answer */
};

struct http *http_new(void); /* *new*, or NULL */

/* Ends what runs; a transfer that is left may only be freed. */
void http_free(struct http *h);

/*
 * Begins; *new*, or NULL: out of memory.
 *
 * Certificates are verified; a redirect may lead to https, from http to http
 * too, never to a file, and three times at most.  Beyond eight connections a
 * transfer waits for its turn, and its time for connecting runs.  Given up as
 * HTTP_BROKEN is what does not connect within 20 s or is slower than 200
 * bytes/s for 30 to 40 s: only time in http_run() counts, so that nobody
 * loses a transfer by being busy elsewhere.
 */
struct transfer *http_start(struct http *h, const struct http_get *get);

/*
 * Lets the transfers go on, for at most ms milliseconds (0: without waiting).
 * It returns when anything happened: one ended, bytes came, a signal came.
 */
void http_run(struct http *h, int ms);

enum http_status transfer_status(const struct transfer *t);
int transfer_code(const struct transfer *t); /* 404 ...; 0: none came */

/* *borrowed*: a header of the last answer, its name in any case; or NULL. */
const char *transfer_header(const struct transfer *t, const char *name);

/* *borrowed*: the body of an answer that is not 200, up to 4 KiB of it. */
const char *transfer_body(const struct transfer *t);

/* Why it is not HTTP_OK; without the URL. */
const char *transfer_why(const struct transfer *t);

void transfer_free(struct transfer *t); /* ends it if it runs */

/* Bytes of bodies received by all transfers. */
int64_t http_bytes(const struct http *h);

/*
 * NULL if url can be the beginning of URLs for http_start(), else why not.  A
 * password in it is refused: it would show in the list of processes.
 */
const char *http_check(const char *url);

/* Who is asked: "data.binance.vision", "127.0.0.1:8080"; of a file URL "".
 * *new*, or NULL. */
char *http_host(const char *url);

/* The path a file URL names, *new*; NULL if it is no file URL. */
char *http_file(const char *url);

/* text with all but letters, digits and -._~ as %XX; *new*, or NULL. */
char *http_escape(const char *text);

/* A header's date ("Sun, 06 Nov 1994 08:49:37 GMT") in ms; -1: it is none. */
int64_t http_date(const char *text);

#endif
