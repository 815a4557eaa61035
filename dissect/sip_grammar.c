/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_grammar.h"

#include "data/catalog.h"
#include "dissect/sip_first.h"
#include "dissect/sip_plain.h"
#include "dissect/sip_token.h"
#include "dissect/sip_value.h"

static inline bool is_lws(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* No white space, no <>, no quote, and two hex digits behind each percent. */
static bool good_uri_chars(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (is_lws(c) || c == '<' || c == '>' || c == '"')
			return false;
		if (c == '%' && (s.len - i < 3 || !is_hex(s.p[i + 1]) ||
				 !is_hex(s.p[i + 2])))
			return false;
	}
	return true;
}

/* `[' hex digits, colons, dots `]'; a name may have an underscore, for many
 * networks name hosts so. */
static bool good_host(struct slice s)
{
	size_t i;

	if (s.len && s.p[0] == '[') {
		for (i = 1; i + 1 < s.len; i++)
			if (!is_hex(s.p[i]) && s.p[i] != ':' && s.p[i] != '.')
				return false;
		return s.len > 3 && s.p[s.len - 1] == ']';
	}
	for (i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') &&
		    !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
			return false;
	}
	return s.len > 0;
}

/* When a colon stands behind the host, so does a port. */
static bool good_port(struct slice host, struct slice port)
{
	uint64_t number;

	return port.p == host.p + host.len ||
	       slice_to_uint(port, 65535, &number) == 0;
}

/* Behind host and port come parameters, headers or nothing. */
static bool good_end(struct slice uri, struct slice port)
{
	const char *end = port.p + port.len;

	return end == uri.p + uri.len || *end == ';' || *end == '?';
}

static bool good_uri(struct slice uri)
{
	struct sip_value_uri_parts u;

	if (!good_uri_chars(uri) || !sip_value_uri_split(uri, &u))
		return false;
	if (!slice_eq_nocase(u.scheme, SLICE("sip")) &&
	    !slice_eq_nocase(u.scheme, SLICE("sips")))
		return uri.len > u.scheme.len + 1;
	return good_host(u.host) && good_port(u.host, u.port) &&
	       good_end(uri, u.port);
}

/* A Request-URI has no ?headers (RFC 3261 19.1.1); a user part may hold `?'. */
static bool good_request_uri(struct slice uri)
{
	struct sip_value_uri_parts u;
	const char *end;

	if (!good_uri(uri) || !sip_value_uri_split(uri, &u))
		return false;
	if (!u.host.len)
		return true;
	end = u.host.p + u.host.len;
	return !memchr(end, '?', (size_t)(uri.p + uri.len - end));
}

/* The piece from i to the next semicolon outside quotes. */
static struct slice take_param(struct slice s, size_t *i)
{
	size_t from = *i;
	bool quoted = false;

	for (; *i < s.len && (quoted || s.p[*i] != ';'); ++*i) {
		if (s.p[*i] == '"')
			quoted = !quoted;
		else if (s.p[*i] == '\\' && quoted && *i + 1 < s.len)
			++*i;
	}
	return slice_trim(slice_of(s.p + from, *i - from));
}

/* name [= value]: the value is a quoted string or without white space. */
static bool good_param(struct slice p)
{
	size_t equals = slice_find(p, '=');
	struct slice name = slice_trim(slice_head(p, equals)), value;

	if (!sip_token_all(name))
		return false;
	if (equals == p.len)
		return true;
	value = slice_trim(slice_from(p, equals + 1));
	if (value.len && value.p[0] == '"')
		return value.len > 1 && value.p[value.len - 1] == '"';
	for (size_t i = 0; i < value.len; i++)
		if (is_lws(value.p[i]) || value.p[i] == '"')
			return false;
	return value.len > 0;
}

/* *( SEMI param ); s begins behind the address, sent-by or token. */
static bool good_params(struct slice s)
{
	size_t i = 0;

	while (i < s.len && is_lws(s.p[i]))
		i++;
	while (i < s.len) {
		if (s.p[i] != ';')
			return false;
		i++;
		if (!good_param(take_param(s, &i)))
			return false;
	}
	return true;
}

/* Tokens and white space; bytes over 0x7f pass, though the grammar wants them
 * in quotes, because nobody stumbles over them. */
static bool good_display(struct slice s)
{
	size_t i;

	s = slice_trim(s);
	if (s.len && s.p[0] == '"') {
		for (i = 1; i < s.len && s.p[i] != '"'; i++)
			i += s.p[i] == '\\';
		return i + 1 == s.len;
	}
	for (i = 0; i < s.len; i++)
		if (!is_lws(s.p[i]) && !sip_token_is(s.p[i]) &&
		    (unsigned char)s.p[i] < 0x80)
			return false;
	return true;
}

/* addr-spec: a URI with a comma, question mark or semicolon of its own would
 * have to stand in <> (RFC 3261 20). */
static bool good_addr_spec(struct slice value)
{
	struct slice uri = sip_value_uri(value);
	struct slice rest = slice_from(value, (size_t)(uri.p - value.p) +
					      uri.len);

	return good_uri(uri) && !memchr(uri.p, '?', uri.len) &&
	       good_params(rest);
}

/* name-addr or addr-spec with parameters. */
static bool good_address(struct slice value)
{
	struct slice uri = sip_value_uri(value), raw;
	const char *end = value.p + value.len, *angle, *close;

	/* A URI never holds `<': the last one before it is the bracket. */
	angle = uri.p;
	while (angle > value.p && is_lws(angle[-1]))
		angle--;
	if (angle == value.p || angle[-1] != '<')
		return value.len && value.p[0] != '"' && good_addr_spec(value);
	close = uri.p + uri.len;
	while (close < end && is_lws(*close))
		close++;
	if (close == end || *close != '>')
		return false;
	raw = slice_of(angle, (size_t)(close - angle));
	return good_display(slice_of(value.p, (size_t)(angle - 1 - value.p))) &&
	       good_uri(raw) &&
	       good_params(slice_of(close + 1, (size_t)(end - close - 1)));
}

/* Commas that stand between nothing: as many as elements and one are wanted. */
static bool has_empty_element(struct slice list)
{
	struct slice rest = list, element;
	const char *at = list.p;
	bool first = true;
	unsigned commas;

	for (;;) {
		bool more = sip_value_next(&rest, &element);
		const char *to = more ? element.p : list.p + list.len;

		for (commas = 0; at < to; at++)
			commas += *at == ',';
		if (commas != (more && !first))
			return true;
		if (!more)
			return first;
		at = element.p + element.len;
		first = false;
	}
}

static bool good_addresses(struct slice list)
{
	struct slice element;

	if (has_empty_element(list))
		return false;
	while (sip_value_next(&list, &element))
		if (!good_address(element))
			return false;
	return true;
}

/* sent-protocol LWS sent-by params; the three parts of the protocol are tokens
 * and behind the host may come a port. */
static bool good_via(struct slice v)
{
	struct sip_value_via via;
	const char *end, *stop = v.p + v.len;

	if (!sip_value_via_split(v, &via) || !sip_token_all(via.transport) ||
	    !good_host(via.host) || !good_port(via.host, via.port))
		return false;
	end = via.port.p + via.port.len;
	return good_params(slice_of(end, (size_t)(stop - end)));
}

static bool good_vias(struct slice list)
{
	struct slice element;

	if (has_empty_element(list))
		return false;
	while (sip_value_next(&list, &element))
		if (!good_via(element))
			return false;
	return true;
}

/* Contact: * or addresses, of which `expires' is a number (RFC 3261 20.10). */
static bool good_contact(struct slice list)
{
	return slice_eq(list, SLICE("*")) || good_addresses(list);
}

static bool good_contact_numbers(struct slice list)
{
	struct slice element, expires;
	uint64_t number;

	while (sip_value_next(&list, &element))
		if (sip_value_param(element, "expires", &expires) &&
		    slice_to_uint(expires, UINT32_MAX, &number) != 0)
			return false;
	return true;
}

/* delta-seconds and what may follow: parameters, a comment (RFC 3261 20.33). */
static bool good_seconds(struct slice v)
{
	size_t digits = 0;
	uint64_t number;

	while (digits < v.len && v.p[digits] >= '0' && v.p[digits] <= '9')
		digits++;
	if (slice_to_uint(slice_head(v, digits), UINT32_MAX, &number) != 0)
		return false;
	return digits == v.len || is_lws(v.p[digits]) ||
	       v.p[digits] == ';' || v.p[digits] == '(';
}

static bool good_number(struct slice v)
{
	uint64_t number;

	return slice_to_uint(v, UINT32_MAX, &number) == 0;
}

/* Three digits, an agent and a quoted text (RFC 3261 20.43). */
static bool good_warnings(struct slice list)
{
	struct slice element;
	struct sip_value_warning w;

	while (sip_value_next(&list, &element))
		if (!sip_value_warning_split(element, &w) || w.code < 100 ||
		    w.code > 999)
			return false;
	return true;
}

/* `Sat, 13 Nov 2010 23:29:00 GMT' (RFC 3261 20.17): A a letter, 0 a digit. */
static bool good_date(struct slice v)
{
	static const char form[] = "AAA, 00 AAA 0000 00:00:00 GMT";
	bool letter, digit;

	if (v.len != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < v.len; i++) {
		letter = (v.p[i] | 0x20) >= 'a' && (v.p[i] | 0x20) <= 'z';
		digit = v.p[i] >= '0' && v.p[i] <= '9';
		if (form[i] == 'A' ? !letter : form[i] == '0' ? !digit :
		    v.p[i] != form[i])
			return false;
	}
	return true;
}

typedef bool good_fn(struct slice value);

/* By header; most have none. */
static const struct check {
	good_fn *good;
	uint32_t odd;
} checks[HEADER_COUNT][2] = {
	[HEADER_VIA] = { { good_vias, SIP_ODD_VIA } },
	[HEADER_FROM] = { { good_address, SIP_ODD_ADDRESS } },
	[HEADER_TO] = { { good_address, SIP_ODD_ADDRESS } },
	[HEADER_REPLY_TO] = { { good_address, SIP_ODD_ADDRESS } },
	[HEADER_REFER_TO] = { { good_address, SIP_ODD_ADDRESS } },
	[HEADER_REFERRED_BY] = { { good_address, SIP_ODD_ADDRESS } },
	[HEADER_CONTACT] = { { good_contact, SIP_ODD_ADDRESS },
			     { good_contact_numbers, SIP_ODD_NUMBER } },
	[HEADER_ROUTE] = { { good_addresses, SIP_ODD_ADDRESS } },
	[HEADER_RECORD_ROUTE] = { { good_addresses, SIP_ODD_ADDRESS } },
	[HEADER_PATH] = { { good_addresses, SIP_ODD_ADDRESS } },
	[HEADER_SERVICE_ROUTE] = { { good_addresses, SIP_ODD_ADDRESS } },
	[HEADER_EXPIRES] = { { good_number, SIP_ODD_NUMBER } },
	[HEADER_MIN_EXPIRES] = { { good_number, SIP_ODD_NUMBER } },
	[HEADER_RSEQ] = { { good_number, SIP_ODD_NUMBER } },
	[HEADER_MIN_SE] = { { good_seconds, SIP_ODD_NUMBER } },
	[HEADER_SESSION_EXPIRES] = { { good_seconds, SIP_ODD_NUMBER } },
	[HEADER_RETRY_AFTER] = { { good_seconds, SIP_ODD_NUMBER } },
	[HEADER_WARNING] = { { good_warnings, SIP_ODD_NUMBER } },
	[HEADER_DATE] = { { good_date, SIP_ODD_DATE } },
};

/* What a value may look like at first sight.  The first bits are SIP_PLAIN_...:
 * the index may have been sure of the first of these already. */
enum { OTHER = 32, ADDRESS = 64 };

/* By header; 0: there is nothing to check. */
static const uint8_t looks[HEADER_COUNT] = {
	[HEADER_VIA] = SIP_PLAIN_VIA, [HEADER_FROM] = SIP_PLAIN_FROM,
	[HEADER_TO] = SIP_PLAIN_TO, [HEADER_CONTACT] = SIP_PLAIN_CONTACT,
	[HEADER_ROUTE] = ADDRESS, [HEADER_RECORD_ROUTE] = ADDRESS,
	[HEADER_REPLY_TO] = ADDRESS, [HEADER_REFER_TO] = ADDRESS,
	[HEADER_REFERRED_BY] = ADDRESS, [HEADER_PATH] = ADDRESS,
	[HEADER_SERVICE_ROUTE] = ADDRESS, [HEADER_EXPIRES] = OTHER,
	[HEADER_MIN_EXPIRES] = OTHER, [HEADER_RSEQ] = OTHER,
	[HEADER_MIN_SE] = OTHER, [HEADER_SESSION_EXPIRES] = OTHER,
	[HEADER_RETRY_AFTER] = OTHER, [HEADER_WARNING] = OTHER,
	[HEADER_DATE] = OTHER,
};

/* Contact with at most an expiry to check. */
static bool is_plain_contact(struct slice value, const char *room)
{
	struct sip_plain plain;
	uint64_t number;

	return sip_plain_contact(value, room, &plain) && !plain.unsure &&
	       (!plain.param.p ||
		slice_to_uint(plain.param, UINT32_MAX, &number) == 0);
}

/* Is this value good at first sight, so that no check can find a fault? */
static bool is_plain(unsigned look, struct slice value, const char *room)
{
	struct sip_plain plain;

	switch (look) {
	case SIP_PLAIN_VIA:
		return sip_plain_via(value, room, &plain);
	case SIP_PLAIN_FROM:
	case SIP_PLAIN_TO:
	case ADDRESS:
		return sip_plain_address(value, room, &plain);
	case SIP_PLAIN_CONTACT:
		return is_plain_contact(value, room);
	default:
		return false;
	}
}

static void fault(struct sip_grammar *g, uint32_t odd, uint32_t wanted,
		  struct sip_span line)
{
	if (odd & wanted & ~g->odd)
		g->where = line;
	g->odd |= odd;
}

static void check_header(const struct sip_index *m, const struct sip_header *h,
			 uint32_t wanted, struct sip_grammar *out)
{
	struct slice value = sip_index_slice(m, h->value);
	struct sip_span line = { h->name.off,
				 h->value.off + h->value.len - h->name.off };

	if (is_plain(looks[h->id], value, m->raw.p + m->raw.len))
		return;
	for (const struct check *c = checks[h->id]; c < checks[h->id] + 2; c++)
		if (c->good && !c->good(value))
			fault(out, c->odd, wanted, line);
}

/* Is there nothing to be checked but what the index was sure of?  That is what most
 * messages are like. */
static bool is_all_plain(const struct sip_index *m)
{
	const uint32_t many = UINT32_MAX << SIP_FIRST_CHECKED;
	const uint32_t three = 1U << SIP_FIRST_VIA | 1U << SIP_FIRST_FROM |
			       1U << SIP_FIRST_TO;
	uint32_t sure = (uint32_t)m->plain << SIP_FIRST_VIA;
	uint32_t contact = m->plain & SIP_PLAIN_CONTACT ?
		1U << SIP_FIRST_CONTACT : 0;
	uint32_t left = (m->seen & (many | three) & ~sure) |
			(m->again & (many | three));

	_Static_assert(SIP_PLAIN_VIA << SIP_FIRST_VIA == 1 << SIP_FIRST_VIA &&
		       SIP_PLAIN_FROM << SIP_FIRST_VIA == 1 << SIP_FIRST_FROM &&
		       SIP_PLAIN_TO << SIP_FIRST_VIA == 1 << SIP_FIRST_TO,
		       "the bits of sip_index.plain are in the order of kinds");
	return !(left & ~contact);
}

static void check_headers(const struct sip_index *m, uint32_t wanted,
			  struct sip_grammar *out)
{
	const struct sip_header *h = m->headers, *end = h + m->n_headers;
	unsigned plain = m->plain;

	for (; h < end; h++) {
		unsigned look = looks[h->id];

		if (look & ~plain)
			check_header(m, h, wanted, out);
		plain &= ~look; /* it was sure of the first alone */
	}
}

void sip_grammar_check(const struct sip_index *m, uint32_t wanted,
		       struct sip_grammar *out)
{
	struct slice uri = sip_index_slice(m, m->uri);

	memset(out, 0, sizeof(*out));
	if (!m->is_response && !(m->plain & SIP_PLAIN_URI) &&
	    !good_request_uri(uri))
		fault(out, SIP_ODD_URI, wanted, m->start_line);
	if (!is_all_plain(m))
		check_headers(m, wanted, out);
}
