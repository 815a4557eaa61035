/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/pages_stack.h"

#include "base/utf8.h"
#include "data/catalog_phrase.h"
#include "data/catalog_scanner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* No placeholder left, no space at an end, no line too wide that could be
 * broken. */
static void check(struct page *p)
{
	struct slice rest = strbuf_view(&p->out);

	while (rest.len) {
		size_t end = slice_find(rest, '\n');
		struct slice line = slice_head(rest, end);

		assert_true(end < rest.len);
		assert_true(!line.len || line.p[line.len - 1] != ' ');
		assert_true(slice_search(line, SLICE("@?")) == line.len);
		assert_true(slice_search(line, SLICE("@!")) == line.len);
		if (line.len && line.p[0] == ' ' && utf8_columns(line) >
		    p->columns && slice_find(slice_trim(line), ' ') <
		    slice_trim(line).len)
			fail_msg("too wide: %.*s", (int)line.len, line.p);
		rest = slice_from(rest, end + 1);
	}
}

static void expect(struct page *p, const char *what, const char *want)
{
	check(p);
	if (!strstr(strbuf_str(&p->out), want))
		fail_msg("`%s' is not in %s:\n%s", want, what,
			 strbuf_str(&p->out));
	strbuf_fini(&p->out);
}

static struct page new_page(unsigned columns)
{
	struct pages_options o = { .columns = columns };

	return page_new(&o);
}

static void topic(const char *name, unsigned columns, const char *want)
{
	struct page p = new_page(columns);

	assert_true(pages_stack_topic(&p, slice_cstr(name)));
	expect(&p, name, want);
}

/* Every name has its page, in two widths. */
static void test_every_name(void **state)
{
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; (name = pages_stack_name(i)); i++) {
		topic(name, 0, "Meaning");
		topic(name, 50, "Meaning");
	}
	assert_true(i >= 190);
}

/* Every line of advice stands on the page of each of its codes and findings. */
static void test_every_advice(void **state)
{
	size_t n;
	const struct catalog_stack *all = catalog_stack_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (const struct catalog_advice *a = all[i].advice; a->topics;
		     a++)
			for (size_t t = 0; a->topics[t]; t++) {
				struct page p = new_page(0);

				pages_stack_causes(&p,
						   slice_cstr(a->topics[t]));
				expect(&p, a->topics[t], all[i].name);
			}
}

static const struct { const char *topic, *want; } topics[] = {
	{ "asterisk", "Known by   Server: Asterisk PBX 20.5.0" },
	{ "Asterisk CHAN_PJSIP", "Part of    Asterisk" },
	{ "asterisk-chan-pjsip", "- 404: PUBLISH: there is no" },
	{ "freepbx", "See also   Asterisk chan_pjsip" },
	{ "3cx", "A commercial PBX" }, { "twilio", "`NUMBER@TRUNK.pstn" },
	{ "Server: kamailio (5.7.4 (x86_64/linux))", "Kamailio" },
	{ "user-agent:PJSUA v2", "pjsip project" },
	{ "User-Agent: friendly-scanner", "SIPVicious" },
	{ "not relaying", "Sent by    Kamailio" },
	{ "Not here", "With       404 Not Found" },
	{ "Interval too brief", "Stands in  reason phrase, P-Registrar-Error" },
	{ "missing contact header", "Asterisk chan_pjsip" },
	{ "missing contact header", "FreeSWITCH" },
	{ "Forbidden D35", "Telnyx" }, { " sipp ", "test tool" },
	{ "SIP;cause=200;text=\"Call completed elsewhere\"", "anybody" },
};

static void test_topics(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++)
		topic(topics[i].topic, 0, topics[i].want);
}

static const char *const unknown[] = {
	"", "  ", "asterix", "Server:", "Server: Apache", "User-Agent: ",
	"\x1b[31m", "Not her", "404", "@?register@",
};

static void test_unknown(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++) {
		struct page p = new_page(0);

		assert_false(pages_stack_topic(&p, slice_cstr(unknown[i])));
		assert_int_equal(p.out.len, 0);
	}
}

static const struct { unsigned code; const char *want; } codes[] = {
	{ 404, "  On         Asterisk chan_pjsip\n" },
	{ 404, "\n             - REGISTER: the user of To is not the name" },
	{ 420, "FreeSWITCH" }, { 482, "Asterisk chan_sip" },
	{ 477, "OpenSIPS" }, { 6, "`disable_6xx_block=1'" },
};

static void test_codes(void **state)
{
	struct page p = new_page(0);

	(void)state;
	pages_stack_causes_code(&p, 411);
	assert_int_equal(p.out.len, 0);
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		p = new_page(0);
		pages_stack_causes_code(&p, codes[i].code);
		expect(&p, "a code", codes[i].want);
	}
}

static void test_lists(void **state)
{
	struct page p = new_page(0);

	(void)state;
	pages_stack_list(&p);
	expect(&p, "stacks", "\nfreeswitch           FreeSWITCH: A soft switch");
	p = new_page(0);
	pages_stack_phrases(&p);
	expect(&p, "phrases", "\nNot relaying                Kamailio: ");
	p = new_page(0);
	pages_stack_scanners(&p);
	expect(&p, "scanners", "\nsipvicious          SIPVicious under");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_name),
		cmocka_unit_test(test_every_advice),
		cmocka_unit_test(test_topics),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
