/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog_fill.h"
#include "data/catalog_phrase.h"
#include "data/catalog_scanner.h"
#include "data/catalog_stack.h"
#include "data/catalog_stack_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static const char *const clue_names[CATALOG_CLUE_COUNT] = {
	"Server", "User-Agent", "X-FS-Support", "Contact", "From",
	"SDP-Origin", "SDP-Session", "Tag",
};

/* `Server: value' into a copy of exactly its size; the clue it is of. */
static enum catalog_clue clue_of(const char *example, struct slice *value)
{
	struct slice e = slice_cstr(example);
	size_t colon = slice_find(e, ':');
	char *copy;
	int c;

	for (c = 0; c < CATALOG_CLUE_COUNT; c++)
		if (slice_eq(slice_head(e, colon), slice_cstr(clue_names[c])))
			break;
	assert_in_range(c, 0, CATALOG_CLUE_COUNT - 1);
	e = slice_from(e, colon + 2);
	copy = malloc(e.len ? e.len : 1);
	assert_non_null(copy);
	memcpy(copy, e.p, e.len);
	*value = slice_of(copy, e.len);
	return (enum catalog_clue)c;
}

static struct catalog_stack_match match(const char *example)
{
	struct catalog_clues clues = { 0 };
	struct catalog_stack_match m;
	struct slice value;
	enum catalog_clue c = clue_of(example, &value);

	clues.of[c] = value;
	m = catalog_stack_find(&clues);
	free((void *)value.p);
	return m;
}

static const char *name_of(struct catalog_stack_match m)
{
	return m.stack ? m.stack->key : "";
}

/* Each sign recognises its own example, and no other sign of another stack
 * fits better; a tag tells nothing by itself. */
static void test_signs(void **state)
{
	(void)state;
	for (size_t i = 0; i < catalog_stack_sign_count; i++) {
		const struct catalog_sign *s = &catalog_stack_signs[i];
		struct catalog_stack_match m = match(s->example);

		if (s->clues == 1U << CATALOG_CLUE_TAG) {
			assert_null(m.stack);
			continue;
		}
		if (m.stack != &catalog_stacks[s->row])
			fail_msg("%s is taken for %s, not for %s", s->example,
				 name_of(m), catalog_stacks[s->row].key);
		assert_int_equal(m.certainty,
				 m.clue <= CATALOG_CLUE_X_FS_SUPPORT ?
				 CERTAINTY_CERTAIN : CERTAINTY_LIKELY);
		assert_true(s->clues & 1U << m.clue);
	}
}

/* The signs of one stack fit no example of another, but for a part of it. */
static void test_signs_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < catalog_stack_sign_count; i++)
		for (size_t k = 0; k < catalog_stack_sign_count; k++) {
			const struct catalog_sign *a = &catalog_stack_signs[i],
				*b = &catalog_stack_signs[k];
			const struct catalog_stack *mine, *other;
			struct slice v;
			enum catalog_clue c = clue_of(b->example, &v);
			bool fits = a->clues & 1U << c && *a->pattern &&
				catalog_sign_fits(a->pattern, v);

			free((void *)v.p);
			mine = &catalog_stacks[a->row];
			other = &catalog_stacks[b->row];
			if (fits && mine != other && other->of != mine)
				fail_msg("the sign `%s' of %s fits `%s' of %s",
					 a->pattern, mine->key, b->example,
					 other->key);
		}
}

static const struct { const char *example, *want; } others[] = {
	{ "Server: Asterisk PBX", "asterisk" },
	{ "Server:  Asterisk PBX 13.19.0 ", "asterisk" },
	{ "User-Agent: Asterisk PBX 21.0.0", "asterisk-chan-pjsip" },
	{ "Server: asterisk pbx 20.5.0", "" },
	{ "Server: My Asterisk PBX 20.5.0", "" },
	{ "Server: Asterisk", "" }, { "Server: AsteriskNOW", "" },
	{ "SDP-Session: AsteriskNOW", "" }, { "SDP-Session: -", "" },
	{ "User-Agent: Better than FreeSWITCH-mod_sofia/1.0", "" },
	{ "User-Agent: FreeSWITCH", "" }, { "User-Agent: FPBX-", "" },
	{ "User-Agent: FPBX-16.0.40(", "" }, { "User-Agent: FPBX-x(1)", "" },
	{ "Server: kamailio", "" }, { "Server: kamailio (", "" },
	{ "Server: kamailio ()", "kamailio" },
	{ "Server: Kamailio (5.7.4)", "" },
	{ "Server: anti-kamailio (5.7.4)", "" },
	{ "Server: OpenSIPS", "" }, { "User-Agent: opensips (1)", "" },
	{ "User-Agent: Cisco-CUCM", "" }, { "User-Agent: Cisco-CP7960G/8.0", "" },
	{ "User-Agent: 3CX phone", "" }, { "Server: 3CX", "3cx" },
	{ "User-Agent: 3CXPhoneSystems", "" },
	{ "User-Agent: Brian 1.0", "" }, { "User-Agent: X-Lites", "" },
	{ "User-Agent: Zebra 1", "" }, { "User-Agent: Z 1", "zoiper" },
	{ "User-Agent: Z x", "" }, { "User-Agent: Mediants", "" },
	{ "User-Agent: MediationServer", "" },
	{ "Contact: <sip:mod_sofia@1.2.3.4>", "freeswitch" },
	{ "Contact: <sip:bob@mod_sofia>", "" },
	{ "Contact: <sip:xmod_sofia@1.2.3.4>", "" },
	{ "SDP-Origin: FreeSWITCH", "freeswitch" },
	{ "SDP-Origin: FreeSWITCHER 1 1 IN IP4 1.2.3.4", "" },
	{ "SDP-Origin: Asterisk PBX", "" }, /* only s= is known */
	{ "From: Asterisk PBX 20", "" },
	{ "User-Agent: ", "" }, { "Tag: as2576a4ae", "" },
	{ "User-Agent: Microsoft.PSTNHub.SIPProxies", "" },
	{ "Server: MicrosoftXPSTNHub.SIPProxy v.1", "" },
};

static void test_near_misses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct catalog_stack_match m = match(others[i].example);

		if (strcmp(name_of(m), others[i].want) != 0)
			fail_msg("`%s' is taken for `%s', not `%s'",
				 others[i].example, name_of(m),
				 others[i].want);
	}
}

static const struct {
	const char *server, *user_agent, *tag, *session, *want;
} together[] = {
	{ "Asterisk PBX 16.2.1", "", "as2576a4ae", "", "asterisk-chan-sip" },
	{ "Asterisk PBX 16.2.1", "", "as2576a4ae1", "", "asterisk" },
	{ "Asterisk PBX 16.2.1", "", "as2576a4ag", "", "asterisk" },
	{ "Asterisk PBX 16.2.1", "", "4fba9d8b-2ac4-42a8-a2b1-5de6b5b7bc62",
	  "", "asterisk-chan-pjsip" },
	{ "Asterisk PBX 22.2.1", "", "as2576a4ae", "", "asterisk-chan-pjsip" },
	{ "FPBX-16.0.40.7(18.13.0)", "", "as2576a4ae", "", "freepbx" },
	{ "kamailio (5.7.4)", "", "as2576a4ae", "", "kamailio" },
	{ "kamailio (5.7.4)", "Asterisk PBX 18.1", "", "", "kamailio" },
	{ "Unheard of", "Asterisk PBX 18.1", "", "", "asterisk" },
	{ "Unheard of", "", "as2576a4ae", "Asterisk", "asterisk-chan-sip" },
	{ "OpenSIPS (3.4)", "", "", "FreeSWITCH", "opensips" },
	{ "", "", "", "", "" },
};

static void test_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(together) / sizeof(*together); i++) {
		struct catalog_clues c = { .of = {
			[CATALOG_CLUE_SERVER] = slice_cstr(together[i].server),
			[CATALOG_CLUE_USER_AGENT] =
				slice_cstr(together[i].user_agent),
			[CATALOG_CLUE_TAG] = slice_cstr(together[i].tag),
			[CATALOG_CLUE_SDP_SESSION] =
				slice_cstr(together[i].session),
		} };

		assert_string_equal(name_of(catalog_stack_find(&c)),
				    together[i].want);
	}
}

/* Every byte at every place of every example, and every length: nothing is read
 * beyond the end (sanitizers), and what is found is a stack of the table. */
static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < catalog_stack_sign_count; i++) {
		struct catalog_clues clues = { 0 };
		struct slice v;
		enum catalog_clue c = clue_of(catalog_stack_signs[i].example,
					      &v);
		char *p = malloc(v.len);

		assert_non_null(p);
		for (size_t at = 0; at < v.len; at++)
			for (int byte = 0; byte < 256; byte++) {
				struct catalog_stack_match m;

				memcpy(p, v.p, v.len);
				p[at] = (char)byte;
				clues.of[c] = slice_of(p, v.len);
				m = catalog_stack_find(&clues);
				assert_true(!m.stack || m.stack->key);
				catalog_scanner_find(c, clues.of[c]);
			}
		free(p);
		for (size_t n = 0; n < v.len; n++) {
			char *head = malloc(n ? n : 1);

			assert_non_null(head);
			memcpy(head, v.p, n);
			clues.of[c] = slice_of(head, n);
			catalog_stack_find(&clues);
			free(head);
		}
		free((void *)v.p);
	}
}

/* Beyond 256 bytes nothing is looked for. */
static void test_long(void **state)
{
	char *p = malloc(1 << 16);

	(void)state;
	assert_non_null(p);
	memset(p, 'f', 1 << 16);
	memcpy(p + 240, "friendly-scanner", 16);
	assert_non_null(catalog_scanner_find(CATALOG_CLUE_USER_AGENT,
					     slice_of(p, 1 << 16)));
	memcpy(p + 240, "ffriendly-scanne", 16);
	p[256] = 'r';
	assert_null(catalog_scanner_find(CATALOG_CLUE_USER_AGENT,
					 slice_of(p, 1 << 16)));
	free(p);
}

static const struct { const char *example, *want; } scanners[] = {
	{ "User-Agent: Friendly-Scanner", "friendly-scanner" },
	{ "User-Agent: x friendly-scanner/2", "friendly-scanner" },
	{ "User-Agent: vulnscanner", "" }, { "User-Agent: a-scanner", "scanner" },
	{ "User-Agent: SCANNER", "scanner" },
	{ "From: \"SIPVicious\"<sip:100@1.1.1.1>", "sipvicious" },
	{ "From: <sip:friendly-scanner@1.1.1.1>", "" },
	{ "User-Agent: mysipcli", "" }, { "User-Agent: SIPCLI/2", "sipcli" },
	{ "User-Agent: Nero SIPPS IP Phone Version 2.0.51.16", "" },
	{ "User-Agent: SIPPS", "" }, { "User-Agent: SIPp", "sipp" },
	{ "User-Agent: sipp", "" }, { "User-Agent: SIPp v3.6", "sipp" },
	{ "User-Agent: smaps", "" }, { "User-Agent: smap", "smap" },
	{ "User-Agent: sipsakx", "" }, { "User-Agent: sipsak", "sipsak" },
	{ "SDP-Session: www.PortSIP.com", "portsip" },
	{ "SDP-Session: portsipxcom", "" },
	{ "User-Agent: portsip.com", "" }, { "User-Agent: Mr.SIP", "mr-sip" },
	{ "User-Agent: MrXSIP", "" }, { "Server: friendly-scanner", "" },
	{ "User-Agent: \x01\xff\x80", "" }, { "User-Agent: ", "" },
};

static void test_scanners(void **state)
{
	struct slice v;

	(void)state;
	for (size_t i = 0; i < catalog_scanner_sign_count; i++) {
		const struct catalog_sign *s = &catalog_scanner_signs[i];
		enum catalog_clue c = clue_of(s->example, &v);

		assert_ptr_equal(catalog_scanner_find(c, v),
				 &catalog_scanners[s->row]);
		free((void *)v.p);
	}
	for (size_t i = 0; i < sizeof(scanners) / sizeof(*scanners); i++) {
		enum catalog_clue c = clue_of(scanners[i].example, &v);
		const struct catalog_scanner *s = catalog_scanner_find(c, v);

		if (strcmp(s ? s->key : "", scanners[i].want) != 0)
			fail_msg("`%s' is taken for `%s'", scanners[i].example,
				 s ? s->key : "nobody");
		free((void *)v.p);
	}
}

/* --- advice --- */

static const struct { const char *stack, *topic; size_t n; const char *want; }
advice[] = {
	{ "asterisk-chan-pjsip", "auth-stale", 0, "`nonce_lifetime='" },
	{ "asterisk", "auth-stale", 0, "`nonce_lifetime='" },
	{ "freepbx", "auth-stale", 0, "`nonce_lifetime='" },
	{ "asterisk-chan-pjsip", "auth-stale", 1, NULL },
	{ "asterisk-chan-pjsip", "status-404", 0, "@?register@" },
	{ "asterisk-chan-pjsip", "404", 2, "extensions.conf" },
	{ "asterisk-chan-pjsip", "404", 3, NULL },
	{ "freeswitch", "client-callerid-rejected", 0, "`caller-id-in-from" },
	{ "freeswitch", "callerid-rejected", 0, NULL },
	{ "freeswitch", "client-40", 0, NULL },
	{ "asterisk-chan-sip", "482", 0, "route your own numbers" },
	{ "asterisk-chan-sip", "502", 0, NULL }, /* not like chan_pjsip */
	{ "freeswitch", "require-unsupported", 0, "`enable-100rel'" },
	{ "freeswitch", "411", 0, NULL },
	{ "kamailio", "status-603", 0, "`disable_6xx_block=1'" },
	{ "kamailio", "6xx", 0, "`disable_6xx_block=1'" },
	{ "kamailio-ims", "478", 0, "`$du'" },
	{ "teams-sba", "410", 0, "MediaOfferError" },
	{ "teams", "404", 0, "511404" }, { "teams", "404", 1, "FailoverResponse" },
	{ "teams", "404", 2, NULL }, { "twilio", "32009", 0, "register" },
	{ "microsip", "421", 0, "`require_100rel'" },
	{ "pjsua", "client-408", 0, "a timer ended" },
	{ "linphone", "404", 0, NULL }, { "asterisk", "", 0, NULL },
	{ "asterisk", "status-", 0, NULL }, { "asterisk", "40", 0, NULL },
	{ "asterisk", "auth-stal", 0, NULL },
};

static void test_advice(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(advice) / sizeof(*advice); i++) {
		const struct catalog_stack *s = catalog_stack_get(
			slice_cstr(advice[i].stack));
		const char *text;

		assert_non_null(s);
		text = catalog_stack_advice(s, slice_cstr(advice[i].topic),
					    advice[i].n);
		if (!advice[i].want ? text != NULL :
		    !text || !strstr(text, advice[i].want))
			fail_msg("%s %s %zu: %s", advice[i].stack,
				 advice[i].topic, advice[i].n,
				 text ? text : "nothing");
	}
	assert_null(catalog_stack_advice(NULL, SLICE("404"), 0));
}

/* Links end, and every line is reached by each of its topics. */
static void test_stacks(void **state)
{
	size_t n;
	const struct catalog_stack *all = catalog_stack_all(&n);

	(void)state;
	assert_true(n >= 40);
	for (size_t i = 0; i < n; i++) {
		const struct catalog_stack *s = &all[i];

		assert_ptr_equal(catalog_stack_get(slice_cstr(s->key)), s);
		assert_ptr_equal(catalog_stack_get(slice_cstr(s->name)), s);
		assert_true(!s->of || !s->of->of);
		for (int k = 0; s; k++, s = s->like)
			assert_true(k < 4);
		s = &all[i];
		for (const struct catalog_advice *a = s->advice; a->topics;
		     a++)
			for (const char *const *t = a->topics; *t; t++) {
				const char *text;
				size_t at = 0;

				do
					text = catalog_stack_advice(s,
						slice_cstr(*t), at++);
				while (text && text != a->text);
				assert_ptr_equal(text, a->text);
			}
	}
	assert_null(catalog_stack_get(SLICE("")));
	assert_null(catalog_stack_get(SLICE("asterisk-")));
}

static const struct { const char *a, *b; bool want; } relatives[] = {
	{ "asterisk", "asterisk-chan-sip", true },
	{ "asterisk-chan-pjsip", "asterisk-chan-sip", true },
	{ "asterisk", "pjsip", true }, { "pjsip", "asterisk", true },
	{ "kamailio-ims", "kamailio", true }, { "opensips", "kamailio", false },
	{ "freeswitch", "asterisk", false }, { "microsip", "pjsip", true },
};

static void test_related(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(relatives) / sizeof(*relatives); i++)
		assert_int_equal(catalog_stack_related(
			catalog_stack_get(slice_cstr(relatives[i].a)),
			catalog_stack_get(slice_cstr(relatives[i].b))),
			relatives[i].want);
	assert_false(catalog_stack_related(NULL, NULL));
}

/* --- phrases --- */

static void test_every_phrase(void **state)
{
	size_t n;
	const struct catalog_phrase *all = catalog_phrase_all(&n), *p;

	(void)state;
	assert_true(n >= 144);
	for (size_t i = 0; i < n; i++) {
		assert_true(!i || strcmp(all[i - 1].text, all[i].text) < 0);
		for (p = NULL; p != &all[i];) {
			p = catalog_phrase_next(slice_cstr(all[i].text), p);
			assert_non_null(p);
		}
		for (int place = 0; place < CATALOG_PLACE_COUNT; place++) {
			p = catalog_phrase_find((enum catalog_place)place,
				slice_cstr(all[i].text), all[i].codes[0],
				catalog_stack_get(slice_cstr(all[i].by[0])));
			if (!*all[i].matches)
				assert_ptr_equal(p, all[i].places & 1U << place ?
						 &all[i] : NULL);
		}
	}
}

static const struct {
	enum catalog_place place;
	const char *text;
	unsigned status;
	const char *stack, *want;
} phrases[] = {
	{ CATALOG_PLACE_REASON_PHRASE, "Not here", 404, "", "Not here" },
	{ CATALOG_PLACE_REASON_PHRASE, " Not here\r\n", 0, "kamailio",
	  "Not here" },
	{ CATALOG_PLACE_REASON_PHRASE, "Not here", 404, "asterisk", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Not here", 403, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Not Here", 404, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Not her", 404, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Not heree", 404, "", "" },
	{ CATALOG_PLACE_WARNING, "Not here", 404, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Bad Request", 400, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Bad Request", 400, "kamailio", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Bad Request", 400, "kamailio-ims",
	  "Bad Request" },
	{ CATALOG_PLACE_REASON_PHRASE, "Server Internal Error", 500, "", "" },
	{ CATALOG_PLACE_REGISTRAR_ERROR, "Server Internal Error", 500, "",
	  "Server Internal Error" },
	{ CATALOG_PLACE_REASON_PHRASE, "Interval Too Brief", 423, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Not Acceptable Here (crypto)", 488,
	  "asterisk", "Not Acceptable Here (crypto)" },
	{ CATALOG_PLACE_REASON_PHRASE, "Bad Event (format application/x)", 489,
	  "", "Bad Event (format ...)" },
	{ CATALOG_PLACE_REASON_PHRASE, "Bad Event (forma", 489, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE,
	  "Caller Origination Number is Invalid D35", 403, "",
	  "Telnyx D code" },
	{ CATALOG_PLACE_REASON_PHRASE, "Forbidden ID35", 403, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "D35 no", 403, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "Rejected D35", 404, "", "" },
	{ CATALOG_PLACE_REASON, "Q.850;cause=44", 0, "asterisk",
	  "Q.850;cause=44" },
	{ CATALOG_PLACE_REASON, "Q.850 ; cause = 44 ;text=\"x\"", 0, "asterisk",
	  "Q.850;cause=44" },
	{ CATALOG_PLACE_REASON, "Q.850;cause=44, SIP;cause=200", 0, "",
	  "Q.850;cause=44" },
	{ CATALOG_PLACE_REASON, "Q.850;cause=441", 0, "", "" },
	{ CATALOG_PLACE_REASON, "Q.850;cause=4", 0, "", "" },
	{ CATALOG_PLACE_REASON, "SIP;cause=200;text=\"ACK timeout\"", 0, "",
	  "SIP ;cause=200 ;text=\"ACK timeout\"" },
	{ CATALOG_PLACE_REASON, "SIP;cause=408;text=\"ACKTimeout\"", 0, "", "" },
	{ CATALOG_PLACE_REASON,
	  "SIP;cause=200;text=\"Call completed elsewhere\"", 200, "opensips",
	  "SIP;cause=200;text=\"Call completed elsewhere\"" },
	{ CATALOG_PLACE_REASON, "", 0, "", "" },
	{ CATALOG_PLACE_REASON, ";;;===   ", 0, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "\xff\x80\x01", 404, "", "" },
	{ CATALOG_PLACE_REASON_PHRASE, "", 404, "", "" },
	{ CATALOG_PLACE_SIPFRAG,
	  "Service Unavailable (can't handle one-legged xfers)", 503,
	  "asterisk-chan-sip",
	  "Service Unavailable (can't handle one-legged xfers)" },
};

static void test_phrases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++) {
		size_t len = strlen(phrases[i].text);
		char *copy = malloc(len ? len : 1);
		const struct catalog_phrase *p;

		assert_non_null(copy);
		memcpy(copy, phrases[i].text, len);
		p = catalog_phrase_find(phrases[i].place, slice_of(copy, len),
			phrases[i].status, catalog_stack_get(slice_cstr(
				phrases[i].stack)));
		if (strcmp(p ? p->text : "", phrases[i].want) != 0)
			fail_msg("%zu `%s': `%s'", i, phrases[i].text,
				 p ? p->text : "nothing");
		free(copy);
	}
	assert_non_null(catalog_phrase_next(SLICE("NOT HERE"), NULL));
	assert_null(catalog_phrase_next(SLICE(""), NULL));
	/* FreeSWITCH and Asterisk write it each in their way */
	assert_non_null(catalog_phrase_next(SLICE("missing contact header"),
		catalog_phrase_next(SLICE("missing contact header"), NULL)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_signs_apart),
		cmocka_unit_test(test_near_misses),
		cmocka_unit_test(test_together),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_scanners),
		cmocka_unit_test(test_advice),
		cmocka_unit_test(test_stacks),
		cmocka_unit_test(test_related),
		cmocka_unit_test(test_every_phrase),
		cmocka_unit_test(test_phrases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
