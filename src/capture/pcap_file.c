/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/pcap_file.h"

#include "capture/capture_error.h"
#include "capture/file.h"
#include "capture/pcap_read.h"

/* libpcap's own words, and whose they are. */
static void quote_reason(struct strbuf *b, const char *reason)
{
	strbuf_fmt(b, "libpcap: %s", reason);
}

static void broken(const struct source *s, const char *after,
		   struct capture_error *err)
{
	const char *reason = pcap_geterr(s->pcap);
	struct strbuf b = { 0 };

	quote_reason(&b, reason);
	if (strstr(reason, "truncated"))
		file_cut(s, after, err);
	else
		file_garbled(s, after, strbuf_str(&b), err);
	strbuf_fini(&b);
}

static const struct source_ops ops = {
	.read = pcap_read_next,
	.broken = broken,
	.interface = pcap_read_interface,
	.close = pcap_read_close,
};

static int header_bad(const struct source *s, const char *reason,
		      struct capture_error *err)
{
	struct strbuf b = { 0 };
	int rc;

	quote_reason(&b, reason);
	rc = file_header_bad(s, strbuf_str(&b),
			     strstr(reason, "truncated") != NULL, err);
	strbuf_fini(&b);
	return rc;
}

int pcap_file_open(struct source *s, struct capture_error *err)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	FILE *f = input_stream(s->input);

	if (!f)
		return capture_error_memory(err);
	s->pcap = pcap_fopen_offline_with_tstamp_precision(f,
		PCAP_TSTAMP_PRECISION_NANO, why);
	if (!s->pcap) {
		fclose(f);
		return header_bad(s, why, err);
	}
	s->link_type = pcap_datalink(s->pcap);
	s->ops = &ops;
	return 0;
}
