/* SPDX-License-Identifier: BSD-2-Clause */
/* A site's own knowledge: remedies that its people add to a status, a finding or
 * a phrase, in stanzas like those of data/ (sipexplain-data(5)). */
#ifndef DIAGNOSE_SITE_H
#define DIAGNOSE_SITE_H

#include "diagnose/finding.h"

struct site; /* opaque */

enum { SITE_TEXT_MAX = 1 << 20 }; /* bytes of one file */

/* NULL when there is no memory. */
struct site *site_new(void);
void site_free(struct site *s);

/* What is wrong, and in which line (from 1). */
typedef void site_mistake_fn(unsigned line, const char *what, void *arg);
/* Read the stanzas of a file.  What is wrong is told, and its stanza left out.
 * The number of mistakes, or -ENOMEM. */
int site_read(struct site *s, struct slice text, site_mistake_fn *fn,
	      void *arg);
/* How many stanzas and remedies were taken so far. */
size_t site_stanzas(const struct site *s);
size_t site_remedies(const struct site *s);

/* Add to f->site what fits it; s may be NULL.  The values of f are complete. */
void site_apply(const struct site *s, struct finding *f);

/* The remedies for a page, one after the other: of a code (finding NULL), or of
 * a finding (code 0).  conditions gets what stands in Only, `server 192.0.2.1,
 * User-Agent: Acme*'.  NULL after the last (from 0); s may be NULL. */
const char *site_page(const struct site *s, unsigned code,
		      const struct finding_text *finding, size_t nth,
		      struct strbuf *conditions);

#endif
