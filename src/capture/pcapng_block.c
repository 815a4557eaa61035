/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/pcapng_block.h"

#include "base/clock.h"
#include "base/mem.h"
#include "capture/link_number.h"
#include "capture/source.h"

#include <errno.h>
#include <stdlib.h>

#define NAME_MAX_KEPT 255 /* bytes of a name or a description */

/* Lengths are rounded up to whole words of 32 bits. */
static size_t padded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

bool pcapng_block_option(struct slice *rest, bool big,
			struct pcapng_option *out)
{
	size_t len;

	if (rest->len < 4)
		return false;
	out->code = pcapng_u16(rest->p, big);
	len = pcapng_u16(rest->p + 2, big);
	if (out->code == PCAPNG_END || len > rest->len - 4)
		return false;
	out->value = slice_of(rest->p + 4, len);
	*rest = slice_from(*rest, 4 + padded(len));
	return true;
}

static uint64_t power_of_ten(unsigned n)
{
	uint64_t v = 1;

	while (n--)
		v *= 10;
	return v;
}

/* if_tsresol: the highest bit chooses 2^-n, else 10^-n. */
static void set_resolution(struct pcapng_interface *i, uint8_t value)
{
	unsigned n = value & 0x7f;

	i->multiply = i->divide = 1;
	i->first_shift = i->shift = 0;
	if (value & 0x80) {
		i->second = n < 64 ? (uint64_t)1 << n : 0;
		/* A rest below 2^34 units times 10^9 fits 64 bits. */
		i->first_shift = n > 34 ? n - 34 : 0;
		i->shift = n > 34 ? 34 : n;
		i->multiply = CLOCK_S;
		return;
	}
	i->second = n < 20 ? power_of_ten(n) : 0;
	if (n <= 9)
		i->multiply = power_of_ten(9 - n);
	else if (n - 9 < 20)
		i->divide = power_of_ten(n - 9);
	else
		i->multiply = 0;
}

int64_t pcapng_block_time(const struct pcapng_interface *i, uint64_t units)
{
	uint64_t whole = i->second ? units / i->second : 0;
	uint64_t rest = i->second ? units % i->second : units;
	int64_t seconds = whole > INT64_MAX ? INT64_MAX : (int64_t)whole;

	rest = i->first_shift < 64 ? rest >> i->first_shift : 0;
	rest = rest * i->multiply / i->divide >> i->shift;
	if (__builtin_add_overflow(seconds, i->offset, &seconds))
		seconds = i->offset < 0 ? INT64_MIN : INT64_MAX;
	return source_time(seconds, (int64_t)rest);
}

static int copy_name(char **to, struct slice value)
{
	if (*to) /* told twice: the first counts */
		return 0;
	value = slice_head(value, NAME_MAX_KEPT);
	value.len = slice_find(value, '\0');
	*to = mem_strndup(value);
	return *to ? 0 : -ENOMEM;
}

static int read_option(struct pcapng_interface *i,
		       const struct pcapng_option *o, bool big)
{
	uint64_t high, low;

	switch (o->code) {
	case PCAPNG_IF_NAME:
		return copy_name(&i->name, o->value);
	case PCAPNG_IF_DESCRIPTION:
		return copy_name(&i->description, o->value);
	case PCAPNG_IF_TSRESOL:
		if (o->value.len)
			set_resolution(i, (uint8_t)o->value.p[0]);
		return 0;
	case PCAPNG_IF_TSOFFSET:
		if (o->value.len < 8)
			return 0;
		high = pcapng_u32(o->value.p + (big ? 0 : 4), big);
		low = pcapng_u32(o->value.p + (big ? 4 : 0), big);
		i->offset = (int64_t)(high << 32 | low);
		return 0;
	}
	return 0;
}

int pcapng_block_interface(struct pcapng_interface *out, struct slice body,
			  bool big)
{
	struct pcapng_option o;
	struct slice rest;
	int rc = 0;

	*out = (struct pcapng_interface){ 0 };
	if (body.len < 8)
		return -EINVAL;
	out->link_type = link_number_to_dlt(pcapng_u16(body.p, big));
	out->snaplen = pcapng_u32(body.p + 4, big);
	set_resolution(out, 6);
	rest = slice_from(body, 8);
	while (!rc && pcapng_block_option(&rest, big, &o))
		rc = read_option(out, &o, big);
	if (rc)
		pcapng_block_free_interface(out);
	return rc;
}

void pcapng_block_free_interface(struct pcapng_interface *i)
{
	free(i->name);
	free(i->description);
	*i = (struct pcapng_interface){ 0 };
}

/* The packet stands at byte `at' of the body, options behind it. */
static int place_packet(struct pcapng_packet *out, struct slice body, size_t at)
{
	if (out->captured > body.len - at)
		return -EMSGSIZE;
	out->bytes = slice_of(body.p + at, out->captured);
	out->options = slice_from(body, at + padded(out->captured));
	return 0;
}

int pcapng_block_packet(struct pcapng_packet *out, enum pcapng_type type,
		       struct slice body, bool big)
{
	if (body.len < 20)
		return -EINVAL;
	/* The old block has 16 bits for the interface, then 16 of drops. */
	out->interface = type == PCAPNG_OLD_PACKET ? pcapng_u16(body.p, big) :
						     pcapng_u32(body.p, big);
	out->units = (uint64_t)pcapng_u32(body.p + 4, big) << 32 |
		     pcapng_u32(body.p + 8, big);
	out->timed = true;
	out->captured = pcapng_u32(body.p + 12, big);
	out->wire_len = pcapng_u32(body.p + 16, big);
	return place_packet(out, body, 20);
}

int pcapng_block_simple(struct pcapng_packet *out, uint32_t snaplen,
			      struct slice body, bool big)
{
	if (body.len < 4)
		return -EINVAL;
	*out = (struct pcapng_packet){ .wire_len = pcapng_u32(body.p, big) };
	out->captured = out->wire_len;
	if (snaplen && out->captured > snaplen)
		out->captured = snaplen;
	return place_packet(out, body, 4);
}
