/* SPDX-License-Identifier: BSD-2-Clause */
/* Feeding a store from a script, and its notices as one line of text. */
#ifndef TESTS_UNIT_STORE_FEED_H
#define TESTS_UNIT_STORE_FEED_H

#include "base/clock.h"
#include "store/store.h"

#define STORE_FEED_START (INT64_C(1800000000) * CLOCK_S)

struct store_feed {
	struct store *store;
	struct strbuf log;   /* `req 1; final 1 200; complete 1 @32; call ...' */
	uint64_t frame;
	unsigned nomem;      /* store_message gave -ENOMEM */
	bool quiet;          /* log nothing */
	bool ahead;          /* messages are hashed and fetched before */
	const struct registration *registration; /* of the last final */
	bool refused;        /* t->refused at the last final */
	void (*look)(const struct store_notice *n, void *arg); /* may be NULL */
	void *arg;
};

/* options may be NULL. */
void store_feed_init(struct store_feed *f, const struct store_options *o);
void store_feed_fini(struct store_feed *f);
/* Run a script: a line each
 *   SECONDS A>B METHOD [key=value...] [| Header: value ~ Header: value]
 *   SECONDS A>B STATUS METHOD ...
 *   SECONDS A>B seen                 a packet that is no SIP
 *   SECONDS A>B icmp CUT METHOD ...  an error quotes CUT bytes (0: all)
 *   SECONDS clock      SECONDS end
 * Ends: A B C P are 10.0.0.1, .2, .3 and .9 with port 5060, a b c p the same
 * with 40000; X Y Z are 127.0.0.1 with 5061, 5062, 5063.
 * Keys: b branch behind the cookie, B the branch as it is, `b=-' none; c Call-ID;
 * n CSeq; f and t tags; s sent-by; u user of the Request-URI; no=VFTIC leaves Via,
 * From, To, Call-ID (I) or CSeq (C) out; tcp=1; id= the IP id.  Via comes first
 * unless via=last. */
void store_feed(struct store_feed *f, const char *script);
/* Run a script in stores of its own, without and with ahead: do they tell `want', and never -ENOMEM?
 * What differs is shown. */
bool store_feed_tells(const char *label, const char *script, const char *want);
/* Make one message of what stands behind the ends; the caller unrefs. */
struct message *store_feed_message(struct store_feed *f, const char *line);

#endif
