/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever bytes come in, what is shown is well-formed UTF-8 without a control
 * character, and what goes into JSON is the inside of a valid string. */
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

/* One code point, by a decoder apart from the one under test; a false start,
 * an overlong form or a surrogate stops the run. */
static size_t decode(const uint8_t *p, size_t left, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80 ? 1 : p[0] >> 5 == 6 ? 2 :
		   p[0] >> 4 == 14 ? 3 : p[0] >> 3 == 30 ? 4 : 0;

	must(n && n <= left);
	*cp = n == 1 ? p[0] : p[0] & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		must(p[i] >> 6 == 2);
		*cp = *cp << 6 | (p[i] & 0x3f);
	}
	must(*cp >= least[n] && *cp <= 0x10ffff);
	must(*cp < 0xd800 || *cp > 0xdfff);
	return n;
}

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f);
}

static bool turns_text(uint32_t cp)
{
	return (cp >= 0x200b && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff || cp == 0x61c;
}

static void check_show(struct slice s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.len;) {
		at += decode((const uint8_t *)s.p + at, s.len - at, &cp);
		must(!is_control(cp) && !turns_text(cp));
	}
}

/* Bytes of the escape at p, which begins with a backslash. */
static size_t escape_len(const char *p, size_t left)
{
	must(left >= 2);
	if (p[1] != 'u') {
		must(p[1] && strchr("\"\\bfnrt", p[1]));
		return 2;
	}
	must(left >= 6);
	for (int i = 2; i < 6; i++)
		must(p[i] && strchr("0123456789ABCDEF", p[i]));
	return 6;
}

static void check_json(struct slice s)
{
	uint32_t cp;

	for (size_t at = 0; at < s.len;) {
		size_t n = decode((const uint8_t *)s.p + at, s.len - at, &cp);

		must(!is_control(cp) && cp != '"');
		at += cp == '\\' ? escape_len(s.p + at, s.len - at) : n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data, size);
	struct strbuf show = { 0 };
	char *json = malloc(size * UTF8_JSON_MAX + !size);

	utf8_show(&show, in);
	if (!show.failed && json) {
		check_show(strbuf_view(&show));
		check_json(slice_of(json, (size_t)(utf8_json(json, in) -
						   json)));
		must(utf8_columns(strbuf_view(&show)) == utf8_columns(in));
		must(utf8_count(in) <= size);
		must(!size == !utf8_count(in));
	}
	strbuf_fini(&show);
	free(json);
	return 0;
}
