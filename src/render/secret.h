/* SPDX-License-Identifier: BSD-2-Clause */
/* Secrets in a line of a message, hidden before anybody reads it: digest
 * responses and cnonces (RFC 7616), Basic and other credentials (RFC 7617, RFC
 * 6750), media keys (RFC 4568; k= of RFC 4566). */
#ifndef RENDER_SECRET_H
#define RENDER_SECRET_H

#include "base/strbuf.h"

/* Append a line (header with folds, or of a body) with asterisks for the
 * secrets, one for each code point, so that carets stay right.  span holds n
 * byte offsets into line, which are changed to offsets into what was added.
 * show: append it as it is. */
void secret_line(struct strbuf *out, struct slice line, bool show,
		 size_t *span, size_t n);

#endif
