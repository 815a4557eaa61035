/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/live_filter.h"

#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/filter_words.h"
#include "capture/port_filter.h"
#include "capture/program.h"

#include <errno.h>
#include <stdlib.h>

/* Of one interface. */
struct programs {
	struct source *source; /* not owned */
	struct bpf_program standard, user; /* without instructions: none */
	bool fixed; /* no ports can be opened on such a link type */
};

struct live_filter {
	char *user; /* owned; NULL: none */
	struct default_filter_ports ports;
	struct programs *all; /* owned, and the instructions too */
	size_t count, cap;
};

struct live_filter *live_filter_new(const char *user)
{
	struct live_filter *f = mem_zalloc(sizeof(*f));

	if (!f || !user)
		return f;
	f->user = mem_strndup(slice_cstr(user));
	if (!f->user) {
		free(f);
		return NULL;
	}
	default_filter_named(&f->ports, user);
	return f;
}

void live_filter_free(struct live_filter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++) {
		pcap_freecode(&f->all[i].standard);
		pcap_freecode(&f->all[i].user);
	}
	free(f->all);
	free(f->user);
	free(f);
}

/* For the open device, not for its link type in general: behind a tag that the
 * kernel has taken off libpcap looks where the kernel left it. */
static int compile(const struct source *s, const char *text,
		   struct bpf_program *out, struct capture_error *err)
{
	if (!pcap_compile(s->pcap, out, text, 1, PCAP_NETMASK_UNKNOWN))
		return 0;
	*out = (struct bpf_program){ 0 };
	return capture_error_set(err, -EINVAL,
		"bad filter `%s' for %s: %s; want a pcap filter such as `host "
		"192.0.2.1 and port 5060' (see pcap-filter(7))", text, s->label,
		pcap_geterr(s->pcap));
}

static int compile_both(const struct live_filter *f, struct programs *p,
			struct capture_error *err)
{
	struct strbuf text = { 0 };
	int rc;

	default_filter_build(&text, p->source->link_type, NULL);
	if (text.failed)
		rc = capture_error_memory(err);
	else
		rc = compile(p->source, strbuf_str(&text), &p->standard, err);
	strbuf_fini(&text);
	if (!rc && f->user)
		rc = compile(p->source, f->user, &p->user, err);
	return rc;
}

/* The opened ports go in front of the standard program; what that accepts, the
 * user's has the last word on. */
static int join(const struct live_filter *f, struct programs *p,
		struct bpf_program *out)
{
	struct bpf_program ports = { 0 }, sip = { 0 };
	int rc = 0;

	*out = (struct bpf_program){ 0 };
	if (f->ports.n_udp || f->ports.n_tcp)
		rc = port_filter_build(&ports, p->source->link_type, &f->ports);
	p->fixed = rc == -ENOTSUP;
	if (p->fixed)
		rc = 0;
	if (!rc)
		rc = program_then(&sip, &ports, &p->standard);
	if (!rc && p->user.bf_len)
		rc = program_and(out, &sip, &p->user);
	else if (!rc)
		rc = program_copy(out, &sip);
	pcap_freecode(&ports);
	pcap_freecode(&sip);
	return rc;
}

static int set(const struct live_filter *f, struct programs *p,
	       struct capture_error *err)
{
	struct bpf_program all;
	int rc = join(f, p, &all);

	if (rc == -ENOMEM)
		return capture_error_memory(err);
	if (!rc && pcap_setfilter(p->source->pcap, &all))
		rc = -EIO;
	if (rc)
		capture_error_set(err, rc, "cannot set the filter on %s: %s; "
			"try --all, which sets none", p->source->label,
			rc == -EIO ? pcap_geterr(p->source->pcap) :
			strerror(-rc));
	pcap_freecode(&all);
	return rc;
}

int live_filter_set(struct live_filter *f, struct source *s,
		    struct capture_error *err)
{
	struct programs *p;
	int rc;

	if (mem_grow((void **)&f->all, &f->cap, f->count + 1, sizeof(*f->all)))
		return capture_error_memory(err);
	p = &f->all[f->count++];
	*p = (struct programs){ .source = s };
	rc = compile_both(f, p, err);
	return rc ? rc : set(f, p, err);
}

bool live_filter_open(struct live_filter *f, uint16_t port, bool tcp)
{
	bool open = true;

	switch (default_filter_add(&f->ports, port, tcp)) {
	case DEFAULT_FILTER_KNOWN:
		return true;
	case DEFAULT_FILTER_FULL:
		return false;
	case DEFAULT_FILTER_ADDED:
		break;
	}
	for (size_t i = 0; i < f->count; i++) {
		if (set(f, &f->all[i], NULL) || f->all[i].fixed)
			open = false;
	}
	return open;
}

bool live_filter_open_flow(struct live_filter *f, uint16_t a, uint16_t b,
			   bool tcp)
{
	if (default_filter_has(&f->ports, a, tcp) ||
	    default_filter_has(&f->ports, b, tcp))
		return true;
	return live_filter_open(f, a, tcp);
}

int live_filter_text(struct strbuf *out, int link_type, const char *user)
{
	struct default_filter_ports ports = { .n_udp = 0 };
	struct filter_words words = { .shifts = false };

	if (user) {
		default_filter_named(&ports, user);
		filter_words_read(&words, user);
		if (!words.shifts)
			strbuf_fmt(out, "(%s) and (", user);
	}
	default_filter_build(out, link_type, &ports);
	if (user && !words.shifts)
		strbuf_addc(out, ')');
	return words.shifts ? -EINVAL : 0;
}
