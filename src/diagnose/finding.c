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

/* The slot of a name, which is not empty, or the free one where it belongs.  Few
 * names are alike in their length and these three letters. */
static inline unsigned slot_of(const struct finding *f, struct slice name)
{
	unsigned slot = (unsigned)name.len * 5 + (unsigned char)name.p[0] * 7 +
		(unsigned char)name.p[name.len / 2] * 11 +
		(unsigned char)name.p[name.len - 1] * 3;

	for (;; slot++) {
		unsigned at = f->slots[slot % FINDING_SLOTS];
		const char *other;

		if (!at)
			break;
		other = f->values[at - 1].name;
		if (other[0] == name.p[0] &&
		    !strncmp(other, name.p, name.len) && !other[name.len])
			break;
	}
	return slot % FINDING_SLOTS;
}

const struct finding_value *finding_value(const struct finding *f,
					  struct slice name)
{
	unsigned at = f->n_values && name.len ? f->slots[slot_of(f, name)] : 0;

	return at ? &f->values[at - 1] : NULL;
}

struct finding_value *finding_value_put(struct finding *f, const char *name)
{
	struct finding_value *v;
	uint8_t *slot;

	if (!f->n_values)
		memset(f->slots, 0, sizeof(f->slots));
	slot = &f->slots[slot_of(f, slice_cstr(name))];
	if (*slot)
		return &f->values[*slot - 1];
	if (f->n_values == FINDING_MAX_VALUES)
		return NULL;
	v = &f->values[f->n_values++];
	*v = (struct finding_value){ .name = name };
	*slot = (uint8_t)f->n_values;
	return v;
}

static bool is_empty(const struct finding_value *v)
{
	return v->kind == VALUE_LIST && !v->n_list;
}

void finding_value_prune(struct finding *f)
{
	size_t i = 0, n = f->n_values;

	while (i < n && !is_empty(&f->values[i]))
		i++;
	if (i == n)
		return;
	f->n_values = 0;
	for (i = 0; i < n; i++) {
		struct finding_value v = f->values[i];

		/* Never behind i: what is to come stays. */
		if (!is_empty(&v))
			*finding_value_put(f, v.name) = v;
	}
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
