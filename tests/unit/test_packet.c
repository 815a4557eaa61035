/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/packet.h"

#include "tests/unit/frame_bytes.h"

static const struct {
	enum transport t;
	const char *name;
} cases[] = {
	{ TRANSPORT_UDP, "udp" },   { TRANSPORT_TCP, "tcp" },
	{ TRANSPORT_TLS, "tls" },   { TRANSPORT_SCTP, "sctp" },
	{ TRANSPORT_WS, "ws" },     { TRANSPORT_WSS, "wss" },
	{ (enum transport)99, "?" },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(packet_transport_name(cases[i].t),
				    cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
