/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/fragment_entry.h"

#define LARGEST 65535U

static uint32_t blocks_of(uint32_t end)
{
	return (end + FRAGMENT_BLOCK - 1) / FRAGMENT_BLOCK;
}

static bool has(const struct fragment_entry *e, uint32_t block)
{
	return e->have[block / 64] >> (block % 64) & 1;
}

uint32_t fragment_entry_contiguous(const struct fragment_entry *e)
{
	uint32_t block = 0, len;

	while (block < FRAGMENT_BLOCKS && has(e, block))
		block++;
	len = block * FRAGMENT_BLOCK;
	if (len > e->top)
		len = e->top;
	return len < e->cut ? len : e->cut;
}

bool fragment_entry_is_copy(const struct fragment_entry *e, const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;
	size_t known = e->cut < e->end ? e->cut : e->end;
	struct slice s = ip->payload;

	if (end > e->end || ip->more == (end == e->end))
		return false;
	if (ip->offset >= known)
		return true;
	s = slice_head(s, known - ip->offset);
	return !s.len || memcmp(e->bytes + ip->offset, s.p, s.len) == 0;
}

/* Copy what the fragment gives for the bytes from..to, all of them new. */
static void copy_run(struct fragment_entry *e, const struct ip *ip,
		     uint32_t from, uint32_t to)
{
	uint32_t captured = ip->offset + (uint32_t)ip->payload.len;
	uint32_t stop = to < captured ? to : captured;

	if (from < stop)
		memcpy(e->bytes + from, ip->payload.p + (from - ip->offset),
		       stop - from);
	else
		stop = from;
	if (stop < to && stop < e->cut)
		e->cut = stop;
}

void fragment_entry_fill(struct fragment_entry *e, const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;
	uint32_t last = blocks_of(end);

	for (uint32_t b = ip->offset / FRAGMENT_BLOCK; b < last; b++) {
		uint32_t start = b, to;

		for (; b < last && !has(e, b); b++)
			e->have[b / 64] |= UINT64_C(1) << (b % 64);
		e->blocks += b - start;
		to = b * FRAGMENT_BLOCK;
		copy_run(e, ip, start * FRAGMENT_BLOCK, to < end ? to : end);
	}
}

bool fragment_entry_plausible(const struct ip *ip)
{
	return ip->size && ip->size <= LARGEST &&
	       ip->offset + ip->size <= LARGEST &&
	       !(ip->more && ip->size % FRAGMENT_BLOCK);
}

bool fragment_entry_agrees(const struct fragment_entry *e, const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;

	if (e->end)
		return end <= e->end && ip->more != (end == e->end);
	return ip->more || end >= e->top;
}

bool fragment_entry_overlaps(const struct fragment_entry *e,
			     const struct ip *ip)
{
	uint32_t end = ip->offset + ip->size;
	uint32_t last = blocks_of(end), had = 0;
	uint32_t known = e->cut < e->top ? e->cut : e->top;
	struct slice s = ip->payload;

	for (uint32_t b = ip->offset / FRAGMENT_BLOCK; b < last; b++)
		had += has(e, b);
	if (!had)
		return false;
	if (had < last - ip->offset / FRAGMENT_BLOCK)
		return true;
	s = slice_head(s, ip->offset < known ? known - ip->offset : 0);
	return s.len && memcmp(e->bytes + ip->offset, s.p, s.len) != 0;
}
