/* SPDX-License-Identifier: MIT */
/* A damaged file is evidence: it is kept beside the store, and noted in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"
#include "history/work.h"

enum { SHA_SHOWN = 12, BLOCK = 1 << 16 };

/* Copies all of fd to path.  0, or -1 with errno. */
static int
copy(int fd, const char *path)
{
	struct newfile *f = newfile_open(path);
	char buf[BLOCK];
	off_t at = 0;
	ssize_t n;

	if (!f)
		return -1;
	while ((n = pread(fd, buf, sizeof buf, at)) > 0) {
		if (fwrite(buf, 1, (size_t)n, newfile_stream(f)) != (size_t)n)
			break;
		at += n;
	}
	if (n == 0)
		return newfile_commit(f);
	newfile_abort(f);
	return -1;
}

/* "STORE.quarantine/STEM.SHA256.zip"; *new*, NULL: it could not be kept. */
static char *
keep(const struct work *w, const struct file *f)
{
	char *dir = NULL, *path = NULL;
	int rc = -1;

	if (f->copy.fd == -1)
		return NULL;
	if (asprintf(&dir, "%s.quarantine", store_path(w->tools->store)) < 0)
		return NULL;
	if (asprintf(&path, "%s/%s.%.*s.zip", dir, f->stem, SHA_SHOWN,
		f->copy.sha256) < 0)
		path = NULL;
	else if (io_make_dirs(dir) == 0)
		rc = copy(f->copy.fd, path);
	if (path && rc != 0) {
		log_warn("cannot keep '%s': %s", path, strerror(errno));
		free(path);
		path = NULL;
	}
	free(dir);
	return path;
}

void
quarantine(struct work *w, struct file *f, int64_t from, int64_t to)
{
	int64_t shift = dataset_shift(f->format.data);
	char *path;
	struct store_quarantine q = {
	    .series = w->writer.series,
	    .from = from + shift,
	    .to = to - 1 + shift,
	    .source = f->url,
	    .sha256 = f->copy.sha256,
	    .published = f->copy.published,
	    .bytes = f->copy.size,
	    .reason = f->why,
	};

	w->st->refused++;
	work_flush(w); /* the copy may take long */
	q.path = path = keep(w, f);
	if (!w->over && store_quarantine(w->tools->store, &q) != 0)
		work_give_up_store(w);
	if (holes_add(&w->corrupt, &f->format, from, to, CAUSE_CORRUPT) != 0)
		work_give_up(w, "out of memory");
	if (path)
		log_hint("it is kept as '%s'", path);
	free(path);
}
