/* SPDX-License-Identifier: BSD-2-Clause */
/* --completion: the scripts by which shells complete our options, and the names
 * that these scripts ask for while somebody types. */
#ifndef SRC_COMPLETION_H
#define SRC_COMPLETION_H

#include "base/strbuf.h"

/* What an option is completed with, in words that all three scripts know:
 * `files', `users', `interfaces', `kinds' (of --list), `names WHAT' (what
 * completion_names gives), `words A B ...', or `' for what only the user knows. */
int completion_of(struct strbuf *out, int key);

/* The script for `bash', `zsh' or `fish', or for another WHAT the names, one a
 * line with a TAB and a description behind it: topics, codes, numbers (no classes), findings,
 * failures (levels and findings), methods.  0; -EINVAL: no such shell; -ENOMEM. */
int completion_print(struct strbuf *out, const char *what);

/* Its parts, a file each.  Names: 0, or -ENOENT when there are none of that word;
 * the scripts name every option of the table and ask for the rest. */
int completion_names(struct strbuf *out, const char *what);
void completion_bash(struct strbuf *out);
void completion_zsh(struct strbuf *out);
void completion_fish(struct strbuf *out);

#endif
