/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/layout.h"

#include "base/utf8.h"

void layout_style(struct strbuf *out, bool color, enum layout_style s)
{
	static const char *const code[] = {
		[LAYOUT_PLAIN] = "", [LAYOUT_BOLD] = "\033[1m",
		[LAYOUT_DIM] = "\033[2m", [LAYOUT_RED] = "\033[1;31m",
		[LAYOUT_YELLOW] = "\033[1;33m", [LAYOUT_CYAN] = "\033[1;36m",
	};

	if (color)
		strbuf_adds(out, code[s]);
}

void layout_style_end(struct strbuf *out, bool color)
{
	if (color)
		strbuf_adds(out, "\033[0m");
}

void layout_number(struct strbuf *out, uint64_t v)
{
	char digits[32];
	size_t at = sizeof(digits), n = 0;

	do {
		if (n && n % 3 == 0)
			digits[--at] = ',';
		digits[--at] = (char)('0' + v % 10);
		v /= 10;
		n++;
	} while (v);
	strbuf_add(out, digits + at, sizeof(digits) - at);
}

void layout_cell(struct strbuf *out, struct slice text, size_t columns,
		 size_t gap)
{
	size_t from = out->len;

	strbuf_slice(out, text);
	layout_pad(out, from, columns, gap);
}

/* Bytes of s that take at most `columns'. */
static size_t fitting(struct slice s, size_t columns)
{
	size_t at = utf8_plain(slice_head(s, columns)), used = at;

	while (at < s.len) {
		uint32_t cp;
		size_t n = utf8_next(slice_from(s, at), &cp);

		used += utf8_width(cp);
		if (used > columns)
			break;
		at += n;
	}
	return at;
}

void layout_cut(struct strbuf *out, struct slice text, size_t columns)
{
	if (!columns || fitting(text, columns) == text.len) {
		strbuf_slice(out, text);
		return;
	}
	columns = columns > 3 ? columns - 3 : 0;
	strbuf_slice(out, slice_head(text, fitting(text, columns)));
	strbuf_adds(out, "...");
}

size_t layout_fit(struct strbuf *out, size_t from, size_t max, size_t columns,
		  size_t gap)
{
	struct slice text = slice_from(strbuf_view(out), from);
	size_t used = utf8_plain(text);

	if (used < text.len)
		used = utf8_columns(text);
	if (max && used > max) {
		size_t fit = fitting(text, max > 3 ? max - 3 : 0);

		used = utf8_columns(slice_head(text, fit)) + 3;
		out->len = from + fit;
		strbuf_adds(out, "...");
	}
	strbuf_pad(out, ' ', used + gap > columns ? gap : columns - used);
	return used;
}

void layout_show(struct strbuf *out, struct slice text, size_t max,
		 size_t columns, size_t gap)
{
	enum { AT_ONCE = 32 };
	size_t from = out->len, n = text.len;
	size_t spaces = n + gap > columns ? gap : columns - n;
	char *p;

	if (!n || (max && n > max) || spaces > AT_ONCE ||
	    utf8_plain(text) < n) {
		utf8_show(out, text);
		layout_fit(out, from, max, columns, gap);
		return;
	}
	/* More spaces than wanted: no loop. */
	p = strbuf_room(out, n + AT_ONCE);
	if (!p)
		return;
	strbuf_copy(p, text.p, n);
	memset(p + n, ' ', AT_ONCE);
	strbuf_wrote(out, p + n + spaces);
}

void layout_pad(struct strbuf *out, size_t from, size_t columns, size_t gap)
{
	layout_fit(out, from, 0, columns, gap);
}

/* --- where a line may end --- */

/* May not begin a line (JIS X 4051): closing brackets and stops, small kana, the
 * marks that lengthen or repeat; and the ASCII that closes. */
static bool cannot_begin(uint32_t cp)
{
	static const uint16_t marks[] = {
		0x2019, 0x201d, 0x2026, 0x3001, 0x3002, 0x3005, 0x3009, 0x300b,
		0x300d, 0x300f, 0x3011, 0x3015, 0x3041, 0x3043, 0x3045, 0x3047,
		0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x308e, 0x309d, 0x309e,
		0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30c3, 0x30e3, 0x30e5,
		0x30e7, 0x30ee, 0x30f5, 0x30f6, 0x30fb, 0x30fc, 0x30fd, 0x30fe,
		0xff01, 0xff05, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f,
		0xff3d, 0xff5d,
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (marks[i] == cp)
			return true;
	}
	return cp < 0x80 && cp && strchr("'\")]}>,.:;!?%/", (int)cp);
}

/* May not end a line: what opens. */
static bool cannot_end(uint32_t cp)
{
	static const uint16_t marks[] = { 0x2018, 0x201c, 0x3008, 0x300a,
		0x300c, 0x300e, 0x3010, 0x3014, 0xff08, 0xff3b, 0xff5b };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (marks[i] == cp)
			return true;
	}
	return cp < 0x80 && cp && strchr("`\"([{</", (int)cp);
}

/* A letter of a script that writes no spaces. */
static bool stands_alone(uint32_t cp)
{
	return cp >= 0x2e80 && utf8_width(cp) == 2;
}

/* May a line end before byte `at' of s, where there is no space? */
static bool may_break(struct slice s, size_t at)
{
	uint32_t before, after;
	size_t from;

	if (!at || at >= s.len || ((unsigned char)s.p[at] & 0xc0) == 0x80 ||
	    !(((unsigned char)s.p[at] | (unsigned char)s.p[at - 1]) & 0x80))
		return false;
	for (from = at - 1; from && at - from < 4 &&
	     ((unsigned char)s.p[from] & 0xc0) == 0x80; from--)
		;
	utf8_next(slice_from(s, from), &before);
	utf8_next(slice_from(s, at), &after);
	if (!stands_alone(before) && !stands_alone(after))
		return false;
	return !cannot_end(before) && !cannot_begin(after);
}

/* Is the place inside `...' of a sensible length? */
static bool is_quoted(struct slice s, size_t at)
{
	enum { QUOTED_MAX = 100 };
	struct slice before = slice_head(s, at), rest;
	size_t open = slice_find(before, '`'), n;

	while (open < at) {
		rest = slice_head(slice_from(s, open), QUOTED_MAX);
		n = slice_find(rest, '\'');
		if (open + n >= at)
			return n < rest.len;
		open += n + slice_find(slice_from(before, open + n), '`');
	}
	return false;
}

/* The last place up to `fit' where a line may end; 0: none. */
static size_t last_break(struct slice s, size_t fit)
{
	size_t end = fit;

	while (end && s.p[end] != ' ' &&
	       (!may_break(s, end) || is_quoted(s, end)))
		end--;
	return end;
}

/* The first after it. */
static size_t first_break(struct slice s, size_t fit)
{
	size_t end = fit;

	while (end < s.len && s.p[end] != ' ' &&
	       (!may_break(s, end) || is_quoted(s, end)))
		end++;
	return end;
}

bool layout_next(struct slice *text, size_t columns, bool split,
		 struct slice *line)
{
	struct slice s = *text;
	size_t fit, end;

	while (s.len && s.p[0] == ' ')
		s = slice_from(s, 1);
	if (!s.len)
		return false;
	fit = fitting(s, columns);
	end = fit;
	if (fit < s.len) {
		end = last_break(s, fit);
		if (!end && split && fit) /* a word longer than the line */
			end = fit;
		else if (!end)
			end = first_break(s, fit);
	}
	*text = slice_from(s, end);
	*line = slice_head(s, end);
	while (line->len && line->p[line->len - 1] == ' ')
		line->len--;
	return true;
}

void layout_wrap(struct strbuf *out, struct slice text, size_t at,
		 size_t indent, size_t columns)
{
	size_t width = columns ? columns : 100;
	size_t first = width > at + 20 ? width - at : 20;
	size_t later = width > indent + 20 ? width - indent : 20;
	struct slice line;

	if (layout_next(&text, first, false, &line))
		strbuf_slice(out, line);
	strbuf_addc(out, '\n');
	while (layout_next(&text, later, false, &line)) {
		strbuf_pad(out, ' ', indent);
		strbuf_slice(out, line);
		strbuf_addc(out, '\n');
	}
}
