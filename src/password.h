/* SPDX-License-Identifier: BSD-2-Clause */
/* --password USER[@REALM]:FILE: reads the password out of the file. */
#ifndef SRC_PASSWORD_H
#define SRC_PASSWORD_H

#include "diagnose/passwords.h"
#include "options.h"

enum { PASSWORD_MAX = 1024 }; /* bytes of a first line */

typedef void password_say_fn(const char *sentence, void *arg);

/* Read all of them into out.  What is wrong is told; a file that everybody may
 * read is told too, and used.  0, -EINVAL (told) or -ENOMEM. */
int password_load(struct passwords *out, const struct options_list *list,
		  password_say_fn *say, void *arg);

#endif
