/* SPDX-License-Identifier: MIT */
/*
 * T2: a stage that adds a member, all checks on: candles in, the same bytes
 * and "sma20", the mean of the last 20 closes, out.
 */
#include <errno.h>
#include <string.h>

#include "base/io.h"
#include "base/log.h"
#include "base/num.h"
#include "market/reader.h"

enum { PERIOD = 20 };

struct sma {
	double ring[PERIOD], sum;
	int n, at;
};

/* Summed anew each time round the ring, so that nothing drifts. */
static double
sma_push(struct sma *s, double v)
{
	if (s->n < PERIOD)
		s->n++;
	else
		s->sum -= s->ring[s->at];
	s->ring[s->at] = v;
	s->sum += v;
	if (++s->at == PERIOD) {
		s->at = 0;
		s->sum = 0;
		for (int i = 0; i < PERIOD; i++)
			s->sum += s->ring[i];
	}
	return s->sum / s->n;
}

/* The line's bytes up to its last brace, then the member. */
static void
splice(struct out *o, const struct record *r, double sma)
{
	static const char name[] = ",\"sma20\":";
	size_t len = r->len;
	char *p;

	while (r->line[len - 1] != '}')
		len--;
	out_write(o, r->line, len - 1);
	p = out_room(o, sizeof name + NUM_DOUBLE_MAX + 2);
	p = (char *)memcpy(p, name, sizeof name - 1) + sizeof name - 1;
	p = num_put_calc(p, sma);
	*p++ = '}';
	*p++ = '\n';
	out_advance(o, p);
}

int
main(int argc, char *argv[])
{
	struct reader_opts opts = {0};
	struct sma sma = {0};
	char why[512];
	const struct record *r;
	struct reader *rd;
	struct out out;
	int status;

	log_init(argv[0]);
	if (out_open(&out, 1, 0) != 0)
		die(EXIT_FAIL, "out of memory");
	rd = reader_open(
	    (const char *const *)argv + 1, argc - 1, &opts, why, sizeof why);
	if (!rd)
		die(EXIT_FAIL, "%s", why);
	while ((r = reader_next(rd)))
		if (r->type == REC_CANDLE)
			splice(&out, r, sma_push(&sma, r->v[CANDLE_CLOSE].num));
		else
			out_write(&out, r->line, r->len);
	if (out_close(&out) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	status = reader_failed(rd)    ? EXIT_FAIL
		 : reader_skipped(rd) ? EXIT_PARTIAL
				      : EXIT_OK;
	reader_close(rd);
	return status;
}
