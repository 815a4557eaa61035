/* SPDX-License-Identifier: BSD-2-Clause */
/* The generated tables behind catalog_stack.h, catalog_phrase.h and
 * catalog_scanner.h; nobody else includes this. */
#ifndef DATA_CATALOG_STACK_TABLE_H
#define DATA_CATALOG_STACK_TABLE_H

#include "data/catalog_phrase.h"
#include "data/catalog_scanner.h"
#include "data/catalog_sign.h"
#include "data/catalog_stack.h"

extern const struct catalog_stack catalog_stacks[];
extern const struct catalog_scanner catalog_scanners[];
/* In the order of their bytes. */
extern const struct catalog_phrase catalog_phrases[];
extern const size_t catalog_stack_count, catalog_scanner_count,
	catalog_phrase_count;
extern const struct catalog_sign catalog_stack_signs[],
	catalog_scanner_signs[];
extern const size_t catalog_stack_sign_count, catalog_scanner_sign_count;
extern const unsigned char catalog_stack_sign_at[2][129],
	catalog_scanner_sign_at[2][129];
extern const unsigned short catalog_stack_sign_clues[2][256],
	catalog_scanner_sign_clues[2][256];
extern const unsigned short catalog_stack_sign_anywhere,
	catalog_scanner_sign_anywhere;

#endif
