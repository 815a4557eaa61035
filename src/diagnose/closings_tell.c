/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/closings_tell.h"

#include "data/catalog_fill.h"

/* No idle timer on the way is shorter. */
#define IDLE (10 * CLOCK_S)

void closings_tell_weigh(struct report *out, const struct closings *c,
		    const struct connection *k, int64_t now)
{
	int64_t again = closings_again(c, k);

	if (again && again - k->time <= CLOSINGS_BACK)
		report_severity(out, SEVERITY_INFO);
	else if (!again && k->user[0] && now - k->time < CLOSINGS_BACK)
		report_certainty(out, CERTAINTY_POSSIBLE);
}

static void transport(struct report *out, const struct connection *k)
{
	char name[8];
	size_t n = 0;

	for (const char *p = packet_transport_name(k->transport);
	     *p && n < sizeof(name); p++)
		name[n++] = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	report_text(out, "transport", report_copy(out, slice_of(name, n)));
}

void closings_tell(struct report *out, const struct connection *k,
		   const struct addr *by)
{
	const struct addr *closer = k->by_server ? &k->server : &k->client;
	const struct addr *other = k->by_server ? &k->client : &k->server;
	const struct frame at = { .number = k->frame, .time = k->time,
				  .source = k->source };

	report_addr(out, "peer", closings_peer(k, by));
	transport(out, k);
	if (!k->unread)
		report_addr(out, "closer", closer);
	if (k->idle >= IDLE)
		report_number(out, "idle", k->idle / CLOCK_S);
	report_tcp(out, &at, closer, other,
		   k->reset ? SLICE("RST") : SLICE("FIN"), "closed");
	report_group_ip(out, closer);
	report_make(out);
}

void closings_tell_status(struct report *out, unsigned status)
{
	struct strbuf b = { 0 };

	strbuf_uint(&b, status);
	report_text(out, "later", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}

static bool span_of(struct slice name, struct strbuf *out, void *arg)
{
	(void)name; /* there is only one */
	if (out)
		strbuf_fmt(out, "%lld s",
			   (long long)(*(const int64_t *)arg / CLOCK_S));
	return true;
}

void closings_tell_silence(struct report *out, int64_t span)
{
	struct strbuf b = { 0 };

	catalog_fill(&b, catalog_text(TEXT_NO_ANSWER), span_of, &span);
	report_text(out, "later", report_copy(out, strbuf_view(&b)));
	strbuf_fini(&b);
}
