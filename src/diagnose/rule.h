/* SPDX-License-Identifier: BSD-2-Clause */
/* A rule looks at one transaction at one moment and may report its finding.  One
 * file in rules/, one stanza in data/findings.txt, one line in local.am. */
#ifndef DIAGNOSE_RULE_H
#define DIAGNOSE_RULE_H

#include "diagnose/finding.h"
#include "diagnose/passwords.h"
#include "dissect/sdp.h"
#include "dissect/sip_value.h"

#define RULE_ON(event) (1u << (event)) /* enum store_event, RULE_NETWORK */

#define RULE_METHOD(id) (1u << (id))   /* enum method_id */
_Static_assert(METHOD_COUNT <= 32, "a bit for each method");

/* Something happened in the network, and no SIP message tells of it; the INVITE t
 * has ended and another call was made for its own, or t is made for another call
 * that was answered before (legs.h). */
enum { RULE_NETWORK = STORE_CALL_COMPLETE + 1, RULE_LEGS };

#define RULE_SLOW (10 * CLOCK_S) /* callers begin to hang up and to dial again */

struct habits; /* habits.h */

/* What a rule may look at. */
struct rule_view {
	unsigned event;              /* enum store_event, RULE_LEGS, or
					RULE_NETWORK: then there is no t, call,
					message */
	const struct transaction *t; /* t->request is never NULL when the rule
					says .needs_request */
	const struct call *call;
	const struct message *message; /* cause of the event, or NULL */
	const struct icmp_error *icmp;
	const struct registration *registration; /* may be NULL */
	const struct binding *binding; /* may be NULL; see store.h */
	const struct tcp_refusal *refusal; /* RULE_NETWORK: one of these */
	const struct tls_info *tls;
	const struct stream_trouble *trouble;
	uint64_t copies;             /* packets captured twice; message is the
					first of them */
	const struct store *store;   /* for store_call(); NULL at RULE_NETWORK */
	const struct legs_tie *tie;  /* RULE_LEGS: one of both is call */
	int64_t now;
	int64_t input_start;         /* the window: first packet seen */
	bool later_fragments;        /* IP fragments after a first one were seen
					in this capture */
	bool stream_gaps;            /* bytes of TCP streams were never
					captured */
	const struct passwords *passwords; /* of the user; may be NULL */
	unsigned lost_dialogs;       /* a 481: so many of its server's dialogs are
					lost (lost.h) */
	int64_t lost_since;          /* the first of them */
	struct habits *habits;       /* of all calls so far; at RULE_NETWORK NULL
					but for a refusal */
};

struct report; /* opaque: the finding being built */

enum { RULE_CODES = 6 };

struct rule {
	enum finding_id id;     /* FINDING_STATUS for status_*.c, which fill in
				   values and evidence of `status-<code>' */
	unsigned on;            /* RULE_ON() of the events it wants */
	/* Which transactions it is asked about; none of it given: any. */
	unsigned short status[RULE_CODES]; /* of these final codes, 300 to 699;
				   0 ends; not asked at STORE_REQUEST,
				   STORE_RETRANSMISSION and STORE_TIMEOUT */
	bool refusal;           /* of a final code over 299; likewise */
	bool success;           /* of one below 300, or of none; likewise */
	unsigned offer;         /* of those whose offer and answer show one of
				   these (enum offer_odd); at STORE_REQUEST:
				   that any in the call showed before */
	unsigned methods;       /* of these methods: RULE_METHOD() */
	unsigned at_request;    /* STORE_REQUEST: only of these methods */
	bool never_first;       /* STORE_REQUEST: not of the request that begins
				   a call (no t->call_prev) */
	bool needs_request;
	bool needs_credentials; /* t->has_credentials */
	bool needs_incomplete;  /* not before a message came that lacked IP
				   fragments */
	bool needs_in_dialog;   /* t->in_dialog */
	bool needs_forks;       /* t->n_forks > 1 */
	bool needs_cancel;      /* t->cancelled, t->cancels */
	bool needs_copies;      /* a 1xx over 100 or a final response of t came
				   again */
	bool needs_timed;       /* t->call->timed */
	/* Cheap signs of the rare cases. */
	bool needs_odd;         /* the message or t->request is not as usual:
				   cut, large, malformed, a tag, Max-Forwards or
				   the magic branch missing, Via of another
				   transport, CSeq below the one before,
				   answered late or elsewhere, the request not
				   captured */
	bool needs_outside;     /* one of the two has a public address */
	bool needs_stream;      /* t does not go over UDP */
	bool needs_repeated;    /* t->request_copies */
	bool needs_early;       /* t->early */
	bool needs_slow;        /* the message came RULE_SLOW after the last copy
				   of the request */
	bool needs_routed;      /* t->call->routed or .strict */
	bool needs_again;       /* STORE_REQUEST: one before t in its call has its
				   method, and its CSeq or another server */
	bool needs_history;     /* STORE_REQUEST: more than one challenge came
				   before t in its call */
	bool needs_binding;     /* .binding is not as usual (odd_binding()) */
	bool needs_rseq;        /* STORE_PROVISIONAL: it has an RSeq */
	bool needs_login;       /* t->has_credentials, or it is not the first
				   challenge to its client (registration.plain) */
	unsigned habits;        /* asked only where t->habits has one of these
				   (enum transaction_habit), and of all above
				   .on alone counts.  Of a silent one all other
				   rules are not asked. */
	/* About something else than the final response: status-<code> is still
	 * to be made when only this was found. */
	bool aside;
	/* About the way itself: never the consequence of a refusal behind it. */
	bool root;
	/* These findings, made about the same transaction, silence this one. */
	enum finding_id unless[10]; /* 0-terminated: FINDING_NONE is 0 */
	/* Report or not.  A finding is made when report_make() was called. */
	void (*check)(const struct rule_view *v, struct report *out);
	/* May be NULL.  At STORE_FINAL: true when this rule will explain the
	 * response later (the next REGISTER ...), so that status-<code> waits;
	 * it comes when the transaction completes and nothing explained it. */
	bool (*claims)(const struct rule_view *v);
};

extern const struct rule *const rule_table[]; /* NULL-terminated, generated */

/* --- building the finding; all are no-ops after memory ran out --- */

/* Yes, it is so.  May be called at any point of check(). */
void report_make(struct report *out);
void report_severity(struct report *out, enum severity s);
void report_certainty(struct report *out, enum certainty c); /* lowers only */
void report_proven(struct report *out); /* certain, whatever the stanza says */
/* What belongs together: `<id>|<key>|<key>', one key a call; without any
 * `<id>|<server ip>'. */
void report_group(struct report *out, struct slice key);
/* About another transaction than the one at hand (the 423 whose next REGISTER
 * came now); it must still be remembered. */
void report_about(struct report *out, const struct transaction *t);

/* Values.  Slices are borrowed from messages or copied (report_copy). */
void report_text(struct report *out, const char *name, struct slice value);
void report_number(struct report *out, const char *name, int64_t value);
/* A time that passed, in units of so many ns: whole ones, but never 0. */
void report_span(struct report *out, const char *name, int64_t ns, int64_t unit);
void report_time(struct report *out, const char *name, int64_t time);
void report_flag(struct report *out, const char *name, bool on);
/* Begin a list, then add to it. */
void report_list(struct report *out, const char *name);
void report_item(struct report *out, struct slice item);
void report_addr(struct report *out, const char *name, const struct addr *a);
void report_addr_ip(struct report *out, const char *name, const struct addr *a);
/* A copy that lives as long as the finding; empty when memory ran out. */
struct slice report_copy(struct report *out, struct slice s);

/* A group key: the address without port; with it. */
void report_group_ip(struct report *out, const struct addr *a);
void report_group_addr(struct report *out, const struct addr *a);

/* Evidence.  mark is a key of the stanza's Mark lines.  where lies inside the
 * message.  Empty, or mark NULL: the line without a caret. */
void report_start_line(struct report *out, const struct message *m,
		       struct slice where, const char *mark);
void report_header(struct report *out, const struct message *m,
		   struct slice where, const char *mark); /* the header line
		   that holds `where' is found by its place */
void report_header_id(struct report *out, const struct message *m,
		      enum header_id id, const char *mark); /* first line of
		      that kind, its whole value underlined; false alarm safe:
		      nothing happens when it is not there */
void report_body(struct report *out, const struct message *m,
		 struct slice line, struct slice where);
void report_body_mark(struct report *out, const char *mark); /* of the last */
void report_icmp(struct report *out, const struct icmp_error *e,
		 const char *mark);
/* A TCP segment of that frame: what it says, all underlined.  text is copied. */
void report_tcp(struct report *out, const struct frame *f,
		const struct addr *src, const struct addr *dst,
		struct slice text, const char *mark);
/* The same of a question to a name server, or an answer. */
void report_dns(struct report *out, const struct frame *f,
		const struct addr *src, const struct addr *dst,
		struct slice text, const char *mark);
/* The message as a whole: its start line without caret. */
void report_message(struct report *out, const struct message *m,
		    const char *mark);

/* --- questions rules ask often --- */

/* The nth line (from 0) of a kind, or NULL.  Past the 16th (Via: the 100th) it
 * is as if there were none: nobody sends that many but to keep us busy. */
const struct sip_header *rule_line(const struct message *m, enum header_id id,
				   unsigned nth);
/* SDP of a message, read into out; false when there is none. */
bool rule_sdp(const struct message *m, struct sdp *out);
/* A header whose value is a number of seconds; -1 when missing or no number. */
int64_t rule_seconds(const struct message *m, enum header_id id);
/* The challenge (WWW-/Proxy-Authenticate value) of a 401/407 for a realm (empty:
 * the first Digest one, else the first); empty slice when there is none. */
struct slice rule_challenge(const struct message *m, struct slice realm);
/* The credentials (Authorization, Proxy-Authorization) for a realm (empty: the
 * first); empty slice when there are none. */
struct slice rule_credentials(const struct message *m, struct slice realm);
/* The time a REGISTER, SUBSCRIBE or PUBLISH asks for in s: expires of the first
 * Contact, else Expires (RFC 3261 10.2.1.1); -1 when neither is there.  *where,
 * if not NULL, gets the digits. */
int64_t rule_expires(const struct message *m, struct slice *where);
/* What an ICMP error says: `port unreachable'; from data/ui.txt. */
const char *rule_icmp_what(const struct icmp_error *e);
/* The Q.850 element of a message's Reason headers; false when there is none.
 * *where gets the element. */
bool rule_q850(const struct message *m, struct sip_value_reason *out,
	       struct slice *where);

#endif
