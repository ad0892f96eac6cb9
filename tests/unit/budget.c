/* SPDX-License-Identifier: MIT */
/* The request budget, under clocks that the test holds. */
#include <inttypes.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/lock.h"
#include "base/log.h"
#include "net/budget.h"
#include "net/ledger.h"
#include "tap.h"

enum { PROCESSES = 20, WINDOWS = 40, LIMIT = 50, WINDOW = 200 };

#define START INT64_C(1800000000000) /* whole 5 minutes */

static struct shared {
	_Atomic int64_t boot, wall;
	atomic_int arrived[WINDOWS + 2], taken;
} * shared;

static int64_t first_look; /* at the boot clock, since it was set to -1 */

/* Stands before the C library's. */
int
clock_gettime(clockid_t id, struct timespec *ts)
{
	int64_t ms = shared->boot;

	if (id == CLOCK_BOOTTIME && first_look < 0)
		first_look = ms;
	if (id == CLOCK_REALTIME)
		ms += shared->wall;
	ts->tv_sec = ms / 1000;
	ts->tv_nsec = ms % 1000 * 1000000;
	return 0;
}

static const struct budget_pool pools[] = {
    {"weight", 2400, 60000},
    {"data", 1000, 300000},
};

static struct budget *
open_budget(const char *host, const struct budget_pool *p, int n)
{
	char why[BUDGET_WHY];
	struct budget *b = budget_open(host, p, n, why);

	if (!b) {
		printf("Bail out! %s\n", why);
		exit(1);
	}
	return b;
}

/* A new file; the clocks at ms into a minute. */
static struct budget *
begin(int64_t ms)
{
	static int n;
	char host[32];

	shared->boot = 1000000;
	shared->wall = START + ms - 1000000;
	snprintf(host, sizeof host, "host:%d", ++n);
	return open_budget(host, pools, 2);
}

/* How much of a pool can be had now, in pieces. */
static int64_t
drain(struct budget *b, int pool, int64_t cost)
{
	int64_t sum = 0;

	while (budget_take(b, pool, cost) == 0)
		sum += cost;
	return sum;
}

static void
note(struct budget *b, int pool, int64_t cost, int64_t used, int64_t server)
{
	struct budget_answer a = {cost, used, server, 200};

	(void)budget_note(b, pool, &a);
}

static void
test_limit(void)
{
	struct budget *b = begin(30000);

	ok(drain(b, 0, 10) == 2280, "95 %% of a limit, no more");
	ok(budget_take(b, 0, 10) == 31000,
	    "the rest waits for the next window and the edge");
	ok(budget_take(b, 1, 1) == 0, "another pool does not");
	shared->boot += 30999;
	ok(budget_take(b, 0, 10) == 1, "not a ms before");
	shared->boot += 1;
	ok(budget_take(b, 0, 500) == 0, "a new window");
	ok(drain(b, 0, 500) == 1000, "never into the last request's room");
	budget_close(b);
	b = begin(30000);
	ok(budget_take(b, 0, 5000) == 0 && budget_take(b, 0, 1) > 0,
	    "what never fits goes alone");
	budget_close(b);
}

static void
test_edges(void)
{
	struct budget *b = begin(59500);

	ok(drain(b, 0, 10) == 2280, "at an edge: the limit");
	shared->boot += 2000;
	ok(budget_take(b, 0, 10) == 59500,
	    "what was sent then counts in both windows");
	budget_close(b);
	b = begin(30000);
	drain(b, 0, 10);
	shared->boot += 30500;
	ok(budget_take(b, 0, 10) == 500,
	    "the old window is not over for the server yet");
	budget_close(b);
}

static void
test_header(void)
{
	struct budget *b = begin(30000);
	struct budget_answer slow;

	budget_take(b, 0, 10);
	note(b, 0, 10, 2270, START + 30000);
	ok(drain(b, 0, 5) == 10, "others use the same address");
	budget_close(b);
	b = begin(30000);
	for (int i = 0; i < 4; i++)
		budget_take(b, 0, 100);
	note(b, 0, 100, 1000, START + 30000);
	ok(drain(b, 0, 10) == 980,
	    "what is on its way is not in the server's count");
	budget_close(b);
	b = begin(30000);
	drain(b, 0, 10);
	note(b, 0, 10, 10, START + 30000);
	ok(budget_take(b, 0, 10) > 0, "a smaller count than ours frees none");
	budget_close(b);
	b = begin(61500);
	budget_take(b, 0, 10);
	slow = (struct budget_answer){10, 2400, START + 59000, 2000};
	budget_note(b, 0, &slow);
	ok(drain(b, 0, 10) == 2270, "a count of the last window is its own");
	budget_close(b);
}

static void
test_clock(void)
{
	struct budget *b = begin(30000);
	struct budget_answer slow = {0, -1, 0, 40000};
	bool known;

	(void)budget_server_now(b, &known);
	ok(!known, "the server's clock is not known at first");
	note(b, 1, 0, -1, START + 50400);
	ok(budget_server_now(b, &known) == START + 50400 && known,
	    "an answer tells it");
	drain(b, 0, 10);
	ok(budget_take(b, 0, 10) == 10600, "its windows are what counts");
	slow.server_now = START + 20000;
	budget_note(b, 1, &slow);
	ok(budget_server_now(b, NULL) == START + 50400,
	    "a slow answer says little");
	note(b, 1, 0, -1, START + 20000);
	ok(budget_server_now(b, NULL) == START + 21200,
	    "a clock that was set back");
	ok(budget_take(b, 0, 10) == 39800, "and what was used stays so");
	budget_close(b);
	b = begin(30400);
	note(b, 1, 0, -1, START + 30000);
	ok(budget_server_now(b, NULL) == START + 30400,
	    "a Date to the second does not contradict a good clock");
	budget_close(b);
}

static void
test_wall_clock(void)
{
	struct budget *b = begin(30000), *c;

	drain(b, 0, 10);
	budget_ban(b, 100000);
	shared->wall += 3600000;
	ok(budget_take(b, 0, 10) == 100000,
	    "the wall clock set on releases nothing");
	ok(budget_clock_jump(b) == 3600000, "and is told");
	c = open_budget("host:1", pools, 2);
	ok(budget_clock_jump(c) != 0, "to a later process, too");
	budget_close(c);
	shared->wall -= 7200000;
	shared->boot += 100000;
	ok(budget_take(b, 0, 10) == 0, "set back, it keeps nothing longer");
	ok(budget_clock_jump(b) == -3600000, "and is told");
	budget_close(b);
	b = begin(30000);
	shared->wall += 1900;
	ok(budget_clock_jump(b) == 0, "a little is no jump");
	budget_close(b);
}

static void
test_deadlines(void)
{
	struct budget *b = begin(30000);

	budget_pause(b, 0, 90000);
	budget_pause(b, 0, 5000);
	ok(budget_take(b, 0, 1) == 90000, "the later of two pauses counts");
	ok(budget_take(b, 1, 1) == 0, "a pause is of a pool");
	budget_pause(b, 1, -1);
	ok(budget_take(b, 1, 1) == 271000, "a pause to the end of the window");
	ok(budget_banned(b) == 0, "no pause is a ban");
	budget_ban(b, 200000);
	budget_ban(b, 100);
	ok(budget_take(b, 0, 1) == 200000 && budget_take(b, 1, 1) >= 200000,
	    "a ban is of all pools");
	budget_close(b);
	b = open_budget("host:1", pools, 2);
	budget_ban(b, 700000);
	budget_close(b);
	b = open_budget("host:1", pools, 2);
	shared->boot += 699999;
	ok(budget_banned(b) == 1 && budget_take(b, 0, 1) == 1,
	    "the next process keeps to it");
	shared->boot++;
	ok(budget_banned(b) == 0 && budget_take(b, 0, 1) == 0, "and no longer");
	budget_close(b);
}

static void
test_reboot(void)
{
	struct ledger l, m;
	char text[LEDGER_TEXT];

	ledger_begin(&l, START);
	strcpy(l.boot, "some-boot");
	ledger_extend(&l, &l.ban, 500000);
	ledger_extend(&l, &ledger_account(&l, &pools[1], 0)->pause, 400000);
	ledger_put(&l, text);
	ok(ledger_parse(&m, text) == 0 && memcmp(&l, &m, sizeof l) == 0,
	    "a ledger comes back as it was");
	ledger_reboot(&m, START + 450000, 7000);
	ok(m.ban.boot == 50000 && m.account[0].pause.boot == 0,
	    "after a restart deadlines are where the wall clock says");
	m = l;
	ledger_reboot(&m, 0, 7000);
	ok(m.ban.boot == 7000 + INT64_C(4) * 86400000,
	    "and no nonsense if that is wrong");
}

static void
write_file(const char *host, const char *text, size_t len)
{
	char path[300];
	FILE *f;

	snprintf(path, sizeof path, "%s/budget-%s", lock_dir(), host);
	f = fopen(path, "w");
	fwrite(text, 1, len, f);
	fclose(f);
}

static void
test_damage(void)
{
	static const char *const texts[] = {
	    "{\"mine\":1}\n",
	    "\n",
	    "tickpipe-budget 1\nboot x\nwritten 1 1\nserver 0 0\nban 0 0\n",
	    ("tickpipe-budget 1\nboot x\nwritten 1 1\nserver 0 0\nban 0 0\n"
	     "sum 0000000000000000\n"),
	};

	log_quiet();
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct budget *b = begin(30000);
		int64_t wait;

		budget_close(b);
		write_file("damaged", texts[i], strlen(texts[i]));
		b = open_budget("damaged", pools, 2);
		wait = budget_take(b, 0, 1);
		ok(wait == 31000, "damage %zu: as if all were used up", i);
		shared->boot += wait;
		ok(budget_take(b, 0, 1) == 0, "damage %zu: mended", i);
		budget_close(b);
	}
	write_file("empty", "", 0);
	{
		struct budget *b = open_budget("empty", pools, 2);

		ok(budget_take(b, 0, 1) == 0, "an empty file is a new one");
		budget_close(b);
	}
}

/* --- many processes --- */

static const struct budget_pool small[] = {{"small", LIMIT, WINDOW}};

/* Asks until the windows are over; what it got arrives somewhere near. */
static void
ask(unsigned int seed)
{
	struct budget *b = open_budget("crowd", small, 1);
	int64_t begun = START / WINDOW;

	for (;;) {
		int64_t wait, at, k;

		first_look = -1;
		wait = budget_take(b, 0, 1);
		if (wait < 0)
			_exit(1);
		at = first_look + shared->wall;
		k = at / WINDOW - begun;
		if (k >= WINDOWS)
			_exit(0);
		if (wait > 0) {
			shared->boot++;
			sched_yield();
			continue;
		}
		/* up to the edge early or late */
		at += (int64_t)(rand_r(&seed) % (WINDOW / 4)) - WINDOW / 8;
		k = at / WINDOW - begun;
		shared->arrived[k < 0 ? 0 : k]++;
		shared->taken++;
		if (rand_r(&seed) % 3)
			note(b, 0, 1, -1, 0);
	}
}

static void
test_crowd(void)
{
	int most = 0, bad = 0, status;

	shared->boot = 5000;
	shared->wall = START - 5000;
	fflush(stdout);
	for (unsigned int i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			ask(i);
	for (int i = 0; i < PROCESSES; i++)
		if (wait(&status) == -1 || status != 0)
			bad++;
	for (int k = 0; k < WINDOWS; k++)
		if (shared->arrived[k] > most)
			most = shared->arrived[k];
	ok(bad == 0, "%d processes ask at once", PROCESSES);
	ok(most <= LIMIT, "no window saw more than %d: %d", LIMIT, most);
	ok(shared->taken >= WINDOWS * LIMIT / 2,
	    "and yet they got on: %d in %d windows", shared->taken, WINDOWS);
}

int
main(void)
{
	char dir[] = "/tmp/budget.XXXXXX", command[64];

	if (!mkdtemp(dir))
		tap_skip("no temporary directory");
	setenv("TICKPIPE_RUN", dir, 1);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	log_init("budget");
	test_limit();
	test_edges();
	test_header();
	test_clock();
	test_wall_clock();
	test_deadlines();
	test_reboot();
	test_damage();
	test_crowd();
	snprintf(command, sizeof command, "rm -rf %s", dir);
	(void)!system(command);
	return tap_done();
}
