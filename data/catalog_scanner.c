/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_scanner.h"

#include "data/catalog_stack_table.h"

const struct catalog_scanner *catalog_scanner_find(enum catalog_clue clue,
						   struct slice value)
{
	const struct catalog_signs signs = { catalog_scanner_signs,
					     catalog_scanner_sign_at,
					     catalog_scanner_sign_clues,
					     catalog_scanner_sign_anywhere };
	const struct catalog_sign *s;

	s = catalog_sign_find(&signs, clue, slice_trim(value));
	return s ? &catalog_scanners[s->row] : NULL;
}

const struct catalog_scanner *catalog_scanner_get(struct slice key)
{
	for (size_t i = 0; i < catalog_scanner_count; i++)
		if (slice_eq_nocase(slice_cstr(catalog_scanners[i].key), key))
			return &catalog_scanners[i];
	return NULL;
}

const struct catalog_scanner *catalog_scanner_all(size_t *n)
{
	*n = catalog_scanner_count;
	return catalog_scanners;
}
