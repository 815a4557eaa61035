/* SPDX-License-Identifier: BSD-2-Clause */
/* A transport address: IPv4 or IPv6 address and port. */
#ifndef BASE_ADDR_H
#define BASE_ADDR_H

#include "base/hash.h"
#include "base/strbuf.h"

struct addr {
	uint8_t ip[16];  /* IPv4 in the first 4 bytes, the rest zero */
	uint16_t port;   /* host byte order; 0: none */
	uint8_t family;  /* 4, 6, or 0: unknown */
	uint8_t pad[5];  /* zero, so that the struct compares as bytes */
};

/* len is 4 or 16; anything else gives family 0. */
struct addr addr_make(const void *ip, size_t len, uint16_t port);
/* A hash of two that are not both of IPv4, in this order. */
uint64_t addr_hash_long(uint64_t seed, const struct addr *a,
			const struct addr *b);
/* A hash of both, in this order.  Two of IPv4 are two numbers. */
static inline uint64_t addr_hash_pair(uint64_t seed, const struct addr *a,
				      const struct addr *b)
{
	uint32_t from, to;
	uint64_t ports;

	if (a->family != 4 || b->family != 4)
		return addr_hash_long(seed, a, b);
	memcpy(&from, a->ip, sizeof(from));
	memcpy(&to, b->ip, sizeof(to));
	ports = (uint64_t)a->port << 16 | b->port;
	return hash_mix(hash_mix(seed, (uint64_t)from << 32 | to), ports);
}
/* The same of the addresses alone. */
static inline uint64_t addr_hash_ips(uint64_t seed, const struct addr *a,
				     const struct addr *b)
{
	uint64_t x[2], y[2];

	memcpy(x, a->ip, sizeof(x));
	memcpy(y, b->ip, sizeof(y));
	return hash_mix(hash_mix(hash_mix(hash_mix(seed, x[0]), x[1]), y[0]),
			y[1]);
}
/* A hash of the address alone. */
static inline uint64_t addr_hash_ip(uint64_t seed, const struct addr *a)
{
	uint64_t x[2];

	memcpy(x, a->ip, sizeof(x));
	return hash_mix(hash_mix(seed, x[0]), x[1]);
}
/* Same address, the ports do not matter.  Inline, since every packet asks. */
static inline bool addr_same_ip(const struct addr *a, const struct addr *b)
{
	uint64_t x[2], y[2];

	memcpy(x, a->ip, sizeof(x));
	memcpy(y, b->ip, sizeof(y));
	return a->family == b->family &&
	       !((x[0] ^ y[0]) | (x[1] ^ y[1]));
}
static inline bool addr_eq(const struct addr *a, const struct addr *b)
{
	return a->port == b->port && addr_same_ip(a, b);
}
/* `192.0.2.1:5060', `[2001:db8::1]:5060' (RFC 5952); without `:port' when 0. */
void addr_format(struct strbuf *out, const struct addr *a);
/* The address alone, without brackets and port. */
void addr_format_ip(struct strbuf *out, const struct addr *a);
/* Parse an IP literal (v6 with or without brackets), no port.  0 or -EINVAL. */
int addr_parse_ip(struct addr *out, struct slice s);
/* Private, shared (100.64/10), link-local, loopback or unique local: not
 * reachable from the Internet (RFC 1918, 6598, 3927, 4193). */
bool addr_is_private(const struct addr *a);

#endif
