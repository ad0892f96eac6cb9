/* SPDX-License-Identifier: MIT */
#include "net/budget.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lock.h"
#include "base/log.h"
#include "net/ledger.h"

enum { JUMP_MS = 2000 }; /* less is no setting of a clock */

struct budget {
	int fd;
	char *path;
	const struct budget_pool *pools;
	int n;
	char boot[LEDGER_BOOT];
	int64_t skew; /* of the wall clock from boot time, as first seen */
	struct ledger ledger;
	int64_t now; /* boot time of what is under way */
	char why[BUDGET_WHY];
};

static int64_t
read_clock(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return ts.tv_sec * INT64_C(1000) + ts.tv_nsec / 1000000;
}

/* Not clock_now(): that may have been set for a tool's own purposes. */
static int64_t
wall_skew(void)
{
	return read_clock(CLOCK_REALTIME) - read_clock(CLOCK_BOOTTIME);
}

static int
fail(struct budget *b, const char *what)
{
	(void)snprintf(b->why, sizeof b->why, "cannot %s '%s': %s", what,
	    b->path, strerror(errno));
	return -1;
}

static struct account *
account(struct budget *b, int pool)
{
	return ledger_account(&b->ledger, &b->pools[pool], b->now);
}

/* The windows that run may be used up: what was in the file is lost. */
static void
begin_damaged(struct budget *b)
{
	log_warn("'%s' is damaged: it is begun anew", b->path);
	ledger_begin(&b->ledger, wall_skew());
	for (int i = 0; i < b->n; i++) {
		struct account *a = account(b, i);

		ledger_extend(
		    &b->ledger, &a->pause, ledger_window_end(&b->ledger, a));
	}
}

/* --- one operation: lock, read, change, write, unlock --- */

static int
enter(struct budget *b)
{
	char text[LEDGER_TEXT];
	ssize_t n;

	if (lock_take(b->fd, true) != 0)
		return fail(b, "lock");
	b->now = read_clock(CLOCK_BOOTTIME);
	n = pread(b->fd, text, sizeof text - 1, 0);
	if (n < 0) {
		(void)fail(b, "read");
		lock_release(b->fd);
		return -1;
	}
	text[n] = '\0';
	if (n == 0)
		ledger_begin(&b->ledger, wall_skew());
	else if (ledger_parse(&b->ledger, text) != 0)
		begin_damaged(b);
	else if (strcmp(b->ledger.boot, b->boot) != 0)
		ledger_reboot(&b->ledger, wall_skew(), b->now);
	return 0;
}

/* sync: it must outlive a power failure. */
static int
leave(struct budget *b, bool sync)
{
	struct ledger *l = &b->ledger;
	char text[LEDGER_TEXT];
	size_t len;
	int rc = 0;

	memcpy(l->boot, b->boot, sizeof l->boot);
	l->boot_ms = b->now;
	l->wall_ms = b->now + wall_skew();
	len = ledger_put(l, text);
	if (pwrite(b->fd, text, len, 0) != (ssize_t)len ||
	    ftruncate(b->fd, (off_t)len) != 0 || (sync && fsync(b->fd) != 0))
		rc = fail(b, "write");
	lock_release(b->fd);
	return rc;
}

static void
read_boot_id(char id[LEDGER_BOOT])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd == -1 ? -1 : read(fd, id, LEDGER_BOOT - 1);

	if (fd != -1)
		(void)close(fd);
	id[n > 0 ? n : 0] = '\0';
	id[strcspn(id, "\n ")] = '\0';
	if (!*id)
		(void)snprintf(id, LEDGER_BOOT, "unknown");
}

static char *
file_path(const char *host)
{
	const char *dir = lock_dir();
	char *path = NULL;

	if (!dir || asprintf(&path, "%s/budget-%s", dir, host) < 0)
		return NULL;
	for (char *p = path + strlen(dir) + 1; *p; p++)
		if (!strchr("-.0123456789abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
			*p))
			*p = '_';
	return path;
}

/* Opens the file and sees how its clock stands to ours. */
static int
open_file(struct budget *b)
{
	b->fd = lock_open(b->path);
	if (b->fd == -1)
		return fail(b, "open");
	if ((fcntl(b->fd, F_GETFL) & O_ACCMODE) != O_RDWR) {
		errno = EACCES;
		return fail(b, "write");
	}
	if (enter(b) != 0)
		return -1;
	b->skew = wall_skew();
	if (strcmp(b->ledger.boot, b->boot) == 0)
		b->skew = b->ledger.wall_ms - b->ledger.boot_ms;
	return leave(b, false);
}

struct budget *
budget_open(const char *host, const struct budget_pool *pools, int n, char *why)
{
	struct budget *b = calloc(1, sizeof *b);

	if (!b) {
		(void)snprintf(why, BUDGET_WHY, "out of memory");
		return NULL;
	}
	b->fd = -1;
	b->pools = pools;
	b->n = n;
	read_boot_id(b->boot);
	b->path = file_path(host);
	if (!b->path) {
		(void)snprintf(why, BUDGET_WHY,
		    "no directory for '%s': set TICKPIPE_RUN", host);
		budget_close(b);
		return NULL;
	}
	if (open_file(b) != 0) {
		(void)snprintf(why, BUDGET_WHY, "%s", b->why);
		budget_close(b);
		return NULL;
	}
	return b;
}

void
budget_close(struct budget *b)
{
	if (!b)
		return;
	if (b->fd != -1)
		lock_close(b->fd);
	free(b->path);
	free(b);
}

/* --- what is asked of it --- */

int64_t
budget_take(struct budget *b, int pool, int64_t cost)
{
	struct account *a;
	int64_t wait;

	if (enter(b) != 0)
		return -1;
	a = account(b, pool);
	wait = b->ledger.ban.boot - b->now;
	if (wait < a->pause.boot - b->now)
		wait = a->pause.boot - b->now;
	if (wait <= 0)
		wait = ledger_take(
		    &b->ledger, a, b->pools[pool].limit, cost, b->now);
	return leave(b, false) == 0 ? wait : -1;
}

int
budget_note(struct budget *b, int pool, const struct budget_answer *answer)
{
	if (enter(b) != 0)
		return -1;
	ledger_land(account(b, pool), answer->cost);
	if (answer->server_now > 0)
		ledger_learn(
		    &b->ledger, answer->server_now, answer->took, b->now);
	if (answer->used >= 0)
		ledger_used(account(b, pool), answer->used, answer->server_now);
	return leave(b, false);
}

int
budget_pause(struct budget *b, int pool, int64_t ms)
{
	struct account *a;

	if (enter(b) != 0)
		return -1;
	a = account(b, pool);
	ledger_extend(&b->ledger, &a->pause,
	    ms < 0 ? ledger_window_end(&b->ledger, a) : b->now + ms);
	return leave(b, true);
}

int
budget_ban(struct budget *b, int64_t ms)
{
	if (enter(b) != 0)
		return -1;
	ledger_extend(&b->ledger, &b->ledger.ban, b->now + ms);
	return leave(b, true);
}

int64_t
budget_banned(struct budget *b)
{
	int64_t left;

	if (enter(b) != 0)
		return -1;
	left = b->ledger.ban.boot - b->now;
	if (leave(b, false) != 0)
		return -1;
	return left > 0 ? left : 0;
}

int64_t
budget_server_now(struct budget *b, bool *known)
{
	bool learnt = enter(b) == 0 && leave(b, false) == 0 && b->ledger.known;

	if (known)
		*known = learnt;
	return learnt ? b->now + b->ledger.offset : clock_now();
}

int64_t
budget_clock_jump(const struct budget *b)
{
	int64_t jump = wall_skew() - b->skew;

	return llabs(jump) < JUMP_MS ? 0 : jump;
}

const char *
budget_why(const struct budget *b)
{
	return b->why;
}
