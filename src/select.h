/* SPDX-License-Identifier: BSD-2-Clause */
/* What is reported: the selection options over transactions and findings.  The
 * same option twice is OR, different options are AND. */
#ifndef SRC_SELECT_H
#define SRC_SELECT_H

#include "options.h"

/* Was any selection option given? */
bool select_active(const struct options *o);
/* Does t pass --call-id, --from, --to, --method and --status?  The last needs a
 * final response. */
bool select_transaction(const struct options *o, const struct transaction *t);
/* Is t to be reported: select_transaction, and a selected finding was made about
 * it when --finding or --severity is given? */
bool select_reported(const struct options *o, const struct transaction *t);
/* Is this finding to be reported? */
bool select_finding(const struct options *o, const struct finding *f);
/* Does it match --fail-on? */
bool select_fails(const struct options *o, const struct finding *f);

#endif
