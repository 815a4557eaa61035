/* SPDX-License-Identifier: BSD-2-Clause */
/* The start line of a SIP message (RFC 3261 7.1, 7.2). */
#ifndef DISSECT_SIP_START_H
#define DISSECT_SIP_START_H

#include "dissect/sip_index.h"

/* Take m->start_line apart into method or status, URI, version and reason, and
 * mark in m->odd what is wrong with it. */
void sip_start_read(struct sip_index *m);

#endif
