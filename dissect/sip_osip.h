/* SPDX-License-Identifier: BSD-2-Clause */
/* The typed view of SIP headers by libosip2, the only file that knows it.
 * Values are unfolded and NUL-terminated into an arena with a budget, parsed
 * there and forgotten at the next reset: no malloc, no free. */
#ifndef DISSECT_SIP_OSIP_H
#define DISSECT_SIP_OSIP_H

#include "dissect/sip_index.h"

struct sip_osip; /* opaque; one per thread */

struct sip_osip_uri {
	const char *scheme, *user, *host, *port; /* NULL when absent; %-escapes
						    of user are undone */
	const char *opaque; /* for schemes other than sip and sips */
};

struct sip_osip_name_addr {
	const char *display; /* as osip gives it, quotes left on; may be NULL */
	struct sip_osip_uri uri;
	const char *tag;     /* From, To */
	const char *expires; /* Contact */
	bool star;           /* Contact: * */
};

/* Challenge or credentials; quotes taken off; NULL when absent. */
struct sip_osip_auth {
	const char *scheme, *realm, *nonce, *opaque, *algorithm, *qop, *stale,
		   *username, *uri, *response, *nc, *cnonce;
};

struct sip_osip_verdict {
	int rc;              /* libosip2's return code: 0 accepted */
	bool too_complex;    /* the arena's budget ran out: no verdict */
	bool not_asked;      /* the start line is damaged, and libosip2 would
				misread it: rc is what it should say */
	const char *refused; /* the header line that it would not take, or NULL;
				attacker's bytes: escape before showing */
};

/* NULL when there is no memory; the caller frees. */
struct sip_osip *sip_osip_new(void);
void sip_osip_free(struct sip_osip *o);
/* Forget everything handed out so far. */
void sip_osip_reset(struct sip_osip *o);

/* Typed parsers; results live until the next reset.  0, -EINVAL when libosip2
 * refuses the value, -ENOMEM when the budget (or memory) ran out. */
int sip_osip_uri(struct sip_osip *o, struct slice value,
		 struct sip_osip_uri *out);
int sip_osip_from(struct sip_osip *o, struct slice value,
		  struct sip_osip_name_addr *out);
int sip_osip_contact(struct sip_osip *o, struct slice element,
		     struct sip_osip_name_addr *out);
int sip_osip_challenge(struct sip_osip *o, struct slice value,
		       struct sip_osip_auth *out);
int sip_osip_credentials(struct sip_osip *o, struct slice value,
			 struct sip_osip_auth *out);
struct sip_osip_via {
	const char *transport, *host, *port, *branch, *received;
};
int sip_osip_via(struct sip_osip *o, struct slice element,
		 struct sip_osip_via *out);
struct sip_osip_cseq {
	const char *number, *method;
};
int sip_osip_cseq(struct sip_osip *o, struct slice value,
		  struct sip_osip_cseq *out);
struct sip_osip_content_type {
	const char *type, *subtype, *boundary;
};
int sip_osip_content_type(struct sip_osip *o, struct slice value,
			  struct sip_osip_content_type *out);

/* A message without any oddity (sip_index_malformed() gave nothing) that is
 * written so plainly that libosip2 takes it without a word; false only means that
 * it must be asked. */
bool sip_osip_sure(const struct sip_index *m);
/* libosip2's verdict on a whole message (osip_message_parse behind the guards
 * of a validated start line, 64 kB and 8 kB a line).  Always fills out. */
void sip_osip_verdict(struct sip_osip *o, const struct sip_index *m,
		      struct sip_osip_verdict *out);

#endif
