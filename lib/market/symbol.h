/* SPDX-License-Identifier: MIT */
/* symbol - the name of a market, as people write it and the exchange has it. */
#ifndef SYMBOL_H
#define SYMBOL_H

enum { SYMBOL_MAX = 64 }; /* bytes */

/*
 * NULL if name may be a symbol of the exchange: it becomes part of URLs, of
 * file names and of messages.  Else why not.
 */
const char *symbol_check(const char *name);

#endif
