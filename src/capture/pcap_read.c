/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcap_read.h"

enum source_read pcap_read_next(struct source *s)
{
	struct pcap_pkthdr *h;
	const unsigned char *data;
	int rc = pcap_next_ex(s->pcap, &h, &data);

	if (rc == 0)
		return SOURCE_NOTHING;
	if (rc != 1)
		return rc == PCAP_ERROR_BREAK ? SOURCE_END : SOURCE_BROKEN;
	s->next = (struct frame){
		.bytes = slice_of((const char *)data, h->caplen),
		.wire_len = h->len < h->caplen ? h->caplen : h->len,
		.time = source_time(h->ts.tv_sec, h->ts.tv_usec * s->tick),
		.number = s->next.number + 1,
		.link_type = s->link_type,
	};
	return SOURCE_FRAME;
}

bool pcap_read_interface(const struct source *s, unsigned interface,
			 struct capture_interface *out)
{
	if (interface)
		return false;
	*out = (struct capture_interface){
		.name = slice_cstr(s->name),
		.link_type = s->link_type,
		.snaplen = (uint32_t)pcap_snapshot(s->pcap),
	};
	return true;
}

void pcap_read_close(struct source *s)
{
	if (s->pcap)
		pcap_close(s->pcap);
	s->pcap = NULL;
}
