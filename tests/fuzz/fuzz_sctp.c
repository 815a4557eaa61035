/* SPDX-License-Identifier: BSD-2-Clause */
/* SCTP packets through one table: each with two bytes of length before it, one
 * of what the snap length took, and one that says how much later it came and
 * from whom.  No more comes out than went in, and the budget is kept. */
#include "dissect/sctp.h"

#include "base/clock.h"

#include <stdlib.h>

enum { MAX_MESSAGES = 8, BUDGET = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sums {
	uint64_t messages, bytes, sum;
};

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void message(struct slice m, bool cut, const struct addr *src,
		    const struct addr *dst, const struct frame *at, void *arg)
{
	struct sums *s = arg;

	(void)cut;
	must(src->family == 4 && dst->family == 4 && at->number > 0);
	must(m.len > 0);
	s->messages++;
	s->bytes += m.len;
	for (size_t i = 0; i < m.len; i++)
		s->sum += (unsigned char)m.p[i];
}

/* The packet in a copy of its own, so that an over-read shows. */
static void push(struct sctp_reasm *r, struct slice s, unsigned snap,
		 struct frame *f, unsigned from)
{
	struct ip ip = { .src = addr_make("\xc0\0\2\1", 4, 0),
			 .dst = addr_make("\xc0\0\2\2", 4, 0),
			 .size = (uint32_t)s.len + snap, .protocol = 132 };
	char *copy = malloc(s.len + 1);

	if (!copy)
		return;
	memcpy(copy, s.p, s.len);
	ip.src.ip[3] = (uint8_t)(from & 1);
	ip.fragment = from & 2;
	ip.payload = slice_of(copy, s.len);
	f->bytes = ip.payload;
	f->number++;
	f->time += CLOCK_S * (from >> 2);
	sctp_reasm_push(r, &ip, f);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sums sums = { 0 };
	struct sctp_sink sink = { .message = message, .arg = &sums };
	struct budget budget = { .max = BUDGET };
	struct sctp_reasm *r = sctp_reasm_new(&sink, MAX_MESSAGES, &budget);
	struct frame f = { .number = 0 };
	size_t all = size;

	if (!r)
		return 0;
	while (size >= 4) {
		size_t len = (size_t)data[0] << 8 | data[1];

		len = len < size - 4 ? len : size - 4;
		push(r, slice_of((const char *)data + 4, len), data[2], &f,
		     data[3]);
		data += 4 + len;
		size -= 4 + len;
	}
	sctp_reasm_end(r);
	must(sums.bytes <= all);
	must(sctp_reasm_stats(r)->malformed + sctp_reasm_stats(r)->truncated <=
	     f.number);
	sctp_reasm_free(r);
	must(budget.used == 0);
	return 0;
}
