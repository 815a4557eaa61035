/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of pcapng blocks (draft-ietf-opsawg-pcapng): bytes in, structs
 * out.  Numbers are in the byte order of their section. */
#ifndef CAPTURE_PCAPNG_BLOCK_H
#define CAPTURE_PCAPNG_BLOCK_H

#include "base/slice.h"

enum pcapng_type {
	PCAPNG_SECTION = 0x0a0d0d0a,
	PCAPNG_INTERFACE = 1,
	PCAPNG_OLD_PACKET = 2,
	PCAPNG_SIMPLE = 3,
	PCAPNG_STATISTICS = 5,
	PCAPNG_PACKET = 6,
	PCAPNG_SECRETS = 10
};

enum pcapng_option_code {
	PCAPNG_END = 0,
	PCAPNG_COMMENT = 1,
	PCAPNG_IF_NAME = 2,
	PCAPNG_IF_DESCRIPTION = 3,
	PCAPNG_USERAPPL = 4,
	PCAPNG_IF_TSRESOL = 9,
	PCAPNG_IF_TSOFFSET = 14
};

enum { PCAPNG_BYTE_ORDER = 0x1a2b3c4d };

static inline uint16_t pcapng_u16(const char *at, bool big)
{
	const unsigned char *p = (const unsigned char *)at;

	return (uint16_t)(big ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

static inline uint32_t pcapng_u32(const char *at, bool big)
{
	const unsigned char *p = (const unsigned char *)at;

	if (big)
		return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

struct pcapng_option {
	unsigned code;
	struct slice value; /* borrowed */
};
/* Take the next option off *rest; false at the end of the list, or where what
 * follows is no option. */
bool pcapng_block_option(struct slice *rest, bool big,
			struct pcapng_option *out);

struct pcapng_interface {
	char *name, *description; /* owned; NULL when not told */
	int link_type;            /* DLT */
	uint32_t snaplen;         /* bytes; 0: no limit */
	/* Time: units in a second (0: more than 64 bits can say), and the ns in
	 * a rest of r units: r * multiply / divide >> shift, after
	 * r >> first_shift. */
	uint64_t second, multiply, divide;
	unsigned first_shift, shift;
	int64_t offset;           /* seconds */
};

/* Read the body (what stands between the two lengths) of an Interface
 * Description Block.  0; -EINVAL when it is too short; -ENOMEM. */
int pcapng_block_interface(struct pcapng_interface *out, struct slice body,
			  bool big);
void pcapng_block_free_interface(struct pcapng_interface *i);
/* ns since the epoch (see source_time) of a time in units of an interface. */
int64_t pcapng_block_time(const struct pcapng_interface *i, uint64_t units);

struct pcapng_packet {
	uint32_t interface;   /* within the section */
	uint64_t units;       /* time */
	bool timed;
	uint32_t captured;    /* as the block says; at most what it holds */
	uint32_t wire_len;
	struct slice bytes, options; /* borrowed from the block */
};

/* Read the body of a packet block: PCAPNG_PACKET or PCAPNG_OLD_PACKET.
 * -EINVAL: it is too short for its own header; -EMSGSIZE: for its packet, whose
 * length stands in out->captured. */
int pcapng_block_packet(struct pcapng_packet *out, enum pcapng_type type,
		       struct slice body, bool big);
/* The same for a Simple Packet Block of an interface with this snaplen. */
int pcapng_block_simple(struct pcapng_packet *out, uint32_t snaplen,
			      struct slice body, bool big);

#endif
