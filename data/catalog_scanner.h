/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs that look for open servers, by the name they give themselves
 * (data/scanners.txt). */
#ifndef DATA_CATALOG_SCANNER_H
#define DATA_CATALOG_SCANNER_H

#include "data/catalog_stack.h"

enum catalog_scanner_level {
	SCANNER_ATTACK,	 /* nothing else calls itself so */
	SCANNER_SUSPECT, /* others may, too */
	SCANNER_TOOL	 /* an honest test tool */
};

struct catalog_scanner {
	const char *key;  /* `friendly-scanner' */
	const char *name; /* `SIPVicious' */
	enum catalog_scanner_level level;
	const char *text, *hint;
};

/* The scanner that a value of this clue (User-Agent, From, s= of SDP) names, or
 * NULL.  One pass over at most 256 bytes. */
const struct catalog_scanner *catalog_scanner_find(enum catalog_clue clue,
						   struct slice value);
/* By its key, ASCII case ignored, or NULL. */
const struct catalog_scanner *catalog_scanner_get(struct slice key);
const struct catalog_scanner *catalog_scanner_all(size_t *n);

#endif
