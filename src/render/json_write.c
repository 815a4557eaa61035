/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json_write.h"

#include "base/clock.h"
#include "base/utf8.h"

void json_write_key(struct json_write *w, struct slice name)
{
	if (w->comma)
		strbuf_addc(&w->out, ',');
	strbuf_addc(&w->out, '"');
	utf8_json(&w->out, name);
	strbuf_adds(&w->out, "\":");
	w->comma = false;
}

/* What stands before a value; names are our own and need no escape. */
static void begin(struct json_write *w, const char *name)
{
	if (w->comma)
		strbuf_addc(&w->out, ',');
	if (name) {
		strbuf_addc(&w->out, '"');
		strbuf_adds(&w->out, name);
		strbuf_adds(&w->out, "\":");
	}
	w->comma = true;
}

void json_write_open(struct json_write *w, const char *name, char bracket)
{
	begin(w, name);
	strbuf_addc(&w->out, bracket);
	w->comma = false;
}

void json_write_close(struct json_write *w, char bracket)
{
	strbuf_addc(&w->out, bracket);
	w->comma = true;
}

void json_write_string(struct json_write *w, const char *name,
		       struct slice value)
{
	begin(w, name);
	strbuf_addc(&w->out, '"');
	utf8_json(&w->out, value);
	strbuf_addc(&w->out, '"');
}

void json_write_uint(struct json_write *w, const char *name, uint64_t value)
{
	begin(w, name);
	strbuf_uint(&w->out, value);
}

void json_write_int(struct json_write *w, const char *name, int64_t value)
{
	begin(w, name);
	if (value < 0)
		strbuf_addc(&w->out, '-');
	strbuf_uint(&w->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_write_bool(struct json_write *w, const char *name, bool value)
{
	begin(w, name);
	strbuf_adds(&w->out, value ? "true" : "false");
}

void json_write_null(struct json_write *w, const char *name)
{
	begin(w, name);
	strbuf_adds(&w->out, "null");
}

void json_write_time(struct json_write *w, const char *name, int64_t t)
{
	if (!t) {
		json_write_null(w, name);
		return;
	}
	begin(w, name);
	strbuf_addc(&w->out, '"');
	clock_rfc3339(&w->out, t);
	strbuf_addc(&w->out, '"');
}

void json_write_ms(struct json_write *w, const char *name, int64_t ns)
{
	uint64_t us, part;

	if (ns < 0) {
		json_write_null(w, name);
		return;
	}
	begin(w, name);
	us = ((uint64_t)ns + 500) / 1000;
	part = us % 1000;
	strbuf_uint(&w->out, us / 1000);
	strbuf_addc(&w->out, '.');
	strbuf_addc(&w->out, (char)('0' + part / 100));
	if (part % 100)
		strbuf_addc(&w->out, (char)('0' + part / 10 % 10));
	if (part % 10)
		strbuf_addc(&w->out, (char)('0' + part % 10));
}

void json_write_addr(struct json_write *w, const char *name,
		     const struct addr *a)
{
	if (!a->family) {
		json_write_null(w, name);
		return;
	}
	begin(w, name);
	strbuf_addc(&w->out, '"');
	addr_format(&w->out, a);
	strbuf_addc(&w->out, '"');
}
