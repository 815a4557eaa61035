/* SPDX-License-Identifier: BSD-2-Clause */
/* ClientHello and ServerHello of TLS (RFC 8446 4.1, RFC 5246 7.4.1). */
#ifndef DISSECT_TLS_HELLO_H
#define DISSECT_TLS_HELLO_H

#include "dissect/tls_watch.h"

/* Read the body of a hello, or as much of it as is there, into info: version,
 * server name (of a client), cipher suite (of a server). */
void tls_hello_read(struct tls_info *info, bool client, struct slice body);

#endif
