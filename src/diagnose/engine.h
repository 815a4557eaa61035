/* SPDX-License-Identifier: BSD-2-Clause */
/* The engine runs the rules on what the store tells, and keeps one finding a
 * cause. */
#ifndef DIAGNOSE_ENGINE_H
#define DIAGNOSE_ENGINE_H

#include "diagnose/rule.h"
#include "dissect/dns.h"
#include "dissect/stream.h"
#include "dissect/tcp_reasm.h"
#include "dissect/tls_watch.h"

struct engine; /* opaque */
struct legs;

/* f is borrowed for the call. */
typedef void engine_fn(const struct finding *f, void *arg);

/* NULL when there is no memory.  fn is called for every finding, at once. */
struct engine *engine_new(engine_fn *fn, void *arg);
/* To be freed before the store whose notices it was given: it may hold messages. */
void engine_free(struct engine *e);
/* What the site itself knows, borrowed (site.h). */
struct site;
void engine_use_site(struct engine *e, const struct site *site);
/* Passwords to check logins with, borrowed. */
void engine_use_passwords(struct engine *e, const struct passwords *p);
/* Which calls belong together; the engine's. */
struct legs *engine_legs(struct engine *e);
/* To be called with every notice of the store, before it is rendered. */
void engine_notice(struct engine *e, const struct store_notice *n);
/* Bytes of TCP streams were never captured: an answer may have been in them. */
void engine_gap(struct engine *e);
/* What the network tells without a SIP message: a TCP connection that was
 * refused or never answered, a TLS connection that is over.  Such a finding has
 * no transaction and no call. */
void engine_refused(struct engine *e, const struct tcp_refusal *r);
void engine_tls(struct engine *e, const struct tls_info *info);
void engine_trouble(struct engine *e, const struct stream_trouble *t);
/* What rules need to know later: a connection was closed, a name was asked for, or
 * told. */
void engine_closing(struct engine *e, const struct stream_close *c);
void engine_dns(struct engine *e, const struct dns_message *m);
/* The input is over, and so many packets were captured twice; the first was that
 * of m. */
void engine_copies(struct engine *e, const struct message *m, uint64_t copies);

#endif
