/* SPDX-License-Identifier: BSD-2-Clause */
/* A capture gives frames in time order: one file, several files merged, or
 * interfaces.  This room is the only one that knows libpcap, zlib and zstd. */
#ifndef CAPTURE_CAPTURE_H
#define CAPTURE_CAPTURE_H

#include "base/addr.h"
#include "base/strbuf.h"
#include "dissect/frame.h"

#include <signal.h>

struct capture; /* opaque */

/* Why something failed: one clear sentence that quotes the value and says what
 * to do; no leading `sipexplain: ', no newline.  Filled when a call fails. */
struct capture_error {
	struct strbuf text;
};

struct capture_live_options {
	int snaplen;       /* bytes; 0: 262144 */
	int buffer_kib;    /* kernel buffer; 0: libpcap's default, 16 MiB here */
	bool promiscuous;
	int timeout_ms;    /* 0: 100 */
};

/* An empty capture; add sources, then read.  NULL when there is no memory. */
struct capture *capture_new(void);
void capture_free(struct capture *c);

/* Add a saved file: pcap or pcapng, plain, .gz or .zst (known by content, not by
 * name), `-' for standard input.  0 or -errno with err filled: missing, a
 * directory, empty, text, another format (named when it can be: NetMon ...).
 * The link type may be unknown to dissect/: capture_link says it. */
int capture_add_file(struct capture *c, const char *path,
		     struct capture_error *err);
/* Add a saved file that lies in memory, which the caller keeps until
 * capture_free; otherwise like capture_add_file. */
int capture_add_bytes(struct capture *c, const char *name, struct slice bytes,
		      struct capture_error *err);
/* Add an interface (`any' too), opened and activated now.  0 or -errno with err
 * filled; a refusal for lack of rights says the setcap line that would allow it
 * for the running program's path. */
int capture_add_live(struct capture *c, const char *name,
		     const struct capture_live_options *o,
		     struct capture_error *err);

/* Compile a pcap filter for the sources added so far; it replaces the one
 * before.  Live: set it in the kernel.  Files: frames are still counted, those
 * that do not match are skipped (and counted), and so are those of a link type
 * for which it does not compile.  -EINVAL with err filled quotes the filter and
 * libpcap's reason: it compiles for no link type of one source. */
int capture_filter(struct capture *c, const char *filter,
		   struct capture_error *err);
/* Live: let through what SIP travels in and leave the rest, RTP above all, in the
 * kernel; of that only what user, a pcap filter (NULL: none), lets through as
 * well.  For the interfaces added so far, in the place of capture_filter.  0 or
 * -errno with err filled. */
int capture_filter_sip(struct capture *c, const char *user,
		       struct capture_error *err);
/* The text of that for an interface of this name, or for Ethernet (NULL), without
 * opening it; one line.  0; -EINVAL: user's filter holds `vlan' or the like and
 * cannot be joined as text, out has the rest; -ENOMEM. */
int capture_filter_sip_text(struct strbuf *out, const char *interface,
			    const char *user);
/* SIP is spoken on this port: after capture_filter_sip let it through from now
 * on.  False: that was not possible.  True without a filter of that kind. */
bool capture_open_port(struct capture *c, uint16_t port, bool tcp);
/* The same where two ports speak SIP with each other: one of them is enough, and
 * where none is open yet, a is opened. */
bool capture_open_flow(struct capture *c, uint16_t a, uint16_t b, bool tcp);

/* What a filter loses that whoever wrote it may not have meant to lose. */
struct capture_filter_loss {
	bool fragments; /* all IP fragments but the first: large messages */
	bool tags;      /* packets with a VLAN tag, */
	bool two_tags;  /* or only those with two */
	bool tunnels;   /* SIP in GRE, VXLAN, IP in IP ... */
	struct strbuf better; /* a filter that loses none of it; may be empty */
};
/* Try the filter of a user for the interfaces of c.  0 or -ENOMEM; the caller
 * frees better. */
int capture_filter_loses(const struct capture *c, const char *filter,
			 struct capture_filter_loss *out);
/* Would a packet between these ends (ports included) pass the filter, untagged
 * and in no tunnel?  True also when that cannot be told. */
bool capture_filter_passes(const char *filter, const struct addr *src,
			   const struct addr *dst, bool tcp);

/* Would this text compile as a filter at all (Ethernet)?  No capture needed. */
bool capture_filter_valid(const char *filter, struct capture_error *err);

enum capture_status {
	CAPTURE_FRAME,   /* **out is the next frame */
	CAPTURE_IDLE,    /* live: nothing within the time-out */
	CAPTURE_END,     /* all sources are at their end */
	CAPTURE_DAMAGED, /* one source ended damaged; err says which and where,
			    reading may go on with the others */
	CAPTURE_FAILED   /* no memory, or a device went away; err says */
};
/* The next frame in time order over all sources; within one file the order is
 * the file's.  **out is borrowed until the next call.  Live: waits up to the
 * time-out; with several interfaces a frame is held back that long, so that an
 * earlier one from another interface can still come first. */
enum capture_status capture_next(struct capture *c, const struct frame **out,
				 struct capture_error *err);
/* While *stop is not 0 (a signal handler sets it), capture_next does not wait but
 * returns CAPTURE_IDLE; a pipe is then at its end.  Watched by the sources added
 * from now on; stop must live as long as c. */
void capture_watch(struct capture *c, const volatile sig_atomic_t *stop);

/* Is path one of the files being read?  Then it must not be written. */
bool capture_reads(const struct capture *c, const char *path);
unsigned capture_sources(const struct capture *c);
/* The name as given by the user: path or interface.  Borrowed. */
const char *capture_name(const struct capture *c, unsigned source);
/* DLT of a source: the first that is known of a pcapng file, which may have
 * several; -1 when there is none yet.  And its name (`EN10MB') for messages. */
int capture_link(const struct capture *c, unsigned source);
const char *capture_link_name(int link_type);

struct capture_interface {
	struct slice name;   /* as a pcapng file tells it, or of the live one; */
	struct slice description; /* both may be empty or hold anything */
	int link_type;       /* DLT */
	uint32_t snaplen;    /* bytes; 0: no limit */
};
/* What is known of interface number `interface' (struct frame) of a source; false
 * when there is none of that number, or none yet.  Borrowed until the next
 * capture_next. */
bool capture_interface(const struct capture *c, unsigned source,
		       unsigned interface, struct capture_interface *out);

/* What a pcapng file carries to decrypt its packets: a TLS key log and the
 * like. */
struct capture_secret {
	uint32_t type;       /* as in the file: 0x544c534b is a TLS key log */
	struct slice data;
};
/* The i-th of a source, in the order of the file; false when there are no more
 * yet.  Beyond 1 MiB in a source no more are kept.  Borrowed until
 * capture_next. */
bool capture_secret(const struct capture *c, unsigned source, size_t i,
		    struct capture_secret *out);
bool capture_is_live(const struct capture *c);
/* May the next frame be long in coming?  From an interface, or out of a pipe that
 * somebody may be capturing into. */
bool capture_waits(const struct capture *c);

struct capture_stats {
	uint64_t frames;          /* read */
	uint64_t filtered;        /* of these, not matched by the filter */
	uint64_t dropped;         /* by the kernel and the interface (live) */
	bool ended_damaged;
};
void capture_stats(struct capture *c, unsigned source,
		   struct capture_stats *out);

/* Interfaces for -D: one line each, `name<TAB>description'; 0 or -errno. */
int capture_list_interfaces(struct strbuf *out, struct capture_error *err);

#endif
