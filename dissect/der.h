/* SPDX-License-Identifier: BSD-2-Clause */
/* DER, the one way of writing ASN.1 that certificates use (X.690 10): a tag, a
 * length in as few bytes as can be, and so many bytes. */
#ifndef DISSECT_DER_H
#define DISSECT_DER_H

#include "base/cursor.h"

enum {
	DER_BOOLEAN = 0x01, DER_INTEGER = 0x02, DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04, DER_OID = 0x06, DER_UTF8 = 0x0c,
	DER_PRINTABLE = 0x13, DER_TELETEX = 0x14, DER_IA5 = 0x16,
	DER_UTC_TIME = 0x17, DER_TIME = 0x18, DER_UNIVERSAL = 0x1c,
	DER_BMP = 0x1e, DER_SEQUENCE = 0x30, DER_SET = 0x31
};
/* [n] of a SEQUENCE or CHOICE: without parts of its own; with them. */
#define DER_CONTEXT(n) (0x80 | (n))
#define DER_PARTS(n) (0xa0 | (n))

/* The next element.  False at the end, and where none can be: then .short_read
 * is set, too.  Tags of several bytes, lengths that are not written as short as
 * can be, and elements of 16 MiB and more are none. */
bool der_read(struct cursor *c, unsigned *tag, struct slice *body);
/* The next element, which has to have this tag; else as if it were malformed. */
bool der_want(struct cursor *c, unsigned tag, struct slice *body);
/* Tag of the next element; 0 at the end. */
unsigned der_tag(const struct cursor *c);

#endif
