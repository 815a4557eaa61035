/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of a site's own knowledge: all .txt of /etc/sipexplain and --knowledge. */
#ifndef SRC_KNOWLEDGE_H
#define SRC_KNOWLEDGE_H

#include "diagnose/site.h"
#include "options.h"

/* Gets a sentence without `sipexplain: ' before it. */
typedef void knowledge_say_fn(const char *sentence, void *arg);

/* Read all files .txt of dir by name, then the files of --knowledge.  A mistake in
 * dir is told and the rest used all the same; one in a file of --knowledge ends
 * with -EINVAL, as a file that cannot be read does.  *out is NULL where there is
 * nothing; the caller frees it.  0, -EINVAL (told), -ENOMEM. */
int knowledge_load(struct site **out, const char *dir,
		   const struct options_list *files, knowledge_say_fn *say,
		   void *arg);
/* Read the files and add to `out' a line for each that is good; 0, or -EINVAL
 * when one is not (told). */
int knowledge_check(const struct options_list *files, struct strbuf *out,
		    knowledge_say_fn *say, void *arg);

#endif
