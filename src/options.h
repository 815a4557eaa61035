/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line (design: tcpdump's and sngrep's habits where they exist). */
#ifndef SRC_OPTIONS_H
#define SRC_OPTIONS_H

#include "base/strbuf.h"
#include "data/catalog.h"
#include "data/catalog_lang.h"
#include "render/renderer.h"

enum options_mode {
	MODE_CAPTURE, MODE_EXPLAIN, MODE_COMPARE, MODE_LIST,
	MODE_INTERFACES, MODE_PRINT_FILTER, MODE_CHECK_KNOWLEDGE,
	MODE_COMPLETION, MODE_HELP, MODE_VERSION
};
enum options_format {
	FORMAT_TEXT, FORMAT_JSON, FORMAT_MD, FORMAT_HTML, FORMAT_CSV
};
enum options_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Strings are borrowed from argv; the array is owned. */
struct options_list {
	const char **items;
	size_t n, cap;
};

/* A range of status codes: 420..420, or 400..499. */
struct options_codes {
	unsigned low, high;
};

struct options {
	enum options_mode mode;
	struct options_list files, interfaces, topics, rest;
	char *filter;           /* owned; NULL: none */
	enum options_format format;
	enum options_color color;
	enum catalog_lang lang;
	bool has_lang;          /* lang was given */
	enum clock_style time;
	enum verbosity verbosity;
	const char *output, *write, *user;
	uint64_t count;         /* 0: no limit */
	int64_t duration;       /* ns; 0: no limit */
	bool peers, legs;
	bool show_secrets, strict, no_promiscuous;
	bool all;               /* live: no filter of ours */
	bool one_thread;        /* no second one; for tests */
	int snaplen, buffer_kib;
	struct options_list knowledge; /* files to use; to check */
	struct options_list passwords; /* USER[@REALM]:FILE */
	/* selection */
	struct options_list call_ids, froms, tos, methods, findings, statuses;
	bool has_severity;
	enum severity severity;
	/* --fail-on: levels or globs */
	struct options_list fail_on;
};

/* Read argv.  0; -EINVAL with a sentence in err (no `sipexplain: ' before it);
 * -ENOMEM.  Operands stay in .rest: options_operands sorts them. */
int options_read(struct options *o, int argc, char **argv, struct strbuf *err);
/* Sort the operands: names of files that exist, then a filter.  0 or -EINVAL
 * with a sentence in err. */
int options_operands(struct options *o, struct strbuf *err);
void options_fini(struct options *o);
/* A code (`420') or a class (`4xx').  0 or -EINVAL. */
int options_codes_read(const char *s, struct options_codes *out);
/* The text of --help; short_form for a bare `sipexplain'. */
void options_help(struct strbuf *out, bool short_form);

#endif
