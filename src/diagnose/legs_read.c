/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/legs_read.h"

#include "base/hash.h"
#include "dissect/sip_value.h"

/* A shorter value of a private header is no id but a setting: a line, a tenant. */
enum { ID_MIN = 8, ID_MAX = 256 };
/* A session id of fewer digits is a counter that begins anew with each call. */
enum { SESSION_MIN = 5 };
/* Numbers longer than that are compared by their last digits: one leg has +49,
 * the other 0049 or 0. */
enum { DIGITS = 8 };
/* o= stands behind v=0, in whatever order somebody writes. */
enum { ORIGIN_WITHIN = 64 };

/* Headers of vendors that carry one id over all legs. */
static const char *const private_names[] = {
	"X-CID", "X-Call-ID", "X-CallID", "X-CallSid", "X-Twilio-CallSid",
	"X-Call-UUID", "X-UUID", "X-Genesys-CallUUID", "X-UCID",
	"X-Correlation-ID", "X-Session-ID", "X-BroadWorks-Correlation-Info",
	"AV-Global-Session-ID",
};

static void add(struct legs_marks *out, uint64_t seed, enum legs_kind kind,
		struct slice where)
{
	struct legs_mark *m = &out->of[out->n];

	if (out->n == LEGS_MARKS)
		return;
	*m = (struct legs_mark){ .kind = kind, .where = where,
		.key = hash_mix(hash_slice(seed, where), kind) };
	out->n++;
}

/* The local one; that of nobody is all zeroes (RFC 7989 4). */
static void session_id(struct legs_marks *out, uint64_t seed, struct slice v)
{
	struct slice id = sip_value_token(v);
	size_t i = 0;

	while (i < id.len && id.p[i] == '0')
		i++;
	if (i < id.len && id.len >= ID_MIN && id.len <= ID_MAX)
		add(out, seed, LEGS_SESSION_ID, id);
}

static void icid(struct legs_marks *out, uint64_t seed, struct slice v)
{
	while (v.len) {
		size_t end = slice_find(v, ';');
		struct slice one = slice_trim(slice_head(v, end));
		struct slice name = SLICE("icid-value=");

		v = slice_from(v, end + 1);
		if (!slice_starts_nocase(one, name))
			continue;
		one = sip_value_unquote(slice_from(one, name.len));
		if (one.len >= ID_MIN && one.len <= ID_MAX)
			add(out, seed, LEGS_ICID, one);
		return;
	}
}

static void private_id(struct legs_marks *out, uint64_t seed,
		       const struct message *m, const struct sip_header *h)
{
	struct slice name = message_slice(m, h->name), id;

	if (!name.len || ((name.p[0] | 32) != 'x' && (name.p[0] | 32) != 'a'))
		return;
	for (size_t i = 0; i < sizeof(private_names) /
	     sizeof(*private_names); i++) {
		if (!slice_eq_nocase(name, slice_cstr(private_names[i])))
			continue;
		id = sip_value_token(message_slice(m, h->value));
		if (id.len < ID_MIN || id.len > ID_MAX ||
		    out->n == LEGS_MARKS)
			return;
		add(out, seed, LEGS_HEADER, id);
		out->of[out->n - 1].name = name;
		return;
	}
}

/* One pass over the headers. */
static void headers(struct legs_marks *out, uint64_t seed,
		    const struct message *m)
{
	for (unsigned i = 0; i < m->sip.n_headers; i++) {
		const struct sip_header *h = &m->sip.headers[i];

		switch (h->id) {
		case HEADER_SESSION_ID:
			session_id(out, seed, message_slice(m, h->value));
			break;
		case HEADER_P_CHARGING_VECTOR:
			icid(out, seed, message_slice(m, h->value));
			break;
		case HEADER_CISCO_GUID:
		case HEADER_UNKNOWN:
			if (h->id == HEADER_UNKNOWN) {
				private_id(out, seed, m, h);
			} else if (h->value.len >= ID_MIN &&
				   out->n < LEGS_MARKS) {
				add(out, seed, LEGS_HEADER,
				    message_slice(m, h->value));
				out->of[out->n - 1].name =
					message_slice(m, h->name);
			}
			break;
		}
	}
}

/* Where the user of o= begins in a body, nearly always behind `v=0' and a line
 * end; 0: nowhere. */
static size_t origin_at(struct slice body)
{
	size_t at = body.len > 8 && body.p[3] == '\r' && body.p[4] == '\n' ? 5 :
		slice_find(slice_head(body, ORIGIN_WITHIN), '\n') + 1;

	return at + 2 < body.len && body.p[at] == 'o' && body.p[at + 1] == '=' ?
		at + 2 : 0;
}

/* The first words behind o=, of user, session, version; empty when there are
 * fewer.  *last: how long the last of them is. */
static struct slice origin_words(const struct message *m, unsigned words,
				 size_t *last)
{
	struct slice body = slice_head(message_slice(m, m->sip.body),
				       ORIGIN_WITHIN * 4);
	size_t at = origin_at(body), i = at, blank = 0;

	while (at && i < body.len && body.p[i] != '\n') {
		if (body.p[i] == ' ' && !--words) {
			*last = blank ? i - blank - 1 : 0;
			return slice_of(body.p + at, i - at);
		}
		if (body.p[i] == ' ')
			blank = i;
		i++;
	}
	return slice_of(NULL, 0);
}

static void origin(struct legs_marks *out, uint64_t seed,
		   const struct message *m)
{
	size_t last = 0;
	struct slice o = origin_words(m, 2, &last);

	if (o.len && last >= SESSION_MIN)
		add(out, seed, LEGS_ORIGIN, o);
}

bool legs_read_same_origin(const struct message *a, const struct message *b)
{
	size_t last;
	struct slice o = origin_words(a, 3, &last);

	return o.len && slice_eq(o, origin_words(b, 3, &last));
}

/* The URI of a From or To and what stands behind it: told at a glance where a
 * quoted name, or nothing, stands before a <. */
static struct slice address_of(struct slice value)
{
	size_t i = 0;

	if (value.len && value.p[0] == '"') {
		for (i = 1; i < value.len && value.p[i] != '"' &&
		     value.p[i] != '\\';)
			i++;
		i += i < value.len && value.p[i] == '"';
		i += i < value.len && value.p[i] == ' ';
	}
	return i < value.len && value.p[i] == '<' ? slice_from(value, i + 1) :
		sip_value_uri(value);
}

/* The user of the URI that a text begins with, or the number of a tel URI. */
static struct slice user_of(struct slice uri)
{
	size_t from = uri.len > 3 && uri.p[3] == ':' ? 4 :
		slice_find(uri, ':') + 1, i;
	bool tel = from == 4 && (uri.p[0] | 32) == 't';

	for (i = from; i < uri.len; i++) {
		char c = uri.p[i];

		if (c == '@')
			return slice_of(uri.p + from, i - from);
		if (c == '>' || c == ';' || c == '?')
			break;
	}
	return tel && i > from ? slice_of(uri.p + from, i - from) :
		slice_of(NULL, 0);
}

static struct slice number_of(struct slice user)
{
	struct slice n = user.len && user.p[0] == '+' ? slice_from(user, 1) :
		user;

	for (size_t i = 0; i < n.len; i++) {
		if (n.p[i] < '0' || n.p[i] > '9')
			return user;
	}
	return n.len > DIGITS ? slice_from(n, n.len - DIGITS) : n;
}

static void numbers(struct legs_marks *out, uint64_t seed,
		    const struct message *m)
{
	struct slice from = user_of(address_of(
		sip_index_value(&m->sip, HEADER_FROM)));
	struct slice to = user_of(address_of(
		sip_index_value(&m->sip, HEADER_TO)));
	struct slice called = user_of(message_slice(m, m->sip.uri));
	uint64_t h;

	/* Everybody who hides has the same name. */
	if (!from.len || slice_eq_nocase(from, SLICE("anonymous")))
		return;
	to = number_of(to);
	called = number_of(called);
	h = hash_slice(seed ^ LEGS_NUMBERS, number_of(from));
	if (to.len) {
		add(out, h, LEGS_NUMBERS, to);
		out->of[out->n - 1].where.len = 0;
	}
	if (called.len && !slice_eq(called, to) && out->n < LEGS_MARKS) {
		add(out, h, LEGS_NUMBERS, called);
		out->of[out->n - 1].where.len = 0;
	}
}

bool legs_read_same_called(const struct message *a, const struct message *b)
{
	struct slice called = number_of(user_of(message_slice(a, a->sip.uri)));

	return called.len && slice_eq(called, number_of(user_of(
		message_slice(b, b->sip.uri))));
}

void legs_read(struct legs_marks *out, uint64_t seed, const struct message *m)
{
	out->n = 0;
	numbers(out, seed, m); /* first: there is always room for them */
	origin(out, seed, m);
	headers(out, seed, m);
}

uint64_t legs_read_target(uint64_t seed, struct slice uri)
{
	struct sip_value_uri_parts u;

	if (!sip_value_uri_split(uri, &u))
		return hash_slice(seed, uri);
	return hash_slice(hash_slice(seed ^ LEGS_REFER, u.user), u.host);
}

uint64_t legs_read_user(uint64_t seed, struct slice uri)
{
	struct slice user = number_of(user_of(uri));

	return user.len ? hash_slice(seed ^ LEGS_KINDS, user) | 1 : 0;
}

static struct slice party(const struct message *m, enum header_id id)
{
	return number_of(user_of(address_of(sip_index_value(&m->sip, id))));
}

bool legs_read_asked(const struct message *refer, const struct message *invite)
{
	struct slice target = party(refer, HEADER_REFER_TO);
	struct slice caller = party(invite, HEADER_FROM);

	return target.len && caller.len &&
		!slice_eq_nocase(caller, SLICE("anonymous")) &&
		(slice_eq(target, number_of(user_of(
			message_slice(invite, invite->sip.uri)))) ||
		 slice_eq(target, party(invite, HEADER_TO))) &&
		(slice_eq(caller, party(refer, HEADER_FROM)) ||
		 slice_eq(caller, party(refer, HEADER_TO)));
}

struct slice legs_read_name(const struct legs_mark *m)
{
	if (m->name.len)
		return m->name;
	switch (m->kind) {
	case LEGS_SESSION_ID:
		return SLICE("Session-ID");
	case LEGS_ICID:
		return SLICE("icid");
	case LEGS_ORIGIN:
		return SLICE("SDP o=");
	case LEGS_HEADER:
	case LEGS_CALL_ID:
	case LEGS_NUMBERS:
	case LEGS_REFER:
	case LEGS_KINDS:
		break;
	}
	return slice_of(NULL, 0);
}
