/* SPDX-License-Identifier: BSD-2-Clause */
/* The short way through header grammar: nearly every Via, From, To, Contact and
 * Request-URI is written in one plain form, which one pass with a table of byte
 * classes proves good.  True means well-formed by sip_grammar; false only means
 * that the long way must be gone. */
#ifndef DISSECT_SIP_PLAIN_H
#define DISSECT_SIP_PLAIN_H

#include "base/slice.h"

/* sip:[user@]host[:port][;params] and nothing else. */
bool sip_plain_uri(struct slice uri);
/* [display] <uri>[;params]: one address.  *params tells whether any stand behind
 * the address. */
bool sip_plain_address(struct slice value, bool *params);
/* SIP/2.0/XXX host[:port][;params]: one Via. */
bool sip_plain_via(struct slice value);

#endif
