/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture_list.h"

#include "capture/capture_error.h"

#include <errno.h>
#include <pcap/pcap.h>

/* Devices of libpcap that never carry IP. */
static bool carries_ip(const char *name)
{
	static const char *const others[] = {
		"bluetooth", "dbus-", "usbmon", "nflog", "nfqueue",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strncmp(name, others[i], strlen(others[i])) == 0)
			return false;
	return true;
}

void capture_list_names(struct strbuf *out)
{
	char why[PCAP_ERRBUF_SIZE];
	pcap_if_t *all;

	if (pcap_findalldevs(&all, why))
		return;
	for (const pcap_if_t *d = all; d; d = d->next) {
		if (!carries_ip(d->name))
			continue;
		strbuf_adds(out, out->len ? ", " : "");
		strbuf_adds(out, d->name);
	}
	pcap_freealldevs(all);
}

/* libpcap's description; where it has none, what the device is. */
static void add_device(struct strbuf *out, const pcap_if_t *d)
{
	strbuf_adds(out, d->name);
	strbuf_addc(out, '\t');
	if (d->description)
		strbuf_adds(out, d->description);
	else
		strbuf_adds(out, d->flags & PCAP_IF_LOOPBACK ? "loopback" :
				 d->flags & PCAP_IF_WIRELESS ? "wireless" :
				 "network interface");
	if (!(d->flags & PCAP_IF_UP))
		strbuf_adds(out, " (down)");
	strbuf_addc(out, '\n');
}

int capture_list_interfaces(struct strbuf *out, struct capture_error *err)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	pcap_if_t *all;

	if (pcap_findalldevs(&all, why))
		return capture_error_set(err, -EIO,
			"cannot list the interfaces: %s; `ip link' shows them",
			why);
	for (const pcap_if_t *d = all; d; d = d->next)
		if (carries_ip(d->name))
			add_device(out, d);
	pcap_freealldevs(all);
	return out->failed ? capture_error_memory(err) : 0;
}
