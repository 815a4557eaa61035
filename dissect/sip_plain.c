/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_plain.h"

/* Byte classes.  Each is a part of what the grammar allows (RFC 3261 25.1):
 * percent signs, for one, are left to the long way. */
enum {
	HOST = 1,  /* letters, digits, - . _ */
	NAME = 2,  /* of a parameter */
	VALUE = 4, /* of a parameter */
	USER = 8,
	TEXT = 16, /* in a quoted display name */
	WORD = 32, /* an unquoted one, with its spaces */
};
#define ALNUM (HOST | NAME | VALUE | USER | TEXT | WORD)
#define MARK  (NAME | VALUE | USER | TEXT | WORD)

static const uint8_t classes[256] = {
	['0' ... '9'] = ALNUM, ['A' ... 'Z'] = ALNUM, ['a' ... 'z'] = ALNUM,
	['-'] = ALNUM, ['.'] = ALNUM, ['_'] = ALNUM,
	['!'] = MARK, ['~'] = MARK, ['*'] = MARK, ['\''] = MARK, ['+'] = MARK,
	['['] = VALUE | TEXT, [']'] = VALUE | TEXT, [':'] = VALUE | TEXT,
	['/'] = VALUE | USER | TEXT, ['&'] = USER | TEXT,
	['='] = USER | TEXT, ['$'] = USER | TEXT, ['@'] = TEXT,
	['('] = TEXT, [')'] = TEXT, [' '] = TEXT | WORD,
	['#'] = TEXT,
};

/* Four steps between two looks at the end: every header of every message comes
 * through here. */
static const char *scan(const char *p, const char *end, unsigned class)
{
	const uint8_t *c = classes;

	for (; end - p >= 4; p += 4) {
		if (!(c[(unsigned char)p[0]] & class))
			return p;
		if (!(c[(unsigned char)p[1]] & class))
			return p + 1;
		if (!(c[(unsigned char)p[2]] & class))
			return p + 2;
		if (!(c[(unsigned char)p[3]] & class))
			return p + 3;
	}
	while (p < end && (classes[(unsigned char)*p] & class))
		p++;
	return p;
}

/* host[:port] from p on; its end, or NULL. */
static const char *host_port(const char *p, const char *end)
{
	const char *q = scan(p, end, HOST);
	unsigned port = 0;

	if (q == p)
		return NULL;
	if (q == end || *q != ':')
		return q;
	for (p = ++q; q < end && *q >= '0' && *q <= '9' && q - p < 5; q++)
		port = port * 10 + (unsigned)(*q - '0');
	return q == p || port > 65535 ? NULL : q;
}

/* *(;name[=value]) from p on; its end, or NULL. */
static const char *params(const char *p, const char *end)
{
	const char *q;

	while (p < end && *p == ';') {
		q = scan(++p, end, NAME);
		if (q == p)
			return NULL;
		p = q;
		if (p == end || *p != '=')
			continue;
		q = scan(++p, end, VALUE);
		if (q == p)
			return NULL;
		p = q;
	}
	return p;
}

/* name [=value] from p on is one of the parameters: is it the one wanted? */
static inline void look(struct sip_plain *out, struct slice wanted,
			struct slice name, struct slice value)
{
	if (out->param.p || out->unsure || name.len != wanted.len ||
	    (*name.p | 0x20) != *wanted.p)
		return;
	if (memcmp(name.p, wanted.p, wanted.len) == 0 && value.len)
		out->param = value;
	else
		out->unsure = true;
}

/* The same as params(), which looks for one of them. */
static const char *params_with(const char *p, const char *end,
			       struct slice wanted, struct sip_plain *out)
{
	const char *q;

	out->params = p < end;
	out->unsure = false;
	out->param = slice_of(NULL, 0);
	while (p < end && *p == ';') {
		struct slice name, value = { NULL, 0 };

		q = scan(++p, end, NAME);
		if (q == p)
			return NULL;
		name = slice_of(p, (size_t)(q - p));
		p = q;
		if (p < end && *p == '=') {
			q = scan(++p, end, VALUE);
			if (q == p)
				return NULL;
			value = slice_of(p, (size_t)(q - p));
			p = q;
		}
		look(out, wanted, name, value);
	}
	return p;
}

/* A URI from p on; its end, or NULL. */
static const char *uri_end(const char *p, const char *end)
{
	const char *q;

	if (end - p < 5 || memcmp(p, "sip", 3) != 0)
		return NULL;
	p += 3 + (p[3] == 's');
	if (*p++ != ':')
		return NULL;
	q = scan(p, end, USER);
	if (q < end && *q == '@') {
		if (q == p)
			return NULL;
		p = q + 1;
	}
	q = host_port(p, end);
	return q ? params(q, end) : NULL;
}

bool sip_plain_uri(struct slice uri)
{
	return uri.len && uri_end(uri.p, uri.p + uri.len) == uri.p + uri.len;
}

bool sip_plain_address(struct slice value, struct sip_plain *out)
{
	const char *p = value.p, *end = value.p + value.len;

	if (p < end && *p == '"') {
		p = scan(p + 1, end, TEXT);
		if (p == end || *p++ != '"')
			return false;
		while (p < end && *p == ' ')
			p++;
	} else {
		p = scan(p, end, WORD);
	}
	if (p == end || *p++ != '<')
		return false;
	p = uri_end(p, end);
	if (!p || p == end || *p++ != '>')
		return false;
	return params_with(p, end, SLICE("tag"), out) == end;
}

bool sip_plain_via(struct slice value, struct sip_plain *out)
{
	const char *p = value.p, *end = value.p + value.len, *q;

	if (value.len < 12 || memcmp(p, "SIP/2.0/", 8) != 0)
		return false;
	p += 8;
	q = scan(p, end, HOST);
	if (q == p || q == end || *q != ' ')
		return false;
	p = q + 1;
	q = host_port(p, end);
	if (!q)
		return false;
	out->sent_by = slice_of(p, (size_t)(q - p));
	return params_with(q, end, SLICE("branch"), out) == end;
}
