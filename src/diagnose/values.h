/* SPDX-License-Identifier: BSD-2-Clause */
/* What the messages of a transaction give to the templates of a finding, and the
 * header lines that prove a status code (data/README, data/status.txt). */
#ifndef DIAGNOSE_VALUES_H
#define DIAGNOSE_VALUES_H

#include "diagnose/rule.h"

/* The values that every finding has: method, uri, client ...; about t, which may
 * be NULL. */
void values_common(struct report *out, const struct transaction *t);
/* The values of status-<code> about t, which has a final response. */
void values_status(struct report *out, const struct transaction *t);

/* q850_cause, q850_name and q850_hint of the first Q.850 Reason of m.  False when
 * there is none; *where is its place in the header otherwise. */
bool values_q850(struct report *out, const struct message *m,
		 struct slice *where);

#endif
