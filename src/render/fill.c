/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/fill.h"

static bool value_of(struct slice name, struct strbuf *out, void *arg)
{
	const struct fill_value *v = arg;

	for (int i = 0; i < FILL_MAX && v[i].name; i++) {
		if (!name.len || name.p[0] != v[i].name[0] ||
		    !slice_eq(name, slice_cstr(v[i].name)))
			continue;
		if (out)
			strbuf_adds(out, v[i].text);
		return true;
	}
	return false;
}

void fill_text(struct strbuf *out, enum text_id id,
	       const struct fill_value values[FILL_MAX])
{
	catalog_fill_as_is(out, catalog_text(id), value_of,
			   (void *)(uintptr_t)values);
}

void fill_plain(struct strbuf *out, enum text_id id)
{
	static const struct fill_value none[FILL_MAX];

	fill_text(out, id, none);
}

bool fill_finding(struct slice name, struct strbuf *out, void *arg)
{
	const struct fill_finding *f = arg;
	const struct finding_value *v = finding_value(f->finding, name);

	if (v && out)
		finding_value_show(v, f->clock, out);
	return v != NULL;
}

void fill_title(struct strbuf *out, struct fill_finding *f)
{
	catalog_fill_first(out, f->finding->text->titles, fill_finding, f);
}

void fill_explain(struct strbuf *out, struct fill_finding *f)
{
	catalog_fill_first(out, f->finding->text->explains, fill_finding, f);
}

const char *fill_name(enum finding_id id, unsigned status, char buf[40])
{
	return finding_name_of(id, status, buf, 40);
}
