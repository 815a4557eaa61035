/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/secret.h"

#include "base/utf8.h"

/* The line being copied: what lies before `at' is already in out. */
struct copy {
	struct strbuf *out;
	struct slice line;
	size_t at, base;    /* base: length of out before the line */
	size_t *span, n;    /* offsets still to be moved keep their bit */
	uint32_t moved;
};

/* Offsets up to `upto' of the line now lie in out. */
static void move(struct copy *c, size_t upto, bool last)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->moved & 1u << i ||
		    (c->span[i] >= upto && !last))
			continue;
		c->span[i] = c->out->len - c->base;
		c->moved |= 1u << i;
	}
}

/* Copy plainly up to an offset of the line. */
static void plain(struct copy *c, size_t upto)
{
	size_t was = c->out->len - c->base;

	if (upto > c->line.len)
		upto = c->line.len;
	if (upto <= c->at)
		return;
	for (size_t i = 0; i < c->n; i++) {
		if (!(c->moved & 1u << i) && c->span[i] < upto) {
			c->span[i] = was + (c->span[i] - c->at);
			c->moved |= 1u << i;
		}
	}
	strbuf_add(c->out, c->line.p + c->at, upto - c->at);
	c->at = upto;
}

static void hide(struct copy *c, size_t from, size_t to)
{
	struct slice text;

	plain(c, from);
	text = slice_from(slice_head(c->line, to), c->at);
	if (utf8_plain(text) == text.len) { /* a star for each byte */
		size_t was = c->out->len;

		plain(c, to);
		if (c->out->len == was + text.len && text.len)
			memset(c->out->p + was, '*', text.len);
		return;
	}
	while (c->at < to) {
		uint32_t cp;
		size_t n = utf8_next(slice_head(slice_from(c->line, c->at),
						to - c->at), &cp);

		move(c, c->at + n, false);
		strbuf_addc(c->out, '*');
		c->at += n;
	}
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct slice s, size_t at)
{
	while (at < s.len && is_space(s.p[at]))
		at++;
	return at;
}

static size_t token_end(struct slice s, size_t at)
{
	static const bool ends[256] = {
		[' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true,
		['='] = true, [','] = true, [';'] = true, ['"'] = true,
	};

	while (at < s.len && !ends[(unsigned char)s.p[at]])
		at++;
	return at;
}

/* The end of a quoted string whose text begins at `at': the quote, or the end of
 * the line. */
static size_t quote_end(struct slice s, size_t at)
{
	struct slice text = slice_from(s, at);

	text.len = slice_find(text, '"');
	if (slice_find(text, '\\') == text.len)
		return at + text.len;
	for (; at < s.len && s.p[at] != '"'; at++) {
		if (s.p[at] == '\\')
			at++;
	}
	return at < s.len ? at : s.len;
}

/* End of a value that begins at `at': a quoted string or up to a comma. */
static size_t value_end(struct slice s, size_t at)
{
	static const bool ends[256] = {
		[' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true,
		[','] = true, [';'] = true,
	};

	if (at < s.len && s.p[at] == '"')
		return quote_end(s, at + 1);
	while (at < s.len && !ends[(unsigned char)s.p[at]])
		at++;
	return at;
}

static bool is_secret_name(struct slice name)
{
	switch (name.len) {
	case sizeof("cnonce") - 1:
		return slice_eq_nocase(name, SLICE("cnonce"));
	case sizeof("rspauth") - 1:
		return slice_eq_nocase(name, SLICE("rspauth"));
	case sizeof("response") - 1:
		return slice_eq_nocase(name, SLICE("response"));
	}
	return false;
}

/* name=value pairs of a Digest header, however badly written. */
static void hide_digest(struct copy *c, size_t at)
{
	struct slice s = c->line;

	while (at < s.len) {
		size_t from = skip_space(s, at), end = token_end(s, from);
		size_t eq = skip_space(s, end), value;
		struct slice name = { s.p + from, end - from };

		if (eq >= s.len || s.p[eq] != '=') {
			at = end == from ? from + 1 : eq;
			continue;
		}
		value = skip_space(s, eq + 1);
		at = value_end(s, value);
		if (is_secret_name(name)) {
			value += value < s.len && s.p[value] == '"';
			hide(c, value, at);
		}
		if (at < s.len)
			at++;
	}
}

/* Credentials of any scheme: Digest has its secret parts, of others all is. */
static void hide_credentials(struct copy *c, size_t at)
{
	struct slice s = c->line;
	size_t from = skip_space(s, at), end = token_end(s, from);
	struct slice scheme = { s.p + from, end - from };

	if (slice_eq_nocase(scheme, SLICE("Digest"))) {
		hide_digest(c, end);
		return;
	}
	if (end < s.len && s.p[end] == '=') { /* no scheme at all */
		hide_digest(c, from);
		return;
	}
	end = skip_space(s, end);
	hide(c, end, s.len);
}

static void hide_after(struct copy *c, struct slice mark, const char *ends)
{
	struct slice s = c->line;

	for (size_t at = c->at; at < s.len;) {
		size_t from = at + slice_search(slice_from(s, at), mark);

		from += mark.len;
		if (from >= s.len)
			break;
		for (at = from; at < s.len && !strchr(ends, s.p[at]); at++)
			;
		hide(c, from, at);
	}
}

static void hide_body(struct copy *c)
{
	if (slice_starts_nocase(c->line, SLICE("a=crypto:")))
		hide_after(c, SLICE("inline:"), "|; \t\r\n");
	else if (slice_starts_nocase(c->line, SLICE("k=")))
		hide_after(c, SLICE(":"), "\r\n");
	else if (slice_starts_nocase(c->line, SLICE("a=key-mgmt:")))
		hide_after(c, SLICE(" "), "\r\n");
}

void secret_line(struct strbuf *out, struct slice line, bool show,
		 size_t *span, size_t n)
{
	struct copy c = { .out = out, .line = line, .base = out->len,
			  .span = span, .n = n };
	size_t colon = slice_find(line, ':');
	struct slice name = slice_trim(slice_head(line, colon));

	if (show || line.len < 2 || colon == line.len)
		;
	else if (slice_eq_nocase(name, SLICE("Authorization")) ||
		 slice_eq_nocase(name, SLICE("Proxy-Authorization")))
		hide_credentials(&c, colon + 1);
	else if (slice_eq_nocase(name, SLICE("Authentication-Info")) ||
		 slice_eq_nocase(name, SLICE("Proxy-Authentication-Info")))
		hide_digest(&c, colon + 1);
	else if (line.p[1] == '=')
		hide_body(&c);
	plain(&c, line.len);
	move(&c, line.len, true);
}
