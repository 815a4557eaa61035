/* SPDX-License-Identifier: BSD-2-Clause */
/* What filters lose, and that the better ones that are printed do not. */
#include "capture/filter_advice.h"

#include "capture/filter_probe.h"
#include "capture/filter_words.h"

#include <pcap/pcap.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define LEN(array) (sizeof(array) / sizeof(*(array)))

enum {
	F = FILTER_ADVICE_FRAGMENTS, V = FILTER_ADVICE_VLAN,
	Q = FILTER_ADVICE_QINQ, T = FILTER_ADVICE_TUNNELS,
};

/* What is lost of a file; live the kernel has taken one tag off. */
static const struct row {
	const char *filter;
	unsigned file, live;
} rows[] = {
	{ "port 5060", F | V | T, F | Q | T },
	{ "udp port 5060", F | V | T, F | Q | T },
	{ "tcp port 5060", V | T, Q | T },
	{ "udp", V | T, Q | T },
	{ "ip", V, Q },
	{ "ip or ip6", V, Q },
	{ "ip6 and port 5060", F | V | T, F | Q | T },
	{ "host 10.0.0.1", V | T, Q | T },
	{ "host 10.0.0.1 and port 5060", F | V | T, F | Q | T },
	{ "host 2001:db8::5", V | T, Q | T },
	{ "net 10.0.0.0/8", V | T, Q | T },
	{ "net 10.1", V | T, Q | T },
	{ "net 192.168.0.0 mask 255.255.0.0", V | T, Q | T },
	{ "src host 10.0.0.1 and dst host 10.0.0.2", V | T, Q | T },
	{ "src port 5060 and dst port 5080", F | V | T, F | Q | T },
	{ "portrange 5060-5090", F | V | T, F | Q | T },
	{ "udp port 5060 or 5061 or 5080", F | V | T, F | Q | T },
	{ "host 10.1.1.1 and not host 10.1.1.2", V | T, Q | T },
	{ "ether host 00:11:22:aa:BB:55 and udp", V | T, Q | T },
	{ "not port 22", 0, 0 },
	{ "not arp", 0, 0 },
	{ "ether host 00:11:22:33:44:55", 0, 0 },
	{ "not udp portrange 10000-20000", 0, 0 },
	{ "arp", 0, 0 },
	{ "vlan", 0, 0 },
	{ "", 0, 0 },
	{ "not a filter", 0, 0 },
	{ "vlan 100 and port 5060", F | T, F | T },
	{ "port 5060 or (vlan and port 5060)", F | Q | T, F | T },
};

static void test_lost(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2 * LEN(rows); i++) {
		const struct row *r = &rows[i / 2];
		bool live = i & 1;
		unsigned want = live ? r->live : r->file;
		struct filter_advice a;

		assert_int_equal(filter_advice_get(&a, r->filter, DLT_EN10MB,
						   live), 0);
		if (a.lost != want)
			fail_msg("%s: lost %x, not %x", r->filter, a.lost,
				 want);
		if (!a.lost)
			assert_int_equal(a.better.len, 0);
		filter_advice_fini(&a);
	}
}

/* Whoever copies the advice is not advised again. */
static void test_better(void **state)
{
	unsigned n = 0;

	(void)state;
	for (size_t i = 0; i < 2 * LEN(rows); i++) {
		const struct row *r = &rows[i / 2];
		struct filter_advice a, again;

		assert_int_equal(filter_advice_get(&a, r->filter, DLT_EN10MB,
						   i & 1), 0);
		if (a.better.len) {
			assert_int_equal(filter_advice_get(&again,
				strbuf_str(&a.better), DLT_EN10MB, i & 1), 0);
			if (again.lost)
				fail_msg("%s loses %x", strbuf_str(&a.better),
					 again.lost);
			filter_advice_fini(&again);
			n++;
		}
		filter_advice_fini(&a);
	}
	assert_true(n >= 15);
}

/* The better filters, on packets that are not those they were tried with. */
static void test_others(void **state)
{
	static const uint8_t hosts[2][4] = { { 10, 0, 0, 1 }, { 10, 9, 9, 9 } };
	static const struct {
		const char *filter;
		uint16_t dport;
		bool pass, fragment;
	} cases[] = {
		{ "port 5060", 5060, true, true },
		{ "port 5060", 5070, false, true },
		{ "host 10.0.0.1", 7000, true, true },
		{ "host 10.0.0.2", 5060, false, false },
		{ "host 10.0.0.1 and port 5060", 5060, true, true },
		{ "host 10.0.0.1 and port 5060", 5062, false, true },
		{ "net 10.0.0.0/8 and udp", 5062, true, true },
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct filter_probe p = {
			.link_type = DLT_EN10MB,
			.src = addr_make(hosts[0], 4, 40000),
			.dst = addr_make(hosts[1], 4, cases[i].dport),
		};
		pcap_t *dead = pcap_open_dead(DLT_EN10MB, 65535);
		struct bpf_program program;
		struct filter_advice a;

		assert_int_equal(filter_advice_get(&a, cases[i].filter,
						   DLT_EN10MB, false), 0);
		assert_int_equal(pcap_compile(dead, &program,
					      strbuf_str(&a.better), 1,
					      PCAP_NETMASK_UNKNOWN), 0);
		for (p.n_vlans = 0; p.n_vlans < 3; p.n_vlans++) {
			for (int f = 0; f < 2; f++) {
				bool want = f ? cases[i].fragment :
					cases[i].pass, got;
				char room[FILTER_PROBE_ROOM];
				struct pcap_pkthdr h = { .len = 0 };
				struct slice s;

				p.form = f ? FILTER_PROBE_FRAGMENT :
					FILTER_PROBE_PLAIN;
				s = filter_probe_make(&p, room);
				h.caplen = h.len = (bpf_u_int32)s.len;
				got = pcap_offline_filter(&program, &h,
					(const unsigned char *)s.p) != 0;
				if (got != want)
					fail_msg("case %zu, %u tags, fragment "
						 "%d: %d", i, p.n_vlans, f,
						 got);
			}
		}
		pcap_freecode(&program);
		pcap_close(dead);
		filter_advice_fini(&a);
	}
}

static void test_links(void **state)
{
	static const struct { int link; unsigned lost; } links[] = {
		{ DLT_LINUX_SLL, F | T }, { DLT_LINUX_SLL2, F | T },
		{ DLT_RAW, F | T }, { DLT_NULL, F | T }, { DLT_LOOP, F | T },
		{ DLT_USER0, 0 }, { DLT_PPP, 0 },
	};

	(void)state;
	for (size_t i = 0; i < LEN(links); i++) {
		struct filter_advice a;

		assert_int_equal(filter_advice_get(&a, "port 5060",
						   links[i].link, false), 0);
		if (a.lost != links[i].lost)
			fail_msg("link %d: %x", links[i].link, a.lost);
		assert_int_equal(a.better.len != 0, links[i].lost != 0);
		filter_advice_fini(&a);
	}
}

static void test_text(void **state)
{
	static const struct { const char *filter, *better; } texts[] = {
		{ "ip", "(ip) or (vlan and ((ip) or (vlan and (ip))))" },
		{ "vlan 100 and port 5060",
		  "(vlan 100 and port 5060) or ip[6:2] & 0x1fff != 0 or "
		  "ip6[6] = 44 or proto 4 or 41 or 47 or udp port 2152 or "
		  "4789 or 6081 or 8472 or 37008" },
		/* A third tag cannot be put in front of this one. */
		{ "port 5060 or (vlan and port 5060)", "" },
	};

	(void)state;
	for (size_t i = 0; i < LEN(texts); i++) {
		struct filter_advice a;

		assert_int_equal(filter_advice_get(&a, texts[i].filter,
						   DLT_EN10MB, false), 0);
		assert_string_equal(strbuf_str(&a.better), texts[i].better);
		filter_advice_fini(&a);
	}
}

static void test_words(void **state)
{
	struct filter_words w;

	(void)state;
	filter_words_read(&w, "vlan 5 and (src net 10.1 or host 192.0.2.7) and "
			  "portrange 7000-6000 or host fe80::1 and "
			  "ether src aa:bb:cc:dd:ee:ff");
	assert_true(w.shifts);
	assert_int_equal(w.n_vlans, 1);
	assert_int_equal(w.vlans[0], 5);
	assert_int_equal(w.n_hosts, 3);
	assert_memory_equal(w.hosts[0].ip, "\x0a\1\0\0", 4);
	assert_memory_equal(w.hosts[1].ip, "\xc0\0\2\7", 4);
	assert_int_equal(w.hosts[2].family, 6);
	assert_int_equal(w.n_ports, 1);
	assert_int_equal(w.ports[0].first, 6000);
	assert_int_equal(w.ports[0].last, 7000);
	assert_int_equal(w.n_macs, 1);
	assert_memory_equal(w.macs[0], "\xaa\xbb\xcc\xdd\xee\xff", 6);
	/* More than it holds: the rest is left out. */
	filter_words_read(&w, "port 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9");
	assert_int_equal(w.n_ports, FILTER_WORDS_MOST);
	filter_words_read(&w, "port 70000 or port 99999999999999999999 or "
			  "port 5060- or port -5 or port sip");
	assert_int_equal(w.n_ports, 0);
	assert_false(w.shifts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_better),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
