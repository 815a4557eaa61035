/* SPDX-License-Identifier: BSD-2-Clause */
/* GTP-U: what a mobile phone sends and gets, between the nodes of its network
 * (3GPP TS 29.281). */
#ifndef DISSECT_GTPU_H
#define DISSECT_GTPU_H

#include "dissect/link.h"

/* DECODE_OTHER: this carries no packet of a user (echo ...), or is no GTP-U. */
enum decode gtpu_decode(struct link *out, struct slice s);

#endif
