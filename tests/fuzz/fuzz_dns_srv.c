/* SPDX-License-Identifier: BSD-2-Clause */
/* One DNS message: as many ports and answers at most as there is room for records,
 * and a name that can be printed. */
#include "dissect/dns.h"
#include "dissect/dns_srv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void found(uint16_t port, enum transport t, void *arg)
{
	size_t *count = arg;

	if (!port || !packet_transport_name(t))
		abort();
	++*count;
}

static void check(const struct dns_message *m, size_t size)
{
	size_t len = strnlen(m->name, sizeof(m->name));

	/* A record takes 11 bytes: no name, no data. */
	if (!len || len > DNS_NAME_MAX || m->found > size / 11 ||
	    (!m->response && (m->found || m->code)) || m->code > 15)
		abort();
	for (size_t i = 0; i < len; i++) {
		char c = m->name[i];

		if (c <= ' ' || c > '~' || (c >= 'A' && c <= 'Z'))
			abort();
	}
	if (m->type != DNS_A && m->type != DNS_AAAA && m->type != DNS_SRV &&
	    m->type != DNS_NAPTR)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dns_message m;
	struct slice in = slice_of((const char *)data, size);
	size_t count = 0;

	/* A record takes 19 bytes: pointer, fixed fields, a port, a target. */
	dns_srv_decode(in, found, &count);
	if (count > size / 19)
		abort();
	if (dns_read(&m, in))
		check(&m, size);
	return 0;
}
