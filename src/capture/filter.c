/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/filter.h"

#include "capture/capture_error.h"

#include <errno.h>

#define SNAPLEN 262144

static int refused(const char *text, const char *reason,
		   struct capture_error *err)
{
	return capture_error_set(err, -EINVAL,
		"bad filter `%s': %s; want a pcap filter such as `host "
		"192.0.2.1 and port 5060' (see pcap-filter(7))", text, reason);
}

/* The file's netmask is not known: `ip broadcast' is refused there. */
static int compile(pcap_t *p, const char *text, struct bpf_program *out,
		   struct capture_error *err)
{
	if (pcap_compile(p, out, text, 1, PCAP_NETMASK_UNKNOWN))
		return refused(text, pcap_geterr(p), err);
	return 0;
}

int filter_set(struct source *s, const char *text, struct capture_error *err)
{
	struct bpf_program program;
	int rc = compile(s->pcap, text, &program, err);

	if (rc)
		return rc;
	if (s->live) {
		if (pcap_setfilter(s->pcap, &program))
			rc = capture_error_set(err, -EIO,
				"cannot set the filter `%s' on %s: %s", text,
				s->label, pcap_geterr(s->pcap));
		pcap_freecode(&program);
		return rc;
	}
	if (s->has_filter)
		pcap_freecode(&s->filter);
	s->filter = program;
	s->has_filter = true;
	s->judged = false; /* the frame that is loaded, if any */
	return 0;
}

int filter_check(const char *text, int link_type, struct capture_error *err)
{
	struct bpf_program program;
	pcap_t *p = pcap_open_dead(link_type, SNAPLEN);
	int rc;

	if (!p)
		return capture_error_memory(err);
	rc = compile(p, text, &program, err);
	if (!rc)
		pcap_freecode(&program);
	pcap_close(p);
	return rc;
}
