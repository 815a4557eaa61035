/* SPDX-License-Identifier: BSD-2-Clause */
/* The HTTP heads that turn a connection into a WebSocket (RFC 6455 4, RFC 7118
 * 4.1). */
#include "dissect/websocket.h"

enum { HEAD_MAX = 16384 };

/* The first line of *rest without its end; *rest moves behind it.  false: its
 * end has not come. */
static bool take_line(struct slice *rest, struct slice *line)
{
	size_t end = slice_find(*rest, '\n');

	if (end == rest->len)
		return false;
	*line = slice_head(*rest, end);
	if (end && line->p[end - 1] == '\r')
		line->len--;
	*rest = slice_from(*rest, end + 1);
	return true;
}

/* Could bytes begin with this? */
static bool may_begin(struct slice bytes, struct slice with)
{
	return slice_eq(slice_head(bytes, with.len),
			slice_head(with, bytes.len));
}

static bool take_status_line(struct websocket_upgrade *u, struct slice line)
{
	struct slice code = slice_from(line, slice_find(line, ' '));
	uint64_t status;

	code = slice_trim(code);
	code = slice_head(code, slice_find(code, ' '));
	if (slice_to_uint(code, 999, &status))
		return false;
	u->response = true;
	u->status = (unsigned)status;
	return true;
}

static bool take_start_line(struct websocket_upgrade *u, struct slice line)
{
	struct slice version = SLICE(" HTTP/1.");
	size_t end;

	if (may_begin(line, SLICE("HTTP/1.")))
		return take_status_line(u, line);
	if (!may_begin(line, SLICE("GET ")))
		return false;
	line = slice_trim(line);
	end = slice_search(line, version);
	u->path = slice_from(slice_head(line, end), 4);
	return end < line.len;
}

/* Is one of a list of elements this word, whatever parameters follow it? */
static bool list_has(struct slice list, struct slice word)
{
	while (list.len) {
		size_t end = slice_find(list, ',');
		struct slice one = slice_head(list, end);

		one = slice_head(one, slice_find(one, ';'));
		if (slice_eq_nocase(slice_trim(one), word))
			return true;
		list = slice_from(list, end + 1);
	}
	return false;
}

static void take_header(struct websocket_upgrade *u, struct slice line)
{
	size_t colon = slice_find(line, ':');
	struct slice name = slice_trim(slice_head(line, colon));
	struct slice value = slice_from(line, colon + 1);

	if (slice_eq_nocase(name, SLICE("Upgrade")))
		u->upgrade |= list_has(value, SLICE("websocket"));
	else if (slice_eq_nocase(name, SLICE("Sec-WebSocket-Protocol"))) {
		u->sip |= list_has(value, SLICE("sip"));
		u->protocols = slice_trim(value);
	} else if (slice_eq_nocase(name, SLICE("Sec-WebSocket-Extensions")))
		u->deflate |= list_has(value, SLICE("permessage-deflate"));
}

enum decode websocket_upgrade_read(struct websocket_upgrade *out,
				   struct slice bytes)
{
	struct slice rest = slice_head(bytes, HEAD_MAX), line;
	bool whole = bytes.len < HEAD_MAX;

	*out = (struct websocket_upgrade){ .size = 0 };
	if (!may_begin(bytes, SLICE("GET ")) &&
	    !may_begin(bytes, SLICE("HTTP/1.")))
		return DECODE_OTHER;
	if (!take_line(&rest, &line))
		return whole ? DECODE_TRUNCATED : DECODE_OTHER;
	if (!take_start_line(out, line))
		return DECODE_OTHER;
	while (take_line(&rest, &line)) {
		if (line.len) {
			take_header(out, line);
			continue;
		}
		out->size = (size_t)(rest.p - bytes.p);
		return DECODE_OK;
	}
	return whole ? DECODE_TRUNCATED : DECODE_OTHER;
}
