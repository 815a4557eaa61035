/* SPDX-License-Identifier: BSD-2-Clause */
/* The generated tables behind data/catalog.h; nobody else includes this. */
#ifndef DATA_CATALOG_TABLE_H
#define DATA_CATALOG_TABLE_H

#include "data/catalog_find.h"

/* All that may be translated, each with its own NUL; where each begins, and at
 * last where all end. */
extern const char catalog_words[];
extern const uint32_t catalog_word_at[CATALOG_WORDS + 1];

extern const struct finding_text catalog_findings[];
extern const struct status_text catalog_statuses[], catalog_classes[7];
extern const size_t catalog_status_count;
/* For code - 100: 1 + index into catalog_statuses, or 0. */
extern const unsigned char catalog_status_at[600];
extern const char *const catalog_texts[];
extern const struct catalog_row catalog_warnings[], catalog_q850[],
	catalog_methods[], catalog_headers[], catalog_option_tags[],
	catalog_events[], catalog_timers[], catalog_reasons[],
	catalog_vendor_codes[], catalog_values[];
extern const size_t catalog_warnings_count, catalog_q850_count,
	catalog_methods_count, catalog_headers_count,
	catalog_option_tags_count, catalog_events_count,
	catalog_timers_count, catalog_reasons_count,
	catalog_vendor_codes_count, catalog_values_count;
extern const struct catalog_hash catalog_method_hash;
/* Compact forms `a'..`z': header id, or 0. */
extern const unsigned char catalog_compact[26];

#endif
