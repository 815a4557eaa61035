/* SPDX-License-Identifier: BSD-2-Clause */
/* Digest access authentication: does a password give the response that stands in
 * some credentials (RFC 7616, RFC 8760)?  Only for answering that question: the
 * hashes are not written to resist those who measure time. */
#ifndef DISSECT_DIGEST_H
#define DISSECT_DIGEST_H

#include "base/slice.h"

enum digest_verdict {
	DIGEST_RIGHT,  /* this password, user name and realm give the response */
	DIGEST_WRONG,
	DIGEST_UNKNOWN /* no Digest, an algorithm or qop that is not known, or
			  parameters are missing */
};

/* Check the value of an Authorization or Proxy-Authorization header of a request
 * with that method: MD5, SHA-256, SHA-512-256 and their -sess, qop auth or none
 * (RFC 7616 3.4.1 to 3.4.3). */
enum digest_verdict digest_check(struct slice credentials, struct slice method,
				 struct slice password);

#endif
