/* SPDX-License-Identifier: BSD-2-Clause */
/* Geneve (RFC 8926). */
#ifndef DISSECT_GENEVE_H
#define DISSECT_GENEVE_H

#include "dissect/link.h"

/* DECODE_OTHER: this is no such header; DECODE_TRUNCATED: its options are not
 * all there. */
enum decode geneve_decode(struct link *out, struct slice s);

#endif
