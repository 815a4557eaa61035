/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BENCH_MIX_NET_H
#define BENCH_MIX_NET_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The wire of the generator: a classic pcap file of Ethernet, IPv4, and UDP
 * or TCP. */

/* Both in host order. */
struct mix_addr {
	uint32_t ip;
	uint16_t port;
};

/* The longest payload that fits an Ethernet frame unfragmented. */
#define MIX_NET_PAYLOAD 1472

/* Room for an address as text. */
#define MIX_NET_TEXT 16

/* The state of a stream of numbers that depend on the seed alone. */
struct mix_rand {
	uint64_t state;
};

/* The next number, 64 bits. */
uint64_t mix_net_rand(struct mix_rand *r);

/* The next number in low..high, both included. */
uint32_t mix_net_range(struct mix_rand *r, uint32_t low, uint32_t high);

/* Writes IP in dotted form to TEXT, MIX_NET_TEXT bytes. */
void mix_net_ip(char *text, uint32_t ip);

/* Writes the header of the file.  0 or -errno. */
int mix_net_begin(FILE *out);

/* One packet on its way. */
struct mix_packet {
	int64_t when_us; /* since the epoch */
	struct mix_addr from, to;
	size_t len; /* at most MIX_NET_PAYLOAD */
	const unsigned char *payload;
};

/* What a TCP segment has besides. */
enum { MIX_SYN = 2, MIX_PSH = 8, MIX_ACK = 16 };
struct mix_segment {
	uint32_t seq, ack;
	unsigned flags;
};

/* Writes a packet with right lengths and checksums: a TCP segment, or with T
 * NULL a UDP datagram.  0 or -errno. */
int mix_net_write(FILE *out, const struct mix_packet *p,
		  const struct mix_segment *t);

#endif
