/* SPDX-License-Identifier: BSD-2-Clause */
/* The reference: --explain, --compare, --list. */
#ifndef RENDER_PAGES_H
#define RENDER_PAGES_H

#include "data/catalog.h"
#include "diagnose/site.h"
#include "render/sink.h"

enum pages_format {
	PAGES_TEXT, PAGES_JSON, PAGES_MD, PAGES_HTML, PAGES_CSV
};

struct pages_options {
	/* lists have no PAGES_HTML, and only they have PAGES_CSV */
	enum pages_format format;
	bool color;
	unsigned columns; /* width to wrap at; 0: 80 */
	const struct site *site; /* remedies of the site; may be NULL */
};

/* One topic: a code, `4xx', a finding id, a header, option tag, method,
 * `Q.850:34', a Warning code, or several with commas between them.  0; -ENOENT when
 * unknown, with the nearest known topics (comma list) in *near. */
int pages_explain(struct render_sink *s, const struct pages_options *o,
		  struct slice topic, struct strbuf *near);
/* Codes and classes (`4xx') side by side, two or more, in any order.  0 or
 * -ENOENT with *near as above and the place of the unknown one in *bad. */
int pages_compare(struct render_sink *s, const struct pages_options *o,
		  const char *const *codes, size_t n, size_t *bad,
		  struct strbuf *near);
/* What stands before all pages and behind them in one document (HTML); topics
 * are its title. */
void pages_frame_begin(struct render_sink *s, const struct pages_options *o,
		       const char *const *topics, size_t n);
void pages_frame_end(struct render_sink *s, const struct pages_options *o);
/* All rows of a kind; NULL lists the kinds.  0 or -ENOENT. */
int pages_list(struct render_sink *s, const struct pages_options *o,
	       const char *kind, struct strbuf *near);

#endif
