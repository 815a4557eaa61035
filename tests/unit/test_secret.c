/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/secret.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static const struct { const char *line, *want; } cases[] = {
	{ "Authorization: Digest username=\"4021\", nonce=\"abc\", "
	  "response=\"0123\", cnonce=\"xy\", nc=1",
	  "Authorization: Digest username=\"4021\", nonce=\"abc\", "
	  "response=\"****\", cnonce=\"**\", nc=1" },
	{ "Proxy-Authorization:Digest response=0123,cnonce=xy;nc=1",
	  "Proxy-Authorization:Digest response=****,cnonce=**;nc=1" },
	{ "AUTHORIZATION : digest\r\n\tRESPONSE = \"0123\"",
	  "AUTHORIZATION : digest\r\n\tRESPONSE = \"****\"" },
	{ "Authorization: Digest ,response=\"a\\\"b\", x=1",
	  "Authorization: Digest ,response=\"****\", x=1" },
	{ "Authorization: Digest username=\"response=\\\"a\\\"\", response=\"b\"",
	  "Authorization: Digest username=\"response=\\\"a\\\"\", "
	  "response=\"*\"" },
	{ "Authorization: Digest nonce=abc;response=\"0123",
	  "Authorization: Digest nonce=abc;response=\"****" },
	{ "Authorization: response=\"01\"", "Authorization: response=\"**\"" },
	{ "Authorization: Basic QWxhZGRpbg==",
	  "Authorization: Basic ************" },
	{ "Authorization: Bearer a.b-c d", "Authorization: Bearer *******" },
	{ "Authorization: Digest response=\"\xc3\xa4\xff""1\"",
	  "Authorization: Digest response=\"***\"" },
	{ "Authentication-Info: rspauth=\"01\", cnonce=\"2\", nextnonce=\"n\"",
	  "Authentication-Info: rspauth=\"**\", cnonce=\"*\", "
	  "nextnonce=\"n\"" },
	{ "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNf|2^20|1:4",
	  "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:****|2^20|1:4" },
	{ "a=crypto:1 X inline:AA;inline:BB FEC",
	  "a=crypto:1 X inline:**;inline:** FEC" },
	{ "k=base64:abcd", "k=base64:****" },
	{ "a=key-mgmt:mikey AQAF", "a=key-mgmt:mikey ****" },
	/* Nothing secret, or only the look of it. */
	{ "WWW-Authenticate: Digest realm=\"x\", nonce=\"abc\"",
	  "WWW-Authenticate: Digest realm=\"x\", nonce=\"abc\"" },
	{ "Subject: response=\"0123\"", "Subject: response=\"0123\"" },
	{ "a=rtpmap:8 PCMA/8000", "a=rtpmap:8 PCMA/8000" },
	{ "Authorization:", "Authorization:" },
	{ "Authorization", "Authorization" },
	{ "k=", "k=" }, { ":", ":" }, { "", "" },
};

/* The line as an exact-size copy, so that a read too far is seen. */
static char *copy_of(const char *s)
{
	size_t n = strlen(s);
	char *p = malloc(n ? n : 1);

	assert_non_null(p);
	memcpy(p, s, n);
	return p;
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *p = copy_of(cases[i].line);
		struct slice line = { p, strlen(cases[i].line) };
		struct strbuf out = { 0 };

		secret_line(&out, line, false, NULL, 0);
		assert_string_equal(strbuf_str(&out), cases[i].want);
		assert_int_equal(utf8_count(strbuf_view(&out)),
				 utf8_count(line));
		strbuf_reset(&out);
		secret_line(&out, line, true, NULL, 0);
		assert_string_equal(strbuf_str(&out), cases[i].line);
		strbuf_fini(&out);
		free(p);
	}
}

/* Every offset of a line points at the same code point afterwards. */
static void test_spans(void **state)
{
	static const char text[] = "Authorization: Digest response=\"\xc3\xa4"
		"1\", a=\xc3\xb6, cnonce=\"\xf0\x9f\x98\x80\" z";
	struct slice line = { text, sizeof(text) - 1 };

	(void)state;
	for (size_t at = 0; at <= line.len; at++) {
		struct strbuf out = { 0 };
		size_t span[2] = { at, line.len };

		if (at < line.len && (text[at] & 0xc0) == 0x80)
			continue; /* inside a code point */
		secret_line(&out, line, false, span, 2);
		assert_int_equal(utf8_count(slice_head(strbuf_view(&out),
						       span[0])),
				 utf8_count(slice_head(line, at)));
		assert_int_equal(span[1], out.len);
		strbuf_fini(&out);
	}
}

static void test_behind_other_text(void **state)
{
	struct strbuf out = { 0 };
	size_t span = 22;

	(void)state;
	strbuf_adds(&out, "before ");
	secret_line(&out, SLICE("Authorization: Basic abc"), false, &span, 1);
	assert_string_equal(strbuf_str(&out),
			    "before Authorization: Basic ***");
	assert_int_equal(span, 22);
	strbuf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_behind_other_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
