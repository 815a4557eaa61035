/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates out of the records of a handshake. */
#include "dissect/tls_watch.h"

#include "base/strbuf.h"
#include "tests/unit/exact.h"
#include "tests/unit/tls_bytes.h"
#include "tests/unit/x509_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define S(literal) { BYTES(literal) }
#define DATA "\x17\3\3\0\x21" "0123456789abcdef0123456789abcdefx"
#define CHANGE "\x14\3\3\0\1\1"

enum { BUDGET = 1 << 20 };

static void be24(struct strbuf *b, size_t n)
{
	strbuf_addc(b, (char)(n >> 16));
	strbuf_addc(b, (char)(n >> 8));
	strbuf_addc(b, (char)n);
}

/* Records of at most `most' bytes. */
static void records(struct strbuf *out, struct slice body, size_t most)
{
	for (; body.len; body = slice_from(body, most)) {
		struct slice part = slice_head(body, most);

		strbuf_add(out, "\x16\3\3", 3);
		strbuf_addc(out, (char)(part.len >> 8));
		strbuf_addc(out, (char)part.len);
		strbuf_slice(out, part);
	}
}

/* A Certificate message with these, until one is empty; more: bytes that the list
 * claims to have beside them. */
static void certificates(struct strbuf *out, const struct slice *certs,
			 size_t more)
{
	struct strbuf list = { 0 };

	for (; certs->len; certs++) {
		be24(&list, certs->len);
		strbuf_slice(&list, *certs);
	}
	strbuf_addc(out, 11);
	be24(out, list.len + 3);
	be24(out, list.len + more);
	strbuf_slice(out, strbuf_view(&list));
	strbuf_fini(&list);
}

/* What is known of a chain: `leaf<ca ca<ca, name name'; `?' is not read. */
static void describe(struct strbuf *b, const struct tls_chain *c)
{
	const char *name;
	size_t pos = 0;

	if (!c) {
		strbuf_adds(b, "-");
		return;
	}
	for (unsigned i = 0; i < c->count; i++) {
		if (!c->certs[i].read)
			strbuf_adds(b, i ? " ?" : "?");
		else
			strbuf_fmt(b, "%s%s<%s", i ? " " : "",
				   c->certs[i].subject, c->certs[i].issuer);
	}
	while ((name = tls_cert_next_name(c, &pos)))
		strbuf_fmt(b, ", %s", name);
	if (c->names_cut)
		strbuf_adds(b, " ...");
}

enum { HELLOS = 1, SWAPPED = 2, CLIENT = 4, TOGETHER = 8, CHANGED = 16,
       LIES = 32, BEHIND = 64 };

#define LEAF S(X509_LEAF)
#define CA S(X509_CA)
#define TEXT "sip.example.com<Lab CA"
#define NAMES ", sip.example.com, sip:example.com, 192.0.2.5"

static const struct {
	const char *label;
	unsigned how;
	struct slice certs[11];
	const char *want;
} cases[] = {
	{ "one", HELLOS, { LEAF }, TEXT NAMES },
	{ "with its issuer", HELLOS, { LEAF, CA },
	  TEXT " Lab CA<Lab CA" NAMES },
	{ "in the record of the hello", HELLOS | TOGETHER, { LEAF, CA },
	  TEXT " Lab CA<Lab CA" NAMES },
	{ "another message behind it", HELLOS | BEHIND, { LEAF },
	  TEXT NAMES },
	{ "of the client", HELLOS | CLIENT, { LEAF }, TEXT NAMES },
	{ "the other way round", HELLOS | SWAPPED, { LEAF }, TEXT NAMES },
	{ "none", HELLOS, { { NULL, 0 } }, "-" },
	{ "without a hello", 0, { LEAF }, "-" },
	{ "encrypted", HELLOS | CHANGED, { LEAF }, "-" },
	{ "the list lies about its length", HELLOS | LIES, { LEAF }, "-" },
	{ "rubbish", HELLOS, { S("abc"), CA }, "? Lab CA<Lab CA" },
	{ "names of the first alone, and addresses", HELLOS,
	  { S(X509_UTF), LEAF }, "M\303\274ller<M\303\274ller " TEXT
	  ", *.example.com, 2001:db8::5" },
	{ "more than are kept", HELLOS,
	  { CA, CA, CA, CA, CA, CA, CA, CA, LEAF },
	  "Lab CA<Lab CA Lab CA<Lab CA Lab CA<Lab CA Lab CA<Lab CA "
	  "Lab CA<Lab CA Lab CA<Lab CA Lab CA<Lab CA Lab CA<Lab CA" },
};

struct talk {
	struct tls_watch w;
	struct budget budget;
	struct frame at;
};

static void begin(struct talk *t)
{
	struct addr a = addr_make("\xc0\0\2\1", 4, 1234);
	struct addr b = addr_make("\xc0\0\2\2", 4, 5061);

	memset(t, 0, sizeof(*t));
	t->budget.max = BUDGET;
	tls_watch_init(&t->w, &a, &b, &t->budget);
}

static void end(struct talk *t)
{
	tls_watch_fini(&t->w);
	assert_int_equal(t->budget.used, 0);
}

static void push(struct talk *t, int dir, struct slice s, size_t step)
{
	for (; s.len; s = slice_from(s, step)) {
		struct slice in = exact(s.p, s.len < step ? s.len : step);

		t->at.number++;
		t->at.bytes = in;
		tls_watch_push(&t->w, dir, in, &t->at);
		exact_free(in);
	}
}

static void run(struct talk *t, size_t i, size_t record, size_t step)
{
	static const struct slice client = SLICE(TLS_CLIENT_12);
	static const struct slice server = SLICE(TLS_SERVER_12);
	unsigned how = cases[i].how;
	struct strbuf hand = { 0 }, bytes = { 0 };
	int dir = (how & CLIENT) ? 0 : 1, swap = (how & SWAPPED) != 0;

	if (how & HELLOS)
		push(t, 0 ^ swap, client, step);
	if (how & TOGETHER)
		strbuf_slice(&hand, slice_from(server, 5));
	else if (how & HELLOS)
		push(t, 1 ^ swap, server, step);
	if (how & CHANGED)
		push(t, dir ^ swap, SLICE(CHANGE), step);
	certificates(&hand, cases[i].certs, (how & LIES) ? 1 : 0);
	if (how & BEHIND)
		certificates(&hand, cases[1].certs, 0);
	records(&bytes, strbuf_view(&hand), record);
	push(t, dir ^ swap, strbuf_view(&bytes), step);
	push(t, 0 ^ swap, SLICE(CHANGE DATA), step);
	strbuf_fini(&hand);
	strbuf_fini(&bytes);
}

static void check(const struct talk *t, size_t i)
{
	int role = (cases[i].how & CLIENT) ? 0 : 1;
	struct strbuf b = { 0 };

	describe(&b, t->w.info.shown[role]);
	if (strcmp(strbuf_str(&b), cases[i].want))
		fail_msg("%s: `%s'", cases[i].label, strbuf_str(&b));
	assert_null(t->w.info.shown[1 - role]);
	assert_int_equal(t->w.info.server.port,
			 (cases[i].how & SWAPPED) ? 1234 : 5061);
	assert_true(t->w.info.established);
	/* Nothing but that is still kept. */
	assert_int_equal(t->budget.used, t->w.info.shown[role] ?
			 sizeof(struct tls_chain) : 0);
	strbuf_fini(&b);
}

/* Whole, and in pieces that cut everything. */
static void test_cases(void **state)
{
	static const size_t steps[] = { 1 << 20, 1, 3, 64, 1460 };
	static const size_t sizes[] = { 1 << 14, 1, 5, 100 };
	struct talk t;

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		for (size_t k = 0; k < LEN(steps) * LEN(sizes); k++) {
			begin(&t);
			run(&t, i, sizes[k / LEN(steps)],
			    steps[k % LEN(steps)]);
			check(&t, i);
			end(&t);
		}
	}
}

/* With a hello before it; what comes of these certificates. */
static void show(struct talk *t, const struct slice *certs, char *out,
		 size_t size)
{
	struct strbuf hand = { 0 }, bytes = { 0 }, b = strbuf_in(out, size);

	push(t, 0, SLICE(TLS_CLIENT_12), SIZE_MAX);
	certificates(&hand, certs, 0);
	records(&bytes, strbuf_view(&hand), 1 << 14);
	push(t, 1, strbuf_view(&bytes), 1460);
	describe(&b, t->w.info.shown[1]);
	assert_true(b.lent);
	strbuf_fini(&hand);
	strbuf_fini(&bytes);
}

/* One that is too long is passed over; the next one is not taken for it. */
static void test_long(void **state)
{
	static char zero[TLS_HAND_CERT_MAX + 1];
	struct slice certs[] = { { zero, sizeof(zero) }, CA, { NULL, 0 } };
	char text[200];
	struct talk t;

	(void)state;
	begin(&t);
	show(&t, certs, text, sizeof(text));
	assert_string_equal(text, "? Lab CA<Lab CA");
	assert_in_range(t.budget.peak, 1, 4096);
	end(&t);
	certs[0].len--;
	begin(&t);
	show(&t, certs, text, sizeof(text));
	assert_string_equal(text, "? Lab CA<Lab CA");
	assert_in_range(t.budget.peak, TLS_HAND_CERT_MAX,
			TLS_HAND_CERT_MAX + 4096);
	end(&t);
}

/* A budget that is used up: the certificate is not known, and nobody says
 * anything of another in its place. */
static void test_budget(void **state)
{
	static const struct slice certs[] = { LEAF, CA, { NULL, 0 } };
	char text[200];
	struct talk t;

	(void)state;
	for (size_t max = 0; max < 8192; max += 256) {
		begin(&t);
		t.budget.max = max;
		show(&t, certs, text, sizeof(text));
		if (max >= sizeof(struct tls_chain) + 512)
			assert_string_equal(text,
					    TEXT " Lab CA<Lab CA" NAMES);
		else if (t.w.info.shown[1])
			assert_memory_equal(text, "?", 1);
		else
			assert_string_equal(text, "-");
		assert_true(t.budget.used <= max);
		end(&t);
	}
}

/* What was complete before a gap counts, what comes behind it does not. */
static void test_gap(void **state)
{
	static const struct slice certs[] = { LEAF, CA, { NULL, 0 } };
	struct strbuf hand = { 0 }, bytes = { 0 }, b = { 0 };
	struct slice all;
	struct talk t;

	(void)state;
	begin(&t);
	certificates(&hand, certs, 0);
	records(&bytes, strbuf_view(&hand), 1 << 14);
	all = strbuf_view(&bytes);
	push(&t, 0, SLICE(TLS_CLIENT_12), SIZE_MAX);
	push(&t, 1, slice_head(all, all.len - 10), SIZE_MAX);
	tls_watch_gap(&t.w, 1);
	push(&t, 1, all, SIZE_MAX);
	describe(&b, t.w.info.shown[1]);
	assert_string_equal(strbuf_str(&b), TEXT NAMES);
	assert_int_equal(t.w.info.shown[1]->at.number, 2);
	assert_null(t.w.info.shown[1]->at.bytes.p);
	assert_int_equal(t.budget.used, sizeof(struct tls_chain));
	tls_watch_forget(&t.w);
	assert_int_equal(t.budget.used, 0);
	assert_null(t.w.info.shown[1]);
	end(&t);
	strbuf_fini(&hand);
	strbuf_fini(&bytes);
	strbuf_fini(&b);
}

/* More names than there is room for. */
static void test_many_names(void **state)
{
	struct tls_chain *c = calloc(1, sizeof(*c));
	struct frame at = { .number = 1 };
	struct slice der = exact(BYTES(X509_LEAF));

	(void)state;
	assert_non_null(c);
	c->names_len = sizeof(c->names) - 20;
	tls_cert_add(c, der, &at);
	assert_true(c->names_cut);
	assert_string_equal(c->names + sizeof(c->names) - 20,
			    "sip.example.com");
	assert_int_equal(c->names_len, sizeof(c->names) - 4);
	exact_free(der);
	free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_many_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
