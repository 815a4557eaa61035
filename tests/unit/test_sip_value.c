/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_value.h"

#include "tests/unit/exact.h"

static const struct {
	const char *in, *elements[4];
} lists[] = {
	{ "a, b ,c", { "a", "b", "c" } },
	{ "", { NULL } },
	{ " , ,\t", { NULL } },
	{ ",a,,b,", { "a", "b" } },
	{ "\"x, y\" <sip:a,b@c>;q=1, <sip:d>", { "\"x, y\" <sip:a,b@c>;q=1",
	  "<sip:d>" } },
	{ "\"a\\\", b\" <sip:x>, c", { "\"a\\\", b\" <sip:x>", "c" } },
	{ "\"open, b", { "\"open, b" } },
	{ "<open, b", { "<open, b" } },
	{ "a\r\n ,b", { "a", "b" } },
};

static void test_next(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(lists); i++) {
		struct slice in = exact(lists[i].in, strlen(lists[i].in));
		struct slice rest = in, element;
		size_t n = 0;

		while (sip_value_next(&rest, &element))
			want_text(lists[i].in, element, lists[i].elements[n++]);
		assert_null(lists[i].elements[n]);
		exact_free(in);
	}
}

static const struct {
	const char *in, *name, *want; /* NULL: not there */
} params[] = {
	{ "<sip:a@b;tag=uri>;tag=1", "tag", "1" },
	{ "\"x;tag=0\" <sip:a>;TAG = 2 ;b", "tag", "2" },
	{ "sip:a@b;tag=3", "tag", "3" },
	{ "<sip:a>;tagged=1;tag=4", "tag", "4" },
	{ "<sip:a>;tag", "tag", "" },
	{ "<sip:a>;tag=", "tag", "" },
	{ "<sip:a;tag=1>", "tag", NULL },
	{ "<sip:a>, <sip:b>;tag=5", "tag", NULL },
	{ "Q.850;cause=16;text=\"a;b,c\"", "text", "\"a;b,c\"" },
	{ "1800;refresher=uac", "refresher", "uac" },
	{ "a;b=\"open;tag=1", "tag", NULL },
	{ "<open;tag=1", "tag", NULL },
	{ "", "tag", NULL },
	{ ";tag=6", "tag", "6" },
	{ "<sip:a>\r\n ;\r\n tag\t=\r\n 7", "tag", "7" },
};

static void test_param(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(params); i++) {
		struct slice in = exact(params[i].in, strlen(params[i].in)), out;
		bool found = sip_value_param(in, params[i].name, &out);

		assert_int_equal(found, params[i].want != NULL);
		assert_int_equal(out.p != NULL, found);
		want_text(params[i].in, out, params[i].want);
		exact_free(in);
	}
}

static const struct {
	const char *in, *token, *uri, *display;
} addresses[] = {
	{ "\"A B\" <sip:a@b;x>;tag=1", "\"A B\" <sip:a@b;x>", "sip:a@b;x",
	  "A B" },
	{ "A B<sip:a>", "A B<sip:a>", "sip:a", "A B" },
	{ "sip:a@b;tag=1", "sip:a@b", "sip:a@b", "" },
	{ " <sip:a> ", "<sip:a>", "sip:a", "" },
	{ "\"a <sip:x>\" <tel:1>", "\"a <sip:x>\" <tel:1>", "tel:1",
	  "a <sip:x>" },
	{ "<sip:open", "<sip:open", "sip:open", "" },
	{ "<", "<", "", "" },
	{ "\"a\"   b <sip:a@b>", "\"a\"   b <sip:a@b>", "sip:a@b",
	  "\"a\"   b" },
	{ " sip:+4930123456@192.0.2.1:5060;tag=1;user=phone",
	  "sip:+4930123456@192.0.2.1:5060", "sip:+4930123456@192.0.2.1:5060",
	  "" },
	{ "sip:a@example.com\x01z, sip:b", "sip:a@example.com\x01z",
	  "sip:a@example.com\x01z", "" },
	{ "sip:a\"b@example.com\t;x=1", "sip:a\"b@example.com\t;x=1",
	  "sip:a\"b@example.com", "" },
	{ "*", "*", "*", "" },
	{ "timer;refresher=uac", "timer", "timer", "" },
	{ "", "", "", "" },
};

static void test_address(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(addresses); i++) {
		struct slice in = exact(addresses[i].in,
					strlen(addresses[i].in));

		want_text("token", sip_value_token(in), addresses[i].token);
		want_text("uri", sip_value_uri(in), addresses[i].uri);
		want_text("display", sip_value_display(in),
			  addresses[i].display);
		exact_free(in);
	}
	want_text("quoted", sip_value_unquote(SLICE("\"a\\\"\"")), "a\\\"");
	want_text("one quote", sip_value_unquote(SLICE("\"")), "\"");
}

static const struct {
	const char *in;
	bool ok;
	const char *scheme, *user, *host, *port, *params;
} uris[] = {
	{ "sip:a@b.c:5060;lr;x=y?h=v", true, "sip", "a", "b.c", "5060",
	  "lr;x=y" },
	{ "sip:alice.liddell-12@pbx-7.example.com;lr", true, "sip",
	  "alice.liddell-12", "pbx-7.example.com", "", "lr" },
	{ "sip:alice:pw@b.c", true, "sip", "alice", "b.c", "", "" },
	{ "SIPS:b.c", true, "SIPS", "", "b.c", "", "" },
	{ "sip:u;p=1?x:secret@[2001:db8::1]:70", true, "sip", "u;p=1?x",
	  "[2001:db8::1]", "70", "" },
	{ "sip:[2001:db8::1]", true, "sip", "", "[2001:db8::1]", "", "" },
	{ "sip:[2001", true, "sip", "", "[2001", "", "" },
	{ "sip:a@", true, "sip", "a", "", "", "" },
	{ "sip:", true, "sip", "", "", "", "" },
	{ "tel:+49-30;phone-context=x", true, "tel", "+49-30", "", "",
	  "phone-context=x" },
	{ "urn:service:sos", true, "urn", "", "", "", "" },
	{ "soap.beep://x", true, "soap.beep", "", "", "", "" },
	{ "nothing", false, "", "", "", "", "" },
	{ ":x", false, "", "", "", "", "" },
	{ "1a:x", false, "", "", "", "", "" },
	{ "", false, "", "", "", "", "" },
};

static void test_uri(void **state)
{
	struct sip_value_uri_parts u;

	(void)state;
	for (size_t i = 0; i < LEN(uris); i++) {
		struct slice in = exact(uris[i].in, strlen(uris[i].in));

		assert_int_equal(sip_value_uri_split(in, &u), uris[i].ok);
		want_text(uris[i].in, u.scheme, uris[i].scheme);
		want_text(uris[i].in, u.user, uris[i].user);
		want_text(uris[i].in, u.host, uris[i].host);
		want_text(uris[i].in, u.port, uris[i].port);
		want_text(uris[i].in, u.params, uris[i].params);
		exact_free(in);
	}
}

static const struct {
	const char *in, *scheme, *name, *want;
} auths[] = {
	{ "Digest realm=\"a, b\", nonce=\"c=d\"", "Digest", "nonce", "c=d" },
	{ "Digest realm=\"a, b\", nonce=\"c=d\"", "Digest", "REALM", "a, b" },
	{ "digest\r\n stale = true,qop=auth", "digest", "stale", "true" },
	{ "Digest qop=\"auth,auth-int\"", "Digest", "qop", "auth,auth-int" },
	{ "Digest nonce=\"\"", "Digest", "nonce", "" },
	{ "Digest snonce=1", "Digest", "nonce", NULL },
	{ "Digest cnonce=\"a\", nonce=\"b\"", "Digest", "nonce", "b" },
	/* In a quoted text, and behind one. */
	{ "Digest realm=\", nonce=\", nonce=\"b\"", "Digest", "nonce", "b" },
	{ "Digest realm=\"a \\\", nonce=\", nonce=\"b\"", "Digest", "nonce",
	  "b" },
	{ "Digest realm=\"a\", opaque=\", nonce=\"", "Digest", "nonce", NULL },
	{ "Di\"gest realm=\", nonce=\"b\"", "Di\"gest", "nonce", NULL },
	{ "Digest uri=<, nonce=\"a\">, nonce=\"b\"", "Digest", "nonce", "b" },
	/* What stands behind the closing quote is its value's, too. */
	{ "Digest a=b, nonce=\"b\"c, d=e", "Digest", "nonce", "\"b\"c" },
	{ "Digest a=b, nonce=\"b\\\"c\", d=e", "Digest", "nonce",
	  "b\\\"c" },
	{ "Digest a=b, nonce=\"b", "Digest", "nonce", "\"b" },
	{ "Digest nonce=\"a\", nonce=\"b\"", "Digest", "nonce", "a" },
	{ "Digest, nonce=\"a,b\"", "Digest", "nonce", "a,b" },
	{ "Digest a=b, nonce =\"b\"", "Digest", "nonce", "b" },
	{ "Digest a=b, nonce, nonce=\"b\"", "Digest", "nonce", "b" },
	/* Without quotes. */
	{ "Digest realm=\"a\", algorithm=MD5-sess, qop=\"auth\"", "Digest",
	  "algorithm", "MD5-sess" },
	{ "Digest algorithm=MD5", "Digest", "algorithm", "MD5" },
	{ "Digest algorithm=MD5 , a=b", "Digest", "algorithm", "MD5" },
	{ "Digest algorithm=MD5<, a>, b=c", "Digest", "algorithm",
	  "MD5<, a>" },
	{ "Digest algorithm=MD5\"a, b\", c=d", "Digest", "algorithm",
	  "MD5\"a, b\"" },
	{ "Digest algorithm=, a=b", "Digest", "algorithm", "" },
	{ "Digest realm=\"a\", nonce=\"b\", Algorithm=MD5, qop=\"auth\"",
	  "Digest", "algorithm", "MD5" },
	{ "Digest realm=\"a\", REALM=\"b\", a=, qop=c", "Digest", "realm",
	  "a" },
	{ "Digest realm=\"a\",  nonce=b", "Digest", "nonce", "b" },
	{ "Digest realm=\"a\", nonce=b,", "Digest", "nonce", "b" },
	{ "Digest realm=\"a\", nonce=", "Digest", "nonce", "" },
	{ "Digest realm=\"a\\\"b\", nonce=c", "Digest", "realm", "a\\\"b" },
	{ "Digest realm", "Digest", "realm", NULL },
	{ "Basic QQ==", "Basic", "realm", NULL },
	{ "", "", "realm", NULL },
};

/* All at once are what they are one by one. */
static void want_all(struct slice in)
{
	static const struct slice names[] = {
		{ "nonce", 5 }, { "algorithm", 9 }, { "realm", 5 }, { "qop", 3 },
		{ "a", 1 }, { "opaque", 6 }, { "Stale", 5 },
	};
	struct slice all[LEN(names)], one;

	sip_value_auths(in, names, all, LEN(names));
	for (size_t i = 0; i < LEN(names); i++) {
		sip_value_auth(in, names[i].p, &one);
		assert_ptr_equal(all[i].p, one.p);
		assert_int_equal(all[i].len, one.len);
	}
}

static void test_auth(void **state)
{
	struct slice out;

	(void)state;
	for (size_t i = 0; i < LEN(auths); i++) {
		struct slice in = exact(auths[i].in, strlen(auths[i].in));

		want_text(auths[i].in, sip_value_auth_scheme(in),
			  auths[i].scheme);
		assert_int_equal(sip_value_auth(in, auths[i].name, &out),
				 auths[i].want != NULL);
		want_text(auths[i].in, out, auths[i].want);
		want_all(in);
		exact_free(in);
	}
}

static const struct {
	const char *in;
	bool ok;
	const char *transport, *host, *port, *branch, *received;
	bool has_rport;
	const char *rport;
} vias[] = {
	{ "SIP/2.0/UDP a.b:5060;branch=z9hG4bK1;rport=7;received=c", true,
	  "UDP", "a.b", "5060", "z9hG4bK1", "c", true, "7" },
	{ "SIP / 2.0 / TCP\t[2001:db8::1] : 6 ; rport ;branch = x", true, "TCP",
	  "[2001:db8::1]", "6", "x", "", true, "" },
	{ "SIP/2.0/UDP a, SIP/2.0/UDP b;branch=2", true, "UDP", "a", "", "", "",
	  false, "" },
	{ "SIP/2.0/UDP", false, "UDP", "", "", "", "", false, "" },
	{ "SIP/2.0", false, "", "", "", "", "", false, "" },
	{ "", false, "", "", "", "", "", false, "" },
};

static void test_via(void **state)
{
	struct sip_value_via v;

	(void)state;
	for (size_t i = 0; i < LEN(vias); i++) {
		struct slice in = exact(vias[i].in, strlen(vias[i].in));

		assert_int_equal(sip_value_via_split(in, &v), vias[i].ok);
		want_text(vias[i].in, v.transport, vias[i].transport);
		want_text(vias[i].in, v.host, vias[i].host);
		want_text(vias[i].in, v.port, vias[i].port);
		want_text(vias[i].in, v.branch, vias[i].branch);
		want_text(vias[i].in, v.received, vias[i].received);
		want_text(vias[i].in, v.rport, vias[i].rport);
		assert_int_equal(v.has_rport, vias[i].has_rport);
		exact_free(in);
	}
}

static void test_list_has(void **state)
{
	struct slice list = SLICE("100rel , Timer;x=1,replaces"), where;

	(void)state;
	assert_true(sip_value_list_has(list, SLICE("timer"), true, &where));
	want_text("where", where, "Timer");
	assert_ptr_equal(where.p, list.p + 9);
	assert_false(sip_value_list_has(list, SLICE("timer"), false, NULL));
	assert_true(sip_value_list_has(list, SLICE("replaces"), false, NULL));
	assert_false(sip_value_list_has(list, SLICE("100"), true, NULL));
	assert_false(sip_value_list_has(SLICE(""), SLICE("a"), true, NULL));
}

static void test_reason(void **state)
{
	struct sip_value_reason r;

	(void)state;
	assert_true(sip_value_reason_split(
		SLICE("Q.850 ;cause=34;text=\"No, circuit; none\""), &r));
	want_text("protocol", r.protocol, "Q.850");
	want_text("cause", r.cause, "34");
	want_text("text", r.text, "No, circuit; none");
	assert_int_equal(r.cause_number, 34);
	assert_true(r.has_cause);
	assert_true(sip_value_reason_split(SLICE("SIP;cause=\"200\""), &r));
	assert_int_equal(r.cause_number, 200);
	assert_true(sip_value_reason_split(SLICE("SIP;cause=99999999999"), &r));
	assert_false(r.has_cause);
	want_text("cause", r.cause, "99999999999");
	assert_false(sip_value_reason_split(SLICE(""), &r));
}

static void test_warning(void **state)
{
	struct sip_value_warning w;

	(void)state;
	assert_true(sip_value_warning_split(
		SLICE("305 [2001:db8::1]:5060 \"in \\\"x\\\"\""), &w));
	assert_int_equal(w.code, 305);
	want_text("agent", w.agent, "[2001:db8::1]:5060");
	want_text("text", w.text, "in \\\"x\\\"");
	assert_true(sip_value_warning_split(SLICE("399 a"), &w));
	want_text("no text", w.text, "");
	assert_false(sip_value_warning_split(SLICE("399"), &w));
	assert_false(sip_value_warning_split(SLICE("x a \"b\""), &w));
	assert_false(sip_value_warning_split(SLICE(""), &w));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_param),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_uri),
		cmocka_unit_test(test_auth),
		cmocka_unit_test(test_via),
		cmocka_unit_test(test_list_has),
		cmocka_unit_test(test_reason),
		cmocka_unit_test(test_warning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
