/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/port_filter.h"

#include "capture/program.h"

#include <errno.h>
#include <string.h>

#define ACCEPT 262144
/* Room for 64 ports, of which each is compared twice, and all the rest. */
#define MOST (2 * DEFAULT_FILTER_PORTS + 64)
/* A jump to the end of the program, wherever that will be. */
#define END UINT32_MAX

enum { PROTOCOL, SOURCE, DESTINATION }; /* words of scratch memory */

struct writer {
	struct bpf_insn code[MOST];
	unsigned n;
	unsigned base; /* bytes in front of the IP header, without tags.  Always
			  a part of the constant: so libpcap finds its way in
			  cooked packets, of which the kernel has no header. */
};

static void put(struct writer *w, int code, uint32_t k)
{
	w->code[w->n++] = (struct bpf_insn){ (u_short)code, 0, 0, k };
}

static void put_jump(struct writer *w, int code, uint32_t k, unsigned yes,
		     unsigned no)
{
	w->code[w->n++] = (struct bpf_insn){ (u_short)(BPF_JMP | code | BPF_K),
					     (u_char)yes, (u_char)no, k };
}

/* Skip the next instruction, which goes elsewhere, when A is k. */
static void unless_equal(struct writer *w, uint32_t k, uint32_t elsewhere)
{
	put_jump(w, BPF_JEQ, k, 1, 0);
	put(w, BPF_JMP | BPF_JA, elsewhere);
}

/* A becomes the ethertype behind up to two tags, X what they take. */
static void find_ethertype(struct writer *w, unsigned at)
{
	put(w, BPF_LDX | BPF_IMM, 0);
	put(w, BPF_LD | BPF_H | BPF_ABS, at);
	put_jump(w, BPF_JEQ, 0x8100, 2, 0);
	put_jump(w, BPF_JEQ, 0x88a8, 1, 0);
	put_jump(w, BPF_JEQ, 0x9100, 0, 7);
	put(w, BPF_LDX | BPF_IMM, 4);
	put(w, BPF_LD | BPF_H | BPF_ABS, w->base + 2);
	put_jump(w, BPF_JEQ, 0x8100, 2, 0);
	put_jump(w, BPF_JEQ, 0x88a8, 1, 0);
	put_jump(w, BPF_JEQ, 0x9100, 0, 2);
	put(w, BPF_LDX | BPF_IMM, 8);
	put(w, BPF_LD | BPF_H | BPF_ABS, w->base + 6);
}

static void find_version(struct writer *w)
{
	put(w, BPF_LDX | BPF_IMM, 0);
	put(w, BPF_LD | BPF_B | BPF_ABS, w->base);
	put(w, BPF_ALU | BPF_RSH | BPF_K, 4);
}

/* From the IP header to the transport header: X points there (less base), and
 * scratch memory has the protocol. */
static void skip_ip(struct writer *w, uint32_t v4, uint32_t v6)
{
	put_jump(w, BPF_JEQ, v4, 0, 10);
	put(w, BPF_LD | BPF_H | BPF_IND, w->base + 6);
	put_jump(w, BPF_JSET, 0x1fff, 0, 1); /* a later fragment: no ports */
	put(w, BPF_JMP | BPF_JA, END);
	put(w, BPF_LD | BPF_B | BPF_IND, w->base + 9);
	put(w, BPF_ST, PROTOCOL);
	put(w, BPF_LD | BPF_B | BPF_IND, w->base);
	put(w, BPF_ALU | BPF_AND | BPF_K, 0xf);
	put(w, BPF_ALU | BPF_LSH | BPF_K, 2);
	put(w, BPF_ALU | BPF_ADD | BPF_X, 0);
	put(w, BPF_JMP | BPF_JA, 6);
	unless_equal(w, v6, END);
	put(w, BPF_LD | BPF_B | BPF_IND, w->base + 6);
	put(w, BPF_ST, PROTOCOL);
	put(w, BPF_MISC | BPF_TXA, 0);
	put(w, BPF_ALU | BPF_ADD | BPF_K, 40);
	put(w, BPF_MISC | BPF_TAX, 0);
}

static void load_ports(struct writer *w)
{
	put(w, BPF_LD | BPF_MEM, PROTOCOL);
	put_jump(w, BPF_JEQ, 6, 2, 0);
	unless_equal(w, 17, END);
	put(w, BPF_LD | BPF_H | BPF_IND, w->base);
	put(w, BPF_ST, SOURCE);
	put(w, BPF_LD | BPF_H | BPF_IND, w->base + 2);
	put(w, BPF_ST, DESTINATION);
}

static void compare(struct writer *w, uint32_t protocol, const uint16_t *ports,
		    unsigned n)
{
	unsigned left = 2 * n + 2; /* up to the acceptance */

	if (!n)
		return;
	put(w, BPF_LD | BPF_MEM, PROTOCOL);
	unless_equal(w, protocol, left + 2);
	for (uint32_t side = SOURCE; side <= DESTINATION; side++) {
		put(w, BPF_LD | BPF_MEM, side);
		left--;
		for (unsigned i = 0; i < n; i++)
			put_jump(w, BPF_JEQ, ports[i], left--, 0);
	}
	put(w, BPF_JMP | BPF_JA, END);
	put(w, BPF_RET | BPF_K, ACCEPT);
}

static int find_ip(struct writer *w, int link_type)
{
	switch (link_type) {
	case DLT_EN10MB:
		w->base = 14;
		find_ethertype(w, 12);
		break;
	case DLT_LINUX_SLL:
		w->base = 16;
		find_ethertype(w, 14);
		break;
	case DLT_LINUX_SLL2:
		w->base = 20;
		find_ethertype(w, 0);
		break;
	case DLT_NULL:
	case DLT_LOOP:
		w->base = 4;
		find_version(w);
		skip_ip(w, 4, 6);
		return 0;
	case DLT_RAW:
	case DLT_IPV4:
	case DLT_IPV6:
		find_version(w);
		skip_ip(w, 4, 6);
		return 0;
	default:
		return -ENOTSUP;
	}
	skip_ip(w, 0x0800, 0x86dd);
	return 0;
}

int port_filter_build(struct bpf_program *out, int link_type,
		      const struct default_filter_ports *ports)
{
	struct writer w = { .n = 0 };
	struct bpf_program p = { .bf_insns = w.code };
	int rc = find_ip(&w, link_type);

	*out = (struct bpf_program){ 0 };
	if (rc)
		return rc;
	load_ports(&w);
	compare(&w, 6, ports->tcp, ports->n_tcp);
	compare(&w, 17, ports->udp, ports->n_udp);
	for (unsigned i = 0; i < w.n; i++) {
		if (w.code[i].code == (BPF_JMP | BPF_JA) && w.code[i].k == END)
			w.code[i].k = w.n - i - 1;
	}
	p.bf_len = w.n;
	return program_copy(out, &p);
}
