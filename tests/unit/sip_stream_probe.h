/* SPDX-License-Identifier: BSD-2-Clause */
/* One direction of a stream under test, and what came out of it as text. */
#ifndef TESTS_UNIT_SIP_STREAM_PROBE_H
#define TESTS_UNIT_SIP_STREAM_PROBE_H

#include "dissect/sip_stream.h"
#include "tests/unit/exact.h"

#include <stdio.h>

/* What came out, as words: `1:46' is the message with Call-ID 1 and 46 bytes of
 * body, `1:46!' the same cut, `1!' one whose head is cut, `~4' a keep-alive of
 * four bytes. */
struct log {
	char words[4096];
	size_t len;
	uint64_t message_bytes, keepalive_bytes, last, previous;
	uint64_t sum; /* of the bytes of all messages, in their order */
	unsigned messages;
	bool pair; /* keep-alives that touch are one */
	size_t touching;
};

static inline void say(struct log *log, const char *format, const char *a,
		       size_t b)
{
	int n = snprintf(log->words + log->len, sizeof(log->words) - log->len,
			 format, log->len ? " " : "", a, b);

	assert_true(n > 0 && (size_t)n < sizeof(log->words) - log->len);
	log->len += (size_t)n;
}

/* The value of the Call-ID, one word. */
static inline void find_id(struct slice message, char id[8])
{
	size_t at = slice_search(message, SLICE("\ni: ")) + 4;

	if (at >= message.len)
		at = slice_search(message, SLICE("\nCall-ID: ")) + 10;
	message = slice_from(message, at);
	message = slice_trim(slice_head(message, slice_find(message, '\n')));
	snprintf(id, 8, "%.*s", (int)message.len, message.p ? message.p : "");
}

static inline size_t head_size(struct slice m)
{
	size_t crlf = slice_search(m, SLICE("\n\r\n"));
	size_t lf = slice_search(m, SLICE("\n\n"));

	if (crlf == m.len && lf == m.len)
		return 0;
	return crlf < lf ? crlf + 3 : lf + 2;
}

static inline uint64_t sum_up(uint64_t sum, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum = (sum ^ (unsigned char)p[i]) * UINT64_C(1099511628211);
	return sum;
}

static inline void message(struct slice m, bool cut, const struct frame *at,
			   void *arg)
{
	struct log *log = arg;
	struct slice copy = exact(m.p, m.len);
	size_t head = head_size(copy);
	char id[8];

	find_id(copy, id);
	if (head)
		say(log, cut ? "%s%s:%zu!" : "%s%s:%zu", id, m.len - head);
	else
		say(log, cut ? "%s%s!" : "%s%s", id, 0);
	log->messages++;
	log->message_bytes += m.len;
	log->sum = sum_up(log->sum, m.p, m.len);
	log->previous = log->last;
	log->last = at->number;
	log->touching = 0;
	exact_free(copy);
}

static inline void keepalive(struct slice bytes, const struct frame *at,
			     void *arg)
{
	struct log *log = arg;

	assert_true(bytes.len > 0);
	for (size_t i = 0; i < bytes.len; i++)
		assert_true(bytes.p[i] == '\r' || bytes.p[i] == '\n');
	log->keepalive_bytes += bytes.len;
	log->previous = log->last;
	log->last = at->number;
	if (log->pair && log->touching) { /* take the last word back */
		while (log->words[--log->len] != '~')
			;
		log->len -= log->len > 0;
	}
	log->touching += bytes.len;
	say(log, "%s%s~%zu", "", log->pair ? log->touching : bytes.len);
}

struct probe {
	struct log log;
	struct sip_stream_sink sink;
	struct budget budget;
	struct sip_stream s;
	struct frame at;
	uint64_t pushed;
};

static inline void probe_init(struct probe *p)
{
	memset(p, 0, sizeof(*p));
	p->sink = (struct sip_stream_sink){ message, keepalive, &p->log };
	p->budget.max = SIZE_MAX / 2;
	sip_stream_init(&p->s, &p->sink, &p->budget);
}

static inline int probe_push(struct probe *p, const char *bytes, size_t len)
{
	struct slice in = exact(bytes, len);
	int rc;

	p->at.number++;
	rc = sip_stream_push(&p->s, in, &p->at);
	exact_free(in);
	p->pushed += len;
	/* Every byte is somewhere. */
	assert_int_equal(p->log.message_bytes + p->log.keepalive_bytes +
			 p->s.skipped + p->s.passed + p->s.len, p->pushed);
	assert_true(p->s.cap == p->budget.used);
	return rc;
}

static inline void probe_end(struct probe *p)
{
	sip_stream_end(&p->s);
	assert_int_equal(p->log.message_bytes + p->log.keepalive_bytes +
			 p->s.skipped + p->s.passed, p->pushed);
	assert_int_equal(p->s.messages, p->log.messages);
	if (p->s.skipped)
		say(&p->log, "%s-%s%zu", "", (size_t)p->s.skipped);
	sip_stream_fini(&p->s);
	assert_int_equal(p->budget.used, 0);
}

#endif
