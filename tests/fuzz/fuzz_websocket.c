/* SPDX-License-Identifier: BSD-2-Clause */
/* One direction of a WebSocket: a byte that says how it is cut into pushes and
 * where a gap is, then the stream.  Nothing more comes out than went in, no
 * memory is kept, and pushes of a single byte find the same messages as long as
 * no bytes are lost.  The same bytes are read as the head of an upgrade too. */
#include "dissect/websocket.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sums {
	uint64_t messages, bytes, sum, cut;
};

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void message(struct slice payload, bool cut, const struct frame *at,
		    void *arg)
{
	struct sums *s = arg;

	must(at != NULL && payload.len > 0 && payload.len <= WEBSOCKET_MAX);
	s->messages++;
	s->cut += cut;
	s->bytes += payload.len;
	for (size_t i = 0; i < payload.len; i++)
		s->sum = s->sum * 31 + (unsigned char)payload.p[i];
}

/* Pushes of step bytes; a gap after the third when gap is not 0. */
static void run(struct slice in, size_t step, unsigned gap, struct websocket *w,
		struct sums *sums)
{
	struct websocket_sink sink = { .message = message, .arg = sums };
	struct budget budget = { .max = 65536 };
	struct frame at = { .number = 1 };

	*sums = (struct sums){ 0 };
	websocket_init(w, &sink, &budget);
	for (; in.len; in = slice_from(in, step), at.number++) {
		websocket_push(w, slice_head(in, step), &at);
		must(budget.used == w->cap && w->len <= w->cap);
		if (gap && at.number == 3)
			websocket_gap(w, gap);
	}
	websocket_end(w);
	websocket_fini(w);
	must(budget.used == 0);
}

static void check_upgrade(struct slice in)
{
	struct websocket_upgrade u;

	if (websocket_upgrade_read(&u, in) == DECODE_OK)
		must(u.size > 0 && u.size <= in.len &&
		     in.p[u.size - 1] == '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data + 1, size - 1);
	struct websocket a, b;
	struct sums one, other;

	if (!size)
		return 0;
	check_upgrade(in);
	websocket_looks_like(in);
	run(in, in.len + 1, 0, &a, &one);
	must(one.bytes + a.skipped <= in.len);
	must(one.messages <= a.messages);
	run(in, 1, 0, &b, &other);
	if (!a.skipped && !b.skipped)
		must(one.sum == other.sum && one.messages == other.messages &&
		     a.control == b.control && a.deflated == b.deflated);
	run(in, 1 + data[0] % 64, 1 + data[0] / 8, &b, &other);
	must(other.bytes <= in.len);
	return 0;
}
