/* SPDX-License-Identifier: BSD-2-Clause */
#include "ports.h"

#include "base/mem.h"
#include "dissect/sip_value.h"

#include <stdlib.h>

/* Linux and others hand out ports from here up to whoever calls; a server that
 * is called is not found there. */
#define FIRST_OF_CALLERS 32768
/* Stands for the port of whoever would call. */
#define SOME_CALLER 49152

struct ports {
	struct capture *capture;
	const char *filter;
	/* A bit for each port, UDP and TCP: judged; met as an end of messages. */
	uint8_t judged[2][65536 / 8], met[2][65536 / 8];
	struct ports_left_out out;
};

struct ports *ports_new(struct capture *c, const char *filter)
{
	struct ports *p = mem_zalloc(sizeof(*p));

	if (!p)
		return NULL;
	p->capture = c;
	p->filter = filter;
	return p;
}

void ports_free(struct ports *p)
{
	free(p);
}

const struct ports_left_out *ports_left_out(const struct ports *p)
{
	return &p->out;
}

/* True the first time. */
static bool is_new(uint8_t bits[65536 / 8], uint16_t port)
{
	uint8_t *byte = &bits[port / 8], bit = (uint8_t)(1 << port % 8);

	if (*byte & bit)
		return false;
	*byte |= bit;
	return true;
}

static bool leave_out(struct ports *p, uint16_t port, bool tcp)
{
	if (p->out.n < PORTS_LISTED)
		p->out.list[p->out.n] = (struct render_port){ port, tcp };
	return ++p->out.n == 1;
}

/* Either end of the message may be the one that listens there. */
static bool user_passes(const struct ports *p, const struct packet *packet,
			uint16_t port, bool tcp)
{
	struct addr a = packet->src, b = packet->dst;

	if (!p->filter)
		return true;
	a.port = SOME_CALLER;
	b.port = port;
	if (capture_filter_passes(p->filter, &a, &b, tcp))
		return true;
	a.port = port;
	b.port = SOME_CALLER;
	return capture_filter_passes(p->filter, &b, &a, tcp);
}

static bool named(struct ports *p, const struct packet *packet, uint16_t port,
		  bool tcp)
{
	if (!port || port >= FIRST_OF_CALLERS || !is_new(p->judged[tcp], port))
		return false;
	if (!user_passes(p, packet, port, tcp))
		return leave_out(p, port, tcp);
	if (capture_open_port(p->capture, port, tcp))
		return false;
	p->out.full = true;
	return leave_out(p, port, tcp);
}

/* The transports that need a connection.  UDP is known by its content. */
static bool connects(struct slice transport)
{
	static const char *const names[] = { "TCP", "TLS", "WS", "WSS" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (slice_eq_nocase(transport, slice_cstr(names[i])))
			return true;
	}
	return false;
}

/* The default ports (RFC 3261 19.1.2) are those of TCP; WebSocket has its own
 * (RFC 7118), which are watched always. */
static uint16_t port_of(struct slice port, bool tls)
{
	uint64_t n;

	if (!port.len)
		return tls ? 5061 : 5060;
	return slice_to_uint(port, 65535, &n) ? 0 : (uint16_t)n;
}

static bool from_via(struct ports *p, const struct packet *packet,
		     const struct sip_index *m)
{
	struct slice rest = sip_index_value(m, HEADER_VIA), element;
	struct sip_value_via via;

	if (!sip_value_next(&rest, &element) ||
	    !sip_value_via_split(element, &via) || !connects(via.transport))
		return false;
	return named(p, packet, port_of(via.port, slice_eq_nocase(via.transport,
						slice_cstr("TLS"))), true);
}

static bool from_contact(struct ports *p, const struct packet *packet,
			 const struct sip_index *m)
{
	struct slice rest = sip_index_value(m, HEADER_CONTACT), element;
	struct sip_value_uri_parts uri;
	struct slice transport = { NULL, 0 };
	bool sips;

	if (!sip_value_next(&rest, &element) ||
	    !sip_value_uri_split(sip_value_uri(element), &uri))
		return false;
	sips = slice_eq_nocase(uri.scheme, slice_cstr("sips"));
	if (uri.params.p) /* with the semicolon in front of them */
		sip_value_param(slice_of(uri.params.p - 1, uri.params.len + 1),
				"transport", &transport);
	if (!sips && !connects(transport))
		return false;
	return named(p, packet, port_of(uri.port, sips || slice_eq_nocase(transport,
						slice_cstr("TLS"))), true);
}

/* The port of the server: that which is met again, else the lower one. */
static uint16_t server_of(struct ports *p, const struct packet *packet, bool tcp)
{
	uint16_t a = packet->src.port, b = packet->dst.port;
	bool new_a = is_new(p->met[tcp], a), new_b = is_new(p->met[tcp], b);

	if (new_a != new_b)
		return new_a ? b : a;
	return a < b ? a : b;
}

/* UDP comes through on any port by its content: no room for one is no loss. */
static bool from_flow(struct ports *p, const struct packet *packet, bool tcp)
{
	uint16_t server = server_of(p, packet, tcp), client = packet->src.port;

	if (client == server)
		client = packet->dst.port;
	if (capture_open_flow(p->capture, server, client, tcp) || !tcp ||
	    !is_new(p->judged[tcp], server))
		return false;
	p->out.full = true;
	return leave_out(p, server, tcp);
}

bool ports_message(struct ports *p, const struct packet *packet,
		   const struct sip_index *m)
{
	bool first = false;

	if (packet->retold) /* what follows is retold, too */
		return false;
	if (packet->transport != TRANSPORT_SCTP)
		first = from_flow(p, packet,
				  packet->transport != TRANSPORT_UDP);
	first |= from_via(p, packet, m);
	first |= from_contact(p, packet, m);
	return first;
}

bool ports_srv(struct ports *p, uint16_t port, enum transport t)
{
	const struct packet nowhere = { .transport = t };

	if (t == TRANSPORT_SCTP)
		return false;
	return named(p, &nowhere, port, t != TRANSPORT_UDP);
}
