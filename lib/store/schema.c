/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

/* Everything that does not come from the table of records. */
static const char base_sql[] =
    "CREATE TABLE series("
    " id INTEGER PRIMARY KEY,"
    " type TEXT NOT NULL,"
    " venue TEXT,"
    " symbol TEXT,"
    " interval TEXT,"
    " UNIQUE(type, symbol, venue, interval)) STRICT;"
    "CREATE TABLE counter("
    " series INTEGER PRIMARY KEY REFERENCES series(id),"
    " rows INTEGER NOT NULL,"
    " inserted INTEGER NOT NULL,"
    " updated INTEGER NOT NULL,"
    " kept INTEGER NOT NULL,"
    " first INTEGER NOT NULL,"
    " last INTEGER NOT NULL,"
    " changed INTEGER NOT NULL) STRICT;"
    "CREATE TABLE heartbeat("
    " writer TEXT PRIMARY KEY,"
    " pid INTEGER NOT NULL,"
    " started INTEGER NOT NULL,"
    " time INTEGER NOT NULL,"
    " rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE coverage("
    " series INTEGER NOT NULL REFERENCES series(id),"
    " \"from\" INTEGER NOT NULL,"
    " \"to\" INTEGER NOT NULL,"
    " source TEXT NOT NULL,"
    " rows INTEGER NOT NULL,"
    " checksum TEXT NOT NULL,"
    " digest TEXT NOT NULL,"
    " verified_at INTEGER NOT NULL,"
    " PRIMARY KEY(series, \"from\", \"to\", source))"
    " STRICT, WITHOUT ROWID;";

/*
 * Version 2: stretches are disjoint, so a row begins where no other does, and
 * may say that there was no market.  Of those that overlap the latest stays;
 * what is covered no more is fetched again.
 */
static const char disjoint_sql[] =
    "DROP VIEW IF EXISTS covered;"
    "ALTER TABLE coverage RENAME TO coverage_1;"
    "CREATE TABLE coverage("
    " series INTEGER NOT NULL REFERENCES series(id),"
    " \"from\" INTEGER NOT NULL,"
    " \"to\" INTEGER NOT NULL,"
    " source TEXT NOT NULL,"
    " rows INTEGER NOT NULL,"
    " checksum TEXT NOT NULL,"
    " digest TEXT NOT NULL,"
    " cause TEXT NOT NULL,"
    " verified_at INTEGER NOT NULL,"
    " PRIMARY KEY(series, \"from\")) STRICT, WITHOUT ROWID;"
    "INSERT INTO coverage SELECT series, \"from\", \"to\", source, rows,"
    " checksum, digest, '', verified_at FROM coverage_1 AS a WHERE NOT EXISTS"
    " (SELECT 1 FROM coverage_1 AS b WHERE b.series = a.series"
    "  AND b.\"from\" <= a.\"to\" AND b.\"to\" >= a.\"from\""
    "  AND (b.verified_at, b.\"from\", b.\"to\", b.source)"
    "   > (a.verified_at, a.\"from\", a.\"to\", a.source));"
    "DROP TABLE coverage_1;"
    /* A stretch starts an island if the one before does not touch it. */
    "CREATE VIEW covered AS"
    " SELECT type, venue, symbol, interval,"
    "  min(\"from\") AS \"from\", max(\"to\") AS \"to\", sum(rows) AS rows"
    " FROM (SELECT *, sum(starts) OVER"
    "   (PARTITION BY series ORDER BY \"from\") AS island"
    "  FROM (SELECT *, coalesce(\"from\" > 1 + lag(\"to\") OVER"
    "    (PARTITION BY series ORDER BY \"from\"), 1) AS starts"
    "   FROM coverage))"
    " JOIN series ON id = series GROUP BY series, island;"
    "CREATE TABLE quarantine("
    " series INTEGER NOT NULL REFERENCES series(id),"
    " \"from\" INTEGER NOT NULL,"
    " \"to\" INTEGER NOT NULL,"
    " source TEXT NOT NULL,"
    " sha256 TEXT NOT NULL,"
    " published TEXT NOT NULL,"
    " bytes INTEGER NOT NULL,"
    " reason TEXT NOT NULL,"
    " path TEXT NOT NULL,"
    " time INTEGER NOT NULL,"
    " PRIMARY KEY(series, source, sha256)) STRICT, WITHOUT ROWID;";

/* Version 3: each hash covers the one before, so no row can be taken out. */
static const char ledger_sql[] = "CREATE TABLE trial("
				 " n INTEGER PRIMARY KEY,"
				 " time INTEGER NOT NULL,"
				 " prices TEXT NOT NULL,"
				 " run TEXT NOT NULL UNIQUE,"
				 " options TEXT NOT NULL,"
				 " days INTEGER NOT NULL,"
				 " trades INTEGER NOT NULL,"
				 " \"return\" REAL,"
				 " sharpe REAL,"
				 " hash TEXT NOT NULL) STRICT;"
				 "CREATE INDEX trial_prices ON trial(prices);";

static enum key
key_of(enum rec_type type)
{
	switch (type) {
	case REC_CANDLE:
	case REC_PREMIUM:
		return KEY_OPEN;
	case REC_FUNDING:
		return KEY_MINUTE;
	default:
		return KEY_TIME;
	}
}

const char *
schema_key_name(enum key key)
{
	static const char *const names[] = {"time", "open_time", "key_time"};

	return names[key];
}

/* Whether the slot is stored neither with the series nor as the first key. */
static bool
is_column(enum rec_type type, int slot)
{
	switch (slot) {
	case M_TYPE:
	case M_VENUE:
	case M_SYMBOL:
		return false;
	case M_TIME:
		return key_of(type) == KEY_MINUTE;
	default:
		break;
	}
	if (slot == rec_interval_slot(type))
		return false;
	/* Only closed candles are kept, so there is nothing to say. */
	if (type == REC_CANDLE && slot == CANDLE_CLOSED)
		return false;
	return !(key_of(type) == KEY_OPEN && slot == CANDLE_OPEN_TIME);
}

static void
add_columns(struct table *t, bool keys)
{
	const struct rec_def *def = &rec_defs[t->type];

	for (int slot = 0; slot < def->n; slot++) {
		const struct member *m = &def->members[slot];
		bool key = m->flags & MEMBER_KEY && slot != M_TIME;

		if (key != keys || !is_column(t->type, slot))
			continue;
		t->cols[t->n++] = (struct column){
		    .name = m->name,
		    .member = m,
		    .slot = (unsigned char)slot,
		    .kind = m->kind,
		    .key = key,
		    .optional = key && !(m->flags & MEMBER_REQUIRED),
		};
	}
}

void
schema_tables(struct table tables[REC_TYPES])
{
	for (int type = 0; type < REC_TYPES; type++) {
		struct table *t = &tables[type];

		*t = (struct table){.type = (enum rec_type)type};
		if (!rec_defs[type].stored)
			continue;
		t->key = key_of(t->type);
		t->append_only = type == REC_SIGNAL || type == REC_ALERT;
		add_columns(t, true);
		t->nkeys = t->n;
		add_columns(t, false);
	}
}

static const char *
affinity(const struct column *c)
{
	if (c->optional || c->member->flags & MEMBER_SUM)
		return "ANY";
	switch (c->kind) {
	case KIND_TIME:
	case KIND_INT:
	case KIND_COUNT:
	case KIND_BOOL:
		return "INTEGER";
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		return "REAL";
	case KIND_WORD:
	case KIND_INTERVAL:
		/* The order of a key is the order of the words' list. */
		return c->key ? "INTEGER" : "TEXT";
	case KIND_ID:
		return "ANY";
	default:
		return "TEXT";
	}
}

static int
exec(struct store *s, const char *sql)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "write");
	return 0;
}

/* Runs the text of open_memstream(3) and frees it. */
static int
exec_text(struct store *s, FILE *f, char **sql)
{
	int rc;

	if (fclose(f) != 0)
		rc = store_say(s, "out of memory");
	else
		rc = exec(s, *sql);
	free(*sql);
	return rc;
}

static int
create_table(struct store *s, const struct table *t)
{
	char *sql = NULL;
	size_t size;
	FILE *f = open_memstream(&sql, &size);

	if (!f)
		return store_say(s, "out of memory");
	fprintf(f,
	    "CREATE TABLE \"%s\"(\n series INTEGER NOT NULL,\n %s "
	    "INTEGER NOT NULL",
	    rec_defs[t->type].name, schema_key_name(t->key));
	for (int i = 0; i < t->n; i++)
		fprintf(f, ",\n \"%s\" %s%s", t->cols[i].name,
		    affinity(&t->cols[i]), t->cols[i].key ? " NOT NULL" : "");
	fprintf(f, ",\n PRIMARY KEY(series, %s", schema_key_name(t->key));
	for (int i = 0; i < t->nkeys; i++)
		fprintf(f, ", \"%s\"", t->cols[i].name);
	fprintf(f, ")) STRICT, WITHOUT ROWID");
	return exec_text(s, f, &sql);
}

/* A bit for each column of t that the file has; -1 if the table is not there.
 * -2: failed. */
int64_t
schema_columns(struct store *s, const struct table *t)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT name FROM pragma_table_info(?1)");
	int64_t set = -1;
	int rc;

	if (!st)
		return -2;
	sqlite3_bind_text(st, 1, rec_defs[t->type].name, -1, SQLITE_STATIC);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(st, 0);

		if (set == -1)
			set = 0;
		for (int i = 0; name && i < t->n; i++)
			if (strcmp(name, t->cols[i].name) == 0)
				set |= (int64_t)1 << i;
	}
	if (rc != SQLITE_DONE) {
		store_fail(s, "read");
		set = -2;
	}
	sqlite3_finalize(st);
	return set;
}

/* A new type or member is a new table or column: the version stays. */
static int
complete_table(struct store *s, const struct table *t)
{
	int64_t set = schema_columns(s, t);

	if (set == -2)
		return -1;
	if (set == -1)
		return create_table(s, t);
	for (int i = 0; i < t->n; i++) {
		char sql[256];

		if (set >> i & 1)
			continue;
		(void)snprintf(sql, sizeof sql,
		    "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s",
		    rec_defs[t->type].name, t->cols[i].name,
		    affinity(&t->cols[i]));
		if (exec(s, sql) != 0)
			return -1;
	}
	return 0;
}

static int
number(struct store *s, const char *sql, int64_t *value)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);

	*value = 0;
	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		*value = sqlite3_column_int64(st, 0);
		rc = SQLITE_DONE;
	}
	if (rc != SQLITE_DONE)
		store_fail(s, "open");
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
schema_check(struct store *s, bool *empty)
{
	int64_t tables, id, version;

	if (number(s, "SELECT count(*) FROM sqlite_schema", &tables) != 0 ||
	    number(s, "PRAGMA application_id", &id) != 0 ||
	    number(s, "PRAGMA user_version", &version) != 0)
		return sqlite3_errcode(s->db) == SQLITE_NOTADB ? EXIT_USAGE
							       : EXIT_FAIL;
	*empty = tables == 0;
	s->schema = version;
	if (*empty)
		return 0;
	if (id != SCHEMA_ID || version < 1) {
		store_say(s,
		    "'%s' is not a store: the database of another program",
		    s->path);
		return EXIT_USAGE;
	}
	if (version > SCHEMA_VERSION) {
		store_say(s,
		    "'%s' has schema version %lld, newer than this "
		    "program's %d",
		    s->path, (long long)version, SCHEMA_VERSION);
		return EXIT_USAGE;
	}
	return 0;
}

/* steps[v] makes version v + 1 of version v. */
static const char *const steps[SCHEMA_VERSION] = {
    base_sql, disjoint_sql, ledger_sql};

int
schema_migrate(struct store *s)
{
	char sql[80];
	int64_t version;

	if (number(s, "PRAGMA user_version", &version) != 0)
		return -1;
	for (int64_t v = version; v < SCHEMA_VERSION; v++)
		if (exec(s, steps[v]) != 0)
			return -1;
	for (int type = 0; type < REC_TYPES; type++)
		if (rec_defs[type].stored &&
		    complete_table(s, &s->tables[type]) != 0)
			return -1;
	s->schema = SCHEMA_VERSION;
	if (version == SCHEMA_VERSION)
		return 0;
	(void)snprintf(sql, sizeof sql,
	    "PRAGMA application_id = %d; PRAGMA user_version = %d", SCHEMA_ID,
	    SCHEMA_VERSION);
	return exec(s, sql);
}
