/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BENCH_MIX_SIP_H
#define BENCH_MIX_SIP_H

#include <stdbool.h>

#include "mix_net.h"

/* The texts of the generator: SIP messages in the manner of several agents. */

/* A text under construction.  What does not fit is cut and makes full true. */
struct mix_text {
	size_t len;
	bool full;
	char s[MIX_NET_PAYLOAD + 1];
};

/* Appends in the manner of printf. */
void mix_sip_add(struct mix_text *t, const char *form, ...)
	__attribute__((format(printf, 2, 3)));

struct mix_agent;

/* One end of a dialog. */
struct mix_party {
	const struct mix_agent *agent;
	struct mix_addr signal, media;
	uint32_t user; /* the digits of the number */
	char tag[24];
};

/* What stays the same through a dialog.  party[0] sent its first request. */
struct mix_dialog {
	struct mix_party party[2];
	struct mix_rand *rand; /* borrowed */
	char call_id[80];
	char domain[32];
	bool inner; /* the first request came through a second proxy */
};

/* One transaction of a dialog.  The texts are borrowed and may be NULL. */
struct mix_txn {
	const struct mix_dialog *dialog;
	const char *method;
	const char *extra; /* whole header lines of the request */
	uint32_t cseq;
	int by; /* the party that sends the request */
	bool established; /* To has a tag already */
	bool sdp; /* the request carries an offer */
	char branch[24];
};

/* Draws an agent, tag and media address for a party at SIGNAL. */
void mix_sip_party(struct mix_party *p, struct mix_addr signal,
		   struct mix_rand *r, bool server);

/* Draws the Call-ID of D as the agent of its first party writes it. */
void mix_sip_call_id(struct mix_dialog *d);

/* Draws a branch for T. */
void mix_sip_branch(struct mix_txn *t);

/* Writes the request of T. */
void mix_sip_request(struct mix_text *out, const struct mix_txn *t);

/* A response to a transaction. */
struct mix_answer {
	int code;
	const char *reason;
	const char *extra; /* whole header lines, or NULL */
	bool sdp;
};

/* Writes the response A to T. */
void mix_sip_response(struct mix_text *out, const struct mix_txn *t,
		      const struct mix_answer *a);

#endif
