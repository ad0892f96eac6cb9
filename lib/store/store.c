/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lock.h"
#include "base/log.h"
#include "store/sqlite.h"

enum {
	BUSY_MS = 10000, /* for a writer that does not know the lock */
	BEAT_MS = 1000,
};

const char *
store_path(const struct store *s)
{
	return s->path;
}

const char *
store_why(const struct store *s)
{
	return s->why;
}

const int64_t *
store_counts(const struct store *s)
{
	return s->counts;
}

int
store_say(struct store *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s->why, sizeof s->why, fmt, ap);
	va_end(ap);
	return -1;
}

int
store_fail(struct store *s, const char *what)
{
	int code = sqlite3_errcode(s->db) & 0xff;
	int sys = sqlite3_system_errno(s->db);
	bool system = (code == SQLITE_IOERR || code == SQLITE_CANTOPEN ||
			  code == SQLITE_FULL) &&
		      sys != 0;

	/* All that a reader would write is the log's index. */
	if (code == SQLITE_READONLY && s->mode == STORE_READ)
		return store_say(s,
		    "cannot %s '%s': its log '%s-wal' is not there and cannot "
		    "be made",
		    what, s->path, s->path);
	return store_say(s, "cannot %s '%s': %s%s%s", what, s->path,
	    sqlite3_errmsg(s->db), system ? ": " : "",
	    system ? strerror(sys) : "");
}

sqlite3_stmt *
store_prepare(struct store *s, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v3(
		s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL)) {
		store_fail(s, s->mode == STORE_WRITE ? "write" : "read");
		return NULL;
	}
	return st;
}

sqlite3_stmt *
store_prepare_text(struct store *s, FILE *f, char **sql)
{
	sqlite3_stmt *st = NULL;

	if (fclose(f) != 0)
		store_say(s, "out of memory");
	else
		st = store_prepare(s, *sql);
	free(*sql);
	return st;
}

int
store_run(struct store *s, sqlite3_stmt *st)
{
	int rc;

	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		;
	if (rc != SQLITE_DONE)
		store_fail(s, s->mode == STORE_WRITE ? "write" : "read");
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? 0 : -1;
}

/*
 * Writers wait in a queue: who waits for the lock holds the gate, so that one
 * who comes back at once does not overtake it.  flock(2) alone is not fair.
 */
static void
gate(struct store *s, short type)
{
	struct flock fl = {.l_type = type, .l_whence = SEEK_SET, .l_len = 1};

	while (fcntl(s->lock, F_OFD_SETLKW, &fl) != 0 && errno == EINTR)
		;
}

static int
lock(struct store *s)
{
	if (s->locked)
		return 0;
	gate(s, F_WRLCK);
	if (lock_take(s->lock, true) != 0)
		return store_say(
		    s, "cannot lock '%s': %s", s->lock_path, strerror(errno));
	gate(s, F_UNLCK);
	s->locked = true;
	return 0;
}

static void
unlock(struct store *s)
{
	if (s->locked)
		lock_release(s->lock);
	s->locked = false;
}

int
store_enter(struct store *s)
{
	if (s->mode != STORE_WRITE)
		return store_say(s, "'%s' is open for reading", s->path);
	if (s->open)
		return 0;
	if (lock(s) != 0)
		return -1;
	if (!s->begin && !(s->begin = store_prepare(s, "BEGIN IMMEDIATE")))
		goto out;
	if (store_run(s, s->begin) != 0)
		goto out;
	s->open = true;
	return 0;
out:
	unlock(s);
	return -1;
}

int
store_begin(struct store *s)
{
	if (store_commit(s) != 0)
		return -1;
	s->own = true;
	return 0;
}

void
store_rollback(struct store *s)
{
	/* After a failure SQLite may have done it: no error is new here. */
	if (s->open && !sqlite3_get_autocommit(s->db))
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->open = s->own = false;
	s->taken = 0;
	memset(s->pending, 0, sizeof s->pending);
	put_forget(s);
	series_forget(s);
	unlock(s);
}

/* One row a tool: who wrote last, and when. */
static int
heartbeat(struct store *s)
{
	int64_t now = clock_now();
	int64_t rows = s->counts[STORE_NEW] + s->counts[STORE_UPDATED] +
		       s->pending[STORE_NEW] + s->pending[STORE_UPDATED];

	if (!s->beat &&
	    !(s->beat = store_prepare(s,
		  "INSERT INTO heartbeat(writer, pid, started, time, rows)"
		  " VALUES(?1, ?2, ?3, ?4, ?5)"
		  " ON CONFLICT DO UPDATE SET pid = ?2, started = ?3,"
		  " time = ?4, rows = ?5")))
		return -1;
	if (s->started == 0)
		s->started = now;
	s->beaten = clock_mono();
	sqlite3_bind_text(s->beat, 1, log_prog(), -1, SQLITE_STATIC);
	sqlite3_bind_int64(s->beat, 2, getpid());
	sqlite3_bind_int64(s->beat, 3, s->started);
	sqlite3_bind_int64(s->beat, 4, now);
	sqlite3_bind_int64(s->beat, 5, rows);
	return store_run(s, s->beat);
}

static int
end(struct store *s)
{
	if (!s->commit && !(s->commit = store_prepare(s, "COMMIT")))
		return -1;
	if (store_run(s, s->commit) != 0)
		return -1;
	s->open = s->own = false;
	unlock(s);
	return 0;
}

/* Where nothing is new, a sign of life a second is enough. */
static bool
is_beat_due(const struct store *s)
{
	return s->own || s->pending[STORE_NEW] || s->pending[STORE_UPDATED] ||
	       s->beaten == 0 || clock_mono() - s->beaten >= BEAT_MS;
}

int
store_commit(struct store *s)
{
	if (s->nrows == 0 && !s->open) {
		s->own = false;
		return 0;
	}
	if (put_flush(s) != 0 || (is_beat_due(s) && heartbeat(s) != 0) ||
	    end(s) != 0) {
		store_rollback(s);
		return -1;
	}
	for (int i = 0; i < STORE_PUTS; i++)
		s->counts[i] += s->pending[i];
	memset(s->pending, 0, sizeof s->pending);
	s->taken = 0;
	return 0;
}

static int
set_up(struct store *s)
{
	static const char writer[] = "PRAGMA page_size = 16384;"
				     "PRAGMA cache_size = -16384;"
				     "PRAGMA mmap_size = 0;"
				     "PRAGMA synchronous = FULL;"
				     "PRAGMA temp_store = MEMORY;"
				     "PRAGMA journal_size_limit = 67108864;";
	static const char reader[] = "PRAGMA cache_size = -256;"
				     "PRAGMA mmap_size = 0;"
				     "PRAGMA query_only = ON;"
				     "PRAGMA wal_autocheckpoint = 0;";
	int keep = 1;

	sqlite3_busy_timeout(s->db, BUSY_MS);
	/* The lock covers a writer's last close; a reader has no lock. */
	if (s->mode == STORE_READ)
		(void)sqlite3_db_config(
		    s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	/* Who may not write the directory can read only where a log is. */
	else
		(void)sqlite3_file_control(
		    s->db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
	if (sqlite3_exec(s->db, s->mode == STORE_WRITE ? writer : reader, NULL,
		NULL, NULL) != SQLITE_OK)
		return store_fail(s, "open");
	return 0;
}

static int
status_of(const struct store *s)
{
	return sqlite3_errcode(s->db) == SQLITE_NOTADB ? EXIT_USAGE : EXIT_FAIL;
}

/* SQLite does not call it an error where a log is impossible. */
static int
set_wal(struct store *s)
{
	sqlite3_stmt *st = store_prepare(s, "PRAGMA journal_mode = WAL");
	const char *mode;
	int rc = -1;

	if (!st)
		return -1;
	if (sqlite3_step(st) != SQLITE_ROW)
		store_fail(s, "open");
	else if ((mode = (const char *)sqlite3_column_text(st, 0)) == NULL ||
		 strcmp(mode, "wal") != 0)
		store_say(s, "'%s' cannot have a write-ahead log", s->path);
	else
		rc = 0;
	sqlite3_finalize(st);
	return rc;
}

static int
open_writer(struct store *s)
{
	bool empty;
	int rc;

	if (sqlite3_db_readonly(s->db, "main") == 1) {
		store_say(s, "cannot write '%s': it is read-only", s->path);
		return EXIT_FAIL;
	}
	if ((rc = schema_check(s, &empty)) != 0)
		return rc;
	if (rows_register(s) != 0)
		return EXIT_FAIL;
	if (set_wal(s) != 0)
		return EXIT_FAIL;
	if (store_enter(s) != 0 || schema_migrate(s) != 0 || end(s) != 0) {
		store_rollback(s);
		return EXIT_FAIL;
	}
	return 0;
}

static int
open_reader(struct store *s)
{
	bool empty;
	int rc;

	if ((rc = schema_check(s, &empty)) != 0)
		return rc;
	s->missing = empty;
	if (empty) {
		store_say(s,
		    "no store at '%s': the file is empty; store(1) or "
		    "backfill(1) makes one",
		    s->path);
		return EXIT_FAIL;
	}
	return 0;
}

static int
set_path(struct store *s, const char *path)
{
	s->path = strdup(path);
	/* "./" in front keeps "file:x" and ":memory:" names of files. */
	if (asprintf(&s->file, "%s%s", *path == '/' ? "" : "./", path) < 0)
		s->file = NULL;
	s->lock_path = path_lock(path);
	return s->path && s->file && s->lock_path ? 0 : -1;
}

static int
open_file(struct store *s)
{
	int flags = SQLITE_OPEN_NOMUTEX;

	if (s->mode == STORE_WRITE) {
		flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
		if ((s->lock = lock_open(s->lock_path)) == -1) {
			store_say(s, "cannot open '%s': %s", s->lock_path,
			    strerror(errno));
			return EXIT_FAIL;
		}
		if (lock(s) != 0)
			return EXIT_FAIL;
	} else {
		flags |= SQLITE_OPEN_READONLY;
	}
	if (sqlite3_open_v2(s->file, &s->db, flags, NULL) != SQLITE_OK) {
		store_fail(s, "open");
		return EXIT_FAIL;
	}
	if (set_up(s) != 0)
		return status_of(s);
	return s->mode == STORE_WRITE ? open_writer(s) : open_reader(s);
}

int
store_open(
    struct store **out, const char *path, enum store_mode mode, char *why)
{
	struct store *s;
	int rc, err;

	*out = NULL;
	if (!path && !(path = store_default_path())) {
		(void)snprintf(why, STORE_WHY,
		    "no path for the store: none of TICKPIPE_DB, "
		    "XDG_DATA_HOME and HOME is set");
		return EXIT_USAGE;
	}
	if ((rc = path_check(path, mode, why)) != 0)
		return rc;
	if (!(s = calloc(1, sizeof *s)))
		goto out;
	s->mode = mode;
	s->lock = -1;
	schema_tables(s->tables);
	if (set_path(s, path) != 0 || !(s->names = map_new()))
		goto out;
	if ((rc = open_file(s)) != 0) {
		(void)snprintf(why, STORE_WHY, "%s", s->why);
		err = s->missing ? ENOENT : EIO;
		(void)store_close(s, NULL);
		errno = err;
		return rc;
	}
	*out = s;
	return 0;
out:
	(void)snprintf(why, STORE_WHY, "out of memory");
	(void)store_close(s, NULL);
	return EXIT_FAIL;
}

int
store_close(struct store *s, char *why)
{
	int rc;

	if (!s)
		return 0;
	rc = store_commit(s);
	if (rc != 0 && why)
		(void)snprintf(why, STORE_WHY, "%s", s->why);
	/* The last connection to close checkpoints. */
	if (s->lock != -1 && s->db)
		(void)lock(s);
	put_free(s);
	series_free(s);
	sqlite3_finalize(s->begin);
	sqlite3_finalize(s->commit);
	sqlite3_finalize(s->version);
	sqlite3_finalize(s->beat);
	sqlite3_finalize(s->stretch);
	sqlite3_close(s->db);
	unlock(s);
	if (s->lock != -1)
		lock_close(s->lock);
	free(s->path);
	free(s->file);
	free(s->lock_path);
	free(s);
	return rc;
}
