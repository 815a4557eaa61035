/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_frame.h"

#include "data/catalog.h"
#include "dissect/sip_token.h"

enum {
	MAX_METHOD = 64,     /* longer words are no method */
	MAX_LINES = 12,      /* looked at behind a damaged first line */
	ENOUGH_HEADERS = 2   /* of those that make it SIP */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `SIP/7.0': the slash and what is before it without case. */
static bool is_version(struct slice s)
{
	return s.len >= 5 && slice_starts_nocase(s, SLICE("SIP/")) &&
	       is_digit(s.p[4]);
}

static bool is_status_line(struct slice s)
{
	size_t i;

	/* Every RTP packet comes here. */
	if (!s.len || (s.p[0] | 0x20) != 's')
		return false;
	i = slice_find(slice_head(s, 16), ' ');
	if (!is_version(slice_head(s, i)))
		return false;
	while (i < s.len && s.p[i] == ' ')
		i++;
	return i < s.len && is_digit(s.p[i]);
}

/* Length of the token at the start that a space follows, or 0. */
static size_t method_len(struct slice s)
{
	size_t i = 0;

	while (i < s.len && i < MAX_METHOD && sip_token_is(s.p[i]))
		i++;
	return i < s.len && s.p[i] == ' ' ? i : 0;
}

/* The line at the start of *rest, trimmed; *rest moves behind it. */
static struct slice take_line(struct slice *rest)
{
	size_t end = slice_find(*rest, '\n');
	struct slice line;

	if (end == rest->len)
		end = slice_find(*rest, '\r');
	line = slice_trim(slice_head(*rest, end));
	*rest = slice_from(*rest, end + 1);
	return line;
}

static struct slice last_word(struct slice s)
{
	size_t i = s.len;

	while (i && s.p[i - 1] != ' ' && s.p[i - 1] != '\t')
		i--;
	return slice_from(s, i);
}

static bool is_request_line(struct slice line)
{
	return method_len(line) && is_version(last_word(line));
}

/* RTSP, HTTP and SSDP speak in the same form (RFC 7826, RFC 9112). */
static bool is_other_protocol(struct slice line)
{
	struct slice last = last_word(line);

	return slice_starts_nocase(last, SLICE("HTTP/")) ||
	       slice_starts_nocase(last, SLICE("RTSP/")) ||
	       slice_starts_nocase(line, SLICE("HTTP/")) ||
	       slice_starts_nocase(line, SLICE("RTSP/"));
}

/* CSeq alone does not count: RTSP has it too. */
static bool is_sip_header(struct slice line)
{
	size_t colon = slice_find(slice_head(line, 32), ':');

	if (colon >= line.len || colon >= 32)
		return false;
	switch ((int)catalog_header_find(slice_trim(slice_head(line, colon)))) {
	case HEADER_VIA:
	case HEADER_FROM:
	case HEADER_TO:
	case HEADER_CALL_ID:
	case HEADER_MAX_FORWARDS:
		return true;
	default:
		return false;
	}
}

static bool has_sip_headers(struct slice rest)
{
	unsigned seen = 0;

	for (int i = 0; i < MAX_LINES && rest.len; i++) {
		struct slice line = take_line(&rest);

		if (!line.len)
			break;
		seen += is_sip_header(line);
		if (seen >= ENOUGH_HEADERS)
			return true;
	}
	return false;
}

/* Printable ASCII or white space: text of some kind. */
static bool begins_like_text(struct slice s)
{
	for (size_t i = 0; i < s.len && i < 8; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') ||
		    c > '~')
			return false;
	}
	return s.len > 0;
}

/* `SIP/2.0 200' */
static bool is_usual_status(struct slice s)
{
	return s.len > 8 && memcmp(s.p, "SIP/2.0 ", 8) == 0 && is_digit(s.p[8]);
}

/* `INVITE sip:a@b SIP/2.0' CR LF, of something with a method. */
static bool is_usual_request(struct slice s)
{
	const struct slice version = SLICE(" SIP/2.0\r\n");
	size_t end = slice_find(s, '\n') + 1;

	return end <= s.len && end > version.len &&
	       memcmp(s.p + end - version.len, version.p, version.len) == 0;
}

/* method: its length, or 0. */
static __attribute__((noinline)) bool
looks_unusual(struct slice payload, size_t method, bool sip_port)
{
	struct slice rest = payload, line;

	if (is_status_line(payload))
		return true;
	if (!method && !(sip_port && begins_like_text(payload)))
		return false;
	line = take_line(&rest);
	if (is_request_line(line))
		return true;
	return sip_port && !is_other_protocol(line) && has_sip_headers(rest);
}

/* What is no usual response. */
static __attribute__((noinline)) bool looks_like(struct slice payload,
						 bool sip_port)
{
	size_t method;

	if (!payload.len)
		return false;
	method = method_len(payload);
	return (method && is_usual_request(payload)) ||
		looks_unusual(payload, method, sip_port);
}

bool sip_frame_looks_like(struct slice payload, bool sip_port)
{
	return is_usual_status(payload) || looks_like(payload, sip_port);
}

/* `SIP/2.0' and nothing more: what a line of a Via has too is not enough. */
static bool is_whole_version(struct slice s)
{
	size_t i = 4;

	if (!is_version(s))
		return false;
	while (i < s.len && is_digit(s.p[i]))
		i++;
	if (i >= s.len || s.p[i] != '.')
		return false;
	for (i++; i < s.len; i++)
		if (!is_digit(s.p[i]))
			return false;
	return is_digit(s.p[s.len - 1]);
}

/* `/2.0' at the end: what is_whole_version asks, but for the name. */
static inline bool ends_like_version(struct slice s)
{
	size_t i = s.len;

	while (i && is_digit(s.p[i - 1]))
		i--;
	if (!i || i == s.len || s.p[--i] != '.')
		return false;
	while (i && is_digit(s.p[i - 1]))
		i--;
	return i && s.p[i - 1] == '/';
}

static inline struct slice trim_end(struct slice s)
{
	while (s.len && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t' ||
			 s.p[s.len - 1] == '\r' || s.p[s.len - 1] == '\n'))
		s.len--;
	return s;
}

/* A request line whose end is like that of a version. */
static __attribute__((noinline)) bool is_sure_request(struct slice line)
{
	size_t method = method_len(line);
	struct slice uri;

	if (!method || !is_whole_version(last_word(line)))
		return false;
	/* `Via : SIP/2.0' has a colon where a URI would be. */
	uri = slice_trim(slice_from(line, method));
	return uri.len > last_word(line).len && uri.p[0] != ':';
}

/* Every header of a stream comes here: a few bytes tell most. */
bool sip_frame_start_line(struct slice line)
{
	line = trim_end(line);
	if (line.len > 4 && line.p[3] == '/' && (line.p[0] | 0x20) == 's' &&
	    slice_starts_nocase(line, SLICE("SIP/")))
		return is_status_line(line) &&
		       is_whole_version(slice_head(line, slice_find(line, ' ')));
	return ends_like_version(line) && is_sure_request(line);
}

/* Where the method begins that is glued to the end of word, or word.len.  What
 * is before it must not look like a part of it. */
static size_t glued_method(struct slice word)
{
	for (size_t i = 1; i < word.len && i < MAX_METHOD; i++) {
		char before = word.p[word.len - i - 1];
		struct slice tail = slice_from(word, word.len - i);

		if (!(before >= 'A' && before <= 'Z') && before != '-' &&
		    before != '_' && before != '.' &&
		    catalog_method_find(tail))
			return word.len - i;
	}
	return word.len;
}

/* The first `SIP/' at `from' or behind it; lines.len: there is none. */
static size_t find_version(struct slice lines, size_t from)
{
	size_t i = from + 3;

	for (i += slice_find(slice_from(lines, i), '/'); i < lines.len;
	     i += 1 + slice_find(slice_from(lines, i + 1), '/'))
		if ((lines.p[i - 1] | 0x20) == 'p' &&
		    slice_starts_nocase(slice_from(lines, i - 3),
					SLICE("SIP/")))
			return i - 3;
	return lines.len;
}

bool sip_frame_has_version(struct slice lines)
{
	return find_version(lines, 0) < lines.len;
}

/* Where `SIP/2.0 ' begins, or line.len; at: the first version in it. */
static size_t find_response(struct slice line, size_t at)
{
	while (at < line.len &&
	       !slice_eq(slice_head(slice_from(line, at), 8),
			 SLICE("SIP/2.0 ")))
		at = find_version(line, at + 1);
	return at;
}

/* version: the first in the line. */
static size_t find_glued(struct slice line, size_t version)
{
	struct slice rest = slice_head(line, slice_trim(line).len);
	size_t at = find_response(rest, version), word;

	if (at && at < rest.len && is_status_line(slice_from(rest, at)))
		return at;
	if (!ends_like_version(trim_end(line)))
		return line.len;
	/* The word before the URI before the version. */
	rest.len -= last_word(rest).len;
	rest.len = slice_head(rest, slice_trim(rest).len).len;
	rest.len -= last_word(rest).len;
	rest = slice_head(rest, slice_trim(rest).len);
	word = rest.len - last_word(rest).len;
	at = word + glued_method(slice_from(rest, word));
	return at < rest.len && sip_frame_start_line(slice_from(line, at)) ?
		at : line.len;
}

size_t sip_frame_find_start(struct slice line)
{
	size_t at, version = find_version(line, 0);
	bool here;

	if (version == line.len)
		return line.len;
	here = sip_frame_start_line(line);
	if (here && (slice_starts_nocase(line, SLICE("SIP/")) ||
		     catalog_method_find(slice_head(line, method_len(line)))))
		return 0;
	at = find_glued(line, version);
	return at == line.len && here ? 0 : at;
}

bool sip_frame_header(struct slice line)
{
	size_t colon = slice_find(slice_head(line, 32), ':');

	if (colon >= line.len || colon >= 32 || line.p[0] <= ' ')
		return false;
	switch ((int)catalog_header_find(slice_trim(slice_head(line, colon)))) {
	case HEADER_CSEQ:
	case HEADER_CONTACT:
	case HEADER_ROUTE:
	case HEADER_RECORD_ROUTE:
		return true;
	default:
		return is_sip_header(line);
	}
}

bool sip_frame_may_be_damaged(struct slice line)
{
	return begins_like_text(line) && !is_other_protocol(slice_trim(line));
}

enum sip_frame_kind sip_frame_datagram(struct slice payload, bool sip_port,
				       struct slice *message)
{
	size_t i = 0;

	while (i < payload.len &&
	       (payload.p[i] == '\r' || payload.p[i] == '\n'))
		i++;
	if (i)
		payload = slice_from(payload, i);
	*message = payload;
	if (i && !payload.len)
		return SIP_FRAME_KEEPALIVE;
	return sip_frame_looks_like(payload, sip_port) ?
		SIP_FRAME_MESSAGE : SIP_FRAME_NONE;
}
