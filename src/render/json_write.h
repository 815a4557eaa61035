/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing one JSON value a line (RFC 8259): commas are set by themselves. */
#ifndef RENDER_JSON_WRITE_H
#define RENDER_JSON_WRITE_H

#include "base/addr.h"
#include "base/strbuf.h"

struct json_write {
	struct strbuf out;
	bool comma; /* the next member or element needs one before it */
};

/* Objects and arrays; name is NULL inside an array and at the top. */
void json_write_open(struct json_write *w, const char *name, char bracket);
void json_write_close(struct json_write *w, char bracket);
/* Members (name NULL: elements).  Bytes become valid UTF-8 (utf8_json). */
void json_write_string(struct json_write *w, const char *name,
		       struct slice value);
/* The name itself is somebody else's bytes. */
void json_write_key(struct json_write *w, struct slice name);
void json_write_uint(struct json_write *w, const char *name, uint64_t value);
void json_write_int(struct json_write *w, const char *name, int64_t value);
void json_write_bool(struct json_write *w, const char *name, bool value);
void json_write_null(struct json_write *w, const char *name);
/* Nanoseconds since the epoch as RFC 3339; 0 gives null. */
void json_write_time(struct json_write *w, const char *name, int64_t t);
/* Nanoseconds as milliseconds with one to three decimals; negative: null. */
void json_write_ms(struct json_write *w, const char *name, int64_t ns);
/* ip:port; null when the family is unknown. */
void json_write_addr(struct json_write *w, const char *name,
		     const struct addr *a);

#endif
