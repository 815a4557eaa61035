/* SPDX-License-Identifier: BSD-2-Clause */
/* What site.c and site_read.c share. */
#ifndef DIAGNOSE_SITE_READ_H
#define DIAGNOSE_SITE_READ_H

#include "base/arena.h"
#include "diagnose/site.h"

enum site_what { SITE_SERVER, SITE_CLIENT, SITE_EITHER, SITE_HEADER };

/* A condition; all of a stanza must hold. */
struct site_only {
	struct site_only *next;
	enum site_what what;
	struct slice text; /* as it was written */
	struct addr network; /* port 0: any */
	unsigned bits;
	enum header_id header; /* HEADER_UNKNOWN: by name */
	struct slice name, pattern;
};

struct site_remedy {
	struct site_remedy *next;
	const char *text; /* a template */
};

enum site_kind { SITE_FINDING, SITE_STATUS, SITE_PHRASE };

struct site_stanza {
	struct site_stanza *next;
	enum site_kind kind;
	enum finding_id id;
	unsigned low, high;
	struct slice phrase;
	struct site_only *only;
	struct site_remedy *remedies;
};

struct site {
	struct arena arena; /* of all that follows */
	struct site_stanza *first, **end;
	size_t stanzas, remedies;
};

#endif
