/* SPDX-License-Identifier: BSD-2-Clause */
/* What capture.h tells about filters without an interface being open. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/capture.h"

#include "capture/filter_advice.h"
#include "capture/filter_probe.h"
#include "capture/filter_words.h"
#include "capture/live_filter.h"

#include <errno.h>

int capture_filter_sip_text(struct strbuf *out, const char *interface,
			    const char *user)
{
	int link = interface ? default_filter_guess_link(interface) :
		DLT_EN10MB;
	int rc = live_filter_text(out, link, user);

	return out->failed ? -ENOMEM : rc;
}

/* The first interface for which something better was found gives the text. */
int capture_filter_loses(const struct capture *c, const char *filter,
			 struct capture_filter_loss *out)
{
	bool live = capture_is_live(c);
	int rc = 0;

	*out = (struct capture_filter_loss){ .fragments = false };
	for (unsigned i = 0; !rc && i < capture_sources(c); i++) {
		struct filter_advice a;

		rc = filter_advice_get(&a, filter, capture_link(c, i), live);
		out->fragments |= (a.lost & FILTER_ADVICE_FRAGMENTS) != 0;
		out->tags |= (a.lost & FILTER_ADVICE_VLAN) != 0;
		out->two_tags |= (a.lost & FILTER_ADVICE_QINQ) != 0;
		out->tunnels |= (a.lost & FILTER_ADVICE_TUNNELS) != 0;
		if (!out->better.len && a.better.len)
			strbuf_adds(&out->better, strbuf_str(&a.better));
		filter_advice_fini(&a);
	}
	return out->better.failed ? -ENOMEM : rc;
}

bool capture_filter_passes(const char *filter, const struct addr *src,
			   const struct addr *dst, bool tcp)
{
	struct filter_probe probe = { .link_type = DLT_EN10MB, .src = *src,
				      .dst = *dst, .tcp = tcp };
	struct filter_words words;
	char room[FILTER_PROBE_ROOM];
	struct bpf_program program;
	struct pcap_pkthdr h;
	struct slice bytes;
	bool pass = true;
	pcap_t *p;

	filter_words_read(&words, filter);
	if (words.shifts || words.n_macs || !src->family ||
	    src->family != dst->family)
		return true;
	p = pcap_open_dead(DLT_EN10MB, 65535);
	if (!p)
		return true;
	if (!pcap_compile(p, &program, filter, 1, PCAP_NETMASK_UNKNOWN)) {
		bytes = filter_probe_make(&probe, room);
		h = (struct pcap_pkthdr){ .caplen = (bpf_u_int32)bytes.len,
					  .len = (bpf_u_int32)bytes.len };
		pass = !bytes.len || pcap_offline_filter(&program, &h,
					(const unsigned char *)bytes.p);
		pcap_freecode(&program);
	}
	pcap_close(p);
	return pass;
}
