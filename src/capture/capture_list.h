/* SPDX-License-Identifier: BSD-2-Clause */
/* The interfaces that exist; capture.h declares capture_list_interfaces. */
#ifndef CAPTURE_CAPTURE_LIST_H
#define CAPTURE_CAPTURE_LIST_H

#include "capture/capture.h"

/* Append their names, `eth0, lo, any'; nothing when they cannot be listed. */
void capture_list_names(struct strbuf *out);

#endif
