/* SPDX-License-Identifier: BSD-2-Clause */
/* The certificates that one end of a TLS connection showed, shortened to what can
 * be judged from outside (RFC 5246 7.4.2). */
#ifndef DISSECT_TLS_CERT_H
#define DISSECT_TLS_CERT_H

#include "dissect/frame.h"

enum { TLS_CERT_MAX = 8 /* of a chain */, TLS_CERT_NAME = 64,
       TLS_CERT_NAMES = 1024 };

struct tls_cert {
	bool read;             /* else it was too long, damaged, or not there
				  for want of memory: nothing is known */
	char subject[TLS_CERT_NAME], issuer[TLS_CERT_NAME]; /* x509_name() */
	int64_t not_before, not_after; /* s since 1970, UTC */
};

/* Plain data: may be copied. */
struct tls_chain {
	unsigned count;        /* of certs: the first ones of the chain */
	struct tls_cert certs[TLS_CERT_MAX]; /* the first is the end's own */
	/* Names in subjectAltName of the first, each with its NUL: host names,
	 * URIs `sip:...', addresses. */
	char names[TLS_CERT_NAMES];
	size_t names_len;
	bool names_cut;        /* there are more */
	struct frame at;       /* where the last of them was complete: place
				  and time */
};

/* One more certificate: its DER, or an empty slice where it could not be kept. */
void tls_cert_add(struct tls_chain *c, struct slice der, const struct frame *at);
/* The next one of .names; *pos starts at 0.  NULL at the end. */
const char *tls_cert_next_name(const struct tls_chain *c, size_t *pos);

#endif
