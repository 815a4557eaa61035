/* SPDX-License-Identifier: BSD-2-Clause */
/* The knowledge table: constant rows made at build time from data/<file>.txt by
 * data/catalog.awk.  Everything here is borrowed for the life of the program. */
#ifndef DATA_CATALOG_H
#define DATA_CATALOG_H

#include "base/slice.h"
#include "base/strbuf.h"
#include "data/finding_ids.h" /* generated: enum finding_id, text_id, header_id,
				 method_id */

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };
enum certainty { CERTAINTY_POSSIBLE, CERTAINTY_LIKELY, CERTAINTY_CERTAIN };

/* `key = text' lines: a caret label, a note by method, a code and a difference. */
struct catalog_pair {
	const char *key, *text;
};

/* The words of a finding; lists end with NULL (pairs: with key NULL).  titles
 * and explains are variants: the first whose placeholders all have values is
 * used; of remedies all such are shown (catalog_fill.h). */
struct finding_text {
	const char *name; /* `require-unsupported'; `status-404' */
	const char *label; /* a plain noun line for lists */
	enum severity severity;
	enum certainty certainty;
	const char *const *titles;
	const char *const *explains;
	const char *const *remedies;
	const char *exceptions; /* may be NULL */
	const struct catalog_pair *marks;
	const char *const *references;
	bool sought; /* a rule looks for it; else it is only explained */
};

/* The Class field of data/status.txt (responses.tsv). */
enum status_class {
	STATUS_PROGRESS, STATUS_SUCCESS, STATUS_REDIRECT, STATUS_CHALLENGE,
	STATUS_NORMAL, STATUS_GLARE, STATUS_TRANSIENT, STATUS_POLICY,
	STATUS_SECURITY, STATUS_OBSOLETE, STATUS_ERROR
};

struct status_text {
	unsigned code; /* 100..699; 1..6 for the class stanzas 1xx..6xx */
	const char *name;
	enum status_class class;
	bool registered;
	const char *methods;
	const char *const *read_response; /* header names, may be empty */
	const char *const *read_request;
	const char *retry, *acts, *ends;
	const char *meaning, *when, *read, *next;
	const char *const *fixes;
	const struct catalog_pair *by_method;
	const char *example;
	const struct catalog_pair *not_to_confuse; /* key: code */
	const char *const *related; /* codes and findings that are here */
	struct finding_text finding; /* status-<code>; titles empty under 300 */
};

/* One row of a simple table: warnings, q850, option-tags, methods, headers ...
 * Keys of reasons are `Preemption' and `Preemption:2', of values `Privacy:id',
 * of vendor codes the codes and the phrase: `503 System Busy', `800-825'. */
struct catalog_row {
	const char *key;	/* number or name */
	const char *name;	/* short name; may be NULL */
	const char *text;	/* what it means, in a sentence or two */
	const char *hint;	/* what to do / when to look at it; may be NULL */
	const char *compact;	/* headers: compact form; else NULL */
	const char *reference;	/* may be NULL */
	unsigned status;	/* causes: the response that ISUP gateways make of
				   it (RFC 3398 7.2.4.1); 0: none of its own */
	const char *answer;	/* causes: the same in words, `500 (default)'; NULL
				   for none and where no response is made */
	const char *from;	/* causes: what gateways make this cause of, a
				   comma list of codes and methods (RFC 3398
				   8.2.6); else NULL */
	const char *value;	/* timers: how long by default; else NULL */
	const char *who;	/* vendor codes, headers: who sends it; else NULL */
	const char *where;	/* vendor codes: wire, reason, header, log or
				   internal (never sent); else NULL */
	const char *example;	/* headers: a line of it; may be NULL */
};

enum catalog_table {
	CATALOG_WARNINGS, CATALOG_Q850, CATALOG_METHODS, CATALOG_HEADERS,
	CATALOG_OPTION_TAGS, CATALOG_EVENTS, CATALOG_TIMERS, CATALOG_REASONS,
	CATALOG_VENDOR_CODES, CATALOG_VALUES, CATALOG_TABLE_COUNT
};

/* Never NULL for an id between FINDING_NONE (0) and FINDING_STATUS, whose words
 * depend on the code: catalog_status(code)->finding. */
const struct finding_text *catalog_finding(enum finding_id id);
/* The finding of that name (`status-404' and `status-4xx' too), or NULL. */
const struct finding_text *catalog_finding_by_name(struct slice name);
/* The row of a code, NULL when nobody registered it. */
const struct status_text *catalog_status(unsigned code);
/* The row of a code, or of its class (1xx..6xx); NULL outside 100..699.  In a
 * class row methods, retry, acts, ends, when, read, next may be NULL. */
const struct status_text *catalog_status_or_class(unsigned code);
/* Rows in ascending order; *n gets the count (class rows not included). */
const struct status_text *catalog_status_all(size_t *n);
const struct finding_text *catalog_finding_all(size_t *n);
const struct catalog_row *catalog_rows(enum catalog_table t, size_t *n);
/* The row with that key (names: ASCII case ignored; headers also by their
 * compact form; a key that ends with `*' stands for all that begin so), or
 * NULL. */
const struct catalog_row *catalog_row_get(enum catalog_table t,
					  struct slice key);
/* True when the key of a vendor code stands for this number: it is one of the
 * list, lies in the range, or fits `560xxx'. */
bool catalog_row_covers(const struct catalog_row *vendor, uint64_t code);
/* What catalog_finding's Severity words are: `info', `warning', `error'. */
const char *catalog_severity_name(enum severity s);
const char *catalog_certainty_name(enum certainty c);
/* 0 and *out, or -EINVAL. */
int catalog_severity_parse(struct slice s, enum severity *out);
/* A sentence of the program itself (data/ui.txt), a template, in the language
 * in use.  All other words are English here: catalog_fill and
 * catalog_lang_say turn them into that language. */
const char *catalog_text(enum text_id id);

/* Headers by id: HEADER_CALL_ID ...; HEADER_UNKNOWN is 0. */
const char *catalog_header_name(enum header_id id); /* canonical spelling */
/* By full or compact name, ASCII case ignored; HEADER_UNKNOWN if not known.
 * Perfect or near-perfect hashing: a few dozen instructions. */
enum header_id catalog_header_find(struct slice name);
/* Methods by id: METHOD_INVITE ...; METHOD_UNKNOWN is 0.  Case matters
 * (RFC 3261 7.1). */
const char *catalog_method_name(enum method_id id);
enum method_id catalog_method_find(struct slice name);

#endif
