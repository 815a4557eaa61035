/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames that a switch mirrors over GRE (ERSPAN): type I is the bare frame, II
 * and III have headers of their own. */
#ifndef DISSECT_ERSPAN_H
#define DISSECT_ERSPAN_H

#include "dissect/link.h"

/* Types II and III, told apart by the version in the header. */
enum decode erspan_decode(struct link *out, struct slice s);

#endif
