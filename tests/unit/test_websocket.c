/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/websocket.h"

#include "base/strbuf.h"
#include "tests/unit/exact.h"

#include <errno.h>

#define BYTES(literal) literal, sizeof(literal) - 1
#define SIP "OPTIONS sip:x SIP/2.0\r\n\r\n" /* 25 bytes */
#define SIP_FRAME "\x81\x19" SIP
#define DEFLATED "\xc1\2\xf2\x48"

/* What came out: payloads in brackets, `!' behind one that is cut. */
struct log {
	struct strbuf text;
	uint64_t number; /* of the frame of the last */
};

static void message(struct slice payload, bool cut, const struct frame *at,
		    void *arg)
{
	struct log *l = arg;

	strbuf_addc(&l->text, '[');
	strbuf_slice(&l->text, payload);
	strbuf_adds(&l->text, cut ? "!]" : "]");
	l->number = at->number;
}

struct fixture {
	struct log log;
	struct websocket_sink sink;
	struct budget budget;
	struct websocket w;
	struct frame at;
};

static void set_up(struct fixture *f)
{
	*f = (struct fixture){
		.sink = { .message = message, .arg = &f->log },
		.budget = { .max = 4 << 20 },
	};
	websocket_init(&f->w, &f->sink, &f->budget);
}

static void tear_down(struct fixture *f)
{
	websocket_fini(&f->w);
	assert_int_equal(f->budget.used, 0);
	strbuf_fini(&f->log.text);
}

static void push(struct fixture *f, const char *bytes, size_t len)
{
	struct slice in = exact(bytes, len);

	f->at.number++;
	assert_int_equal(websocket_push(&f->w, in, &f->at), 0);
	exact_free(in);
}

/* Masked with 1 2 3 4. */
static const struct {
	const char *label, *bytes;
	size_t len;
	const char *want;
	unsigned messages, control, deflated, skipped;
	bool lost;
} streams[] = {
	{ "text", BYTES("\x81\3abc"), "[abc]", 1, 0, 0, 0, false },
	{ "binary", BYTES("\x82\3abc"), "[abc]", 1, 0, 0, 0, false },
	{ "masked", BYTES("\x81\x85\1\2\3\4`````"), "[abcda]", 1, 0, 0, 0,
	  false },
	{ "mask of zero", BYTES("\x81\x83\0\0\0\0xyz"), "[xyz]", 1, 0, 0, 0,
	  false },
	{ "empty", BYTES("\x81\0\x81\x80\1\2\3\4\x81\1a"), "[a]", 3, 0, 0, 0,
	  false },
	{ "two", BYTES("\x81\1a\x81\1b"), "[a][b]", 2, 0, 0, 0, false },
	{ "16-bit length that fits 7", BYTES("\x81\x7e\0\3abc"), "[abc]", 1,
	  0, 0, 0, false },
	{ "64-bit length that fits 7",
	  BYTES("\x81\x7f\0\0\0\0\0\0\0\3abc"), "[abc]", 1, 0, 0, 0, false },
	{ "fragments", BYTES("\1\1a\0\1b\x80\1c"), "[abc]", 1, 0, 0, 0,
	  false },
	{ "fragments, masked each its own way",
	  BYTES("\1\x81\1\2\3\4`" "\0\x82\3\3\3\3aa" "\x80\1c"), "[abbc]", 1,
	  0, 0, 0, false },
	{ "empty fragments", BYTES("\1\0\0\0\0\1a\x80\0"), "[a]", 1, 0, 0, 0,
	  false },
	{ "first fragment empty", BYTES("\1\0\x80\2ab"), "[ab]", 1, 0, 0, 0,
	  false },
	{ "control frames between",
	  BYTES("\x89\0\1\1a\x89\1p\x80\1b\x8a\x81\0\0\0\0q\x88\2\3\xe8"),
	  "[ab]", 1, 4, 0, 0, false },
	{ "deflated", BYTES(DEFLATED "\x81\1a"), "[a]", 1, 0, 1, 0, false },
	{ "deflated fragments", BYTES("\x41\1\xf2\0\1\x48\x80\1\0\x81\1a"),
	  "[a]", 1, 0, 1, 0, false },
	{ "a message within another", BYTES("\1\1a\x81\1b\x81\1c"),
	  "[a!][b][c]", 3, 0, 0, 0, false },
	{ "the end of an unseen message", BYTES("\0\1a\x80\2bc\x81\1d"),
	  "[d]", 1, 0, 0, 3, false },
	{ "cut", BYTES("\x81\3ab"), "[ab!]", 1, 0, 0, 0, true },
	{ "cut between fragments", BYTES("\1\3abc"), "[abc!]", 1, 0, 0, 0,
	  true },
	{ "cut head", BYTES("\x81\1a\x81\xfe\1"), "[a]", 1, 0, 0, 3, true },
	/* Not WebSocket, or not any more. */
	{ "reserved bit 2", BYTES("\xa1\3abc"), "", 0, 0, 0, 5, true },
	{ "reserved bit 3", BYTES("\x91\3abc"), "", 0, 0, 0, 5, true },
	{ "opcode 3", BYTES("\x83\3abc"), "", 0, 0, 0, 5, true },
	{ "opcode 11", BYTES("\x8b\0abc"), "", 0, 0, 0, 5, true },
	{ "deflated ping", BYTES("\xc9\0"), "", 0, 0, 0, 2, true },
	{ "deflated continuation", BYTES("\1\1a\xc0\1b"), "[a!]", 1, 0, 0, 3,
	  true },
	{ "ping in fragments", BYTES("\x09\0"), "", 0, 0, 0, 2, true },
	{ "ping of 126", BYTES("\x89\x7e\0\x7e"), "", 0, 0, 0, 4, true },
	{ "absurd length", BYTES("\x81\x7f\0\0\0\0\1\0\0\1abc"), "", 0, 0, 0,
	  13, true },
	{ "length with the top bit",
	  BYTES("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), "", 0, 0, 0, 10,
	  true },
	{ "good, then bad", BYTES("\x81\1a\xff\xff"), "[a]", 1, 0, 0, 2,
	  true },
};

static void check(size_t i, const struct fixture *f)
{
	const char *got = strbuf_str(&f->log.text);

	if (strcmp(got, streams[i].want))
		fail_msg("%s: `%s'", streams[i].label, got);
	if (f->w.messages != streams[i].messages ||
	    f->w.control != streams[i].control ||
	    f->w.deflated != streams[i].deflated ||
	    f->w.skipped != streams[i].skipped)
		fail_msg("%s: %d messages, %d control, %d deflated, %d skipped",
			 streams[i].label, (int)f->w.messages,
			 (int)f->w.control, (int)f->w.deflated,
			 (int)f->w.skipped);
}

static void test_streams(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(streams); i++) {
		struct fixture f;

		set_up(&f);
		push(&f, streams[i].bytes, streams[i].len);
		websocket_end(&f.w);
		check(i, &f);
		tear_down(&f);
	}
}

/* Byte by byte: the same, as long as it is a stream of frames. */
static void test_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(streams); i++) {
		struct fixture f;

		set_up(&f);
		for (size_t n = 0; n < streams[i].len; n++)
			push(&f, streams[i].bytes + n, 1);
		websocket_end(&f.w);
		check(i, &f);
		tear_down(&f);
	}
}

/* The frame at which a message was complete. */
static void test_place(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	push(&f, BYTES("\x81\3a"));
	push(&f, BYTES("b"));
	push(&f, BYTES("c\x81"));
	assert_string_equal(strbuf_str(&f.log.text), "[abc]");
	assert_int_equal(f.log.number, 3);
	push(&f, BYTES("\3d"));
	websocket_end(&f.w);
	assert_string_equal(strbuf_str(&f.log.text), "[abc][d!]");
	assert_int_equal(f.log.number, 4);
	tear_down(&f);
}

/* A whole message without mask is not copied. */
static const char *seen;

static void remember(struct slice payload, bool cut, const struct frame *at,
		     void *arg)
{
	(void)cut;
	(void)at;
	(void)arg;
	seen = payload.p;
}

static void test_no_copy(void **state)
{
	struct websocket_sink sink = { .message = remember };
	struct budget none = { .max = 0 };
	struct slice in = SLICE("\x89\0\x81\3abc");
	struct frame at = { .number = 1 };
	struct websocket w;

	(void)state;
	websocket_init(&w, &sink, &none);
	assert_int_equal(websocket_push(&w, in, &at), 0);
	assert_ptr_equal(seen, in.p + 4);
	assert_int_equal(none.refused, 0);
	websocket_fini(&w);
}

static const struct {
	const char *label, *before;
	size_t before_len;
	uint64_t size;
	const char *after;
	size_t after_len;
	const char *want;
	unsigned skipped;
} gaps[] = {
	{ "within a message", BYTES("\x81\6ab"), 2, BYTES("ef\x81\1g"),
	  "[ab!][g]", 0 },
	{ "up to its end", BYTES("\x81\6ab"), 4, BYTES("\x81\1g"),
	  "[ab!][g]", 0 },
	{ "past its end", BYTES("\x81\6ab"), 5, BYTES("\1g" SIP_FRAME),
	  "[ab!]", 29 },
	{ "past its end, up to a frame", BYTES("\x81\6ab"), 7,
	  BYTES(SIP_FRAME), "[ab!][" SIP "]", 0 },
	{ "between messages", BYTES("\x81\1a"), 9, BYTES(SIP_FRAME "\x81\1b"),
	  "[a][" SIP "][b]", 0 },
	{ "before pings", BYTES("\x81\1a"), 9,
	  BYTES("\x89\0\x8a\1p" SIP_FRAME), "[a][" SIP "]", 5 },
	{ "before what is not SIP", BYTES("\x81\1a"), 9, BYTES("\x81\1b"),
	  "[a]", 3 },
	{ "within a head", BYTES("\x81\1a\x81"), 3, BYTES(SIP_FRAME),
	  "[a][" SIP "]", 1 },
	{ "within fragments", BYTES("\1\1a\0\6bc"), 3, BYTES("d\x80\1e\x81\1f"),
	  "[abc!][f]", 0 },
	{ "within a ping", BYTES("\1\1a\x89\6bc"), 4, BYTES("\x80\1e\x81\1f"),
	  "[ae][f]", 0 },
	{ "within a deflated message", BYTES("\xc1\6ab"), 3,
	  BYTES("d\x81\1e"), "[e]", 0 },
	{ "masked, after the gap", BYTES("\1\x86\1\2\3\4`"), 3,
	  BYTES("``\x80\1e\x81\x81\1\2\3\4`"), "[a!][a]", 0 },
	{ "of nothing", BYTES("\x81\3ab"), 0, BYTES("c"), "[abc]", 0 },
};

static void test_gaps(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(gaps); i++) {
		struct fixture f;

		set_up(&f);
		push(&f, gaps[i].before, gaps[i].before_len);
		websocket_gap(&f.w, gaps[i].size);
		push(&f, gaps[i].after, gaps[i].after_len);
		websocket_end(&f.w);
		if (strcmp(strbuf_str(&f.log.text), gaps[i].want) ||
		    f.w.skipped != gaps[i].skipped)
			fail_msg("%s: `%s', skipped %d", gaps[i].label,
				 strbuf_str(&f.log.text), (int)f.w.skipped);
		tear_down(&f);
	}
}

/* Bad bytes, then a push that begins with a frame that holds SIP. */
static void test_resync(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	push(&f, BYTES("\xff\xff" SIP_FRAME));
	assert_true(f.w.lost);
	push(&f, BYTES("abc"));
	push(&f, BYTES(SIP_FRAME));
	assert_false(f.w.lost);
	assert_string_equal(strbuf_str(&f.log.text), "[" SIP "]");
	assert_int_equal(f.w.skipped, 2 + 27 + 3);
	tear_down(&f);
}

/* size bytes of payload in one masked frame, and in fragments of 64 KiB. */
static void push_large(struct fixture *f, size_t size, bool fragments)
{
	static char part[65536];
	char head[14] = { (char)0x81, (char)(0x80 | 127) };

	memset(part, 'x', sizeof(part));
	for (int i = 0; i < 4; i++)
		head[9 - i] = (char)(size >> 8 * i & 0xff);
	if (!fragments)
		push(f, head, sizeof(head));
	for (size_t at = 0; at < size; at += sizeof(part)) {
		if (fragments) {
			bool last = at + sizeof(part) >= size;

			push(f, last ? "\x80\x7f\0\0\0\0\0\1\0\0" :
			     at ? "\0\x7f\0\0\0\0\0\1\0\0" :
			     "\1\x7f\0\0\0\0\0\1\0\0", 10);
		}
		push(f, part, sizeof(part));
	}
}

static void test_large(void **state)
{
	(void)state;
	for (int i = 0; i < 6; i++) {
		size_t size = (size_t)(i / 2 + 15) << 16; /* 15, 16, 17 */
		size_t want = size < WEBSOCKET_MAX ? size : WEBSOCKET_MAX;
		bool cut = size > WEBSOCKET_MAX;
		struct fixture f;

		set_up(&f);
		push_large(&f, size, i % 2);
		push(&f, BYTES("\x81\1a"));
		assert_int_equal(f.log.text.len, want + 2 + cut + 3);
		assert_true(f.budget.peak <= WEBSOCKET_MAX);
		assert_int_equal(f.w.messages, 2);
		tear_down(&f);
	}
}

/* Without room the message comes out cut, and the next is read. */
static void test_budget(void **state)
{
	struct slice in = SLICE("\1\3abc\x80\3def\x81\1g");
	struct fixture f;

	(void)state;
	set_up(&f);
	f.budget.max = 0;
	assert_int_equal(websocket_push(&f.w, in, &f.at), -ENOMEM);
	assert_string_equal(strbuf_str(&f.log.text), "[g]");
	assert_int_equal(f.w.messages, 2);
	tear_down(&f);
}

static const struct {
	const char *label, *bytes;
	size_t len;
	bool want;
} looks[] = {
	{ "a request", BYTES(SIP_FRAME), true },
	{ "a response", BYTES("\x81\x0eSIP/2.0 200 OK"), true },
	{ "binary", BYTES("\x82\x0eSIP/2.0 200 OK"), true },
	{ "first fragment", BYTES("\1\x0eSIP/2.0 200 OK"), true },
	{ "not all there", BYTES("\x81\x7e\x02\x00SIP/2.0 200 OK"), true },
	{ "masked", BYTES("\x81\x8e\1\2\3\4RKS+3,3$32304MH"), true },
	{ "masked, head cut", BYTES("\x81\x8e\1\2\3"), false },
	{ "deflated", BYTES("\xc1\x0eSIP/2.0 200 OK"), false },
	{ "continuation", BYTES("\x80\x0eSIP/2.0 200 OK"), false },
	{ "ping", BYTES("\x89\x0eSIP/2.0 200 OK"), false },
	{ "not SIP", BYTES("\x81\x03" "abc"), false },
	{ "SIP itself", BYTES(SIP), false },
	{ "too long", BYTES("\x81\x7f\0\0\0\0\0\x10\0\1SIP/2.0 200 OK"),
	  false },
	{ "nothing", BYTES(""), false },
	{ "one byte", BYTES("\x81"), false },
};

static void test_looks_like(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(looks); i++) {
		struct slice in = exact(looks[i].bytes, looks[i].len);

		if (websocket_looks_like(in) != looks[i].want)
			fail_msg("%s", looks[i].label);
		exact_free(in);
	}
}

#define GET "GET /ws HTTP/1.1\r\n"
#define OK "HTTP/1.1 101 Switching Protocols\r\n"
enum { UPGRADE = 1, SIP_TOO = 2, DEFLATE = 4 };

static const struct {
	const char *label, *bytes;
	enum decode want;
	unsigned status, flags; /* status 0: a request */
	size_t rest;            /* bytes behind the head */
} heads[] = {
	{ "request", GET "Host: x\r\nUpgrade: websocket\r\n"
	  "Connection: Upgrade\r\nSec-WebSocket-Key: eA==\r\n"
	  "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n",
	  DECODE_OK, 0, UPGRADE | SIP_TOO, 0 },
	{ "response", OK "Upgrade: websocket\r\nConnection: Upgrade\r\n"
	  "Sec-WebSocket-Protocol: sip\r\n\r\nab", DECODE_OK, 101,
	  UPGRADE | SIP_TOO, 2 },
	{ "case and spaces", GET "uPGRADE :\tWebSocket \r\n"
	  "sec-websocket-protocol:SIP\r\n\r\n", DECODE_OK, 0,
	  UPGRADE | SIP_TOO, 0 },
	{ "lists", GET "Upgrade: h2c, websocket\r\n"
	  "Sec-WebSocket-Protocol: msrp, sip,xmpp\r\n"
	  "Sec-WebSocket-Extensions: foo, permessage-deflate; "
	  "client_max_window_bits\r\n\r\n", DECODE_OK, 0,
	  UPGRADE | SIP_TOO | DEFLATE, 0 },
	{ "lists over several headers", GET "Sec-WebSocket-Protocol: msrp\r\n"
	  "Sec-WebSocket-Protocol: sip\r\n\r\n", DECODE_OK, 0, SIP_TOO, 0 },
	{ "part of a word", GET "Upgrade: websockets\r\n"
	  "Sec-WebSocket-Protocol: sips, msip\r\n\r\n", DECODE_OK, 0, 0, 0 },
	{ "bare LF", "GET / HTTP/1.1\nUpgrade: websocket\n\nx", DECODE_OK, 0,
	  UPGRADE, 1 },
	{ "lines without colon", GET "Upgrade\r\n:\r\n \r\n\r\n", DECODE_OK, 0,
	  0, 0 },
	{ "refused", "HTTP/1.1 403 Forbidden\r\n\r\n", DECODE_OK, 403, 0, 0 },
	{ "no reason", "HTTP/1.0 404\r\n\r\n", DECODE_OK, 404, 0, 0 },
	{ "no empty line", GET "Upgrade: websocket\r\n", DECODE_TRUNCATED, 0,
	  UPGRADE, 0 },
	{ "half a word", "HT", DECODE_TRUNCATED, 0, 0, 0 },
	{ "nothing", "", DECODE_TRUNCATED, 0, 0, 0 },
	{ "no version", "GET /\r\n\r\n", DECODE_OTHER, 0, 0, 0 },
	{ "no status", "HTTP/1.1 abc\r\n\r\n", DECODE_OTHER, 0, 0, 0 },
	{ "POST", "POST / HTTP/1.1\r\n\r\n", DECODE_OTHER, 0, 0, 0 },
	{ "HTTP/2", "HTTP/2 101\r\n\r\n", DECODE_OTHER, 0, 0, 0 },
	{ "SIP", SIP, DECODE_OTHER, 0, 0, 0 },
};

static void test_heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(heads); i++) {
		size_t len = strlen(heads[i].bytes);
		struct slice in = exact(heads[i].bytes, len);
		struct websocket_upgrade u;
		enum decode got = websocket_upgrade_read(&u, in);
		unsigned flags = (u.upgrade ? UPGRADE : 0) |
				 (u.sip ? SIP_TOO : 0) |
				 (u.deflate ? DEFLATE : 0);

		if (got != heads[i].want)
			fail_msg("%s: %d", heads[i].label, (int)got);
		if (got == DECODE_OK &&
		    (flags != heads[i].flags || u.status != heads[i].status ||
		     u.response != (u.status > 0) ||
		     u.size != len - heads[i].rest))
			fail_msg("%s: status %u, flags %u, size %zu",
				 heads[i].label, u.status, flags, u.size);
		exact_free(in);
	}
}

/* A head that never ends is none. */
static void test_head_limit(void **state)
{
	static char head[16384] = "GET / HTTP/1.1\r\n";
	struct websocket_upgrade u;

	(void)state;
	memset(head + 16, 'x', sizeof(head) - 16);
	assert_int_equal(websocket_upgrade_read(&u,
		slice_of(head, sizeof(head) - 1)), DECODE_TRUNCATED);
	assert_int_equal(websocket_upgrade_read(&u,
		slice_of(head, sizeof(head))), DECODE_OTHER);
}

/* --- any cut of a stream gives the same messages ------------------------------ */

static unsigned next(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % below;
}

static void add_frame(struct strbuf *b, unsigned *seed, unsigned first)
{
	size_t len = next(seed, 4) ? next(seed, 200) : next(seed, 70000);
	bool masked = next(seed, 2);
	char c;

	if ((first & 0x0f) >= 8)
		len %= 126;
	strbuf_addc(b, (char)first);
	if (len < 126) {
		strbuf_addc(b, (char)(len | (masked ? 0x80 : 0)));
	} else if (len < 65536) {
		strbuf_addc(b, (char)(126 | (masked ? 0x80 : 0)));
		strbuf_addc(b, (char)(len >> 8));
		strbuf_addc(b, (char)(len & 0xff));
	} else {
		strbuf_addc(b, (char)(127 | (masked ? 0x80 : 0)));
		strbuf_add(b, "\0\0\0\0\0", 5);
		strbuf_addc(b, (char)(len >> 16));
		strbuf_addc(b, (char)(len >> 8 & 0xff));
		strbuf_addc(b, (char)(len & 0xff));
	}
	if (masked)
		strbuf_add(b, "\7\x11\x80\xfe", 4);
	for (size_t i = 0; i < len; i++) {
		c = (char)('a' + next(seed, 26));
		strbuf_addc(b, c);
	}
}

static void add_message(struct strbuf *b, unsigned *seed)
{
	unsigned fragments = next(seed, 4), deflated = next(seed, 8) == 0;
	unsigned first = 1 + next(seed, 2) + (deflated ? 0x40 : 0);

	for (unsigned i = 0; i <= fragments; i++) {
		if (!next(seed, 3))
			add_frame(b, seed, 0x88 + next(seed, 3));
		add_frame(b, seed, first | (i == fragments ? 0x80 : 0));
		first = 0;
	}
}

static void test_any_cut(void **state)
{
	(void)state;
	for (unsigned run = 0; run < 300; run++) {
		struct fixture whole, pieces;
		struct strbuf b = { 0 };
		unsigned seed = run;

		for (int i = 0; i < 5; i++)
			add_message(&b, &seed);
		set_up(&whole);
		push(&whole, b.p, b.len);
		set_up(&pieces);
		for (size_t at = 0, n; at < b.len; at += n) {
			n = 1 + next(&seed, next(&seed, 2) ? 4 : 9000);
			n = n < b.len - at ? n : b.len - at;
			push(&pieces, b.p + at, n);
		}
		if (!slice_eq(strbuf_view(&whole.log.text),
			      strbuf_view(&pieces.log.text)) ||
		    whole.w.messages + whole.w.deflated != 5 ||
		    pieces.w.control != whole.w.control)
			fail_msg("seed %u", run);
		strbuf_fini(&b);
		tear_down(&whole);
		tear_down(&pieces);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_streams),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_no_copy),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_resync),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_looks_like),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_head_limit),
		cmocka_unit_test(test_any_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
