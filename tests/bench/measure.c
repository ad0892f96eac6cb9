/* SPDX-License-Identifier: MIT */
/*
 * measure - run commands in turn, A B A B, and say what each of them cost.
 *   measure [-n ROUNDS] [-b COMMAND] NAME=COMMAND ...
 * -b: a shell command before each round, not measured.  A COMMAND is split at
 * spaces; <FILE and >FILE are its stdin and stdout, else /dev/null.  A program
 * that wants less than its whole life to count writes its CPU seconds to
 * descriptor 3.  Prints a line for each command, with tabs: name, median CPU
 * seconds, least, most, median wall seconds, largest resident set in KiB.
 * This program is small: a child's figure would include its parent's memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"

enum { ROUNDS = 99, COMMANDS = 32, WORDS = 64, OWN_FD = 3 };

struct command {
	const char *name, *in, *out;
	char *argv[WORDS];
	double cpu[ROUNDS], wall[ROUNDS];
	long rss;
};

static struct command commands[COMMANDS];

static void
parse(struct command *c, char *text)
{
	char *word = strchr(text, '=');
	int n = 0;

	if (!word)
		die(EXIT_USAGE, "no name: '%s'", text);
	*word++ = '\0';
	c->name = text;
	c->in = c->out = "/dev/null";
	for (word = strtok(word, " "); word; word = strtok(NULL, " ")) {
		if (*word == '<')
			c->in = word + 1;
		else if (*word == '>')
			c->out = word + 1;
		else if (n < WORDS - 1)
			c->argv[n++] = word;
	}
	if (n == 0)
		die(EXIT_USAGE, "'%s': no command", c->name);
}

static void
child(const struct command *c, int own)
{
	int in = open(c->in, O_RDONLY);
	int out = open(c->out, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (in == -1 || out == -1)
		die(126, "'%s': cannot open its files: %s", c->name,
		    strerror(errno));
	/* Out of the way of the numbers that are about to be used. */
	own = fcntl(own, F_DUPFD_CLOEXEC, 10);
	dup2(in, 0);
	dup2(out, 1);
	dup2(own, OWN_FD);
	if (in > OWN_FD)
		close(in);
	if (out > OWN_FD)
		close(out);
	execvp(c->argv[0], c->argv);
	die(127, "cannot run '%s': %s", c->argv[0], strerror(errno));
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
run(struct command *c, int round)
{
	char text[64];
	struct rusage ru;
	double start = now();
	ssize_t n;
	int own[2], status;
	pid_t pid;

	if (pipe2(own, O_CLOEXEC) != 0 || (pid = fork()) == -1)
		die(EXIT_FAIL, "cannot start '%s': %s", c->name,
		    strerror(errno));
	if (pid == 0)
		child(c, own[1]);
	close(own[1]);
	if (wait4(pid, &status, 0, &ru) == -1)
		die(EXIT_FAIL, "cannot wait: %s", strerror(errno));
	c->wall[round] = now() - start;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		die(EXIT_FAIL, "'%s' failed: %s %d", c->name,
		    WIFEXITED(status) ? "status" : "signal",
		    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	c->cpu[round] = seconds(ru.ru_utime) + seconds(ru.ru_stime);
	/* No read that waits: what a server keeps open never ends. */
	fcntl(own[0], F_SETFL, O_NONBLOCK);
	if ((n = read(own[0], text, sizeof text - 1)) > 0) {
		text[n] = '\0';
		c->cpu[round] = strtod(text, NULL);
	}
	close(own[0]);
	if (ru.ru_maxrss > c->rss)
		c->rss = ru.ru_maxrss;
}

static int
cmp_double(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static void
tell(struct command *c, int rounds)
{
	size_t n = (size_t)rounds;

	qsort(c->cpu, n, sizeof c->cpu[0], cmp_double);
	qsort(c->wall, n, sizeof c->wall[0], cmp_double);
	printf("%s\t%.6f\t%.6f\t%.6f\t%.6f\t%ld\n", c->name,
	    (c->cpu[(n - 1) / 2] + c->cpu[n / 2]) / 2, c->cpu[0], c->cpu[n - 1],
	    (c->wall[(n - 1) / 2] + c->wall[n / 2]) / 2, c->rss);
}

int
main(int argc, char *argv[])
{
	const char *before = NULL;
	int ch, n, rounds = 5;

	log_init(argv[0]);
	while ((ch = getopt(argc, argv, "b:n:")) != -1) {
		if (ch == 'b')
			before = optarg;
		else if (ch == 'n')
			rounds = atoi(optarg);
		else
			return EXIT_USAGE;
	}
	n = argc - optind;
	if (rounds < 1 || rounds > ROUNDS || n < 1 || n > COMMANDS)
		die(EXIT_USAGE, "1 to %d rounds of 1 to %d commands", ROUNDS,
		    COMMANDS);
	for (int i = 0; i < n; i++)
		parse(&commands[i], argv[optind + i]);
	for (int round = 0; round < rounds; round++) {
		if (before && system(before) != 0)
			die(EXIT_FAIL, "'%s' failed", before);
		for (int i = 0; i < n; i++)
			run(&commands[i], round);
	}
	for (int i = 0; i < n; i++)
		tell(&commands[i], rounds);
	return io_close_stdout() == 0 ? EXIT_OK : EXIT_FAIL;
}
