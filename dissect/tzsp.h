/* SPDX-License-Identifier: BSD-2-Clause */
/* TZSP: frames that access points and routers send to who listens. */
#ifndef DISSECT_TZSP_H
#define DISSECT_TZSP_H

#include "dissect/link.h"

/* DECODE_OTHER: this is no such header; DECODE_TRUNCATED: its tags have no
 * end. */
enum decode tzsp_decode(struct link *out, struct slice s);

#endif
