/* SPDX-License-Identifier: BSD-2-Clause */
/* A code, or a class of codes, as one side of a comparison. */
#ifndef RENDER_PAGES_SIDE_H
#define RENDER_PAGES_SIDE_H

#include "render/page.h"

enum pages_side_cell {
	SIDE_CLASS, SIDE_MEANING, SIDE_WHEN, SIDE_REPAIR, SIDE_FIX, SIDE_NEXT,
	SIDE_RETRY, SIDE_ACTS, SIDE_ENDS, SIDE_TRAVEL, SIDE_ACK, SIDE_METHODS,
	SIDE_READ, SIDE_HEADERS, SIDE_CELLS
};

struct pages_side {
	const struct status_text *text; /* a class row for nobody's code */
	unsigned code;			/* 0: the class itself is meant */
	unsigned class;			/* 1..6 */
	unsigned order;			/* a class stands before its codes */
	struct strbuf name;		/* `420 Bad Extension' */
	struct strbuf number;		/* `420', `4xx' */
	struct strbuf cell[SIDE_CELLS]; /* in the language in use, or empty */
};

/* `420', `4xx'.  False for what is neither. */
bool pages_side_read(struct pages_side *s, struct slice topic);
void pages_side_fini(struct pages_side *s);
const char *pages_side_cell(const struct pages_side *s,
			    enum pages_side_cell cell);
/* In ascending order, each once.  Gives how many are left; the rest is freed. */
size_t pages_side_sort(struct pages_side *s, size_t n);
/* The sides as a table: in text as many beside each other as fit, the others
 * below. */
void pages_columns_put(struct page *p, const struct pages_side *s, size_t n);

#endif
