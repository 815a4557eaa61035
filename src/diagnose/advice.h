/* SPDX-License-Identifier: BSD-2-Clause */
/* What the program in front of us needs: the setting of the stack that sent the
 * answer (or the request) for this finding, and what its own words mean. */
#ifndef DIAGNOSE_ADVICE_H
#define DIAGNOSE_ADVICE_H

#include "diagnose/finding.h"

/* The program that wrote this message, by Server, User-Agent and the other signs
 * of data/stacks.txt; what a response repeats of its request (From, and the
 * Contacts of a registrar's 200) tells nothing. */
struct catalog_stack_match advice_sender(const struct message *m);
/* Set f->stack and f->phrase.  The values of f must be complete: they decide
 * between several lines of advice. */
void advice_add(struct finding *f);

#endif
