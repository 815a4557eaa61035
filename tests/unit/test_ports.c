/* SPDX-License-Identifier: BSD-2-Clause */
/* Ports that messages name, and which of them a filter leaves out. */
#include "ports.h"

#include "filter_note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

static void message(struct ports *p, enum transport t, const char *text)
{
	static const uint8_t a[4] = { 192, 0, 2, 1 }, b[4] = { 192, 0, 2, 2 };
	const struct packet packet = { .transport = t,
		.src = addr_make(a, 4, 5060), .dst = addr_make(b, 4, 5060) };
	struct sip_index_room room;
	struct sip_index sip;

	sip_index_read(&sip, &room, slice_cstr(text), true);
	ports_message(p, &packet, &sip);
}

/* Of a file nothing can be widened: what the filter stops is left out. */
static void test_named(void **state)
{
	static const struct {
		const char *filter, *text, *out; /* out: `5080/tcp' or "" */
	} rows[] = {
		{ "udp", "Via: SIP/2.0/UDP h:5080\r\n", "" },
		{ "udp", "Via: SIP/2.0/TCP h:5080;branch=z\r\n", "5080/tcp" },
		{ "udp", "v: SIP/2.0/TLS h:5081\r\n", "5081/tcp" },
		{ "udp", "v: SIP/2.0/TLS h\r\n", "5061/tcp" },
		{ "udp", "v: SIP / 2.0 / tcp h\r\n", "5060/tcp" },
		{ "udp", "Via: SIP/2.0/TCP h:40000\r\n", "" },
		{ "udp", "Via: SIP/2.0/TCP h:99999\r\n", "" },
		{ "tcp", "Via: SIP/2.0/TCP h:5080\r\n", "" },
		{ "port 5080", "Via: SIP/2.0/TCP h:5080\r\n", "" },
		{ "port 5060", "Via: SIP/2.0/TCP h:5080\r\n", "5080/tcp" },
		{ "host 192.0.2.2", "Via: SIP/2.0/TCP h:5080\r\n", "" },
		{ "src host 192.0.2.1", "Via: SIP/2.0/TCP h:5080\r\n", "" },
		{ "host 192.0.2.3", "Via: SIP/2.0/TCP h:5080\r\n", "5080/tcp" },
		/* What hangs on tags and the like cannot be told. */
		{ "vlan 5 and udp", "Via: SIP/2.0/TCP h:5080\r\n", "" },
		{ "udp", "Contact: <sip:a@h:5080>\r\n", "" },
		{ "udp", "Contact: <sip:a@h:5080;transport=tcp>\r\n",
		  "5080/tcp" },
		{ "udp", "m: \"a\" <sip:a@h:5080;lr;transport=TLS>;q=1\r\n",
		  "5080/tcp" },
		{ "udp", "Contact: <sips:a@h>\r\n", "5061/tcp" },
		{ "udp", "Contact: <sip:h;transport=udp>\r\n", "" },
		{ "udp", "Contact: *\r\n", "" },
		{ "udp", "Contact: <tel:+1>;transport=tcp\r\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct capture *c = capture_new();
		struct ports *p = ports_new(c, rows[i].filter);
		const struct ports_left_out *out = ports_left_out(p);
		struct strbuf text = { 0 }, got = { 0 };

		strbuf_fmt(&text, "OPTIONS sip:h SIP/2.0\r\n%s\r\n",
			   rows[i].text);
		message(p, TRANSPORT_UDP, strbuf_str(&text));
		message(p, TRANSPORT_UDP, strbuf_str(&text)); /* once */
		for (size_t k = 0; k < out->n; k++)
			strbuf_fmt(&got, "%u/%s", out->list[k].port,
				   out->list[k].tcp ? "tcp" : "udp");
		if (strcmp(strbuf_str(&got), rows[i].out) != 0)
			fail_msg("%s with `%s': %s", rows[i].text,
				 rows[i].filter, strbuf_str(&got));
		strbuf_fini(&text);
		strbuf_fini(&got);
		ports_free(p);
		capture_free(c);
	}
}

/* HEP comes by its own port, whichever the messages in it name. */
static void test_retold(void **state)
{
	static const uint8_t a[4] = { 192, 0, 2, 1 };
	const struct packet packet = { .transport = TRANSPORT_TCP,
		.retold = true, .src = addr_make(a, 4, 5070),
		.dst = addr_make(a, 4, 5080) };
	struct capture *c = capture_new();
	struct ports *p = ports_new(c, "udp port 9060");
	struct sip_index_room room;
	struct sip_index sip;

	(void)state;
	sip_index_read(&sip, &room, SLICE("OPTIONS sip:h SIP/2.0\r\n"
			"Via: SIP/2.0/TCP h:5080\r\n\r\n"), true);
	assert_false(ports_message(p, &packet, &sip));
	assert_int_equal(ports_left_out(p)->n, 0);
	ports_free(p);
	capture_free(c);
}

static void test_srv(void **state)
{
	struct capture *c = capture_new();
	struct ports *p = ports_new(c, "port 5060");

	(void)state;
	/* Nothing is known of the addresses: only ours could be in the way. */
	assert_false(ports_srv(p, 5080, TRANSPORT_TCP));
	assert_int_equal(ports_left_out(p)->n, 0);
	ports_free(p);
	capture_free(c);
}

static void test_many(void **state)
{
	struct capture *c = capture_new();
	struct ports *p = ports_new(c, "udp");
	struct ports_left_out full;
	struct strbuf text = { 0 };

	(void)state;
	for (unsigned i = 0; i < 2 * PORTS_LISTED; i++) {
		strbuf_reset(&text);
		strbuf_fmt(&text, "OPTIONS sip:h SIP/2.0\r\n"
			   "Via: SIP/2.0/TCP h:%u\r\n\r\n", 6000 + i);
		message(p, TRANSPORT_UDP, strbuf_str(&text));
	}
	assert_int_equal(ports_left_out(p)->n, 2 * PORTS_LISTED);
	assert_int_equal(ports_left_out(p)->list[PORTS_LISTED - 1].port,
			 6000 + PORTS_LISTED - 1);
	strbuf_reset(&text);
	filter_note_ports(&text, ports_left_out(p), "udp");
	assert_non_null(strstr(strbuf_str(&text), "`udp'"));
	assert_non_null(strstr(strbuf_str(&text), "6031/tcp, ..."));
	/* No filter of the user's is to blame when ours is full. */
	full = *ports_left_out(p);
	full.full = true;
	strbuf_reset(&text);
	filter_note_ports(&text, &full, "udp");
	assert_null(strstr(strbuf_str(&text), "`udp'"));
	assert_non_null(strstr(strbuf_str(&text), "no room"));
	strbuf_fini(&text);
	ports_free(p);
	capture_free(c);
}

static void test_loss(void **state)
{
	struct capture_filter_loss loss = { .fragments = false };
	struct strbuf b = { 0 };

	(void)state;
	filter_note_loss(&b, "udp", &loss);
	assert_int_equal(b.len, 0);
	loss.fragments = loss.tunnels = true;
	filter_note_loss(&b, "port 5060", &loss);
	assert_non_null(strstr(strbuf_str(&b), "`port 5060'"));
	assert_non_null(strstr(strbuf_str(&b), "fragments"));
	assert_null(strstr(strbuf_str(&b), "VLAN tags"));
	assert_non_null(strstr(strbuf_str(&b), "GRE"));
	strbuf_reset(&b);
	strbuf_adds(&loss.better, "ip");
	filter_note_loss(&b, "port 5060", &loss);
	assert_non_null(strstr(strbuf_str(&b), "write `ip'"));
	strbuf_fini(&b);
	strbuf_fini(&loss.better);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_retold),
		cmocka_unit_test(test_srv),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
