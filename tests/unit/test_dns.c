/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/dns.h"

#include "tests/unit/exact.h"

#include <stdio.h>

#define BYTES(literal) literal, sizeof(literal) - 1
/* One question, so many answers. */
#define HEAD(flags, answers) "\x12\x34" flags "\0\1\0" answers "\0\0\0\0"
#define QUERY HEAD("\1\0", "\0")
#define FAR "\3Far\7example\0"
#define IN "\0\1"
#define A_OF(name) name "\0\1" IN "\0\0\0\x0a\0\4\xc0\0\2\1"
#define CNAME "\xc0\x0c\0\5" IN "\0\0\0\x0a\0\2\1y"

/* want: `? TYPE NAME' or `! TYPE NAME CODE FOUND', with `cut' behind. */
static const struct {
	const char *label, *bytes;
	size_t len;
	const char *want;
} cases[] = {
	{ "a question", BYTES(QUERY FAR "\0\1" IN), "? 1 far.example" },
	{ "for a service", BYTES(QUERY "\4_sip\4_udp" FAR "\0\x21" IN),
	  "? 33 _sip._udp.far.example" },
	{ "for a service over TLS", BYTES(QUERY "\5_sips\4_tcp\1x\0\0\x21" IN),
	  "? 33 _sips._tcp.x" },
	{ "for another service", BYTES(QUERY "\5_ldap\4_tcp\1x\0\0\x21" IN), "" },
	{ "for rules", BYTES(QUERY FAR "\0\x23" IN), "? 35 far.example" },
	{ "for IPv6", BYTES(QUERY FAR "\0\x1c" IN), "? 28 far.example" },
	{ "for mail", BYTES(QUERY FAR "\0\x0f" IN), "" },
	{ "in another class", BYTES(QUERY FAR "\0\1\0\3"), "" },
	{ "of the root", BYTES(QUERY "\0\0\1" IN), "" },
	{ "an odd name", BYTES(QUERY "\3a\0 \2\xff.\0\0\1" IN), "? 1 a??.?." },
	{ "a pointer in a question", BYTES(QUERY "\xc0\x0c\0\1" IN), "" },
	{ "a reserved label", BYTES(QUERY "\x40" FAR "\0\1" IN), "" },
	{ "no end of the name", BYTES(QUERY "\3far\7exam"), "" },
	{ "no type", BYTES(QUERY FAR), "" },
	{ "two questions", BYTES("\x12\x34\1\0\0\2\0\0\0\0\0\0" FAR "\0\1" IN), "" },
	{ "an update", BYTES("\x12\x34\x28\0\0\1\0\0\0\0\0\0" FAR "\0\1" IN), "" },
	{ "with options behind", BYTES("\x12\x34\1\0\0\1\0\0\0\0\0\1" FAR "\0\1" IN
				 "\0\0\x29\x10\0\0\0\0\0\0\0"), "? 1 far.example" },
	{ "an answer", BYTES(HEAD("\x81\x80", "\1") FAR "\0\1" IN A_OF("\xc0\x0c")),
	  "! 1 far.example 0 1" },
	{ "two, by way of another name",
	  BYTES(HEAD("\x81\x80", "\3") FAR "\0\1" IN CNAME A_OF("\1y\0")
		A_OF("\1y\0")), "! 1 far.example 0 2" },
	{ "another name alone", BYTES(HEAD("\x81\x80", "\1") FAR "\0\x1c" IN CNAME),
	  "! 28 far.example 0 0" },
	{ "nothing", BYTES(HEAD("\x81\x80", "\0") FAR "\0\1" IN),
	  "! 1 far.example 0 0" },
	{ "no such name", BYTES(HEAD("\x81\x83", "\0") FAR "\0\1" IN),
	  "! 1 far.example 3 0" },
	{ "a failure", BYTES(HEAD("\x81\x82", "\0") FAR "\0\1" IN),
	  "! 1 far.example 2 0" },
	{ "truncated", BYTES(HEAD("\x83\x80", "\0") FAR "\0\1" IN),
	  "! 1 far.example 0 0 cut" },
	{ "ends within a record",
	  BYTES(HEAD("\x81\x80", "\2") FAR "\0\1" IN A_OF("\xc0\x0c") "\xc0\x0c\0"),
	  "! 1 far.example 0 1 cut" },
	{ "more records than there are", BYTES(HEAD("\x81\x80", "\2") FAR "\0\1" IN
					      A_OF("\xc0\x0c")),
	  "! 1 far.example 0 1 cut" },
	{ "a name that is none", BYTES(HEAD("\x81\x80", "\1") FAR "\0\1" IN
				       A_OF("\x80")), "! 1 far.example 0 0 cut" },
	{ "a header alone", BYTES(QUERY), "" },
	{ "SIP", BYTES("OPTIONS sip:x SIP/2.0\r\n"), "" },
};

static void text_of(char *out, size_t size, const struct dns_message *m)
{
	int n = snprintf(out, size, "%c %u %s", m->response ? '!' : '?', m->type,
			 m->name);

	if (m->response)
		n += snprintf(out + n, size - (size_t)n, " %u %u", m->code,
			      m->found);
	if (m->cut)
		snprintf(out + n, size - (size_t)n, " cut");
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].bytes, cases[i].len);
		struct dns_message m;
		char text[400] = "";

		if (dns_read(&m, in)) {
			text_of(text, sizeof(text), &m);
			assert_int_equal(m.id, 0x1234);
		}
		if (strcmp(text, cases[i].want))
			fail_msg("%s: `%s', want `%s'", cases[i].label, text,
				 cases[i].want);
		exact_free(in);
	}
}

/* Cut anywhere, nothing is read past the end. */
static void test_every_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		for (size_t n = 0; n < cases[i].len; n++) {
			struct slice in = exact(cases[i].bytes, n);
			struct dns_message m;

			if (dns_read(&m, in) && m.response)
				assert_true(m.cut || !cases[i].bytes[7] ||
					    strstr(cases[i].want, "cut"));
			exact_free(in);
		}
	}
}

/* The longest name, and one that is longer. */
static void test_long(void **state)
{
	(void)state;
	for (unsigned last = 60; last <= 63; last++) {
		char b[12 + 260 + 4] = "\0\0\1\0\0\1";
		size_t at = 12;
		struct dns_message m;
		struct slice in;

		for (int i = 0; i < 4; i++) {
			unsigned n = i < 3 ? 63 : last;

			b[at++] = (char)n;
			memset(b + at, 'a', n);
			at += n;
		}
		at++;
		memcpy(b + at, "\0\1\0\1", 4);
		in = exact(b, at + 4);
		assert_int_equal(dns_read(&m, in), last <= 61);
		exact_free(in);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_every_cut),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
