/* SPDX-License-Identifier: MIT */
/*
 * net_kit - a server on loopback whose answers the path of a URL names, and a
 * clock that does not wait: where nothing is under way, time passes at once.
 *
 * The executable's clock_gettime(), curl_multi_perform() and curl_multi_poll()
 * stand before those of the libraries.
 */
#ifndef NET_KIT_H
#define NET_KIT_H

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>
#include <zlib.h>

#include "tap.h"

enum { IDS = 256, LOGGED = 64, HEAD = 8192 };

static struct kit {              /* shared by all processes */
	_Atomic int64_t skipped; /* ms that passed at once */
	_Atomic int64_t set;     /* ms by which the wall clock was set */
	_Atomic int64_t tick;    /* ms that each look at a clock takes */
	atomic_int flying, most; /* "slow" requests */
	atomic_int count[IDS];   /* requests by id */
	_Atomic int64_t at[IDS][LOGGED]; /* when they came, monotonic ms */
	_Atomic int64_t free_at; /* "banned" ones are answered from then on */
} * kit;

static int kit_running; /* transfers */
static int kit_port;
static pid_t kit_pid;

int
clock_gettime(clockid_t id, struct timespec *ts)
{
	int rc = (int)syscall(SYS_clock_gettime, id, ts);
	int64_t ms = 0;

	if (rc == 0 && kit) {
		ms = atomic_fetch_add(&kit->skipped, kit->tick) + kit->tick;
		if (id == CLOCK_REALTIME)
			ms += kit->set;
		ts->tv_sec += ms / 1000;
		ts->tv_nsec += ms % 1000 * 1000000;
		if (ts->tv_nsec >= 1000000000) {
			ts->tv_nsec -= 1000000000;
			ts->tv_sec++;
		}
	}
	return rc;
}

static int64_t
kit_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * INT64_C(1000) + ts.tv_nsec / 1000000;
}

CURLMcode
curl_multi_perform(CURLM *m, int *running)
{
	static CURLMcode (*next)(CURLM *, int *);
	CURLMcode rc;

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "curl_multi_perform");
	rc = next(m, running);
	kit_running = *running;
	return rc;
}

CURLMcode
curl_multi_poll(
    CURLM *m, struct curl_waitfd *fds, unsigned int n, int ms, int *num)
{
	static CURLMcode (*next)(
	    CURLM *, struct curl_waitfd *, unsigned int, int, int *);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "curl_multi_poll");
	if (kit_running > 0)
		return next(m, fds, n, ms, num);
	kit->skipped += ms;
	return CURLM_OK;
}

/* --- the server --- */

static void
kit_send(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

		if (n <= 0)
			_exit(0);
		p += n;
		len -= (size_t)n;
	}
}

static void
kit_text(int fd, const char *text)
{
	kit_send(fd, text, strlen(text));
}

/* An answer with more headers, each with its end of line. */
static void
kit_answer(int fd, int code, const char *headers, const char *body)
{
	char text[HEAD], date[64];
	time_t now = (time_t)(kit_clock(CLOCK_REALTIME) / 1000);
	struct tm tm;

	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT",
	    gmtime_r(&now, &tm));
	snprintf(text, sizeof text,
	    "HTTP/1.1 %d Whatever\r\nDate: %s\r\n%sContent-Length: %zu\r\n"
	    "\r\n%s",
	    code, date, headers, strlen(body), body);
	kit_text(fd, text);
}

static void
kit_gzip(int fd, bool sound)
{
	static const char text[] = "[\"deflated\", \"deflated\"]";
	unsigned char out[256];
	char head[200];
	z_stream z = {.next_in = (Bytef *)(uintptr_t)text,
	    .avail_in = sizeof text - 1,
	    .next_out = out,
	    .avail_out = sizeof out};

	deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	deflateEnd(&z);
	if (!sound)
		memset(out + 10, 0xff, 8);
	snprintf(head, sizeof head,
	    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
	    "Content-Length: %lu\r\n\r\n",
	    z.total_out);
	kit_text(fd, head);
	kit_send(fd, out, z.total_out);
}

static void
kit_long_header(int fd)
{
	static char line[60000];

	memset(line, 'x', sizeof line);
	kit_text(fd, "HTTP/1.1 200 OK\r\nX-Long: ");
	kit_send(fd, line, sizeof line);
	kit_text(fd, "\r\nContent-Length: 3\r\n\r\n[1]");
}

/* 418 until kit->free_at. */
static void
kit_ban(int fd, bool header, bool body)
{
	int64_t left = kit->free_at - kit_clock(CLOCK_MONOTONIC);
	char head[64] = "", text[200] = "no";

	if (left <= 0) {
		kit_answer(fd, 200, "", "[1]");
		return;
	}
	if (header)
		snprintf(head, sizeof head, "Retry-After: %lld\r\n",
		    (long long)(left + 999) / 1000);
	if (body)
		snprintf(text, sizeof text,
		    "{\"code\":-1003,\"msg\":\"Way too many requests; "
		    "IP(127.0.0.1) banned until %lld. Please use\"}",
		    (long long)(kit_clock(CLOCK_REALTIME) + left));
	kit_answer(fd, 418, head, text);
}

/*
 * "zip": the file [1] and its .CHECKSUM; "stale" the same with a checksum of
 * zeros unless caches are passed by; "wrong" with one of zeros.
 */
static bool
kit_zip(int fd, const char *kind, const char *head)
{
	static const char sum[] =
	    "080a9ed428559ef602668b4c00f114f1"
	    "a11c3f6b02a435f0bdc154578e4d7f22"; /* of [1] */
	static const char zeros[] = "00000000000000000000000000000000"
				    "00000000000000000000000000000000";
	bool fresh = strstr(head, "Cache-Control: no-cache") != NULL;
	char line[100];

	if (strncmp(kind, "zip", 3) != 0 && strncmp(kind, "stale", 5) != 0 &&
	    strncmp(kind, "wrong", 5) != 0)
		return false;
	snprintf(line, sizeof line, "%s  x.zip\n",
	    kind[0] == 'z' || (kind[0] == 's' && fresh) ? sum : zeros);
	kit_answer(fd, 200, "", strstr(kind, ".CHECKSUM") ? line : "[1]");
	return true;
}

/* What has more than one answer in it, or none.  False: it is none such. */
static bool
kit_odd(int fd, int id, const char *kind, int nth, const char *head)
{
	char junk[4096] = "{";

	if (strcmp(kind, "echo") == 0) {
		kit_answer(fd, 200, "X-Mine: yes\r\n", head);
	} else if (strcmp(kind, "endless") == 0) {
		kit_text(fd, "HTTP/1.1 200 OK\r\n\r\n");
		for (;;)
			kit_send(fd, junk, sizeof junk);
	} else if (strcmp(kind, "endless404") == 0) {
		kit_text(fd, "HTTP/1.1 404 No\r\n\r\n");
		for (;;)
			kit_send(fd, junk, sizeof junk);
	} else if (strcmp(kind, "short") == 0 && nth == 1) {
		kit_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[");
		_exit(0);
	} else if (strcmp(kind, "half") == 0 && nth == 1) {
		kit_answer(fd, 200, "", "[[1,2],[3");
	} else if (strcmp(kind, "loop") == 0) {
		kit_answer(fd, 302, "Location: /1/loop\r\n", "");
	} else if (strcmp(kind, "part") == 0) {
		kit_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1");
		while (kit->count[id + 1] == 0)
			usleep(100);
		kit_text(fd, "]");
	} else if (strcmp(kind, "close") == 0) {
		kit_answer(fd, 200, "", "[1]");
		_exit(0);
	} else if (strcmp(kind, "reset") == 0 && nth == 1) {
		struct linger now = {1, 0};

		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
		_exit(0);
	} else if (strcmp(kind, "hang") == 0) {
		pause();
	} else if (strcmp(kind, "html") == 0) {
		kit_answer(fd, 200, "", "<html>[busy]</html>");
	} else if (strcmp(kind, "gzip") == 0) {
		kit_gzip(fd, true);
	} else if (strcmp(kind, "badgzip") == 0) {
		kit_gzip(fd, nth > 1);
	} else if (strcmp(kind, "early") == 0) {
		kit_text(fd, "HTTP/1.1 103 Early\r\nX-Mine: no\r\n\r\n");
		kit_answer(fd, 200, "X-Mine: yes\r\n", "[1]");
	} else if (strcmp(kind, "longheader") == 0) {
		kit_long_header(fd);
	} else {
		return false;
	}
	return true;
}

static void
kit_slow(int ms)
{
	int now = atomic_fetch_add(&kit->flying, 1) + 1;

	if (now > kit->most)
		kit->most = now;
	usleep((useconds_t)ms * 1000);
	kit->flying--; /* before the client can know */
}

/*
 * "/ID/KIND/N/TEXT": KIND a status: the first N requests get it, with the
 * header TEXT; or one of the words above and below.
 */
static void
kit_serve(int fd, const char *head)
{
	char kind[32] = "", text[100] = "", line[128] = "";
	int id = 0, n = 0, nth;

	sscanf(head, "GET /%d/%31[^/ ]/%d/%99[^ ]", &id, kind, &n, text);
	id = id < 0 || id >= IDS ? 0 : id;
	nth = atomic_fetch_add(&kit->count[id], 1) + 1;
	if (nth <= LOGGED)
		kit->at[id][nth - 1] = kit_clock(CLOCK_MONOTONIC);
	if (kit_zip(fd, kind, head) || kit_odd(fd, id, kind, nth, head))
		return;
	if (strcmp(kind, "slow") == 0) {
		kit_slow(n);
		kit_answer(fd, 200, "", "[1]");
	} else if (strcmp(kind, "bytes") == 0) {
		memset(line, '1', sizeof line - 1);
		line[n] = '\0';
		kit_answer(fd, 200, "", line);
	} else if (strcmp(kind, "banned") == 0) {
		kit_ban(fd, n & 1, n & 2);
	} else if (kind[0] >= '1' && kind[0] <= '9' && nth <= n) {
		if (*text)
			snprintf(line, sizeof line, "%s\r\n", text);
		kit_answer(
		    fd, atoi(kind), line, "{\"code\":-1,\"msg\":\"no\"}");
	} else {
		kit_answer(fd, 200, "", "[1]");
	}
}

static void
kit_connection(int fd)
{
	char head[HEAD];
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, head + len, sizeof head - 1 - len)) > 0) {
		len += (size_t)n;
		head[len] = '\0';
		if (!strstr(head, "\r\n\r\n"))
			continue;
		kit_serve(fd, head);
		len = 0;
	}
	_exit(0);
}

static void
kit_start(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t size = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct kit *k = mmap(NULL, sizeof *k, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (k == MAP_FAILED || bind(s, (void *)&a, sizeof a) != 0 ||
	    listen(s, 64) != 0 || getsockname(s, (void *)&a, &size) != 0)
		tap_skip("no server on loopback");
	setenv("no_proxy", "*", 1);
	kit = k;
	kit_port = ntohs(a.sin_port);
	fflush(stdout);
	kit_pid = fork();
	if (kit_pid != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int fd = accept(s, NULL, NULL);

		if (fd == -1)
			continue;
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			kit_connection(fd);
		}
		close(fd);
	}
}

static void
kit_stop(void)
{
	kill(kit_pid, SIGKILL);
	waitpid(kit_pid, NULL, 0);
}

/* "http://127.0.0.1:PORT" + path. */
static const char *
kit_url(char buf[200], const char *path)
{
	snprintf(buf, 200, "http://127.0.0.1:%d%s", kit_port, path);
	return buf;
}

#endif
