/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_index.h"

#include "data/catalog.h"
#include "tests/unit/exact.h"

#include <stdio.h>

#define BYTES(literal) literal, sizeof(literal) - 1

static struct sip_index_room room;

static struct sip_index read_text(const char *bytes, size_t len, bool datagram)
{
	struct sip_index m;

	sip_index_read(&m, &room, slice_of(bytes, len), datagram);
	return m;
}

static void want_span(const struct sip_index *m, struct sip_span s,
		      const char *want)
{
	want_text(want, sip_index_slice(m, s), want);
}

#define REQUEST \
	"INVITE sip:b@c SIP/2.0\r\n" \
	"Via: SIP/2.0/UDP a:5;branch=z9hG4bKx, SIP/2.0/TCP q;branch=no\r\n" \
	"From: \"A;tag=0\" <sip:a@b;tag=1>;x=y;tag=f1\r\n" \
	"t : sip:b@c\r\n ;tag=t1\r\n" \
	"i: id@a\r\n" \
	"CSeq: 0042 INVITE\r\n" \
	"Via: SIP/2.0/UDP second\r\n" \
	"l: 4\r\n\r\nbodyrest"

static void test_request(void **state)
{
	struct slice in = exact(BYTES(REQUEST));
	struct sip_index m = read_text(in.p, in.len, true);

	(void)state;
	assert_false(m.is_response);
	assert_int_equal(m.method, METHOD_INVITE);
	want_span(&m, m.start_line, "INVITE sip:b@c SIP/2.0");
	want_span(&m, m.method_name, "INVITE");
	want_span(&m, m.uri, "sip:b@c");
	want_span(&m, m.version, "SIP/2.0");
	want_span(&m, m.call_id, "id@a");
	want_span(&m, m.from_tag, "f1");
	want_span(&m, m.to_tag, "t1");
	want_span(&m, m.from_uri, "sip:a@b;tag=1");
	want_span(&m, m.to_uri, "sip:b@c");
	want_span(&m, m.branch, "z9hG4bKx");
	want_span(&m, m.sent_by, "a:5");
	want_span(&m, m.cseq_method, "INVITE");
	assert_int_equal(m.cseq, 42);
	assert_true(m.magic_branch && m.has_cseq && m.has_length);
	assert_int_equal(m.content_length, 4);
	want_span(&m, m.body, "body");
	assert_int_equal(m.trailing, 4);
	assert_int_equal(m.raw.len, in.len - 4);
	assert_int_equal(m.n_headers, 7);
	assert_int_equal(m.odd, SIP_ODD_SPACE_COLON | SIP_ODD_LENGTH_SHORT |
				SIP_ODD_BODY_NO_TYPE);
	exact_free(in);
}

#define CONTACT(text) \
	"REGISTER sip:a SIP/2.0\r\n" text "\r\nTo: <sip:a@b>\r\n\r\n"

/* Of one that is plain the parts are known; of all others nothing is said. */
static void test_contact(void **state)
{
	static const struct {
		const char *text, *uri, *expires;
	} cases[] = {
		{ CONTACT("m: <sip:a@h:5>;expires=300"), "sip:a@h:5", "300" },
		{ CONTACT("Contact: \"A\" <sip:a@h;x=y>;q=1"), "sip:a@h;x=y",
		  "" },
		{ CONTACT("Contact: <sip:a@h>;expires=4294967296"), NULL, NULL },
		{ CONTACT("Contact: <sip:a@h>;expires=x"), NULL, NULL },
		{ CONTACT("Contact: <sip:a@h>;expires="), NULL, NULL },
		{ CONTACT("Contact: <sip:a@h>;Expires=3"), NULL, NULL },
		{ CONTACT("Contact: <sip:a@h>, <sip:b@h>"), NULL, NULL },
		{ CONTACT("Contact: <sip:a@h>\r\nContact: <sip:b@h>"), NULL,
		  NULL },
		{ CONTACT("Contact: *"), NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].text, strlen(cases[i].text));
		struct sip_index m = read_text(in.p, in.len, true);

		if (!(m.plain & SIP_PLAIN_URI))
			fail_msg("%s: URI", cases[i].text);
		if (!(m.plain & SIP_PLAIN_CONTACT) != !cases[i].uri)
			fail_msg("%s", cases[i].text);
		if (cases[i].uri) {
			want_text(cases[i].text, sip_index_contact_uri(&m),
				  cases[i].uri);
			want_text(cases[i].text, sip_index_contact_expires(&m),
				  cases[i].expires);
		}
		exact_free(in);
	}
}

/* Headers in their usual dress but for a fold, and one more of a kind. */
static void test_fold(void **state)
{
	struct slice in = exact(BYTES(
		"OPTIONS sip:b SIP/2.0\r\n"
		"From: \"A\" <sip:a@b>\r\n\t;tag=f\r\n"
		"To: <sip:c@d>;tag=t\r\n"
		"Subject: x\r\n \r\n  y\r\n"
		"From: <sip:z>\r\n ;tag=z\r\n"
		"\r\n"));
	struct sip_index m = read_text(in.p, in.len, true);

	(void)state;
	assert_int_equal(m.n_headers, 4);
	want_span(&m, m.headers[0].value, "\"A\" <sip:a@b>\r\n\t;tag=f");
	want_span(&m, m.headers[2].value, "x\r\n \r\n  y");
	want_span(&m, m.headers[3].value, "<sip:z>\r\n ;tag=z");
	assert_true(m.headers[0].folded && m.headers[2].folded);
	assert_false(m.headers[1].folded);
	want_span(&m, m.from_tag, "f");
	want_span(&m, m.from_uri, "sip:a@b");
	want_span(&m, m.to_uri, "sip:c@d");
	assert_true(m.odd & SIP_ODD_DUPLICATE);
	exact_free(in);
}

static void test_headers(void **state)
{
	struct sip_index m = read_text(BYTES(REQUEST), true);
	const struct sip_header *h = sip_index_header(&m, HEADER_TO, 0);

	(void)state;
	assert_non_null(h);
	assert_true(h->folded && h->compact);
	want_span(&m, h->name, "t");
	want_span(&m, h->value, "sip:b@c\r\n ;tag=t1");
	want_text("line", sip_index_line(&m, h), "t : sip:b@c\r\n ;tag=t1");
	assert_int_equal(sip_index_count(&m, HEADER_VIA), 2);
	h = sip_index_header(&m, HEADER_VIA, 1);
	assert_non_null(h);
	assert_false(h->folded || h->compact);
	want_span(&m, h->value, "SIP/2.0/UDP second");
	assert_null(sip_index_header(&m, HEADER_VIA, 2));
	want_text("value", sip_index_value(&m, HEADER_CALL_ID), "id@a");
	assert_null(sip_index_value(&m, HEADER_EVENT).p);
	assert_int_equal(sip_index_count(&m, HEADER_EVENT), 0);
}

/* The tags and branch come by a short way when they look as usual, and by the
 * general readers when not; both must see the same. */
static const struct {
	const char *value, *tag;
} tags[] = {
	{ "<sip:a@b>;tag=1", "1" },
	{ "<sip:a@b>;tag=1;x=y", "1" },
	{ "<sip:a@b>;x=y;tag=1", "1" },
	{ "<sip:a@b>;TAG=1", "1" },
	{ "<sip:a@b> ; tag = 1", "1" },
	{ "<sip:a@b>;tag=\"q;\"", "\"q;\"" },
	{ "<sip:a@b>;tag=1 ;x", "1" },
	{ "<sip:a@b>;tags=2;tag=1", "1" },
	{ "<sip:a@b>;tag", "" },
	{ "<sip:a@b>;tag=", "" },
	{ "<sip:a@b>", "" },
	{ "\"x\\\";tag=3\" <sip:a@b>;tag=1", "1" },
	{ "\"open <sip:a@b>;tag=1", "" },
	{ "<sip:a@b;tag=1", "" },
	{ "sip:a@b;tag=1", "1" },
	{ "sip:a@b;tag=1, sip:c", "1" },
	{ "<sip:a>,<sip:b>;tag=1", "" },
	{ ";", "" },
	{ "", "" },
};

static void test_tags(void **state)
{
	char text[256];
	struct sip_index m;
	struct slice in;

	(void)state;
	for (size_t i = 0; i < LEN(tags); i++) {
		strcpy(text, "BYE sip:b SIP/2.0\r\nFrom: ");
		strcat(text, tags[i].value);
		in = exact(text, strlen(text));
		m = read_text(in.p, in.len, true);
		want_text(tags[i].value, sip_index_slice(&m, m.from_tag),
			  tags[i].tag);
		exact_free(in);
	}
}

static const struct {
	const char *value, *sent_by, *branch;
	bool magic;
} vias[] = {
	{ "SIP/2.0/UDP a:1;branch=z9hG4bK", "a:1", "z9hG4bK", true },
	{ "SIP/2.0/UDP a;rport;branch=Z9HG4BK2", "a", "Z9HG4BK2", true },
	{ "SIP/2.0/UDP a", "a", "", false },
	{ "SIP/2.0/UDP  a : 1 ; Branch = x", "a : 1", "x", false },
	{ "SIP / 2.0 / UDP a;branch=x", "a", "x", false },
	{ "SIP/2.0/UDP [::1]:5, SIP/2.0/UDP b;branch=x", "[::1]:5", "", false },
	{ "SIP/2.0/UDP", "", "", false },
	{ "SIP/2.0/ a", "", "", false },
	{ "nonsense", "", "", false },
	{ "", "", "", false },
};

static void test_vias(void **state)
{
	char text[256];
	struct sip_index m;
	struct slice in;

	(void)state;
	for (size_t i = 0; i < LEN(vias); i++) {
		strcpy(text, "BYE sip:b SIP/2.0\r\nVia:");
		strcat(text, vias[i].value);
		in = exact(text, strlen(text));
		m = read_text(in.p, in.len, true);
		want_text(vias[i].value, sip_index_slice(&m, m.sent_by),
			  vias[i].sent_by);
		want_text(vias[i].value, sip_index_slice(&m, m.branch),
			  vias[i].branch);
		assert_int_equal(m.magic_branch, vias[i].magic);
		exact_free(in);
	}
}

static const struct {
	const char *line, *method, *uri, *version, *reason;
	unsigned status;
} starts[] = {
	{ "SIP/2.0 486 Busy  Here ", "", "", "SIP/2.0", "Busy  Here ", 486 },
	{ "SIP/2.0 100 ", "", "", "SIP/2.0", "", 100 },
	{ "SIP/2.0 100", "", "", "SIP/2.0", "", 100 },
	{ "sip/9 x y", "", "", "sip/9", "y", 0 },
	{ "SIP/2.0", "", "", "SIP/2.0", "", 0 },
	{ "BYE  sip:a; lr  SIP/2.0 ", "BYE", "sip:a; lr", "SIP/2.0", "", 0 },
	{ "BYE sip:a", "BYE", "sip:a", "", "", 0 },
	{ "BYE", "BYE", "", "", "", 0 },
	{ "BYE SIP/2.0", "BYE", "SIP/2.0", "", "", 0 },
	{ "", "", "", "", "", 0 },
};

static void test_start_lines(void **state)
{
	struct sip_index m;
	struct slice in;

	(void)state;
	for (size_t i = 0; i < LEN(starts); i++) {
		in = exact(starts[i].line, strlen(starts[i].line));
		m = read_text(in.p, in.len, true);
		want_span(&m, m.method_name, starts[i].method);
		want_span(&m, m.uri, starts[i].uri);
		want_span(&m, m.version, starts[i].version);
		want_span(&m, m.reason, starts[i].reason);
		assert_int_equal(m.status, starts[i].status);
		exact_free(in);
	}
}

/* Every head of a message, in a block of its own: nothing is read behind it,
 * and the parts stay inside. */
static void test_heads(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(REQUEST); len++) {
		struct slice in = exact(REQUEST, len);
		struct sip_index m = read_text(in.p, in.len, true);
		const struct sip_header *h = m.headers;

		sip_index_malformed(&m);
		m.cut = true;
		assert_int_equal(sip_index_malformed(&m), 0);
		for (unsigned i = 0; i < m.n_headers; i++, h++)
			assert_true(h->value.off + h->value.len <= len);
		assert_int_equal(m.raw.len + m.trailing, len);
		exact_free(in);
	}
}

static void test_response_method(void **state)
{
	struct sip_index m = read_text(BYTES("SIP/2.0 200 OK\r\nCSeq: 1 BYE\r\n"
					     "\r\n"), true);

	(void)state;
	assert_true(m.is_response);
	assert_int_equal(m.method, METHOD_BYE);
	assert_int_equal(m.status, 200);
}

/* In a stream the next message begins where this one's body ends. */
static void test_stream(void **state)
{
	struct sip_index m = read_text(BYTES(REQUEST), false);

	(void)state;
	assert_int_equal(m.trailing, 0);
	assert_int_equal(m.raw.len, sizeof(REQUEST) - 1 - 4);
	assert_false(m.odd & SIP_ODD_LENGTH_SHORT);
}

static void test_too_many(void **state)
{
	static char text[16 * 1024] = "BYE sip:b SIP/2.0\r\n";
	struct sip_index m;

	(void)state;
	for (int i = 0; i < 600; i++)
		strcat(text, "X-Y: z\r\n");
	strcat(text, "Contact: <sip:b@c>\r\nCall-ID: late\r\n\r\nbody");
	m = read_text(text, strlen(text), true);
	assert_int_equal(m.n_headers, SIP_INDEX_MAX_HEADERS);
	assert_true(m.odd & SIP_ODD_TOO_MANY);
	want_span(&m, m.call_id, "late");
	want_span(&m, m.body, "body");
	/* Who asks for it line by line does not find it, either. */
	assert_null(sip_index_header(&m, HEADER_CONTACT, 0));
	assert_false(m.plain & SIP_PLAIN_CONTACT);
}

static void test_odd_names(void **state)
{
	(void)state;
	for (unsigned a = 0; a < 31; a++) {
		const char *name = sip_index_odd_name((enum sip_odd)(1U << a));

		assert_true(strlen(name) > 4);
		for (unsigned b = 0; b < a; b++)
			assert_string_not_equal(name, sip_index_odd_name(
				(enum sip_odd)(1U << b)));
	}
	assert_string_equal(sip_index_odd_name((enum sip_odd)0), "");
	assert_string_equal(sip_index_odd_name((enum sip_odd)(1U << 31)), "");
}

static const struct {
	const char *extra;
	enum sip_odd bit;
	const char *where;
} places[] = {
	{ "To: <sip:c>\r\nTo: <sip:d>\r\n", SIP_ODD_DUPLICATE, "To: <sip:d>" },
	{ "Bad(: x\r\n", SIP_ODD_NAME, "Bad(: x" },
	{ "words\r\n", SIP_ODD_NO_COLON, "words" },
	{ "A : b\r\n", SIP_ODD_SPACE_COLON, "A : b" },
	{ "Date: now\r\n", SIP_ODD_DATE, "Date: now" },
	{ "Contact: <\r\n", SIP_ODD_ADDRESS, "Contact: <" },
	{ "CSeq: 1 BYE\r\n", SIP_ODD_CSEQ_METHOD, "CSeq: 1 BYE" },
	{ "", SIP_ODD_URI, "OPTIONS <sip:b> SIP/2.0" },
	{ "", SIP_ODD_NO_VIA, "" },
};

static void test_places(void **state)
{
	char text[256];
	struct sip_index m;

	(void)state;
	for (size_t i = 0; i < LEN(places); i++) {
		strcpy(text, "OPTIONS <sip:b> SIP/2.0\r\n");
		strcat(text, places[i].extra);
		strcat(text, "\r\n");
		m = read_text(text, strlen(text), true);
		if (!((m.odd | sip_index_malformed(&m)) & places[i].bit))
			fail_msg("%s: not found", places[i].extra);
		want_span(&m, sip_index_odd_span(&m, places[i].bit),
			  places[i].where);
	}
}

/* Each name leads to its own id, in its usual spelling, in another and cut short, at
 * the end of the message and with bytes behind it. */
static void test_names(void **state)
{
	(void)state;
	for (int id = 1; id < HEADER_COUNT; id++) {
		const char *name = catalog_header_name((enum header_id)id);
		int len = (int)strlen(name);
		char text[256];
		struct slice in;
		struct sip_index m;

		snprintf(text, sizeof(text), "OPTIONS sip:a@b SIP/2.0\r\n"
			 "%s: 1\r\n%c%s: 1\r\n%sx: 1\r\n%.*s: 1\r\n%s: 1\r\n",
			 name, name[0] ^ 0x20, name + 1, name, len - 1, name,
			 name);
		in = exact(text, strlen(text));
		m = read_text(in.p, in.len, true);
		assert_int_equal(m.n_headers, 5);
		assert_int_equal(m.headers[0].id, id);
		assert_int_equal(m.headers[1].id, id);
		assert_int_not_equal(m.headers[2].id, id);
		if (len > 2) /* `T' is a short form of To */
			assert_int_not_equal(m.headers[3].id, id);
		assert_int_equal(m.headers[4].id, id);
		assert_false(m.headers[0].compact);
		exact_free(in);
	}
}

/* Found among the headers that are looked at together, and behind them. */
static void test_find(void **state)
{
	static const unsigned places[] = { 3, 31, 32, 39 };
	char text[1024] = "OPTIONS sip:a@b SIP/2.0\r\n";
	struct slice in;
	struct sip_index m;

	(void)state;
	for (unsigned i = 0; i < 40; i++)
		strcat(text, i == 3 || i == 31 || i == 32 || i == 39 ?
		       "Route: <sip:a>\r\n" : "X-A: 1\r\n");
	in = exact(text, strlen(text));
	m = read_text(in.p, in.len, true);
	for (unsigned i = 0; i < 4; i++)
		assert_ptr_equal(sip_index_header(&m, HEADER_ROUTE, i),
				 &m.headers[places[i]]);
	assert_null(sip_index_header(&m, HEADER_ROUTE, 4));
	assert_null(sip_index_find(&m, HEADER_VIA, 0));
	assert_int_equal(sip_index_count(&m, HEADER_ROUTE), 4);
	assert_int_equal(sip_index_count(&m, HEADER_UNKNOWN), 36);
	assert_int_equal(sip_index_count(&m, HEADER_VIA), 0);
	exact_free(in);
	in = exact(text, strlen("OPTIONS sip:a@b SIP/2.0\r\n"));
	m = read_text(in.p, in.len, true);
	assert_null(sip_index_find(&m, HEADER_UNKNOWN, 0));
	assert_int_equal(sip_index_count(&m, HEADER_ROUTE), 0);
	exact_free(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_contact),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_vias),
		cmocka_unit_test(test_start_lines),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_response_method),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_odd_names),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
