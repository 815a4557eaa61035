/* SPDX-License-Identifier: BSD-2-Clause */
/* Dialogs follow what requests and responses do to them (RFC 3261 12, 15; RFC
 * 6665 4.4.1; RFC 3515). */
#ifndef STORE_STORE_DIALOG_H
#define STORE_STORE_DIALOG_H

#include "store/store_table.h"

/* A request came: a BYE inside a dialog is noted on it, a NOTIFY may end it. */
void store_dialog_request(struct transaction *t);
/* A response to t came: dialogs begin, are confirmed, end.  Counts new ones. */
void store_dialog_response(struct store *s, struct transaction *t,
			   const struct message *m);
/* A copy of a response to t came. */
void store_dialog_copy(struct transaction *t, const struct message *m);
/* Nobody answered this BYE: the dialog is over all the same (15.1.1). */
void store_dialog_no_answer(struct transaction *t, int64_t now);

#endif
