/* SPDX-License-Identifier: BSD-2-Clause */
/* The syntax of header values by the RFC, for messages that are explained: what
 * the index, which only reads what it needs, does not look at (RFC 3261 25). */
#ifndef DISSECT_SIP_GRAMMAR_H
#define DISSECT_SIP_GRAMMAR_H

#include "dissect/sip_index.h"

struct sip_grammar {
	uint32_t odd;          /* SIP_ODD_URI and the bits after it */
	struct sip_span where; /* the line of the first fault wanted */
};

/* Check the Request-URI, Via, From, To, Contact, Route ..., the numbers, Date.
 * wanted: the bits that where is for (0: where stays empty). */
void sip_grammar_check(const struct sip_index *m, uint32_t wanted,
		       struct sip_grammar *out);

#endif
