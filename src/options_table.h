/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of options: getopt's view, --help and the manual's check come from
 * it. */
#ifndef SRC_OPTIONS_TABLE_H
#define SRC_OPTIONS_TABLE_H

#include <stddef.h>

/* What each option is to options.c; the letters of getopt below 256. */
enum option_key {
	OPT_EXPLAIN = 256, OPT_COMPARE, OPT_LIST, OPT_CALL_ID, OPT_FROM,
	OPT_TO, OPT_METHOD, OPT_STATUS, OPT_FINDING, OPT_SEVERITY,
	OPT_FAIL_ON, OPT_LANG, OPT_COLOR, OPT_TIME, OPT_SHOW_SECRETS,
	OPT_PEERS, OPT_KNOWLEDGE, OPT_CHECK_KNOWLEDGE, OPT_USER, OPT_STRICT,
	OPT_ALL, OPT_PRINT_FILTER, OPT_COMPLETION, OPT_PASSWORD, OPT_LEGS
};

struct option_row {
	int key;          /* letter or OPT_ */
	const char *name; /* long name, NULL: a letter only */
	const char *arg;  /* name of the argument, NULL: none */
	const char *help; /* one line; NULL: goes with the row before */
	const char *head; /* a heading before this row, or NULL */
};

extern const struct option_row options_table[];
extern const size_t options_table_len;

#endif
