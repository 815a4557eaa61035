/* SPDX-License-Identifier: BSD-2-Clause */
/* Which libraries read the captures. */
#ifndef CAPTURE_VERSIONS_H
#define CAPTURE_VERSIONS_H

#include "base/strbuf.h"

/* Append one line for each library in use, with its version. */
void versions_add(struct strbuf *out);

#endif
