/* SPDX-License-Identifier: BSD-2-Clause */
/* An exported PDU: a message without the packets it came in, with its addresses
 * in tags before it.  Wireshark writes such frames (File, Export PDUs: the way to
 * save decrypted SIP), and so does our own reader of text traces. */
#ifndef DISSECT_EXPORTED_PDU_H
#define DISSECT_EXPORTED_PDU_H

#include "base/strbuf.h"
#include "dissect/packet.h"

/* Read a frame of link type 252 into out: src, dst, transport, copies (a frame of
 * a capture stands behind it: Wireshark exports SIP in TLS twice) and payload; the
 * rest is left alone.  Addresses that no tag names have family 0.  DECODE_OK:
 * the tags name SIP; DECODE_OTHER: another protocol, or none (the payload may
 * still be SIP); DECODE_TRUNCATED: the frame ends within its tags. */
enum decode exported_pdu_decode(struct packet *out, struct slice frame);
/* Append such a frame with SIP in it. */
void exported_pdu_write(struct strbuf *out, const struct addr *src,
			const struct addr *dst, enum transport transport,
			struct slice payload);

#endif
