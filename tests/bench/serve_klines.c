/* SPDX-License-Identifier: MIT */
/*
 * usage: serve_klines CANDLES.jsonl
 *
 * An exchange without latency: /fapi/v1/klines of the candles in the file,
 * which follow on each other minute by minute, on a free port of loopback,
 * which it prints.  One connection after the other, until stdin ends.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MINUTE = 60000, LIMIT = 1500, CLIENTS = 16 };

static char **rows; /* "[open_time,...]" */
static int64_t nrows, first;

/* The text of a member up to the next comma or brace. */
static int
member(const char *line, const char *name, const char **text)
{
	const char *p = strstr(line, name);

	if (!p)
		exit(1);
	*text = p + strlen(name);
	return (int)strcspn(*text, ",}");
}

static void
add(const char *line)
{
	static const char *const names[] = {
	    "\"open\":", "\"high\":", "\"low\":", "\"close\":", "\"volume\":",
	    "\"quote_volume\":", "\"trades\":", "\"taker_buy_volume\":",
	    "\"taker_buy_quote_volume\":"};
	const char *v[9], *t;
	int len[9], tlen = member(line, "\"open_time\":", &t);
	int64_t open = atoll(t);

	for (int i = 0; i < 9; i++)
		len[i] = member(line, names[i], &v[i]);
	if (nrows == 0)
		first = open;
	if (open != first + nrows * MINUTE)
		exit(1);
	if (nrows % 65536 == 0)
		rows = realloc(rows, ((size_t)nrows + 65536) * sizeof rows[0]);
	if (!rows ||
	    asprintf(&rows[nrows++],
		"[%.*s,\"%.*s\",\"%.*s\",\"%.*s\",\"%.*s\",\"%.*s\",%lld,"
		"\"%.*s\",%.*s,\"%.*s\",\"%.*s\",\"0\"]",
		tlen, t, len[0], v[0], len[1], v[1], len[2], v[2], len[3], v[3],
		len[4], v[4], (long long)open + MINUTE - 1, len[5], v[5],
		len[6], v[6], len[7], v[7], len[8], v[8]) < 0)
		exit(1);
}

static int64_t
parameter(const char *query, const char *name, int64_t otherwise)
{
	const char *p = strstr(query, name);

	return p ? atoll(p + strlen(name)) : otherwise;
}

static void
send_all(int fd, const char *p, size_t len, int flags)
{
	while (len > 0) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL | flags);

		if (n <= 0)
			return;
		p += n;
		len -= (size_t)n;
	}
}

static void
answer(int fd, const char *request)
{
	static char body[LIMIT * 512], head[512];
	int64_t limit = parameter(request, "limit=", 500);
	int64_t from = parameter(request, "startTime=", 0);
	int64_t to = parameter(request, "endTime=", INT64_MAX);
	int64_t i = from <= first ? 0 : (from - first + MINUTE - 1) / MINUTE;
	size_t n = 0;
	char date[64];
	time_t now = time(NULL);
	struct tm tm;
	int len;

	(void)strftime(
	    date, sizeof date, "%a, %d %b %Y %T GMT", gmtime_r(&now, &tm));
	body[n++] = '[';
	for (int64_t k = 0;
	     k < limit && k < LIMIT && i < nrows && first + i * MINUTE <= to;
	     k++, i++) {
		size_t size = strlen(rows[i]);

		if (k > 0)
			body[n++] = ',';
		memcpy(body + n, rows[i], size);
		n += size;
	}
	body[n++] = ']';
	len = snprintf(head, sizeof head,
	    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	    "Date: %s\r\nX-MBX-USED-WEIGHT-1M: 1\r\nContent-Length: %zu\r\n"
	    "\r\n",
	    date, n);
	send_all(fd, head, (size_t)len, MSG_MORE);
	send_all(fd, body, n, 0);
}

static int
serve_one(int fd)
{
	char request[4096];
	ssize_t n = recv(fd, request, sizeof request - 1, 0);

	if (n <= 0)
		return -1;
	request[n] = '\0';
	answer(fd, request); /* requests come whole, one at a time */
	return 0;
}

static void
serve(int fd)
{
	struct pollfd p[2 + CLIENTS] = {{.fd = STDIN_FILENO, .events = POLLIN},
	    {.fd = fd, .events = POLLIN}};
	int n = 2;

	for (;;) {
		if (poll(p, (nfds_t)n, -1) < 0 || p[0].revents)
			return;
		if (p[1].revents && n < 2 + CLIENTS)
			p[n++] = (struct pollfd){
			    .fd = accept(fd, NULL, NULL), .events = POLLIN};
		for (int i = 2; i < n; i++) {
			if (!p[i].revents || serve_one(p[i].fd) == 0)
				continue;
			close(p[i].fd);
			p[i--] = p[--n];
		}
	}
}

int
main(int argc, char *argv[])
{
	struct sockaddr_in a = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	FILE *f = argc == 2 ? fopen(argv[1], "r") : NULL;
	char *line = NULL;
	size_t size = 0;

	if (!f || fd < 0) {
		(void)fprintf(stderr, "usage: serve_klines CANDLES.jsonl\n");
		return 2;
	}
	while (getline(&line, &size, f) > 0)
		add(line);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) != 0 ||
	    listen(fd, CLIENTS) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		return 1;
	(void)printf("http://127.0.0.1:%d\n", ntohs(a.sin_port));
	(void)fflush(stdout);
	serve(fd);
	return 0;
}
