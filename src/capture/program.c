/* SPDX-License-Identifier: BSD-2-Clause */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "capture/program.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int program_then(struct bpf_program *out, const struct bpf_program *a,
		 const struct bpf_program *b)
{
	size_t n = (size_t)a->bf_len + b->bf_len;

	*out = (struct bpf_program){ 0 };
	if (n > PROGRAM_MOST)
		return -E2BIG;
	/* libpcap frees the instructions of a program with free(). */
	out->bf_insns = calloc(n ? n : 1, sizeof(*out->bf_insns));
	if (!out->bf_insns)
		return -ENOMEM;
	out->bf_len = (u_int)n;
	if (a->bf_len)
		memcpy(out->bf_insns, a->bf_insns,
		       a->bf_len * sizeof(*a->bf_insns));
	if (b->bf_len)
		memcpy(out->bf_insns + a->bf_len, b->bf_insns,
		       b->bf_len * sizeof(*b->bf_insns));
	return 0;
}

int program_copy(struct bpf_program *out, const struct bpf_program *from)
{
	return program_then(out, from, &(struct bpf_program){ 0 });
}

/* Where a says yes, b has its turn.  libpcap's programs return constants. */
int program_and(struct bpf_program *out, const struct bpf_program *a,
		const struct bpf_program *b)
{
	int rc = program_then(out, a, b);

	for (u_int i = 0; !rc && i < a->bf_len; i++) {
		struct bpf_insn *in = &out->bf_insns[i];

		if (in->code == (BPF_RET | BPF_K) && in->k)
			*in = (struct bpf_insn)BPF_STMT(BPF_JMP | BPF_JA,
							a->bf_len - i - 1);
	}
	return rc;
}
