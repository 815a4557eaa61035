/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/text.h"

#include "base/utf8.h"
#include "render/fill.h"
#include "render/flow.h"
#include "render/story_kinds.h"

enum { LOOK_BACK = 64 };

static void letter(char out[2], unsigned leg)
{
	out[0] = leg == STORY_NO_LEG ? '*' : (char)('A' + leg);
	out[1] = '\0';
}

/* `made for A: same numbers' */
static void made_for(struct text_renderer *r, const struct story *s,
		     unsigned call)
{
	struct fill_value v[FILL_MAX] = { { "leg", NULL }, { "what", NULL } };
	struct strbuf what = { 0 };
	const struct story_tie *tie;
	char leg[2];
	int first;
	unsigned i = 0;
	bool joined = false;

	tie = story_tie_of(s, call, &first);
	if (!tie || first < 0)
		return;
	/* The one that came to the host where this one began; where that has
	 * another address, the last hop. */
	while (i < s->n_legs && s->legs[i].call != (unsigned)first)
		i++;
	for (unsigned k = i; k < s->n_legs; k++) {
		if (s->legs[k].call != (unsigned)first)
			continue;
		if (story_kinds_joins(s, k, call))
			joined = true;
		else if (joined || !addr_same_ip(&s->legs[k].a, &s->legs[i].b))
			continue;
		i = k;
	}
	letter(leg, i < s->n_legs ? i : STORY_NO_LEG);
	for (unsigned k = 0; k < LEGS_KINDS; k++) {
		if (!(tie->kinds & LEGS_BIT(k)))
			continue;
		if (what.len)
			strbuf_adds(&what, ", ");
		fill_plain(&what, story_kinds[k].text);
	}
	v[0].text = leg;
	v[1].text = strbuf_str(&what);
	strbuf_adds(&r->out, "; ");
	fill_text(&r->out, tie->certainty == CERTAINTY_CERTAIN ?
		  TEXT_STORY_MADE_FOR : TEXT_STORY_MAYBE_FOR, v);
	strbuf_fini(&what);
}

/* `    A  10.0.0.1 - 10.0.0.2  Call-ID: failed' */
static void leg_line(struct text_renderer *r, const struct story *s,
		     unsigned at)
{
	const struct story_leg *l = &s->legs[at];
	const struct story_call *c = &s->calls[l->call];
	char mark[2];

	letter(mark, at);
	strbuf_adds(&r->out, "    ");
	strbuf_adds(&r->out, mark);
	strbuf_adds(&r->out, "  ");
	strbuf_reset(&r->line);
	text_addr(&r->line, &l->a);
	strbuf_adds(&r->line, " - ");
	text_addr(&r->line, &l->b);
	layout_cell(&r->out, strbuf_view(&r->line), 26, 2);
	utf8_show(&r->out, slice_head(slice_cstr(c->call_id), 256));
	strbuf_adds(&r->out, ": ");
	flow_outcome(&r->out, c->outcome);
	/* Told once, where the call begins. */
	for (unsigned i = 0; i < at; i++) {
		if (s->legs[i].call == l->call) {
			strbuf_addc(&r->out, '\n');
			return;
		}
	}
	made_for(r, s, l->call);
	strbuf_addc(&r->out, '\n');
}

static void head(struct text_renderer *r, const struct story *s)
{
	struct fill_value v[FILL_MAX] = { { "legs", NULL },
		{ "messages", NULL }, { "span", NULL }, { "outcome", NULL } };
	struct fill_value count[FILL_MAX] = { { "count", NULL } };
	struct strbuf legs = { 0 }, n = { 0 }, messages = { 0 }, span = { 0 };
	struct strbuf outcome = { 0 };
	bool color = r->base.options->color;

	layout_number(&legs, s->n_legs);
	layout_number(&n, s->n_lines);
	count[0].text = strbuf_str(&n);
	fill_text(&messages, TEXT_SUMMARY_MESSAGES, count);
	clock_span(&span, s->lines[s->n_lines - 1].message->time -
		   s->lines[0].message->time);
	flow_outcome(&outcome, s->calls[s->legs[0].call].outcome);
	v[0].text = strbuf_str(&legs);
	v[1].text = strbuf_str(&messages);
	v[2].text = strbuf_str(&span);
	v[3].text = strbuf_str(&outcome);
	layout_style(&r->out, color, LAYOUT_BOLD);
	strbuf_adds(&r->out, "--- ");
	fill_text(&r->out, s->lines[s->n_lines - 1].message->time ? TEXT_STORY :
		  TEXT_STORY_UNTIMED, v);
	layout_style_end(&r->out, color);
	strbuf_addc(&r->out, '\n');
	strbuf_fini(&legs);
	strbuf_fini(&n);
	strbuf_fini(&messages);
	strbuf_fini(&span);
	strbuf_fini(&outcome);
}

static bool sent_before(const struct story *s, size_t at)
{
	size_t from = at > LOOK_BACK ? at - LOOK_BACK : 0;

	for (size_t i = from; i < at; i++) {
		if (s->lines[i].leg == s->lines[at].leg &&
		    flow_same(s->lines[i].message, s->lines[at].message))
			return true;
	}
	return false;
}

void text_story(struct renderer *base, const struct story *s)
{
	struct text_renderer *r = (struct text_renderer *)base;
	char mark[2];

	if (!s->n_lines)
		return;
	r->day = s->lines[0].message->time; /* as in flow_call() */
	head(r, s);
	for (unsigned i = 0; i < s->n_legs; i++)
		leg_line(r, s, i);
	for (size_t i = 0; i < s->n_lines; i++) {
		letter(mark, s->lines[i].leg);
		flow_line(r, s->lines[i].message, mark, sent_before(s, i));
	}
	text_flush(r);
}
