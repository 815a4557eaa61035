/* SPDX-License-Identifier: BSD-2-Clause */
/* Untrusted bytes made safe to show (RFC 3629, ECMA-48, Unicode TR 11). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/strbuf.h"

/* Decode one code point at s.p (s.len >= 1).  Returns its bytes (1..4) and sets
 * *cp; an invalid byte returns 1 and sets *cp to 0xFFFD. */
size_t utf8_next(struct slice s, uint32_t *cp);
/* Columns of a code point on a terminal: 0 (combining), 1, or 2 (East Asian
 * wide); control characters count as what utf8_show writes for them. */
unsigned utf8_width(uint32_t cp);
/* Append s for a terminal: C0/C1 controls and DEL as `\xNN' (CR, LF, TAB as
 * \r \n \t), invalid bytes as U+FFFD, bidirectional and zero-width format
 * characters as \u{NNNN}; nothing raw that could move a cursor. */
void utf8_show(struct strbuf *out, struct slice s);
/* The bytes at the start of s that are printable ASCII: utf8_show leaves them
 * alone, and each takes one column. */
size_t utf8_plain(struct slice s);
/* Columns that utf8_show(s) takes. */
size_t utf8_columns(struct slice s);
/* Code points in s (an invalid byte counts as one). */
size_t utf8_count(struct slice s);
/* s as the inside of a JSON string (RFC 8259) at p, where there is room for
 * UTF8_JSON_MAX bytes for each of s: quotes, backslash and controls escaped, invalid
 * bytes as U+FFFD, also C1 and DEL as \u00NN.  Gives where it ends. */
enum { UTF8_JSON_MAX = sizeof("\\u0000") - 1 };
char *utf8_json(char *p, struct slice s);

#endif
