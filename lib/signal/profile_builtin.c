/* SPDX-License-Identifier: MIT */
#include "signal/profile_builtin.h"

#include <string.h>

/* The assembler looks for the file from where make runs, the tree's top. */
#define FILE_TEXT(name)                                                        \
	__asm__(".pushsection .rodata\n"                                       \
		".global profile_" name "_text\n"                              \
		"profile_" name "_text:\n"                                     \
		".incbin \"data/" name ".json\"\n"                             \
		".global profile_" name "_end\n"                               \
		"profile_" name "_end:\n"                                      \
		".popsection\n");
FILE_TEXT("classic")
FILE_TEXT("adaptive")

extern const char profile_classic_text[], profile_classic_end[];
extern const char profile_adaptive_text[], profile_adaptive_end[];

static const struct {
	const char *name, *text, *end;
} builtin[] = {
    {"classic", profile_classic_text, profile_classic_end},
    {"adaptive", profile_adaptive_text, profile_adaptive_end},
};

const char *
profile_builtin(const char *name, size_t *len)
{
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) {
		if (strcmp(builtin[i].name, name) != 0)
			continue;
		*len = (size_t)(builtin[i].end - builtin[i].text);
		return builtin[i].text;
	}
	return NULL;
}
