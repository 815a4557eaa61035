/* SPDX-License-Identifier: BSD-2-Clause */
/* A call as a flow of one-line messages, and messages in full. */
#ifndef RENDER_FLOW_H
#define RENDER_FLOW_H

#include "render/text.h"

/* All messages of a call that is over, one line each. */
void flow_call(struct text_renderer *r, const struct call *c);
/* One message in one line, with the letter of its leg unless that is NULL; copy: it
 * was sent before. */
void flow_line(struct text_renderer *r, const struct message *m,
	       const char *leg, bool copy);
/* Are these the same bytes between the same two? */
bool flow_same(const struct message *a, const struct message *b);
/* What became of a call. */
void flow_outcome(struct strbuf *out, enum call_outcome o);
/* One message: a line with its verdict, with all every header and what it is
 * for. */
void flow_message(struct text_renderer *r, const struct message *m,
		  const struct render_note *note, bool all);
/* `malformed request: no Call-ID; libosip2 refuses `Foo: bar'': nothing is
 * added when the note has neither.  what is TEXT_MALFORMED_... */
void flow_verdict(struct text_renderer *r, struct strbuf *out,
		  const struct render_note *note, enum text_id what);

#endif
