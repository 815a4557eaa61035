/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/filter.h"

#include "base/mem.h"
#include "capture/capture_error.h"

#include <errno.h>
#include <stdlib.h>

#define SNAPLEN 262144
#define MOST 32 /* link types of one source; real files have two or three */

struct program {
	int link_type;
	bool good; /* it compiled: bpf is owned */
	struct bpf_program bpf;
};

struct filter {
	char *text; /* owned */
	size_t count;
	struct program programs[MOST];
};

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

static int compile_dead(const char *text, int link_type,
			struct bpf_program *out, struct capture_error *err)
{
	pcap_t *p = pcap_open_dead(link_type, SNAPLEN);
	int rc;

	if (!p)
		return capture_error_memory(err);
	rc = compile(p, text, out, err);
	pcap_close(p);
	return rc;
}

int filter_check(const char *text, int link_type, struct capture_error *err)
{
	struct bpf_program program;
	int rc = compile_dead(text, link_type, &program, err);

	if (!rc)
		pcap_freecode(&program);
	return rc;
}

void filter_free(struct filter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++)
		if (f->programs[i].good)
			pcap_freecode(&f->programs[i].bpf);
	free(f->text);
	free(f);
}

/* The program for a link type, compiled now if it is new; NULL with err filled
 * when there is none. */
static struct program *program_get(struct filter *f, int link_type,
				   struct capture_error *err)
{
	struct program *p = f->programs, *end = p + f->count;

	while (p < end && p->link_type != link_type)
		p++;
	if (p == end) {
		if (f->count == MOST)
			return NULL;
		f->count++;
		p->link_type = link_type;
		p->good = !compile_dead(f->text, link_type, &p->bpf, err);
	}
	return p->good ? p : NULL;
}

bool filter_match(struct filter *f, const struct frame *frame)
{
	struct program *p = program_get(f, frame->link_type, NULL);
	struct pcap_pkthdr h = {
		.caplen = (bpf_u_int32)frame->bytes.len,
		.len = frame->wire_len,
	};

	return p && pcap_offline_filter(&p->bpf, &h,
					(const unsigned char *)frame->bytes.p);
}

/* Compile for what is known of s.  0 when the text is good for anything of it;
 * err has the first refusal otherwise. */
static int try_known(struct filter *f, const struct source *s,
		     struct capture_error *err)
{
	struct capture_error *first = err;
	struct capture_interface known;
	bool good = false;
	unsigned i;

	for (i = 0; source_interface(s, i, &known) && f->count < MOST; i++) {
		if (program_get(f, known.link_type, first))
			good = true;
		first = NULL;
	}
	if (!i)
		return filter_check(f->text, DLT_EN10MB, err);
	if (good && err)
		strbuf_reset(&err->text);
	return good ? 0 : -EINVAL;
}

static int set_live(struct source *s, const char *text,
		    struct capture_error *err)
{
	struct bpf_program program;
	int rc = compile(s->pcap, text, &program, err);

	if (rc)
		return rc;
	if (pcap_setfilter(s->pcap, &program))
		rc = capture_error_set(err, -EIO,
			"cannot set the filter `%s' on %s: %s", text,
			s->label, pcap_geterr(s->pcap));
	pcap_freecode(&program);
	return rc;
}

int filter_set(struct source *s, const char *text, struct capture_error *err)
{
	struct filter *f;
	int rc;

	if (s->live)
		return set_live(s, text, err);
	f = mem_zalloc(sizeof(*f));
	if (!f || !(f->text = mem_strndup(slice_cstr(text)))) {
		filter_free(f);
		return capture_error_memory(err);
	}
	rc = try_known(f, s, err);
	if (rc) {
		filter_free(f);
		return rc;
	}
	filter_free(s->filter);
	s->filter = f;
	s->judged = false; /* the frame that is loaded, if any */
	return 0;
}
