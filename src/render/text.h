/* SPDX-License-Identifier: BSD-2-Clause */
/* The inside of the text form, shared by text*.c and flow.c. */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "data/catalog_fill.h"
#include "dissect/sdp.h"
#include "render/layout.h"
#include "render/renderer.h"

enum { TEXT_UNSAID_MAX = 256, TEXT_GROUPS = 4096, TEXT_COLUMNS = 100 };
/* The parts of a tail stand together in data/ui.txt. */
enum { TEXT_TAIL_FIRST = TEXT_ANSWERED_AFTER,
       TEXT_TAIL_PARTS = TEXT_REINVITE - TEXT_ANSWERED_AFTER + 1 };

/* When a group of findings was first told. */
struct text_group {
	uint64_t hash; /* 0: empty */
	int64_t first;
	uint64_t title; /* hash of the title told last */
};

struct text_renderer {
	struct renderer base; /* first member */
	struct clock_format clock;
	struct clock_zone zone;
	bool started;         /* clock.start is set */
	bool ended;           /* STORE_END came */
	size_t label;         /* columns of `   = note: '; 0: not yet asked */
	int64_t now;          /* of the event at hand */
	int64_t day;          /* a time of the day that was shown last; 0 */
	struct strbuf out;    /* the lines being made */
	struct strbuf line, scratch;
	struct strbuf title;  /* of the finding at hand */
	struct catalog_cut tail[TEXT_TAIL_PARTS];
	struct sdp *sdp;      /* room to read an answer; owned */
	uint64_t unsaid[TEXT_UNSAID_MAX]; /* serials of transactions shown
				without a final response; a ring */
	unsigned next_unsaid;
	struct text_group groups[TEXT_GROUPS];
};

/* Send what is in r->out, flushed where asked. */
void text_flush(struct text_renderer *r);
/* A time, and before it (in r->out) the date when a new day began. */
void text_time(struct text_renderer *r, struct strbuf *out, int64_t time);
/* The address, with the port unless that is 5060, or 0: none. */
void text_addr(struct strbuf *out, const struct addr *a);
/* `a -> b' */
void text_way(struct strbuf *out, const struct addr *src,
	      const struct addr *dst);
/* ` TCP', ` WS'; nothing for UDP. */
void text_transport(struct strbuf *out, enum transport t);
/* `420 Bad Extension': the phrase of the wire, else the registered one. */
void text_status(struct strbuf *out, unsigned status, struct slice reason);
/* Say t's line now unless it was said. */
void text_say(struct text_renderer *r, const struct transaction *t);
unsigned text_width(const struct text_renderer *r);

/* text_tail.c: what stands behind the status, parts joined by commas. */
void text_tail(struct text_renderer *r, const struct transaction *t,
	       struct strbuf *out);
/* Cut the sentences of the parts.  False when one is left in pieces. */
bool text_tail_init(struct text_renderer *r);
/* A first challenge that the next transaction will speak about. */
bool text_tail_challenge(const struct transaction *t);

/* text_evidence.c: the places that prove a finding, with carets. */
void text_evidence(struct text_renderer *r, const struct finding *f,
		   enum layout_style style);

/* Operations: text_finding.c, text_summary.c. */
void text_finding(struct renderer *r, const struct finding *f,
		  uint64_t occurrence);
void text_summary(struct renderer *r, const struct render_summary *s);
void text_peers(struct renderer *r, struct peers *peers);
void text_story(struct renderer *r, const struct story *s);

#endif
