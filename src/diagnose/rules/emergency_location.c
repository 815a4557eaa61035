/* SPDX-License-Identifier: BSD-2-Clause */
/* The location that an emergency call brings along cannot be used: 424, or
 * Geolocation-Error in whatever response (RFC 6442 4.3, 4.4). */
#include "data/catalog_lang.h"
#include "diagnose/emergency.h"
#include "diagnose/rule.h"

/* It stands within a sentence: without the full stop, in whatever language. */
static struct slice in_a_sentence(const char *words)
{
	struct slice s = slice_cstr(words), cjk = SLICE("\xe3\x80\x82");

	if (s.len && s.p[s.len - 1] == '.')
		s.len--;
	else if (s.len > cjk.len &&
		 slice_eq(slice_from(s, s.len - cjk.len), cjk))
		s.len -= cjk.len;
	return s;
}

/* What the number means, in the words of data/values.txt; else its own. */
static struct slice meaning(int error, struct slice text)
{
	char room[40];
	struct strbuf name = strbuf_in(room, sizeof(room));
	const struct catalog_row *row;

	strbuf_fmt(&name, "Geolocation-Error:%d", error);
	row = catalog_row_get(CATALOG_VALUES, strbuf_view(&name));
	strbuf_fini(&name);
	return row && row->text ? in_a_sentence(catalog_lang_say(row->text)) :
		text;
}

/* The response that says so; *error -1: it is a bare 424. */
static const struct message *complaint(const struct transaction *t, int *error,
				       struct slice *text, struct slice *where)
{
	const struct message *const all[] = { t->final, t->provisional,
					      t->first };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!all[i] || !sip_index_header(&all[i]->sip,
						 HEADER_GEOLOCATION_ERROR, 0))
			continue;
		*error = emergency_error(all[i], text, where);
		if (*error >= 0)
			return all[i];
	}
	*error = -1;
	return t->status == 424 ? t->final : NULL;
}

static void check(const struct rule_view *v, struct report *out)
{
	const struct transaction *t = v->t;
	const struct message *m;
	struct slice where, text;
	int error;

	m = complaint(t, &error, &text, &where);
	if (!m || t->in_dialog || !emergency_of(t->request, NULL))
		return;
	report_number(out, "code", m->sip.status);
	if (error >= 0) {
		report_number(out, "error", error);
		report_text(out, "error_name", report_copy(out,
			meaning(error, text)));
		report_header(out, m, where, "error");
	} else {
		report_message(out, m, NULL);
	}
	report_header_id(out, t->request, HEADER_GEOLOCATION, "location");
	if (t->status / 100 == 2) {
		report_flag(out, "went_on", true);
		report_severity(out, SEVERITY_WARNING);
	}
	report_group_ip(out, &t->client);
	report_make(out);
}

const struct rule rule_emergency_location = {
	.id = FINDING_EMERGENCY_LOCATION,
	.on = RULE_ON(STORE_FINAL),
	.methods = RULE_METHOD(METHOD_INVITE), .needs_request = true,
	.aside = true, .check = check,
};
