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

void layout_fit(struct strbuf *out, size_t from, size_t max, size_t columns,
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
}

void layout_pad(struct strbuf *out, size_t from, size_t columns, size_t gap)
{
	layout_fit(out, from, 0, columns, gap);
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
		while (end && s.p[end] != ' ')
			end--;
		if (!end && split && fit) /* a word longer than the line */
			end = fit;
		else if (!end)
			end = fit + slice_find(slice_from(s, fit), ' ');
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
