/* SPDX-License-Identifier: MIT */
#include "sim/proof.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_file.h"
#include "base/sha256.h"

struct proof {
	struct sha256 *input;
	char sum[SHA256_HEX]; /* of the input; empty: it is not over */
	char **options;
	int n;
	char *certificate; /* its object; NULL: none */
	bool found_none;   /* it says that nothing of it looks ahead */
	char certified[SHA256_HEX];
};

struct proof *
proof_new(void)
{
	struct proof *p = calloc(1, sizeof *p);

	if (p)
		p->input = sha256_new();
	if (!p || !p->input) {
		free(p);
		return NULL;
	}
	return p;
}

void
proof_free(struct proof *p)
{
	if (!p)
		return;
	for (int i = 0; i < p->n; i++)
		free(p->options[i]);
	free(p->options);
	free(p->certificate);
	sha256_free(p->input);
	free(p);
}

int
proof_option(struct proof *p, const char *name, const char *arg)
{
	size_t room = strlen(name) + (arg ? strlen(arg) : 0) + 4;
	size_t size = ((size_t)p->n + 1) * sizeof *p->options;
	char **options = realloc(p->options, size), *text = malloc(room);

	if (options)
		p->options = options;
	if (!options || !text) {
		free(text);
		return -1;
	}
	snprintf(text, room, "--%s%s%s", name, arg ? "=" : "", arg ? arg : "");
	p->options[p->n++] = text;
	return 0;
}

static int
keep_certificate(struct proof *p, const struct record *r)
{
	const struct value *sum = &r->v[CERTIFICATE_OUTPUT_SHA256];
	size_t len = r->len;

	while (len && (r->line[len - 1] == '\n' || r->line[len - 1] == '\r'))
		len--;
	free(p->certificate);
	p->certificate = strndup(r->line, len);
	p->found_none =
	    r->v[CERTIFICATE_VERDICT].i == CAUSAL &&
	    !(rec_has(r, CERTIFICATE_UNDATED) && r->v[CERTIFICATE_UNDATED].i);
	*p->certified = '\0';
	if (rec_has(r, CERTIFICATE_OUTPUT_SHA256) && sum->len < SHA256_HEX) {
		memcpy(p->certified, sum->s, sum->len);
		p->certified[sum->len] = '\0';
	}
	return p->certificate ? 0 : -1;
}

int
proof_record(struct proof *p, const struct record *r)
{
	if (r->type == REC_CERTIFICATE)
		return keep_certificate(p, r);
	return sha256_add(p->input, r->line, r->len);
}

/* The sum of a file.  0 or -1. */
static int
file_sum(const char *path, char hex[SHA256_HEX])
{
	struct sha256 *s = sha256_new();
	FILE *f = fopen(path, "rb");
	static char buf[1 << 16];
	int rc = s && f ? 0 : -1;
	size_t n;

	while (rc == 0 && (n = fread(buf, 1, sizeof buf, f)) > 0)
		rc = sha256_add(s, buf, n);
	if (rc == 0)
		rc = ferror(f) ? -1 : sha256_end(s, hex);
	if (f)
		fclose(f);
	sha256_free(s);
	return rc;
}

static void
put_options(const struct proof *p, FILE *f)
{
	fputs(",\"options\":[", f);
	for (int i = 0; i < p->n; i++) {
		if (i)
			fputc(',', f);
		json_string(f, p->options[i]);
	}
	fputc(']', f);
}

const char *
proof_input(struct proof *p)
{
	if (!*p->sum && sha256_end(p->input, p->sum) != 0)
		return NULL;
	return p->sum;
}

/* 0 or -1. */
static int
sum_options(const struct proof *p, char hex[SHA256_HEX])
{
	struct sha256 *s = sha256_new();
	int rc = s ? 0 : -1;

	for (int i = 0; i < p->n && rc == 0; i++)
		rc = sha256_add(s, p->options[i], strlen(p->options[i])) |
		     sha256_add(s, "\n", 1);
	if (rc == 0)
		rc = sha256_end(s, hex);
	sha256_free(s);
	return rc;
}

static void
put_gap_share(FILE *f, const struct markets *ms)
{
	int64_t missing = 0, span = 0;

	for (int i = 0; i < ms->n; i++) {
		missing += ms->at[i]->missing_ms;
		span += market_span_ms(ms->at[i]);
	}
	if (span == 0)
		return;
	json_member_calc(f, "gap_share", (double)missing / (double)span);
}

int
proof_put(struct proof *p, FILE *f, const struct markets *ms)
{
	char options[SHA256_HEX], build[SHA256_HEX];
	const char *input = proof_input(p);
	bool same;

	if (!input || sum_options(p, options) != 0 ||
	    file_sum("/proc/self/exe", build) != 0)
		return -1;
	fprintf(f, "{\"input\":\"%s\"", input);
	put_options(p, f);
	fprintf(f,
	    ",\"options_sha256\":\"%s\",\"build\":\"%s\","
	    "\"version\":\"%s\"",
	    options, build, VERSION);
	put_gap_share(f, ms);
	if (p->certificate) {
		same = p->found_none && strcmp(p->certified, input) == 0;
		fprintf(f, ",\"certified\":%s,\"certificate\":%s",
		    same ? "true" : "false", p->certificate);
	}
	fputc('}', f);
	return 0;
}
