/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_first.h"

#include "data/catalog.h"
#include "dissect/sip_plain.h"
#include "dissect/sip_scan.h"
#include "dissect/sip_token.h"
#include "dissect/sip_value.h"

#include <errno.h>

enum { MAX_CSEQ = 0x7fffffff }; /* RFC 3261 8.1.1.5: under 2^31 */

/* What comes twice, or seldom; all else is a part of sip_first_read(). */
#define NOINLINE __attribute__((noinline))

static inline bool is_lws(char c)
{
	return (unsigned char)c <= ' ' &&
	       (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* A part of the message as a span; empty when it is none. */
static inline struct sip_span span_of(const struct sip_index *m, struct slice s)
{
	if (!s.p)
		return (struct sip_span){ 0, 0 };
	return (struct sip_span){ (uint32_t)(s.p - m->raw.p), (uint32_t)s.len };
}

/* Up to there may be read. */
static inline const char *room_of(const struct sip_index *m)
{
	return m->raw.p + m->raw.len;
}

/* All of v as a number of at most 9 digits, which is what is usual; false: the
 * long way must be gone. */
static inline bool quick_number(struct slice v, uint32_t *out)
{
	uint32_t number = 0;

	if (v.len - 1 > 8)
		return false;
	for (size_t i = 0; i < v.len; i++) {
		unsigned digit = (unsigned)v.p[i] - '0';

		if (digit > 9)
			return false;
		number = number * 10 + digit;
	}
	*out = number;
	return true;
}

/* A response has no other method, a request must have the same.  Has it a name? */
static bool cseq_method(struct sip_index *m, struct slice method)
{
	if (m->is_response)
		m->method = (uint16_t)catalog_method_find(method);
	else if (method.len &&
		 !slice_eq(method, sip_index_slice(m, m->method_name)))
		m->odd |= SIP_ODD_CSEQ_METHOD;
	return m->method && !(m->odd & SIP_ODD_CSEQ_METHOD);
}

/* 1*DIGIT LWS Method (RFC 3261 20.16). */
static NOINLINE void slow_cseq(struct sip_index *m, struct slice v)
{
	size_t digits = 0, i;
	uint64_t number = 0;
	struct slice method;
	bool known;

	for (; digits < v.len; digits++) {
		unsigned digit = (unsigned)v.p[digits] - '0';

		if (digit > 9)
			break;
		if (number <= UINT32_MAX)
			number = number * 10 + digit;
	}
	m->has_cseq = digits && number <= UINT32_MAX;
	m->cseq = m->has_cseq ? (uint32_t)number : 0;
	if (!digits || number > MAX_CSEQ)
		m->odd |= SIP_ODD_CSEQ_BAD;
	for (i = digits; i < v.len && is_lws(v.p[i]);)
		i++;
	method = slice_from(v, i);
	m->cseq_method = span_of(m, method);
	known = cseq_method(m, method);
	if (i == digits || (!known && !sip_token_all(method)))
		m->odd |= SIP_ODD_CSEQ_BAD;
}

/* At most 9 digits, one space and a method with a name; else the long way. */
static inline void read_cseq(struct sip_index *m, struct slice v)
{
	const char *p = v.p, *end = p + v.len;
	uint32_t number = 0;
	unsigned digit;

	for (; p < end && (digit = (unsigned)*p - '0') <= 9; p++)
		number = number * 10 + digit;
	if ((size_t)(p - v.p) - 1 > 8 || end - p < 2 || p[0] != ' ' ||
	    (unsigned char)p[1] <= ' ' ||
	    !cseq_method(m, slice_of(p + 1, (size_t)(end - p - 1)))) {
		slow_cseq(m, v);
		return;
	}
	m->has_cseq = true;
	m->cseq = number;
	m->cseq_method = span_of(m, slice_of(p + 1, (size_t)(end - p - 1)));
}

static void read_length(struct sip_index *m, struct slice v)
{
	uint64_t number = UINT32_MAX;
	int rc;

	m->has_length = quick_number(v, &m->content_length);
	if (m->has_length)
		return;
	rc = slice_to_uint(v, UINT32_MAX, &number);
	/* Too big a number is still a length, longer than any body. */
	m->has_length = rc != -EINVAL;
	if (m->has_length)
		m->content_length = (uint32_t)number;
	else
		m->odd |= SIP_ODD_LENGTH_BAD;
}

static void read_max_forwards(struct sip_index *m, struct slice v)
{
	uint64_t number;
	uint32_t usual;

	m->has_max_forwards = true;
	if (quick_number(v, &usual) ? usual > 255 :
	    slice_to_uint(v, 255, &number) != 0)
		m->odd |= SIP_ODD_MAX_FORWARDS;
}

static void read_call_id(struct sip_index *m, struct slice v)
{
	m->call_id = span_of(m, v);
	if (!v.len || !sip_scan_above(v.p, v.p + v.len, ' ', room_of(m)))
		m->odd |= SIP_ODD_CALL_ID;
}

/* A parameter in its usual dress, `;name=value': its value.  Anything that may
 * be the same parameter in another (white space, capitals) says so. */
enum quick { QUICK_FOUND, QUICK_ABSENT, QUICK_UNSURE };

struct quick_scan {
	const char *p, *end; /* the value */
	const char *room;    /* end of the message: up to there may be read */
};

/* p to the next semicolon outside quotes and <>; false: a comma, or the end. */
static inline bool next_semicolon(struct quick_scan *q)
{
	for (;;) {
		q->p = sip_scan_stop(q->p, q->end, q->room);
		if (q->p == q->end || *q->p == ',')
			return false;
		if (*q->p == ';')
			return true;
		q->p = sip_scan_byte(q->p + 1, q->end,
				     *q->p == '<' ? '>' : '"', q->room);
		if (q->p == q->end || q->p[-1] == '\\') {
			q->p = NULL;
			return false;
		}
		q->p++;
	}
}

/* name has its `=' at its end.  Inlined, so that comparing it is one load. */
static inline __attribute__((always_inline)) enum quick
quick_param(struct quick_scan *q, struct slice name, struct slice *out)
{
	const char *from;

	while (next_semicolon(q)) {
		from = ++q->p;
		if (from == q->end || (unsigned char)*from <= ' ')
			return QUICK_UNSURE;
		if ((*from | 0x20) != name.p[0])
			continue;
		if ((size_t)(q->end - from) < name.len ||
		    memcmp(from, name.p, name.len) != 0)
			return QUICK_UNSURE;
		from += name.len;
		q->p = sip_scan_stop(from, q->end, q->room);
		*out = slice_of(from, (size_t)(q->p - from));
		if (q->p < q->end && *q->p != ';' && *q->p != ',')
			return QUICK_UNSURE;
		return sip_scan_low(from, q->p, ' ') == q->p ? QUICK_FOUND :
							       QUICK_UNSURE;
	}
	return q->p ? QUICK_ABSENT : QUICK_UNSURE;
}

/* What is told by an address that is not plain. */
static NOINLINE void slow_address(struct sip_index *m, struct slice v,
				  struct sip_span *tag, struct sip_span *uri)
{
	struct quick_scan q = { v.p, v.p + v.len, room_of(m) };
	struct slice s = { NULL, 0 };

	*uri = span_of(m, sip_value_uri(v));
	if (quick_param(&q, SLICE("tag="), &s) != QUICK_UNSURE ||
	    sip_value_param(v, "tag", &s))
		*tag = span_of(m, s);
}

static inline void read_address(struct sip_index *m, struct slice v,
				uint8_t bit, struct sip_span *tag,
				struct sip_span *uri)
{
	struct sip_plain plain;
	bool is_plain = sip_plain_address(v, room_of(m), &plain);

	if (is_plain)
		m->plain |= bit;
	if (!is_plain || plain.unsure) {
		slow_address(m, v, tag, uri);
		return;
	}
	*uri = span_of(m, plain.uri);
	*tag = span_of(m, plain.param);
}

/* `SIP/2.0/UDP host:port;branch=...' without a space too many. */
static bool quick_via(struct sip_index *m, struct slice v)
{
	struct quick_scan q = { v.p, v.p + v.len, room_of(m) };
	struct slice branch = { NULL, 0 };
	const char *host;

	if (v.len < 12 || memcmp(v.p, "SIP/2.0/", 8) != 0)
		return false;
	host = sip_scan_low(v.p + 8, q.end, ' ');
	if (host == q.end || host == v.p + 8 || *host != ' ')
		return false;
	host++;
	q.p = sip_scan_stop(host, q.end, q.room);
	if (q.p == host || sip_scan_low(host, q.p, ' ') != q.p)
		return false;
	m->sent_by = span_of(m, slice_of(host, (size_t)(q.p - host)));
	if (quick_param(&q, SLICE("branch="), &branch) == QUICK_UNSURE)
		return false;
	m->branch = span_of(m, branch);
	return true;
}

static void slow_via(struct sip_index *m, struct slice v)
{
	struct slice rest = v, top;
	struct sip_value_via via;
	const char *end;

	m->sent_by = (struct sip_span){ 0, 0 };
	if (!sip_value_next(&rest, &top))
		return;
	sip_value_via_split(top, &via);
	m->branch = span_of(m, via.branch);
	if (!via.host.len)
		return;
	end = via.port.len ? via.port.p + via.port.len :
			     via.host.p + via.host.len;
	m->sent_by = span_of(m, slice_of(via.host.p,
					 (size_t)(end - via.host.p)));
}

static bool plain_via(struct sip_index *m, struct slice v)
{
	struct sip_plain plain;

	if (!sip_plain_via(v, room_of(m), &plain))
		return false;
	m->plain |= SIP_PLAIN_VIA;
	m->sent_by = span_of(m, plain.sent_by);
	m->branch = span_of(m, plain.param);
	return !plain.unsure;
}

static void read_via(struct sip_index *m, struct slice v)
{
	const struct slice magic = SLICE("z9hG4bK");
	struct slice branch;

	if (!plain_via(m, v) && !quick_via(m, v))
		slow_via(m, v);
	branch = sip_index_slice(m, m->branch);
	m->magic_branch = branch.len >= magic.len &&
			  (memcmp(branch.p, magic.p, magic.len) == 0 ||
			   slice_starts_nocase(branch, magic));
}

static void read_contact(struct sip_index *m, struct slice v)
{
	struct sip_plain plain;
	uint64_t number;

	/* Among too many it may be one that the list of headers has no room for. */
	if (m->odd & SIP_ODD_TOO_MANY ||
	    m->again & 1U << SIP_FIRST_CONTACT || v.len > UINT8_MAX ||
	    !sip_plain_contact(v, room_of(m), &plain) || plain.unsure ||
	    (plain.param.p &&
	     slice_to_uint(plain.param, UINT32_MAX, &number) != 0))
		return;
	m->plain |= SIP_PLAIN_CONTACT;
	m->contact_uri = (uint8_t)(plain.uri.p - v.p);
	m->contact_uri_len = (uint8_t)plain.uri.len;
	if (!plain.param.p)
		return;
	m->contact_expires = (uint8_t)(plain.param.p - v.p);
	m->contact_expires_len = (uint8_t)plain.param.len;
}

/* The kinds one after another, in whichever order they came: what is nearly always
 * there is no jump to be guessed. */
void sip_first_read(struct sip_index *m, uint32_t seen,
		    const struct sip_span values[SIP_FIRST_KINDS])
{
#define HAS(kind)   (seen & 1U << (kind))
#define VALUE(kind) sip_index_slice(m, values[kind])
	if (HAS(SIP_FIRST_VIA))
		read_via(m, VALUE(SIP_FIRST_VIA));
	if (HAS(SIP_FIRST_FROM))
		read_address(m, VALUE(SIP_FIRST_FROM), SIP_PLAIN_FROM,
			     &m->from_tag, &m->from_uri);
	if (HAS(SIP_FIRST_TO))
		read_address(m, VALUE(SIP_FIRST_TO), SIP_PLAIN_TO,
			     &m->to_tag, &m->to_uri);
	if (HAS(SIP_FIRST_CALL_ID))
		read_call_id(m, VALUE(SIP_FIRST_CALL_ID));
	if (HAS(SIP_FIRST_CSEQ))
		read_cseq(m, VALUE(SIP_FIRST_CSEQ));
	if (HAS(SIP_FIRST_LENGTH))
		read_length(m, VALUE(SIP_FIRST_LENGTH));
	if (HAS(SIP_FIRST_MAX_FORWARDS))
		read_max_forwards(m, VALUE(SIP_FIRST_MAX_FORWARDS));
	if (HAS(SIP_FIRST_CONTACT))
		read_contact(m, VALUE(SIP_FIRST_CONTACT));
#undef HAS
#undef VALUE
}
