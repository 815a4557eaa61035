/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/addr.h"

#include <arpa/inet.h>
#include <errno.h>

struct addr addr_make(const void *ip, size_t len, uint16_t port)
{
	struct addr a = { 0 };

	if (len != 4 && len != 16)
		return a;
	memcpy(a.ip, ip, len);
	a.port = port;
	a.family = len == 4 ? 4 : 6;
	return a;
}

uint64_t addr_hash_long(uint64_t seed, const struct addr *a,
			const struct addr *b)
{
	const struct addr both[] = { *a, *b };

	return hash_bytes(seed, both, sizeof(both));
}

/* The digits of 0 to 255, and how many. */
#define DIGITS(v) { (char)((v) > 99 ? '0' + (v) / 100 : \
			   (v) > 9 ? '0' + (v) / 10 : '0' + (v)), \
		    (char)((v) > 99 ? '0' + (v) / 10 % 10 : '0' + (v) % 10), \
		    (char)('0' + (v) % 10), (char)(1 + ((v) > 9) + ((v) > 99)) }
#define FOUR(v) DIGITS(v), DIGITS((v) + 1), DIGITS((v) + 2), DIGITS((v) + 3)
#define SIXTEEN(v) FOUR(v), FOUR((v) + 4), FOUR((v) + 8), FOUR((v) + 12)
#define SIXTY_FOUR(v) SIXTEEN(v), SIXTEEN((v) + 16), SIXTEEN((v) + 32), \
		      SIXTEEN((v) + 48)
static const char digits[256][4] = { SIXTY_FOUR(0), SIXTY_FOUR(64),
				     SIXTY_FOUR(128), SIXTY_FOUR(192) };

/* A number up to 255; where it ends.  Four bytes are written. */
static inline char *add_octet(char *p, unsigned v)
{
	memcpy(p, digits[v], sizeof(digits[v]));
	return p + digits[v][3];
}

static char *add_port(char *p, unsigned v)
{
	*p++ = ':';
	if (v < 100)
		return add_octet(p, v);
	if (v < 10000) {
		p = add_octet(p, v / 100);
	} else {
		p = add_octet(p, v / 1000);
		*p++ = (char)('0' + v / 100 % 10);
	}
	*p++ = (char)('0' + v / 10 % 10);
	*p++ = (char)('0' + v % 10);
	return p;
}

/* port 0: none */
static void format_v4(struct strbuf *out, const uint8_t *ip, unsigned port)
{
	char *p = strbuf_room(out, sizeof("255.255.255.255:65535"));

	if (!p)
		return;
	p = add_octet(p, ip[0]);
	for (int i = 1; i < 4; i++) {
		*p++ = '.';
		p = add_octet(p, ip[i]);
	}
	strbuf_wrote(out, port ? add_port(p, port) : p);
}

static unsigned group(const uint8_t *ip, int i)
{
	return (unsigned)ip[2 * i] << 8 | ip[2 * i + 1];
}

/* The first of the longest runs of two and more zero groups becomes `::'
 * (RFC 5952 4.2); *len is 0 when there is none. */
static int zero_run(const uint8_t *ip, int *len)
{
	int best = -1;

	*len = 0;
	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && !group(ip, i + n))
			n++;
		if (n >= 2 && n > *len) {
			best = i;
			*len = n;
		}
		i += n;
	}
	return best;
}

static void add_hex(struct strbuf *out, unsigned v)
{
	int shift = 12;

	while (shift && !(v >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		strbuf_addc(out, "0123456789abcdef"[v >> shift & 15]);
}

static bool is_mapped(const struct addr *a)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return a->family == 6 && !memcmp(a->ip, prefix, sizeof(prefix));
}

static void format_v6(struct strbuf *out, const uint8_t *ip)
{
	int len, run = zero_run(ip, &len);

	for (int i = 0; i < 8; i++) {
		if (i == run) {
			strbuf_add(out, "::", 2);
			i += len - 1;
			continue;
		}
		if (i && i != run + len)
			strbuf_addc(out, ':');
		add_hex(out, group(ip, i));
	}
}

void addr_format_ip(struct strbuf *out, const struct addr *a)
{
	if (a->family == 4) {
		format_v4(out, a->ip, 0);
	} else if (is_mapped(a)) {
		strbuf_adds(out, "::ffff:"); /* RFC 5952 5 */
		format_v4(out, a->ip + 12, 0);
	} else if (a->family == 6) {
		format_v6(out, a->ip);
	} else {
		strbuf_addc(out, '?');
	}
}

void addr_format(struct strbuf *out, const struct addr *a)
{
	bool brackets = a->family == 6 && a->port;

	if (a->family == 4) {
		format_v4(out, a->ip, a->port);
		return;
	}
	if (brackets)
		strbuf_addc(out, '[');
	addr_format_ip(out, a);
	if (brackets)
		strbuf_addc(out, ']');
	if (a->port) {
		strbuf_addc(out, ':');
		strbuf_uint(out, a->port);
	}
}

/* A number up to 255 without leading zeroes; where it ends, or NULL. */
static inline const char *octet(const char *p, const char *end, uint8_t *out)
{
	const char *start = p;
	unsigned n = 0, digit;

	while (p < end && (digit = (unsigned)*p - '0') <= 9 && p - start < 3) {
		n = n * 10 + digit;
		p++;
	}
	*out = (uint8_t)n;
	return p == start || n > 255 || (*start == '0' && p - start > 1) ?
		NULL : p;
}

static bool parse_v4(struct slice s, uint8_t ip[4])
{
	const char *p = s.p, *end = s.len ? s.p + s.len : s.p;

	for (int i = 0; i < 4; i++) {
		if (i && (p == end || *p++ != '.'))
			return false;
		p = octet(p, end, &ip[i]);
		if (!p)
			return false;
	}
	return p == end;
}

int addr_parse_ip(struct addr *out, struct slice s)
{
	char text[INET6_ADDRSTRLEN];
	uint8_t ip[16];
	bool brackets = s.len >= 2 && s.p[0] == '[' && s.p[s.len - 1] == ']';

	if (brackets) {
		s = slice_of(s.p + 1, s.len - 2);
	} else if (parse_v4(s, ip)) {
		*out = addr_make(ip, 4, 0);
		return 0;
	}
	/* Most of what is left are names. */
	if (s.len >= sizeof(text) || slice_find(s, ':') == s.len ||
	    slice_find(s, '\0') < s.len)
		return -EINVAL;
	memcpy(text, s.p, s.len);
	text[s.len] = '\0';
	if (inet_pton(AF_INET6, text, ip) != 1)
		return -EINVAL;
	*out = addr_make(ip, 16, 0);
	return 0;
}

static bool v4_is_private(const uint8_t *ip)
{
	return ip[0] == 10 || ip[0] == 127 ||
	       (ip[0] == 172 && (ip[1] & 0xf0) == 16) ||
	       (ip[0] == 192 && ip[1] == 168) ||
	       (ip[0] == 100 && (ip[1] & 0xc0) == 64) ||
	       (ip[0] == 169 && ip[1] == 254);
}

bool addr_is_private(const struct addr *a)
{
	static const uint8_t loopback[16] = { [15] = 1 };

	if (a->family == 4)
		return v4_is_private(a->ip);
	if (is_mapped(a))
		return v4_is_private(a->ip + 12);
	return a->family == 6 &&
	       ((a->ip[0] & 0xfe) == 0xfc ||
		(a->ip[0] == 0xfe && (a->ip[1] & 0xc0) == 0x80) ||
		!memcmp(a->ip, loopback, sizeof(loopback)));
}
