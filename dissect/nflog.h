/* SPDX-License-Identifier: BSD-2-Clause */
/* What the Linux packet filter logs (DLT_NFLOG): attributes, one of which is the
 * packet. */
#ifndef DISSECT_NFLOG_H
#define DISSECT_NFLOG_H

#include "dissect/link.h"

/* A record without a packet is LINK_QUIET. */
enum decode nflog_decode(struct link *out, struct slice s);

#endif
