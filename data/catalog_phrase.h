/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts on the wire that tell more than the code beside them: who writes them
 * and what they mean (data/phrases.txt). */
#ifndef DATA_CATALOG_PHRASE_H
#define DATA_CATALOG_PHRASE_H

#include "data/catalog_stack.h"

/* Where a text stands; the order of place_name in catalog_stack.awk. */
enum catalog_place {
	CATALOG_PLACE_REASON_PHRASE,	 /* of the status line */
	CATALOG_PLACE_REGISTRAR_ERROR,	 /* P-Registrar-Error */
	CATALOG_PLACE_REASON,		 /* one value of Reason (RFC 3326) */
	CATALOG_PLACE_WARNING,		 /* the text of a Warning, unquoted */
	CATALOG_PLACE_SIPFRAG,		 /* reason phrase in a NOTIFY's body */
	CATALOG_PLACE_COUNT
};

struct catalog_phrase {
	const char *text; /* as on the wire, or a name when there are matches */
	unsigned places;  /* bits: 1 << enum catalog_place */
	bool weak;	  /* usual words: says something of its sender only */
	const char *const *by;	      /* keys of stacks, or `any'; NULL ends */
	const unsigned short *codes;  /* 0 ends; none: any */
	const char *const *matches;   /* patterns (catalog_sign.h) */
	const char *meaning, *hint;
};

/* What a text at this place means, or NULL.  status: the code it came with, 0
 * where there is none.  stack: its sender, NULL when not known; with one, a
 * phrase of others is not taken.  Case and spaces count, but for spaces beside
 * `;' and `=' in Reason.  Search by halves; Reason and patterns one by one. */
const struct catalog_phrase *
catalog_phrase_find(enum catalog_place place, struct slice text,
		    unsigned status, const struct catalog_stack *stack);
/* The next phrase with that text, ASCII case ignored, behind `after' (NULL: the
 * first), or NULL: for --explain. */
const struct catalog_phrase *
catalog_phrase_next(struct slice text, const struct catalog_phrase *after);
const struct catalog_phrase *catalog_phrase_all(size_t *n);
/* `reason phrase', `P-Registrar-Error' ... */
const char *catalog_phrase_place(enum catalog_place place);

#endif
