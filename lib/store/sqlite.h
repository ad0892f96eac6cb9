/* SPDX-License-Identifier: MIT */
/* sqlite - what the files of lib/store share; for nobody else. */
#ifndef SQLITE_H
#define SQLITE_H

#include <sqlite3.h>
#include <stdio.h>

#include "base/map.h"
#include "store/store.h"

enum {
	SCHEMA_VERSION = 1,
	SCHEMA_ID = 0x7469636b, /* application_id: "tick" */
	STORE_PAGE = 16384,
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
	bool texts;   /* has columns whose text is made for storing */
	int n, nkeys; /* columns; the first nkeys are key members */
	struct column cols[REC_SLOTS];
};

struct series {     /* as the writer knows it */
	int64_t id; /* 0: not looked up, or rolled back */
	struct store_series name;
	size_t venue_len, symbol_len; /* 0 where there is none */
	bool dirty;
	struct series *next;             /* in the list of dirty ones */
	int64_t inserted, updated, kept; /* since the last commit */
	int64_t first, last;
};

struct store {
	sqlite3 *db;
	char *path, *lock_path; /* as given, for messages */
	char *file;             /* for SQLite */
	enum store_mode mode;
	int lock;                /* descriptor, or -1 */
	bool locked, open, own;  /* a transaction is open; the caller's own */
	int64_t since;           /* clock_mono() when the lock was taken */
	int64_t rows;            /* of this transaction */
	int64_t started, beaten; /* first write, last heartbeat written */
	int64_t counts[STORE_PUTS];
	int64_t columns[REC_TYPES]; /* schema_columns() + 3; 0: not asked */
	bool differs;               /* set by the SQL function of that name */
	struct table tables[REC_TYPES];
	sqlite3_stmt *put[REC_TYPES];
	sqlite3_stmt *begin, *commit, *version; /* of transactions */
	sqlite3_stmt *find, *add, *count, *beat;
	struct map *names; /* of the series, by what names them */
	struct series **series, **by_record;
	int nseries, nby_record;
	struct series *dirty;
	char *text; /* scratch for values made for storing */
	size_t text_size;
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
/*
 * The series of a record, its id set; inside a transaction.  NULL: failed, or
 * *odd: the record's names cannot be kept.
 */
struct series *series_of(struct store *s, const struct record *r, bool *odd);
/* Notes what became of a record. */
void series_count(
    struct store *s, struct series *e, enum store_put how, int64_t time);
/* Writes what series_count() noted.  0, or -1. */
int series_flush(struct store *s);
/* Forgets what a rollback has undone. */
void series_forget(struct store *s);
void series_free(struct store *s);

/* put.c */
/* key_time of a funding record: its time, rounded to the minute. */
int64_t put_minute(int64_t time);
/* Binds a copy of what column c keeps of v; v NULL: of a record without it.
 * 0, or -1. */
int put_bind(struct store *s, sqlite3_stmt *st, int i, const struct column *c,
    const struct value *v);
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
	struct record rec; /* the row it stands on */
	bool begun;        /* there is a row behind it: its key is */
	int64_t key;
	struct value last[REC_SLOTS]; /* its key members, by column */
	uint32_t last_has;
	struct { /* text that stays: of ids in rec; of last */
		char *p;
		size_t size;
	} text[REC_SLOTS], kept[REC_SLOTS];
};

/* id and name are set by the caller, and what is asked for. 0, or -1. */
struct feed *feed_new(struct store *s, int64_t id,
    const struct store_series *name, const struct store_query *q);
void feed_free(struct feed *f);
/* Looks behind the last row that was passed.  1: on a row; 0: none; -1. */
int feed_start(struct feed *f);
/* Passes the row.  As above. */
int feed_step(struct feed *f);
/* Notes the row as passed without looking for another. */
int feed_pass(struct feed *f);
void feed_stop(struct feed *f);

/* select.c: a cursor over one series, with from <= time <= to. */
struct cursor *cursor_of(struct store *s, int64_t id,
    const struct store_series *name, int64_t from, int64_t to);

#endif
