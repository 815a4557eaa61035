/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture_error.h"

#include "base/utf8.h"

#include <errno.h>

int capture_error_set(struct capture_error *err, int rc, const char *fmt, ...)
{
	struct strbuf raw = { 0 };
	va_list ap;

	if (!err)
		return rc;
	va_start(ap, fmt);
	strbuf_vfmt(&raw, fmt, ap);
	va_end(ap);
	strbuf_reset(&err->text);
	utf8_show(&err->text, strbuf_view(&raw));
	err->text.failed |= raw.failed;
	strbuf_fini(&raw);
	return rc;
}

int capture_error_memory(struct capture_error *err)
{
	return capture_error_set(err, -ENOMEM,
				 "there is not enough memory; close other "
				 "programs, or read fewer files at once");
}
