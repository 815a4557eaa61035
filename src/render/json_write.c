/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/json_write.h"

#include "base/clock.h"
#include "base/digits.h"
#include "base/utf8.h"

#define DAY (86400 * CLOCK_S)

/* What a name needs around it, and a value: quotes and a comma. */
enum { AROUND = sizeof("\"\":\"\",") };

static inline char *put_name(char *p, struct slice name)
{
	if (!name.len)
		return p;
	*p++ = '"';
	strbuf_copy(p, name.p, name.len);
	p += name.len;
	*p++ = '"';
	*p++ = ':';
	return p;
}

/* The name, with room for n bytes of the value, its quotes and comma; NULL: nothing
 * may be added. */
static inline char *begin(struct json_write *w, struct slice name, size_t n)
{
	char *p = strbuf_room(&w->out, name.len + n + AROUND);

	return p ? put_name(p, name) : NULL;
}

static inline void end(struct json_write *w, char *p)
{
	*p++ = ',';
	strbuf_wrote(&w->out, p);
}

/* --- values, where there is room --- */

char *json_write_put_text(char *p, struct slice s)
{
	if (!s.p)
		return json_write_put(p, SLICE("null"));
	*p++ = '"';
	p = utf8_json(p, s);
	*p++ = '"';
	return p;
}

/* As the clock says it, which remembers the day: most are of the same. */
static __attribute__((noinline)) char *put_day(struct json_write *w, char *p,
					       int64_t t)
{
	struct strbuf b = strbuf_in(p, JSON_WRITE_PART);

	clock_rfc3339(&b, t);
	if (t >= 0) {
		w->day = t / DAY;
		memcpy(w->said, b.p, sizeof(w->said));
	}
	return p + b.len;
}

static char *put_time(struct json_write *w, char *p, int64_t t)
{
	unsigned us, s;

	if (t < 0 || t / DAY != w->day || !*w->said)
		return put_day(w, p, t);
	memcpy(p, w->said, sizeof(w->said));
	t %= DAY;
	s = (unsigned)(t / CLOCK_S);
	us = (unsigned)(t % CLOCK_S) / (unsigned)CLOCK_US;
	p = digits_two(p + sizeof(w->said), s / 3600);
	*p++ = ':';
	p = digits_two(p, s / 60 % 60);
	*p++ = ':';
	p = digits_two(p, s % 60);
	*p++ = '.';
	p = digits_two(p, us / 10000);
	p = digits_two(p, us / 100 % 100);
	p = digits_two(p, us % 100);
	*p++ = 'Z';
	return p;
}

char *json_write_put_time(struct json_write *w, char *p, int64_t t)
{
	if (!t)
		return json_write_put(p, SLICE("null"));
	*p++ = '"';
	p = put_time(w, p, t);
	*p++ = '"';
	return p;
}

char *json_write_put_ms(char *p, int64_t ns)
{
	uint64_t us;
	unsigned part;

	if (ns < 0)
		return json_write_put(p, SLICE("null"));
	us = ((uint64_t)ns + 500) / 1000;
	part = (unsigned)(us % 1000);
	p = digits_put(p, us / 1000);
	*p++ = '.';
	*p++ = (char)('0' + part / 100);
	if (part % 100)
		*p++ = (char)('0' + part / 10 % 10);
	if (part % 10)
		*p++ = (char)('0' + part % 10);
	return p;
}

char *json_write_put_addr(char *p, const struct addr *a)
{
	struct strbuf b;

	if (!a->family)
		return json_write_put(p, SLICE("null"));
	*p++ = '"';
	b = strbuf_in(p, JSON_WRITE_PART - 2);
	addr_format(&b, a);
	p += b.len;
	*p++ = '"';
	return p;
}

/* --- members --- */

void json_write_key(struct json_write *w, struct slice name)
{
	char *p = strbuf_room(&w->out, name.len * UTF8_JSON_MAX + AROUND);

	if (!p)
		return;
	*p++ = '"';
	p = utf8_json(p, name);
	*p++ = '"';
	*p++ = ':';
	strbuf_wrote(&w->out, p);
}

void json_write_open_at(struct json_write *w, struct slice name, char bracket)
{
	char *p = begin(w, name, 1);

	if (!p)
		return;
	*p++ = bracket;
	strbuf_wrote(&w->out, p);
}

void json_write_close(struct json_write *w, char bracket)
{
	char *p = strbuf_room(&w->out, 2);

	if (!p)
		return;
	p -= p[-1] == ',';
	*p++ = bracket;
	end(w, p);
}

void json_write_end(struct json_write *w)
{
	char *p = strbuf_room(&w->out, 3);

	if (!p)
		return;
	p -= p[-1] == ',';
	*p++ = '}';
	*p++ = '\n';
	strbuf_wrote(&w->out, p);
}

void json_write_string_at(struct json_write *w, struct slice name,
			  struct slice value)
{
	char *p = begin(w, name, value.len * UTF8_JSON_MAX);

	if (!p)
		return;
	*p++ = '"';
	p = utf8_json(p, value);
	*p++ = '"';
	end(w, p);
}

void json_write_uint_at(struct json_write *w, struct slice name, uint64_t value)
{
	char *p = begin(w, name, DIGITS_MAX);

	if (p)
		end(w, digits_put(p, value));
}

void json_write_int_at(struct json_write *w, struct slice name, int64_t value)
{
	char *p = begin(w, name, 1 + DIGITS_MAX);

	if (!p)
		return;
	if (value < 0)
		*p++ = '-';
	end(w, digits_put(p, value < 0 ? 0 - (uint64_t)value :
			  (uint64_t)value));
}

void json_write_word_at(struct json_write *w, struct slice name,
			struct slice word)
{
	char *p = begin(w, name, word.len);

	if (!p)
		return;
	if (word.len)
		strbuf_copy(p, word.p, word.len);
	end(w, p + word.len);
}

void json_write_time_at(struct json_write *w, struct slice name, int64_t t)
{
	char *p = begin(w, name, JSON_WRITE_PART);

	if (p)
		end(w, json_write_put_time(w, p, t));
}

void json_write_ms_at(struct json_write *w, struct slice name, int64_t ns)
{
	char *p = begin(w, name, JSON_WRITE_PART);

	if (p)
		end(w, json_write_put_ms(p, ns));
}

void json_write_addr_at(struct json_write *w, struct slice name,
			const struct addr *a)
{
	char *p = begin(w, name, JSON_WRITE_PART);

	if (p)
		end(w, json_write_put_addr(p, a));
}
