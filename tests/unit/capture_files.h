/* SPDX-License-Identifier: BSD-2-Clause */
/* Captures made by the tests themselves, in a folder of their own. */
#ifndef TESTS_UNIT_CAPTURE_FILES_H
#define TESTS_UNIT_CAPTURE_FILES_H

#include "base/strbuf.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define START 1700000000U /* seconds of the first frame */

/* How a pcap file is written down. */
struct pcap_form {
	uint32_t magic;
	bool swapped; /* big-endian */
	bool nano;
	unsigned extra; /* bytes after each record header (modified pcap) */
};

static const struct pcap_form plain_form = { 0xa1b2c3d4, false, false, 0 };

static inline void put32(struct strbuf *b, bool big, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		strbuf_addc(b, (char)(v >> 8 * (big ? 3 - i : i)));
}

static inline void put16(struct strbuf *b, bool big, uint32_t v)
{
	strbuf_addc(b, (char)(big ? v >> 8 : v));
	strbuf_addc(b, (char)(big ? v : v >> 8));
}

static inline void put_header(struct strbuf *b, const struct pcap_form *f,
			      uint32_t link)
{
	put32(b, f->swapped, f->magic);
	put16(b, f->swapped, 2);
	put16(b, f->swapped, 4);
	put32(b, f->swapped, 0);
	put32(b, f->swapped, 0);
	put32(b, f->swapped, 262144);
	put32(b, f->swapped, link);
}

/* An Ethernet frame with IPv4 and UDP to `port', and `tag' as its last byte. */
static inline void put_ethernet(struct strbuf *b, unsigned port, char tag)
{
	strbuf_add(b, "\2\0\0\0\0\1\2\0\0\0\0\2\x08\0", 14);
	strbuf_add(b, "\x45\0\0\x1d\0\0\0\0\x40\x11\0\0", 12);
	strbuf_add(b, "\xc0\0\2\1\xc0\0\2\2\x13\xc4", 10);
	put16(b, true, port);
	strbuf_add(b, "\0\x09\0\0", 4);
	strbuf_addc(b, tag);
}

#define FRAME_LEN 43

/* A record at START plus ms, to port 5060, one byte cut off on the wire. */
static inline void put_record(struct strbuf *b, const struct pcap_form *f,
			      unsigned ms, char tag)
{
	put32(b, f->swapped, START + ms / 1000);
	put32(b, f->swapped, ms % 1000 * (f->nano ? 1000000 : 1000) +
	      (f->nano ? 7 : 0));
	put32(b, f->swapped, FRAME_LEN);
	put32(b, f->swapped, FRAME_LEN + 1);
	strbuf_pad(b, '\0', f->extra);
	put_ethernet(b, tag >= 'a' ? 5060 : 53, tag);
}

static inline void put_three(struct strbuf *b, const struct pcap_form *f)
{
	put_header(b, f, 1);
	put_record(b, f, 0, 'a');
	put_record(b, f, 10, 'b');
	put_record(b, f, 20, 'c');
}

static inline void put_interface(struct strbuf *b, uint32_t link, uint32_t snap)
{
	put32(b, false, 1);
	put32(b, false, 20);
	put16(b, false, link);
	put16(b, false, 0);
	put32(b, false, snap);
	put32(b, false, 20);
}

/* An interface whose packets tell whole seconds (if_tsresol 0). */
static inline void put_seconds_interface(struct strbuf *b, uint32_t link,
					 uint32_t snap)
{
	put32(b, false, 1);
	put32(b, false, 32);
	put16(b, false, link);
	put16(b, false, 0);
	put32(b, false, snap);
	put16(b, false, 9);
	put16(b, false, 1);
	put32(b, false, 0);
	put32(b, false, 0); /* the end of the options */
	put32(b, false, 32);
}

static inline void put_section(struct strbuf *b)
{
	put32(b, false, 0x0a0d0d0a);
	put32(b, false, 28);
	put32(b, false, 0x1a2b3c4d);
	put16(b, false, 1);
	put16(b, false, 0);
	put32(b, false, 0xffffffff);
	put32(b, false, 0xffffffff);
	put32(b, false, 28);
}

static inline void put_packet(struct strbuf *b, uint32_t interface,
			      unsigned ms, char tag)
{
	uint64_t us = (uint64_t)START * 1000000 + ms * 1000;

	put32(b, false, 6);
	put32(b, false, 32 + FRAME_LEN + 1);
	put32(b, false, interface);
	put32(b, false, (uint32_t)(us >> 32));
	put32(b, false, (uint32_t)us);
	put32(b, false, FRAME_LEN);
	put32(b, false, FRAME_LEN + 1);
	put_ethernet(b, 5060, tag);
	strbuf_addc(b, '\0');
	put32(b, false, 32 + FRAME_LEN + 1);
}

/* Change the time of the packet put last. */
static inline void put_packet_time(struct strbuf *b, uint32_t high, uint32_t low)
{
	size_t end = b->len, at = end - (32 + FRAME_LEN + 1) + 12;
	struct strbuf t = { 0 };

	put32(&t, false, high);
	put32(&t, false, low);
	memcpy(b->p + at, t.p, 8);
	strbuf_fini(&t);
}

/* Write a file into the current folder and empty the buffer. */
static inline void save(const char *name, struct strbuf *b)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_false(b->failed);
	assert_true(write(fd, b->len ? b->p : "", b->len) == (ssize_t)b->len);
	assert_int_equal(close(fd), 0);
	strbuf_fini(b);
	*b = (struct strbuf){ 0 };
}

/* A folder below the one the test was started in; the test works in it. */
static inline int enter_folder(void **state)
{
	static const char pattern[] = "capture-test.XXXXXX";
	char *name = malloc(sizeof(pattern));

	if (!name)
		return -1;
	memcpy(name, pattern, sizeof(pattern));
	*state = name;
	return mkdtemp(name) && chdir(name) == 0 ? 0 : -1;
}

static inline int leave_folder(void **state)
{
	char command[64] = "rm -rf ./";
	int rc;

	strcat(command, *state);
	rc = chdir("..") || system(command);
	free(*state);
	return rc;
}

#endif
