/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sip_length.h"

#include "data/catalog.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The header line at the start of *rest with its folds; *rest moves behind. */
static struct slice take_header(struct slice *rest)
{
	size_t end = 0;
	struct slice line;

	do {
		end += slice_find(slice_from(*rest, end), '\n') + 1;
	} while (end < rest->len && is_blank(rest->p[end]));
	line = slice_head(*rest, end);
	*rest = slice_from(*rest, end);
	return line;
}

static void read_length(struct sip_length *out, struct slice value,
			uint64_t max)
{
	uint64_t n;

	if (slice_to_uint(value, max, &n) != 0 ||
	    (out->kind != SIP_LENGTH_ABSENT && n != out->value))
		out->kind = SIP_LENGTH_BAD;
	else if (out->kind == SIP_LENGTH_ABSENT)
		*out = (struct sip_length){ SIP_LENGTH_GOOD, out->body, n };
}

static void read_type(struct sip_length *out, struct slice value)
{
	if (slice_starts_nocase(value, SLICE("application/sdp")))
		out->body = SIP_BODY_SDP;
	else if (slice_starts_nocase(value, SLICE("message/")) ||
		 slice_starts_nocase(value, SLICE("multipart/")))
		out->body = SIP_BODY_SIP;
	else
		out->body = SIP_BODY_OTHER;
}

static void read_header(struct sip_length *out, struct slice line, uint64_t max)
{
	size_t colon;
	struct slice value;

	if (!sip_length_may_tell(line))
		return;
	colon = slice_find(line, ':');
	if (colon >= line.len)
		return;
	value = slice_trim(slice_from(line, colon + 1));
	switch ((int)catalog_header_find(slice_trim(slice_head(line, colon)))) {
	case HEADER_CONTENT_LENGTH:
		read_length(out, value, max);
		break;
	case HEADER_CONTENT_TYPE:
		read_type(out, value);
		break;
	default:
		break;
	}
}

void sip_length_read(struct sip_length *out, struct slice headers,
		     uint64_t max)
{
	*out = (struct sip_length){ .kind = SIP_LENGTH_ABSENT };
	while (headers.len)
		read_header(out, take_header(&headers), max);
	if (out->kind == SIP_LENGTH_BAD)
		out->value = 0;
}
