/* SPDX-License-Identifier: BSD-2-Clause */
/* One HEP packet: what comes out lies within what went in and is consistent. */
#include "dissect/hep.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check_addrs(const struct hep *h)
{
	must(h->src.family == 0 || h->src.family == 4 || h->src.family == 6);
	must(h->dst.family == 0 || h->dst.family == 4 || h->dst.family == 6);
	must(!h->src.family || !h->dst.family ||
	     h->src.family == h->dst.family);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data, size);
	struct hep h;
	enum decode got = hep_decode(&h, in);

	if (h.payload.len) {
		must(h.payload.p >= in.p);
		must(h.payload.p + h.payload.len <= in.p + in.len);
	}
	if (got == DECODE_OK) {
		must(h.size <= size && h.payload.len < h.size);
		check_addrs(&h);
	}
	if (got == DECODE_OTHER)
		must(!hep_looks_like(in) && !h.payload.len);
	if (got == DECODE_TRUNCATED && h.size)
		must(h.size > size);
	must(!h.has_time || h.time > 0);
	return 0;
}
