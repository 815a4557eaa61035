/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_value.h"

#include "dissect/sip_scan.h"

static inline bool is_lws(char c)
{
	return (unsigned char)c <= ' ' &&
	       (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static size_t skip_lws(struct slice s, size_t i)
{
	while (i < s.len && is_lws(s.p[i]))
		i++;
	return i;
}

/* s.p[i] is a quote: the offset behind its partner, or the end. */
static size_t skip_quoted(struct slice s, size_t i)
{
	const char *p = s.p + i + 1, *end = s.p + s.len;

	while ((p = sip_scan_quoted(p, end, s.p)) < end && *p != '"') {
		if (end - p <= 2) /* a backslash and what it stands before */
			return s.len;
		p += 2;
	}
	return p < end ? (size_t)(p - s.p) + 1 : s.len;
}

/* s.p[i] is `<': the offset behind its `>', or the end. */
static size_t skip_angle(struct slice s, size_t i)
{
	const char *hit = memchr(s.p + i, '>', s.len - i);

	return hit ? (size_t)(hit - s.p) + 1 : s.len;
}

/* The first semicolon (if wanted) or comma outside quotes and <>, or the end. */
static size_t skip_piece(struct slice s, size_t i, bool at_semicolon)
{
	const char *end;

	while (i < s.len) {
		end = s.p + s.len;
		i = (size_t)(sip_scan_stop_from(s.p + i, end, s.p) - s.p);
		if (i == s.len)
			break;
		if (s.p[i] == '"')
			i = skip_quoted(s, i);
		else if (s.p[i] == '<')
			i = skip_angle(s, i);
		else if (s.p[i] == ',' || at_semicolon)
			return i;
		else
			i++;
	}
	return s.len;
}

static struct slice cut(struct slice s, size_t from, size_t to)
{
	return slice_trim(slice_head(slice_from(s, from), to - from));
}

bool sip_value_next(struct slice *rest, struct slice *element)
{
	struct slice s = *rest, all;
	size_t i = 0, end;

	if (!s.len)
		return false;
	/* Mostly there is one, and nobody need look for its end. */
	if (slice_find(s, ',') == s.len) {
		*rest = slice_from(s, s.len);
		all = slice_trim(s);
		if (all.len)
			*element = all;
		return all.len;
	}
	while (i < s.len && (is_lws(s.p[i]) || s.p[i] == ','))
		i++;
	if (i >= s.len) {
		*rest = slice_from(s, s.len);
		return false;
	}
	end = skip_piece(s, i, false);
	*element = cut(s, i, end);
	*rest = slice_from(s, end < s.len ? end + 1 : end);
	return true;
}

/* Where the text of a parameter ends and what it says. */
struct param {
	struct slice name, value; /* value.p NULL: no `=' */
	size_t end;               /* offset of the ; or , behind it, or the end */
};

/* i is behind a semicolon. */
static struct param read_param(struct slice s, size_t i)
{
	struct param p = { .end = skip_piece(s, i, true) };
	size_t equals = i;

	while (equals < p.end && s.p[equals] != '=')
		equals++;
	p.name = cut(s, i, equals);
	if (equals < p.end)
		p.value = cut(s, equals + 1, p.end);
	return p;
}

/* The value of a parameter that was found; never with p NULL. */
static struct slice found_value(const struct param *p)
{
	if (p->value.p)
		return p->value;
	return slice_of(p->name.p + p->name.len, 0);
}

/* The parameter called name; i is at the first semicolon. */
static bool find_param(struct slice s, size_t i, struct slice name,
		       struct slice *out)
{
	while (i < s.len && s.p[i] == ';') {
		struct param p = read_param(s, i + 1);

		if (slice_eq_nocase(p.name, name)) {
			*out = found_value(&p);
			return true;
		}
		i = p.end;
	}
	*out = slice_of(NULL, 0);
	return false;
}

/* Is the name anywhere in s, be it only in a quoted text?  Mostly it is not, and
 * then nobody has to go from one parameter to the next. */
static bool holds(struct slice s, struct slice name)
{
	size_t at = 0;

	if (name.len < 2)
		return true;
	for (; (at = slice_pair_nocase(s, at, name.p)) < s.len; at++) {
		if (slice_starts_nocase(slice_from(s, at), name))
			return true;
	}
	return false;
}

bool sip_value_param(struct slice value, const char *name, struct slice *out)
{
	if (!holds(value, slice_cstr(name))) {
		*out = slice_of(NULL, 0);
		return false;
	}
	return find_param(value, skip_piece(value, 0, true), slice_cstr(name),
			  out);
}

struct slice sip_value_token(struct slice value)
{
	return slice_trim(slice_head(value, skip_piece(value, 0, true)));
}

/* Offset of the `<' of a name-addr, or s.len: quotes are skipped, and what
 * comes behind a semicolon or comma is no name-addr any more. */
static size_t find_angle(struct slice s)
{
	size_t i = 0;

	while (i < s.len && s.p[i] != '<') {
		if (s.p[i] == ';' || s.p[i] == ',')
			return s.len;
		if (s.p[i] == '"')
			i = skip_quoted(s, i);
		/* One space is what stands behind nearly all quotes. */
		else if (s.p[i++] != ' ')
			i = (size_t)(sip_scan_stop_from(s.p + i, s.p + s.len,
							s.p) - s.p);
	}
	return i;
}

/* The end of an addr-spec that begins at i. */
static size_t bare_end(struct slice s, size_t i)
{
	const char *p = s.p + i, *end = s.p + s.len, *from = p;

	while ((p = sip_scan_stop_from(p, end, s.p)) < end && *p != ';' &&
	       *p != ',')
		p++;
	end = p;
	/* An odd control byte is no white space. */
	while ((from = sip_scan_low_from(from, end, ' ', s.p)) < end &&
	       !is_lws(*from))
		from++;
	return (size_t)(from - s.p);
}

struct slice sip_value_uri(struct slice value)
{
	size_t angle, i, end;

	if (!value.len) /* it may be NULL */
		return value;
	angle = find_angle(value);
	if (angle < value.len) {
		end = skip_angle(value, angle);
		if (end > angle + 1 && value.p[end - 1] == '>')
			end--;
		return cut(value, angle + 1, end);
	}
	i = skip_lws(value, 0);
	return slice_of(value.p + i, bare_end(value, i) - i);
}

struct slice sip_value_unquote(struct slice s)
{
	if (s.len >= 2 && s.p[0] == '"' && s.p[s.len - 1] == '"')
		return slice_of(s.p + 1, s.len - 2);
	return s;
}

struct slice sip_value_display(struct slice value)
{
	size_t angle = find_angle(value);

	if (angle == value.len)
		return slice_of(value.p, 0);
	return sip_value_unquote(cut(value, 0, angle));
}

/* What ends a host, a port, URI parameters. */
enum { ENDS_HOST = 1, ENDS_PORT = 2, ENDS_PARAMS = 4, ENDS_SCHEME = 8,
       ENDS_NAME = 16 };
static const unsigned char ends[256] = {
	[':'] = ENDS_HOST,
	[';'] = ENDS_HOST | ENDS_PORT,
	['?'] = ENDS_HOST | ENDS_PORT | ENDS_PARAMS,
	[','] = ENDS_HOST | ENDS_PORT | ENDS_SCHEME,
	['='] = ENDS_SCHEME,
	[' '] = ENDS_HOST | ENDS_PORT | ENDS_SCHEME,
	['\t'] = ENDS_HOST | ENDS_PORT | ENDS_SCHEME,
	['\r'] = ENDS_HOST | ENDS_PORT | ENDS_SCHEME,
	['\n'] = ENDS_HOST | ENDS_PORT | ENDS_SCHEME,
	['"'] = ENDS_NAME,
	['<'] = ENDS_NAME,
};

static size_t find_end(struct slice s, size_t i, unsigned what)
{
	while (i < s.len && !(ends[(unsigned char)s.p[i]] & what))
		i++;
	return i;
}

/* Behind the letters, digits and dots at i, of which there are most; where the
 * machine looks at single bytes it is i. */
static inline size_t skip_word(struct slice s, size_t i)
{
	return (size_t)(sip_scan_word(s.p + i, s.p + s.len, s.p) - s.p);
}

/* host [":" port] from i on; gives the offset behind it. */
static size_t split_host(struct slice s, size_t i, struct slice *host,
			 struct slice *port)
{
	size_t end = i;

	if (i < s.len && s.p[i] == '[')
		end = i + slice_find(slice_from(s, i), ']');
	else
		end = skip_word(s, i);
	end = find_end(s, end, ENDS_HOST);
	*host = slice_of(s.p + i, end - i);
	*port = slice_of(s.p + end, 0);
	i = skip_lws(s, end);
	if (i >= s.len || s.p[i] != ':')
		return end;
	i = skip_lws(s, i + 1);
	end = find_end(s, i, ENDS_PORT);
	*port = slice_of(s.p + i, end - i);
	return end;
}

/* sip and sips (RFC 3261 19.1.1): the user part may hold ; and ? itself. */
static void split_sip(struct slice s, size_t i, struct sip_value_uri_parts *out)
{
	size_t end = skip_word(s, i), at = end;

	if (end == s.len || s.p[end] != '@')
		at = slice_find(slice_from(s, end), '@') + end;
	if (at < s.len) {
		while (end < at && s.p[end] != ':')
			end++;
		out->user = slice_of(s.p + i, end - i);
		i = at + 1;
	}
	end = split_host(s, i, &out->host, &out->port);
	if (end < s.len && s.p[end] == ';') {
		i = end + 1;
		end = find_end(s, i, ENDS_PARAMS);
		out->params = slice_of(s.p + i, end - i);
	}
}

/* RFC 3966 3. */
static void split_tel(struct slice s, size_t i, struct sip_value_uri_parts *out)
{
	size_t end = i + slice_find(slice_from(s, i), ';');

	out->user = slice_of(s.p + i, end - i);
	if (end < s.len)
		out->params = slice_from(s, end + 1);
}

static bool is_scheme(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];
		bool alpha = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		bool other = (c >= '0' && c <= '9') || c == '+' || c == '-' ||
			     c == '.';

		if (!alpha && !(i && other))
			return false;
	}
	return s.len > 0;
}

bool sip_value_uri_split(struct slice uri, struct sip_value_uri_parts *out)
{
	struct slice scheme;
	size_t colon;

	memset(out, 0, sizeof(*out));
	if (uri.len > 3 && memcmp(uri.p, "sip:", 4) == 0) {
		out->scheme = slice_head(uri, 3);
		split_sip(uri, 4, out);
		return true;
	}
	colon = slice_find(uri, ':');
	scheme = slice_head(uri, colon);
	if (colon == uri.len || !is_scheme(scheme))
		return false;
	out->scheme = scheme;
	if (slice_eq_nocase(scheme, SLICE("sip")) ||
	    slice_eq_nocase(scheme, SLICE("sips")))
		split_sip(uri, colon + 1, out);
	else if (slice_eq_nocase(scheme, SLICE("tel")))
		split_tel(uri, colon + 1, out);
	return true;
}

struct slice sip_value_auth_scheme(struct slice value)
{
	struct slice s = slice_trim(value);

	return slice_head(s, find_end(s, 0, ENDS_SCHEME));
}

static inline bool is_word(char c)
{
	return (c >= '0' && c <= '9') || c == '-' ||
		((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The value from p on: "text", or a word of letters and digits (`MD5-sess'), and
 * then nothing, or a comma.  False when it is not so plain. */
static bool quick_value(const char *p, const char *end, const char *start,
			struct slice *out)
{
	bool quoted = *p == '"';
	const char *from = p += quoted;

	if (quoted)
		p = sip_scan_quoted(p, end, start);
	else
		while (p < end && is_word(*p))
			p++;
	if (quoted ? p == end || *p != '"' : p == from)
		return false;
	*out = slice_of(from, (size_t)(p - from));
	p += quoted;
	return p == end || *p == ',';
}

/* `, name=value', or the first of them without the comma, as nearly all are: the
 * value.  0 when the name is nowhere, -1 when it is not so plain. */
static int quick_auth(struct slice s, struct slice name, struct slice *out)
{
	const char *p, *end;
	size_t at = 0, scheme;

	if (!s.len) /* it may be NULL */
		return 0;
	p = s.p;
	end = s.p + s.len;
	for (; (at = slice_pair_nocase(s, at, name.p)) < s.len; at++) {
		p = s.p + at;
		/* Only there begins one. */
		if (at && !is_lws(p[-1]) && p[-1] != ',')
			continue;
		if (slice_starts_nocase(slice_from(s, at), name))
			break;
	}
	if (at == s.len)
		return 0;
	scheme = find_end(s, 0, ENDS_SCHEME);
	/* Behind a comma, or the first. */
	if (at < 2 || p[-1] != ' ' || (p[-2] != ',' && at != scheme + 1) ||
	    (size_t)(end - p) < name.len + 2 || p[name.len] != '=' ||
	    !sip_scan_is_outside(s.p + scheme, p, end))
		return -1;
	return quick_value(p + name.len + 1, end, s.p, out) ? 1 : -1;
}

static bool slow_auth(struct slice s, struct slice wanted, struct slice *out)
{
	size_t i = sip_value_auth_scheme(s).len, equals;

	for (; i < s.len; i = skip_piece(s, i, false)) {
		while (i < s.len && (is_lws(s.p[i]) || s.p[i] == ','))
			i++;
		/* Few begin alike. */
		if (i < s.len && ((s.p[i] ^ *wanted.p) & ~0x20))
			continue;
		if (!slice_starts_nocase(slice_from(s, i), wanted))
			continue;
		equals = skip_lws(s, i + wanted.len);
		if (equals == s.len || s.p[equals] != '=')
			continue;
		*out = cut(s, equals + 1, skip_piece(s, i, false));
		*out = sip_value_unquote(*out);
		return true;
	}
	*out = slice_of(NULL, 0);
	return false;
}

bool sip_value_auth(struct slice value, const char *name, struct slice *out)
{
	struct slice wanted = slice_cstr(name), s = slice_trim(value);
	int quick = wanted.len < 2 ? -1 : quick_auth(s, wanted, out);

	if (quick < 0)
		return slow_auth(s, wanted, out);
	if (!quick)
		*out = slice_of(NULL, 0);
	return quick;
}

/* The same of many, where s is `Scheme name=value, name=value' with each value in
 * its plain form as far as the last of them, in one go.  False when it is not. */
static bool quick_auths(struct slice s, const struct slice *names,
			struct slice *out, size_t n)
{
	const char *end = s.p + s.len, *p = s.p + find_end(s, 0, ENDS_SCHEME);
	size_t gap = 1; /* between two: a space, then a comma and a space */
	size_t left = n;
	struct slice value;

	for (; left && p < end; gap = 2, p = value.p + value.len + (p[1] == '"')) {
		const char *from = p + gap;

		if ((size_t)(end - p) <= gap || from[-1] != ' ' ||
		    (gap == 2 && *p != ','))
			return false;
		p = s.p + find_end(s, (size_t)(from - s.p),
				   ENDS_SCHEME | ENDS_NAME);
		if (end - p < 2 || *p != '=' ||
		    !quick_value(p + 1, end, s.p, &value))
			return false;
		for (size_t i = 0; i < n; i++) {
			if (out[i].p || names[i].len != (size_t)(p - from) ||
			    ((*from ^ *names[i].p) & ~0x20) ||
			    !slice_starts_nocase(slice_of(from, names[i].len),
						 names[i]))
				continue;
			out[i] = value;
			left--;
		}
	}
	return true;
}

void sip_value_auths(struct slice value, const struct slice *names,
		     struct slice *out, size_t n)
{
	memset(out, 0, n * sizeof(*out));
	if (value.len && quick_auths(slice_trim(value), names, out, n))
		return;
	for (size_t i = 0; i < n; i++)
		sip_value_auth(value, names[i].p, &out[i]);
}

/* The word from i on, up to white space or a stop; *i moves behind it and the
 * white space that follows. */
static struct slice word(struct slice s, size_t *i, char stop)
{
	size_t from = skip_lws(s, *i), end = from;

	while (end < s.len && !is_lws(s.p[end]) && s.p[end] != stop)
		end++;
	*i = skip_lws(s, end);
	return slice_head(slice_from(s, from), end - from);
}

static void via_param(const struct param *p, struct sip_value_via *out)
{
	if (slice_eq_nocase(p->name, SLICE("branch"))) {
		out->branch = found_value(p);
	} else if (slice_eq_nocase(p->name, SLICE("received"))) {
		out->received = found_value(p);
	} else if (slice_eq_nocase(p->name, SLICE("rport"))) {
		out->rport = found_value(p);
		out->has_rport = true;
	}
}

/* RFC 3261 20.42, 25.1: white space may stand around each slash. */
bool sip_value_via_split(struct slice via, struct sip_value_via *out)
{
	size_t i = 0;

	memset(out, 0, sizeof(*out));
	for (int slash = 0; slash < 2; slash++) {
		word(via, &i, '/');
		if (i >= via.len || via.p[i] != '/')
			return false;
		i++;
	}
	out->transport = word(via, &i, ';');
	i = split_host(via, i, &out->host, &out->port);
	i = skip_piece(via, i, true);
	while (i < via.len && via.p[i] == ';') {
		struct param p = read_param(via, i + 1);

		via_param(&p, out);
		i = p.end;
	}
	return out->transport.len && out->host.len;
}

bool sip_value_list_has(struct slice list, struct slice token, bool nocase,
			struct slice *where)
{
	struct slice element, bare;

	while (sip_value_next(&list, &element)) {
		bare = sip_value_token(element);
		if (!(nocase ? slice_eq_nocase(bare, token) :
			       slice_eq(bare, token)))
			continue;
		if (where)
			*where = bare;
		return true;
	}
	return false;
}

bool sip_value_reason_split(struct slice element, struct sip_value_reason *out)
{
	uint64_t number;
	struct slice s;

	memset(out, 0, sizeof(*out));
	out->protocol = sip_value_token(element);
	if (sip_value_param(element, "cause", &s)) {
		out->cause = sip_value_unquote(s);
		if (slice_to_uint(out->cause, UINT32_MAX, &number) == 0) {
			out->cause_number = (unsigned)number;
			out->has_cause = true;
		}
	}
	if (sip_value_param(element, "text", &s))
		out->text = sip_value_unquote(s);
	return out->protocol.len > 0;
}

bool sip_value_warning_split(struct slice element,
			     struct sip_value_warning *out)
{
	size_t i = 0;
	uint64_t code;

	memset(out, 0, sizeof(*out));
	if (slice_to_uint(word(element, &i, '"'), UINT32_MAX, &code) != 0)
		return false;
	out->code = (unsigned)code;
	out->agent = word(element, &i, '"');
	out->text = sip_value_unquote(slice_trim(slice_from(element, i)));
	return out->agent.len > 0;
}
