/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/stream.h"

#include "base/clock.h"
#include "base/strbuf.h"
#include "tests/unit/exact.h"
#include "tests/unit/stream_cases.h"

#include <stdio.h>

/* What came out, as words: `>t:BYE' is a BYE that ends[0] sent over TCP, `<w~4'
 * a keep-alive of four bytes from ends[1] over WebSocket, `hu:BYE' what a HEP
 * packet says came over UDP; `!' behind what is cut.  Then what was found. */
struct log {
	char words[4096];
	size_t len;
	const struct addr *ends;
	uint64_t number;
	int64_t time;
};

static void say(struct log *log, struct slice word)
{
	assert_true(log->len + word.len + 2 < sizeof(log->words));
	memcpy(log->words + log->len, word.p, word.len);
	log->len += word.len;
	log->words[log->len] = '\0';
}

static void say_number(struct log *log, const char *label, uint64_t n)
{
	char text[64];

	snprintf(text, sizeof(text), "%s%llu", label, (unsigned long long)n);
	say(log, slice_cstr(text));
}

static char sender(const struct log *log, const struct packet *p)
{
	if (addr_eq(&p->src, &log->ends[0]) && addr_eq(&p->dst, &log->ends[1]))
		return '>';
	if (addr_eq(&p->src, &log->ends[1]) && addr_eq(&p->dst, &log->ends[0]))
		return '<';
	return 'h';
}

static void packet(const struct packet *p, void *arg)
{
	static const char letters[] = {
		[TRANSPORT_UDP] = 'u', [TRANSPORT_TCP] = 't',
		[TRANSPORT_TLS] = 's', [TRANSPORT_SCTP] = 'c',
		[TRANSPORT_WS] = 'w', [TRANSPORT_WSS] = 'x' };
	struct log *log = arg;
	struct slice copy = exact(p->payload.p, p->payload.len);
	char word[3] = { sender(log, p), letters[p->transport], '\0' };

	assert_true(p->framed && p->fragments == 1 && p->frame && copy.len);
	if (log->len)
		say(log, SLICE(" "));
	say(log, slice_cstr(word));
	if (copy.p[0] == '\r' || copy.p[0] == '\n') {
		say_number(log, "~", copy.len);
	} else {
		say(log, SLICE(":"));
		say(log, slice_head(copy, slice_find(copy, ' ')));
	}
	if (p->truncated)
		say(log, SLICE("!"));
	log->number = p->frame->number;
	log->time = p->frame->time;
	exact_free(copy);
}

static void tls(const struct tls_info *info, void *arg)
{
	struct log *log = arg;

	if (log->len)
		say(log, SLICE(" "));
	say(log, SLICE("TLS="));
	say(log, slice_cstr(info->server_name));
}

struct probe {
	struct log log;
	struct stream_sink sink;
	struct stream_stats stats;
	struct budget budget;
	struct addr ends[2];
	struct frame at;
	struct stream *s;
};

static void probe_init(struct probe *p, uint16_t port)
{
	memset(p, 0, sizeof(*p));
	p->ends[0] = addr_make("\xc0\0\2\1", 4, 40000);
	p->ends[1] = addr_make("\xc0\0\2\2", 4, port);
	p->log.ends = p->ends;
	p->sink = (struct stream_sink){ packet, tls, NULL, &p->log };
	p->budget.max = 8 << 20;
	p->s = stream_new(&p->sink, p->ends, &p->budget, &p->stats);
	assert_non_null(p->s);
}

static void probe_push(struct probe *p, int dir, const char *bytes, size_t len)
{
	struct slice in = exact(bytes, len);
	enum stream_kind kind;

	p->at.number++;
	p->at.time = (int64_t)p->at.number * CLOCK_S;
	kind = stream_push(p->s, dir, in, &p->at);
	assert_int_equal(kind, stream_kind(p->s));
	exact_free(in);
}

/* The words, then ` = ' and the kind and what was counted. */
static void probe_end(struct probe *p)
{
	static const char *const names[] = {
		[STREAM_UNKNOWN] = "unknown", [STREAM_SIP] = "sip",
		[STREAM_WEBSOCKET] = "websocket", [STREAM_HEP] = "hep",
		[STREAM_TLS] = "tls", [STREAM_OTHER] = "other" };
	struct log *log = &p->log;
	const struct stream_stats *s = &p->stats;
	enum stream_kind kind;

	stream_end(p->s, 0, &p->at);
	stream_end(p->s, 1, &p->at);
	kind = stream_kind(p->s);
	stream_free(p->s);
	assert_int_equal(p->budget.used, 0);
	say(log, log->len ? SLICE(" = ") : SLICE("= "));
	say(log, slice_cstr(names[kind]));
	if (s->skipped)
		say_number(log, " skipped ", s->skipped);
	if (s->cut)
		say_number(log, " cut ", s->cut);
	if (s->deflated)
		say_number(log, " deflated ", s->deflated);
	if (s->upgrades_refused)
		say_number(log, " refused ", s->upgrades_refused);
	if (s->hep_compressed)
		say_number(log, " compressed ", s->hep_compressed);
	if (s->hep_malformed)
		say_number(log, " malformed ", s->hep_malformed);
}

static void feed(struct probe *p, const struct step *step, bool single)
{
	const char *c = step->bytes;

	if (!c) {
		stream_gap(p->s, step->dir, 100, &p->at);
		return;
	}
	if (!single)
		probe_push(p, step->dir, c, step->len);
	else
		for (size_t i = 0; i < step->len; i++)
			probe_push(p, step->dir, c + i, 1);
}

static int run_case(size_t i, bool single)
{
	struct probe p;

	probe_init(&p, cases[i].port);
	for (size_t k = 0; k < LEN(cases[i].steps); k++)
		if (cases[i].steps[k].bytes || cases[i].steps[k].len)
			feed(&p, &cases[i].steps[k], single);
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

/* Place and time: of the frame with the last byte; in HEP the agent's time. */
static void test_frames(void **state)
{
	struct probe p;

	(void)state;
	probe_init(&p, 5060);
	probe_push(&p, 0, BYTES("BYE sip:a SIP/2.0\r\nVia: x\r\n"));
	probe_push(&p, 1, BYTES("\r\n"));
	probe_push(&p, 0, BYTES("\r\nBYE"));
	assert_int_equal(p.log.number, 3);
	assert_int_equal(p.log.time, 3 * CLOCK_S);
	probe_end(&p);
	assert_string_equal(p.log.words, "<t~2 >t:BYE = sip skipped 3");
	probe_init(&p, 9060);
	probe_push(&p, 0, BYTES("HEP3"));
	probe_push(&p, 0, &HEP_BYE[4], sizeof(HEP_BYE) - 5);
	assert_int_equal(p.log.number, 2);
	assert_int_equal(p.log.time, 0x60000000 * CLOCK_S + 5 * CLOCK_US);
	probe_end(&p);
}

/* What is not SIP is given up after so many bytes and segments. */
static void test_giving_up(void **state)
{
	static const struct {
		uint16_t port;
		size_t size;         /* of a segment */
		int dirs;
		unsigned segments;   /* until OTHER */
	} rows[] = {
		{ 80, 4096, 2, 8 }, { 80, 1024, 2, 8 }, { 80, 512, 2, 16 },
		{ 80, 4096, 1, 8 }, { 80, 1024, 1, 16 },
		{ 5060, 4096, 2, 32 }, { 5061, 8192, 1, 32 },
	};
	struct slice junk = { calloc(1, 8192), 8192 };

	(void)state;
	assert_non_null(junk.p);
	for (size_t i = 0; i < LEN(rows); i++) {
		struct probe p;
		unsigned n = 0;

		probe_init(&p, rows[i].port);
		while (stream_kind(p.s) == STREAM_UNKNOWN && n < 100)
			probe_push(&p, (int)n++ % rows[i].dirs, junk.p,
				   rows[i].size);
		assert_int_equal(n, rows[i].segments);
		probe_push(&p, 0, BYTES("BYE sip:a SIP/2.0\r\nVia: x\r\n\r\n"));
		probe_end(&p);
		assert_string_equal(p.log.words, "= other");
	}
	exact_free(junk);
}

/* Nothing is kept when there is no room; what comes later is read again. */
static void test_no_room(void **state)
{
	static const char half[] = "BYE sip:a SIP/2.0\r\nVia: x\r\n";
	struct probe p;

	(void)state;
	probe_init(&p, 5060);
	p.budget.max = 0;
	probe_push(&p, 0, BYTES("BYE sip:a SIP/2.0\r\nVia: x\r\n\r\n"));
	probe_push(&p, 0, half, sizeof(half) - 1);
	probe_push(&p, 0, BYTES("BYE sip:a SIP/2.0\r\nVia: x\r\n\r\n"));
	assert_int_equal(p.budget.refused, 1);
	probe_end(&p);
	assert_string_equal(p.log.words, ">t:BYE >t:BYE = sip skipped 27");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_giving_up),
		cmocka_unit_test(test_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
