/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_stream.h"

#include "tests/unit/exact.h"
#include "tests/unit/sip_stream_cases.h"

#include <stdio.h>

/* What came out, as words: `1:46' is the message with Call-ID 1 and 46 bytes of
 * body, `1:46!' the same cut, `1!' one whose head is cut, `~4' a keep-alive of
 * four bytes. */
struct log {
	char words[4096];
	size_t len;
	uint64_t message_bytes, keepalive_bytes, last;
	unsigned messages;
	bool pair; /* keep-alives that touch are one */
	size_t touching;
};

static void say(struct log *log, const char *format, const char *a, size_t b)
{
	int n = snprintf(log->words + log->len, sizeof(log->words) - log->len,
			 format, log->len ? " " : "", a, b);

	assert_true(n > 0 && (size_t)n < sizeof(log->words) - log->len);
	log->len += (size_t)n;
}

/* The value of the Call-ID, one word. */
static void find_id(struct slice message, char id[8])
{
	size_t at = slice_search(message, SLICE("\ni: ")) + 4;

	if (at >= message.len)
		at = slice_search(message, SLICE("\nCall-ID: ")) + 10;
	message = slice_from(message, at);
	message = slice_trim(slice_head(message, slice_find(message, '\n')));
	snprintf(id, 8, "%.*s", (int)message.len, message.p ? message.p : "");
}

static size_t head_size(struct slice m)
{
	size_t crlf = slice_search(m, SLICE("\r\n\r\n"));
	size_t lf = slice_search(m, SLICE("\n\n"));

	if (crlf == m.len && lf == m.len)
		return 0;
	return crlf < lf ? crlf + 4 : lf + 2;
}

static void message(struct slice m, bool cut, const struct frame *at, void *arg)
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
	log->last = at->number;
	log->touching = 0;
	exact_free(copy);
}

static void keepalive(struct slice bytes, const struct frame *at, void *arg)
{
	struct log *log = arg;

	assert_true(bytes.len > 0);
	for (size_t i = 0; i < bytes.len; i++)
		assert_true(bytes.p[i] == '\r' || bytes.p[i] == '\n');
	log->keepalive_bytes += bytes.len;
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

static void probe_init(struct probe *p)
{
	memset(p, 0, sizeof(*p));
	p->sink = (struct sip_stream_sink){ message, keepalive, &p->log };
	p->budget.max = SIZE_MAX / 2;
	sip_stream_init(&p->s, &p->sink, &p->budget);
}

static int probe_push(struct probe *p, const char *bytes, size_t len)
{
	struct slice in = exact(bytes, len);
	int rc;

	p->at.number++;
	rc = sip_stream_push(&p->s, in, &p->at);
	exact_free(in);
	p->pushed += len;
	/* Every byte is somewhere. */
	assert_int_equal(p->log.message_bytes + p->log.keepalive_bytes +
			 p->s.skipped + p->s.len, p->pushed);
	assert_true(p->s.cap == p->budget.used);
	return rc;
}

static void probe_end(struct probe *p)
{
	sip_stream_end(&p->s);
	assert_int_equal(p->log.message_bytes + p->log.keepalive_bytes +
			 p->s.skipped, p->pushed);
	assert_int_equal(p->s.messages, p->log.messages);
	if (p->s.skipped)
		say(&p->log, "%s-%s%zu", "", (size_t)p->s.skipped);
	sip_stream_fini(&p->s);
	assert_int_equal(p->budget.used, 0);
}

/* Every case is run; the number that went wrong comes back. */
static int run_case(size_t i, bool single)
{
	struct probe p;
	const char *const *push = cases[i].pushes;

	probe_init(&p);
	p.log.pair = single;
	for (; push < cases[i].pushes + LEN(cases[i].pushes) && *push; push++) {
		if (strcmp(*push, GAP) == 0)
			sip_stream_gap(&p.s, 100);
		else if (!single)
			probe_push(&p, *push, strlen(*push));
		else
			for (const char *c = *push; *c; c++)
				probe_push(&p, c, 1);
	}
	probe_end(&p);
	if (strcmp(p.log.words, cases[i].want) == 0)
		return 0;
	print_error("%s%s: got `%s', want `%s'\n", cases[i].label,
		    single ? ", each byte alone" : "", p.log.words,
		    cases[i].want);
	return 1;
}

static void test_cases(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		wrong += run_case(i, false);
		if (cases[i].label[0] != '*')
			wrong += run_case(i, true);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
