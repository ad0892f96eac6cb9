/* SPDX-License-Identifier: MIT */
/* Profiles: those built in, and what is wrong with others. */
#include "tap.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "signal/profile.h"
#include "signal/profile_builtin.h"
#include "signal/profile_table.h"

enum { TEXT = 1 << 16 };

/* The built-in profile `name` with the first `from` in it replaced by `to`,
 * from the first `behind` on. */
static size_t
changed(char *out, const char *name, const char *behind, const char *from,
    const char *to)
{
	size_t len, at;
	const char *text = profile_builtin(name, &len), *hit;

	memcpy(out, text, len);
	out[len] = '\0';
	hit = strstr(out, behind);
	hit = hit ? strstr(hit, from) : NULL;
	if (!hit) {
		printf("Bail out! no '%s' in %s\n", from, name);
		exit(1);
	}
	at = (size_t)(hit - out);
	memcpy(out + at, to, strlen(to));
	memcpy(out + at + strlen(to), text + at + strlen(from),
	    len - at - strlen(from));
	return len - strlen(from) + strlen(to);
}

#define C "classic"
#define A "adaptive"
#define LONG48 "123456789012345678901234567890123456789012345678"

static const struct {
	const char *name, *behind, *from, *to, *why;
} broken[] = {
    /* the file */
    {C, "", "{", "[", "2: ',' or ']' is expected"},
    {C, "", "\"tiers\"", "tiers", "4: a member name is expected"},
    {C, "", "\"method\"", "\"name\"", "3: 'name' is given twice"},
    /* members */
    {C, "", "\"method\"", "\"mode\"", "1: 'method' is missing"},
    {C, "", "\"method\": \"classic\"", "\"method\": 1",
	"3: 'method' is a number, not a string"},
    {C, "", "\"method\": \"classic\"", "\"method\": \"magic\"",
	"3: 'method' is 'magic', not classic or adaptive"},
    {C, "", "\"tiers\"", "\"trees\"", "4: 'trees' is unknown"},
    {C, "", "\"tiers\"", "\"trend.max\"", "4: 'trend.max' is unknown"},
    {C, "", "\"ema_full\"", "\"ema_half\"", "26: 'trend.ema_half' is unknown"},
    {A, "", "\"ema\"", "\"ema_full\"", "23: 'trend.ema_full' is unknown"},
    {C, "", "\"session_other\"", "\"session_\"", "14: 'session_' is unknown"},
    {C, "", "\"ema_full\": 0.01,", "", "24: 'trend.ema_full' is missing"},
    {C, "", "\"session_other\": 0.25,", "", "1: 'session_other' is missing"},
    {C, "", "\"trend\"", "\"trend\": [1], \"trendy\"",
	"24: 'trend' is an array, not an object"},
    {A, "", "\"enabled\": true, ", "",
	"29: 'setups.squeeze_reversal.enabled' is missing"},
    {A, "", "\"enabled\": true", "\"enabled\": 1",
	"30: 'setups.squeeze_reversal.enabled' is a number, not a bool"},
    /* numbers */
    {C, "", "\"ema_full\": ", "\"ema_full\": -",
	"26: 'trend.ema_full' is -0.01, not from 1e-9 to 1"},
    {C, "", "\"ema_full\": 0.01", "\"ema_full\": \"0.01\"",
	"26: 'trend.ema_full' is a string, not a number"},
    {C, "", "\"session_none\": ", "\"session_none\": 7",
	"15: 'session_none' is 70.2, not from 0 to 7"},
    {A, "\"ranks\"", "\"window\": ", "\"window\": -",
	"21: 'ranks.window' is -1000, not from 1 to 65535"},
    {A, "\"ranks\"", "\"warmup\": ", "\"warmup\": 1.5e0, \"a\": ",
	"21: 'ranks.a' is unknown"},
    {A, "\"cvd\"", "\"slope_bars\": ", "\"slope_bars\": 1.",
	"27: 'cvd.slope_bars' is 1.5, not a whole number"},
    {C, "", "\"oi_stale\": \"", "\"oi_stale\": \"x",
	"21: 'flow.oi_stale' is 'x15m', not a duration from 1m to 30d"},
    {C, "", "\"oi_stale\": \"", "\"oi_stale\": \"9", NULL}, /* 915m is one */
    {C, "", "\"oi_stale\": \"15m\"", "\"oi_stale\": \"31d\"",
	"21: 'flow.oi_stale' is '31d', not a duration from 1m to 30d"},
    {C, "", "\"oi_stale\": \"15m\"", "\"oi_stale\": \"59s\"",
	"21: 'flow.oi_stale' is '59s', not a duration from 1m to 30d"},
    {C, "", "\"oi_stale\": \"15m\"", "\"oi_stale\": 15",
	"21: 'flow.oi_stale' is a number, not a string"},
    /* names */
    {C, "", "\"name\": \"classic\"", "\"name\": \"\"",
	"2: 'name' has 0 characters, not 1 to 47"},
    {C, "", "\"name\": \"classic\"", "\"name\": \"" LONG48 "\"",
	"2: 'name' has 48 characters, not 1 to 47"},
    {C, "", "\"name\": \"classic\"", "\"name\": \"a/b\"",
	"2: 'name' holds what is no letter, digit or ' _-.'"},
    /* sessions */
    {C, "\"asia\"", "\"from\"", "\"form\"", "7: 'sessions[0].from' is missing"},
    {C, "\"asia\"", "\"aliases\"", "\"names\"",
	"8: 'sessions[0].names' is unknown"},
    {C, "\"asia\"", "\"08:00\"", "\"8:00\"",
	"7: 'sessions[0].to' is '8:00', not a time from 00:00 to 24:00"},
    {C, "\"new_york\"", "\"24:00\"", "\"24:01\"",
	"11: 'sessions[2].to' is '24:01', not a time from 00:00 to 24:00"},
    {C, "\"asia\"", "\"08:00\"", "\"07:60\"",
	"7: 'sessions[0].to' is '07:60', not a time from 00:00 to 24:00"},
    {C, "\"asia\"", "\"08:00\"", "\"00:00\"",
	"7: 'sessions[0]' does not end after it begins"},
    {C, "\"asia\"", "\"08:00\"", "\"08:01\"",
	"9: 'sessions[1]' begins before the one before it ends"},
    {C, "\"asia\"", "\"08:00\"", "\"07:59\"", NULL},
    {C, "\"london\"", "\"points\": ", "\"points\": -",
	"9: 'sessions[1].points' is -0.45, not from 0 to 7"},
    {C, "", "\"london\"", "\"ASIA\"",
	"9: 'sessions[1].name': the name 'ASIA' is taken"},
    {C, "", "\"europe\"", "\"Asia Open\"",
	"10: 'sessions[1].aliases': the name 'Asia Open' is taken"},
    {C, "", "\"europe\"", "\"europe\", \"Europe\"",
	"10: 'sessions[1].aliases': the name 'Europe' is taken"},
    {C, "", "\"europe\"", "1",
	"10: 'sessions[1].aliases' is a number, not a string"},
    {C, "", "\"europe\"",
	"\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"",
	"10: 'sessions[1].aliases' has 9 names, more than 8"},
    {A, "\"sessions\"", "{", "1, {",
	"7: 'sessions[0]' is a number, not an object"},
    {A, "\"sessions\"", "\"sessions\": [", "\"sessions\": [], \"flow2\": [",
	"6: 'flow2' is unknown"},
    /* the volume profile */
    {C, "", "\"area\": \"rank\"", "\"area\": \"some\"",
	"17: 'volume_profile.area' is 'some', not contiguous or rank"},
    {C, "\"bin\"", "\"atr\"", "\"tick\"",
	"17: 'volume_profile.bin' has neither atr alone nor ticks"},
    {C, "\"bin\"", "\"atr\"", "\"ticks\": 2, \"atr\"",
	"17: 'volume_profile.bin' has neither atr alone nor ticks"},
    {C, "\"bin\"", "\"atr\"", "\"tick\": 2, \"atr\"",
	"17: 'volume_profile.bin' has neither atr alone nor ticks"},
    {C, "\"bin\"", "\"atr\"", "\"tock\": 2, \"atr\"",
	"17: 'volume_profile.bin.tock' is unknown"},
    {C, "\"bin\"", "\"atr\": ", "\"atr\": -",
	"17: 'volume_profile.bin.atr' is -0.5, not from 0.001 to 100"},
    {C, "\"bin\"", "\"atr\": ", "\"ticks\": ",
	"17: 'volume_profile.bin.ticks' is 0.5, not from 1 to 1000000000"},
    {C, "\"bin\"", "\"atr\": ", "\"tick\": -1, \"ticks\": 1",
	"17: 'volume_profile.bin.tick' is -1, not from 1e-15 to "
	"1000000000000000"},
    {C, "", "\"hvn\": 0.9", "\"hvn\": 0.3",
	"18: 'volume_profile.lvn' is more than volume_profile.hvn"},
    /* steps */
    {C, "", "[40, 1]", "[35, 1]",
	"29: 'trend.adx_steps[1]' does not begin below the one before"},
    {C, "", "[40, 1]", "[40, 1, 1]",
	"29: 'trend.adx_steps[0]' has 3 values, not 2"},
    {C, "", "[40, 1]", "40",
	"29: 'trend.adx_steps[0]' is a number, not an array"},
    {C, "", "[40, 1]", "[140, 1]",
	"29: 'trend.adx_steps[0]' is 140, not from 0 to 100"},
    {C, "", "[40, 1]", "[40, 8]",
	"29: 'trend.adx_steps[0]' is 8, not from 0 to 7"},
    {C, "", "[40, 1]",
	"[99,1],[98,1],[97,1],[96,1],[95,1],[94,1],[93,1],[92,1],[91,1],"
	"[90,1],[89,1]",
	NULL},
    {C, "", "[40, 1]",
	"[99,1],[98,1],[97,1],[96,1],[95,1],[94,1],[93,1],[92,1],[91,1],"
	"[90,1],[89,1],[88,1]",
	"28: 'trend.adx_steps' has 17 steps, more than 16"},
    /* one beside another */
    {C, "\"tiers\"", "\"medium\": ", "\"medium\": 6.0e0, \"low\": ",
	"4: 'tiers.low' is unknown"},
    {C, "\"tiers\"", "\"high\": ", "\"high\": 1e-1, \"high2\": ",
	"4: 'tiers.high2' is unknown"},
    {C, "", "\"high\": 5.5", "\"high\": 3.4",
	"4: 'tiers.medium' is more than tiers.high"},
    {C, "", "\"high\": 0.8", "\"high\": 0.6",
	"5: 'confidence.medium' is more than confidence.high"},
    {C, "\"trend\"", "\"max\": 3", "\"max\": 3.01",
	"1: trend, delta_oi, cvd and a session give up to 7.0100, more than "
	"7"},
    {C, "", "\"session_other\": 0.25", "\"session_other\": 0.75",
	"1: trend, delta_oi, cvd and a session give up to 7.2500, more than "
	"7"},
    {C, "\"delta_oi\"", "\"below\": 0.35", "\"below\": 2.25",
	"1: trend, delta_oi, cvd and a session give up to 7.2500, more than "
	"7"},
    {A, "\"ranks\"", "\"warmup\": ", "\"warmup\": 9",
	"21: 'ranks.warmup' is more than ranks.window"},
    {A, "\"absorption\"", "\"stop\": ", "\"stop\": 0.",
	"41: 'setups.absorption.stop' is not beyond entry[0]"},
    {A, "\"sma_cross\"", "\"target\": ", "\"target\": 0.",
	"58: 'setups.sma_cross.target' is not beyond entry[1]"},
    {A, "\"sma_cross\"", "\"entry\": [", "\"entry\": [1, ",
	"58: 'setups.sma_cross.entry' has 3 values, not 2"},
    {A, "\"sma_cross\"", "\"entry\": [", "\"entry\": [-",
	"58: 'setups.sma_cross.entry' is -1, not from 0 to 100"},
};

static void
test_broken(void)
{
	static char text[TEXT];
	struct profile p;
	char why[256];

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		size_t len = changed(text, broken[i].name, broken[i].behind,
		    broken[i].from, broken[i].to);
		int status;

		strcpy(why, "nothing");
		status = profile_parse(&p, text, len, why, sizeof why);
		if (!broken[i].why) {
			ok(status == 0, "taken: %s", broken[i].to);
			continue;
		}
		ok(status == -1 && strcmp(why, broken[i].why) == 0, "%s",
		    broken[i].why);
		if (strcmp(why, broken[i].why) != 0)
			printf("# %s\n", why);
	}
}

static void
test_not_a_profile(void)
{
	struct profile p;
	char why[64];

	ok(profile_parse(&p, "", 0, why, sizeof why) == -1 && *why == '1',
	    "an empty text: %s", why);
	ok(profile_parse(&p, "\n7", 2, why, sizeof why) == -1 &&
		strcmp(why, "2: 'profile' is a number, not an object") == 0,
	    "a number");
}

static void
test_classic(void)
{
	struct profile p;
	char why[256];

	ok(profile_load(&p, C, why, sizeof why) == 0, "classic is built in");
	ok(strcmp(p.name, C) == 0 && p.method == METHOD_CLASSIC &&
		strlen(p.hash) == 64,
	    "its name, method and hash");
	ok(p.nsessions == 3 && p.sessions[2].to == 1440 &&
		p.sessions[2].naliases == 2 &&
		strcmp(p.sessions[2].aliases[1], "ny") == 0,
	    "its sessions");
	ok(p.vp.bin_kind == BIN_ATR && isnan(p.vp.tick) &&
		p.vp.area == AREA_RANK,
	    "its volume profile");
	ok(p.flow.oi_stale_ms == 900000 && p.flow.volume_bars == 20,
	    "its flow");
	ok(p.classic.trend.adx_steps.n == 6 &&
		p.classic.trend.adx_steps.at[5].from == 15 &&
		p.classic.trend.adx_steps.at[5].points == .25 &&
		p.classic.absorption.cluster_points == .1,
	    "its own members");
	ok(profile_history(&p) == 2160, "its history");
}

static void
test_adaptive(void)
{
	static char text[TEXT];
	struct profile p;
	char why[256];
	size_t len;
	int bars;

	ok(profile_load(&p, A, why, sizeof why) == 0 &&
		p.method == METHOD_ADAPTIVE && strcmp(p.name, A) == 0,
	    "adaptive is built in");
	ok(p.vp.area == AREA_CONTIGUOUS && p.adaptive.cross.enabled &&
		p.adaptive.cross.levels.entry[1] > 0,
	    "its own members");
	bars = profile_history(&p);
	ok(bars == 2160 + p.adaptive.window, "its history");
	len = changed(text, A, "", "\"slope_bars\": ", "\"slope_bars\": 300");
	profile_parse(&p, text, len, why, sizeof why);
	ok(profile_history(&p) == 3005 + 64 + p.adaptive.window,
	    "a window longer than all averages makes it longer");
	len = changed(text, A, "\"bin\"", "\"atr\"",
	    "\"tick\": 0.25, \"ticks\": 4e1, \"ticks2\"");
	ok(profile_parse(&p, text, len, why, sizeof why) == -1 &&
		p.vp.bin_kind == BIN_ATR,
	    "nothing of bins with more in them");
	len = changed(
	    text, A, "\"bin\"", "\"atr\": ", "\"tick\": 0.25, \"ticks\": 40");
	ok(profile_parse(&p, text, len, why, sizeof why) == 0 &&
		p.vp.bin_kind == BIN_TICKS && p.vp.tick == .25 &&
		p.vp.bin >= 400,
	    "bins of ticks");
}

/* The hash is that of the file, as sha256sum(1) has it. */
static void
test_hash(const char *name)
{
	char command[128], hash[PROFILE_HASH] = "", why[256];
	struct profile p;
	FILE *f;

	snprintf(command, sizeof command, "sha256sum data/%s.json", name);
	f = popen(command, "re");
	ok(f && fread(hash, 1, sizeof hash - 1, f) == sizeof hash - 1 &&
		profile_load(&p, name, why, sizeof why) == 0 &&
		strcmp(p.hash, hash) == 0,
	    "%s: the built-in text is that of the file", name);
	if (f)
		pclose(f);
}

/* Copied rows are easily alike. */
static void
test_rows(enum method method, const char *title)
{
	const struct profile_row *a, *b;
	bool alike = false, turned = false;

	for (int i = 0; (a = profile_row(method, i)); i++) {
		turned = turned || a->min > a->max;
		for (int k = 0; k < i; k++) {
			b = profile_row(method, k);
			alike = alike || strcmp(a->path, b->path) == 0 ||
				(a->offset == b->offset && a->kind == b->kind);
		}
	}
	ok(!alike, "%s: each row has its own name and place", title);
	ok(!turned, "%s: bounds are in order", title);
}

static void
test_files(void)
{
	char path[] = "/tmp/tickpipe-profile-XXXXXX", why[512], want[512];
	static char text[TEXT];
	size_t len = changed(text, C, "", "\"ema_full\"", "\"ema_half\"");
	int fd = mkstemp(path);
	struct profile p;

	ok(fd >= 0 && write(fd, text, len) == (ssize_t)len, "a file");
	snprintf(want, sizeof want, "%s:26: 'trend.ema_half' is unknown", path);
	ok(profile_load(&p, path, why, sizeof why) == -1 &&
		strcmp(why, want) == 0,
	    "a file's error names the file and the line");
	unlink(path);
	close(fd);
	snprintf(want, sizeof want, "'%s': No such file or directory", path);
	ok(profile_load(&p, path, why, sizeof why) == -1 &&
		strcmp(why, want) == 0,
	    "a file that is not there");
	ok(profile_load(&p, "/", why, sizeof why) == -1 &&
		strcmp(why, "'/': Is a directory") == 0,
	    "a directory");
	ok(profile_load(&p, "clasic", why, sizeof why) == -1 &&
		strcmp(why, "no profile 'clasic' (the name of a file has a '.' "
			    "or '/')") == 0,
	    "a name that is not built in");
	ok(profile_load(&p, "data/classic.json", why, sizeof why) == 0 &&
		p.method == METHOD_CLASSIC,
	    "a path");
}

int
main(void)
{
	test_classic();
	test_adaptive();
	test_hash(C);
	test_hash(A);
	test_broken();
	test_not_a_profile();
	test_rows(METHOD_CLASSIC, C);
	test_rows(METHOD_ADAPTIVE, A);
	test_files();
	return tap_done();
}
