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

/* What stands before a value, and how it begins ('\0': with itself). */
static void begin(struct json_write *w, struct slice name, char first)
{
	char *p = strbuf_room(&w->out, name.len + 5);

	if (!p)
		return;
	if (w->comma)
		*p++ = ',';
	if (name.len) {
		*p++ = '"';
		strbuf_copy(p, name.p, name.len);
		p += name.len;
		*p++ = '"';
		*p++ = ':';
	}
	if (first)
		*p++ = first;
	strbuf_wrote(&w->out, p);
	w->comma = true;
}

void json_write_open_at(struct json_write *w, struct slice name, char bracket)
{
	begin(w, name, bracket);
	w->comma = false;
}

void json_write_close(struct json_write *w, char bracket)
{
	strbuf_addc(&w->out, bracket);
	w->comma = true;
}

void json_write_string_at(struct json_write *w, struct slice name,
			  struct slice value)
{
	begin(w, name, '"');
	utf8_json(&w->out, value);
	strbuf_addc(&w->out, '"');
}

void json_write_uint_at(struct json_write *w, struct slice name, uint64_t value)
{
	begin(w, name, '\0');
	strbuf_uint(&w->out, value);
}

void json_write_int_at(struct json_write *w, struct slice name, int64_t value)
{
	begin(w, name, value < 0 ? '-' : '\0');
	strbuf_uint(&w->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_write_word_at(struct json_write *w, struct slice name,
			struct slice word)
{
	begin(w, name, '\0');
	strbuf_slice(&w->out, word);
}

/* clock_rfc3339(), with what it said last. */
static void time_of(struct json_write *w, int64_t t)
{
	unsigned us = (unsigned)(t % CLOCK_S / CLOCK_US);
	size_t from = w->out.len;
	char *p;

	if (t < 0 || !*w->said || t / CLOCK_S != w->second) {
		clock_rfc3339(&w->out, t);
		if (t < 0 || w->out.failed)
			return;
		memcpy(w->said, w->out.p + from, sizeof(w->said));
		w->second = t / CLOCK_S;
		return;
	}
	p = strbuf_room(&w->out, sizeof(w->said) + 7);
	if (!p)
		return;
	memcpy(p, w->said, sizeof(w->said));
	p += sizeof(w->said) + 6;
	for (int i = 1; i <= 6; i++, us /= 10)
		p[-i] = (char)('0' + us % 10);
	*p++ = 'Z';
	strbuf_wrote(&w->out, p);
}

void json_write_time_at(struct json_write *w, struct slice name, int64_t t)
{
	if (!t) {
		json_write_word_at(w, name, SLICE("null"));
		return;
	}
	begin(w, name, '"');
	time_of(w, t);
	strbuf_addc(&w->out, '"');
}

void json_write_ms_at(struct json_write *w, struct slice name, int64_t ns)
{
	uint64_t us, part;

	if (ns < 0) {
		json_write_word_at(w, name, SLICE("null"));
		return;
	}
	begin(w, name, '\0');
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

void json_write_addr_at(struct json_write *w, struct slice name,
			const struct addr *a)
{
	if (!a->family) {
		json_write_word_at(w, name, SLICE("null"));
		return;
	}
	begin(w, name, '"');
	addr_format(&w->out, a);
	strbuf_addc(&w->out, '"');
}
