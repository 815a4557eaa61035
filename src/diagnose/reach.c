/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/reach.h"

#include "data/catalog_scanner.h"
#include "dissect/sip_scan.h"

/* How many lines of SDP stand before c= at most: v= o= s= i= u= e= p= and more
 * of these (RFC 8866 5). */
enum { SDP_LINES = 16 };

bool reach_is_local(const struct addr *a)
{
	static const uint8_t loopback[16] = { [15] = 1 };

	if (a->family == 4)
		return a->ip[0] == 127;
	return a->family == 6 && !memcmp(a->ip, loopback, sizeof(loopback));
}

static bool is_any(const struct addr *a)
{
	static const uint8_t zero[16];

	return !memcmp(a->ip, zero, a->family == 4 ? 4 : 16);
}

enum reach_kind reach_kind(struct slice host, struct addr *out)
{
	struct addr a = { .family = 0 };
	enum reach_kind kind = REACH_NAME;

	if (!host.len)
		kind = REACH_NONE;
	else if (addr_parse_ip(&a, host))
		a.family = 0;
	if (a.family)
		kind = reach_is_local(&a) ? REACH_LOOPBACK :
			is_any(&a) ? REACH_ANY :
			addr_is_private(&a) ? REACH_PRIVATE : REACH_PUBLIC;
	else if (slice_eq_nocase(host, SLICE("localhost")))
		kind = REACH_LOOPBACK;
	if (out)
		*out = a;
	return kind;
}

bool reach_is_public(const struct addr *a)
{
	return a->family && !addr_is_private(a);
}

bool reach_may_be_private(struct slice value)
{
	size_t at = slice_find(value, '@');
	struct slice host;

	if (at == value.len)
		at = slice_find(value, ':');
	host = slice_from(value, at + 1);
	if (host.len < 8 || host.p[0] != '1')
		return host.len && host.p[0] == '[';
	return host.p[1] == '0' || !memcmp(host.p + 1, "72.", 3) ||
		!memcmp(host.p + 1, "92.168.", 7) ||
		!memcmp(host.p + 1, "69.254.", 7);
}

bool reach_uri(const struct message *m, enum header_id id,
	       struct sip_value_uri_parts *out)
{
	struct slice rest = sip_index_value(&m->sip, id), first;

	return rest.len && sip_value_next(&rest, &first) &&
		sip_value_uri_split(sip_value_uri(first), out);
}

bool reach_port_closed(const struct icmp_error *e)
{
	return e->family == 6 ? e->type == 1 && e->code == 4 :
		e->type == 3 && e->code == 3;
}

uint16_t reach_port(struct slice port, bool tls)
{
	uint64_t n;

	if (port.len && !slice_to_uint(port, 65535, &n))
		return (uint16_t)n;
	return tls ? 5061 : 5060;
}

bool reach_via(const struct message *m, struct sip_value_via *out)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_VIA), first;

	return sip_value_next(&rest, &first) && sip_value_via_split(first, out);
}

bool reach_first_hop(const struct message *m)
{
	struct slice rest = sip_index_value(&m->sip, HEADER_VIA), element;

	return rest.len && sip_index_count(&m->sip, HEADER_VIA) == 1 &&
		sip_value_next(&rest, &element) &&
		!sip_value_next(&rest, &element);
}

bool reach_whole(const struct message *m)
{
	return !m->sip.cut && !m->incomplete &&
		!(m->sip.odd & (SIP_ODD_TOO_MANY | SIP_ODD_NO_BLANK_LINE));
}

bool reach_is_scanner(const struct message *m)
{
	static const struct {
		enum header_id id;
		enum catalog_clue clue;
	} at[] = {
		{ HEADER_USER_AGENT, CATALOG_CLUE_USER_AGENT },
		{ HEADER_FROM, CATALOG_CLUE_FROM },
	};

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		struct slice v = sip_index_value(&m->sip, at[i].id);
		const struct catalog_scanner *s =
			v.len ? catalog_scanner_find(at[i].clue, v) : NULL;

		if (s && s->level != SCANNER_TOOL)
			return true;
	}
	return false;
}

struct slice reach_connection(const struct message *m, struct slice *line)
{
	struct slice body = message_slice(m, m->sip.body);
	const char *p = body.p, *stop = body.p + body.len, *end, *text_end;

	if (body.len < 2 || p[0] != 'v' || p[1] != '=')
		return slice_of(NULL, 0);
	for (int i = 0; i < SDP_LINES && p < stop; i++, p = end + 1) {
		end = sip_scan_byte(p, stop, '\n', stop);
		if (*p != 'c' || end - p <= 9 || p[1] != '=')
			continue;
		text_end = end - (end[-1] == '\r');
		if (line)
			*line = slice_trim(slice_of(p, (size_t)(text_end - p)));
		p += 9; /* c=IN IP4 ... */
		return slice_trim(slice_of(p, (size_t)(text_end - p)));
	}
	return slice_of(NULL, 0);
}

void reach_what(struct report *out, const struct message *m)
{
	struct slice reason = message_slice(m, m->sip.reason);
	struct strbuf b = { 0 };

	if (!m->sip.is_response) {
		report_text(out, "what", message_slice(m, m->sip.method_name));
		return;
	}
	strbuf_uint(&b, m->sip.status);
	if (reason.len)
		strbuf_addc(&b, ' ');
	strbuf_slice(&b, slice_head(reason, 40));
	report_text(out, "what", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}
