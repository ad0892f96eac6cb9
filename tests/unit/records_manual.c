/* SPDX-License-Identifier: MIT */
/* tickpipe-records(5) says what the table of records says, and no more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "market/record.h"
#include "tap.h"

enum { ROOM = 1 << 16 };

static const char page[] = "man/tickpipe-records.5";

static const char *const kinds[] = {
    [KIND_TIME] = "time",
    [KIND_INT] = "integer",
    [KIND_COUNT] = "count",
    [KIND_NUMBER] = "number",
    [KIND_AMOUNT] = "amount",
    [KIND_PRICE] = "positive",
    [KIND_WORD] = "word",
    [KIND_INTERVAL] = "interval",
    [KIND_BOOL] = "boolean",
    [KIND_STRING] = "string",
    [KIND_ID] = "id",
    [KIND_OBJECT] = "object",
    [KIND_ARRAY] = "array",
};

/* What the page says of a type. */
struct section {
	char tags[4096];    /* "id count, required\n..." */
	char text[ROOM];    /* all of it */
	char example[4096]; /* the line that begins with a brace */
};

static void
append(char *buf, size_t size, const char *text)
{
	size_t used = strlen(buf);

	snprintf(buf + used, size - used, "%s", text);
}

/* ".It Va id Pq count, required" to "id count, required". */
static void
read_tag(struct section *s, const char *line)
{
	char name[64], rest[64];

	if (sscanf(line, ".It Va %63s Pq %63[^\n]", name, rest) != 2)
		return;
	append(s->tags, sizeof s->tags, name);
	append(s->tags, sizeof s->tags, " ");
	append(s->tags, sizeof s->tags, rest);
	append(s->tags, sizeof s->tags, "\n");
}

/* The section of a type; its text stays empty if there is none. */
static void
read_section(FILE *f, const char *type, struct section *s)
{
	char line[4096], head[64];
	int on = 0;

	memset(s, 0, sizeof *s);
	snprintf(head, sizeof head, ".Ss %s\n", type);
	rewind(f);
	while (fgets(line, sizeof line, f)) {
		if (line[0] == '.' && line[1] == 'S')
			on = strcmp(line, head) == 0;
		if (!on)
			continue;
		append(s->text, sizeof s->text, line);
		read_tag(s, line);
		if (line[0] == '{')
			append(s->example, sizeof s->example, line);
	}
}

static void
table_tags(const struct rec_def *def, char *buf, size_t size)
{
	buf[0] = '\0';
	for (int i = M_OWN; i < def->n; i++) {
		const struct member *m = &def->members[i];

		append(buf, size, m->name);
		append(buf, size, " ");
		append(buf, size, kinds[m->kind]);
		if (m->flags & MEMBER_REQUIRED)
			append(buf, size, ", required");
		if (m->flags & MEMBER_KEY)
			append(buf, size, ", key");
		append(buf, size, "\n");
	}
}

/* The first of the table's words that the text does not have, or NULL. */
static const char *
word_absent(const struct rec_def *def, const char *text)
{
	for (int i = M_OWN; i < def->n; i++) {
		const char *const *word = def->members[i].words;

		for (; word && *word; word++)
			if (!strstr(text, *word))
				return *word;
	}
	return NULL;
}

/* The example is a record of its type, as it would be written. */
static void
check_example(struct rec_parser *ps, enum rec_type type, char *line)
{
	struct record r;
	const char *why = "no example", *name = rec_defs[type].name;
	size_t len = strcspn(line, "\n");
	char *text = calloc(1, len + 64), *written, *end;

	if (!text)
		exit(1);
	memcpy(text, line, len);
	if (len == 0 || rec_parse(ps, text, text + len, &r, &why) != 0) {
		ok(0, "%s: the example is a record: %s", name, why);
		free(text);
		return;
	}
	ok(r.type == type, "%s: the example is of the type", name);
	written = malloc(rec_room(&r));
	if (!written)
		exit(1);
	end = rec_put(written, &r);
	ok((size_t)(end - written) == len + 1 &&
		memcmp(written, text, len) == 0,
	    "%s: the example is as it would be written", name);
	free(written);
	free(text);
}

/* "Required, except in ..." of the symbol, which all types share. */
static void
symbol_sentence(char *buf, size_t size)
{
	int left = 0;

	for (int t = 0; t < REC_TYPES; t++)
		left +=
		    !(rec_defs[t].members[M_SYMBOL].flags & MEMBER_REQUIRED);
	snprintf(buf, size, "Required, except in ");
	for (int t = 0; t < REC_TYPES; t++) {
		if (rec_defs[t].members[M_SYMBOL].flags & MEMBER_REQUIRED)
			continue;
		append(buf, size, rec_defs[t].name);
		left--;
		append(buf, size, left > 1 ? ", " : left ? " and " : ".\n");
	}
}

int
main(void)
{
	static struct section s;
	static char want[4096];
	struct rec_parser *ps = rec_parser_new();
	FILE *f = fopen(page, "r");

	if (!f || !ps) {
		ok(0, "%s is there", page);
		return tap_done();
	}
	for (int t = 0; t < REC_TYPES; t++) {
		const struct rec_def *def = &rec_defs[t];
		const char *absent;

		read_section(f, def->name, &s);
		table_tags(def, want, sizeof want);
		ok(strcmp(s.tags, want) == 0, "%s: members", def->name);
		if (strcmp(s.tags, want) != 0)
			printf("# got:\n%s# want:\n%s", s.tags, want);
		absent = word_absent(def, s.text);
		ok(!absent, "%s: the word '%s'", def->name,
		    absent ? absent : "all");
		check_example(ps, (enum rec_type)t, s.example);
	}
	symbol_sentence(want, sizeof want);
	read_section(f, "Members of every type", &s);
	ok(strstr(s.text, want) != NULL, "symbol: required or not");
	fclose(f);
	rec_parser_free(ps);
	return tap_done();
}
