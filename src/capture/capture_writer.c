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
	int fd;
	int error;         /* errno of the first failed write */
	int link_type;
	bool flush_each;   /* not a regular file: somebody reads along */
	bool told_link;
	bool told_error;
	uint64_t frames;
	pcap_t *pcap;
	pcap_dumper_t *dump;
	char *buffer;      /* owned; the stream's */
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

/* The file header goes out at once: a reader can start, an error shows. */
static int start(struct capture_writer *w)
{
	cookie_io_functions_t io = { .write = stream_write };
	FILE *f = NULL;

	w->pcap = pcap_open_dead_with_tstamp_precision(w->link_type, SNAPLEN,
		PCAP_TSTAMP_PRECISION_NANO);
	w->buffer = malloc(BUFFER);
	if (w->pcap && w->buffer)
		f = fopencookie(w, "wb", io);
	if (!f)
		return -ENOMEM;
	setvbuf(f, w->buffer, _IOFBF, BUFFER);
	w->dump = pcap_dump_fopen(w->pcap, f);
	if (!w->dump) {
		fclose(f);
		return -ENOTSUP;
	}
	pcap_dump_flush(w->dump);
	return w->error ? -w->error : 0;
}

static void writer_free(struct capture_writer *w)
{
	if (!w)
		return;
	if (w->dump)
		pcap_dump_close(w->dump);
	if (w->pcap)
		pcap_close(w->pcap);
	if (w->fd >= 0)
		close(w->fd);
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
	size_t n = strlen(path);

	return n >= 7 && strcmp(path + n - 7, ".pcapng") == 0;
}

struct capture_writer *capture_writer_new(const char *path, int link_type,
					  struct capture_error *err)
{
	struct capture_writer *w;
	struct stat st;
	int rc;

	if (wants_pcapng(path)) {
		capture_error_set(err, -ENOTSUP,
			"cannot write `%s': pcapng is not written yet; use a "
			"name that ends in .pcap", path);
		return NULL;
	}
	w = mem_zalloc(sizeof(*w));
	if (!w || !(w->name = make_name(path))) {
		free(w);
		capture_error_memory(err);
		return NULL;
	}
	w->link_type = link_type;
	w->fd = open_fd(path, err);
	if (w->fd < 0) {
		writer_free(w);
		return NULL;
	}
	w->flush_each = fstat(w->fd, &st) || !S_ISREG(st.st_mode);
	rc = start(w);
	if (w->error)
		write_failed(w, err);
	else if (rc == -ENOMEM)
		capture_error_memory(err);
	else if (rc)
		capture_error_set(err, rc,
			"cannot write %s: %s", w->name, pcap_geterr(w->pcap));
	if (rc) {
		writer_free(w);
		return NULL;
	}
	return w;
}

static int other_link(struct capture_writer *w, const struct frame *f,
		      struct capture_error *err)
{
	if (w->told_link)
		return -EXDEV;
	w->told_link = true;
	return capture_error_set(err, -EXDEV,
		"%s holds frames of link type %s and cannot take frame %" PRIu64
		" of link type %s; write each source to its own file",
		w->name, capture_link_name(w->link_type), f->number,
		capture_link_name(f->link_type));
}

int capture_writer_put(struct capture_writer *w, const struct frame *f,
		       struct capture_error *err)
{
	struct pcap_pkthdr h = {
		.caplen = (bpf_u_int32)f->bytes.len,
		.len = f->wire_len,
	};

	if (f->link_type != w->link_type)
		return other_link(w, f, err);
	h.ts.tv_sec = f->time / CLOCK_S;
	h.ts.tv_usec = f->time % CLOCK_S; /* nanoseconds, as the header says */
	pcap_dump((unsigned char *)w->dump, &h,
		  (const unsigned char *)f->bytes.p);
	w->frames++;
	if (w->flush_each)
		pcap_dump_flush(w->dump);
	return w->error ? write_failed(w, err) : 0;
}

int capture_writer_close(struct capture_writer *w, struct capture_error *err)
{
	int rc = 0;

	if (!w)
		return 0;
	pcap_dump_close(w->dump);
	w->dump = NULL;
	if (close(w->fd) && errno != EINTR && !w->error)
		w->error = errno;
	w->fd = -1;
	if (w->error)
		rc = write_failed(w, err);
	writer_free(w);
	return rc;
}
