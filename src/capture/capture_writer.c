/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* fopencookie */
#endif
#include "capture/capture_write.h"

#include "base/clock.h"
#include "base/mem.h"
#include "capture/capture_error.h"
#include "capture/pcapng_write.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pcap/pcap.h> /* FILE comes with it */
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SNAPLEN 262144
#define BUFFER (256 * 1024)

struct capture_writer {
	char *name;        /* owned; for sentences */
	const struct capture *capture; /* NULL: nothing is known of sources */
	int fd;
	int error;         /* errno of the first failed write */
	bool flush_each;   /* live, or no regular file: somebody reads along */
	bool told_link;
	bool told_error;
	uint64_t frames;
	FILE *stream;
	char *buffer;      /* owned; the stream's */
	/* classic pcap */
	int link_type;
	pcap_t *pcap;
	pcap_dumper_t *dump; /* NULL until the link type is known; owns stream */
	/* pcapng */
	bool pcapng;
	struct pcapng_writer ng;
};

/* All of buf, or w->error is set: stdio then reports a failed write. */
static ssize_t stream_write(void *cookie, const char *buf, size_t n)
{
	struct capture_writer *w = cookie;
	struct pollfd p = { .fd = w->fd, .events = POLLOUT };
	size_t done = 0;
	ssize_t rc;

	while (!w->error && done < n) {
		rc = write(w->fd, buf + done, n - done);
		if (rc > 0)
			done += (size_t)rc;
		else if (rc < 0 && errno == EAGAIN)
			poll(&p, 1, -1);
		else if (rc == 0 || errno != EINTR)
			w->error = rc == 0 ? EIO : errno;
	}
	return w->error ? 0 : (ssize_t)n;
}

/* A failed write, said once. */
static int write_failed(struct capture_writer *w, struct capture_error *err)
{
	const char *advice = "";

	if (w->told_error)
		return -w->error;
	w->told_error = true;
	if (w->error == ENOSPC || w->error == EDQUOT)
		advice = "; make room, or write to another disk with -w";
	else if (w->error == EPIPE)
		advice = ": its reader has gone";
	return capture_error_set(err, -w->error,
		"cannot write %s: %s%s (%" PRIu64 " frames were given to it)",
		w->name, strerror(w->error), advice, w->frames);
}

static int open_failed(const char *path, int e, struct capture_error *err)
{
	const char *advice = "";

	if (e == ENOENT)
		advice = "; make its directory first, or choose another name";
	else if (e == EACCES || e == EPERM || e == EROFS)
		advice = "; write to a directory that is yours";
	else if (e == EISDIR)
		advice = "; give a file name in it";
	return capture_error_set(err, -e, "cannot write `%s': %s%s", path,
				 strerror(e), advice);
}

static int open_fd(const char *path, struct capture_error *err)
{
	bool out = strcmp(path, "-") == 0;
	int fd;

	if (out)
		fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	else
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
			  O_NOCTTY, 0666);
	if (fd < 0)
		return open_failed(path, errno, err);
	if (out && isatty(fd)) {
		close(fd);
		return capture_error_set(err, -EINVAL,
			"standard output is a terminal, no place for packets; "
			"give -w a file name, or pipe the output on");
	}
	return fd;
}

static int open_stream(struct capture_writer *w)
{
	cookie_io_functions_t io = { .write = stream_write };

	w->buffer = malloc(BUFFER);
	if (w->buffer)
		w->stream = fopencookie(w, "wb", io);
	if (!w->stream)
		return -ENOMEM;
	setvbuf(w->stream, w->buffer, _IOFBF, BUFFER);
	return 0;
}

/* --- classic pcap --------------------------------------------------------- */

/* The link type of all interfaces that are known, or -1. */
static int only_link(const struct capture *c)
{
	struct capture_interface known;
	int link = -1;

	for (unsigned s = 0; c && s < capture_sources(c); s++) {
		for (unsigned i = 0; capture_interface(c, s, i, &known); i++) {
			if (link >= 0 && link != known.link_type)
				return -1;
			link = known.link_type;
		}
	}
	return link;
}

/* The file header goes out at once: a reader can start, an error shows. */
static int start_pcap(struct capture_writer *w, int link_type,
		      struct capture_error *err)
{
	w->link_type = link_type;
	w->pcap = pcap_open_dead_with_tstamp_precision(link_type, SNAPLEN,
		PCAP_TSTAMP_PRECISION_NANO);
	if (!w->pcap)
		return capture_error_memory(err);
	w->dump = pcap_dump_fopen(w->pcap, w->stream);
	if (!w->dump && !w->error)
		return capture_error_set(err, -ENOTSUP, "cannot write %s: %s",
					 w->name, pcap_geterr(w->pcap));
	fflush(w->stream);
	return w->error ? write_failed(w, err) : 0;
}

static int other_link(struct capture_writer *w, const struct frame *f,
		      struct capture_error *err)
{
	if (w->told_link)
		return -EXDEV;
	w->told_link = true;
	return capture_error_set(err, -EXDEV,
		"%s holds frames of link type %s and cannot take frame %" PRIu64
		" of link type %s, since a pcap file has only one; give -w a "
		"name that ends in .pcapng", w->name,
		capture_link_name(w->link_type), f->number,
		capture_link_name(f->link_type));
}

static int put_pcap(struct capture_writer *w, const struct frame *f,
		    struct capture_error *err)
{
	struct pcap_pkthdr h = {
		.caplen = (bpf_u_int32)f->bytes.len,
		.len = f->wire_len,
	};
	int rc = w->pcap ? 0 : start_pcap(w, f->link_type, err);

	if (rc)
		return rc;
	if (f->link_type != w->link_type)
		return other_link(w, f, err);
	h.ts.tv_sec = f->time / CLOCK_S;
	h.ts.tv_usec = f->time % CLOCK_S; /* nanoseconds, as the header says */
	pcap_dump((unsigned char *)w->dump, &h,
		  (const unsigned char *)f->bytes.p);
	return 0;
}

/* --- pcapng --------------------------------------------------------------- */

/* Write what stands in w->ng.out. */
static int put_blocks(struct capture_writer *w, int rc,
		      struct capture_error *err)
{
	if (rc)
		return capture_error_memory(err);
	fwrite(w->ng.out.p, 1, w->ng.out.len, w->stream);
	return 0;
}

static int start_pcapng(struct capture_writer *w, struct capture_error *err)
{
	int rc = put_blocks(w, pcapng_write_begin(&w->ng, w->capture), err);

	if (rc)
		return rc;
	fflush(w->stream);
	return w->error ? write_failed(w, err) : 0;
}

static int put_pcapng(struct capture_writer *w, const struct frame *f,
		      struct capture_error *err)
{
	return put_blocks(w, pcapng_write_frame(&w->ng, f), err);
}

/* --- both ----------------------------------------------------------------- */

/* Close the stream, which writes what is buffered. */
static void close_stream(struct capture_writer *w)
{
	if (w->dump)
		pcap_dump_close(w->dump);
	else if (w->stream)
		fclose(w->stream);
	w->dump = NULL;
	w->stream = NULL;
}

static void writer_free(struct capture_writer *w)
{
	close_stream(w);
	if (w->pcap)
		pcap_close(w->pcap);
	if (w->fd >= 0)
		close(w->fd);
	pcapng_write_fini(&w->ng);
	free(w->buffer);
	free(w->name);
	free(w);
}

static char *make_name(const char *path)
{
	struct strbuf b = { 0 };

	if (strcmp(path, "-") == 0)
		strbuf_adds(&b, "standard output");
	else
		strbuf_fmt(&b, "`%s'", path);
	if (b.failed)
		strbuf_fini(&b);
	return b.p;
}

static bool wants_pcapng(const char *path)
{
	struct slice s = slice_cstr(path), end = SLICE(".pcapng");

	return s.len > end.len &&
	       slice_eq_nocase(slice_from(s, s.len - end.len), end);
}

/* Open the file and begin it; a pcap file waits for its first frame when the
 * interfaces have several link types. */
static int start(struct capture_writer *w, const char *path,
		 struct capture_error *err)
{
	struct stat st;
	int link_type, rc;

	w->fd = open_fd(path, err);
	if (w->fd < 0)
		return w->fd;
	w->flush_each = fstat(w->fd, &st) || !S_ISREG(st.st_mode) ||
		(w->capture && capture_is_live(w->capture));
	rc = open_stream(w);
	if (rc)
		return capture_error_memory(err);
	if (w->pcapng)
		return start_pcapng(w, err);
	link_type = only_link(w->capture);
	return link_type < 0 ? 0 : start_pcap(w, link_type, err);
}

struct capture_writer *capture_writer_new(const char *path,
					  const struct capture *c,
					  struct capture_error *err)
{
	struct capture_writer *w = mem_zalloc(sizeof(*w));

	if (!w || !(w->name = make_name(path))) {
		free(w);
		capture_error_memory(err);
		return NULL;
	}
	w->fd = -1;
	w->capture = c;
	w->pcapng = wants_pcapng(path);
	if (start(w, path, err)) {
		writer_free(w);
		return NULL;
	}
	return w;
}

int capture_writer_put(struct capture_writer *w, const struct frame *f,
		       struct capture_error *err)
{
	int rc = w->pcapng ? put_pcapng(w, f, err) : put_pcap(w, f, err);

	if (rc)
		return rc;
	w->frames++;
	if (w->flush_each)
		fflush(w->stream);
	return w->error ? write_failed(w, err) : 0;
}

int capture_writer_close(struct capture_writer *w, struct capture_error *err)
{
	int rc = 0;

	if (!w)
		return 0;
	if (!w->pcapng && !w->pcap) /* no frame came: an empty file */
		rc = start_pcap(w, DLT_EN10MB, err);
	close_stream(w);
	if (close(w->fd) && errno != EINTR && !w->error)
		w->error = errno;
	w->fd = -1;
	if (w->error)
		rc = write_failed(w, err);
	writer_free(w);
	return rc;
}
