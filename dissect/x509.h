/* SPDX-License-Identifier: BSD-2-Clause */
/* What an X.509 certificate says of itself: for whom, by whom, from when to when
 * (RFC 5280 4.1).  Nothing is verified. */
#ifndef DISSECT_X509_H
#define DISSECT_X509_H

#include "dissect/frame.h"

#include <stdint.h>

/* All slices point into the bytes that were read. */
struct x509 {
	int64_t not_before, not_after; /* seconds since 1970, UTC; both count */
	struct slice subject, issuer;  /* Names; see x509_name() */
	struct slice alt_names;        /* see x509_alt_name(); empty: there is
					  no subjectAltName */
};

enum x509_alt { X509_DNS, X509_URI, X509_IP };

/* Read one certificate, which is all of the bytes.  DECODE_OK, or
 * DECODE_MALFORMED: what is in *out means nothing. */
enum decode x509_decode(struct x509 *out, struct slice bytes);
/* The common name of a Name, the last one; without any the last part that is a
 * text.  Control characters and what is no UTF-8 become `?'; cut to fit into
 * size bytes with the NUL; "" when there is none. */
void x509_name(struct slice name, char *out, size_t size);
/* The next name of .alt_names that is of a kind known here, raw (an address is
 * 4 or 16 bytes); *rest starts as .alt_names.  False at the end. */
bool x509_alt_name(struct slice *rest, enum x509_alt *kind, struct slice *name);

#endif
