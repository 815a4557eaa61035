/* SPDX-License-Identifier: BSD-2-Clause */
/* Putting pcapng blocks together, little-endian, of one section. */
#ifndef CAPTURE_PCAPNG_WRITE_H
#define CAPTURE_PCAPNG_WRITE_H

#include "capture/capture.h"

struct pcapng_written; /* opaque: what stands in the file of one source */

/* Zeroed before pcapng_write_begin. */
struct pcapng_writer {
	const struct capture *capture; /* borrowed; NULL: nothing is known */
	uint32_t interfaces;           /* written */
	struct pcapng_written *written; /* owned; by source */
	size_t written_cap;
	struct strbuf out;             /* owned: the blocks to write now */
	bool failed;                   /* for good */
};

/* w->out becomes the beginning of a file.  0 or -ENOMEM. */
int pcapng_write_begin(struct pcapng_writer *w, const struct capture *capture);
/* w->out becomes what f needs: its interface and the secrets of its source as
 * far as they are new, and the packet with its comment.  0; -ENOMEM, from then
 * on for every frame, since later blocks would count on the missing ones. */
int pcapng_write_frame(struct pcapng_writer *w, const struct frame *f);
void pcapng_write_fini(struct pcapng_writer *w);

#endif
