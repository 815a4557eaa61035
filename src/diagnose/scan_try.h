/* SPDX-License-Identifier: BSD-2-Clause */
/* The tries of an address that were refused (scan.h): REGISTERs, and numbers. */
#ifndef DIAGNOSE_SCAN_TRY_H
#define DIAGNOSE_SCAN_TRY_H

#include "diagnose/scan.h"

/* What is known of t's client; NULL: nothing. */
const struct scan_guess *scan_try_guess(const struct scan_memory *m,
					const struct transaction *t);
const struct scan_probe *scan_try_probe(const struct scan_memory *m,
					const struct transaction *t);

/* A new request of s was refused. */
void scan_try_refused(struct scan_memory *m, struct source *s,
		      const struct store_notice *n);
/* A REGISTER of s is about to be noted as accepted. */
void scan_try_accepted(struct scan_memory *m, struct source *s,
		       struct transaction *t);
/* A refused REGISTER is forgotten: those who answer a challenge have done so. */
void scan_try_over(struct scan_memory *m, struct source_memory *sources,
		   const struct store_notice *n);

#endif
