/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcap_live.h"

#include "capture/capture_error.h"
#include "capture/capture_list.h"
#include "capture/pcap_read.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#define SNAPLEN 262144
#define BUFFER_KIB 16384
#define TIMEOUT_MS 100

static int no_such(const struct source *s, struct capture_error *err)
{
	struct strbuf names = { 0 };

	capture_list_names(&names);
	if (names.len)
		capture_error_set(err, 0,
				  "there is no interface %s; there are: %s",
				  s->label, strbuf_str(&names));
	else
		capture_error_set(err, 0,
				  "there is no interface %s; `ip link' shows "
				  "those that exist", s->label);
	strbuf_fini(&names);
	return -ENODEV;
}

static int no_right(const struct source *s, struct capture_error *err)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[n > 0 ? n : 0] = '\0';
	return capture_error_set(err, -EPERM,
		"you may not capture on %s; allow the program to: sudo setcap "
		"cap_net_raw,cap_net_admin=eip %s (or run it as root, with "
		"sudo)", s->label, n > 0 ? path : "sipexplain");
}

static int activate_failed(const struct source *s, int rc,
			   struct capture_error *err)
{
	const char *why = pcap_geterr(s->pcap);

	switch (rc) {
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return no_such(s, err);
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return no_right(s, err);
	case PCAP_ERROR_IFACE_NOT_UP:
		return capture_error_set(err, -ENETDOWN,
			"interface %s is down; bring it up: sudo ip link set "
			"%s up", s->label, s->name);
	default:
		return capture_error_set(err, -EIO,
			"cannot capture on %s: %s (%s); try -i any, or a "
			"smaller buffer with -B", s->label,
			why && *why ? why : "no reason given",
			pcap_statustostr(rc));
	}
}

/* Before activation these setters cannot fail in a way that matters here. */
static void set_options(pcap_t *p, const struct capture_live_options *o)
{
	static const struct capture_live_options none;

	if (!o)
		o = &none;
	pcap_set_snaplen(p, o->snaplen > 0 ? o->snaplen : SNAPLEN);
	pcap_set_promisc(p, o->promiscuous);
	pcap_set_timeout(p, o->timeout_ms > 0 ? o->timeout_ms : TIMEOUT_MS);
	pcap_set_buffer_size(p, (o->buffer_kib > 0 && o->buffer_kib < 2097152 ?
				 o->buffer_kib : BUFFER_KIB) * 1024);
	/* Where the system cannot, microseconds remain. */
	pcap_set_tstamp_precision(p, PCAP_TSTAMP_PRECISION_NANO);
}

static void broken(const struct source *s, const char *after,
		   struct capture_error *err)
{
	(void)after;
	capture_error_set(err, -EIO,
		"capturing on %s stopped (libpcap: %s); bring the interface "
		"back and start again", s->label, pcap_geterr(s->pcap));
}

static const struct source_ops ops = {
	.read = pcap_read_next,
	.broken = broken,
	.interface = pcap_read_interface,
	.close = pcap_read_close,
};

int pcap_live_open(struct source *s, const struct capture_live_options *o,
		   struct capture_error *err)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	int rc;

	s->live = true;
	s->ops = &ops;
	s->pcap = pcap_create(s->name, why);
	if (!s->pcap)
		return capture_error_set(err, -EIO, "cannot open %s: %s",
					 s->label, why);
	set_options(s->pcap, o);
	rc = pcap_activate(s->pcap);
	if (rc < 0)
		return activate_failed(s, rc, err);
	if (pcap_setnonblock(s->pcap, 1, why) < 0)
		return capture_error_set(err, -EIO,
			"cannot capture on %s: %s", s->label, why);
	s->fd = pcap_get_selectable_fd(s->pcap);
	s->link_type = pcap_datalink(s->pcap);
	if (pcap_get_tstamp_precision(s->pcap) != PCAP_TSTAMP_PRECISION_NANO)
		s->tick = 1000;
	return 0;
}
