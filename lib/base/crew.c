/* SPDX-License-Identifier: MIT */
#include "base/crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { THREADS_MOST = 256 };

struct crew {
	int64_t n;
	int (*work)(void *arg, int64_t i);
	void *arg;
	_Atomic int64_t next, done;
	atomic_bool failed;
};

int
crew_size(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	return CPU_COUNT(&set);
}

/* One job; false: there is none left. */
static bool
do_one(struct crew *c)
{
	int64_t i = atomic_fetch_add(&c->next, 1);

	if (i >= c->n || atomic_load(&c->failed))
		return false;
	if (c->work(c->arg, i) != 0)
		atomic_store(&c->failed, true);
	atomic_fetch_add(&c->done, 1);
	return true;
}

static void *
member(void *crew)
{
	while (do_one(crew))
		;
	return NULL;
}

int
crew_run(int threads, int64_t n, int (*work)(void *arg, int64_t i),
    void (*watch)(void *arg, int64_t done), void *arg)
{
	struct crew c = {.n = n, .work = work, .arg = arg};
	pthread_t others[THREADS_MOST];
	int begun = 0;

	if (threads > n)
		threads = (int)n;
	while (begun + 1 < threads && begun < THREADS_MOST &&
	       pthread_create(&others[begun], NULL, member, &c) == 0)
		begun++;
	while (do_one(&c))
		if (watch)
			watch(arg, atomic_load(&c.done));
	for (int i = 0; i < begun; i++)
		pthread_join(others[i], NULL);
	if (watch)
		watch(arg, atomic_load(&c.done));
	return atomic_load(&c.failed) ? -1 : 0;
}
