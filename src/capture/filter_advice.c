/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/filter_advice.h"

#include "capture/filter_probe.h"
#include "capture/filter_words.h"

#include <errno.h>
#include <pcap/pcap.h>

#define SNAPLEN 262144
/* Packets that are tried at most before a filter is left in peace. */
#define TRIES 200000

#define FRAGMENTS " or ip[6:2] & 0x1fff != 0 or ip6[6] = 44"
/* IP in IP, 6in4, GRE; GTP-U, VXLAN, GENEVE, TZSP. */
#define TUNNELS " or proto 4 or 41 or 47 or udp port 2152 or 4789 or 6081 or " \
	"8472 or 37008"

#define TAGS " or ether proto 0x8100 or 0x88a8"

struct trial {
	pcap_t *pcap;
	int link_type;
	bool live;
	struct filter_probe bases[2]; /* plain packets that pass: IPv4, IPv6 */
	unsigned n_bases;
	unsigned tries;
};

static bool passes(const struct bpf_program *program,
		   const struct filter_probe *probe)
{
	char room[FILTER_PROBE_ROOM];
	struct slice bytes = filter_probe_make(probe, room);
	struct pcap_pkthdr h = { .caplen = (bpf_u_int32)bytes.len,
				 .len = (bpf_u_int32)bytes.len };

	return bytes.len && pcap_offline_filter(program, &h,
					(const unsigned char *)bytes.p);
}

/* --- a packet that passes ------------------------------------------------- */

/* What is tried in the place of each field: the usual, then the literals. */
struct choices {
	struct addr hosts[FILTER_WORDS_MOST + 2];
	uint16_t ports[FILTER_WORDS_MOST + 2];
	uint8_t macs[FILTER_WORDS_MOST + 2][6];
	unsigned n_hosts, n_ports, n_macs;
};

/* Who names such a port means what is inside. */
static bool is_tunnel(uint16_t port)
{
	return port == 2152 || port == 4789 || port == 6081 || port == 8472 ||
		port == 37008;
}

static void choose(struct choices *c, const struct filter_words *w,
		   uint8_t family)
{
	static const uint8_t v4[2][4] = { { 192, 0, 2, 1 }, { 192, 0, 2, 2 } };
	static const uint8_t v6[2][16] = {
		{ 0x20, 1, 0x0d, 0xb8, [15] = 1 },
		{ 0x20, 1, 0x0d, 0xb8, [15] = 2 },
	};

	memset(c, 0, sizeof(*c));
	for (int i = 0; i < 2; i++)
		c->hosts[c->n_hosts++] = family == 4 ? addr_make(v4[i], 4, 0) :
			addr_make(v6[i], 16, 0);
	for (unsigned i = 0; i < w->n_hosts; i++) {
		if (w->hosts[i].family == family)
			c->hosts[c->n_hosts++] = w->hosts[i];
	}
	c->ports[c->n_ports++] = 5060;
	c->ports[c->n_ports++] = 49152;
	for (unsigned i = 0; i < w->n_ports; i++) {
		if (!is_tunnel(w->ports[i].first))
			c->ports[c->n_ports++] = w->ports[i].first;
	}
	for (unsigned i = 0; i < 2; i++)
		memcpy(c->macs[c->n_macs++], (const uint8_t[]){
			2, 0, 0, 0, 0, (uint8_t)(i + 1) }, 6);
	for (unsigned i = 0; i < w->n_macs; i++)
		memcpy(c->macs[c->n_macs++], w->macs[i], 6);
}

/* The two ends of one field, as the digits of a number: counts through all
 * pairs, those of the usual values first. */
static bool next_pair(unsigned pair[2], unsigned n)
{
	if (++pair[0] < n)
		return true;
	pair[0] = 0;
	return ++pair[1] < n;
}

static bool try_ends(struct trial *t, const struct bpf_program *program,
		     const struct choices *c, struct filter_probe *probe)
{
	unsigned host[2] = { 0, 1 }, port[2] = { 0, 0 };

	do {
		memset(port, 0, sizeof(port));
		do {
			if (host[0] == host[1])
				break;
			probe->src = c->hosts[host[0]];
			probe->dst = c->hosts[host[1]];
			probe->src.port = c->ports[port[0]];
			probe->dst.port = c->ports[port[1]];
			if (passes(program, probe))
				return true;
			if (++t->tries > TRIES)
				return false;
		} while (next_pair(port, c->n_ports));
	} while (next_pair(host, c->n_hosts));
	return false;
}

static bool try_macs(struct trial *t, const struct bpf_program *program,
		     const struct choices *c, struct filter_probe *probe)
{
	unsigned mac[2] = { 0, 1 };

	do {
		memcpy(probe->mac_src, c->macs[mac[0]], 6);
		memcpy(probe->mac_dst, c->macs[mac[1]], 6);
		if (try_ends(t, program, c, probe))
			return true;
	} while (next_pair(mac, c->n_macs) && t->tries <= TRIES);
	return false;
}

/* Without a tag, or with one that the filter names. */
static bool try_tags(struct trial *t, const struct bpf_program *program,
		     const struct filter_words *w, const struct choices *c,
		     struct filter_probe *probe)
{
	probe->n_vlans = 0;
	if (try_macs(t, program, c, probe))
		return true;
	if (!w->shifts || t->link_type != DLT_EN10MB)
		return false;
	probe->n_vlans = 1;
	for (unsigned i = 0; i <= w->n_vlans; i++) {
		probe->vlans[0] = i < w->n_vlans ? w->vlans[i] : 1;
		if (try_macs(t, program, c, probe))
			return true;
	}
	return false;
}

static void find_bases(struct trial *t, const struct bpf_program *program,
		       const struct filter_words *w)
{
	for (int tcp = 0; tcp < 2 && !t->n_bases; tcp++) {
		for (uint8_t family = 4; family <= 6; family += 2) {
			struct filter_probe probe = {
				.link_type = t->link_type, .tcp = tcp };
			struct choices c;

			choose(&c, w, family);
			if (try_tags(t, program, w, &c, &probe))
				t->bases[t->n_bases++] = probe;
		}
	}
}

/* --- what becomes of it --------------------------------------------------- */

static bool passes_as(const struct bpf_program *program,
		      const struct filter_probe *base,
		      enum filter_probe_form form, unsigned tags)
{
	struct filter_probe p = *base;

	p.form = form;
	for (; tags && p.n_vlans < 3; tags--) {
		p.vlans[p.n_vlans] = (uint16_t)(100 + tags);
		p.n_vlans++;
	}
	return passes(program, &p);
}

static unsigned lost_tags(const struct trial *t,
			  const struct bpf_program *program,
			  const struct filter_probe *base)
{
	bool one, two;

	if (t->link_type != DLT_EN10MB || base->n_vlans)
		return 0;
	one = passes_as(program, base, FILTER_PROBE_PLAIN, 1);
	two = passes_as(program, base, FILTER_PROBE_PLAIN, 2);
	if (t->live)
		return one ? 0 : FILTER_ADVICE_QINQ;
	return !one ? FILTER_ADVICE_VLAN : !two ? FILTER_ADVICE_QINQ : 0;
}

static unsigned lost_by(const struct trial *t,
			const struct bpf_program *program)
{
	unsigned lost = 0;

	for (unsigned i = 0; i < t->n_bases; i++) {
		const struct filter_probe *base = &t->bases[i];

		if (!base->tcp &&
		    !passes_as(program, base, FILTER_PROBE_FRAGMENT, 0))
			lost |= FILTER_ADVICE_FRAGMENTS;
		if (!passes_as(program, base, FILTER_PROBE_GRE, 0) ||
		    !passes_as(program, base, FILTER_PROBE_VXLAN, 0) ||
		    !passes_as(program, base, FILTER_PROBE_IPIP, 0))
			lost |= FILTER_ADVICE_TUNNELS;
		lost |= lost_tags(t, program, base);
	}
	return lost;
}

/* --- a better one --------------------------------------------------------- */

static void add_terms(struct strbuf *b, const char *filter, unsigned lost)
{
	strbuf_fmt(b, "(%s)", filter);
	if (lost & FILTER_ADVICE_FRAGMENTS)
		strbuf_adds(b, FRAGMENTS);
	if (lost & FILTER_ADVICE_TUNNELS)
		strbuf_adds(b, TUNNELS);
}

/* Without a tag, with one, with two.  Live the kernel has one off; what then
 * still has one is let through whole: `vlan' makes a long program there. */
static void spell(struct strbuf *b, const char *filter, unsigned lost, bool live)
{
	bool alone = !(lost & (FILTER_ADVICE_FRAGMENTS |
			       FILTER_ADVICE_TUNNELS));

	add_terms(b, filter, lost);
	if (!(lost & (FILTER_ADVICE_VLAN | FILTER_ADVICE_QINQ)))
		return;
	if (live) {
		strbuf_adds(b, TAGS);
		return;
	}
	strbuf_adds(b, " or (vlan and (");
	add_terms(b, filter, lost);
	strbuf_adds(b, alone ? " or (vlan and " : " or (vlan and (");
	add_terms(b, filter, lost);
	strbuf_adds(b, alone ? ")))" : "))))");
}

/* Does it pass what the other does, and all the rest? */
static bool is_better(const struct trial *t, const char *filter)
{
	struct bpf_program program;
	bool good;

	if (pcap_compile(t->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN))
		return false;
	good = !lost_by(t, &program);
	for (unsigned i = 0; i < t->n_bases; i++)
		good = good && passes(&program, &t->bases[i]);
	pcap_freecode(&program);
	return good;
}

/* Behind a `vlan' of the user's all offsets count from further in, so no form is
 * right for every filter; the trial decides. */
static void find_better(const struct trial *t, const char *filter,
			struct filter_advice *out)
{
	spell(&out->better, filter, out->lost, t->live);
	if (out->better.failed || is_better(t, strbuf_str(&out->better)))
		return;
	strbuf_reset(&out->better);
	if (!(out->lost & (FILTER_ADVICE_FRAGMENTS | FILTER_ADVICE_TUNNELS)))
		return;
	/* The same in front of the filter, where nothing is shifted yet. */
	if (out->lost & FILTER_ADVICE_FRAGMENTS)
		strbuf_adds(&out->better, &FRAGMENTS[strlen(" or ")]);
	if (out->lost & FILTER_ADVICE_TUNNELS)
		strbuf_adds(&out->better, &TUNNELS[out->better.len ? 0 :
						   strlen(" or ")]);
	strbuf_fmt(&out->better, " or (%s)", filter);
	if (!out->better.failed && !is_better(t, strbuf_str(&out->better)))
		strbuf_reset(&out->better);
}

static int advise(struct trial *t, const char *filter,
		  struct filter_advice *out)
{
	struct filter_words words;
	struct bpf_program program;

	filter_words_read(&words, filter);
	if (pcap_compile(t->pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN))
		return 0; /* who compiles it in earnest says so */
	find_bases(t, &program, &words);
	out->lost = lost_by(t, &program);
	pcap_freecode(&program);
	if (out->lost)
		find_better(t, filter, out);
	return out->better.failed ? -ENOMEM : 0;
}

int filter_advice_get(struct filter_advice *out, const char *filter,
		      int link_type, bool live)
{
	struct trial t = { .link_type = link_type, .live = live };
	int rc;

	*out = (struct filter_advice){ .lost = 0 };
	t.pcap = pcap_open_dead(link_type, SNAPLEN);
	if (!t.pcap)
		return -ENOMEM;
	rc = advise(&t, filter, out);
	pcap_close(t.pcap);
	return rc;
}

void filter_advice_fini(struct filter_advice *a)
{
	strbuf_fini(&a->better);
}
