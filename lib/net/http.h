/* SPDX-License-Identifier: MIT */
/* http - download what an https, http or file URL names. */
#ifndef HTTP_H
#define HTTP_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

enum http_status {
	HTTP_OK,
	HTTP_ABSENT,  /* the server says that there is no such thing */
	HTTP_RETRY,   /* time-out, reset, 5xx, ...: it may work later */
	HTTP_REFUSED, /* 403, a bad certificate, ...: it will not */
	HTTP_LARGE,   /* more than max bytes */
	HTTP_SINK,    /* the sink said so */
	HTTP_STOPPED, /* the stop flag was set */
};

struct http;

/*
 * Takes the bytes of the body as they come.  Before a failure is known it may
 * have got some; after HTTP_OK it has got them all.  0, or -1: give up.
 */
typedef int http_sink(const void *data, size_t len, void *arg);

/* *new*, or NULL.  stop: set by a signal handler, or NULL. */
struct http *http_new(const volatile sig_atomic_t *stop);
void http_free(struct http *h);

/*
 * Certificates are verified; a redirect may lead to https, from http to http
 * too, never to a file.  Connections are kept for the next call.
 */
enum http_status http_get(
    struct http *h, const char *url, int64_t max, http_sink *sink, void *arg);

/* Why the last call did not end in HTTP_OK; without the URL. */
const char *http_why(const struct http *h);

/* Bytes of bodies received by all calls. */
int64_t http_bytes(const struct http *h);

/*
 * NULL if url can be the beginning of URLs for http_get(), else why not.  A
 * password in it is refused: it would show in the list of processes.
 */
const char *http_check(const char *url);

/* The path a file URL names, *new*; NULL if it is no file URL. */
char *http_file(const char *url);

/* text with all but letters, digits and -._~ as %XX; *new*, or NULL. */
char *http_escape(const char *text);

#endif
