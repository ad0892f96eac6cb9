/* SPDX-License-Identifier: MIT */
/*
 * Trades by REST: a time is used once, to find the first id; from there on
 * one id follows on the other, since many trades share a millisecond.
 */
#include "base/clock.h"
#include "base/log.h"
#include "history/chain.h"
#include "history/work.h"

enum { AHEAD = 4 }; /* requests under way */

struct walk {
	struct work *work;
	struct step *step;
	struct chain chain;
	struct page *ahead[AHEAD];
	int n, most;
	int64_t asked; /* the id behind the last page under way */
	bool again;    /* what is asked has been asked before */
	bool over;     /* the end is reached, or it cannot go on */
};

static void
fail(struct walk *k)
{
	work_give_up(k->work, "out of memory");
	k->over = true;
}

/* How many pages more are worth asking for, going by the last one. */
static int
worth(const struct walk *k, const struct page *p)
{
	const struct rows *rs = &p->rows;
	int64_t first, last, end = k->chain.to, pages;

	if (rs->n == 0 || !p->full)
		return 1;
	first = rs->list[0].time;
	last = rs->list[rs->n - 1].time;
	if (last < first) /* times may step back */
		last = first;
	if (end > k->work->settled)
		end = k->work->settled;
	pages = (end - last) / (last - first + 1);
	return pages < 1 ? 1 : pages > AHEAD ? AHEAD : (int)pages;
}

/* Puts a page into the store. */
static void
take(struct walk *k, const struct page *p)
{
	struct work *w = k->work;
	int64_t settled = work_settled(w, p->date), end = p->end;

	chain_push(&k->chain, p->rows.list, p->rows.n);
	progress_step(w->tools->progress, (int64_t)p->rows.n, "REST");
	/* Behind a trade of another range one of this may follow. */
	k->over |=
	    w->over || end >= k->chain.to + (p->full ? CHAIN_BACK_MS : 0);
	if (!p->full && end > settled)
		end = settled;
	chain_cover(&k->chain, end);
	work_flush(w); /* not held while the exchange is waited for */
	k->over |= w->over;
	k->most = worth(k, p);
}

/*
 * Whether a page that ends early must be asked for again: that there is nothing
 * for so long behind its last trade must be said twice.
 */
static bool
is_doubtful(struct walk *k, const struct page *p)
{
	const struct rows *rs = &p->rows;
	int64_t settled = work_settled(k->work, p->date), end = p->end;
	int64_t since = rs->n ? rs->list[rs->n - 1].time : k->chain.from;

	if (p->full || (k->again && rs->n == 0))
		return false;
	if (end > settled)
		end = settled;
	if (end > k->chain.to)
		end = k->chain.to;
	return end - since > CHAIN_DOUBT_MS;
}

/* A page by its time. */
static void
take_first(struct walk *k, struct page *p, int64_t *from)
{
	const struct rows *rs = &p->rows;
	bool again = is_doubtful(k, p);

	if (rs->n) { /* the next one begins behind its last */
		k->asked = rs->list[rs->n - 1].id + 1;
		if (again)
			p->end = rs->list[rs->n - 1].time;
	}
	if (rs->n || !again) {
		*from = p->end;
		take(k, p);
	}
	k->again = again && rs->n == 0;
}

/* The first page, by time: an hour at a time until there is a trade. */
static void
begin(struct walk *k)
{
	struct work *w = k->work;
	int64_t from = k->step->from;

	while (!k->over && k->asked < 0) {
		int64_t before = from;
		struct page *p = page_start(
		    &w->tools->rest, &w->st->target, from, k->step->to);

		if (!p) {
			fail(k);
			return;
		}
		if (take_page_judge(w, p, page_wait(p)))
			take_first(k, p, &from);
		else
			k->over = true;
		page_free(p);
		/* A server that answers something else leads nowhere. */
		k->over |= k->asked < 0 && !k->again && from <= before;
	}
}

static void
drop_ahead(struct walk *k)
{
	while (k->n > 0)
		page_free(k->ahead[--k->n]);
}

/* A page by its ids. */
static void
take_next(struct walk *k, struct page *p)
{
	const struct rows *rs = &p->rows;

	k->again = is_doubtful(k, p);
	if (k->again) {
		drop_ahead(k);
		k->asked = rs->n ? rs->list[rs->n - 1].id + 1 : p->from;
		p->end = rs->n ? rs->list[rs->n - 1].time : k->chain.from;
		p->full = true; /* as far as it goes */
	}
	take(k, p);
}

static void
look_ahead(struct walk *k)
{
	struct work *w = k->work;

	while (k->n < k->most) {
		struct page *p =
		    page_start_id(&w->tools->rest, &w->st->target, k->asked);

		if (!p) {
			fail(k);
			return;
		}
		k->asked += p->limit;
		k->ahead[k->n++] = p;
	}
}

static void
advance(struct walk *k)
{
	struct work *w = k->work;
	struct page *p = k->ahead[0];

	for (int i = 1; i < k->n; i++)
		k->ahead[i - 1] = k->ahead[i];
	k->n--;
	if (take_page_judge(w, p, page_wait(p)))
		take_next(k, p);
	else
		k->over = true;
	page_free(p);
}

void
take_walk(struct work *w, struct step *s)
{
	struct walk k = {.work = w, .step = s, .asked = -1};
	struct steps more; /* what a file before it lacks at its end */

	if (w->rest_down || !w->routes.has[ROUTE_REST])
		return;
	steps_init(&more);
	chain_init(&k.chain, w, s->from, s->to, w->tools->rest.root, "",
	    s->sure ? NULL : &more, ROUTE_REST);
	k.over = w->over;
	begin(&k);
	while (!k.over) {
		look_ahead(&k);
		if (!k.over)
			advance(&k);
	}
	drop_ahead(&k);
	work_flush(w);
	work_first(w, &more);
}
