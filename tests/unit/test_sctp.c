/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sctp.h"

#include "base/clock.h"
#include "tests/unit/frame_bytes.h"

#include <errno.h>

enum { E = 1, B = 2, U = 4, BE = 3, IDATA = 0x40 }; /* IDATA: no wire flag */

/* One DATA or I-DATA chunk; seq is its TSN, for I-DATA the FSN too (from 0). */
struct chunk {
	unsigned flags, tsn, stream, message;
	const char *text;
	unsigned fsn;
};

struct log {
	struct strbuf text; /* [message], [message!] when cut */
	struct addr src, dst;
	uint64_t number;
};

struct fixture {
	struct log log;
	struct sctp_sink sink;
	struct budget budget;
	struct sctp_reasm *r;
	struct frame frame;
	struct ip ip;
	unsigned tag;
	size_t snap; /* bytes cut from the end of packets */
	int want;    /* what push gives */
};

static void message(struct slice m, bool cut, const struct addr *src,
		    const struct addr *dst, const struct frame *at, void *arg)
{
	struct log *l = arg;

	strbuf_addc(&l->text, '[');
	strbuf_slice(&l->text, m);
	strbuf_adds(&l->text, cut ? "!]" : "]");
	l->src = *src;
	l->dst = *dst;
	l->number = at->number;
}

static void set_up(struct fixture *f, size_t max)
{
	*f = (struct fixture){
		.sink = { .message = message, .arg = &f->log },
		.budget = { .max = 8 << 20 }, .tag = 7,
		.ip = { .src = addr_make("\xc0\0\2\1", 4, 0),
			.dst = addr_make("\xc0\0\2\2", 4, 0),
			.protocol = 132 },
	};
	f->r = sctp_reasm_new(&f->sink, max, &f->budget);
	assert_non_null(f->r);
}

static void tear_down(struct fixture *f)
{
	sctp_reasm_free(f->r);
	assert_int_equal(f->budget.used, 0);
	strbuf_fini(&f->log.text);
}

static void push(struct fixture *f, const struct frame_bytes *b)
{
	size_t len = b->len > f->snap ? b->len - f->snap : 0;
	char *copy = malloc(len + !len);

	assert_non_null(copy);
	memcpy(copy, b->p, len);
	f->ip.payload = slice_of(copy, len);
	f->ip.size = (uint32_t)b->len;
	f->frame.number++;
	f->frame.bytes = f->ip.payload;
	assert_int_equal(sctp_reasm_push(f->r, &f->ip, &f->frame), f->want);
	free(copy);
}

static void put_header(struct frame_bytes *b, unsigned tag)
{
	put16(b, 5060);
	put16(b, 5062);
	put32(b, tag);
	put32(b, 0);
}

static void put_chunk(struct frame_bytes *b, const struct chunk *c)
{
	size_t len = strlen(c->text);
	bool idata = c->flags & IDATA;

	put8(b, idata ? 64 : 0);
	put8(b, c->flags & 7);
	put16(b, (unsigned)len + (idata ? 20 : 16));
	put32(b, c->tsn);
	put16(b, c->stream);
	put16(b, idata ? 0 : c->message);
	if (idata) {
		put32(b, c->message);
		put32(b, c->flags & B ? 0xabcdef : c->fsn);
	} else {
		put32(b, 0);
	}
	put(b, c->text, len);
	while (b->len % 4)
		put8(b, 0);
}

static void push_chunk(struct fixture *f, const struct chunk *c)
{
	struct frame_bytes b = { .len = 0 };

	put_header(&b, f->tag);
	put_chunk(&b, c);
	push(f, &b);
}

static void want(const struct fixture *f, const char *label, const char *text)
{
	if (strcmp(strbuf_str(&f->log.text), text))
		fail_msg("%s: `%s', want `%s'", label,
			 strbuf_str(&f->log.text), text);
}

/* Each chunk in a packet of its own. */
static const struct {
	const char *label;
	struct chunk chunks[8]; /* up to the one without text */
	const char *now, *end;  /* what came out, before and after the end */
	unsigned lost;
} cases[] = {
	{ "whole", { { BE, 1, 0, 0, "abc", 0 }, { BE, 2, 0, 1, "de", 0 } },
	  "[abc][de]", "", 0 },
	{ "unordered", { { BE | U, 1, 0, 0, "abc", 0 } }, "[abc]", "", 0 },
	{ "I-DATA", { { BE | IDATA, 1, 0, 0, "abc", 0 } }, "[abc]", "", 0 },
	{ "empty", { { BE, 1, 0, 0, "", 0 } }, "", "", 0 },
	{ "again", { { BE, 9, 0, 0, "abc", 0 }, { BE, 9, 0, 0, "abc", 0 },
	  { BE, 10, 0, 1, "d", 0 }, { BE, 9, 0, 0, "abc", 0 } }, "[abc][d]",
	  "", 0 },
	{ "an earlier one later", { { BE, 9, 0, 1, "b", 0 },
	  { BE, 8, 0, 0, "a", 0 }, { BE, 8, 0, 0, "a", 0 } }, "[b][a]", "",
	  0 },
	{ "TSN wraps", { { BE, 0xffffffff, 0, 1, "a", 0 },
	  { BE, 0, 0, 2, "b", 0 }, { BE, 0xffffffff, 0, 1, "a", 0 },
	  { BE, 1, 0, 3, "c", 0 }, { BE, 0, 0, 2, "b", 0 } }, "[a][b][c]", "",
	  0 },
	{ "far away, and back", { { BE, 5, 0, 1, "a", 0 },
	  { BE, 5000, 0, 2, "b", 0 }, { BE, 6, 0, 3, "c", 0 } }, "[a][b][c]",
	  "", 0 },
	{ "ahead by the window", { { BE, 5, 0, 1, "a", 0 },
	  { BE, 5 + 1023, 0, 2, "b", 0 }, { BE, 5, 0, 1, "a", 0 },
	  { BE, 5 + 1024, 0, 3, "c", 0 } }, "[a][b][c]", "", 0 },
	{ "fragments", { { B, 1, 0, 0, "ab", 0 }, { 0, 2, 0, 0, "cd", 0 },
	  { E, 3, 0, 0, "e", 0 } }, "[abcde]", "", 0 },
	{ "fragments, backwards", { { E, 3, 0, 0, "e", 0 },
	  { 0, 2, 0, 0, "cd", 0 }, { B, 1, 0, 0, "ab", 0 } }, "[abcde]", "",
	  0 },
	{ "fragments, twice", { { B, 1, 0, 0, "ab", 0 }, { B, 1, 0, 0, "ab", 0 },
	  { E, 2, 0, 0, "c", 0 }, { E, 2, 0, 0, "c", 0 },
	  { B, 1, 0, 0, "ab", 0 } }, "[abc]", "", 0 },
	{ "fragments over the wrap", { { B, 0xfffffffe, 0, 0, "a", 0 },
	  { E, 0, 0, 0, "c", 0 }, { 0, 0xffffffff, 0, 0, "b", 0 } }, "[abc]",
	  "", 0 },
	{ "two streams", { { B, 1, 1, 0, "a", 0 }, { B, 2, 2, 0, "c", 0 },
	  { E, 3, 2, 0, "d", 0 }, { E, 4, 1, 0, "b", 0 } }, "[cd]", "[a!]",
	  1 },
	{ "I-DATA, interleaved", { { B | IDATA, 1, 1, 5, "a", 0 },
	  { B | IDATA, 2, 1, 6, "x", 0 }, { IDATA, 3, 1, 5, "b", 1 },
	  { E | IDATA, 4, 1, 6, "y", 1 }, { E | IDATA, 5, 1, 5, "c", 2 } },
	  "[xy][abc]", "", 0 },
	{ "I-DATA, unordered is another", { { B | IDATA, 1, 1, 5, "a", 0 },
	  { B | U | IDATA, 2, 1, 5, "x", 0 },
	  { E | U | IDATA, 3, 1, 5, "y", 1 },
	  { E | IDATA, 4, 1, 5, "b", 1 } }, "[xy][ab]", "", 0 },
	{ "unordered fragments of two messages", { { B | U, 1, 1, 9, "a", 0 },
	  { E | U, 4, 1, 0, "y", 0 }, { B | U, 3, 1, 7, "x", 0 },
	  { E | U, 2, 1, 3, "b", 0 } }, "[xy][ab]", "", 0 },
	{ "the end is missing", { { B, 1, 0, 0, "ab", 0 },
	  { 0, 2, 0, 0, "c", 0 } }, "", "[abc!]", 1 },
	{ "the middle is missing", { { B, 1, 0, 0, "ab", 0 },
	  { E, 3, 0, 0, "c", 0 } }, "", "[ab!]", 1 },
	{ "the beginning is missing", { { 0, 2, 0, 0, "b", 0 },
	  { E, 3, 0, 0, "c", 0 } }, "", "", 1 },
	{ "a new beginning", { { B, 1, 0, 0, "a", 0 }, { B, 2, 0, 0, "b", 0 },
	  { E, 3, 0, 0, "c", 0 } }, "[bc]", "[a!]", 1 },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct fixture f;

		set_up(&f, 0);
		for (const struct chunk *c = cases[i].chunks; c->text; c++)
			push_chunk(&f, c);
		want(&f, cases[i].label, cases[i].now);
		strbuf_reset(&f.log.text);
		sctp_reasm_end(f.r);
		want(&f, cases[i].label, cases[i].end);
		if (sctp_reasm_stats(f.r)->lost != cases[i].lost)
			fail_msg("%s: %d lost", cases[i].label,
				 (int)sctp_reasm_stats(f.r)->lost);
		tear_down(&f);
	}
}

/* All chunks of a case in one packet, other chunks between them. */
static void test_bundles(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct frame_bytes b = { .len = 0 };
		struct fixture f;

		set_up(&f, 0);
		put_header(&b, 7);
		for (const struct chunk *c = cases[i].chunks; c->text; c++) {
			put(&b, "\3\0\0\x10\0\0\0\1\0\0\0\0\0\0\0\0", 16);
			put(&b, "\x84\0\0\5?\0\0\0", 8); /* 5 and padding */
			put_chunk(&b, c);
		}
		push(&f, &b);
		want(&f, cases[i].label, cases[i].now);
		assert_int_equal(sctp_reasm_stats(f.r)->malformed, 0);
		assert_int_equal(sctp_reasm_stats(f.r)->truncated, 0);
		tear_down(&f);
	}
}

static void test_addresses(void **state)
{
	struct chunk first = { B, 1, 0, 0, "a", 0 }, last = { E, 2, 0, 0, "b", 0 };
	struct fixture f;

	(void)state;
	set_up(&f, 0);
	push_chunk(&f, &first);
	/* Another direction, another association: other messages. */
	f.ip.src.ip[3] = 9;
	push_chunk(&f, &last);
	f.ip.src.ip[3] = 1;
	f.tag = 8;
	push_chunk(&f, &last);
	want(&f, "others", "");
	f.tag = 7;
	push_chunk(&f, &last);
	want(&f, "this", "[ab]");
	assert_int_equal(f.log.src.port, 5060);
	assert_int_equal(f.log.dst.port, 5062);
	assert_int_equal(f.log.src.ip[3], 1);
	assert_int_equal(f.log.dst.ip[3], 2);
	assert_int_equal(f.log.number, 4);
	tear_down(&f);
}

/* What the snap length leaves of a packet with [abcdefgh] and one more. */
static const struct {
	size_t snap;
	const char *want;
	unsigned truncated;
} cuts[] = {
	{ 0, "[abcdefgh][z]", 0 },  { 3, "[abcdefgh][z]", 0 },
	{ 4, "[abcdefgh]", 1 },     { 5, "[abcdefgh]", 1 },
	{ 19, "[abcdefgh]", 1 },    { 20, "[abcdefgh]", 1 },
	{ 21, "[abcdefg!]", 1 },    { 27, "[a!]", 1 },
	{ 28, "", 1 },              { 29, "", 1 },
	{ 44, "", 1 },              { 45, "", 1 },
	{ 56, "", 1 },
};

static void test_cuts(void **state)
{
	struct chunk a = { BE, 1, 0, 0, "abcdefgh", 0 };
	struct chunk z = { BE, 2, 0, 1, "z", 0 };

	(void)state;
	for (size_t i = 0; i < LEN(cuts); i++) {
		struct frame_bytes b = { .len = 0 };
		struct fixture f;

		set_up(&f, 0);
		put_header(&b, 7);
		put_chunk(&b, &a);
		put_chunk(&b, &z);
		f.snap = cuts[i].snap;
		push(&f, &b);
		if (strcmp(strbuf_str(&f.log.text), cuts[i].want) ||
		    sctp_reasm_stats(f.r)->truncated != cuts[i].truncated)
			fail_msg("cut by %zu: `%s'", cuts[i].snap,
				 strbuf_str(&f.log.text));
		tear_down(&f);
	}
}

/* A cut fragment ends its message: what is behind it has no place. */
static void test_cut_fragment(void **state)
{
	struct chunk first = { B, 1, 0, 0, "abcd", 0 };
	struct chunk last = { E, 2, 0, 0, "efgh", 0 };
	struct fixture f;

	(void)state;
	set_up(&f, 0);
	f.snap = 1;
	push_chunk(&f, &first);
	f.snap = 0;
	push_chunk(&f, &last);
	want(&f, "cut", "[abc!]");
	tear_down(&f);
}

static const struct {
	const char *label, *bytes;
	size_t len;
	unsigned malformed, truncated;
} bad[] = {
	{ "nothing", "", 0, 1, 0 },
	{ "11 bytes", "\x13\xc4\x13\xc4\0\0\0\7\0\0\0", 11, 1, 0 },
	{ "no chunk", "\x13\xc4\x13\xc4\0\0\0\7\0\0\0\0", 12, 0, 0 },
	{ "3 bytes of a chunk", "\x13\xc4\x13\xc4\0\0\0\7\0\0\0\0\0\3\0", 15, 0,
	  0 },
	{ "chunk of 3", "\x13\xc4\x13\xc4\0\0\0\7\0\0\0\0\0\3\0\3", 16, 1, 0 },
	{ "chunk past the end",
	  "\x13\xc4\x13\xc4\0\0\0\7\0\0\0\0\0\3\0\x15\0\0\0\1\0\0\0\0\0\0\0\0",
	  28, 1, 0 },
	{ "DATA of 8", "\x13\xc4\x13\xc4\0\0\0\7\0\0\0\0\0\3\0\x08\0\0\0\1", 20,
	  0, 0 },
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		struct frame_bytes b = { .len = 0 };
		const struct sctp_stats *s;
		struct fixture f;

		set_up(&f, 0);
		put(&b, bad[i].bytes, bad[i].len);
		push(&f, &b);
		s = sctp_reasm_stats(f.r);
		if (s->malformed != bad[i].malformed ||
		    s->truncated != bad[i].truncated || f.log.text.len)
			fail_msg("%s: %d, %d", bad[i].label, (int)s->malformed,
				 (int)s->truncated);
		tear_down(&f);
	}
}

static void test_expiry(void **state)
{
	struct chunk first = { B, 1, 0, 0, "a", 0 }, last = { E, 2, 0, 0, "b", 0 };
	struct chunk other = { BE, 9, 0, 0, "x", 0 };

	(void)state;
	for (int late = 0; late < 2; late++) {
		struct fixture f;

		set_up(&f, 0);
		push_chunk(&f, &first);
		f.frame.time = 30 * CLOCK_S - !late;
		push_chunk(&f, &other);
		want(&f, "expiry", late ? "[a!][x]" : "[x]");
		assert_int_equal(sctp_reasm_stats(f.r)->lost, late);
		push_chunk(&f, &last);
		want(&f, "expiry", late ? "[a!][x]" : "[x][ab]");
		tear_down(&f);
	}
}

/* Unique messages without end: 16 wait, the oldest are shed; then unique
 * associations: nothing grows either. */
static void test_flood(void **state)
{
	struct chunk c = { B, 1, 0, 0, "a", 0 };
	struct fixture f;
	size_t peak;

	(void)state;
	set_up(&f, 16);
	for (unsigned i = 0; i < 5000; i++) {
		c.tsn = i * 2;
		c.message = i;
		push_chunk(&f, &c);
		strbuf_reset(&f.log.text);
	}
	assert_int_equal(sctp_reasm_stats(f.r)->shed, 5000 - 16);
	peak = f.budget.peak;
	for (unsigned i = 0; i < 20000; i++) {
		f.tag = 100 + i;
		push_chunk(&f, &c);
		strbuf_reset(&f.log.text);
	}
	assert_int_equal(sctp_reasm_stats(f.r)->shed, 25000 - 16);
	assert_int_equal(f.budget.peak, peak);
	sctp_reasm_end(f.r);
	assert_int_equal(sctp_reasm_stats(f.r)->lost, 16);
	tear_down(&f);
}

/* One message of too many fragments, and one without end. */
static void test_too_many(void **state)
{
	struct chunk c = { B, 1, 0, 0, "a", 0 };
	struct fixture f;

	(void)state;
	set_up(&f, 0);
	for (unsigned i = 0; i < 5000; i++) {
		push_chunk(&f, &c);
		c.flags = 0;
		c.tsn++;
	}
	assert_int_equal(f.log.text.len, 1024 + 3);
	assert_true(sctp_reasm_stats(f.r)->shed >= 1);
	assert_true(f.budget.peak < 256 * 1024);
	tear_down(&f);
}

static void test_budget(void **state)
{
	struct chunk first = { B, 1, 0, 0, "a", 0 };
	struct chunk whole = { BE, 2, 0, 0, "b", 0 };
	struct fixture f;

	(void)state;
	set_up(&f, 0);
	f.budget.max = 100;
	f.want = -ENOMEM;
	push_chunk(&f, &first);
	assert_int_equal(sctp_reasm_stats(f.r)->shed, 1);
	f.want = 0;
	push_chunk(&f, &whole);
	want(&f, "whole", "[b]");
	tear_down(&f);
}

/* Fragments in any order, some twice, over several messages. */
static unsigned next(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % below;
}

static void shuffle(struct chunk *c, unsigned n, unsigned *seed)
{
	for (unsigned i = n; i > 1; i--) {
		unsigned k = next(seed, i);
		struct chunk swap = c[k];

		c[k] = c[i - 1];
		c[i - 1] = swap;
	}
}

static void test_any_order(void **state)
{
	static const char *const texts[] = { "a", "bc", "def", "ghij" };

	(void)state;
	for (unsigned run = 0; run < 2000; run++) {
		unsigned seed = run, tsn = 0xfffffff0 + run, n = 0, count = 0;
		unsigned idata = next(&seed, 2) ? IDATA : 0, bytes = 0;
		struct chunk c[64];
		struct fixture f;

		for (unsigned m = 0; m < 4; m++) {
			unsigned last = next(&seed, 5);

			for (unsigned i = 0; i <= last; i++) {
				c[n] = (struct chunk){
					idata | (i ? 0 : B) | (i == last),
					tsn++, m % 2, m,
					texts[next(&seed, 4)], i };
				bytes += (unsigned)strlen(c[n].text);
				n++;
				count = m + 1;
			}
		}
		for (unsigned i = 0, all = n; i < all; i++)
			if (!next(&seed, 3))
				c[n++] = c[i];
		shuffle(c, n, &seed);
		set_up(&f, 0);
		for (unsigned i = 0; i < n; i++)
			push_chunk(&f, &c[i]);
		if (f.log.text.len != bytes + 2 * count ||
		    strchr(strbuf_str(&f.log.text), '!'))
			fail_msg("seed %u: %s", run,
				 strbuf_str(&f.log.text));
		tear_down(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bundles),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_cut_fragment),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_expiry),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
