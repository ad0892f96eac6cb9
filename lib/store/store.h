/* SPDX-License-Identifier: MIT */
/*
 * store - records kept in one file and read back in order; the one place that
 * knows SQL.  tickpipe-store(5) describes the file.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/record.h"

enum {
	STORE_WHY = 512,       /* room for a reason */
	STORE_ROWS = 10000,    /* of one transaction at most */
	STORE_HOLD_MS = 250,   /* the lock is held at most */
	STORE_DIGEST = 64 + 1, /* SHA-256 in hexadecimal, and a NUL */
};

enum store_mode {
	STORE_READ,  /* what is not there is an error; never writes */
	STORE_WRITE, /* made where it is not there, with its directory */
};

struct store;

/*
 * $TICKPIPE_DB, else ${XDG_DATA_HOME:-~/.local/share}/tickpipe/tickpipe.db.
 * *borrowed*, for ever; NULL if none of the variables is set.
 */
const char *store_default_path(void);

/*
 * path NULL: the default path.  0 with *s *new*; or, with the reason in why
 * (STORE_WHY bytes, names the path), the exit status that fits: 1 where
 * trying again may help, 2 where the path can never be right (another
 * program's file, a newer version's store, postgresql://).  errno is ENOENT
 * if there is no store to read yet.
 *
 * A process that writes or reads for long opens a file once: a second
 * store_open() looks into the file and closes it again, which drops the fcntl
 * locks that SQLite holds on it for the first.
 */
int store_open(
    struct store **s, const char *path, enum store_mode mode, char *why);

/*
 * Commits what is pending, and frees s, which may be NULL.  0, or -1 with the
 * reason in why (STORE_WHY bytes, or NULL).
 */
int store_close(struct store *s, char *why);

/* *borrowed*: the path; why the last call failed. */
const char *store_path(const struct store *s);
const char *store_why(const struct store *s);

/*
 * WRITING
 *
 * store_put() keeps a copy of the record in memory; store_commit() writes what
 * is there in one transaction, and happens by itself after STORE_ROWS rows or
 * STORE_HOLD_MS / 2.  The lock is held only while writing, so writers of one
 * store wait for each other only so long.  Who may wait for input commits
 * first.
 *
 * After a failure nothing of the transaction is stored, and nothing of it is
 * left in memory: the store is as it was after the last commit.
 */
enum store_put {
	STORE_TAKEN,  /* will be written; how it ends is counted below */
	STORE_PASSED, /* not of a kept type, or a candle not yet closed */
	STORE_NEW,
	STORE_UPDATED, /* the stored one differed, or lacked a member */
	STORE_SAME,
	STORE_KEPT, /* append-only (signal, alert) and different: the first
		       one stays */
	STORE_PUTS,
};

/* STORE_TAKEN, STORE_PASSED, or -1.  A member that r lacks never erases one.
 */
int store_put(struct store *s, const struct record *r);

/* 0, or -1.  Nothing pending: nothing to do. */
int store_commit(struct store *s);
void store_rollback(struct store *s);

/*
 * A transaction of the caller's own, for rows and their coverage: it is
 * ended by store_commit() only, and may hold STORE_ROWS rows at most.
 * What was pending is committed first.  0, or -1.
 */
int store_begin(struct store *s);

/* How many records of this run ended how, by enum store_put. */
const int64_t *store_counts(const struct store *s);

struct store_series {
	enum rec_type type;
	const char *venue, *symbol; /* NULL where there is none */
	int interval;               /* -1 where there is none */
};

/*
 * READING: cursors
 */
struct store_query {
	uint32_t types;             /* bit set of types; 0: every kept type */
	const char *const *symbols; /* n of them; 0: all */
	int nsymbols;
	const char *venue; /* NULL: all */
	int interval;      /* -1: all; types without one are not judged */
	int64_t since;     /* judges time; included */
	int64_t until;     /* not included; INT64_MAX: no end */
	bool reverse;      /* newest first */
};

/* A query for everything. */
extern const struct store_query store_query_all;

struct cursor;

/*
 * *new*; what q points to must outlive it.  All of the cursor's rows are of
 * one moment, until cursor_pause().  NULL: store_why().
 */
struct cursor *cursor_open(struct store *s, const struct store_query *q);
void cursor_close(struct cursor *c);

/*
 * The same for one series, from <= time <= to; empty if there is no such
 * series.  In reverse the first row is the last of the range.
 */
struct cursor *series_cursor(struct store *s, const struct store_series *series,
    int64_t from, int64_t to, bool reverse);

/*
 * The next record in the order of rec_cmp() (or its reverse), *borrowed* until
 * the next call.  NULL at the end or on failure (cursor_failed()).
 */
const struct record *cursor_next(struct cursor *c);
bool cursor_failed(const struct cursor *c); /* store_why() says why */

/*
 * Lets go of the moment: a cursor that stands still would otherwise keep the
 * log of the store from being cut.  The next cursor_next() goes on behind the
 * last row of each series, and sees what was written since.
 */
void cursor_pause(struct cursor *c);

/*
 * At the end: whether another connection has written since; if so,
 * cursor_next() goes on behind the last row of each series, new series
 * included.  What was written in front of that is not shown.  Not in reverse.
 * -1: failed.
 */
int cursor_again(struct cursor *c);

/*
 * COUNTERS, COVERAGE and QUARANTINE
 */
struct store_counter { /* of one series; kept, never counted */
	struct store_series series;
	int64_t rows, inserted, updated, kept;
	int64_t first, last; /* time of its records */
	int64_t changed;     /* when it was last written */
};

/* fn for each series, by type, symbol, venue; it returns 0 to go on.  0, -1,
 * or what fn returned. */
int store_counters(struct store *s,
    int (*fn)(const struct store_counter *, void *), void *arg);

struct store_cover { /* what was fetched, and from where */
	struct store_series series;
	int64_t from, to; /* first and last ms */
	int64_t rows;
	const char *source;   /* URL or file */
	const char *checksum; /* the source's own; "" where it has none */
	const char *digest;   /* of the rows as query(1) prints them */
	int cause;            /* as in struct store_proof */
	int64_t verified_at;
};

struct store_proof {          /* that the store holds all that source has */
	int64_t from, to;     /* first and last ms; times of records */
	const char *source;   /* URL or file */
	const char *checksum; /* the source's own; NULL where it has none */
	/*
	 * -1; or CAUSE_NOT_LISTED, CAUSE_DELISTED: the source proves that
	 * there was no market, and so the store may have no rows.
	 */
	int cause;
};

/*
 * Says so, inside store_begin().  Rows and digest are taken from the store
 * itself.  The stretches of a series never overlap: the latest proof wins, and
 * older ones are cut back to what lies outside it, with rows and digest of
 * that.  0, or -1.
 */
int store_cover(struct store *s, const struct store_series *series,
    const struct store_proof *p);

/*
 * Behind it: makes one of the stretch that begins at from and the one that
 * ends right before, if neither has a checksum or a cause, and they have most
 * rows or fewer; their source is the latter's.  The earlier one must still be
 * what was proved, else both stay.  1: joined, 0, or -1.
 */
int store_join(struct store *s, const struct store_series *series, int64_t from,
    int64_t most);

/* fn for each stretch, by series and from; series NULL: of all.  As above. */
int store_coverage(struct store *s, const struct store_series *series,
    int (*fn)(const struct store_cover *, void *), void *arg);

/*
 * The stretch of the series behind the one from c->from to c->to; at first
 * both are INT64_MIN.  Its texts are *borrowed* until the next call, and what
 * is read until then is of the same moment.  1, 0: there is none, or -1.
 */
int store_cover_next(
    struct store *s, const struct store_series *series, struct store_cover *c);

struct store_span {
	int64_t from, to; /* first and last ms */
};

/* The parts of [from, to] that no stretch covers: *spans *new*, free() it.
 * How many, or -1. */
int store_uncovered(struct store *s, const struct store_series *series,
    int64_t from, int64_t to, struct store_span **spans);

struct store_extent { /* a series with coverage or a quarantine */
	struct store_series series;
	struct store_span covered; /* first and last ms; from > to: none is */
};

/*
 * Those that q asks for by type, symbol, venue and interval (of bars; of open
 * interest any), in the order of these names: *list *new*, for
 * store_extents_free().  How many, or -1.
 */
int store_extents(
    struct store *s, const struct store_query *q, struct store_extent **list);
void store_extents_free(struct store_extent *list, int n);

/* Rows of the series with from <= time <= to, and their digest.  0, or -1. */
int store_digest(struct store *s, const struct store_series *series,
    int64_t from, int64_t to, int64_t *rows, char hex[STORE_DIGEST]);

struct store_quarantine { /* what came from a source, and was refused */
	struct store_series series;
	int64_t from, to;      /* first and last ms that it was to cover */
	const char *source;    /* URL */
	const char *sha256;    /* of what came */
	const char *published; /* the source's own checksum; "" or NULL */
	int64_t bytes;         /* how much came */
	const char *reason;    /* why it was refused */
	const char *path;      /* where it is kept; "" or NULL: it is not */
	int64_t time;          /* of the last time; set by the store */
};

/*
 * Keeps the evidence, as part of store_begin()'s transaction, else at once.
 * What came before from that source for that series is replaced if it was the
 * same.  Nothing removes it.  0, or -1.
 */
int store_quarantine(struct store *s, const struct store_quarantine *q);

/* fn for each, by series and from; series NULL: of all.  As above. */
int store_quarantined(struct store *s, const struct store_series *series,
    int (*fn)(const struct store_quarantine *, void *), void *arg);

/*
 * TRIALS: the ledger of backtests, whose rows are numbered and hashed, each
 * hash covering the one before
 */
struct store_trial {
	const char *prices;  /* hash of what was traded on */
	const char *run;     /* hash of the input and the rules */
	const char *options; /* the rules, JSON */
	int64_t days;        /* daily returns */
	int64_t trades;
	double total_return;
	double sharpe; /* of the daily returns; NaN: there is none */
};

struct store_trials { /* those on some prices */
	int64_t n;
	double variance;         /* n - 1, of the Sharpe ratios there are; NaN
				    of fewer than two */
	char head[STORE_DIGEST]; /* hash of the ledger's last row */
};

/*
 * Enters n trials, those whose run is there already apart, in one transaction,
 * and tells what is there then of those on the prices of the first.  0; or -1,
 * also if a row of the ledger is not what was entered.
 */
int store_trial(struct store *s, const struct store_trial *trials, size_t n,
    struct store_trials *all);

/*
 * Whether the file is sound as SQLite sees it: fn for each thing that is not.
 * It looks at all of the file.  As above.
 */
int store_check(
    struct store *s, int (*fn)(const char *problem, void *arg), void *arg);

#endif
