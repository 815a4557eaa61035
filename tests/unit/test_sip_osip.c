/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_osip.h"

#include "tests/unit/exact.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static struct sip_osip *osip;

static int begin(void **state)
{
	(void)state;
	osip = sip_osip_new();
	return !osip;
}

static int end(void **state)
{
	(void)state;
	sip_osip_free(osip);
	return 0;
}

/* Strings of a result, in order; NULL: absent. */
static void want_strings(const char *label, const char *const *got,
			 const char *const *want)
{
	for (int i = 0; i < 4; i++)
		if (!got[i] != !want[i] || (got[i] && strcmp(got[i], want[i])))
			fail_msg("%s, %d: got %s, want %s", label, i,
				 got[i] ? got[i] : "-", want[i] ? want[i] : "-");
}

typedef int parse_fn(struct slice in, const char **out);

static int uri(struct slice in, const char **out)
{
	struct sip_osip_uri u;
	int rc = sip_osip_uri(osip, in, &u);

	out[0] = u.scheme, out[1] = u.user, out[2] = u.host;
	out[3] = u.opaque ? u.opaque : u.port;
	return rc;
}

static int from(struct slice in, const char **out)
{
	struct sip_osip_name_addr a;
	int rc = sip_osip_from(osip, in, &a);

	out[0] = a.display, out[1] = a.uri.user, out[2] = a.uri.host;
	out[3] = a.tag;
	return rc;
}

static int contact(struct slice in, const char **out)
{
	struct sip_osip_name_addr a;
	int rc = sip_osip_contact(osip, in, &a);

	out[0] = a.display, out[1] = a.star ? "star" : a.uri.user;
	out[2] = a.uri.host, out[3] = a.expires;
	return rc;
}

static int challenge(struct slice in, const char **out)
{
	struct sip_osip_auth a;
	int rc = sip_osip_challenge(osip, in, &a);

	out[0] = a.scheme, out[1] = a.realm, out[2] = a.nonce, out[3] = a.qop;
	return rc;
}

static int credentials(struct slice in, const char **out)
{
	struct sip_osip_auth a;
	int rc = sip_osip_credentials(osip, in, &a);

	out[0] = a.username, out[1] = a.uri, out[2] = a.response, out[3] = a.nc;
	return rc;
}

static int via(struct slice in, const char **out)
{
	struct sip_osip_via v;
	int rc = sip_osip_via(osip, in, &v);

	out[0] = v.transport, out[1] = v.host, out[2] = v.port;
	out[3] = v.branch;
	return rc;
}

static int cseq(struct slice in, const char **out)
{
	struct sip_osip_cseq c;
	int rc = sip_osip_cseq(osip, in, &c);

	out[0] = c.number, out[1] = c.method;
	return rc;
}

static int content_type(struct slice in, const char **out)
{
	struct sip_osip_content_type c;
	int rc = sip_osip_content_type(osip, in, &c);

	out[0] = c.type, out[1] = c.subtype, out[2] = c.boundary;
	return rc;
}

static const struct {
	parse_fn *parse;
	const char *in;
	int rc;
	const char *out[4];
} cases[] = {
	{ uri, "sip:a%20b@c.d:70;lr", 0, { "sip", "a b", "c.d", "70" } },
	{ uri, "tel:+49", 0, { "tel", NULL, NULL, "+49" } },
	{ uri, "soap.beep://x", -EINVAL, { NULL } },
	{ uri, "", -EINVAL, { NULL } },
	{ from, "\"A\" <sip:a@b.c>;tag=1", 0, { "\"A\"", "a", "b.c", "1" } },
	{ from, "\"A\"\r\n\t<sip:a@b.c>\r\n ;tag=1", 0,
	  { "\"A\"", "a", "b.c", "1" } },
	{ from, "\"A <sip:a@b.c>", -EINVAL, { NULL } },
	{ contact, "*", 0, { NULL, "star", NULL, NULL } },
	{ contact, "<sip:a@b.c>;expires=60", 0, { NULL, "a", "b.c", "60" } },
	{ challenge, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", 0,
	  { "Digest", "r", "n", "auth" } },
	{ challenge, "x", -EINVAL, { NULL } },
	{ credentials, "Digest username=\"u\",realm=\"r\",nonce=\"n\","
	  "uri=\"sip:r\",response=\"0\",nc=00000001", 0,
	  { "u", "sip:r", "0", "00000001" } },
	{ via, "SIP/2.0/UDP a.b:70;branch=x", 0, { "UDP", "a.b", "70", "x" } },
	{ via, "SIP/2.0/UDP\ta.b;branch=x", 0, { "UDP", "a.b", NULL, "x" } },
	{ via, "SIP/2.0/UDP a;;", -EINVAL, { NULL } },
	{ cseq, "7\tBYE", 0, { "7", "BYE" } },
	{ cseq, "7", -EINVAL, { NULL } },
	{ content_type, "multipart/mixed;boundary=\"b\"", 0,
	  { "multipart", "mixed", "b" } },
};

static void test_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct slice in = exact(cases[i].in, strlen(cases[i].in));
		const char *out[4] = { NULL };
		int rc;

		sip_osip_reset(osip);
		rc = cases[i].parse(in, out);
		if (rc != cases[i].rc)
			fail_msg("%s: %d", cases[i].in, rc);
		if (!rc)
			want_strings(cases[i].in, out, cases[i].out);
		exact_free(in);
	}
}

static void test_nul(void **state)
{
	struct sip_osip_uri u;

	(void)state;
	assert_int_equal(sip_osip_uri(osip, slice_of("sip:a\0b@c", 9), &u),
			 -EINVAL);
}

/* The budget ends: an error, not a result with parts missing; and the next
 * round is as good as new. */
static void test_budget(void **state)
{
	struct sip_osip_name_addr a;
	char text[8000] = "<sip:a@b.c>;tag=1";
	int rc = 0, rounds = 0;

	(void)state;
	for (size_t n = strlen(text); n < sizeof(text) - 3; n += 2)
		memcpy(text + n, ";a", 3);
	while (!rc && rounds++ < 100)
		rc = sip_osip_from(osip, slice_cstr(text), &a);
	assert_int_equal(rc, -ENOMEM);
	sip_osip_reset(osip);
	assert_int_equal(sip_osip_from(osip, SLICE("<sip:a@b.c>;tag=1"), &a), 0);
	assert_string_equal(a.tag, "1");
}

static void judge(struct slice text, struct sip_osip_verdict *out)
{
	static struct sip_index_room room;
	struct sip_index m;

	sip_osip_reset(osip);
	sip_index_read(&m, &room, text, true);
	sip_osip_verdict(osip, &m, out);
}

static const struct {
	const char *text;
	bool accepted, not_asked;
	const char *refused;
} verdicts[] = {
	{ "BYE sip:a@b.c SIP/2.0\r\nTo: <sip:a@b.c>\r\n\r\n", true, false,
	  NULL },
	{ "SIP/2.0 200 OK\r\nTo: <sip:a@b.c>\r\n\r\n", true, false, NULL },
	{ "BYE sip:a@b.c SIP/2.0\r\nVia: SIP/2.0/UDP a;;b\r\n\r\n", false,
	  false, "via: SIP/2.0/UDP a;;b" },
	/* Dropped without a word by the library; here it is said. */
	{ "BYE sip:a@b.c SIP/2.0\r\nWWW-Authenticate: x\r\n\r\n", true, false,
	  "www-authenticate: x" },
	{ "SIP/2.0 200\r\nTo: <sip:a@b.c>\r\n\r\n", false, true,
	  "SIP/2.0 200" },
	{ "BYE  sip:a@b.c SIP/2.0\r\nTo: <sip:a@b.c>\r\n\r\n", false, true,
	  "BYE  sip:a@b.c SIP/2.0" },
	{ "garbage\r\nBYE sip:a@b.c SIP/2.0\r\n\r\n", false, true, "garbage" },
	{ "OPTIONS soap.beep://x SIP/2.0\r\nTo: <sip:a@b.c>\r\n\r\n", false,
	  false, NULL },
};

static void test_verdict(void **state)
{
	struct sip_osip_verdict v;

	(void)state;
	for (size_t i = 0; i < LEN(verdicts); i++) {
		struct slice in = exact(verdicts[i].text,
					strlen(verdicts[i].text));

		judge(in, &v);
		assert_int_equal(!v.rc, verdicts[i].accepted);
		assert_int_equal(v.not_asked, verdicts[i].not_asked);
		assert_false(v.too_complex);
		if (!v.refused != !verdicts[i].refused ||
		    (v.refused && strcmp(v.refused, verdicts[i].refused)))
			fail_msg("%s: refused %s", verdicts[i].text,
				 v.refused ? v.refused : "nothing");
		exact_free(in);
	}
}

#define PLAIN_HEAD "BYE sip:a@b.cd;x=1 SIP/2.0\r\n" \
	"Via: SIP/2.0/UDP h.x:5062;branch=z9hG4bK1\r\n" \
	"From: \"A\" <sip:a@b.cd>;tag=1\r\nCSeq: 2 BYE\r\n" \
	"Max-Forwards: 7\r\nX-Any:\tthing \xff\r\n"
#define PLAIN PLAIN_HEAD "To: <sip:b@b.cd>\r\nCall-ID: 1@x\r\n"

static const struct {
	const char *text;
	bool sure;
} plain[] = {
	{ PLAIN "\r\n", true },
	{ PLAIN "Content-Type: application/sdp\r\nContent-Length: 1\r\n\r\nv",
	  true },
	{ "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h.x\r\nFrom: <sip:a@b.cd>\r\n"
	  "To: <sip:a@b.cd>\r\nCall-ID: 1\r\nCSeq: 1 BYE\r\n\r\n", true },
	{ "SIP/2.0 200\r\nVia: SIP/2.0/UDP h.x\r\nFrom: <sip:a@b.cd>\r\n"
	  "To: <sip:a@b.cd>\r\nCall-ID: 1\r\nCSeq: 1 BYE\r\n\r\n", false },
	/* What it would have to be asked about. */
	{ PLAIN "Contact: <sip:a>\r\n\r\n", false },
	{ PLAIN "Contact: *\r\n\r\n", false },
	{ PLAIN "Via: SIP/2.0/UDP a;;b\r\n\r\n", false },
	{ PLAIN "To: <sip:b@b.cd>\r\n\r\n", false },
	{ PLAIN "Subject: a\r\n b\r\n\r\n", false },
	{ PLAIN "Content-Type: multipart/mixed\r\nContent-Length: 1\r\n\r\n-",
	  false },
	{ PLAIN "Content-Type: application\r\nContent-Length: 1\r\n\r\n-",
	  false },
	{ PLAIN "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", false },
	{ PLAIN "Content-Length: 2\r\n\r\nx", false },
	{ PLAIN_HEAD "To: <sip:b@b.cd>\r\nCall-ID: @x\r\n\r\n", false },
	{ PLAIN_HEAD "To: <sip:b%20@b.cd>\r\nCall-ID: 1\r\n\r\n", false },
	{ "BYE tel:1 SIP/2.0\r\nTo: <sip:b@b.cd>\r\n\r\n", false },
};

/* Sure only where the library, when asked, takes the message. */
static void test_sure(void **state)
{
	static struct sip_index_room room;
	struct sip_osip_verdict v;
	struct sip_index m;

	(void)state;
	for (size_t i = 0; i < LEN(plain); i++) {
		struct slice in = exact(plain[i].text, strlen(plain[i].text));

		sip_index_read(&m, &room, in, true);
		if (sip_osip_sure(&m) != plain[i].sure)
			fail_msg("%s: sure %d", plain[i].text, !plain[i].sure);
		sip_osip_reset(osip);
		sip_osip_verdict(osip, &m, &v);
		if (plain[i].sure && (v.rc || v.not_asked))
			fail_msg("%s: refused", plain[i].text);
		exact_free(in);
	}
}

/* head, then n times part, then CR LF CR LF. */
static struct slice repeat(const char *head, const char *part, size_t n)
{
	size_t len = strlen(head), one = strlen(part);
	char *p = malloc(len + n * one + 4);

	assert_non_null(p);
	memcpy(p, head, len);
	for (size_t i = 0; i < n; i++, len += one)
		memcpy(p + len, part, one);
	memcpy(p + len, "\r\n\r\n", 4);
	return slice_of(p, len + 4);
}

#define START "BYE sip:a@b.c SIP/2.0\r\n"

static const struct {
	const char *head, *part;
	size_t n;
	bool too_complex;
} hostile[] = {
	{ START "Subject: ", "a", 8 << 10, true },          /* a long line */
	{ START "Subject: ", "a", 7 << 10, false },
	{ START "A:b", "\r\nSubject: abcdefghijklmn", 511, false },
	{ START "A:b", "\r\na:b", 600, true },     /* more than the index holds */
	{ START "A:b", "\r\nAllow: a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a",
	  400, true },                                      /* the budget */
	{ START "\r\n", "body ", 14 << 10, true },          /* over 64 kB */
};

static void test_hostile(void **state)
{
	struct sip_osip_verdict v;

	(void)state;
	for (size_t i = 0; i < LEN(hostile); i++) {
		struct slice in = repeat(hostile[i].head, hostile[i].part,
					 hostile[i].n);

		judge(in, &v);
		if (v.too_complex != hostile[i].too_complex)
			fail_msg("%zu: %d, rc %d", i, v.too_complex, v.rc);
		exact_free(in);
	}
}

/* The library would print its errors; nothing may reach standard output. */
static void test_silent(void **state)
{
	int pipes[2], saved = dup(1);
	struct sip_osip_verdict v;
	char byte;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	fflush(stdout);
	dup2(pipes[1], 1);
	close(pipes[1]);
	judge(SLICE(START "Via: x\r\nVia: x\r\n\r\n"), &v);
	judge(SLICE(START "To: <sip:a@b.c>\r\nTo: <sip:a@b.c>\r\n\r\n"), &v);
	fflush(stdout);
	dup2(saved, 1);
	close(saved);
	assert_int_equal(read(pipes[0], &byte, 1), 0);
	close(pipes[0]);
	assert_int_not_equal(v.rc, 0);
}

static void *worker(void *arg)
{
	struct sip_osip *o = sip_osip_new();
	struct sip_osip_name_addr a;
	size_t *good = arg;

	for (int i = 0; o && i < 2000; i++) {
		sip_osip_reset(o);
		*good += sip_osip_from(o, SLICE("\"A\" <sip:a@b.c>;tag=1"),
				       &a) == 0 && a.tag && *a.tag == '1';
	}
	sip_osip_free(o);
	return NULL;
}

static void test_threads(void **state)
{
	pthread_t threads[4];
	size_t good[4] = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, worker,
						&good[i]), 0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(good[i], 2000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_sure),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
