/* SPDX-License-Identifier: BSD-2-Clause */
/* What rules about calls, subscriptions and transfers ask together. */
#ifndef DIAGNOSE_INDIALOG_H
#define DIAGNOSE_INDIALOG_H

#include "diagnose/rule.h"

/* Transactions of a call that are looked at: a hostile one may have any
 * number. */
enum { INDIALOG_BACK = 64 };

/* The dialog of t's request by its tags, or NULL. */
const struct dialog *indialog_of(const struct transaction *t);
/* The package in Event, without parameters; empty when there is none. */
struct slice indialog_event(const struct message *m);
/* The URI of Refer-To. */
struct slice indialog_target(const struct message *refer);
/* Do these go between the same two hosts, in whatever direction; in the other
 * direction? */
bool indialog_same_ends(const struct transaction *a,
			const struct transaction *b);
bool indialog_opposite(const struct transaction *a,
		       const struct transaction *b);
/* A re-INVITE or UPDATE. */
bool indialog_changes(const struct transaction *t);
/* Does the request come from a scanner, by the name it gives itself? */
bool indialog_scanner(const struct message *m);
/* How long a session of n s may go without a refresh before the other side hangs
 * up, in s: N - min(32, N/3) (RFC 4028 10). */
int64_t indialog_due(int64_t n);
/* The dialog that bye ends, if it has a session timer; else NULL. */
const struct dialog *indialog_timed(const struct transaction *bye);
/* bye ends a call whose session refresh was refused or not answered, not over 35 s
 * ago: that refresh, or NULL. */
const struct transaction *indialog_failed_refresh(const struct dialog *d,
						  const struct transaction *bye);
/* Is something above info found about t or what came before it in its call, which
 * then explains how the call ended? */
bool indialog_explained(const struct transaction *t);

#endif
