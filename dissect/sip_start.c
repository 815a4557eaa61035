/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_start.h"

#include "data/catalog.h"
#include "dissect/sip_scan.h"
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

/* `SIP/2.0 200 OK' and what follows without a space too many. */
static bool quick_status_line(struct sip_index *m, struct slice line)
{
	unsigned a, b, c;

	if (line.len < 12 || memcmp(line.p, "SIP/2.0 ", 8) != 0 ||
	    line.p[11] != ' ')
		return false;
	a = (unsigned)line.p[8] - '1';
	b = (unsigned)line.p[9] - '0';
	c = (unsigned)line.p[10] - '0';
	if (a > 5 || b > 9 || c > 9)
		return false;
	m->is_response = true;
	m->status = (uint16_t)(100 + a * 100 + b * 10 + c);
	m->version = span_of(m, slice_head(line, 7));
	m->reason = span_of(m, slice_from(line, 12));
	return true;
}

/* `INVITE sip:a@b SIP/2.0': a method with a name, and two spaces in all. */
static bool quick_request_line(struct sip_index *m, struct slice line)
{
	const struct slice version = SLICE(" SIP/2.0");
	const char *end = line.p + line.len, *uri;
	struct slice method;

	if (line.len < version.len + 2 ||
	    memcmp(end - version.len, version.p, version.len) != 0)
		return false;
	end -= version.len;
	uri = sip_scan_low(line.p, end, ' ') + 1;
	if (end - uri < 1 || uri[-1] != ' ' ||
	    !sip_scan_above(uri, end, ' ', m->raw.p + m->raw.len))
		return false;
	method = slice_of(line.p, (size_t)(uri - 1 - line.p));
	m->method = (uint16_t)catalog_method_find(method);
	if (m->method == METHOD_UNKNOWN)
		return false;
	m->method_name = span_of(m, method);
	m->uri = span_of(m, slice_of(uri, (size_t)(end - uri)));
	m->version = span_of(m, slice_of(end + 1, version.len - 1));
	return true;
}

void sip_start_read(struct sip_index *m)
{
	struct slice line = sip_index_slice(m, m->start_line);

	if (quick_status_line(m, line) || quick_request_line(m, line))
		return;
	m->is_response = slice_starts_nocase(line, SLICE("SIP/"));
	if (m->is_response)
		read_status_line(m, line.p, line.p + line.len);
	else
		read_request_line(m, line.p, line.p + line.len);
}
