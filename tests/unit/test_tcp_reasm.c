/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/unit/tcp_script.h"

#define SHAKE ">S100 <S300/101 >101/301 "

/* See tcp_script.h for what the words mean. */
static const struct {
	const char *label, *segments, *events;
} cases[] = {
	/* --- in order ------------------------------------------------------ */
	{ "both directions",
	  SHAKE ">101/301:abc <301/104:xyz >104/304 x",
	  ">abc <xyz >I <I x" },
	{ "FIN of both",
	  SHAKE ">101/301:abc >F104/301 <301/105:xyz <F304/105 >105/305",
	  ">abc >F <xyz <F x" },
	{ "FIN with data",
	  SHAKE ">F101/301:abc <F301/105:xyz >105/305",
	  ">abc >F <xyz <F x" },
	{ "no data", SHAKE ">F101/301 <F301/102 >102/302", "x" },
	{ "one direction with data",
	  SHAKE ">101/301:abc >F104/301 <F301/105", ">abc >F x" },
	{ "half closed", SHAKE ">F101/301:ab <301/104:cd <303:ef x",
	  ">ab >F <cd <ef <I x" },
	{ "simultaneous open",
	  ">S100 <S300 >S100/301 <S300/101 >101/301:ab <301/103:cd x",
	  ">ab <cd >I <I x" },
	{ "data in the SYN", ">S100:abc <S300/104 >104/301:def x",
	  ">abc >def >I x" },
	{ "data in the SYN is acknowledged later",
	  ">S100:abc <S300/101 >101/301:abcdef x", ">abc >def >I x" },
	{ "only the client was seen", ">S100 >101/301:ab >103/305:cd x",
	  ">ab >cd >I x" },
	{ "only the server was seen", "<S300/101 <301/103:ab <303/105:cd x",
	  "<ab <cd <I x" },
	{ "acknowledgments alone", "<300/100 >100/300 <300/101 x", "" },
	{ "a FIN alone", "<F300/100 x", "" },
	{ "wrap",
	  ">S4294967290 >4294967291:abcdefgh >3:ij >5:kl x",
	  ">abcdefgh >ij >kl >I x" },
	{ "wrap of the SYN", ">S4294967295 >0:ab >2:cd x", ">ab >cd >I x" },

	/* --- out of order ---------------------------------------------------- */
	{ "two swapped", SHAKE ">103:cd >101:ab x", ">ab >cd >I x" },
	{ "reversed", SHAKE ">107:gh >105:ef >103:cd >101:ab x",
	  ">ab >cd >ef >gh >I x" },
	{ "reversed over the wrap",
	  ">S4294967290 >3:ij >4294967295:efgh >4294967291:abcd x",
	  ">abcd >efgh >ij >I x" },
	{ "FIN before its data", SHAKE ">F103:cd >101:ab x", ">ab >cd >F x" },
	{ "FIN alone before its data", SHAKE ">F103 >101:ab x", ">ab >F x" },
	{ "data before the SYN", ">101:ab >S100 >103:cd x", ">ab >cd >I x" },
	{ "all before the SYN", ">103:cd >101:ab >S100 >105:ef x",
	  ">ab >cd >ef >I x" },
	{ "the SYN says that some is missing", ">103:cd >S100 >101:ab x",
	  ">ab >cd >I x" },

	/* --- copies ------------------------------------------------------------ */
	{ "retransmission", SHAKE ">101:abc >101:abc >104:d x",
	  ">abc >d >I x" },
	{ "retransmission with more", SHAKE ">101:abc >101:abcde x",
	  ">abc >de >I x" },
	{ "retransmission of the end", SHAKE ">101:abc >103:cde x",
	  ">abc >de >I x" },
	{ "copies of what waits", SHAKE ">103:cd >103:cd >101:ab x",
	  ">ab >cd >I x" },
	{ "all of it once more", SHAKE ">103:cd >101:abcdef x",
	  ">ab >cd >ef >I x" },
	{ "first bytes win", SHAKE ">103:cd >101:abXXef x",
	  ">ab >cd >ef >I x" },
	{ "first bytes win, from below",
	  SHAKE ">105:ef >103:cdXX >101:abYYYYgh x",
	  ">ab >cd >ef >gh >I x" },
	{ "first bytes win, many holes",
	  SHAKE ">102:b >104:d >106:f >101:AXCXEXG x",
	  ">A >b >C >d >E >f >G >I x" },
	{ "everything twice",
	  ">S100 >S100 <S300/101 <S300/101 >101:ab >101:ab <301/103:cd "
	  "<301/103:cd >F103 >F103 <F303 <F303 >104/304 >104/304",
	  ">ab <cd >F <F x" },
	{ "the last data after the end", SHAKE
	  ">F101:ab <F301/104:cd +400 >F101:ab <F301/104:cd", ">ab >F <cd <F x" },
	{ "keep-alive without data", SHAKE ">101:ab >102/301 <301/103 >103:c x",
	  ">ab >c >I x" },
	{ "keep-alive with a byte", SHAKE ">101:ab >102/301:? <301/103 >103:c x",
	  ">ab >c >I x" },
	{ "zero-window probe", SHAKE ">101:ab >103:c <301/103 >103:cde x",
	  ">ab >c >de >I x" },

	/* --- in mid-stream --------------------------------------------------------- */
	{ "one direction", ">500:ab >502:cd x", ">ab >cd >I x" },
	{ "one direction, after a while", ">500:ab +99 +1 >502:cd",
	  ">ab >cd" },
	{ "the first swapped", ">502:cd >500:ab +100", ">ab >cd" },
	{ "the first swapped, over the wrap", ">1:cd >4294967295:ab +100",
	  ">ab >cd" },
	{ "too late", ">502:cd +100 >500:ab >504:ef", ">cd >ef" },
	{ "acknowledged", ">500/900:ab <900/502:xy >502/902:cd",
	  ">ab <xy >cd" },
	{ "the other side is known", ">500/900:ab <900/500:xy",
	  "<xy" },
	{ "the other side has lost the first", ">500/900:ab <902/502:yz +100",
	  ">ab <yz" },
	{ "a keep-alive first", ">500/900:ab <899/502:? >502/900:cd <900/504:x",
	  ">ab >cd <x" },
	{ "no gap before the first", ">500:ab >504:ef +100 >502:cd",
	  ">ab >cd >ef" },

	/* --- gaps -------------------------------------------------------------------- */
	{ "at the end", SHAKE ">101:ab >105:ef x", ">ab >-2 >ef >I x" },
	{ "by time", SHAKE ">101:ab >105:ef +9999 +1 >107:gh",
	  ">ab >-2 >ef >gh" },
	{ "not before its time", SHAKE ">101:ab >105:ef +9999 >103:cd",
	  ">ab >cd >ef" },
	{ "each by its own time",
	  SHAKE ">103:c +5000 >105:e +5000 >102:b +5000", ">-2 >c >-1 >e" },
	{ "one by time, the next filled",
	  SHAKE ">103:c +5000 >105:e +5000 >104:d", ">-2 >c >d >e" },
	{ "acknowledged by the other", SHAKE ">103:cd <301/105 +199 +1 >105:ef",
	  ">-2 >cd >ef" },
	{ "acknowledged, but only recorded late",
	  SHAKE ">103:cd <301/105 +199 >101:ab >105:ef", ">ab >cd >ef" },
	{ "acknowledged, nothing follows", SHAKE ">101:ab <301/108 +200",
	  ">ab >-5" },
	{ "acknowledged in part", SHAKE ">109:ij <301/105 +200 >105:efgh",
	  ">-4 >efgh >ij" },
	{ "one more may be a FIN", SHAKE ">101:ab <301/104 +200 x",
	  ">ab >I x" },
	{ "a FIN that was seen", SHAKE ">F101:ab <301/104 +200 x",
	  ">ab >F x" },
	{ "data behind the FIN is missing",
	  SHAKE ">F103:cd <301/106 +200", ">-2 >cd >F" },
	{ "a FIN waits no longer than data", SHAKE ">F103 +9999 +1",
	  ">-2 >F" },
	{ "at RST", SHAKE ">103:cd >R105 +2000", ">-2 >cd >R x" },
	{ "at a new SYN", SHAKE ">103:cd >S900 >901:ab x",
	  ">-2 >cd >Q x >ab >I x" },
	{ "at expiry", SHAKE ">101:ab +3599999 +1", ">ab >Q x" },
	{ "all was lost", SHAKE "<301/900 x", ">-799 >I x" },
	{ "cut by the snap length", SHAKE ">101:ab*10 >111:cd*10 >121:ef x",
	  ">ab >-8 >cd >-8 >ef >I x" },
	{ "cut, then acknowledged", SHAKE ">101:ab*10 <301/111 +200",
	  ">ab >-8" },
	{ "cut, then sent again", SHAKE ">101:ab*10 >101:abcdefghij >111:k x",
	  ">ab >cdefghij >k >I x" },
	{ "cut at the end", SHAKE ">101:ab*10 x", ">ab >-8 >I x" },
	{ "cut to nothing", SHAKE ">101*10 >111:k x", ">-10 >k >I x" },
	{ "cut with FIN", SHAKE ">F101:ab*10 +10000", ">ab >-8 >F" },

	{ "a FIN that was acknowledged before", SHAKE "<301/104 >F101:ab",
	  ">ab >F" },
	{ "a FIN that was acknowledged before, and a gap",
	  SHAKE "<301/106 >F103:cd +200", ">-2 >cd >F" },
	{ "bytes behind the FIN", SHAKE ">F103:cd >101:abcdef", ">ab >cd >F" },

	/* --- RST -------------------------------------------------------------------------- */
	{ "RST", SHAKE ">101:ab <301/103:cd <R303 +1999 +1",
	  ">ab <cd >R <R x" },
	{ "RST, not before its time", SHAKE ">101:ab <301/103:cd <R303 +1999",
	  ">ab <cd" },
	{ "RST, and what was on its way", SHAKE ">101:ab <R301 >103:cd +2000",
	  ">ab >cd >R x" },
	{ "RST, captured before what was sent before it",
	  SHAKE ">101:ab >R105 >103:cd +2000", ">ab >cd >R x" },
	{ "RST, a hole that is never filled",
	  SHAKE ">101:ab <R301 >105:ef +2000", ">ab >-2 >ef >R x" },
	{ "RST, then FIN", SHAKE ">101:ab <301/103:cd <R303 >F103 <F303",
	  ">ab <cd >F <F x" },
	{ "RST, then copies", SHAKE ">101:ab <R301 +1999 >101:ab x", ">ab >R x" },
	{ "RST, then the same ports again",
	  SHAKE ">101:ab <R301 +10 >S900 <S700/901 >901/701:cd x",
	  ">ab >R x >cd >I x" },
	{ "mid-stream, RST, then the same ports again",
	  "<300/500:ab >500/302:x >R501 +10 >S900 <S700/901 >901/701:cd x",
	  "<ab >x >R <R x >cd >I x" },
	{ "RST, then the end of the input", SHAKE ">101:ab <R301 x", ">ab >R x" },
	{ "RST far from all", SHAKE ">101:ab <R90000000 >103:cd x",
	  ">ab >cd >I x" },
	{ "RST of long ago", SHAKE ">101:ab <301/103:cd >103/303 <R299 >103:ef x",
	  ">ab <cd >ef >I <I x" },
	{ "RST where the other side stands",
	  SHAKE "<301/101:ab >101/301:x <R301 +2000",
	  "<ab >x >R <R x" },
	{ "RST far behind", SHAKE ">101:ab*70000 >70101:x +10000 >R150 x",
	  ">ab >-69998 >x >I x" },
	{ "RST of a side that was not seen", ">500:ab <R900 +2000",
	  ">ab >R x" },
	{ "RST of a side that was acknowledged", ">500/900:ab <R900/502 +2000",
	  ">ab >R x" },
	{ "RST far from what was acknowledged",
	  ">500/900:ab <R90000000/502 +100", ">ab" },
	{ "RST without data", SHAKE ">R101", "x" },
	{ "RST after RST", SHAKE ">101:ab <R301 +1000 <R301 <R301 +1000",
	  ">ab >R x" },

	/* --- refusals ----------------------------------------------------------------------- */
	{ "refused", ">S100 <R0/101", "!R1 x" },
	{ "refused without acknowledgment", ">S100 <R0", "!R1 x" },
	{ "refused, and the copy", ">S100 <R0/101 <R0/101", "!R1 x" },
	{ "refused at the second", ">S100 +1000 >S100 <R0/101", "!R2 x" },
	{ "copies of the SYN are not counted", ">S100 >S100 <R0/101", "!R1 x" },
	{ "refused twice", ">S100 <R0/101 +10 >S900 <R0/901", "!R1 x !R1 x" },
	{ "refused, and the same SYN again", ">S100 <R0/101 +500 >S100 <R0/101",
	  "!R1 x" },
	{ "RST for another", ">S100 <R0/900000 <S300/101 >101/301:a x",
	  ">a >I x" },
	{ "the client gives up", ">S100 >R101", "x" },
	{ "not answered", ">S100 +1000 >S100 +2000 >S100 +2999 +1", "!N3" },
	{ "not answered, once",
	  ">S100 +1000 >S100 +2000 >S100 +4000 >S100 +8000 >S100 +9000 x",
	  "!N3 x" },
	{ "two are not enough", ">S100 +1000 >S100 +100000 x", "x" },
	{ "not yet", ">S100 +1000 >S100 +2000 >S100 +2999 x", "x" },
	{ "answered late", ">S100 +1000 >S100 +2000 >S100 +2999 <S300/101 +1 x",
	  "x" },
	{ "answered after it was told",
	  ">S100 +1000 >S100 +2000 >S100 +3000 <S300/101 >101/301:ab x",
	  "!N3 >ab >I x" },
	{ "only the client was seen, but it went on",
	  ">S100 +1000 >S100 +2000 >S100 >101/301 +3000 x", "x" },
	{ "a probe", SHAKE ">R101/301", "x" },
	{ "a half-open scan", ">S100 <S300/101 >R101", "x" },
	{ "RST after data", SHAKE ">101:ab <R301/103 +2000", ">ab >R x" },

	/* --- port reuse ------------------------------------------------------------------------ */
	{ "new SYN", SHAKE ">101:ab >S5000 <S7000/5001 >5001/7001:cd x",
	  ">ab >Q x >cd >I x" },
	{ "new SYN after the end",
	  SHAKE ">F101:ab <F301/104 >S5000 <S7000/5001 >5001/7001:cd x",
	  ">ab >F x >cd >I x" },
	{ "new SYN over mid-stream", ">500:ab >S5000 >5001:cd x",
	  ">ab >Q x >cd >I x" },
	{ "new SYN over the other direction", "<500:ab >S5000 >5001:cd x",
	  "<ab <Q x >cd >I x" },
	{ "new SYN/ACK alone",
	  "<S300/101 <301/101:ab <S900/201 <901/201:cd x",
	  "<ab <Q x <cd <I x" },
	{ "another SYN/ACK before data",
	  ">S100 <S300/101 <S400/101 <401/101:ab x", "<ab <I x" },
	{ "goes on after the end, without SYN",
	  ">S100 >F101:ab >5000:cd >5002:ef >5004:gh >5006:ij x",
	  ">ab >F x >ij >I x" },

	{ "late SYN/ACK of a known start",
	  ">500/900:ab <900/502:xy <S899/500 >502/902:cd x",
	  ">ab <xy >cd >I <I x" },
	{ "late SYN/ACK of a side that was not seen",
	  ">500:ab <S899/500 <900/502:xy x", ">ab <xy >I <I x" },
	{ "SYN/ACK of another", ">500:ab <S899/900000 <900/900000:xy x",
	  ">ab >Q x <xy <I x" },

	/* --- wild sequence numbers ----------------------------------------------------------------- */
	{ "one bad segment", SHAKE ">101:ab >900000000:XX >103:cd x",
	  ">ab >cd >I x" },
	{ "bad segments that do not agree",
	  SHAKE ">101:ab >900000000:X >1900000000:Y >2900000000:Z >103:cd x",
	  ">ab >cd >I x" },
	{ "the same bad segment thrice",
	  SHAKE ">101:ab >900000000:X >900000000:X >900000000:X >103:cd x",
	  ">ab >cd >I x" },
	{ "three that agree",
	  SHAKE ">101:ab >50000000:cd >50000002:ef >50000004:gh >50000006:i x",
	  ">ab >-49999897 >cd >ef >gh >i >I x" },
	{ "three that agree, swapped",
	  SHAKE ">101:ab >50000002:ef >50000004:gh >50000000:cd >50000006:i x",
	  ">ab >-49999897 >cd >ef >gh >i >I x" },
	{ "three that agree, while others wait",
	  SHAKE ">103:cd >50000000:e >50000001:f >50000002:g x",
	  ">-2 >cd >-49999895 >e >f >g >I x" },
	{ "farther than a number can say",
	  SHAKE ">101:ab >3000000000:cd >3000000002:ef >3000000004:gh x",
	  ">ab >-0 >cd >ef >gh >I x" },
	{ "not in a row", SHAKE ">50000000:X >101:ab >50000001:Y >103:cd "
	  ">50000002:Z >105:ef x", ">ab >cd >ef >I x" },
	{ "at the end of the input", SHAKE ">101:ab >50000000:cd x",
	  ">ab >-49999897 >cd >I x" },
	{ "back where a bad segment led away from",
	  SHAKE ">101:ab >9000000:X +10000 >103:cd >105:ef >107:gh >109:i x",
	  ">ab >-8999897 >X >-0 >cd >ef >gh >i >I x" },

	/* --- ignored ----------------------------------------------------------------------------------- */
	{ "ignored", SHAKE "i >101:ab >103:cd <301:ef >F105 <F303 x", ">ab x" },
	{ "ignored while others wait", SHAKE "i >105:ef >103:cd >101:ab x",
	  ">ab x" },
	{ "ignored at a gap", SHAKE "i >105:ef x", ">-4 x" },
	{ "ignored at a gap by time", SHAKE "i >103:cd <301/105 +200 x",
	  ">-2 x" },
	{ "ignored at the last gap", SHAKE ">101:ab i <301/110 x", ">ab >-7 x" },
	{ "ignored at the end", SHAKE ">101:ab i >F103 <301:cd x", ">ab >F x" },
	{ "ignored at the last end", SHAKE ">101:ab <301:cd i x",
	  ">ab <cd >I x" },
	{ "ignored at RST", SHAKE "i >105:ef >R107 x", ">-4 x" },
	{ "ignored at the first", ">500:ab i +100 >502:cd x", ">ab x" },
	{ "ignored at an acknowledgment", ">500/900:ab i <900/502:xy x",
	  ">ab x" },
	{ "ignored at the SYN", ">101:ab i >S100 x", ">ab x" },
	{ "ignored at a jump",
	  SHAKE ">101:ab i >50000000:cd >50000002:ef >50000004:gh x",
	  ">ab >-49999897 x" },
	{ "ignored at a jump, what waits",
	  SHAKE "i >103:ab >50000000:cd >50000002:ef >50000004:gh x", ">-2 x" },
	{ "ignored and idle", SHAKE "i >101:ab +59999 >103:cd +59999 +1",
	  ">ab x" },
	{ "ignored and new", SHAKE "i >101:ab >S100 <S300/101 >S900 >901:cd x",
	  ">ab x >cd x" },
};

static void run_case(size_t i)
{
	struct tcp_script s;

	script_open(&s, 0, 1 << 20);
	script_run(&s, cases[i].segments);
	if (!slice_eq(slice_of(s.events.p, s.events.len),
		      slice_cstr(cases[i].events)))
		fail_msg("%s:\n got  %.*s\n want %s\n", cases[i].label,
			    (int)s.events.len, s.events.p ? s.events.p : "",
			    cases[i].events);
	script_close(&s);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++)
		run_case(i);
}

/* Bytes that waited carry the place of the frame in which they came. */
static void test_place(void **state)
{
	struct tcp_script s;

	(void)state;
	script_open(&s, 0, 1 << 20);
	script_run(&s, ">S100 >105:ef");
	assert_non_null(s.flow);
	script_run(&s, ">103:cd >101:ab");
	assert_string_equal(strbuf_str(&s.events), ">ab >cd >ef");
	assert_int_equal(s.number, 2);
	script_run(&s, ">109:ij +10000");
	assert_string_equal(strbuf_str(&s.events), ">ab >cd >ef >-2 >ij");
	assert_int_equal(s.number, 5);
	script_run(&s, ">F113 +1000 >111:kl");
	assert_int_equal(s.number, 6); /* of the FIN */
	script_close(&s);
}

static const struct tcp_reasm_stats counts[] = {
	{ .segments = 3, .copied = 2 },
	{ .segments = 2, .copied = 2, .overlapped = 1 },
	{ .segments = 2, .gap_bytes = 5 },
	{ .segments = 3, .copied = 0, .gap_bytes = 0 },
};

static void test_counts(void **state)
{
	static const char *const scripts[LEN(counts)] = {
		">S100 >101:ab >101:ab >103:c", ">S100 >103:cd >101:abXd",
		">S100 >101:ab >108:c x", "i >S100 >101:ab >103:c >190:d",
	};

	(void)state;
	for (size_t i = 0; i < LEN(counts); i++) {
		struct tcp_script s;

		script_open(&s, 0, 1 << 20);
		script_run(&s, scripts[i]);
		if (memcmp(tcp_reasm_stats(s.r), &counts[i], sizeof(*counts)))
			fail_msg("%s", scripts[i]);
		script_close(&s);
	}
}

/* IPv6, and an address that talks to itself; neither is the other's. */
static void test_addresses(void **state)
{
	static const char six[16] = { 0x20, 1, 0xd, (char)0xb8 };
	struct addr a[3] = { addr_make("\xc0\0\2\1", 4, 0),
			     addr_make(six, 16, 0), addr_make(six, 16, 0) };
	struct tcp t = { .sport = 5060, .dport = 5060, .size = 2,
			 .data = SLICE("ab"), .flags = TCP_SYN, .seq = 100 };
	struct tcp_script s;
	struct tcp_flow *flow[4];

	(void)state;
	a[2].ip[15] = 1;
	script_open(&s, 0, 1 << 20);
	s.frame.number = 1;
	for (int i = 0; i < 4; i++)
		assert_int_equal(tcp_reasm_push(s.r, &t, &a[i / 2],
						&a[i / 2 + i % 2], &s.frame,
						&flow[i]), 0);
	assert_string_equal(strbuf_str(&s.events), ">ab >ab >ab >ab");
	assert_int_equal(flow[3]->id, 4);
	t.flags |= TCP_ACK;
	t.ack = 103;
	assert_int_equal(tcp_reasm_push(s.r, &t, &a[2], &a[1], &s.frame,
					&flow[0]), 0);
	assert_ptr_equal(flow[0], flow[3]);
	assert_string_equal(strbuf_str(&s.events), ">ab >ab >ab >ab <ab");
	assert_true(addr_same_ip(&flow[3]->ends[0], &a[1]));
	assert_int_equal(flow[3]->ends[0].port, 5060);
	script_close(&s);
}

/* Without SYN the side with the higher port is the client. */
static void test_ends(void **state)
{
	struct tcp_script s;

	(void)state;
	script_open(&s, 0, 1 << 20);
	script_run(&s, "<500:ab");
	assert_int_equal(s.flow->ends[0].port, 40000);
	assert_false(s.flow->handshake);
	script_run(&s, "<S900 <901:cd"); /* the lower port calls */
	assert_int_equal(s.flow->ends[0].port, 5060);
	assert_true(s.flow->handshake);
	script_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
