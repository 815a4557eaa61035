/* SPDX-License-Identifier: BSD-2-Clause */
/* The evidence of status-<code>: the header lines that its row names, of both
 * messages, the most telling first. */
#ifndef DIAGNOSE_PROOF_H
#define DIAGNOSE_PROOF_H

#include "diagnose/rule.h"

/* t has a final response. */
void proof_status(struct report *out, const struct transaction *t);

/* What the answer to t says in Warning and Reason, for a finding that has not
 * shown it. */
void proof_words(struct report *out, const struct transaction *t);

#endif
