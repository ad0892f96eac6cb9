/* SPDX-License-Identifier: MIT */
#include "history/prove.h"

#include <stdio.h>

#include "base/log.h"
#include "history/gaps.h"
#include "history/request.h"
#include "history/summary.h"
#include "history/verify.h"
#include "store/store.h"

/*
 * How many of the symbols that are named have no coverage: a misspelt one
 * would pass for one without holes.  -1: failed.
 */
static int
unknown(struct store *s, const struct request *q, char *why)
{
	struct store_query query = request_query(q, q->datasets);
	int missing = 0;

	query.nsymbols = 1;
	for (int i = 0; i < q->nsymbols; i++) {
		struct store_extent *list = NULL;
		int n;

		query.symbols = (const char *const *)&q->symbols[i];
		n = store_extents(s, &query, &list);
		if (n < 0) {
			(void)snprintf(why, STORE_WHY, "%s", store_why(s));
			return -1;
		}
		store_extents_free(list, n);
		if (n > 0)
			continue;
		log_warn("'%s': nothing of it was ever fetched", q->symbols[i]);
		missing++;
	}
	return missing;
}

int
prove_verify(struct store *s, const struct request *q, struct out *o, char *why)
{
	struct store_query query = request_query(q, q->datasets);
	struct verify v = {0};
	int rc = -1, missing;

	if (verify_run(s, &query, &v) != 0)
		(void)snprintf(why, STORE_WHY, "%s", v.why);
	else if (summary_write_proof(o, &v) != 0)
		(void)snprintf(why, STORE_WHY, "out of memory");
	else if ((missing = unknown(s, q, why)) >= 0)
		rc = v.bad || v.problems || missing;
	verify_free(&v);
	return rc;
}

int
prove_gaps(struct store *s, const struct request *q, struct out *o, char *why)
{
	struct store_query query = request_query(q, q->datasets);
	struct gaps g;
	int missing;

	if (gaps_run(s, &query, o, &g) != 0) {
		(void)snprintf(why, STORE_WHY, "%s", g.why);
		return -1;
	}
	missing = unknown(s, q, why);
	return missing < 0 ? -1 : g.lacking || missing;
}
