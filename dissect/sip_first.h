/* SPDX-License-Identifier: BSD-2-Clause */
/* What the index takes out of the first header of a kind. */
#ifndef DISSECT_SIP_FIRST_H
#define DISSECT_SIP_FIRST_H

#include "dissect/sip_index.h"

/* Headers of which it matters that they were seen, by what is to be done with them. */
enum sip_first_kind {
	SIP_FIRST_NONE, /* any other */
	/* The first of these tells something. */
	SIP_FIRST_VIA, SIP_FIRST_FROM, SIP_FIRST_TO, SIP_FIRST_CALL_ID,
	SIP_FIRST_CSEQ, SIP_FIRST_LENGTH, SIP_FIRST_MAX_FORWARDS,
	SIP_FIRST_TYPE,
	SIP_FIRST_SINGLE,  /* from here on, and before but for Via, there may
			      be one */
	SIP_FIRST_CHECKED = 17, /* from here on, and Via, From, To: the grammar
				   of the value is looked at */
	SIP_FIRST_MANY = 27, /* from here on there may be several */
	SIP_FIRST_CONTACT = SIP_FIRST_MANY,
	SIP_FIRST_LIST,    /* Route, Warning ... */
	SIP_FIRST_KINDS = 32
};

/* Via: branch and sent-by; From, To: tag; Call-ID, CSeq, Content-Length,
 * Max-Forwards (RFC 3261 20).  seen: a bit for each kind there is, values: of the
 * first header of the kind.  Fills m's fields and odd bits; m->method of a response
 * out of CSeq. */
void sip_first_read(struct sip_index *m, uint32_t seen,
		    const struct sip_span values[SIP_FIRST_KINDS]);

#endif
