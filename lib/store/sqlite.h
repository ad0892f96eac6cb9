/* SPDX-License-Identifier: MIT */
/* sqlite - what the files of lib/store share; for nobody else. */
#ifndef SQLITE_H
#define SQLITE_H

#include <sqlite3.h>
#include <stdio.h>

#include "base/map.h"
#include "store/store.h"

enum {
	SCHEMA_VERSION = 3,
	SCHEMA_ID = 0x7469636b, /* application_id: "tick" */
};

/* What stands in the key after the series, and so what time is read from. */
enum key {
	KEY_TIME,   /* time */
	KEY_OPEN,   /* open_time; time is the end of its bar, not stored */
	KEY_MINUTE, /* key_time: time rounded to the minute; time is kept too */
};

/*
 * A column that holds a member.  A key member that a record may lack is
 * stored as -infinity where it is absent: no value that JSON can write, and
 * in front of all of them, text included.
 */
struct column {
	const char *name;
	const struct member *member;
	unsigned char slot, kind;
	bool key, optional;
};

struct table {
	enum rec_type type;
	enum key key;
	bool append_only;
	int n, nkeys; /* columns; the first nkeys are key members */
	struct column cols[REC_SLOTS];
};

/* A value on its way into the file. */
struct cell {
	unsigned char type; /* SQLITE_INTEGER ... SQLITE_NULL, or CELL_WORD */
	uint32_t len;
	union {
		int64_t i;
		double d;
		size_t at;        /* text: where in its struct text */
		const char *word; /* for ever */
	} u;
};

enum { CELL_WORD = 16 };

struct text { /* grows; so cells say where, not at what address */
	char *p;
	size_t used, size;
};

struct row { /* a record that waits to be written */
	int64_t key, time;
	size_t cell; /* its first in store.cells */
	int next;    /* row of the same series, or -1 */
};

struct series {     /* as the writer knows it */
	int64_t id; /* 0: not looked up, or rolled back */
	struct store_series name;
	size_t venue_len, symbol_len; /* 0 where there is none */
	int head, tail;               /* its rows; head -1: none */
	struct series *next;          /* in the list of those with rows */
};

struct store {
	sqlite3 *db;
	char *path, *lock_path; /* as given, for messages */
	char *file;             /* for SQLite */
	enum store_mode mode;
	int lock;                /* descriptor, or -1 */
	bool missing;            /* an empty file */
	int64_t schema;          /* version of the file */
	bool locked, open, own;  /* a transaction is open; the caller's own */
	int64_t since;           /* clock_mono() of the first row waiting */
	int64_t taken;           /* rows of this transaction */
	int64_t started, beaten; /* first write, last heartbeat written */
	int64_t counts[STORE_PUTS];  /* of all transactions */
	int64_t pending[STORE_PUTS]; /* of this one */
	struct table tables[REC_TYPES];
	int64_t columns[REC_TYPES]; /* schema_columns() + 3; 0: not asked */

	struct row rows[STORE_ROWS]; /* in the order they came */
	int nrows;
	struct cell *cells;
	size_t ncells, cells_size;
	struct text text;
	int at;         /* row that the table "rows" begins with */
	int64_t differ; /* calls of the function differs() */

	struct map *names; /* of the series, by what names them */
	struct series **series, **by_record;
	int nseries, nby_record;
	struct series *dirty; /* those with rows */

	sqlite3_stmt *begin, *commit, *version, *beat;
	sqlite3_stmt *stretch;            /* of store_cover_next() */
	sqlite3_stmt *find, *add, *count; /* of series */
	sqlite3_stmt *put[REC_TYPES], *look[REC_TYPES]; /* of put.c */
	int readers; /* cursors that hold the read transaction */
	char why[STORE_WHY];
};

/* store.c: "cannot DO 'PATH': " and what SQLite says; returns -1. */
int store_fail(struct store *s, const char *what);
/* Any text in its place; returns -1. */
int store_say(struct store *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A transaction is open, at least from now on.  0, or -1. */
int store_enter(struct store *s);
/* NULL: failed. */
sqlite3_stmt *store_prepare(struct store *s, const char *sql);
/* Ends a text of open_memstream(3), prepares it and frees it. */
sqlite3_stmt *store_prepare_text(struct store *s, FILE *f, char **sql);
/* Steps to the end and resets.  0, or -1. */
int store_run(struct store *s, sqlite3_stmt *st);

/*
 * path.c: what can be seen of a wrong file before SQLite and the lock touch
 * it.  0, or the exit status that fits, with why and errno.
 */
int path_check(const char *path, enum store_mode mode, char *why);
/*
 * *new*: whose lock it is, or NULL.  A link has that of the file it points to,
 * whose log is one too.
 */
char *path_lock(const char *path);

/* schema.c */
void schema_tables(struct table tables[REC_TYPES]);
const char *schema_key_name(enum key key);
/* Makes or completes the tables; inside a transaction.  0, or -1. */
int schema_migrate(struct store *s);
/* 0, or the exit status that fits, with why set. */
int schema_check(struct store *s, bool *empty);
/*
 * A bit for each column of t that the file has; -1 if it has no such table;
 * -2: failed.
 */
int64_t schema_columns(struct store *s, const struct table *t);

/* series.c */
/*
 * A series from four columns, *borrowed* from the row; false if it is of a
 * type or interval that this version does not know.
 */
bool series_read(sqlite3_stmt *st, int at, struct store_series *name);
/* The id of a series, or 0 if it is not there, or -1. */
int64_t series_find(struct store *s, const struct store_series *name);
/* The same, made if need be; inside a transaction. */
int64_t series_make(struct store *s, const struct store_series *name);
/* sql with the series bound to ?1, NULL for all.  NULL: failed. */
sqlite3_stmt *series_list(
    struct store *s, const char *sql, const struct store_series *series);
/* The series of a record.  NULL: failed. */
struct series *series_of(struct store *s, const struct record *r);
/* The series of that name with rows that wait, or NULL. */
struct series *series_waiting(
    const struct store *s, const struct store_series *name);
/* Adds to the stored counters of a series.  0, or -1. */
int series_count(struct store *s, const struct series *e,
    const int64_t counts[STORE_PUTS], int64_t first, int64_t last);
/* Forgets ids that a rollback may have undone. */
void series_forget(struct store *s);
void series_free(struct store *s);

/* cell.c */
/* What column c keeps of v; v NULL: of a record without it.  0, or -1. */
int cell_make(struct store *s, struct text *text, struct cell *cell,
    const struct column *c, const struct value *v);
/* Binds a copy.  0, or -1. */
int cell_bind(struct store *s, sqlite3_stmt *st, int i, const struct cell *cell,
    const struct text *text);
/* Whether a stored value is the same. */
bool cell_is(
    const struct cell *cell, const struct text *text, sqlite3_value *x);
/* The order that SQLite gives them. */
int cell_cmp(
    const struct cell *a, const struct cell *b, const struct text *text);

/* rows.c: makes the table "rows" and the function differs().  0, or -1. */
int rows_register(struct store *s);

/* put.c */
/* key_time of a funding record: its time, rounded to the minute. */
int64_t put_minute(int64_t time);
/* Whether the rows of e, which has some, come in the order of their keys,
 * each once. */
bool put_is_sorted(const struct store *s, const struct series *e);
/* Writes the rows, inside a transaction that it begins.  0, or -1. */
int put_flush(struct store *s);
/* Forgets the rows. */
void put_forget(struct store *s);
void put_free(struct store *s);

/* feed.c: the rows of one series, in order */
struct feed {
	struct store *s;
	const struct table *t;
	int64_t id;
	struct store_series name; /* owned */
	bool reverse;
	int64_t since, until; /* times: [since, until) */
	sqlite3_stmt *first, *more, *now;
	struct record rec;           /* the row it stands on */
	uint32_t has;                /* what all its rows have */
	bool begun;                  /* there is a row behind it: */
	int64_t key;                 /* its key, */
	struct cell last[REC_SLOTS]; /* and key members */
	struct text kept;            /* text of last */
	struct text ids[REC_SLOTS];  /* of ids in rec, by column */
};

enum { /* bits: which rows, of those with a key from ?2 to ?3 */
	FEED_BEHIND = 1,  /* behind (key ?4, members ?5 ...) */
	FEED_REVERSE = 2, /* newest first */
};

/* The statement that reads t's rows of series ?1.  NULL: failed. */
sqlite3_stmt *feed_prepare(struct store *s, const struct table *t, int which);
struct feed *feed_new(struct store *s, int64_t id,
    const struct store_series *name, const struct store_query *q);
void feed_free(struct feed *f);
/* Looks behind the last row that was passed.  1: on a row; 0: none; -1. */
int feed_start(struct feed *f);
/* Passes the row.  As above. */
int feed_step(struct feed *f);
/* Notes the row as passed without looking for another.  0, or -1. */
int feed_pass(struct feed *f);
void feed_stop(struct feed *f);

/* select.c: whether q asks for the series. */
bool query_wants(const struct store_query *q, const struct store_series *name);

/*
 * digest.c: what store_digest() will say when the waiting rows of e, which has
 * some, are written: 1; 0: that cannot be told from them; -1.
 */
int digest_waiting(struct store *s, const struct series *e, int64_t from,
    int64_t to, int64_t *rows, char hex[STORE_DIGEST]);

#endif
