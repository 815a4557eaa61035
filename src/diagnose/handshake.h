/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TLS handshake shows of certificates, and what the other side thinks of
 * them; for the rules about it.  An end is 0, the client, or 1, the server. */
#ifndef DIAGNOSE_HANDSHAKE_H
#define DIAGNOSE_HANDSHAKE_H

#include "diagnose/rule.h"
#include "dissect/tls_watch.h"

enum handshake_dates { HANDSHAKE_IN_TIME, HANDSHAKE_EXPIRED, HANDSHAKE_FUTURE };

/* The first certificate of an end that was outside its dates when it was shown
 * (RFC 5280 4.1.2.5), by the packet's clock; NULL: none, none seen, it is not
 * SIP, or that clock was never set. */
const struct tls_cert *handshake_outdated(const struct tls_info *t, int end,
					  enum handshake_dates *how);
/* When an end showed its certificates: s since 1970. */
int64_t handshake_time(const struct tls_info *t, int end);

enum handshake_name {
	HANDSHAKE_FITS,    /* or nobody can say */
	HANDSHAKE_FAR,     /* no name has to do with the one that is wanted */
	HANDSHAKE_NEAR,    /* one is a name below it */
	HANDSHAKE_WILDCARD, /* one fits as in HTTPS, and many clients take it */
	HANDSHAKE_DOMAIN   /* a name above it: that of the SIP domain whose SRV
			      record may have led here (RFC 5922 4) */
};
/* Does the server's certificate have the name that the client asks for? */
enum handshake_name handshake_named(const struct tls_info *t);

/* Did the other side refuse the certificates of this end with a plain alert? */
bool handshake_refused(const struct tls_info *t, int end);
/* The alert says what one does of a certificate that is for another name. */
bool handshake_name_alert(uint8_t alert);
/* A rule about certificates tells what this alert is about. */
bool handshake_explains(const struct tls_info *t);

/* --- words --- */

/* `unknown_ca (48)' */
struct slice handshake_alert_name(struct report *out, uint8_t alert);
/* Evidence, with the key of a Mark. */
void handshake_show_hello(struct report *out, const struct tls_info *t,
			  const char *mark);
void handshake_show_alert(struct report *out, const struct tls_info *t,
			  const char *mark);
void handshake_show_certificate(struct report *out, const struct tls_info *t,
				int end, struct slice text, const char *mark);

#endif
