/* SPDX-License-Identifier: MIT */
/*
 * report_notes - what stands under the tables of a report for people: what
 * chance could have made of its figures, and how it traded.
 */
#ifndef REPORT_NOTES_H
#define REPORT_NOTES_H

#include <stdio.h>

#include "sim/report.h"

/* Errors show in ferror(f). */
void report_notes_luck(const struct report *rep, FILE *f);
/* The rules as in the record, a comma and a space apart. */
void report_notes_model(const struct report *rep, FILE *f);

#endif
