/* SPDX-License-Identifier: BSD-2-Clause */
/* Which headers of which messages are parsed typed by libosip2: what a
 * transaction's line prints (Request-URI, or To and the granted Contact), and the
 * whole of the two messages of a response that is explained. */
#ifndef SRC_TYPED_H
#define SRC_TYPED_H

#include "render/renderer.h"

/* Of all this only what is not written plainly is read by libosip2: of the rest it
 * would say the same, or nothing. */
/* The URIs of a transaction that is about to be shown; strings live in o until
 * its next reset, which this call begins with. */
void typed_line(struct sip_osip *o, const struct transaction *t,
		struct render_typed *out);
/* The verdicts on both messages of an explained transaction, added to out. */
void typed_verdicts(struct sip_osip *o, const struct transaction *t,
		    struct render_typed *out);
/* Our verdict and libosip2's on one message (--strict, -vv); resets o. */
void typed_note(struct sip_osip *o, const struct sip_index *m, bool strict,
		struct render_note *out);

#endif
