/* SPDX-License-Identifier: BSD-2-Clause */
/* What the index takes out of the first header of a kind. */
#ifndef DISSECT_SIP_FIRST_H
#define DISSECT_SIP_FIRST_H

#include "dissect/sip_index.h"

/* Via: branch and sent-by; From, To: tag; Call-ID, CSeq, Content-Length,
 * Max-Forwards (RFC 3261 20); v is a part of m->raw.  Fills m's fields and odd
 * bits; m->method of a response out of CSeq. */
void sip_first_read(struct sip_index *m, enum header_id id, struct slice v);

#endif
