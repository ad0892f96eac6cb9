/* SPDX-License-Identifier: MIT */
/* zip_kit - zips for tests, in files that have no name. */
#ifndef ZIP_KIT_H
#define ZIP_KIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

/* A file that is gone when it is closed. */
static inline int
zip_kit_file(void)
{
	char path[] = "/tmp/zip_kit.XXXXXX";
	int fd = mkstemp(path);

	if (fd == -1 || unlink(path) != 0)
		abort();
	return fd;
}

/* A zip with one file of that name, at its beginning. */
static inline int
zip_kit_make(const char *name, const char *text, size_t len)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	int fd = zip_kit_file();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)len);
	if (archive_write_set_format_zip(a) != ARCHIVE_OK ||
	    archive_write_open_fd(a, fd) != ARCHIVE_OK ||
	    archive_write_header(a, e) != ARCHIVE_OK ||
	    archive_write_data(a, text, len) != (la_ssize_t)len ||
	    archive_write_close(a) != ARCHIVE_OK)
		abort();
	archive_entry_free(e);
	archive_write_free(a);
	(void)lseek(fd, 0, SEEK_SET);
	return fd;
}

#endif
