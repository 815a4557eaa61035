/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>

int walk_once(const char *file)
{
	char *copy = mem_strndup(slice_cstr(file));

	if (!copy)
		return -ENOMEM;
	free(copy);
	return 0;
}
