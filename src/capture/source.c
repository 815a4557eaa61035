/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/source.h"

#include "base/mem.h"
#include "capture/filter.h"

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
	s->link_type = -1;
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
	filter_free(s->filter);
	if (s->ops)
		s->ops->close(s);
	input_free(s->input);
	free(s->name);
	free(s->label);
	free(s);
}

/* The reader gives no more; why? */
static enum source_read finish(struct source *s, enum source_read how)
{
	enum input_damage d = INPUT_WHOLE;

	if (s->input)
		d = input_damage(s->input);
	s->ended = true;
	if (d == INPUT_STOPPED)
		return SOURCE_STOPPED;
	if (how == SOURCE_END && d == INPUT_WHOLE)
		return SOURCE_END;
	s->damaged = true;
	return SOURCE_BROKEN;
}

/* Does the filter let the loaded frame through? */
static bool passes(struct source *s)
{
	if (!s->judged && !filter_match(s->filter, &s->next)) {
		s->loaded = false;
		s->skipped++;
	}
	s->judged = true;
	return s->loaded;
}

enum source_read source_read(struct source *s,
			     const volatile sig_atomic_t *stop)
{
	enum source_read how;

	while (!s->loaded || (s->filter && !passes(s))) {
		if (s->ended)
			return s->damaged && !s->said ? SOURCE_BROKEN :
							SOURCE_END;
		if (s->skipped && stop && *stop)
			return SOURCE_NOTHING;
		how = s->ops->read(s);
		if (how == SOURCE_NOTHING)
			return how;
		if (how != SOURCE_FRAME)
			return finish(s, how);
		s->frames++;
		s->next.source = s->index;
		s->judged = false;
		s->loaded = true;
	}
	return SOURCE_FRAME;
}

bool source_interface(const struct source *s, unsigned interface,
		      struct capture_interface *out)
{
	*out = (struct capture_interface){ .link_type = s->link_type };
	if (s->ops->interface)
		return s->ops->interface(s, interface, out);
	return interface == 0 && s->link_type >= 0;
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
	out->frames = s->frames - (s->loaded ? 1 : 0);
	out->filtered = s->skipped;
	out->dropped = s->dropped;
	out->ended_damaged = s->damaged;
}
