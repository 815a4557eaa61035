/* SPDX-License-Identifier: BSD-2-Clause */
/* The short way through header grammar: nearly every Via, From, To, Contact and
 * Request-URI is written in one plain form, which one pass with a table of byte
 * classes proves good.  True means well-formed by sip_grammar; false only means
 * that the long way must be gone. */
#ifndef DISSECT_SIP_PLAIN_H
#define DISSECT_SIP_PLAIN_H

#include "base/slice.h"

/* room: up to there, behind the end of the value, bytes may be read; the end of
 * the message will do.  What stands directly behind the value must be the CR of a
 * line end (behind a Request-URI a space) and more than that, as in a message it
 * does: else the long way is gone. */

/* sip:[user@]host[:port][;params] and nothing else. */
bool sip_plain_uri(struct slice uri, const char *room);
/* What a pass over a value went by.  The parameter: the first `tag' (of an
 * address), `expires' (of a Contact) or `branch' (of a Via) behind the address or
 * host; empty when there is none.  unsure: it is there, but not as name=value in
 * small letters. */
struct sip_plain {
	struct slice param;
	bool unsure;
	struct slice sent_by; /* of a Via: host[:port] */
	struct slice uri;     /* of an address: without <> */
};

/* [display] <uri>[;params]: one address. */
bool sip_plain_address(struct slice value, const char *room,
		       struct sip_plain *out);
bool sip_plain_contact(struct slice value, const char *room,
		       struct sip_plain *out);
/* SIP/2.0/XXX host[:port][;params]: one Via. */
bool sip_plain_via(struct slice value, const char *room, struct sip_plain *out);

#endif
