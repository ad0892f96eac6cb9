/* SPDX-License-Identifier: MIT */
/*
 * json_tree - a JSON text as a tree whose nodes know where they stand: for
 * configuration files, whose errors must name a line.
 */
#ifndef JSON_TREE_H
#define JSON_TREE_H

#include <stdbool.h>
#include <stddef.h>

enum { JSON_TREE_MAX = 1 << 20, JSON_TREE_DEPTH = 32 };

enum node_kind {
	NODE_NULL,
	NODE_BOOL,
	NODE_NUMBER,
	NODE_STRING,
	NODE_ARRAY,
	NODE_OBJECT,
};

/* All texts are decoded, NUL-terminated, and hold no NUL themselves. */
struct json_node {
	enum node_kind kind;
	int line, column; /* of its first byte; from 1, columns in bytes */
	int count;        /* of the children */
	bool yes;         /* of a bool */
	double number;    /* of a number: finite */
	const char *text; /* of a string; else NULL */
	const char *key;  /* its name in an object; else NULL */
	int key_line;     /* where the name stands */
	const struct json_node *first, *next; /* child, sibling; or NULL */
};

struct json_tree;

/*
 * The text, any memory, at most JSON_TREE_MAX bytes: RFC 8259, arrays and
 * objects nested at most JSON_TREE_DEPTH deep.  Also refused: a name given
 * twice in an object, a string that holds NUL, a number that is no finite
 * double, anything behind the value.
 * *new*; or NULL, and why (size bytes) says "LINE: reason".
 */
struct json_tree *json_tree_parse(
    const char *text, size_t len, char *why, size_t size);
void json_tree_free(struct json_tree *t); /* NULL is fine */

/* *borrowed* as long as the tree, here and below. */
const struct json_node *json_tree_root(const struct json_tree *t);

/* The object's member of that name, or NULL: none, or not an object. */
const struct json_node *json_node_member(
    const struct json_node *n, const char *name);

/* The i-th child, from 0, or NULL. */
const struct json_node *json_node_child(const struct json_node *n, int i);

/* "null", "a bool", "a number" ...: for messages. */
const char *json_node_kind_name(enum node_kind kind);

#endif
