/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes can be indexed; every span lies inside the message, every result of
 * a reader of values inside its value, and a walk over elements comes to an end. */
#include "dissect/sdp.h"
#include "dissect/sip_frame.h"
#include "dissect/sip_index.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

/* part is empty or lies in whole. */
static void inside(struct slice part, struct slice whole)
{
	if (!part.p) {
		must(!part.len);
		return;
	}
	must(part.p >= whole.p && part.p <= whole.p + whole.len);
	must(part.len <= (size_t)(whole.p + whole.len - part.p));
}

static void check_span(const struct sip_index *m, struct sip_span s)
{
	must((size_t)s.off + s.len <= m->raw.len);
}

static void check_uri(struct slice uri)
{
	struct sip_value_uri_parts u;

	sip_value_uri_split(uri, &u);
	inside(u.scheme, uri);
	inside(u.user, uri);
	inside(u.host, uri);
	inside(u.port, uri);
	inside(u.params, uri);
}

static void check_params(struct slice value)
{
	static const char *const names[] = {
		"tag", "branch", "expires", "cause", "text", "refresher", "q",
	};
	struct slice out;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (sip_value_param(value, names[i], &out))
			must(out.p != NULL);
		inside(out, value);
		if (sip_value_auth(value, names[i], &out))
			must(out.p != NULL);
		inside(out, value);
	}
}

static void check_splits(struct slice value)
{
	struct sip_value_via via;
	struct sip_value_reason reason;
	struct sip_value_warning warning;

	sip_value_via_split(value, &via);
	inside(via.transport, value);
	inside(via.host, value);
	inside(via.port, value);
	inside(via.branch, value);
	inside(via.received, value);
	inside(via.rport, value);
	sip_value_reason_split(value, &reason);
	inside(reason.protocol, value);
	inside(reason.cause, value);
	inside(reason.text, value);
	sip_value_warning_split(value, &warning);
	inside(warning.agent, value);
	inside(warning.text, value);
}

static void check_value(struct slice value)
{
	struct slice uri = sip_value_uri(value);

	inside(uri, value);
	inside(sip_value_display(value), value);
	inside(sip_value_token(value), value);
	inside(sip_value_unquote(value), value);
	inside(sip_value_auth_scheme(value), value);
	check_uri(uri);
	check_params(value);
	check_splits(value);
}

static void check_header(const struct sip_index *m, const struct sip_header *h)
{
	struct slice value = sip_index_slice(m, h->value), rest = value, element;
	const char *at = value.p;

	check_span(m, h->name);
	check_span(m, h->value);
	must(h->name.off + h->name.len <= h->value.off);
	inside(sip_index_line(m, h), m->raw);
	check_value(value);
	for (int i = 0; i < 64 && sip_value_next(&rest, &element); i++) {
		must(element.len > 0 && element.p >= at);
		inside(element, value);
		at = element.p + element.len;
		check_value(element);
	}
	sip_value_list_has(value, SLICE("timer"), true, &element);
}

static void check_index(const struct sip_index *m)
{
	uint32_t bad = sip_index_malformed(m);
	struct sip_span s;

	check_span(m, m->start_line);
	check_span(m, m->method_name);
	check_span(m, m->uri);
	check_span(m, m->version);
	check_span(m, m->reason);
	check_span(m, m->body);
	check_span(m, m->call_id);
	check_span(m, m->from_tag);
	check_span(m, m->to_tag);
	check_span(m, m->branch);
	check_span(m, m->sent_by);
	check_span(m, m->cseq_method);
	must(m->n_headers <= SIP_INDEX_MAX_HEADERS);
	for (unsigned bit = 0; bit < 32; bit++) {
		if (!((m->odd | bad) >> bit & 1))
			continue;
		s = sip_index_odd_span(m, (enum sip_odd)(1U << bit));
		check_span(m, s);
		must(*sip_index_odd_name((enum sip_odd)(1U << bit)));
	}
}

static void check_sdp(struct slice body)
{
	static struct sdp sdp;

	if (!sdp_read(&sdp, body))
		return;
	must(sdp.n_media <= SDP_MAX_MEDIA);
	inside(sdp.origin, body);
	inside(sdp.connection, body);
	for (unsigned i = 0; i < sdp.n_media; i++) {
		const struct sdp_media *m = &sdp.media[i];

		inside(m->line, body);
		inside(m->type, body);
		inside(m->proto, body);
		inside(m->connection, body);
		must(m->n_formats <= SDP_MAX_FORMATS);
		for (unsigned f = 0; f < m->n_formats; f++) {
			inside(m->formats[f].format, body);
			inside(m->formats[f].fmtp, body);
			sdp_same_codec(&m->formats[0], &m->formats[f]);
		}
	}
}

static void check_message(struct slice in, bool datagram)
{
	static struct sip_index_room room;
	struct sip_index m;
	struct slice body;

	sip_index_read(&m, &room, in, datagram);
	must(m.raw.len <= in.len);
	if (datagram)
		must(m.raw.len + m.trailing == in.len);
	check_index(&m);
	for (unsigned i = 0; i < m.n_headers && i < 64; i++)
		check_header(&m, &m.headers[i]);
	body = sip_index_slice(&m, m.body);
	check_sdp(body);
	body = sdp_find(sip_index_value(&m, HEADER_CONTENT_TYPE), body);
	inside(body, m.raw);
	check_sdp(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_of((const char *)data, size), message;

	sip_frame_datagram(in, false, &message);
	inside(message, in);
	sip_frame_datagram(in, true, &message);
	inside(message, in);
	check_message(message, true);
	check_message(in, false);
	check_sdp(in);
	return 0;
}
