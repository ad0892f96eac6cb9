/* SPDX-License-Identifier: MIT */
/*
 * zip_csv - the lines of the one CSV file in a zip, inflated as they are
 * read, in memory that does not grow with the file.
 */
#ifndef ZIP_CSV_H
#define ZIP_CSV_H

#include <stddef.h>
#include <stdint.h>

enum {
	ZIP_WHY = 256,
	ZIP_LINE_MAX = 4096,
	ZIP_SLACK = 64, /* readable bytes behind a line's '\n' */
};

enum zip_status {
	ZIP_LINE,
	ZIP_END, /* and all of it was sound: sizes, CRC, nothing else in it */
	ZIP_BAD, /* it is not such a zip, or damaged */
	ZIP_FAILED, /* this machine failed: I/O, memory */
};

struct zip_line {
	const char *text, *end; /* *end == '\n'; a '\r' before it is cut */
};

struct zip_csv;

/*
 * Reads from fd, which must be a file and stays the caller's.  The zip must
 * hold exactly one entry: a plain file of that name, deflated or stored, not
 * encrypted, of at most max bytes and at most 250 times as large as the zip.
 * *new*; or NULL, out of memory.  What is wrong shows at zip_csv_next().
 */
struct zip_csv *zip_csv_new(int fd, const char *name, int64_t max);
void zip_csv_free(struct zip_csv *z);

/*
 * The line is *borrowed* until the next call.  Nothing is proved before
 * ZIP_END: the CRC stands behind the data.  The last line may lack its '\n'.
 */
enum zip_status zip_csv_next(struct zip_csv *z, struct zip_line *line);

const char *zip_csv_why(const struct zip_csv *z);
int64_t zip_csv_lineno(
    const struct zip_csv *z); /* of the latest line, from 1 */

#endif
