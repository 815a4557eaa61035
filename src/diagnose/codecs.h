/* SPDX-License-Identifier: BSD-2-Clause */
/* The codecs of a description, audio and video: those that an offer and its answer
 * must have in common (RFC 3264 6.1). */
#ifndef DIAGNOSE_CODECS_H
#define DIAGNOSE_CODECS_H

#include "diagnose/rule.h"

/* The next one, from *at = 0; NULL at the end. */
const struct sdp_format *codecs_next(const struct sdp *s, unsigned *at);
/* Does the description have this codec? */
bool codecs_takes(const struct sdp *s, const struct sdp_format *f);
/* A codec that both have (other is not NULL), or any at all. */
bool codecs_has(const struct sdp *s, const struct sdp *other);

/* Its name, or its number where it has none, as an item of the list begun last. */
void codecs_item(struct report *out, const struct sdp_format *f);
/* All of them as a list. */
void codecs_list(struct report *out, const char *name, const struct sdp *s);
/* Evidence: the first two m= lines, the formats underlined. */
void codecs_lines(struct report *out, const struct message *m,
		  const struct sdp *s, const char *mark);

#endif
