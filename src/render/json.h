/* SPDX-License-Identifier: BSD-2-Clause */
/* The inside of the JSON form, shared by json*.c: one object a line. */
#ifndef RENDER_JSON_H
#define RENDER_JSON_H

#include "render/json_write.h"
#include "render/renderer.h"

enum { JSON_KNOWN = 2048 };

/* Does a stanza name a value?  Both are constant, so that their addresses tell. */
struct json_known {
	const struct finding_text *text; /* NULL: empty */
	const char *name;
	bool named;
};

struct json_renderer {
	struct renderer base; /* first member */
	struct json_write w;
	struct strbuf scratch; /* masked lines, filled sentences */
	struct strbuf source; /* the member written last; empty at first */
	unsigned source_number; /* whose */
	struct json_write references; /* the member written last, of: */
	const struct finding_text *references_of; /* NULL: none */
	struct json_known known[JSON_KNOWN]; /* what was looked up last */
};

/* {"v":1,"type":TYPE, and after the last member: the line goes out. */
void json_begin(struct json_renderer *j, const char *type);
void json_end(struct json_renderer *j);
/* "source":NAME, or null when source_name is not set. */
void json_source(struct json_renderer *j, unsigned source);

/* The operations of renderer_ops that have files of their own. */
void json_finding(struct renderer *r, const struct finding *f,
		  uint64_t occurrence);
void json_peers(struct renderer *r, struct peers *peers);
void json_story(struct renderer *r, const struct story *s);
void json_summary(struct renderer *r, const struct render_summary *s);

#endif
