/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates of OpenSSL, and such as are made up here piece by piece. */
#include "dissect/x509.h"

#include "base/strbuf.h"
#include "tests/unit/exact.h"
#include "tests/unit/x509_bytes.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define DAY INT64_C(86400)

/* Subject, issuer and names in one line: `CN|CN|dns:a uri:b ip:4'. */
static void describe(struct strbuf *out, const struct x509 *x)
{
	struct slice rest = x->alt_names, name;
	enum x509_alt kind;
	char text[24];

	x509_name(x->subject, text, sizeof(text));
	strbuf_fmt(out, "%s|", text);
	x509_name(x->issuer, text, sizeof(text));
	strbuf_fmt(out, "%s|", text);
	while (x509_alt_name(&rest, &kind, &name)) {
		strbuf_adds(out, kind == X509_DNS ? "dns:" :
			    kind == X509_URI ? "uri:" : "ip:");
		if (kind == X509_IP)
			strbuf_uint(out, name.len);
		else
			strbuf_slice(out, name);
		strbuf_addc(out, ' ');
	}
}

static const struct {
	const char *bytes;
	size_t len;
	const char *text;
	int64_t from, to; /* days since 1970 and seconds of that */
} real[] = {
	{ BYTES(X509_LEAF), "sip.example.com|Lab CA|dns:sip.example.com "
	  "uri:sip:example.com ip:4 ", 20758 * DAY, 20788 * DAY },
	{ BYTES(X509_CA), "Lab CA|Lab CA|", 20454 * DAY, 24472 * DAY - 1 },
	{ BYTES(X509_UTF), "M\303\274ller|M\303\274ller|dns:*.example.com "
	  "ip:16 uri:ldap://x ", 11016 * DAY + DAY / 2, 29950 * DAY - 1 },
	{ BYTES(X509_OU), "Old Root|Old Root|", 10592 * DAY, 17897 * DAY },
	{ BYTES(X509_NOSAN), "pbx.example|pbx.example|", 20454 * DAY,
	  20819 * DAY },
};

static void test_real(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(real); i++) {
		struct slice in = exact(real[i].bytes, real[i].len);
		struct strbuf b = { 0 };
		struct x509 x;

		assert_int_equal(x509_decode(&x, in), DECODE_OK);
		describe(&b, &x);
		assert_string_equal(strbuf_str(&b), real[i].text);
		if (x.not_before != real[i].from || x.not_after != real[i].to)
			fail_msg("%s: %lld to %lld", real[i].text,
				 (long long)x.not_before,
				 (long long)x.not_after);
		strbuf_fini(&b);
		exact_free(in);
	}
}

/* No part of a certificate is one, nor is one with something behind it. */
static void test_cut(void **state)
{
	struct x509 x;

	(void)state;
	for (size_t n = 0; n < sizeof(X509_LEAF) - 1; n++) {
		struct slice in = exact(X509_LEAF, n);

		if (x509_decode(&x, in) != DECODE_MALFORMED)
			fail_msg("%zu bytes are enough", n);
		exact_free(in);
	}
	assert_int_equal(x509_decode(&x, slice_of(X509_LEAF,
						  sizeof(X509_LEAF))),
			 DECODE_MALFORMED);
}

/* --- made up ------------------------------------------------------------------ */

/* An element: tag, length, body. */
static void wrap(struct strbuf *out, unsigned tag, struct slice body)
{
	strbuf_addc(out, (char)tag);
	if (body.len > 255) {
		strbuf_add(out, "\x82", 1);
		strbuf_addc(out, (char)(body.len >> 8));
	} else if (body.len > 127) {
		strbuf_add(out, "\x81", 1);
	}
	strbuf_addc(out, (char)body.len);
	strbuf_slice(out, body);
}

#define UTC(text) "\x17\x0d" text
#define TIME(text) "\x18\x0f" text
#define GOOD UTC("260101000000Z") UTC("270101000000Z")
#define ALGORITHM "\x30\x03\x06\x01\x01"
#define KEY "\x30\x02\x05\x00"
#define CN(tag, size, text) "\x31" "\x0a" "\x30\x08\x06\x03\x55\x04\x03" tag \
	size text /* one byte of text */
#define NAME CN("\x0c", "\1", "a")
#define SAN(size, list, names) \
	"\x30" size "\x06\x03\x55\x1d\x11\x04" list names
#define A_SAN SAN("\x0c", "\x05", "\x30\x03\x82\x01" "a")

struct made {
	const char *label;
	struct slice before, validity, subject, behind, extensions;
	const char *text; /* NULL: malformed */
	int64_t from, to;
};
#define S(literal) { BYTES(literal) }
#define VERSION S("\xa0\x03\x02\x01\x02")
#define NONE { NULL, 0 }
#define FROM 20454 * DAY
#define TO 20819 * DAY
#define VALID(label, times, from, to) \
	{ label, VERSION, S(times), S(NAME), NONE, NONE, "a|a|", from, to }
#define INVALID(label, times) \
	{ label, VERSION, S(times), S(NAME), NONE, NONE, NULL, 0, 0 }
#define NAMED(label, name, text) \
	{ label, VERSION, S(GOOD), S(name), NONE, NONE, text, FROM, TO }
#define EXTENDED(label, extensions, text) \
	{ label, VERSION, S(GOOD), S(NAME), NONE, S(extensions), text, FROM, TO }

static const struct made made[] = {
	VALID("plain", GOOD, FROM, TO),
	{ "version 1", NONE, S(GOOD), S(NAME), NONE, NONE, "a|a|", FROM, TO },
	{ "unique identifiers", VERSION, S(GOOD), S(NAME),
	  S("\x81\x01x\x82\x01y"), S(A_SAN), "a|a|dns:a ", FROM, TO },
	{ "an element that does not belong there", VERSION, S(GOOD), S(NAME),
	  S("\x04\x01x"), NONE, NULL, 0, 0 },
	VALID("1950", UTC("500101000000Z") UTC("491231235959Z"), -7305 * DAY,
	      29220 * DAY - 1),
	VALID("no end", TIME("20260101000000Z") TIME("99991231235959Z"), FROM,
	      2932897 * DAY - 1),
	VALID("the first day", TIME("00010101000000Z") UTC("270101000000Z"),
	      -719162 * DAY, TO),
	VALID("leap day", UTC("240229000000Z") UTC("270101000000Z"),
	      19782 * DAY, TO),
	INVALID("no leap day", UTC("250229000000Z") UTC("270101000000Z")),
	INVALID("no leap day in 2100", UTC("250101000000Z")
		TIME("21000229000000Z")),
	INVALID("month 0", UTC("260001000000Z") UTC("270101000000Z")),
	INVALID("month 13", UTC("261301000000Z") UTC("270101000000Z")),
	INVALID("day 0", UTC("260100000000Z") UTC("270101000000Z")),
	INVALID("day 31", UTC("260431000000Z") UTC("270101000000Z")),
	INVALID("hour 24", UTC("260101240000Z") UTC("270101000000Z")),
	INVALID("minute 60", UTC("260101006000Z") UTC("270101000000Z")),
	INVALID("second 60", UTC("260101000060Z") UTC("270101000000Z")),
	INVALID("year 0", TIME("00000101000000Z") UTC("270101000000Z")),
	INVALID("no seconds", "\x17\x0b" "2601010000Z" UTC("270101000000Z")),
	INVALID("a zone", "\x17\x11" "260101000000+0100" UTC("270101000000Z")),
	INVALID("no zone", "\x17\x0c" "260101000000" UTC("270101000000Z")),
	INVALID("another letter", UTC("260101000000z") UTC("270101000000Z")),
	INVALID("fractions", "\x18\x11" "20260101000000.5Z"
		UTC("270101000000Z")),
	INVALID("a letter", UTC("26010100000:Z") UTC("270101000000Z")),
	INVALID("a blank", UTC("26 101000000Z") UTC("270101000000Z")),
	INVALID("UTCTime as GeneralizedTime", "\x18\x0d" "260101000000Z"
		UTC("270101000000Z")),
	INVALID("a text", "\x13\x0d" "260101000000Z" UTC("270101000000Z")),
	INVALID("one time", UTC("260101000000Z")),
	INVALID("three times", GOOD UTC("260101000000Z")),
	INVALID("nothing", ""),
	NAMED("two common names", CN("\x0c", "\1", "x") NAME, "a|a|"),
	NAMED("behind the common name", NAME "\x31\x0a\x30\x08\x06\x03\x55\x04"
	      "\x0a\x0c\1z", "a|a|"),
	NAMED("two in a set", "\x31\x14\x30\x08\x06\x03\x55\x04\x03\x0c\1a"
	      "\x30\x08\x06\x03\x55\x04\x0b\x0c\1z", "a|a|"),
	NAMED("PrintableString", CN("\x13", "\1", "p"), "p|p|"),
	NAMED("IA5String", CN("\x16", "\1", "i"), "i|i|"),
	NAMED("a control character", CN("\x0c", "\1", "\x1b"), "?|?|"),
	NAMED("NUL", CN("\x0c", "\1", "\0"), "?|?|"),
	NAMED("no UTF-8", CN("\x0c", "\1", "\xff"), "?|?|"),
	NAMED("Latin 1 as TeletexString", CN("\x14", "\1", "\xfc"), "?|?|"),
	NAMED("no text", CN("\x04", "\1", "x"), "||"),
	NAMED("BMPString", "\x31\x0f\x30\x0d\x06\x03\x55\x04\x03\x1e\6"
	      "\0a\0b\1\1", "ab?|ab?|"),
	NAMED("half a character", "\x31\x0c\x30\x0a\x06\x03\x55\x04\x03\x1e\3"
	      "\0ab", "a|a|"),
	NAMED("UniversalString", "\x31\x11\x30\x0f\x06\x03\x55\x04\x03\x1c\x08"
	      "\0\0\0a\0\1\0b", "a?|a?|"),
	NAMED("cut between characters", "\x31\x22\x30\x20\x06\x03\x55\x04\x03"
	      "\x0c\x19" "0123456789012345678901" "\342\202\254",
	      "0123456789012345678901|0123456789012345678901|"),
	NAMED("nobody", "", "||"),
	NAMED("rubbish", "abcd", "||"),
	NAMED("an empty set", "\x31\0", "||"),
	EXTENDED("one name", A_SAN, "a|a|dns:a "),
	EXTENDED("marked as critical", "\x30\x0f\x06\x03\x55\x1d\x11\x01\1\xff"
		 "\x04\x05\x30\x03\x82\x01" "a", "a|a|dns:a "),
	EXTENDED("another one before", "\x30\x09\x06\x03\x55\x1d\x13\x04\2\x30"
		 "\0" A_SAN, "a|a|dns:a "),
	EXTENDED("twice", A_SAN A_SAN, NULL),
	EXTENDED("no names", SAN("\x09", "\2", "\x30\0"), "a|a|"),
	EXTENDED("other kinds of names", SAN("\x15", "\x0e",
		 "\x30\x0c\xa0\1x\x81\1m\x82\1a\x88\1o"), "a|a|dns:a "),
	EXTENDED("addresses of odd lengths", SAN("\x18", "\x11",
		 "\x30\x0f\x87\x03xyz\x87\x04" "1234" "\x87\0\x82\0"),
		 "a|a|ip:4 dns: "),
	EXTENDED("names that end too soon", SAN("\x0c", "\x05",
		 "\x30\x03\x82\x02" "a"), "a|a|"),
	EXTENDED("behind the names", SAN("\x0d", "\x06",
		 "\x30\x03\x82\x01" "ab"), NULL),
	EXTENDED("not wrapped", "\x30\x0a\x06\x03\x55\x1d\x11\x30\x03\x82\x01"
		 "a", NULL),
	EXTENDED("a length of two bytes that needs one",
		 "\x30\x81\x0c\x06\x03\x55\x1d\x11\x04\x05\x30\x03\x82\x01"
		 "a", NULL),
	EXTENDED("an indefinite length", "\x30\x80\x06\x03\x55\x1d\x11\x04\x05"
		 "\x30\x03\x82\x01" "a\0\0", NULL),
	EXTENDED("a long tag", "\x3f\x30\x0c", NULL),
};

static void make(struct strbuf *out, const struct made *m)
{
	struct strbuf tbs = { 0 }, b = { 0 };

	strbuf_slice(&tbs, m->before);
	strbuf_add(&tbs, BYTES("\x02\x01\x07" ALGORITHM));
	wrap(&tbs, 0x30, m->subject); /* the issuer is the same */
	wrap(&tbs, 0x30, m->validity);
	wrap(&tbs, 0x30, m->subject);
	strbuf_add(&tbs, BYTES(KEY));
	strbuf_slice(&tbs, m->behind);
	if (m->extensions.len) {
		wrap(&b, 0x30, m->extensions);
		wrap(&tbs, 0xa3, strbuf_view(&b));
		strbuf_reset(&b);
	}
	wrap(&b, 0x30, strbuf_view(&tbs));
	strbuf_add(&b, BYTES(ALGORITHM "\x03\x02\0s"));
	wrap(out, 0x30, strbuf_view(&b));
	strbuf_fini(&tbs);
	strbuf_fini(&b);
}

static void test_made(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(made); i++) {
		const struct made *m = &made[i];
		struct strbuf der = { 0 }, b = { 0 };
		enum decode got;
		struct slice in;
		struct x509 x;

		make(&der, m);
		in = exact(der.p, der.len);
		got = x509_decode(&x, in);
		if ((got == DECODE_OK) != (m->text != NULL))
			fail_msg("%s: %d", m->label, got);
		if (got == DECODE_OK)
			describe(&b, &x);
		if (m->text && strcmp(strbuf_str(&b), m->text))
			fail_msg("%s: `%s'", m->label, strbuf_str(&b));
		if (m->text && (x.not_before != m->from || x.not_after != m->to))
			fail_msg("%s: %lld to %lld", m->label,
				 (long long)x.not_before,
				 (long long)x.not_after);
		exact_free(in);
		strbuf_fini(&der);
		strbuf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
