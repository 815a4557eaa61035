/* SPDX-License-Identifier: BSD-2-Clause */
/* Filling the program's own sentences and a finding's templates. */
#ifndef RENDER_FILL_H
#define RENDER_FILL_H

#include "base/clock.h"
#include "data/catalog_fill.h"
#include "diagnose/finding.h"

/* One value of a sentence of data/ui.txt; text is shown as it is. */
struct fill_value {
	const char *name, *text;
};

enum { FILL_MAX = 6 };
/* Append the sentence filled from values, which end at FILL_MAX or with a NULL
 * name. */
void fill_text(struct strbuf *out, enum text_id id,
	       const struct fill_value values[FILL_MAX]);
/* The sentence without values. */
void fill_plain(struct strbuf *out, enum text_id id);

/* catalog_value_fn over a finding with times by a clock (arg is a struct
 * fill_finding *). */
struct fill_finding {
	const struct finding *finding;
	const struct clock_format *clock; /* NULL: RFC 3339 */
};
bool fill_finding(struct slice name, struct strbuf *out, void *arg);
/* Title and explanation of a finding; what has no possible variant is empty. */
void fill_title(struct strbuf *out, struct fill_finding *f);
void fill_explain(struct strbuf *out, struct fill_finding *f);
/* `status-404', `require-unsupported' of a finding known by its numbers; buf
 * holds 40 bytes. */
const char *fill_name(enum finding_id id, unsigned status, char buf[40]);

#endif
