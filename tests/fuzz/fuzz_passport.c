/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever Identity and Date hold: what is read lies inside the value or what was
 * decoded of it, and the caller numbers and shapes are read of any user part.  The
 * input is the header lines of a message, its Request-URI first. */
#include "diagnose/numbers.h"
#include "diagnose/passport.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static bool within(struct slice part, const char *p, size_t len)
{
	return part.p >= p && part.p + part.len <= p + len;
}

static void check_passport(const struct message *m)
{
	static struct passport p;

	if (!passport_read(m, &p)) {
		must(!p.value.len);
		return;
	}
	must(within(p.value, m->sip.raw.p, m->sip.raw.len));
	must(!p.from.len || within(p.from, p.claims, sizeof(p.claims)));
	must(!p.to.len || within(p.to, p.claims, sizeof(p.claims)));
	must(!p.info.len || within(p.info, p.header, sizeof(p.header)) ||
	     within(p.info, p.value.p, p.value.len));
	must(p.signed_at >= 0);
}

static void check_numbers(const struct message *m)
{
	struct slice user = numbers_user(message_slice(m, m->sip.uri));
	enum header_id id;
	bool separated;

	must(!user.len || within(user, m->sip.raw.p, m->sip.raw.len));
	must(numbers_shape(user, &separated) < NUMBER_SHAPES);
	user = numbers_caller(m, &id);
	must(!user.len || within(user, m->sip.raw.p, m->sip.raw.len));
	must(numbers_shape(user, NULL) < NUMBER_SHAPES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sip_index_room room;
	struct frame frame = { .number = 1 };
	struct packet packet = { .frame = &frame, .fragments = 1 };
	struct strbuf b = { 0 };
	struct sip_index sip;
	struct message *m;

	strbuf_adds(&b, "INVITE ");
	strbuf_slice(&b, slice_of((const char *)data, size));
	packet.payload = frame.bytes = strbuf_view(&b);
	sip_index_read(&sip, &room, packet.payload, true);
	m = message_new(&packet, &sip);
	strbuf_fini(&b);
	if (!m)
		return 0;
	check_passport(m);
	passport_date(m);
	check_numbers(m);
	message_unref(m);
	return 0;
}
