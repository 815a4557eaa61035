/* SPDX-License-Identifier: BSD-2-Clause */
/* Ports on which SIP is spoken, as messages and name servers tell: the filter of
 * a live capture is widened by them, and those that a filter leaves out all the
 * same are remembered. */
#ifndef SRC_PORTS_H
#define SRC_PORTS_H

#include "capture/capture.h"
#include "dissect/packet.h"
#include "dissect/sip_index.h"
#include "render/renderer.h"

enum { PORTS_LISTED = 32 };

struct ports; /* opaque */

/* filter: of the user, borrowed; NULL: none.  NULL when there is no memory. */
struct ports *ports_new(struct capture *c, const char *filter);
void ports_free(struct ports *p);
/* A message came: its own ports, and those of Via and Contact (RFC 3261 18.1.1,
 * 19.1.1; RFC 7118 5) where connections may follow; not those of one that is
 * retold.  True when a port has just become the first that is left out. */
bool ports_message(struct ports *p, const struct packet *packet,
		   const struct sip_index *m);
/* A name server gave this port for SIP over t (RFC 3263 4.2). */
bool ports_srv(struct ports *p, uint16_t port, enum transport t);

/* What is left out. */
struct ports_left_out {
	struct render_port list[PORTS_LISTED]; /* the first that were named */
	size_t n;             /* all of them; the list may hold fewer */
	bool full;            /* our own filter had no room for one */
};
const struct ports_left_out *ports_left_out(const struct ports *p);

#endif
