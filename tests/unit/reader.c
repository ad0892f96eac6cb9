/* SPDX-License-Identifier: MIT */
/* reader: merging, order, bad lines, .gz, lines in pieces. */
#include "market/reader.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "market/interval.h"
#include "tap.h"

static char dir[] = "/tmp/readerXXXXXX";

/* Makes a file of text in dir; its path, in one of 8 buffers. */
static const char *
file(const char *name, const char *text, size_t len)
{
	static char path[8][256];
	static int at;
	char *p = path[at++ % 8];
	FILE *fp;

	snprintf(p, sizeof path[0], "%s/%s", dir, name);
	fp = fopen(p, "w");
	if (!fp || fwrite(text, 1, len, fp) != len || fclose(fp) != 0)
		exit(1);
	return p;
}

static const char *
text_file(const char *name, const char *text)
{
	return file(name, text, strlen(text));
}

/* What is read, each record as "time symbol;", and then "!" if it failed. */
static const char *
read_all(const char *const paths[], int n, const struct reader_opts *opts,
    int64_t *skipped)
{
	static char got[1 << 16];
	char why[512];
	struct reader *rd = reader_open(paths, n, opts, why, sizeof why);
	const struct record *r;
	size_t len = 0;

	if (!rd)
		return why[0] ? "unopened" : "silent";
	while ((r = reader_next(rd)) && len < sizeof got - 100)
		len += (size_t)snprintf(got + len, sizeof got - len, "%lld %s;",
		    (long long)r->time,
		    r->symbol < 0 ? "-" : reader_symbol(rd, r->symbol));
	snprintf(
	    got + len, sizeof got - len, "%s", reader_failed(rd) ? "!" : "");
	if (skipped)
		*skipped = reader_skipped(rd);
	reader_close(rd);
	return got;
}

#define T(time, symbol, id)                                                    \
	"{\"type\":\"trade\",\"time\":" #time ",\"symbol\":\"" symbol          \
	"\",\"id\":" #id ",\"price\":1,\"qty\":1,\"side\":\"buy\"}\n"

/* A candle of 1 minute; more: members behind the others. */
#define C(open_time, more)                                                     \
	"{\"type\":\"candle\",\"symbol\":\"A\",\"interval\":\"1m\","           \
	"\"open_time\":" #open_time ",\"open\":1,\"high\":1,\"low\":1,"        \
	"\"close\":1,\"volume\":1" more "}\n"
#define OPEN(time) ",\"closed\":false,\"time\":" #time
#define OI(time, more)                                                         \
	"{\"type\":\"open_interest\",\"time\":" #time ",\"symbol\":\"A\","     \
	"\"open_interest\":1" more "}\n"

static void
check_merge(void)
{
	static const struct reader_opts opts;
	const char *paths[3];

	paths[0] = text_file("a", T(1, "A", 1) T(5, "A", 2) T(9, "A", 3));
	paths[1] = text_file("b", "");
	paths[2] = text_file("c", T(0, "C", 1) T(5, "C", 2) T(10, "C", 3));
	ok(strcmp(read_all(paths, 3, &opts, NULL),
	       "0 C;1 A;5 A;5 C;9 A;10 C;") == 0,
	    "files are merged by time, at equal time in their order");
	paths[1] = "/nonexistent/x";
	ok(strcmp(read_all(paths, 3, &opts, NULL), "unopened") == 0,
	    "a missing operand is an error");
	paths[0] = paths[1] = "-";
	ok(strcmp(read_all(paths, 2, &opts, NULL), "unopened") == 0,
	    "stdin can be given once only");
}

static void
check_order(void)
{
	static const struct {
		const char *title, *text, *want;
		int64_t disorder, skipped;
	} cases[] = {
	    {"an earlier record of its series is left out",
		T(5, "A", 1) T(4, "A", 2) T(6, "A", 3), "5 A;6 A;", 0, 1},
	    {"another symbol may be earlier", T(5, "A", 1) T(4, "B", 2),
		"5 A;4 B;", 0, 0},
	    {"disorder within the limit is let pass",
		T(5, "A", 1) T(3, "A", 2) T(2, "A", 3), "5 A;3 A;", 2, 1},
	    {"the same trade again is left out",
		T(5, "A", 1) T(5, "A", 1) T(5, "A", 2), "5 A;5 A;", 0, 1},
	    {"a bad line is left out", T(5, "A", 1) "{]\n" T(6, "A", 2),
		"5 A;6 A;", 0, 1},
	    {"an empty line is a bad line", "\n" T(6, "A", 2), "6 A;", 0, 1},
	    {"the same candle again is left out", C(0, "") C(0, ""), "59999 A;",
		0, 1},
	    {"a candle is no repetition of its open ones",
		C(0, OPEN(59999)) C(0, OPEN(59999)) C(0, "") C(0, ""),
		"59999 A;59999 A;59999 A;", 0, 1},
	    {"open interest once a moment and period",
		OI(5, "") OI(5, ",\"period\":\"5m\"")
		    OI(5, ",\"period\":\"1h\"") OI(5, ",\"period\":\"1h\""),
		"5 A;5 A;5 A;", 0, 1},
	    {"trades of one moment, another id each",
		T(5, "A", 1) T(5, "A", 2) T(5, "A", 1), "5 A;5 A;5 A;", 0, 0},
	    {"a bad last line without newline is a bad line",
		T(5, "A", 1) "{\"type\":\"trade\",\"time\":6}", "5 A;", 0, 1},
	    {"a torn line is left out and not counted",
		T(5, "A", 1) "{\"type\":\"tra", "5 A;", 0, 0},
	    {"types that are not known pass",
		"{\"type\":\"new\",\"time\":3}\n" T(2, "A", 1), "3 -;2 A;", 0,
		0},
	};
	int64_t skipped = 0;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct reader_opts opts = {.max_disorder = cases[i].disorder};
		const char *path = text_file("o", cases[i].text);
		const char *got = read_all(&path, 1, &opts, &skipped);

		ok(strcmp(got, cases[i].want) == 0 &&
			skipped == cases[i].skipped,
		    "%s: %s %lld", cases[i].title, got, (long long)skipped);
	}
}

static void
check_strict(void)
{
	struct reader_opts opts = {.strict = true};
	const char *paths[2],
	    *path = text_file("s", T(5, "A", 1) T(4, "A", 2) T(6, "A", 3));

	ok(strcmp(read_all(&path, 1, &opts, NULL), "5 A;!") == 0,
	    "strict ends at the first bad line");
	paths[0] = text_file("s", T(1, "A", 1) "{}\n");
	paths[1] = text_file("o", T(5, "B", 1));
	ok(strcmp(read_all(paths, 2, &opts, NULL), "1 A;!") == 0,
	    "of several files, too");
}

static void
check_whole_last_line(void)
{
	static const struct reader_opts opts;
	static const char text[] = T(5, "A", 1);
	const char *path = file("w", text, strlen(text) - 1);

	ok(strcmp(read_all(&path, 1, &opts, NULL), "5 A;") == 0,
	    "a last line without newline counts when it is whole");
}

static void
check_long(void)
{
	static const struct reader_opts opts;
	static char text[READER_LINE_MAX + 4096];
	int64_t skipped;
	const char *path, *got;
	size_t len;

	/* A line of exactly 1 MiB is a record, one byte more is not. */
	len = (size_t)sprintf(text, "%s", T(5, "A", 1));
	memset(text + len - 2, ' ', READER_LINE_MAX - len + 1);
	strcpy(text + READER_LINE_MAX - 1, "}\n");
	strcat(text, T(6, "A", 2));
	path = text_file("l", text);
	got = read_all(&path, 1, &opts, &skipped);
	ok(strcmp(got, "5 A;6 A;") == 0 && skipped == 0, "1 MiB a line");
	memmove(text + 100, text + 99, strlen(text + 99) + 1);
	text[99] = ' ';
	path = text_file("l", text);
	got = read_all(&path, 1, &opts, &skipped);
	ok(strcmp(got, "6 A;") == 0 && skipped == 1,
	    "a longer line is left out and counted");
}

static void
check_gz(void)
{
	static const struct reader_opts opts;
	char path[256];
	const char *p = path;
	const char *const parts[] = {T(1, "A", 1) T(2, "A", 2), T(3, "A", 3)};
	gzFile gz;
	FILE *fp;
	long size;

	snprintf(path, sizeof path, "%s/z", dir);
	remove(path);
	for (int i = 0; i < 2; i++) { /* two members, as cat makes them */
		gz = gzopen(path, "a");
		gzwrite(gz, parts[i], (unsigned)strlen(parts[i]));
		gzclose(gz);
	}
	ok(strcmp(read_all(&p, 1, &opts, NULL), "1 A;2 A;3 A;") == 0,
	    ".gz is read directly");
	fp = fopen(path, "r+");
	fseek(fp, 0, SEEK_END);
	size = ftell(fp);
	fclose(fp);
	ok(truncate(path, size - 5) == 0, "cut");
	ok(strchr(read_all(&p, 1, &opts, NULL), '!') != NULL,
	    "a .gz that ends early is a failure");
}

/* A pipe that delivers n bytes at a time gives the same records. */
static void
check_pieces(void)
{
	static const struct reader_opts opts;
	static const char text[] =
	    T(1, "A", 1) T(2, "B", 2) T(3, "\\u0041", 3) T(4, "C", 4);
	static const char *const want = "1 A;2 B;3 A;4 C;";
	int saved = dup(0);

	for (size_t n = 1; n < sizeof text; n = n * 3 - 1) {
		int fd[2];
		pid_t pid;
		const char *got;

		if (pipe(fd) != 0)
			exit(1);
		pid = fork();
		if (pid == 0) {
			for (size_t at = 0; at < sizeof text - 1; at += n) {
				size_t left = sizeof text - 1 - at;

				if (write(fd[1], text + at,
					left < n ? left : n) < 0)
					_exit(1);
			}
			_exit(0);
		}
		close(fd[1]);
		dup2(fd[0], 0);
		close(fd[0]);
		got = read_all(NULL, 0, &opts, NULL);
		waitpid(pid, NULL, 0);
		ok(strcmp(got, want) == 0, "in pieces of %zu bytes", n);
	}
	dup2(saved, 0);
}

/*
 * Whatever came before, good or bad, a record's symbol is that of its own
 * names, and its series tells the interval too.
 */
static void
check_names(void)
{
	static const char *const lines[] = {
	    "{\"type\":\"mark\",\"time\":1,\"venue\":\"v\",\"symbol\":\"A\","
	    "\"mark_price\":1}\n",
	    "{\"type\":\"mark\",\"time\":1,\"symbol\":\"A\",\"mark_price\":1}"
	    "\n",
	    "{\"type\":\"mark\",\"time\":1,\"mark_price\":1,\"symbol\":\"B\"}"
	    "\n",
	    "{\"type\":\"mark\",\"time\":1,\"venue\":null,\"symbol\":\"A\","
	    "\"mark_price\":1}\n",
	    "{\"type\":\"mark\",\"time\":1,\"symbol\":\"A\",\"symbol\":\"B\","
	    "\"mark_price\":1}\n",
	    "{\"type\":\"mark\",\"time\":1,\"symbol\":\"\\u0041\",\"mark_"
	    "price\":"
	    "1}\n",
	    "{\"type\":\"mark\",\"time\":1,\"symbol\":\"B\",\"mark_price\":-1}"
	    "\n",
	    "{\"time\":1,\"symbol\":\"B\",\"type\":\"mark\",\"mark_price\":1}"
	    "\n",
	    "{\"type\":\"mark\",\"time\":1,\"symbol\":\"A\",\"type\":\"book\"}"
	    "\n",
	    "{\"type\":\"gap\",\"time\":1,\"symbol\":\"A\",\"dataset\":\"x\","
	    "\"from\":1,\"to\":1,\"interval\":\"1m\"}\n",
	    "{\"type\":\"gap\",\"time\":1,\"symbol\":\"A\",\"dataset\":\"x\","
	    "\"from\":1,\"to\":1,\"interval\":\"1h\"}\n",
	    "{\"type\":\"gap\",\"time\":1,\"symbol\":\"A\",\"dataset\":\"x\","
	    "\"from\":1,\"to\":1}\n",
	};
	static char text[1 << 20];
	static const struct reader_opts opts;
	char why[512], seen[REC_TYPES][2][2][INTERVAL_COUNT + 1];
	const struct record *r;
	struct reader *rd;
	const char *path;
	unsigned seed = 1;
	size_t len = 0;
	int wrong = 0, read = 0;

	for (int i = 0; i < 5000; i++) {
		const char *line;

		seed = seed * 1664525 + 1013904223;
		line = lines[(seed >> 16) % (sizeof lines / sizeof *lines)];
		len += (size_t)sprintf(text + len, "%s", line);
	}
	path = text_file("n", text);
	rd = reader_open(&path, 1, &opts, why, sizeof why);
	memset(seen, -1, sizeof seen);
	while (rd && (r = reader_next(rd))) {
		const struct value *s = &r->v[M_SYMBOL];
		int slot = rec_interval_slot(r->type);
		int iv = slot >= 0 && rec_has(r, slot) ? (int)r->v[slot].i : -1;
		char *series =
		    &seen[r->type][rec_has(r, M_VENUE)][*s->s == 'B'][iv + 1];

		wrong += strlen(reader_symbol(rd, r->symbol)) != s->len ||
			 *reader_symbol(rd, r->symbol) != *s->s ||
			 (*reader_venue(rd, r->symbol) == 'v') !=
			     rec_has(r, M_VENUE) ||
			 (*series >= 0 && *series != r->series);
		*series = (char)r->series;
		read++;
	}
	reader_close(rd);
	ok(read > 4000 && !wrong, "%d records have their own names", read);
}

int
main(void)
{
	if (!mkdtemp(dir) || !freopen("/dev/null", "w", stderr))
		return 1;
	check_merge();
	check_order();
	check_strict();
	check_whole_last_line();
	check_long();
	check_gz();
	check_pieces();
	check_names();
	for (const char *p = "nabcoswlz"; *p; p++) {
		char path[256];

		snprintf(path, sizeof path, "%s/%c", dir, *p);
		remove(path);
	}
	remove(dir);
	return tap_done();
}
