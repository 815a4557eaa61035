/* SPDX-License-Identifier: BSD-2-Clause */
/* The reference: --explain, --compare, --list. */
#ifndef RENDER_PAGES_H
#define RENDER_PAGES_H

#include "data/catalog.h"
#include "diagnose/site.h"
#include "render/sink.h"

struct pages_options {
	bool color;
	unsigned columns; /* width to wrap at; 0: 80 */
	const struct site *site; /* remedies of the site; may be NULL */
};

/* One topic: a code, `4xx', a finding id, a header, option tag, method,
 * `Q.850:34', a Warning code.  0; -ENOENT when unknown, with the nearest known
 * topics (comma list) in *near. */
int pages_explain(struct render_sink *s, const struct pages_options *o,
		  struct slice topic, struct strbuf *near);
/* Two codes side by side.  0 or -ENOENT with *near as above. */
int pages_compare(struct render_sink *s, const struct pages_options *o,
		  struct slice a, struct slice b, struct strbuf *near);
/* All rows of a kind; NULL lists the kinds.  0 or -ENOENT. */
int pages_list(struct render_sink *s, const struct pages_options *o,
	       const char *kind, struct strbuf *near);

#endif
