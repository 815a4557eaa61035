/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_first.h"

#include "data/catalog.h"
#include "dissect/sip_token.h"
#include "dissect/sip_value.h"

#include <errno.h>

enum { MAX_CSEQ = 0x7fffffff }; /* RFC 3261 8.1.1.5: under 2^31 */

static inline bool is_lws(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A part of the message as a span; empty when it is none. */
static struct sip_span span_of(const struct sip_index *m, struct slice s)
{
	if (!s.p)
		return (struct sip_span){ 0, 0 };
	return (struct sip_span){ (uint32_t)(s.p - m->raw.p), (uint32_t)s.len };
}

/* 1*DIGIT LWS Method (RFC 3261 20.16). */
static void read_cseq(struct sip_index *m, struct slice v)
{
	size_t digits = 0, i;
	uint64_t number;

	while (digits < v.len && v.p[digits] >= '0' && v.p[digits] <= '9')
		digits++;
	if (slice_to_uint(slice_head(v, digits), UINT32_MAX, &number) == 0) {
		m->cseq = (uint32_t)number;
		m->has_cseq = true;
	}
	if (!m->has_cseq || number > MAX_CSEQ)
		m->odd |= SIP_ODD_CSEQ_BAD;
	for (i = digits; i < v.len && is_lws(v.p[i]);)
		i++;
	m->cseq_method = span_of(m, slice_from(v, i));
	if (i == digits)
		m->odd |= SIP_ODD_CSEQ_BAD;
	if (!sip_token_all(slice_from(v, i)))
		m->odd |= SIP_ODD_CSEQ_BAD;
}

static void read_length(struct sip_index *m, struct slice v)
{
	uint64_t number = UINT32_MAX;
	int rc = slice_to_uint(v, UINT32_MAX, &number);

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

	if (slice_to_uint(v, 255, &number) != 0)
		m->odd |= SIP_ODD_MAX_FORWARDS;
}

static void read_call_id(struct sip_index *m, struct slice v)
{
	m->call_id = span_of(m, v);
	if (!v.len)
		m->odd |= SIP_ODD_CALL_ID;
	for (size_t i = 0; i < v.len; i++)
		if (is_lws(v.p[i]))
			m->odd |= SIP_ODD_CALL_ID;
}

static void read_tag(struct sip_index *m, struct slice v, struct sip_span *out)
{
	struct slice tag;

	if (sip_value_param(v, "tag", &tag))
		*out = span_of(m, tag);
}

static void read_via(struct sip_index *m, struct slice v)
{
	struct slice rest = v, top;
	struct sip_value_via via;
	const char *end;

	if (!sip_value_next(&rest, &top))
		return;
	sip_value_via_split(top, &via);
	end = via.port.len ? via.port.p + via.port.len :
			     via.host.p + via.host.len;
	m->branch = span_of(m, via.branch);
	m->magic_branch = slice_starts_nocase(via.branch, SLICE("z9hG4bK"));
	if (via.host.len)
		m->sent_by = span_of(m, slice_of(via.host.p, (size_t)(end -
							      via.host.p)));
}

void sip_first_read(struct sip_index *m, enum header_id id,
		    struct sip_span value)
{
	struct slice v = sip_index_slice(m, value);

	switch ((int)id) {
	case HEADER_VIA:
		read_via(m, v);
		break;
	case HEADER_FROM:
		read_tag(m, v, &m->from_tag);
		break;
	case HEADER_TO:
		read_tag(m, v, &m->to_tag);
		break;
	case HEADER_CALL_ID:
		read_call_id(m, v);
		break;
	case HEADER_CSEQ:
		read_cseq(m, v);
		break;
	case HEADER_CONTENT_LENGTH:
		read_length(m, v);
		break;
	case HEADER_MAX_FORWARDS:
		read_max_forwards(m, v);
		break;
	default:
		break;
	}
}

