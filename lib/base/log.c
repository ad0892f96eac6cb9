/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"

enum level { ERROR, WARN, INFO, DEBUG };

/* How a kind of message looks, and from which threshold on it shows. */
struct kind {
	enum level level;
	const char *label, *name;
};

static const struct kind error_kind = {ERROR, "error: ", "error"};
static const struct kind warn_kind = {WARN, "warning: ", "warning"};
static const struct kind hint_kind = {WARN, "", "info"};
static const struct kind info_kind = {INFO, "", "info"};
static const struct kind debug_kind = {DEBUG, "debug: ", "debug"};

enum {
	TEXT_MAX = 1000,   /* bytes of a message that are shown */
	TEXT_TAIL = 300,   /* of them at its end, where the cause stands */
	FORMAT_MAX = 2048, /* bytes formatted without allocation */
	NAME_MAX_SHOWN = 100,
	/* Masked text at most doubles in JSON; one pipe write stays whole. */
	LINE_MAX_BYTES = 2 * (TEXT_MAX + NAME_MAX_SHOWN) + 200,
};

static const char *prog = "?";
static enum level threshold = WARN;
static bool as_json;

void
log_init(const char *argv0)
{
	const char *slash;

	io_guard_std();
	if (!argv0 || !*argv0)
		return;
	slash = strrchr(argv0, '/');
	prog = slash && slash[1] ? slash + 1 : argv0;
}

const char *
log_prog(void)
{
	return prog;
}

void
log_more(void)
{
	if (threshold < DEBUG)
		threshold++;
}

void
log_quiet(void)
{
	threshold = ERROR;
}

void
log_json(bool on)
{
	as_json = on;
}

bool
log_shows_info(void)
{
	return threshold >= INFO;
}

bool
log_progress(void)
{
	int saved = errno;
	bool shown = threshold >= WARN && !as_json && isatty(STDERR_FILENO);

	errno = saved;
	return shown;
}

/*
 * Bytes of the UTF-8 sequence at s, of which avail are there; 0 if there is
 * none.  The bounds of the second byte exclude overlong forms, surrogates and
 * what lies above U+10FFFF.  Source: RFC 3629, section 4.
 */
static size_t
utf8_length(const char *s, size_t avail)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned char lo = 0x80, hi = 0xbf;
	size_t n;

	if (u[0] < 0x80)
		return 1;
	if (u[0] < 0xc2 || u[0] > 0xf4)
		return 0;
	n = u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
	if (u[0] == 0xe0)
		lo = 0xa0;
	else if (u[0] == 0xed)
		hi = 0x9f;
	else if (u[0] == 0xf0)
		lo = 0x90;
	else if (u[0] == 0xf4)
		hi = 0x8f;
	if (n > avail || u[1] < lo || u[1] > hi)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((u[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/*
 * Text comes from files and from the network: nothing in it may steer a
 * terminal or break a line, so control bytes, the C1 controls, and what is not
 * UTF-8 become '?'.
 */
static void
mask(char *s, size_t len)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_length(s + i, len - i);
		if (n == 0 ||
		    (n == 1 && ((unsigned char)s[i] < ' ' || s[i] == 0x7f))) {
			s[i] = '?';
			n = 1;
		} else if (n == 2 && (unsigned char)s[i] == 0xc2 &&
			   (unsigned char)s[i + 1] < 0xa0) {
			s[i] = s[i + 1] = '?';
		}
	}
}

/* Whether s[i] is in the middle of a (valid) UTF-8 sequence. */
static bool
is_inside(const char *s, size_t i)
{
	return ((unsigned char)s[i] & 0xc0) == 0x80;
}

/* Cuts the middle out of masked text that is too long. */
static size_t
shorten(char *s, size_t len)
{
	size_t head = TEXT_MAX - TEXT_TAIL - 3, tail = len - TEXT_TAIL;

	if (len <= TEXT_MAX)
		return len;
	while (is_inside(s, head))
		head--;
	while (tail < len && is_inside(s, tail))
		tail++;
	memcpy(s + head, "...", 3);
	memmove(s + head + 3, s + tail, len - tail);
	return head + 3 + len - tail;
}

static char *
put(char *p, const char *s, size_t len)
{
	memcpy(p, s, len);
	return p + len;
}

static char *
put_text(char *p, const char *s)
{
	return put(p, s, strlen(s));
}

/* Masked text needs two escapes only. */
static char *
put_escaped(char *p, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '\\')
			*p++ = '\\';
		*p++ = s[i];
	}
	return p;
}

/*
 * A log is about the machine and is read beside other machines' logs: its
 * time is never that of --now.
 */
static char *
put_now(char *p)
{
	char buf[CLOCK_TEXT];
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return put_text(
	    p, clock_format(
		   (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000, buf));
}

static size_t
compose(char *line, const struct kind *kind, const char *text, size_t len)
{
	char name[NAME_MAX_SHOWN + 1];
	size_t namelen = strnlen(prog, NAME_MAX_SHOWN);
	char *p = line;

	memcpy(name, prog, namelen);
	mask(name, namelen);
	if (as_json) {
		p = put_text(p, "{\"time\":\"");
		p = put_now(p);
		p = put_text(p, "\",\"tool\":\"");
		p = put_escaped(p, name, namelen);
		p = put_text(p, "\",\"level\":\"");
		p = put_text(p, kind->name);
		p = put_text(p, "\",\"message\":\"");
		p = put_escaped(p, text, len);
		p = put_text(p, "\"}\n");
	} else {
		p = put(p, name, namelen);
		p = put_text(p, ": ");
		p = put_text(p, kind->label);
		p = put(p, text, len);
		*p++ = '\n';
	}
	return (size_t)(p - line);
}

/* Shows what is in text, a buffer of this size of which need bytes were needed.
 */
static void
show(const struct kind *kind, char *text, size_t size, int need)
{
	char line[LINE_MAX_BYTES];
	size_t len = need < 0 ? 0 : (size_t)need;

	if (len >= size)
		len = size - 1;
	mask(text, len);
	len = compose(line, kind, text, shorten(text, len));
	/* One write: lines of processes that share stderr do not mix. */
	while (write(STDERR_FILENO, line, len) == -1 && errno == EINTR)
		;
}

/* The one place that knows the threshold. */
__attribute__((format(printf, 2, 0))) static void
emit(const struct kind *kind, const char *fmt, va_list ap)
{
	char text[FORMAT_MAX], *whole = NULL;
	int saved = errno, need;
	va_list again;

	if (kind->level > threshold)
		return;
	va_copy(again, ap);
	need = vsnprintf(text, sizeof text, fmt, ap);
	if (need >= (int)sizeof text && vasprintf(&whole, fmt, again) == need)
		show(kind, whole, (size_t)need + 1, need);
	else
		show(kind, text, sizeof text, need);
	free(whole);
	va_end(again);
	errno = saved;
}

void
log_verror(const char *fmt, va_list ap)
{
	emit(&error_kind, fmt, ap);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_verror(fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(&warn_kind, fmt, ap);
	va_end(ap);
}

void
log_hint(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(&hint_kind, fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(&info_kind, fmt, ap);
	va_end(ap);
}

void
log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	emit(&debug_kind, fmt, ap);
	va_end(ap);
}

void
die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_verror(fmt, ap);
	va_end(ap);
	exit(status);
}
