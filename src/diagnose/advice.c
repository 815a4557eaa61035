/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/advice.h"

#include "data/catalog_fill.h"
#include "diagnose/offer.h"

/* The value of the first such line; it is never the first of all. */
static struct slice sdp_line(struct slice body, struct slice start)
{
	struct slice rest = slice_from(body, slice_search(body, start) +
				       start.len);

	return slice_trim(slice_head(rest, slice_find(rest, '\n')));
}

static void sdp_clues(struct catalog_clues *c, const struct message *m)
{
	struct slice body = offer_body(m);

	c->of[CATALOG_CLUE_SDP_SESSION] = sdp_line(body, SLICE("\ns="));
	c->of[CATALOG_CLUE_SDP_ORIGIN] = sdp_line(body, SLICE("\no="));
}

struct catalog_stack_match advice_sender(const struct message *m)
{
	static const struct {
		enum catalog_clue clue;
		enum header_id id;
	} headers[] = {
		{ CATALOG_CLUE_SERVER, HEADER_SERVER },
		{ CATALOG_CLUE_USER_AGENT, HEADER_USER_AGENT },
		{ CATALOG_CLUE_X_FS_SUPPORT, HEADER_X_FS_SUPPORT },
	};
	const struct sip_index *sip = &m->sip;
	struct catalog_clues c = { 0 };

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		c.of[headers[i].clue] = sip_index_value(sip, headers[i].id);
	c.of[CATALOG_CLUE_TAG] = message_slice(m, sip->is_response ?
					       sip->to_tag : sip->from_tag);
	/* A registrar and a redirect name the Contacts of others. */
	if (!sip->is_response || sip->method == METHOD_INVITE)
		c.of[CATALOG_CLUE_CONTACT] =
			sip->is_response && sip->status / 100 == 3 ?
			slice_of(NULL, 0) :
			sip_index_value(sip, HEADER_CONTACT);
	if (!sip->is_response)
		c.of[CATALOG_CLUE_FROM] = sip_index_value(sip, HEADER_FROM);
	if (sip->body.len)
		sdp_clues(&c, m);
	return catalog_stack_find(&c);
}

/* --- the setting --- */

/* The first line for the topic that the values allow, or NULL. */
static const char *line(const struct finding *f, const struct catalog_stack *s,
			struct slice topic)
{
	const char *text;

	for (size_t n = 0; (text = catalog_stack_advice(s, topic, n)); n++) {
		if (catalog_fill_possible(text, finding_fill,
					  (void *)(uintptr_t)f))
			return text;
	}
	return NULL;
}

/* What the sender of m should set; `client-' stands before the topic of him who
 * only got the answer.  The sender is named even where no advice is known. */
static bool of_sender(struct finding *f, const struct message *m,
		      struct catalog_stack_match s, struct slice name,
		      bool client)
{
	char room[64];
	struct strbuf topic = strbuf_in(room, sizeof(room));
	const char *text = NULL;

	if (client)
		strbuf_adds(&topic, "client-");
	/* The topic of status-403 is 403. */
	if (f->id == FINDING_STATUS)
		name = slice_from(name, sizeof("status-") - 1);
	strbuf_slice(&topic, name);
	if (s.stack)
		text = line(f, s.stack, strbuf_view(&topic));
	if (s.stack && (text || !f->stack.stack)) {
		f->stack.stack = s.stack;
		f->stack.certainty = s.certainty;
		f->stack.text = text;
		f->stack.at = m->src;
	}
	strbuf_fini(&topic);
	return text;
}

/* answerer: who sent the answer, if there is one. */
static void stack(struct finding *f, struct catalog_stack_match answerer)
{
	const struct transaction *t = f->transaction;
	struct slice name;
	char buf[40];

	name = slice_cstr(finding_name(f, buf, sizeof(buf)));
	if (t->final && of_sender(f, t->final, answerer, name, false))
		return;
	if (t->request)
		of_sender(f, t->request, advice_sender(t->request), name,
			  t->final);
}

/* --- the words --- */

static bool phrase(struct finding *f, const struct catalog_stack *sender,
		   enum catalog_place place, struct slice text)
{
	if (!text.len)
		return false;
	f->phrase.row = catalog_phrase_find(
		place, text, f->transaction->final->sip.status, sender);
	f->phrase.place = place;
	f->phrase.text = text;
	return f->phrase.row;
}

static bool of_list(struct finding *f, const struct catalog_stack *sender,
		    enum header_id id, enum catalog_place place)
{
	const struct message *m = f->transaction->final;
	struct sip_value_warning w;
	const struct sip_header *h;
	struct slice rest, element;

	for (unsigned i = 0; (h = rule_line(m, id, i)); i++) {
		rest = message_slice(m, h->value);
		while (sip_value_next(&rest, &element)) {
			if (place == CATALOG_PLACE_WARNING &&
			    !sip_value_warning_split(element, &w))
				continue;
			if (phrase(f, sender, place,
				   place == CATALOG_PLACE_WARNING ?
				   w.text : element))
				return true;
		}
	}
	return false;
}

/* The first text of the answer that somebody is known to write; the more a place
 * tells, the earlier. */
static void words(struct finding *f, const struct catalog_stack *sender)
{
	const struct message *m = f->transaction->final;

	if (of_list(f, sender, HEADER_WARNING, CATALOG_PLACE_WARNING) ||
	    of_list(f, sender, HEADER_REASON, CATALOG_PLACE_REASON) ||
	    phrase(f, sender, CATALOG_PLACE_REGISTRAR_ERROR,
		   sip_index_value(&m->sip, HEADER_P_REGISTRAR_ERROR)))
		return;
	phrase(f, sender, CATALOG_PLACE_REASON_PHRASE,
	       message_slice(m, m->sip.reason));
}

void advice_add(struct finding *f)
{
	struct catalog_stack_match answerer = { .stack = NULL };

	if (!f->transaction)
		return;
	if (f->transaction->final)
		answerer = advice_sender(f->transaction->final);
	stack(f, answerer);
	if (f->id == FINDING_STATUS && f->transaction->final)
		words(f, answerer.stack);
}
