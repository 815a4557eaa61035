/* SPDX-License-Identifier: BSD-2-Clause */
#include "mix_net.h"

#include <errno.h>
#include <string.h>

enum { ETH = 14, IP = 20, UDP = 8, TCP = 20 };

/* splitmix64: small, and the same on every machine. */
uint64_t mix_net_rand(struct mix_rand *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

uint32_t mix_net_range(struct mix_rand *r, uint32_t low, uint32_t high)
{
	uint64_t span = (uint64_t)high - low + 1;

	return low + (uint32_t)((mix_net_rand(r) >> 32) * span >> 32);
}

void mix_net_ip(char *text, uint32_t ip)
{
	snprintf(text, MIX_NET_TEXT, "%u.%u.%u.%u", (unsigned)(ip >> 24),
		 (unsigned)(ip >> 16 & 255), (unsigned)(ip >> 8 & 255),
		 (unsigned)(ip & 255));
}

static unsigned char *put_be16(unsigned char *p, unsigned value)
{
	p[0] = (unsigned char)(value >> 8);
	p[1] = (unsigned char)value;
	return p + 2;
}

static unsigned char *put_be32(unsigned char *p, uint32_t value)
{
	return put_be16(put_be16(p, value >> 16), value & 0xffff);
}

static unsigned char *put_le32(unsigned char *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(value >> (8 * i));
	return p + 4;
}

/* Adds the 16-bit words of P to SUM (RFC 1071). */
static uint32_t add_words(uint32_t sum, const unsigned char *p, size_t len)
{
	for (; len > 1; p += 2, len -= 2)
		sum += (uint32_t)p[0] << 8 | p[1];
	return len ? sum + ((uint32_t)p[0] << 8) : sum;
}

static unsigned fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static int put(FILE *out, const void *bytes, size_t len)
{
	errno = 0;
	if (fwrite(bytes, 1, len, out) == len)
		return 0;
	return errno ? -errno : -EIO;
}

int mix_net_begin(FILE *out)
{
	unsigned char h[24], *p = h;

	p = put_le32(p, 0xa1b2c3d4); /* times in microseconds */
	p = put_le32(p, 4 << 16 | 2); /* version 2.4 */
	p = put_le32(p, 0);
	p = put_le32(p, 0);
	p = put_le32(p, 65535); /* snapshot length */
	put_le32(p, 1); /* Ethernet */
	return put(out, h, sizeof(h));
}

/* A MAC address of local administration that follows from the IP address. */
static unsigned char *put_mac(unsigned char *p, uint32_t ip)
{
	return put_be32(put_be16(p, 0x0200), ip);
}

static void put_ip(unsigned char *h, const struct mix_packet *m, size_t header)
{
	unsigned char *p = h;
	/* anything but a counter would do: nothing is fragmented */
	unsigned id = (unsigned)(m->when_us / 7) & 0xffff;

	p = put_be16(p, 0x4500);
	p = put_be16(p, (unsigned)(IP + header + m->len));
	p = put_be16(p, id);
	p = put_be16(p, 0x4000);
	p = put_be16(p, 64 << 8 | (header == TCP ? 6 : 17));
	p = put_be16(p, 0);
	p = put_be32(p, m->from.ip);
	put_be32(p, m->to.ip);
	put_be16(h + 10, fold(add_words(0, h, IP)));
}

/* Over the pseudo header (both addresses, the protocol, the length), the header
 * at h, whose own checksum is still 0, and the payload. */
static unsigned checksum(const unsigned char *h, const struct mix_packet *m,
			 size_t header, unsigned protocol)
{
	uint32_t pseudo = add_words(protocol + (uint32_t)(header + m->len),
				    h - 8, 8);

	return fold(add_words(add_words(pseudo, h, header), m->payload, m->len));
}

static void put_udp(unsigned char *h, const struct mix_packet *m)
{
	unsigned sum;

	put_be16(put_be16(put_be16(put_be16(h, m->from.port), m->to.port),
			  (unsigned)(UDP + m->len)), 0);
	sum = checksum(h, m, UDP, 17);
	put_be16(h + 6, sum ? sum : 0xffff);
}

static void put_tcp(unsigned char *h, const struct mix_packet *m,
		    const struct mix_segment *t)
{
	unsigned char *p = h;

	p = put_be16(put_be16(p, m->from.port), m->to.port);
	p = put_be32(put_be32(p, t->seq), t->ack);
	p = put_be16(p, 5 << 12 | t->flags);
	p = put_be16(p, 64240);
	put_be32(p, 0);
	put_be16(h + 16, checksum(h, m, TCP, 6));
}

int mix_net_write(FILE *out, const struct mix_packet *p,
		  const struct mix_segment *t)
{
	unsigned char h[16 + ETH + IP + TCP], *f = h + 16;
	size_t header = t ? TCP : UDP, all = ETH + IP + header;
	uint32_t len = (uint32_t)(all + p->len);
	int err;

	if (p->len > MIX_NET_PAYLOAD)
		return -EMSGSIZE;
	put_le32(h, (uint32_t)(p->when_us / 1000000));
	put_le32(h + 4, (uint32_t)(p->when_us % 1000000));
	put_le32(h + 8, len);
	put_le32(h + 12, len);
	put_be16(put_mac(put_mac(f, p->to.ip), p->from.ip), 0x0800);
	put_ip(f + ETH, p, header);
	if (t)
		put_tcp(f + ETH + IP, p, t);
	else
		put_udp(f + ETH + IP, p);
	err = put(out, h, 16 + all);
	return err ? err : put(out, p->payload, p->len);
}
