/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/source.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

static char *make_label(const char *name)
{
	struct strbuf b = { 0 };

	if (strcmp(name, "-") == 0)
		strbuf_adds(&b, "standard input");
	else
		strbuf_fmt(&b, "`%s'", name);
	if (b.failed)
		strbuf_fini(&b);
	return b.p;
}

struct source *source_new(const char *name)
{
	struct source *s = mem_zalloc(sizeof(*s));

	if (!s)
		return NULL;
	s->fd = -1;
	s->tick = 1;
	s->name = mem_strndup(slice_cstr(name));
	s->label = make_label(name);
	if (!s->name || !s->label) {
		source_free(s);
		return NULL;
	}
	return s;
}

void source_free(struct source *s)
{
	if (!s)
		return;
	if (s->has_filter)
		pcap_freecode(&s->filter);
	if (s->pcap)
		pcap_close(s->pcap); /* closes the stream over input */
	input_free(s->input);
	free(s->name);
	free(s->label);
	free(s);
}

/* A file may claim any second.  What comes before 1970 becomes 1970, and what
 * comes after 2116 that: so a deadline never overflows. */
#define LAST (INT64_MAX / 2)

static int64_t frame_time(const struct source *s, const struct timeval *tv)
{
	int64_t t, part;

	if (__builtin_mul_overflow((int64_t)tv->tv_sec, CLOCK_S, &t) ||
	    __builtin_mul_overflow((int64_t)tv->tv_usec, s->tick, &part) ||
	    __builtin_add_overflow(t, part, &t))
		t = tv->tv_sec < 0 ? 0 : LAST;
	return t < 0 ? 0 : t > LAST ? LAST : t;
}

static void load(struct source *s, const struct pcap_pkthdr *h,
		 const unsigned char *data)
{
	s->next = (struct frame){
		.bytes = slice_of((const char *)data, h->caplen),
		.wire_len = h->len < h->caplen ? h->caplen : h->len,
		.time = frame_time(s, &h->ts),
		.number = s->number,
		.source = s->index,
		.link_type = s->link_type,
	};
	s->loaded = true;
}

static enum source_read finish(struct source *s, int rc)
{
	enum input_damage d = INPUT_WHOLE;

	if (s->input)
		d = input_damage(s->input);
	s->ended = true;
	if (d == INPUT_STOPPED)
		return SOURCE_STOPPED;
	if (rc == PCAP_ERROR_BREAK && d == INPUT_WHOLE)
		return SOURCE_END;
	s->damaged = true;
	return SOURCE_BROKEN;
}

/* Does the filter let the loaded frame through? */
static bool passes(struct source *s)
{
	struct pcap_pkthdr h = {
		.caplen = (bpf_u_int32)s->next.bytes.len,
		.len = s->next.wire_len,
	};

	if (s->has_filter && !s->judged &&
	    !pcap_offline_filter(&s->filter, &h,
				 (const unsigned char *)s->next.bytes.p)) {
		s->loaded = false;
		s->skipped++;
	}
	s->judged = true;
	return s->loaded;
}

enum source_read source_read(struct source *s,
			     const volatile sig_atomic_t *stop)
{
	struct pcap_pkthdr *h;
	const unsigned char *data;
	int rc;

	while (!s->loaded || !passes(s)) {
		if (s->ended)
			return s->damaged && !s->said ? SOURCE_BROKEN :
							SOURCE_END;
		if (s->skipped && stop && *stop)
			return SOURCE_NOTHING;
		rc = pcap_next_ex(s->pcap, &h, &data);
		if (rc == 0)
			return SOURCE_NOTHING;
		if (rc != 1)
			return finish(s, rc);
		s->number++;
		s->judged = false;
		load(s, h, data);
	}
	return SOURCE_FRAME;
}

/* libpcap counts in 32 bits; a busy probe wraps them. */
static void count_drops(struct source *s)
{
	struct pcap_stat st;

	if (!s->live || !s->pcap || pcap_stats(s->pcap, &st))
		return;
	s->dropped += (uint32_t)(st.ps_drop - s->last_drop);
	s->dropped += (uint32_t)(st.ps_ifdrop - s->last_ifdrop);
	s->last_drop = st.ps_drop;
	s->last_ifdrop = st.ps_ifdrop;
}

void source_stats(struct source *s, struct capture_stats *out)
{
	count_drops(s);
	out->frames = s->number - (s->loaded ? 1 : 0);
	out->filtered = s->skipped;
	out->dropped = s->dropped;
	out->ended_damaged = s->damaged;
}
