/* SPDX-License-Identifier: BSD-2-Clause */
/* A request without any response: shared by the rules no-answer-*. */
#ifndef DIAGNOSE_SILENCE_H
#define DIAGNOSE_SILENCE_H

#include "diagnose/rule.h"

/* At STORE_TIMEOUT and STORE_END: report t's request as unanswered if so. */
void silence_check(const struct rule_view *v, struct report *out);

#endif
