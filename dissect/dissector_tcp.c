/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dissector_inner.h"

#include "dissect/tcp_peek.h"

int dissector_tcp_read(struct dissector *d, const struct dissector_at *at,
		       const struct ip *ip)
{
	(void)at;
	switch (tcp_peek(ip->payload)) {
	case TCP_PEEK_SIP:
		d->stats->tcp_sip++;
		break;
	case TCP_PEEK_TLS:
		d->stats->tls++;
		break;
	case TCP_PEEK_NOTHING:
		break;
	}
	return 0;
}
