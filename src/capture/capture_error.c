/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture_error.h"

#include <errno.h>

int capture_error_set(struct capture_error *err, int rc, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return rc;
	strbuf_reset(&err->text);
	va_start(ap, fmt);
	strbuf_vfmt(&err->text, fmt, ap);
	va_end(ap);
	return rc;
}

int capture_error_memory(struct capture_error *err)
{
	return capture_error_set(err, -ENOMEM,
				 "there is not enough memory; close other "
				 "programs, or read fewer files at once");
}
