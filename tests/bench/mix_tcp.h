/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BENCH_MIX_TCP_H
#define BENCH_MIX_TCP_H

#include "mix_net.h"

/* The connections of the generator: one for each two addresses, opened with its
 * first message and never closed. */
struct mix_tcp {
	struct mix_connection *all; /* owned; a hash table */
	size_t cap, used;
};

void mix_tcp_fini(struct mix_tcp *t);

/* Writes P as one or two segments, each acknowledged, with the three of the
 * handshake before the first.  `SIP/2.0/UDP' in it becomes `SIP/2.0/TCP'.  0 or
 * -errno. */
int mix_tcp_write(struct mix_tcp *t, FILE *out, const struct mix_packet *p);

#endif
