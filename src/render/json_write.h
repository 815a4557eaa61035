/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing one JSON value a line (RFC 8259).  Each value is followed by its comma at
 * once, and the bracket that closes takes the last one back: so nobody has to ask
 * whether one is due. */
#ifndef RENDER_JSON_WRITE_H
#define RENDER_JSON_WRITE_H

#include "base/addr.h"
#include "base/strbuf.h"

struct json_write {
	struct strbuf out;
	int64_t day; /* since 1970, of the time written last, and how it is said */
	char said[sizeof("2026-11-20T") - 1]; /* '\0' at first */
};

/* The functions with _at take the name with its length, which those behind them
 * know of a literal.  It is our own and needs no escape; empty inside an array and
 * at the top. */
void json_write_open_at(struct json_write *w, struct slice name, char bracket);
void json_write_string_at(struct json_write *w, struct slice name,
			  struct slice value);
void json_write_uint_at(struct json_write *w, struct slice name,
			uint64_t value);
void json_write_int_at(struct json_write *w, struct slice name, int64_t value);
/* A word of JSON itself. */
void json_write_word_at(struct json_write *w, struct slice name,
			struct slice word);
void json_write_time_at(struct json_write *w, struct slice name, int64_t t);
void json_write_ms_at(struct json_write *w, struct slice name, int64_t ns);
void json_write_addr_at(struct json_write *w, struct slice name,
			const struct addr *a);

/* Values alone, without a comma, at p, which has room for JSON_WRITE_PART bytes;
 * they give where they end.  For who writes many and asks for room once. */
enum { JSON_WRITE_PART = 80 };
/* A text, null when s.p is NULL; room for UTF8_JSON_MAX bytes of each of s besides. */
char *json_write_put_text(char *p, struct slice s);
char *json_write_put_time(struct json_write *w, char *p, int64_t t);
char *json_write_put_ms(char *p, int64_t ns);
char *json_write_put_addr(char *p, const struct addr *a);
/* As it is; of a literal this is two or three moves. */
static inline char *json_write_put(char *p, struct slice s)
{
	memcpy(p, s.p, s.len);
	return p + s.len;
}

/* Objects and arrays; name is NULL inside an array and at the top. */
static inline void json_write_open(struct json_write *w, const char *name,
				   char bracket)
{
	json_write_open_at(w, slice_cstr(name), bracket);
}
void json_write_close(struct json_write *w, char bracket);
/* Close the value at the top, and with it the line. */
void json_write_end(struct json_write *w);
/* Members (name NULL: elements).  Bytes become valid UTF-8 (utf8_json). */
static inline void json_write_string(struct json_write *w, const char *name,
				     struct slice value)
{
	json_write_string_at(w, slice_cstr(name), value);
}
/* The name itself is somebody else's bytes. */
void json_write_key(struct json_write *w, struct slice name);
static inline void json_write_uint(struct json_write *w, const char *name,
				   uint64_t value)
{
	json_write_uint_at(w, slice_cstr(name), value);
}
static inline void json_write_int(struct json_write *w, const char *name,
				  int64_t value)
{
	json_write_int_at(w, slice_cstr(name), value);
}
static inline void json_write_bool(struct json_write *w, const char *name,
				   bool value)
{
	json_write_word_at(w, slice_cstr(name),
			   value ? SLICE("true") : SLICE("false"));
}
static inline void json_write_null(struct json_write *w, const char *name)
{
	json_write_word_at(w, slice_cstr(name), SLICE("null"));
}
/* Nanoseconds since the epoch as RFC 3339; 0 gives null. */
static inline void json_write_time(struct json_write *w, const char *name,
				   int64_t t)
{
	json_write_time_at(w, slice_cstr(name), t);
}
/* Nanoseconds as milliseconds with one to three decimals; negative: null. */
static inline void json_write_ms(struct json_write *w, const char *name,
				 int64_t ns)
{
	json_write_ms_at(w, slice_cstr(name), ns);
}
/* ip:port; null when the family is unknown. */
static inline void json_write_addr(struct json_write *w, const char *name,
				   const struct addr *a)
{
	json_write_addr_at(w, slice_cstr(name), a);
}

#endif
