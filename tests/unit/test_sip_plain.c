/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_plain.h"

#include "tests/unit/exact.h"

#include <stdio.h>

enum kind { URI, ADDRESS, CONTACT, VIA };

#define LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *in;
	enum kind kind;
	bool plain, unsure;
	const char *param, *sent_by; /* NULL: none */
} cases[] = {
	{ "", URI, false, false, NULL, NULL },
	{ "sip:a", URI, true, false, NULL, NULL },
	{ "sips:a", URI, true, false, NULL, NULL },
	{ "sip:", URI, false, false, NULL, NULL },
	{ "sips", URI, false, false, NULL, NULL },
	{ "tel:1", URI, false, false, NULL, NULL },
	{ "SIP:a", URI, false, false, NULL, NULL },
	{ "sip:a@b", URI, true, false, NULL, NULL },
	{ "sip:+49-1.x_y@b-c.d:5060", URI, true, false, NULL, NULL },
	{ "sip:+491", URI, false, false, NULL, NULL },
	{ "sip:@b", URI, false, false, NULL, NULL },
	{ "sip:a@", URI, false, false, NULL, NULL },
	{ "sip:a@b@c", URI, false, false, NULL, NULL },
	{ "sip:a@b:", URI, false, false, NULL, NULL },
	{ "sip:a@b:1", URI, true, false, NULL, NULL },
	{ "sip:a@b:9999", URI, true, false, NULL, NULL },
	{ "sip:a@b:99x9", URI, false, false, NULL, NULL },
	{ "sip:a@b:65535", URI, true, false, NULL, NULL },
	{ "sip:a@b:65536", URI, false, false, NULL, NULL },
	{ "sip:a@b:000001", URI, false, false, NULL, NULL },
	{ "sip:a@b;lr;x=1", URI, true, false, NULL, NULL },
	{ "sip:a@b;", URI, false, false, NULL, NULL },
	{ "sip:a@b;x=", URI, false, false, NULL, NULL },
	{ "sip:a@b?x=y", URI, false, false, NULL, NULL },
	{ "sip:a@b>", URI, false, false, NULL, NULL },
	{ "sip:" LONG "@" LONG, URI, true, false, NULL, NULL },
	{ "sip:" LONG "@" LONG " ", URI, false, false, NULL, NULL },
	{ "sip:" LONG ",@" LONG, URI, false, false, NULL, NULL },
	{ "<sip:a>", ADDRESS, true, false, NULL, NULL },
	{ "<sip:a>;tag=1", ADDRESS, true, false, "1", NULL },
	{ "<sip:a>;x;tag=1;tag=2", ADDRESS, true, false, "1", NULL },
	{ "<sip:a>;tags=1;tag=2", ADDRESS, true, false, "2", NULL },
	{ "<sip:a>;tag", ADDRESS, true, true, NULL, NULL },
	{ "<sip:a>;Tag=1;tag=2", ADDRESS, true, true, NULL, NULL },
	{ "<sip:a>;tag=1;TAG=2", ADDRESS, true, false, "1", NULL },
	{ "<sip:a>;tag=", ADDRESS, false, false, NULL, NULL },
	{ "<sip:a>;tag=1 ", ADDRESS, false, false, NULL, NULL },
	{ "<sip:a>x", ADDRESS, false, false, NULL, NULL },
	{ "<sip:a", ADDRESS, false, false, NULL, NULL },
	{ "A B.C! <sip:a>", ADDRESS, true, false, NULL, NULL },
	{ "\"A, <B>\" <sip:a>", ADDRESS, false, false, NULL, NULL },
	{ "\"A (1)\"  <sip:a>;tag=x", ADDRESS, true, false, "x", NULL },
	{ "\"A <sip:a>", ADDRESS, false, false, NULL, NULL },
	{ "\"" LONG "\" <sip:" LONG "@" LONG ";lr>;tag=" LONG, ADDRESS, true,
	  false, LONG, NULL },
	{ "<sip:a>;expires=60;tag=1", CONTACT, true, false, "60", NULL },
	{ "<sip:a>;EXPIRES=60", CONTACT, true, true, NULL, NULL },
	{ "<sip:a>,<sip:b>", CONTACT, false, false, NULL, NULL },
	{ "*", CONTACT, false, false, NULL, NULL },
	{ "SIP/2.0/UDP a;branch=z9hG4bK1;rport", VIA, true, false, "z9hG4bK1",
	  "a" },
	{ "SIP/2.0/UDPX a:5060", VIA, true, false, NULL, "a:5060" },
	{ "SIP/2.0/TLS a.b:5061;x=[::1];branch=q", VIA, true, false, "q",
	  "a.b:5061" },
	{ "SIP/2.0/UDP  a;branch=1", VIA, false, false, NULL, NULL },
	{ "SIP/2.0/UDP", VIA, false, false, NULL, NULL },
	{ "SIP/2.0/ aaaa", VIA, false, false, NULL, NULL },
	{ "SIP/2.0/UDP a,SIP/2.0/UDP b", VIA, false, false, NULL, NULL },
	{ "SIP/2.0/UDP [::1];branch=1", VIA, false, false, NULL, NULL },
};

static bool ask(enum kind kind, struct slice in, const char *room,
		struct sip_plain *out)
{
	switch (kind) {
	case URI:
		return sip_plain_uri(in, room);
	case ADDRESS:
		return sip_plain_address(in, room, out);
	case CONTACT:
		return sip_plain_contact(in, room, out);
	case VIA:
		return sip_plain_via(in, room, out);
	}
	return false;
}

/* Behind the value `more', which must not be taken for a part. */
static void check(size_t i, const char *more, bool enough)
{
	char text[512];
	size_t len = strlen(cases[i].in), all = len + strlen(more);
	struct sip_plain got = { 0 };
	struct slice in;

	snprintf(text, sizeof(text), "%s%s", cases[i].in, more);
	in = exact(text, all);
	if (ask(cases[i].kind, slice_head(in, len), in.p + all, &got) !=
	    (cases[i].plain && enough))
		fail_msg("`%s' before `%s'", cases[i].in, more);
	if (cases[i].plain && enough && cases[i].kind != URI) {
		assert_int_equal(got.unsure, cases[i].unsure);
		want_text(cases[i].in, got.param, cases[i].param);
	}
	if (cases[i].plain && enough && cases[i].kind == VIA)
		want_text(cases[i].in, got.sent_by, cases[i].sent_by);
	exact_free(in);
}

static void test_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		bool uri = cases[i].kind == URI;

		check(i, "", false);
		check(i, uri ? " " : "\r\n", false);
		check(i, uri ? " SIP/2" : "\r\n\r\n12", false);
		check(i, ">" LONG LONG, false);
		check(i, uri ? "\t" LONG : " \r\n" LONG, false);
		check(i, uri ? " SIP/2.0" : "\r\n\r\n1234", true);
		check(i, uri ? " ;x=1234" : "\r;tag=3;branch=2", true);
		check(i, uri ? " @" LONG LONG : "\r\n" LONG LONG, true);
	}
}

/* A byte that belongs nowhere is found at every place. */
static void test_every_place(void **state)
{
	static const char good[] = "\"1\" <sip:" LONG "@" LONG ":5060>;tag=" LONG
		"\r\nTo: ab";
	struct sip_plain got;

	(void)state;
	for (size_t i = 0; i < sizeof(good) - 1 - 8; i++) {
		struct slice in = exact(good, sizeof(good) - 1);
		struct slice value = slice_head(in, in.len - 8);

		assert_true(sip_plain_address(value, in.p + in.len, &got));
		((char *)(uintptr_t)in.p)[i] = '\\';
		assert_false(sip_plain_address(value, in.p + in.len, &got));
		exact_free(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_every_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
