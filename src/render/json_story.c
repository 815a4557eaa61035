/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json.h"

#include "render/story_kinds.h"

static const char *const outcomes[] = {
	[CALL_NOT_A_CALL] = NULL, [CALL_RINGING] = "open",
	[CALL_ANSWERED] = "answered", [CALL_FAILED] = "failed",
	[CALL_CANCELLED] = "cancelled", [CALL_UNANSWERED] = "unanswered",
};

/* Over a stream without a port. */
static void end(struct json_renderer *j, const struct addr *a)
{
	strbuf_reset(&j->scratch);
	if (a->port)
		addr_format(&j->scratch, a);
	else
		addr_format_ip(&j->scratch, a);
	json_write_string(&j->w, NULL, strbuf_view(&j->scratch));
}

static void letter(struct json_write *w, const char *name, unsigned leg)
{
	char c = (char)('A' + leg);

	if (leg == STORY_NO_LEG)
		json_write_null(w, name);
	else
		json_write_string(w, name, slice_of(&c, 1));
}

static void tie(struct json_write *w, const struct story *s, unsigned call)
{
	const struct story_tie *t;
	int first;

	t = story_tie_of(s, call, &first);
	if (!t || first < 0) {
		json_write_null(w, "made_for");
		return;
	}
	json_write_open(w, "made_for", '{');
	json_write_string(w, "call_id", slice_cstr(s->calls[first].call_id));
	json_write_string(w, "certainty",
			  slice_cstr(catalog_certainty_name(t->certainty)));
	json_write_open(w, "same", '[');
	for (unsigned k = 0; k < LEGS_KINDS; k++) {
		if (t->kinds & LEGS_BIT(k))
			json_write_string(w, NULL,
					  slice_cstr(story_kinds[k].key));
	}
	json_write_close(w, ']');
	json_write_close(w, '}');
}

static void leg(struct json_renderer *j, const struct story *s, unsigned at)
{
	const struct story_leg *l = &s->legs[at];
	const struct story_call *c = &s->calls[l->call];
	struct json_write *w = &j->w;

	json_write_open(w, NULL, '{');
	letter(w, "leg", at);
	json_write_string(w, "call_id", slice_cstr(c->call_id));
	json_write_open(w, "between", '[');
	end(j, &l->a);
	end(j, &l->b);
	json_write_close(w, ']');
	if (outcomes[c->outcome])
		json_write_string(w, "outcome",
				  slice_cstr(outcomes[c->outcome]));
	else
		json_write_null(w, "outcome");
	tie(w, s, l->call);
	json_write_close(w, '}');
}

static void line(struct json_renderer *j, const struct story_line *l)
{
	const struct message *m = l->message;
	struct json_write *w = &j->w;

	json_write_open(w, NULL, '{');
	letter(w, "leg", l->leg);
	json_source(j, m->source);
	json_write_uint(w, "frame", m->frame);
	json_write_time(w, "time", m->time);
	json_write_addr(w, "src", &m->src);
	json_write_addr(w, "dst", &m->dst);
	json_write_string(w, "start_line",
			  message_slice(m, m->sip.start_line));
	json_write_close(w, '}');
}

void json_story(struct renderer *r, const struct story *s)
{
	struct json_renderer *j = (struct json_renderer *)r;

	json_begin(j, "story");
	json_write_open(&j->w, "legs", '[');
	for (unsigned i = 0; i < s->n_legs; i++)
		leg(j, s, i);
	json_write_close(&j->w, ']');
	json_write_open(&j->w, "messages", '[');
	for (size_t i = 0; i < s->n_lines; i++)
		line(j, &s->lines[i]);
	json_write_close(&j->w, ']');
	json_end(j);
}
