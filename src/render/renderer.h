/* SPDX-License-Identifier: BSD-2-Clause */
/* A renderer turns transactions, findings and the summary into one output form
 * (interface.md).  One file per form behind one table of functions. */
#ifndef RENDER_RENDERER_H
#define RENDER_RENDERER_H

#include "base/clock.h"
#include "diagnose/peers.h"
#include "diagnose/ranking.h"
#include "diagnose/story.h"
#include "dissect/dissector.h"
#include "dissect/sip_osip.h"
#include "render/sink.h"

enum verbosity { VERBOSITY_QUIET, VERBOSITY_NORMAL, VERBOSITY_FLOW,
		 VERBOSITY_ALL }; /* -q, default, -v, -vv */

/* How to show; constant during a run. */
struct render_options {
	enum verbosity verbosity;
	bool color;
	bool show_secrets;
	bool live;           /* repeat rule 1, 10, 100 ... */
	bool flush;          /* by line: somebody waits for it */
	struct clock_format clock;
	bool several_sources;/* name the source in places */
	unsigned columns;    /* of the terminal; 0: no limit */
};

/* Names of the sources, by index. */
typedef const char *render_source_fn(unsigned source, void *arg);

struct render_count {
	struct slice name;
	uint64_t count;
};

/* TLS connections on a SIP port that ended at the same place under the same
 * name: what can be said of them without keys. */
struct render_tls {
	struct addr client, server; /* client: of the first */
	char name[TLS_NAME_MAX];    /* server name; "": none seen */
	uint16_t version, cipher;   /* of the first that tells; 0: none */
	uint8_t alert;              /* the first fatal one; 0 with !alerts */
	uint64_t alerts;            /* connections that such a one ended */
	uint64_t connections, records;
};

enum { RENDER_CODES = 1000 }; /* whatever stands in three digits */

/* What a source (or all: name NULL) held. */
/* A port on which SIP is spoken but that the filter leaves out. */
struct render_port {
	uint16_t port;
	bool tcp;
};

struct render_summary {
	const char *source;       /* NULL: the total of several */
	bool live;
	uint64_t frames, filtered, dropped;
	const struct store_stats *store;
	const struct dissector_stats *dissect;
	uint64_t malformed, osip_refused, keepalives, selected; /* selected: transactions
				    reported after selection */
	bool selecting;           /* a selection option was given */
	const uint64_t *codes;    /* messages by status code, RENDER_CODES */
	const uint64_t *finals;   /* transactions by final status, likewise */
	const uint64_t *methods;  /* METHOD_COUNT counters */
	const struct render_count *other_methods; /* by name */
	size_t n_other_methods;
	const struct render_count *findings; /* by name, made and selected */
	size_t n_findings;
	const struct ranking_group *ranking;
	size_t n_ranking;
	uint64_t shed;
	int64_t first, last;      /* packet time of the input; 0: none */
	uint64_t busiest;         /* messages in the busiest second */
	const struct render_tls *tls_ends;
	size_t n_tls_ends;
	uint64_t tls_more;        /* connections to further ends */
	bool tls, snapped;        /* hints for `no SIP found' */
	const char *filter;       /* of the user; may be NULL */
	const char *ports_note;   /* ports that are left out; NULL: none */
	const struct render_port *ports; /* the same; the first of them */
	size_t n_ports, ports_listed;
};

/* What -vv and --strict know about a message besides its text. */
struct render_note {
	bool duplicate, copy;
	const char *verdict;  /* malformed: our verdict; NULL when fine */
	const char *osip;     /* the line libosip2 refuses; NULL: accepts */
	int osip_rc;          /* its return code; 0: accepted or not asked */
};


struct renderer; /* base: the first member of each form's own struct */

/* The pipeline calls these in order, and only for what was selected. */
struct renderer_ops {
	/* Every event of the store, after the engine has seen it: text says a
	 * transaction's line at STORE_FINAL (a first challenge waits for what
	 * follows it; transaction.said), JSON writes at STORE_COMPLETE. */
	void (*notice)(struct renderer *r, const struct store_notice *n);
	/* A finding, at once (before the notice it arose from).  occurrence
	 * counts its group. */
	void (*finding)(struct renderer *r, const struct finding *f,
			uint64_t occurrence);
	/* -vv: every message as it comes */
	void (*message)(struct renderer *r, const struct message *m,
			const struct render_note *note);
	void (*summary)(struct renderer *r, const struct render_summary *s);
	/* --peers: the table, before the summary */
	void (*peers)(struct renderer *r, struct peers *peers);
	/* --legs: a call on its legs, when all of them are over */
	void (*story)(struct renderer *r, const struct story *s);
	void (*free)(struct renderer *r);
};
/* The typed view of a transaction by libosip2; strings may be NULL (refused,
 * not asked for or plain: show the bytes of the index instead) and hold attacker's bytes. */
struct render_typed {
	struct sip_osip_uri uri;     /* of the Request-URI; not of a REGISTER */
	struct sip_osip_uri to;      /* of To in a REGISTER */
	struct slice contact_expires; /* 2xx to REGISTER: granted, own */
	struct render_note request, response; /* verdicts of what is explained */
};
/* Makes it, for what is really printed only; borrowed until the next call. */
typedef const struct render_typed *render_typed_fn(const struct transaction *t,
						   bool explained, void *arg);

struct renderer {
	const struct renderer_ops *ops; /* NULL entries are not called */
	const struct render_typed *typed; /* of the transaction at hand; NULL */
	render_typed_fn *typed_fn; /* NULL: show the bytes of the index */
	const struct render_options *options;
	struct render_sink *sink;
	render_source_fn *source_name;
	void *source_arg; /* for typed_fn, too */
};

/* Fill r->typed before t's line, or the finding that explains it, is printed. */
static inline void renderer_typed(struct renderer *r,
				  const struct transaction *t, bool explained)
{
	r->typed = t && r->typed_fn ?
		r->typed_fn(t, explained, r->source_arg) : NULL;
}

/* text.c, json.c.  NULL when there is no memory; freed by ops->free. */
struct renderer *text_new(const struct render_options *o,
			  struct render_sink *sink);
struct renderer *json_new(const struct render_options *o,
			  struct render_sink *sink);

#endif
