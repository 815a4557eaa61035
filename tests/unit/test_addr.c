/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/addr.h"

#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *in;
	uint16_t port;
	const char *ip, *whole;
	bool private;
} cases[] = {
	{ "192.0.2.1", 5060, "192.0.2.1", "192.0.2.1:5060", false },
	{ "0.0.0.0", 0, "0.0.0.0", "0.0.0.0", false },
	{ "255.255.255.255", 65535, "255.255.255.255",
	  "255.255.255.255:65535", false },
	{ "2001:DB8::1", 5060, "2001:db8::1", "[2001:db8::1]:5060", false },
	{ "[2001:db8::1]", 0, "2001:db8::1", "2001:db8::1", false },
	{ "::", 0, "::", "::", false },
	{ "::1", 1, "::1", "[::1]:1", true },
	{ "1::", 0, "1::", "1::", false },
	/* RFC 5952 4.2.2: one zero group alone is written out. */
	{ "2001:db8:0:1:1:1:1:1", 0, "2001:db8:0:1:1:1:1:1",
	  "2001:db8:0:1:1:1:1:1", false },
	/* 4.2.3: the longest run, and the first of two equal ones. */
	{ "2001:0:0:1:0:0:0:1", 0, "2001:0:0:1::1", "2001:0:0:1::1", false },
	{ "2001:db8:0:0:1:0:0:1", 0, "2001:db8::1:0:0:1",
	  "2001:db8::1:0:0:1", false },
	{ "1:2:3:4:5:6:0:0", 0, "1:2:3:4:5:6::", "1:2:3:4:5:6::", false },
	{ "0:0:3:4:5:6:7:8", 0, "::3:4:5:6:7:8", "::3:4:5:6:7:8", false },
	{ "1:20:300:4000:0a:b:c:d", 0, "1:20:300:4000:a:b:c:d",
	  "1:20:300:4000:a:b:c:d", false },
	{ "::ffff:192.0.2.1", 0, "::ffff:192.0.2.1", "::ffff:192.0.2.1",
	  false },
	{ "::ffff:10.0.0.1", 0, "::ffff:10.0.0.1", "::ffff:10.0.0.1", true },
	{ "10.255.0.1", 0, "10.255.0.1", "10.255.0.1", true },
	{ "11.0.0.0", 0, "11.0.0.0", "11.0.0.0", false },
	{ "127.0.0.1", 0, "127.0.0.1", "127.0.0.1", true },
	{ "172.15.0.1", 0, "172.15.0.1", "172.15.0.1", false },
	{ "172.16.0.1", 0, "172.16.0.1", "172.16.0.1", true },
	{ "172.31.0.1", 0, "172.31.0.1", "172.31.0.1", true },
	{ "172.32.0.1", 0, "172.32.0.1", "172.32.0.1", false },
	{ "192.168.1.1", 0, "192.168.1.1", "192.168.1.1", true },
	{ "192.169.1.1", 0, "192.169.1.1", "192.169.1.1", false },
	{ "100.63.0.1", 0, "100.63.0.1", "100.63.0.1", false },
	{ "100.64.0.1", 0, "100.64.0.1", "100.64.0.1", true },
	{ "100.127.0.1", 0, "100.127.0.1", "100.127.0.1", true },
	{ "100.128.0.1", 0, "100.128.0.1", "100.128.0.1", false },
	{ "169.254.0.1", 0, "169.254.0.1", "169.254.0.1", true },
	{ "fe80::1", 0, "fe80::1", "fe80::1", true },
	{ "fec0::1", 0, "fec0::1", "fec0::1", false },
	{ "fc00::1", 0, "fc00::1", "fc00::1", true },
	{ "fdff::1", 0, "fdff::1", "fdff::1", true },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct strbuf ip = { 0 }, whole = { 0 };
		struct addr a;

		assert_int_equal(addr_parse_ip(&a, slice_cstr(cases[i].in)), 0);
		assert_int_equal(a.port, 0);
		a.port = cases[i].port;
		addr_format_ip(&ip, &a);
		addr_format(&whole, &a);
		assert_string_equal(strbuf_str(&ip), cases[i].ip);
		assert_string_equal(strbuf_str(&whole), cases[i].whole);
		if (addr_is_private(&a) != cases[i].private)
			fail_msg("private: %s", cases[i].in);
		strbuf_fini(&ip);
		strbuf_fini(&whole);
	}
}

static const struct slice bad[] = {
	SLICE(""), SLICE("[]"), SLICE("["), SLICE("192.0.2"),
	SLICE("192.0.2.256"), SLICE("192.0.2.1:5060"), SLICE("[192.0.2.1]"),
	SLICE("192.0.02.1"), SLICE("192.0.2.00"), SLICE("192.0.2.1.5"),
	SLICE("192..2.1"), SLICE(".0.2.1"), SLICE("192.0.2."), SLICE("1"),
	SLICE("192.0.2.1000"), SLICE("192.0.2.1/"), SLICE("192.0.2.:"),
	SLICE("192.0.2.1\0"), SLICE("192.0.2.1 "), SLICE("2001:db8:::1"),
	SLICE("[2001:db8::1"), SLICE("fe80::1%eth0"), SLICE("example.com"),
	SLICE("1:2:3:4:5:6:7:8:9"),
	SLICE("0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"),
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		struct addr a = { .family = 9 };
		char *p = malloc(bad[i].len ? bad[i].len : 1);

		assert_non_null(p);
		memcpy(p, bad[i].p, bad[i].len);
		if (addr_parse_ip(&a, slice_of(p, bad[i].len)) != -EINVAL ||
		    a.family != 9)
			fail_msg("`%s' was taken", bad[i].p);
		free(p);
	}
}

static void test_compare(void **state)
{
	struct addr a = addr_make("\x0a\x00\x00\x01", 4, 5060), b = a;
	struct addr six = addr_make("\x0a\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0", 16,
				    5060);
	struct addr none = addr_make("\x0a\x00\x00", 3, 5060);
	struct strbuf text = { 0 };

	(void)state;
	assert_true(addr_eq(&a, &b));
	assert_int_equal(memcmp(&a, &b, sizeof(a)), 0);
	b.port = 5061;
	assert_false(addr_eq(&a, &b));
	assert_true(addr_same_ip(&a, &b));
	assert_false(addr_same_ip(&a, &six));
	assert_int_equal(none.family, 0);
	assert_int_equal(none.port, 0);
	assert_false(addr_is_private(&none));
	addr_format(&text, &none);
	assert_string_equal(strbuf_str(&text), "?");
	strbuf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
