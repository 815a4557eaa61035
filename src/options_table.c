/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_table.h"

const struct option_row options_table[] = {
	{ 'i', "interface", "NAME", "capture live on NAME; several -i allowed, "
	  "`any' too", "Sources" },
	{ 'r', "read", "FILE", "pcap, pcapng or the text trace of a PBX; .gz and "
	  ".zst; `-': stdin", NULL },
	{ 'D', "list-interfaces", NULL, "name the interfaces and exit", NULL },
	{ 's', NULL, "SNAPLEN", "bytes to capture of each packet (live)", NULL },
	{ 'B', NULL, "KIB", "kernel buffer in KiB (live)", NULL },
	{ 'p', NULL, NULL, "no promiscuous mode (live)", NULL },
	{ OPT_ALL, "all", NULL, "let everything through, also what is not SIP "
	  "(live)", NULL },
	{ OPT_PRINT_FILTER, "print-filter", NULL, "print the filter of live "
	  "capture and exit", NULL },
	{ OPT_USER, "user", "NAME", "give up root for NAME once all is open "
	  "(nobody)", NULL },

	{ 'f', "format", "FORMAT", "text (default) or json; the "
	  "reference md, html (not --list), csv (only --list), too", "Output" },
	{ 'o', "output", "FILE", "write the report to FILE", NULL },
	{ 'q', "quiet", NULL, "only findings of warning and above, and the "
	  "summary", NULL },
	{ 'v', "verbose", NULL, "every response explained and each call as a "
	  "flow; -vv: every message and header", NULL },
	{ 'c', "count", "N", "stop after N SIP messages", NULL },
	{ 'd', "duration", "SECONDS", "stop after SECONDS of the capture", NULL },
	{ 'w', "write", "FILE", "save the packets of what was reported; "
	  "pcapng if so named", NULL },
	{ OPT_COLOR, "color", "WHEN", "auto (default), always or never; "
	  "NO_COLOR counts as never", NULL },
	{ OPT_TIME, "time", "STYLE", "local (default), utc or relative", NULL },
	{ OPT_LANG, "lang", "LL", "language of the explanations: en, vi, ja, es, id, ru", NULL },
	{ OPT_SHOW_SECRETS, "show-secrets", NULL, "do not mask digest "
	  "responses, cnonces, passwords and SRTP keys", NULL },
	{ OPT_LEGS, "legs", NULL, "a call on several legs as one story: proxies, "
	  "PBXs and SBCs", NULL },
	{ OPT_PEERS, "peers", NULL, "what each peer was seen to offer, accept and refuse", NULL },
	{ OPT_PASSWORD, "password", "WHO", "USER:FILE or USER@REALM:FILE: check "
	  "logins with the password in FILE", NULL },
	{ OPT_STRICT, "strict", NULL, "libosip2's verdict on every message",
	  NULL },

	{ OPT_CALL_ID, "call-id", "ID", "only this Call-ID (* and ? match)",
	  "What is reported (the same option twice is OR, different ones AND)" },
	{ OPT_FROM, "from", "WHO", "user, user@host, host, URI or display name "
	  "of From (* and ?)", NULL },
	{ OPT_TO, "to", "WHO", "the same of To", NULL },
	{ OPT_METHOD, "method", "METHOD", "only this method", NULL },
	{ OPT_STATUS, "status", "CODE", "only this final status: 420 or 4xx",
	  NULL },
	{ OPT_FINDING, "finding", "GLOB", "only findings whose id matches, and "
	  "what they are about", NULL },
	{ OPT_SEVERITY, "severity", "LEVEL", "only findings of info, warning or "
	  "error and above", NULL },
	{ OPT_FAIL_ON, "fail-on", "WHAT", "exit with 1 on a finding of this "
	  "level or id (* and ?)", NULL },

	{ OPT_EXPLAIN, "explain", "TOPIC", "explain a code, class, finding, "
	  "header, tag ...: 420, 4xx, Min-SE, Q.850:34", "Reference" },
	{ OPT_COMPARE, "compare", "CODE CODE", "two codes or classes side by "
	  "side, or more: 486 603, 4xx 5xx", NULL },
	{ OPT_LIST, "list", "[KIND]", "list a kind of knowledge: codes, "
	  "findings, headers ...", NULL },
	{ OPT_KNOWLEDGE, "knowledge", "FILE", "remedies of your own site, "
	  "besides those of /etc/sipexplain/*.txt", NULL },
	{ OPT_CHECK_KNOWLEDGE, "check-knowledge", "FILE", "look for mistakes in "
	  "such a file and exit", NULL },
	{ OPT_COMPLETION, "completion", "SHELL", "print what makes bash, zsh or "
	  "fish complete all this", NULL },
	{ 'h', "help", NULL, "this help", NULL },
	{ 'V', "version", NULL, "version of the program and its libraries",
	  NULL },

	{ 'n', NULL, NULL, "accepted for habit's sake (names are never looked "
	  "up)", "Without effect" },
	{ 'l', NULL, NULL, "accepted (live output is flushed by line anyway)",
	  NULL },
	{ 'U', NULL, NULL, "accepted (live, -w is written at once)", NULL },
};

const size_t options_table_len =
	sizeof(options_table) / sizeof(options_table[0]);
