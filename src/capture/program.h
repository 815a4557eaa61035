/* SPDX-License-Identifier: BSD-2-Clause */
/* Filter programs put together instruction by instruction.  Texts cannot be
 * joined: behind a `vlan' every offset means something else. */
#ifndef CAPTURE_PROGRAM_H
#define CAPTURE_PROGRAM_H

#include <pcap/pcap.h>

/* What the kernel takes. */
enum { PROGRAM_MOST = 4096 };

/* out accepts what both accept.  0, -E2BIG (PROGRAM_MOST), -ENOMEM;
 * pcap_freecode frees it. */
int program_and(struct bpf_program *out, const struct bpf_program *a,
		const struct bpf_program *b);
/* out is a, which falls through at its end (port_filter.h), and then b. */
int program_then(struct bpf_program *out, const struct bpf_program *a,
		 const struct bpf_program *b);
int program_copy(struct bpf_program *out, const struct bpf_program *from);

#endif
