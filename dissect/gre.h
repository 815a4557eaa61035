/* SPDX-License-Identifier: BSD-2-Clause */
/* GRE (RFC 2784, 2890; with routing: RFC 1701), its version 1 of PPTP (RFC 2637)
 * and the frames that switches mirror in it (ERSPAN). */
#ifndef DISSECT_GRE_H
#define DISSECT_GRE_H

#include "dissect/link.h"

/* What the GRE packet s carries.  DECODE_MALFORMED: a version nobody knows. */
enum decode gre_decode(struct link *out, struct slice s);

#endif
