/* SPDX-License-Identifier: BSD-2-Clause */
/* VXLAN (RFC 7348), with group policy, and the generic extension (VXLAN-GPE). */
#ifndef DISSECT_VXLAN_H
#define DISSECT_VXLAN_H

#include "dissect/link.h"

/* DECODE_OTHER: this is no such header. */
enum decode vxlan_decode(struct link *out, struct slice s);
enum decode vxlan_decode_gpe(struct link *out, struct slice s);

#endif
