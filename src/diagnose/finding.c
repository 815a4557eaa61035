/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding.h"

#include "base/utf8.h"
#include "diagnose/report.h"

void finding_finish(const struct finding *f)
{
	if (f->unfinished) /* f lies in it */
		report_finish(f->unfinished);
}

void finding_fill_in(const struct finding *f)
{
	if (f->unfinished)
		report_values(f->unfinished);
}

/* `status-404': the code at hand, for the words may be those of its class. */
static const char *status_name(unsigned status, char *buf, size_t size)
{
	char name[] = "status-000";
	size_t n = size < sizeof(name) ? size : sizeof(name);

	if (!size)
		return "";
	name[sizeof("status-") - 1] = (char)('0' + status / 100 % 10);
	name[sizeof("status-")] = (char)('0' + status / 10 % 10);
	name[sizeof("status-") + 1] = (char)('0' + status % 10);
	memcpy(buf, name, n);
	buf[n - 1] = '\0';
	return buf;
}

const char *finding_name(const struct finding *f, char *buf, size_t size)
{
	if (f->id == FINDING_STATUS)
		return status_name(f->status, buf, size);
	return f->text ? f->text->name : "";
}

const char *finding_name_of(enum finding_id id, unsigned status, char *buf,
			    size_t size)
{
	const struct finding_text *text;

	if (id == FINDING_STATUS)
		return status_name(status, buf, size);
	text = catalog_finding(id);
	return text ? text->name : "";
}

const char *finding_cause_name(const struct finding_cause *c, char *buf,
			       size_t size)
{
	return finding_name_of(c->id, c->status, buf, size);
}

const char *finding_consequence_name(const struct finding_consequence *c,
				     char *buf, size_t size)
{
	return finding_name_of(c->id, c->status, buf, size);
}

const struct finding_value *finding_value(const struct finding *f,
					  struct slice name)
{
	const char first = name.len ? name.p[0] : '\0';
	const char second = name.len > 1 ? name.p[1] : '\0';

	for (size_t i = 0; i < f->n_values && name.len; i++) {
		const char *v = f->values[i].name;

		/* Few begin alike. */
		if (v[0] == first && v[1] == second &&
		    !strncmp(v, name.p, name.len) && !v[name.len])
			return &f->values[i];
	}
	return NULL;
}

static void number(struct strbuf *out, int64_t n)
{
	if (n < 0)
		strbuf_addc(out, '-');
	strbuf_uint(out, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

bool finding_fill(struct slice name, struct strbuf *out, void *arg)
{
	const struct finding_value *v = finding_value(arg, name);

	if (v && out)
		finding_value_show(v, NULL, out);
	return v != NULL;
}

void finding_value_show(const struct finding_value *v,
			const struct clock_format *clock, struct strbuf *out)
{
	switch (v->kind) {
	case VALUE_TEXT:
		utf8_show(out, v->text);
		break;
	case VALUE_NUMBER:
		number(out, v->number);
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < v->n_list; i++) {
			if (i)
				strbuf_adds(out, ", ");
			utf8_show(out, v->list[i]);
		}
		break;
	case VALUE_FLAG:
		break;
	case VALUE_TIME:
		if (clock)
			clock_time(out, clock, v->number);
		else
			clock_rfc3339(out, v->number);
		break;
	}
}
