/* SPDX-License-Identifier: BSD-2-Clause */
/* The reference as JSON, Markdown, HTML and CSV. */
#include "render/page_doc.h"

#include "data/catalog_lang.h"
#include "render/pages.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

/* --- what is well formed --- */

static const char *json_value(const char *s);

static const char *json_string(const char *s)
{
	if (*s++ != '"')
		return NULL;
	for (; *s != '"'; s++) {
		if ((unsigned char)*s < 0x20)
			return NULL;
		if (*s == '\\' && !strchr("\"\\/bfnrtu", *++s))
			return NULL;
	}
	return s + 1;
}

/* Members or elements up to the bracket. */
static const char *json_inside(const char *s, char end)
{
	if (*s == end)
		return s + 1;
	for (;;) {
		if (end == '}') {
			s = json_string(s);
			if (!s || *s++ != ':')
				return NULL;
		}
		s = json_value(s);
		if (!s || (*s != ',' && *s != end))
			return NULL;
		if (*s++ == end)
			return s;
	}
}

static const char *json_value(const char *s)
{
	static const char *const words[] = { "true", "false", "null" };

	if (*s == '{' || *s == '[')
		return json_inside(s + 1, *s == '{' ? '}' : ']');
	if (*s == '"')
		return json_string(s);
	for (size_t i = 0; i < 3; i++) {
		if (strncmp(s, words[i], strlen(words[i])) == 0)
			return s + strlen(words[i]);
	}
	return strspn(s, "0123456789") ? s + strspn(s, "0123456789") : NULL;
}

static void check_json(const char *text)
{
	assert_true(*text);
	while (*text) {
		const char *end = json_value(text);

		if (strncmp(text, "{\"v\":1,\"type\":\"", 15) != 0 || !end ||
		    *end != '\n')
			fail_msg("no object: %.60s", text);
		text = end + 1;
	}
}

/* Every tag is closed by its own, every & begins an entity. */
static void check_html(const char *text)
{
	char open[32][12];
	size_t depth = 0, n;

	for (; *text; text++) {
		if (*text == '&' && strncmp(text, "&amp;", 5) != 0 &&
		    strncmp(text, "&lt;", 4) != 0 &&
		    strncmp(text, "&gt;", 4) != 0 &&
		    strncmp(text, "&quot;", 6) != 0)
			fail_msg("bare &: %.40s", text);
		if (*text != '<')
			continue;
		n = strcspn(++text, " />");
		if (*text == '/') {
			n = strcspn(++text, ">");
			if (!depth-- || strlen(open[depth]) != n ||
			    strncmp(open[depth], text, n) != 0)
				fail_msg("wrong end: %.40s", text);
		} else if (*text != '!' &&
			   text[strcspn(text, ">") - 1] != '/') {
			assert_true(depth < 32 && n < 12);
			memcpy(open[depth], text, n);
			open[depth++][n] = '\0';
		}
		text += strcspn(text, ">");
	}
	assert_int_equal(depth, 0);
}

/* Every record has as many fields as the first; quotes are doubled. */
static void check_csv(const char *text)
{
	size_t fields = 0, n = 1;

	for (; *text; text++) {
		if (*text == '"') {
			for (text++; *text != '"' || text[1] == '"'; text++)
				text += *text == '"';
			text++;
		} else {
			text += strcspn(text, ",\"\r\n");
		}
		if (*text == ',') {
			n++;
			continue;
		}
		assert_memory_equal(text, "\r\n", 2);
		assert_true(!fields || fields == n);
		fields = n;
		n = 1;
		text++;
	}
	assert_true(fields > 0 && n == 1);
}

/* A table's rows have as many bars as its head; a table has a line of dashes; no
 * bracket of a tag is left. */
static void check_md(const char *text)
{
	size_t bars = 0, n;

	while (*text) {
		size_t end = strcspn(text, "\n");
		bool code = false;

		n = 0;
		for (size_t i = 0; i < end; i++) {
			if (text[i] == '\\')
				i++;
			else if (text[i] == '`')
				code = !code;
			else if (text[i] == '|')
				n++;
			else if (!code && (text[i] == '<' || text[i] == '['))
				fail_msg("not escaped: %.40s", text + i);
		}
		assert_false(code);
		assert_true(!n || !bars || n == bars);
		bars = n;
		text += end + (text[end] == '\n');
	}
}

static void check(enum pages_format format, const char *text)
{
	switch (format) {
	case PAGES_JSON:
		check_json(text);
		break;
	case PAGES_MD:
		check_md(text);
		break;
	case PAGES_HTML:
		check_html(text);
		break;
	case PAGES_CSV:
		check_csv(text);
		break;
	case PAGES_TEXT:
		break;
	}
}

/* --- what is written --- */

struct written {
	char path[32];
	struct render_sink *sink;
	struct strbuf text;
};

static void written_open(struct written *w)
{
	int fd;

	*w = (struct written){ .path = "test_page_doc.XXXXXX" };
	fd = mkstemp(w->path);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(sink_open(&w->sink, w->path), 0);
}

static const char *written_read(struct written *w)
{
	char buf[4096];
	size_t n;
	FILE *f;

	assert_int_equal(sink_close(w->sink), 0);
	f = fopen(w->path, "r");
	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&w->text, buf, n);
	fclose(f);
	unlink(w->path);
	return strbuf_str(&w->text);
}

static void want(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("`%s' is not in %.3000s", part, text);
}

static const struct {
	const char *topic, *json, *md, *html;
} topics[] = {
	{ "420", "\"type\":\"status\",\"topic\":\"420\",\"code\":420,"
	  "\"name\":\"Bad Extension\",\"class\":\"error\",\"registered\":true,"
	  "\"retry\":\"modified\"", "# 420 Bad Extension\n\n*client failure",
	  "<h1>420 Bad Extension</h1>" },
	{ "4xx", "\"type\":\"class\",\"topic\":\"4xx\"", "- **400 Bad Request**",
	  "<li><b>400 Bad Request</b>" },
	{ "419", "\"code\":419,", "# 4xx", "<h1>4xx" },
	{ "ack-missing", "\"type\":\"finding\",\"topic\":\"ack-missing\","
	  "\"severity\":\"error\"", "\\<server\\>", "&lt;server&gt;" },
	{ "header:Min-SE", "\"type\":\"header\",\"topic\":\"header:Min-SE\"",
	  "# Min-SE\n\n*header*", "<p class=\"kind\">header</p>" },
	{ "Min-SE", "\"type\":\"overview\",\"topic\":\"Min-SE\"",
	  "- **Min-SE**: timer", "<li><b>Min-SE</b>: timer</li>" },
	{ "Q.850:34", "\"type\":\"cause\",\"topic\":\"Q.850:34\",\"key\":\"34\"",
	  "# Q.850:34", "Q.850:34" },
	{ "PRACK", "\"type\":\"method\"", "# PRACK", "<h1>PRACK" },
	{ "100rel", "\"type\":\"option-tag\"", "# 100rel", "<h1>100rel" },
	{ "Warning:305", "\"type\":\"warning\"", "305", "305" },
	{ "presence", "\"type\":\"event\"", "# presence", "<h1>presence" },
	{ "Timer B", "\"type\":\"timer\",\"topic\":\"timer:B\"", "# Timer B",
	  "<h1>Timer B" },
	{ "Preemption", "\"type\":\"reason-protocol\"", "# Preemption",
	  "<dt>Causes</dt>" },
	{ "Privacy:id", "\"type\":\"value\"", "# Privacy:id", "Privacy:id" },
	{ "477", "\"type\":\"vendor-code\"", "# 477", "<h1>477" },
	{ "asterisk", "\"type\":\"stack\",\"topic\":\"asterisk\"",
	  "**Known by**:", "<dt>Known by</dt>" },
	{ "friendly-scanner", "\"type\":\"scanner\"", "# friendly", "friendly" },
	{ "* used in contact and expires is not zero", "\"type\":\"phrase\"",
	  "# \\* used", "<h1>* used" },
	{ "RFC3261:21.4.15", "\"type\":\"rfc\",\"topic\":\"RFC 3261 21.4.15\"",
	  "- **420 Bad Extension**", "<li><b>420 Bad Extension</b>" },
};

static void explain(size_t i, enum pages_format format, const char *part)
{
	struct pages_options o = { .format = format };
	struct strbuf near = { 0 };
	struct written w;

	written_open(&w);
	assert_int_equal(pages_explain(w.sink, &o, slice_cstr(topics[i].topic),
				       &near), 0);
	want(written_read(&w), part);
	check(format, strbuf_str(&w.text));
	strbuf_fini(&w.text);
	strbuf_fini(&near);
}

static void test_explain(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		explain(i, PAGES_JSON, topics[i].json);
		explain(i, PAGES_MD, topics[i].md);
		explain(i, PAGES_HTML, topics[i].html);
	}
}

static void each_page(enum pages_format format)
{
	struct pages_options o = { .format = format };
	struct strbuf near = { 0 };
	size_t n, m;
	const struct status_text *s = catalog_status_all(&n);
	const struct finding_text *f = catalog_finding_all(&m);
	struct written w;
	char code[16];

	written_open(&w);
	while (n--) {
		snprintf(code, sizeof(code), "%u", s[n].code);
		assert_int_equal(pages_explain(w.sink, &o, slice_cstr(code),
					       &near), 0);
	}
	while (m--)
		assert_int_equal(pages_explain(w.sink, &o,
			slice_cstr(f[m].name), &near), 0);
	check(format, written_read(&w));
	strbuf_fini(&w.text);
}

/* Every status and finding in every language. */
static void test_every_page(void **state)
{
	(void)state;
	for (int l = 0; l < CATALOG_LANG_COUNT; l++) {
		catalog_lang_use((enum catalog_lang)l);
		each_page(PAGES_JSON);
		each_page(PAGES_MD);
		each_page(PAGES_HTML);
	}
	catalog_lang_use(CATALOG_LANG_EN);
}

static void test_compare(void **state)
{
	static const char *const codes[] = { "603", "486", "480", "4xx" };
	static const char *const parts[] = {
		[PAGES_JSON] = "\"type\":\"comparison\",\"topic\":\"",
		[PAGES_MD] = "| Class | client failure |",
		[PAGES_HTML] = "<tr><th>Class</th><td>client failure</td>",
	};

	(void)state;
	for (int format = PAGES_JSON; format <= PAGES_HTML; format++) {
		for (size_t n = 1; n <= 4; n++) {
			struct pages_options o = {
				.format = (enum pages_format)format };
			struct strbuf near = { 0 };
			struct written w;
			size_t bad;

			written_open(&w);
			assert_int_equal(pages_compare(w.sink, &o, codes, n,
						       &bad, &near), 0);
			written_read(&w);
			if (n > 1)
				want(strbuf_str(&w.text), parts[format]);
			check(o.format, strbuf_str(&w.text));
			strbuf_fini(&w.text);
		}
	}
}

static void test_list(void **state)
{
	static const char *const kinds[] = { "codes", "findings", "headers",
		"methods", "option-tags", "causes", "warnings", "events",
		"timers", "reason-protocols", "vendor-codes", "values",
		"stacks", "phrases", "scanners", NULL };
	static const enum pages_format formats[] = { PAGES_JSON, PAGES_MD,
						     PAGES_CSV };

	(void)state;
	for (size_t i = 0; i < 3 * sizeof(kinds) / sizeof(*kinds); i++) {
		struct pages_options o = { .format = formats[i % 3] };
		struct strbuf near = { 0 };
		struct written w;

		written_open(&w);
		assert_int_equal(pages_list(w.sink, &o, kinds[i / 3], &near),
				 0);
		check(o.format, written_read(&w));
		strbuf_fini(&w.text);
	}
}

/* One document of several pages, with a title nobody expects. */
static void test_frame(void **state)
{
	static const char *const names[] = { "</title><script>&", "a\x01\xff" };
	struct pages_options o = { .format = PAGES_HTML };
	struct strbuf near = { 0 };
	struct written w;

	(void)state;
	written_open(&w);
	pages_frame_begin(w.sink, &o, names, 2);
	assert_int_equal(pages_explain(w.sink, &o, SLICE("x"), &near), 0);
	assert_int_equal(pages_explain(w.sink, &o, SLICE("420"), &near), 0);
	pages_frame_end(w.sink, &o);
	want(written_read(&w), "<title>&lt;/title&gt;&lt;script&gt;&amp;, ");
	want(strbuf_str(&w.text), "<html lang=\"en\">");
	assert_null(strstr(strbuf_str(&w.text), "<script"));
	check_html(strbuf_str(&w.text));
	strbuf_fini(&w.text);
}

static const struct { const char *text, *md, *html; } escapes[] = {
	{ "a|b", "a\\|b", "a|b" },
	{ "`a|b'", "\\`a\\|b'", "<code>a|b</code>" },
	{ "see `x=<y>' now", "see `x=<y>` now",
	  "see <code>x=&lt;y&gt;</code> now" },
	{ "`open", "\\`open", "`open" },
	{ "``a'", "\\``a`", "`<code>a</code>" },
	{ "- no list", "\\- no list", "- no list" },
	{ "12. no list", "12\\. no list", "12. no list" },
	{ "100 is 1.5", "100 is 1.5", "100 is 1.5" },
	{ "<b>*_x_*[y](z)", "\\<b\\>\\*\\_x\\_\\*\\[y\\](z)",
	  "&lt;b&gt;*_x_*[y](z)" },
	{ "a\nb", "a b", "a\nb" }, { "\"&\"", "\"\\&\"", "&quot;&amp;&quot;" },
	{ "", "", "" },
};

static void test_escapes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(escapes) / sizeof(*escapes); i++) {
		struct strbuf md = { 0 }, html = { 0 };

		page_md_text(&md, slice_cstr(escapes[i].text));
		page_html_text(&html, slice_cstr(escapes[i].text));
		assert_string_equal(strbuf_str(&md), escapes[i].md);
		assert_string_equal(strbuf_str(&html), escapes[i].html);
		strbuf_fini(&md);
		strbuf_fini(&html);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_every_page),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_frame),
		cmocka_unit_test(test_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
