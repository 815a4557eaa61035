/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_start.h"

#include "data/catalog.h"
#include "dissect/sip_token.h"

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A part of the message as a span; empty when it is none. */
static struct sip_span span_of(const struct sip_index *m, struct slice s)
{
	if (!s.p)
		return (struct sip_span){ 0, 0 };
	return (struct sip_span){ (uint32_t)(s.p - m->raw.p), (uint32_t)s.len };
}

static const char *skip_blanks(struct sip_index *m, const char *p, const char *end)
{
	if (p < end && is_blank(*p))
		m->odd |= SIP_ODD_START_LINE;
	while (p < end && is_blank(*p))
		p++;
	return p;
}

static const char *find_blank(const char *p, const char *end)
{
	while (p < end && !is_blank(*p))
		p++;
	return p;
}

/* p is behind a word of the start line: over the one SP that belongs there. */
static const char *one_space(struct sip_index *m, const char *p, const char *end)
{
	if (p == end || *p != ' ') {
		m->odd |= SIP_ODD_START_LINE;
		return p;
	}
	return skip_blanks(m, p + 1, end);
}

static void check_version(struct sip_index *m, struct slice version)
{
	m->version = span_of(m, version);
	if (!slice_eq(version, SLICE("SIP/2.0")) &&
	    !slice_eq_nocase(version, SLICE("SIP/2.0")))
		m->odd |= SIP_ODD_VERSION;
}

/* SIP-Version SP Status-Code SP Reason-Phrase (RFC 3261 7.2). */
static void read_status_line(struct sip_index *m, const char *p, const char *end)
{
	const char *word = p;
	struct slice code;
	uint64_t number;

	p = find_blank(word, end);
	check_version(m, slice_of(word, (size_t)(p - word)));
	word = one_space(m, p, end);
	p = find_blank(word, end);
	code = slice_of(word, (size_t)(p - word));
	if (slice_to_uint(code, UINT16_MAX, &number) == 0)
		m->status = (uint16_t)number;
	if (code.len != 3 || m->status < 100 || m->status > 699)
		m->odd |= SIP_ODD_STATUS;
	if (p < end && *p == ' ')
		p++;
	else
		m->odd |= SIP_ODD_START_LINE;
	m->reason = span_of(m, slice_of(p, (size_t)(end - p)));
}

/* The last word of p..end when it is a version, or end. */
static const char *find_version(const char *p, const char *end)
{
	const char *word = end;

	while (word > p && !is_blank(word[-1]))
		word--;
	if (word > p && slice_starts_nocase(slice_of(word, (size_t)(end - word)),
					    SLICE("SIP/")))
		return word;
	return end;
}

/* Method SP Request-URI SP SIP-Version (RFC 3261 7.1). */
static void read_request_line(struct sip_index *m, const char *p, const char *end)
{
	const char *word = p, *version;
	struct slice method;

	p = find_blank(word, end);
	method = slice_of(word, (size_t)(p - word));
	m->method_name = span_of(m, method);
	m->method = (uint16_t)catalog_method_find(method);
	if (!sip_token_all(method))
		m->odd |= SIP_ODD_START_LINE;
	word = one_space(m, p, end);
	while (end > word && is_blank(end[-1])) {
		m->odd |= SIP_ODD_START_LINE;
		end--;
	}
	version = p = find_version(word, end);
	check_version(m, slice_of(version, (size_t)(end - version)));
	while (p > word && is_blank(p[-1]))
		p--;
	if (version - p != 1 || p == word || version[-1] != ' ')
		m->odd |= SIP_ODD_START_LINE;
	m->uri = span_of(m, slice_of(word, (size_t)(p - word)));
}

void sip_start_read(struct sip_index *m)
{
	struct slice line = sip_index_slice(m, m->start_line);

	m->is_response = slice_starts_nocase(line, SLICE("SIP/"));
	if (m->is_response)
		read_status_line(m, line.p, line.p + line.len);
	else
		read_request_line(m, line.p, line.p + line.len);
}
