/* SPDX-License-Identifier: MIT */
#include "delivery.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "sim/run_log.h"

static void
print_text(struct delivery *d, const struct report *rep)
{
	size_t len;
	char *text;
	FILE *f = open_memstream(&text, &len);

	if (!f || report_text(rep, f) != 0 || ferror(f) || fclose(f) != 0)
		die(EXIT_FAIL, "out of memory");
	out_write(&d->f->out, text, len);
	free(text);
}

static void
print_difference(void *arg, const char *path, const char *was, const char *is)
{
	struct delivery *d = arg;
	char line[512];
	int n = snprintf(line, sizeof line, "%s: %s, now %s\n", path, was, is);

	if (n > (int)sizeof line - 1)
		n = (int)sizeof line - 1;
	out_write(&d->f->out, line, (size_t)n);
}

/* Holds the report to the one that was claimed. */
static void
compare_record(struct delivery *d, const struct record *r)
{
	size_t len;
	char *line = rec_line(r, &len);

	d->differ =
	    line ? claim_compare(d->claim, line, len - 1, print_difference, d)
		 : -1;
	free(line);
	if (d->differ < 0)
		die(EXIT_FAIL, "out of memory");
	if (d->differ == 0)
		out_write(&d->f->out, "the same\n", strlen("the same\n"));
}

/* 0, or -1 after a message. */
static int
log_run(
    const struct delivery *d, const struct report *rep, const struct record *r)
{
	int64_t now = d->o->params.now < 0 ? clock_now() : d->o->params.now;
	char why[512];
	size_t len;
	char *line = rec_line(r, &len);
	int rc;

	if (!line)
		die(EXIT_FAIL, "out of memory");
	rc = run_log_add(
	    d->o->log_dir, now, rep, line, len - 1, why, sizeof why);
	free(line);
	if (rc != 0)
		log_error("%s", why);
	return rc;
}

/* 0, or -1 after a message: the log could not be written. */
static int
print_report(struct delivery *d, const struct report *rep)
{
	struct record r;
	char *text;
	int rc = 0;

	if (report_record(rep, &r, &text) != 0)
		die(EXIT_FAIL, "cannot make the report: out of memory, or "
			       "the program's own file cannot be read");
	if (d->o->verify)
		compare_record(d, &r);
	else if (d->o->text)
		print_text(d, rep);
	else
		filter_emit(d->f, &r);
	if (d->o->log_dir)
		rc = log_run(d, rep, &r);
	free(text);
	return rc;
}

/* 0, or -1 after a message. */
static int
write_csv(const struct delivery *d, const struct report *rep)
{
	struct newfile *csv = newfile_open(d->o->csv);

	if (csv) {
		report_csv(rep, newfile_stream(csv));
		if (newfile_commit(csv) == 0)
			return 0;
	}
	log_error("cannot write '%s': %s", d->o->csv, strerror(errno));
	return -1;
}

/* All places the report goes to.  0, or -1 after a message. */
int
delivery_make(struct delivery *d, const struct report *rep)
{
	int rc = print_report(d, rep);

	if (d->o->csv && write_csv(d, rep) != 0)
		rc = -1;
	return rc;
}

/*
 * Better now than after an hour of reading.  The file itself is made at the
 * end: a signal in between would leave its temporary one behind.
 */
static void
check_csv(const char *path)
{
	struct newfile *f = newfile_open(path);

	if (!f)
		die(EXIT_FAIL, "cannot write '%s': %s", path, strerror(errno));
	newfile_abort(f);
}

static void
check_log_dir(const char *path)
{
	char why[512];

	if (io_make_dirs(path) != 0)
		die(EXIT_FAIL, "cannot make '%s': %s", path, strerror(errno));
	if (run_log_check(path, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
}

void
delivery_check(const struct options *o)
{
	if (o->csv)
		check_csv(o->csv);
	if (o->log_dir)
		check_log_dir(o->log_dir);
}
