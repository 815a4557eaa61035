/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/websocket.h"

#include "dissect/sip_frame.h"

#include <errno.h>
#include <stdlib.h>

/* RFC 6455 5.2. */
enum {
	FIN = 0x80, RSV1 = 0x40, RSV = 0x70, OPCODE = 0x0f, MASKED = 0x80,
	LENGTH = 0x7f, LENGTH_16 = 126, LENGTH_64 = 127, MASK_SIZE = 4
};
enum { OP_MORE = 0, OP_TEXT = 1, OP_BINARY = 2, OP_CLOSE = 8, OP_PONG = 10 };

enum {
	CONTROL_MAX = 125,     /* 5.5 */
	ABSURD = 1 << 24,      /* no frame that is near SIP is so long */
	START_LINE = 2048,     /* looked at to tell whether it is SIP */
	FIRST_BUFFER = 1024
};

/* --- frame heads ------------------------------------------------------------ */

struct head {
	unsigned flags, opcode;
	const unsigned char *mask; /* 4 bytes, or NULL */
	uint64_t size;             /* of the payload */
};

/* How long a head is, as far as its first have bytes tell. */
static unsigned head_want(const unsigned char *p, size_t have)
{
	unsigned want = 2;

	if (have < 2)
		return want;
	if ((p[1] & LENGTH) == LENGTH_16)
		want += 2;
	else if ((p[1] & LENGTH) == LENGTH_64)
		want += 8;
	return want + (p[1] & MASKED ? MASK_SIZE : 0);
}

/* All head_want() bytes are there. */
static struct head head_read(const unsigned char *p)
{
	struct head h = { p[0] & (FIN | RSV), p[0] & OPCODE, NULL, 0 };
	unsigned wide = head_want(p, 2) - 2;

	if (p[1] & MASKED) {
		wide -= MASK_SIZE;
		h.mask = p + 2 + wide;
	}
	h.size = wide ? 0 : p[1] & LENGTH;
	for (unsigned i = 0; i < wide; i++)
		h.size = h.size << 8 | p[2 + i];
	return h;
}

static bool is_data(const struct head *h)
{
	return h->opcode == OP_TEXT || h->opcode == OP_BINARY;
}

static bool is_control(const struct head *h)
{
	return h->opcode >= OP_CLOSE && h->opcode <= OP_PONG &&
	       h->flags == FIN && h->size <= CONTROL_MAX;
}

/* Could this be the head of any frame?  RSV1 on the first frame of a message
 * says that it is deflated (RFC 7692 6); nobody uses the other two. */
static bool head_is_sane(const struct head *h)
{
	if (h->size > ABSURD || (h->flags & RSV & ~RSV1))
		return false;
	if (h->opcode == OP_MORE)
		return !(h->flags & RSV);
	return is_data(h) || is_control(h);
}

static void unmask(char *to, struct slice from, const unsigned char *mask,
		   uint64_t at)
{
	for (size_t i = 0; i < from.len; i++)
		to[i] = (char)(from.p[i] ^ mask[(at + i) % MASK_SIZE]);
}

/* The frame at the start of in, as far as it is there: its payload goes to
 * *payload.  false: the head is not all there. */
static bool frame_at(struct slice in, struct head *h, struct slice *payload)
{
	const unsigned char *p = (const unsigned char *)in.p;
	unsigned want = head_want(p, in.len);

	if (in.len < want)
		return false;
	*h = head_read(p);
	*payload = slice_from(in, want);
	if (payload->len > h->size)
		payload->len = (size_t)h->size;
	return true;
}

bool websocket_looks_like(struct slice bytes)
{
	char start[START_LINE];
	struct slice payload;
	struct head h;

	if (!frame_at(bytes, &h, &payload) || !is_data(&h) ||
	    (h.flags & RSV) || h.size > WEBSOCKET_MAX)
		return false;
	payload = slice_head(payload, sizeof(start));
	if (h.mask) {
		unmask(start, payload, h.mask, 0);
		payload.p = start;
	}
	return sip_frame_looks_like(payload, false);
}

/* --- messages --------------------------------------------------------------- */

static void forget(struct websocket *w)
{
	free(w->bytes);
	budget_give(w->budget, w->cap);
	w->bytes = NULL;
	w->len = w->cap = 0;
}

static int make_room(struct websocket *w, size_t need)
{
	size_t cap = w->cap ? w->cap : FIRST_BUFFER;
	char *bytes;

	if (need <= w->cap)
		return 0;
	while (cap < need)
		cap *= 2;
	if (!budget_take(w->budget, cap - w->cap))
		return -ENOMEM;
	bytes = realloc(w->bytes, cap);
	if (!bytes) {
		budget_give(w->budget, cap - w->cap);
		return -ENOMEM;
	}
	w->bytes = bytes;
	w->cap = cap;
	return 0;
}

static void hand_up(struct websocket *w, struct slice payload, bool cut,
		    const struct frame *at)
{
	w->messages++;
	if (payload.len)
		w->sink->message(payload, cut, at, w->sink->arg);
}

/* The message at hand is over, or as much of it as will come. */
static void finish(struct websocket *w, bool cut, const struct frame *at)
{
	if (w->in_message && !w->unwanted)
		hand_up(w, slice_of(w->bytes, w->len), cut || w->cut, at);
	w->in_message = w->unwanted = w->cut = false;
	forget(w);
}

/* It comes out as it is, what is still to come of it is not wanted. */
static void give_up(struct websocket *w, const struct frame *at)
{
	if (!w->in_message || w->unwanted)
		return;
	finish(w, true, at);
	w->in_message = w->unwanted = true;
	if (w->kind == WEBSOCKET_DATA)
		w->kind = WEBSOCKET_UNWANTED;
}

static void begin_message(struct websocket *w, const struct head *h,
			  const struct frame *at)
{
	finish(w, true, at); /* 5.4 forbids one within another */
	w->in_message = true;
	w->unwanted = h->flags & RSV1;
	w->deflated += w->unwanted;
}

/* --- the stream -------------------------------------------------------------- */

static void get_lost(struct websocket *w, const struct frame *at)
{
	finish(w, true, at);
	w->lost = true;
	w->skipped += w->in_frame ? 0 : w->head_len;
	w->head_len = 0;
	w->in_frame = false;
}

static void begin_frame(struct websocket *w, const struct frame *at)
{
	struct head h = head_read(w->head);

	if (!head_is_sane(&h)) {
		get_lost(w, at);
		return;
	}
	w->in_frame = true;
	w->size = w->left = h.size;
	if (is_control(&h)) {
		w->kind = WEBSOCKET_CONTROL;
		w->control++;
		return;
	}
	if (is_data(&h))
		begin_message(w, &h, at);
	/* A continuation of nothing belongs to what was never seen. */
	w->kind = w->in_message && !w->unwanted ? WEBSOCKET_DATA :
						  WEBSOCKET_UNWANTED;
}

static struct slice take_head(struct websocket *w, struct slice in,
			      const struct frame *at)
{
	size_t used = 0;

	while (used < in.len && w->head_len < head_want(w->head, w->head_len))
		w->head[w->head_len++] = (unsigned char)in.p[used++];
	if (w->head_len >= 2 &&
	    w->head_len == head_want(w->head, w->head_len))
		begin_frame(w, at);
	return slice_from(in, used);
}

/* Keep bytes of the payload; those beyond the limit are dropped. */
static int keep(struct websocket *w, const struct head *h, struct slice part)
{
	struct slice fits = slice_head(part, WEBSOCKET_MAX - w->len);
	int err = make_room(w, w->len + fits.len);

	if (err || !part.len)
		return err;
	w->cut |= fits.len < part.len;
	if (h->mask)
		unmask(w->bytes + w->len, fits, h->mask, w->size - w->left);
	else
		memcpy(w->bytes + w->len, fits.p, fits.len);
	w->len += fits.len;
	return 0;
}

/* part is the whole payload of a whole message, as it stands? */
static bool is_whole(const struct websocket *w, const struct head *h,
		     struct slice part)
{
	return !h->mask && (h->flags & FIN) && !w->len &&
	       part.len == w->size && w->size <= WEBSOCKET_MAX;
}

static int take_data(struct websocket *w, const struct head *h,
		     struct slice part, const struct frame *at)
{
	int err = 0;

	if (is_whole(w, h, part)) {
		hand_up(w, part, false, at);
		w->unwanted = true; /* it has been handed up */
	} else {
		err = keep(w, h, part);
	}
	if (err)
		give_up(w, at);
	return err;
}

static void end_frame(struct websocket *w, const struct head *h,
		      const struct frame *at)
{
	w->in_frame = false;
	w->head_len = 0;
	if (w->kind != WEBSOCKET_CONTROL && (h->flags & FIN))
		finish(w, false, at);
}

/* What in begins with of the frame at hand; returns what is behind it. */
static struct slice take_payload(struct websocket *w, struct slice in, int *err,
				 const struct frame *at)
{
	struct head h = head_read(w->head);
	struct slice part = in;

	if (part.len > w->left)
		part.len = (size_t)w->left;
	if (w->kind == WEBSOCKET_DATA) {
		int failed = take_data(w, &h, part, at);

		*err = failed ? failed : *err;
	} else if (w->kind == WEBSOCKET_UNWANTED && !w->in_message) {
		w->skipped += part.len;
	}
	w->left -= part.len;
	if (!w->left)
		end_frame(w, &h, at);
	return slice_from(in, part.len);
}

/* Where in the bytes of a push reading can go on: at a frame that holds SIP,
 * control frames before it do not matter. */
static struct slice find_frame(struct websocket *w, struct slice in)
{
	struct slice payload;
	struct head h;

	for (struct slice at = in; at.len;) {
		if (websocket_looks_like(at)) {
			w->lost = false;
			w->skipped += in.len - at.len;
			return at;
		}
		if (!frame_at(at, &h, &payload) || !is_control(&h) ||
		    payload.len < h.size)
			break;
		at = slice_from(payload, payload.len);
		at.len = (size_t)(in.p + in.len - at.p);
	}
	w->skipped += in.len;
	return slice_of(NULL, 0);
}

int websocket_push(struct websocket *w, struct slice bytes,
		   const struct frame *at)
{
	int err = 0;

	w->at = *at;
	w->at.bytes = w->at.comment = slice_of(NULL, 0);
	if (w->lost)
		bytes = find_frame(w, bytes);
	while (bytes.len && !w->lost) {
		if (!w->in_frame)
			bytes = take_head(w, bytes, at);
		if (w->in_frame)
			bytes = take_payload(w, bytes, &err, at);
	}
	w->skipped += bytes.len;
	return err;
}

void websocket_gap(struct websocket *w, uint64_t size)
{
	struct head h;

	if (w->lost || !size)
		return;
	if (!w->in_frame || size > w->left) {
		get_lost(w, &w->at);
		return;
	}
	h = head_read(w->head);
	if (w->kind == WEBSOCKET_DATA)
		give_up(w, &w->at);
	w->left -= size;
	if (!w->left)
		end_frame(w, &h, &w->at);
}

void websocket_end(struct websocket *w)
{
	if (!w->lost)
		get_lost(w, &w->at);
}

void websocket_init(struct websocket *w, const struct websocket_sink *sink,
		    struct budget *budget)
{
	*w = (struct websocket){ .sink = sink, .budget = budget };
}

void websocket_fini(struct websocket *w)
{
	forget(w);
}
