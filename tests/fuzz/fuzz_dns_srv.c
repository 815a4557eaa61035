/* SPDX-License-Identifier: BSD-2-Clause */
/* One DNS response: as many ports at most as there is room for records. */
#include "dissect/dns_srv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void found(uint16_t port, enum transport t, void *arg)
{
	size_t *count = arg;

	if (!port || !packet_transport_name(t))
		abort();
	++*count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data, size);
	size_t count = 0;

	/* A record takes 19 bytes: pointer, fixed fields, a port, a target. */
	dns_srv_decode(in, found, &count);
	if (count > size / 19)
		abort();
	return 0;
}
