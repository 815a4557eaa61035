/* SPDX-License-Identifier: BSD-2-Clause */
/* A call as a flow of one-line messages, and messages in full. */
#ifndef RENDER_FLOW_H
#define RENDER_FLOW_H

#include "render/text.h"

/* All messages of a call that is over, one line each. */
void flow_call(struct text_renderer *r, const struct call *c);
/* One message: a line with its verdict, with all every header and what it is
 * for. */
void flow_message(struct text_renderer *r, const struct message *m,
		  const struct render_note *note, bool all);
/* `malformed request: no Call-ID; libosip2 refuses `Foo: bar'': nothing is
 * added when the note has neither.  what is TEXT_MALFORMED_... */
void flow_verdict(struct text_renderer *r, struct strbuf *out,
		  const struct render_note *note, enum text_id what);

#endif
