/* SPDX-License-Identifier: BSD-2-Clause */
#include "store/transaction.h"

#include "base/mem.h"

#include <stdlib.h>

static void frames_fini(const struct transaction_frames *f)
{
	if (f->cap)
		free(f->many);
}

static void forks_fini(const struct transaction *t)
{
	for (unsigned i = 0; i < t->n_forks; i++) {
		message_unref(t->forks[i].last);
		if (t->many_frames)
			frames_fini(&t->forks[i].frames);
	}
	if (t->forks != &t->only_fork)
		free(t->forks);
}

void transaction_free(struct slab *slab, struct transaction *t)
{
	if (!t)
		return;
	forks_fini(t);
	if (t->many_frames) {
		frames_fini(&t->requests);
		frames_fini(&t->responses);
		frames_fini(&t->acks);
	}
	message_unref(t->request);
	message_unref(t->provisional);
	message_unref(t->early);
	message_unref(t->first);
	message_unref(t->final);
	message_unref(t->ack);
	slab_put(slab, t);
}

static bool has_credentials(const struct sip_index *sip)
{
	return sip_index_header(sip, HEADER_AUTHORIZATION, 0) ||
		sip_index_header(sip, HEADER_PROXY_AUTHORIZATION, 0);
}

static void take_request(struct transaction *t, struct message *m)
{
	t->request = message_ref(m);
	t->client = m->src;
	t->server = m->dst;
	t->source = m->source;
	t->in_dialog = m->sip.to_tag.len > 0;
	t->has_credentials = has_credentials(&m->sip);
	t->last_request = m->time;
	transaction_frame(t, &t->requests, m->frame);
}

struct transaction *transaction_new(struct slab *slab, struct message *m)
{
	struct transaction *t = slab_get(slab);

	if (!t)
		return NULL;
	t->method = m->sip.method;
	t->transport = m->transport;
	t->start = m->time;
	if (m->sip.is_response) {
		t->client = m->dst;
		t->server = m->src;
		t->source = m->source;
		t->in_dialog = false;
	} else {
		take_request(t, m);
	}
	return t;
}

void transaction_adopt(struct transaction *t, struct message *m)
{
	/* It waited for fragments that never came, or was overtaken. */
	if (m->time < t->start)
		t->start = m->time;
	take_request(t, m);
}

/* Room for one more behind those listed; NULL when there is no memory. */
static uint64_t *frame_room(struct transaction_frames *f)
{
	size_t cap = f->cap;
	void *p = cap ? f->many : NULL;

	if (f->listed >= cap) {
		if (mem_grow(&p, &cap, f->listed + 1u, sizeof(*f->many)))
			return NULL;
		if (!f->cap)
			memcpy(p, f->few, sizeof(f->few));
		f->many = p;
		f->cap = (uint16_t)cap;
	}
	return &f->many[f->listed];
}

void transaction_frame_more(struct transaction *t, struct transaction_frames *f,
			    uint64_t frame)
{
	uint64_t *room;

	if (f->count < UINT32_MAX)
		f->count++;
	if (f->listed >= TRANSACTION_FRAMES_MAX)
		return;
	room = frame_room(f);
	if (!room)
		return;
	*room = frame;
	f->listed++;
	t->many_frames = true;
}

enum { FORKS_MAX = 64 };

/* One more fork, empty: the first lies in the transaction itself. */
static struct transaction_fork *fork_new(struct transaction *t)
{
	bool first = !t->forks, second = t->forks == &t->only_fork;
	size_t cap = second ? 0 : t->cap_forks;
	void *p = second ? NULL : t->forks;

	if (first) {
		t->forks = &t->only_fork;
	} else {
		if (mem_grow(&p, &cap, t->n_forks + 1u, sizeof(*t->forks)))
			return NULL;
		if (second)
			memcpy(p, &t->only_fork, sizeof(t->only_fork));
		t->forks = p;
		t->cap_forks = (uint16_t)cap;
		memset(&t->forks[t->n_forks], 0, sizeof(*t->forks));
	}
	return &t->forks[t->n_forks++];
}

/* The fork with this To tag, made when it is new; NULL when there is no memory or
 * FORKS_MAX are there. */
static struct transaction_fork *fork_get(struct transaction *t,
					 const struct message *m)
{
	struct slice tag = message_slice(m, m->sip.to_tag);

	for (unsigned i = 0; i < t->n_forks; i++) {
		const struct message *last = t->forks[i].last;

		if (slice_eq(message_slice(last, last->sip.to_tag), tag))
			return &t->forks[i];
	}
	/* A 1xx without tag becomes the fork of the tag that follows it. */
	if (t->n_forks == 1 && t->forks[0].last->sip.to_tag.len == 0 &&
	    t->forks[0].status < 200)
		return &t->forks[0];
	return t->n_forks < FORKS_MAX ? fork_new(t) : NULL;
}

/* Sound from the network before m, and none with it, or the other way round. */
static bool changes(const struct message *before, const struct message *m)
{
	return !before->sip.body.len != !m->sip.body.len &&
		before->sip.status >= 180 && m->sip.status >= 180 &&
		slice_eq(message_slice(before, before->sip.to_tag),
			 message_slice(m, m->sip.to_tag));
}

static void note_provisional(struct transaction *t, struct message *m)
{
	enum { N = sizeof(t->provisional_codes) /
		sizeof(t->provisional_codes[0]) };
	unsigned i;

	if (m->sip.status < 100)
		return; /* no status at all */
	for (i = 0; i < N && t->provisional_codes[i]; i++) {
		if (t->provisional_codes[i] == m->sip.status)
			break;
	}
	if (i < N)
		t->provisional_codes[i] = m->sip.status;
	if (t->state == TRANSACTION_TRYING)
		t->state = TRANSACTION_PROCEEDING;
	if (m->sip.status == 100)
		return;
	if (t->provisional && !t->early && changes(t->provisional, m))
		t->early = t->provisional;
	else
		message_unref(t->provisional);
	t->provisional = message_ref(m);
	t->provisional_copies = 0;
	if (!t->ringing && m->sip.status >= 180 && m->sip.status != 199)
		t->ringing = m->time;
}

/* Is b a better final response for the caller than a (16.7 step 6; a 2xx that
 * came is never taken back)? */
static bool better_final(unsigned a, unsigned b)
{
	if (a / 100 == 2)
		return false;
	if (b / 100 == 2 || a / 100 == 6)
		return b / 100 == 2;
	if (b / 100 == 6)
		return true;
	return b / 100 < a / 100;
}

static void note_final(struct transaction *t, struct message *m)
{
	if (!t->answered)
		t->answered = m->time;
	t->state = TRANSACTION_COMPLETED;
	if (t->final && !better_final(t->status, m->sip.status))
		return;
	if (t->final && m->sip.status / 100 == 2) {
		/* That ACK was for the failure; this answer needs its own. */
		message_unref(t->ack);
		t->ack = NULL;
		t->acked = 0;
		t->late_copies = 0;
	}
	message_unref(t->final);
	t->final = message_ref(m);
	t->status = m->sip.status;
}

static bool had_trying(const struct transaction *t)
{
	for (unsigned i = 0; i < sizeof(t->provisional_codes) /
	     sizeof(t->provisional_codes[0]); i++) {
		if (t->provisional_codes[i] == 100)
			return true;
	}
	return false;
}

/* Put m to its fork; true when it is a copy of what came last there. */
static bool take_fork(struct transaction *t, struct message *m)
{
	struct transaction_fork *f;
	bool copy;

	if (m->sip.status == 100)
		return had_trying(t);
	f = fork_get(t, m);
	if (!f) /* too many: only what changes the outcome is news */
		return t->final && m->sip.status >= 200 &&
			!better_final(t->status, m->sip.status);
	copy = f->last && f->status == m->sip.status &&
		(m->sip.status >= 200 ||
		 slice_eq(f->last->sip.raw, m->sip.raw));
	transaction_frame(t, &f->frames, m->frame);
	if (f->status >= 200 && m->sip.status < 200)
		return false; /* overtaken on the way */
	message_unref(f->last);
	f->last = message_ref(m);
	f->status = m->sip.status;
	return copy;
}

/* A copy of the last response of a fork. */
static void note_copy(struct transaction *t, const struct message *m)
{
	if (m->sip.status < 200) {
		if (t->provisional && t->provisional_copies < UINT8_MAX &&
		    slice_eq(t->provisional->sip.raw, m->sip.raw))
			t->provisional_copies++;
		return;
	}
	t->response_copies++;
	if (t->acked && m->time - t->acked > TRANSACTION_T1 &&
	    t->late_copies < UINT8_MAX &&
	    slice_eq(message_slice(m, m->sip.to_tag),
		     message_slice(t->ack, t->ack->sip.to_tag)))
		t->late_copies++;
}

bool transaction_response(struct transaction *t, struct message *m)
{
	bool copy = take_fork(t, m);

	transaction_frame(t, &t->responses, m->frame);
	t->last_response = m->time;
	if (!t->first)
		t->first = message_ref(m);
	if (copy) {
		note_copy(t, m);
		return true;
	}
	if (m->sip.status >= 200)
		note_final(t, m);
	else
		note_provisional(t, m);
	return false;
}

/* A NOTIFY that only keeps the way open, as some phones send it. */
static bool keep_alive(const struct transaction *t)
{
	struct slice event = sip_index_value(&t->request->sip, HEADER_EVENT);

	return slice_eq_nocase(slice_head(event, slice_find(event, ';')),
			       SLICE("keep-alive"));
}

/* Who asks outside a call whether the other lives learns it from these refusals as
 * well (RFC 3261 11.2); and they are all that a NOTIFY nobody subscribed to can
 * get (RFC 6665 4.1.3). */
static bool only_asks(const struct transaction *t)
{
	if (t->in_dialog || !t->request ||
	    (t->method != METHOD_OPTIONS && t->method != METHOD_NOTIFY))
		return false;
	switch (t->status) {
	case 481: case 489:
		return true;
	case 403: case 404: case 405: case 483: case 486: case 501:
		return t->method == METHOD_OPTIONS || keep_alive(t);
	}
	return false;
}

static enum transaction_class class_of(const struct transaction *t)
{
	const struct status_text *s = catalog_status_or_class(t->status);

	if (t->status >= 400 && only_asks(t))
		return TRANSACTION_NORMAL;
	switch (s ? s->class : STATUS_ERROR) {
	case STATUS_PROGRESS:
		return TRANSACTION_PROGRESS;
	case STATUS_SUCCESS:
		return TRANSACTION_SUCCESS;
	case STATUS_REDIRECT:
		return TRANSACTION_REDIRECT;
	case STATUS_CHALLENGE:
		return t->refused ? TRANSACTION_ERROR : TRANSACTION_NORMAL;
	case STATUS_NORMAL:
		return TRANSACTION_NORMAL;
	case STATUS_GLARE:
		return t->repeated ? TRANSACTION_TRANSIENT :
			TRANSACTION_NORMAL;
	case STATUS_TRANSIENT:
		return TRANSACTION_TRANSIENT;
	case STATUS_POLICY:
	case STATUS_SECURITY:
	case STATUS_OBSOLETE:
	case STATUS_ERROR:
		break;
	}
	return TRANSACTION_ERROR;
}

enum transaction_class transaction_class(const struct transaction *t)
{
	if (t->status)
		return class_of(t);
	return t->provisional_codes[0] ? TRANSACTION_PROGRESS : TRANSACTION_NONE;
}

const char *transaction_class_name(enum transaction_class c)
{
	static const char *const names[] = {
		"progress", "success", "redirect", "normal", "transient",
		"error", "none",
	};

	return names[c];
}

const struct message *transaction_any(const struct transaction *t)
{
	return t->request ? t->request : t->first;
}

struct slice transaction_method(const struct transaction *t)
{
	const struct message *m = transaction_any(t);

	return message_slice(m, m->sip.is_response ? m->sip.cseq_method :
			     m->sip.method_name);
}

bool transaction_has(const struct transaction *t, enum finding_id id)
{
	for (unsigned i = 0; i < t->n_findings; i++) {
		if (t->findings[i].id == id)
			return true;
	}
	return false;
}

int64_t transaction_duration(const struct transaction *t)
{
	return t->request && t->answered ? t->answered - t->start : -1;
}
