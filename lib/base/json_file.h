/* SPDX-License-Identifier: MIT */
/*
 * json_file - numbers and strings of JSON into a stdio stream, for what is
 * written once; records go another way (record.h).  Errors show in ferror(f).
 */
#ifndef JSON_FILE_H
#define JSON_FILE_H

#include <stdio.h>

/* Finite numbers: one that was given, in its shortest form, and one that was
 * computed, to 12 digits. */
void json_number(FILE *f, double v);
void json_calc(FILE *f, double v);

/* The same as members, with a comma before them: ,"name":1.  A computed one
 * that is not finite is left out. */
void json_member(FILE *f, const char *name, double v);
void json_member_calc(FILE *f, const char *name, double v);

/* "..." with what must be escaped. */
void json_string(FILE *f, const char *s);

#endif
