/* SPDX-License-Identifier: BSD-2-Clause */
/* A quick look for messages that rules about odd ones have to read. */
#ifndef DIAGNOSE_ODD_H
#define DIAGNOSE_ODD_H

#include "store/store.h"

/* Is anything about what this notice tells of unusual: cut, large, malformed,
 * without tags or the branch of RFC 3261, late, sent elsewhere, with a CSeq that
 * goes back, or to a contact that expired? */
bool odd_notice(const struct store_notice *n);

#endif
