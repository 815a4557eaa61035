/* SPDX-License-Identifier: BSD-2-Clause */
/* The network service header of service chains (RFC 8300). */
#ifndef DISSECT_NSH_H
#define DISSECT_NSH_H

#include "dissect/link.h"

enum decode nsh_decode(struct link *out, struct slice s);

#endif
