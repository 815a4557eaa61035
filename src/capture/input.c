/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/input.h"

#include "base/mem.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define RAW_SIZE 32768
#define HEAD_SIZE 16384
#define HEAD_MIN 24   /* a pcap file header */
#define WAIT_MS 200   /* how long a stop can go unseen while a pipe is silent */

struct input {
	int fd; /* -1: memory */
	bool waits; /* not a regular file: may block */
	const volatile sig_atomic_t *stop;
	enum input_form form;
	enum input_damage damage;
	int error;
	bool raw_end;
	bool unit_open; /* inside a gzip member or zstd frame */
	struct slice raw; /* not consumed yet: in raw_buf or in memory */
	struct slice head;
	z_stream gz;
	bool gz_ready;
	ZSTD_DStream *zst;
	char raw_buf[RAW_SIZE];
	char head_buf[HEAD_SIZE];
};

/* Wait until fd can be read; false when told to stop. */
static bool wait_readable(struct input *in)
{
	struct pollfd p = { .fd = in->fd, .events = POLLIN };

	while (in->waits) {
		if (in->stop && *in->stop) {
			in->damage = INPUT_STOPPED;
			return false;
		}
		if (poll(&p, 1, WAIT_MS) > 0)
			break;
	}
	return true;
}

/* Read raw bytes to `to'; 0 at the end. */
static size_t read_raw(struct input *in, char *to, size_t size)
{
	ssize_t n;

	if (in->fd < 0 || in->raw_end || in->damage)
		return 0;
	do {
		if (!wait_readable(in))
			return 0;
		n = read(in->fd, to, size);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0) {
		in->damage = INPUT_ERROR;
		in->error = errno;
	} else if (n == 0) {
		in->raw_end = true;
	}
	return n > 0 ? (size_t)n : 0;
}

/* Read more raw bytes behind those not consumed yet; false at the end. */
static bool fill(struct input *in)
{
	size_t n;

	if (in->fd < 0)
		return false;
	if (in->raw.len)
		memmove(in->raw_buf, in->raw.p, in->raw.len);
	in->raw.p = in->raw_buf;
	n = read_raw(in, in->raw_buf + in->raw.len, RAW_SIZE - in->raw.len);
	in->raw.len += n;
	return n > 0;
}

static bool is_zstd(struct slice s)
{
	const unsigned char *b = (const unsigned char *)s.p;

	if (s.len < 4)
		return false;
	/* A frame, or a skippable frame (RFC 8878 3.1.1, 3.1.2). */
	return memcmp(b, "\x28\xb5\x2f\xfd", 4) == 0 ||
	       ((b[0] & 0xf0) == 0x50 && memcmp(b + 1, "\x2a\x4d\x18", 3) == 0);
}

static bool is_gzip(struct slice s)
{
	return s.len >= 3 && memcmp(s.p, "\x1f\x8b\x08", 3) == 0;
}

/* One step of gzip: bytes written to out, 0 when raw bytes are wanted. */
static size_t gzip_step(struct input *in, char *out, size_t n)
{
	int rc;

	if (!in->unit_open) {
		while (in->raw.len < 3 && fill(in))
			;
		if (!is_gzip(in->raw)) { /* padding, as gzip allows */
			in->raw_end = true;
			in->raw.len = 0;
			return 0;
		}
		inflateReset(&in->gz);
		in->unit_open = true;
	}
	in->gz.next_in = (unsigned char *)(uintptr_t)in->raw.p;
	in->gz.avail_in = (uInt)in->raw.len;
	in->gz.next_out = (unsigned char *)out;
	in->gz.avail_out = (uInt)n;
	rc = inflate(&in->gz, Z_NO_FLUSH);
	in->raw = slice_from(in->raw, in->raw.len - in->gz.avail_in);
	if (rc == Z_STREAM_END)
		in->unit_open = false;
	else if (rc != Z_OK && rc != Z_BUF_ERROR)
		in->damage = INPUT_CORRUPT;
	return n - in->gz.avail_out;
}

static size_t zstd_step(struct input *in, char *out, size_t n)
{
	ZSTD_inBuffer from = { in->raw.p, in->raw.len, 0 };
	ZSTD_outBuffer to = { out, n, 0 };
	size_t rc;

	if (!in->unit_open && !in->raw.len)
		return 0;
	rc = ZSTD_decompressStream(in->zst, &to, &from);
	in->raw = slice_from(in->raw, from.pos);
	if (ZSTD_isError(rc))
		in->damage = INPUT_CORRUPT;
	else
		in->unit_open = rc != 0;
	return to.pos;
}

/* Repeat the step until it gives bytes or the input is at its end. */
static size_t unpack(struct input *in, char *out, size_t n)
{
	size_t got = 0, before;

	while (!got && !in->damage) {
		before = in->raw.len;
		if (in->form == INPUT_GZIP)
			got = gzip_step(in, out, n);
		else
			got = zstd_step(in, out, n);
		if (got || in->damage || (in->raw.len && in->raw.len < before))
			continue;
		if (!fill(in)) {
			if (in->unit_open && !in->damage)
				in->damage = INPUT_CUT;
			break;
		}
	}
	return got;
}

/* Bytes after unpacking, past the head. */
static size_t read_on(struct input *in, char *out, size_t n)
{
	if (in->form != INPUT_PLAIN)
		return unpack(in, out, n);
	if (!in->raw.len) /* nothing is left of what start() had read */
		return read_raw(in, out, n);
	if (n > in->raw.len)
		n = in->raw.len;
	memcpy(out, in->raw.p, n);
	in->raw = slice_from(in->raw, n);
	return n;
}

/* Know the form by its first bytes and start the unpacker. */
static int start(struct input *in)
{
	size_t n;

	while (in->raw.len < 6 && fill(in))
		;
	if (is_gzip(in->raw)) {
		in->form = INPUT_GZIP;
		if (inflateInit2(&in->gz, 15 + 16) != Z_OK)
			return -ENOMEM;
		in->gz_ready = true;
	} else if (is_zstd(in->raw)) {
		in->form = INPUT_ZSTD;
		in->zst = ZSTD_createDStream();
		if (!in->zst)
			return -ENOMEM;
	}
	in->head.p = in->head_buf;
	while (in->head.len < HEAD_MIN) {
		n = read_on(in, in->head_buf + in->head.len,
			    HEAD_SIZE - in->head.len);
		if (!n)
			break;
		in->head.len += n;
	}
	return 0;
}

static struct input *open_common(int fd, const volatile sig_atomic_t *stop,
				 struct slice bytes)
{
	struct input *in = mem_zalloc(sizeof(*in));
	struct stat st;

	if (!in) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	in->fd = fd;
	in->stop = stop;
	in->raw = bytes;
	in->waits = fd >= 0 && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode);
	if (start(in)) {
		input_free(in);
		return NULL;
	}
	return in;
}

struct input *input_open(int fd, const volatile sig_atomic_t *stop)
{
	return open_common(fd, stop, (struct slice){ NULL, 0 });
}

struct input *input_open_memory(struct slice bytes)
{
	return open_common(-1, NULL, bytes);
}

void input_free(struct input *in)
{
	if (!in)
		return;
	if (in->gz_ready)
		inflateEnd(&in->gz);
	ZSTD_freeDStream(in->zst);
	if (in->fd >= 0)
		close(in->fd);
	free(in);
}

enum input_form input_form(const struct input *in)
{
	return in->form;
}

struct slice input_head(const struct input *in)
{
	return in->head;
}

size_t input_read(struct input *in, char *out, size_t n)
{
	if (!in->head.len)
		return read_on(in, out, n);
	if (n > in->head.len)
		n = in->head.len;
	memcpy(out, in->head.p, n);
	in->head = slice_from(in->head, n);
	return n;
}

enum input_damage input_damage(const struct input *in)
{
	return in->damage;
}

int input_errno(const struct input *in)
{
	return in->error;
}
