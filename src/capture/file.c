/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/file.h"

#include "capture/capture_error.h"
#include "capture/magic.h"
#include "capture/pcap_file.h"
#include "capture/pcapng.h"
#include "capture/trace_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdin(const struct source *s)
{
	return strcmp(s->name, "-") == 0;
}

/* A name to put into a command that the user may copy. */
static const char *shell_name(const struct source *s)
{
	return is_stdin(s) ? "FILE" : s->name;
}

static const char *open_advice(int e)
{
	switch (e) {
	case ENOENT:
		return "there is no such file; check the name and the "
		       "directory you are in";
	case EACCES:
	case EPERM:
		return "you may not read it; ask its owner for read access "
		       "(chmod +r), or run sipexplain with sudo";
	case EMFILE:
	case ENFILE:
		return "too many files are open; raise the limit "
		       "(ulimit -n 4096), or merge some first (mergecap)";
	default:
		return NULL;
	}
}

static int open_failed(const struct source *s, int e,
		       struct capture_error *err)
{
	const char *advice = open_advice(e);

	return capture_error_set(err, -e, "cannot read %s: %s", s->label,
				 advice ? advice : strerror(e));
}

/* Descriptor of the file; or -errno with err filled. */
static int open_fd(const struct source *s, struct capture_error *err)
{
	struct stat st;
	int fd;

	if (is_stdin(s))
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
	else
		fd = open(s->name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return open_failed(s, errno, err);
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return capture_error_set(err, -EISDIR,
			"%s is a directory; name the capture files in it, for "
			"example %s/*.pcap", s->label, shell_name(s));
	}
	if (isatty(fd)) {
		close(fd);
		return capture_error_set(err, -EINVAL,
			"%s is a terminal, not a capture; pipe one in: "
			"tcpdump -U -w - port 5060 | sipexplain -", s->label);
	}
	return fd;
}

static const char *unpacker(const struct source *s)
{
	return input_form(s->input) == INPUT_GZIP ? "gzip" : "zstd";
}

/* The compressed stream, or reading itself, went wrong.  after: `after frame 7',
 * or where nothing was read. */
static int input_broken(const struct source *s, const char *after,
			struct capture_error *err)
{
	switch (input_damage(s->input)) {
	case INPUT_CUT:
		return capture_error_set(err, -EIO,
			"%s is cut off %s: its %s data stops before the end; "
			"copy the file again, or wait until it is written",
			s->label, after, unpacker(s));
	case INPUT_CORRUPT:
		return capture_error_set(err, -EIO,
			"%s is damaged %s: its %s data cannot be unpacked; "
			"copy the file again (in binary mode) and test it: "
			"%s -t %s", s->label, after, unpacker(s), unpacker(s),
			shell_name(s));
	case INPUT_ERROR:
		return capture_error_set(err, -input_errno(s->input),
			"%s cannot be read any further %s: %s; copy the file "
			"to another disk and try again", s->label, after,
			strerror(input_errno(s->input)));
	case INPUT_STOPPED:
		return capture_error_set(err, -EINTR,
			"stopped while waiting for %s", s->label);
	case INPUT_WHOLE:
		break;
	}
	return 0;
}

/* Open the reader that the content asks for, or say why there is none. */
static int open_reader(struct source *s, struct capture_error *err)
{
	struct magic m = magic_know(input_head(s->input), s->name);

	switch (m.kind) {
	case MAGIC_PCAP:
		return pcap_file_open(s, err);
	case MAGIC_PCAPNG:
		return pcapng_open(s, err);
	case MAGIC_CUT:
		return capture_error_set(err, -EINVAL,
			"%s is cut off inside its first 4 bytes, so it holds "
			"no packet; record it again", s->label);
	case MAGIC_EMPTY:
		return capture_error_set(err, -ENODATA,
			"%s is empty (0 bytes): the program that recorded it "
			"wrote nothing; record it again", s->label);
	case MAGIC_FOREIGN:
		return capture_error_set(err, -ENOTSUP,
			"%s is %s, which is not read; turn it into pcap "
			"first: editcap -F pcap %s new.pcap", s->label, m.what,
			shell_name(s));
	case MAGIC_ETL:
		return capture_error_set(err, -ENOTSUP,
			"%s is %s, which is not read; turn it into pcapng "
			"first: etl2pcapng %s new.pcapng", s->label, m.what,
			shell_name(s));
	case MAGIC_PACKED:
		return capture_error_set(err, -ENOTSUP,
			"%s is %s; unpack it first: %s %s", s->label, m.what,
			m.tool, shell_name(s));
	case MAGIC_TEXT:
		return trace_file_open(s, err);
	case MAGIC_UNKNOWN:
		break;
	}
	return capture_error_set(err, -EINVAL,
		"%s is not a capture: its first bytes are neither pcap's nor "
		"pcapng's; give a file saved by tcpdump or Wireshark",
		s->label);
}

int file_header_bad(const struct source *s, const char *reason, bool cut,
		    struct capture_error *err)
{
	int rc = input_broken(s, "inside its file header", err);

	if (rc)
		return rc;
	if (cut)
		return capture_error_set(err, -EINVAL,
			"%s is cut off inside its file header, so it holds no "
			"packet; record it again", s->label);
	return capture_error_set(err, -EINVAL,
		"%s has a file header that cannot be read (%s); copy the file "
		"again (in binary mode) or record it again", s->label, reason);
}

void file_broken(const struct source *s, struct capture_error *err)
{
	struct strbuf after = { 0 };

	if (s->next.number)
		strbuf_fmt(&after, "after frame %" PRIu64, s->next.number);
	else
		strbuf_adds(&after, "before its first frame");
	if (!input_broken(s, strbuf_str(&after), err))
		s->ops->broken(s, strbuf_str(&after), err);
	strbuf_fini(&after);
}

void file_cut(const struct source *s, const char *after,
	      struct capture_error *err)
{
	capture_error_set(err, -EIO,
		"%s is cut off %s: the next frame is not complete; was the "
		"recording killed, or is it still being written?", s->label,
		after);
}

void file_garbled(const struct source *s, const char *after,
		  const char *reason, struct capture_error *err)
{
	capture_error_set(err, -EIO,
		"%s is damaged %s: what follows is no frame (%s); copy the "
		"file again (in binary mode) or record it again", s->label,
		after, reason);
}

static int open_input(struct source *s, struct capture_error *err)
{
	int rc;

	if (!s->input)
		return capture_error_memory(err);
	if (!input_head(s->input).len) {
		rc = input_broken(s, "before its first frame", err);
		if (rc)
			return rc;
	}
	return open_reader(s, err);
}

/* The first frame shows the interfaces; a text without one is no trace. */
static int look_ahead(struct source *s, struct capture_error *err)
{
	if (source_read(s, NULL) != SOURCE_END || !trace_file_is(s) ||
	    s->frames)
		return 0;
	return capture_error_set(err, -EINVAL,
		"%s is text without a SIP message in it; give a capture saved "
		"by tcpdump or Wireshark, or a trace of Kamailio (sipdump), "
		"Asterisk (pjsip set logger on), FreeSWITCH (sofia global "
		"siptrace on), Cisco (debug ccsip messages), sngrep or ngrep "
		"-W byline", s->label);
}

int file_open(struct source *s, const volatile sig_atomic_t *stop,
	      struct capture_error *err)
{
	struct stat st;
	bool regular;
	int rc, fd;

	fd = open_fd(s, err);
	if (fd < 0)
		return fd;
	regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (regular) {
		s->device = st.st_dev;
		s->inode = st.st_ino;
	}
	s->input = input_open(fd, stop);
	rc = open_input(s, err);
	return rc || !regular ? rc : look_ahead(s, err);
}

int file_open_memory(struct source *s, struct slice bytes,
		     struct capture_error *err)
{
	int rc;

	s->input = input_open_memory(bytes);
	rc = open_input(s, err);
	return rc ? rc : look_ahead(s, err);
}
