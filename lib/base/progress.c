/* SPDX-License-Identifier: MIT */
#include "base/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum { EVERY_MS = 200, COLUMNS = 79 };

void
progress_init(struct progress *p, const char *unit)
{
	memset(p, 0, sizeof *p);
	p->unit = unit;
	p->on = log_progress();
	p->begun = p->shown = clock_mono();
}

void
progress_more(struct progress *p, int64_t n)
{
	p->total += n;
}

static void
put(const char *text, int len)
{
	/* One that cannot be written is not missed. */
	if (len > 0 && write(STDERR_FILENO, text, (size_t)len) == -1)
		return;
}

static void
show(struct progress *p, const char *what, int64_t now)
{
	double seconds = (double)(now - p->begun + 1) / 1000;
	double rate = (double)p->done / seconds;
	char text[COLUMNS + 1], line[COLUMNS + 8];
	int n;

	(void)snprintf(text, sizeof text,
	    "%s: %lld of %lld %s, %.0f/s, %.0f s left: %s", log_prog(),
	    (long long)p->done, (long long)p->total, p->unit, rate,
	    (double)(p->total - p->done) / rate, what);
	n = snprintf(line, sizeof line, "\r%s\033[K", text);
	put(line, n);
	p->shown = now;
	p->visible = true;
}

void
progress_step(struct progress *p, int64_t n, const char *what)
{
	int64_t now;

	p->done += n;
	if (!p->on || p->done == 0)
		return;
	now = clock_mono();
	if (now - p->shown >= EVERY_MS || p->done == p->total)
		show(p, what, now);
}

void
progress_clear(struct progress *p)
{
	if (p->visible)
		put("\r\033[K", 4);
	p->visible = false;
}
