/* SPDX-License-Identifier: BSD-2-Clause */
#include "select.h"

#include "dissect/sip_value.h"

enum { NAME_MAX_LEN = 64 };

bool select_active(const struct options *o)
{
	return o->call_ids.n || o->froms.n || o->tos.n || o->methods.n ||
		o->statuses.n || o->findings.n || o->has_severity;
}

static bool any_glob(const struct options_list *l, struct slice s)
{
	for (size_t i = 0; i < l->n; i++) {
		if (slice_glob(l->items[i], s))
			return true;
	}
	return false;
}

/* user@host of a URI, as one slice of it (no parameters, no scheme). */
static struct slice user_host(const struct sip_value_uri_parts *u)
{
	const char *end = u->host.p + u->host.len;

	return u->user.len ? slice_of(u->user.p, (size_t)(end - u->user.p)) :
		u->host;
}

/* WHO is the user, user@host, host, the URI or the display name. */
static bool who(const struct options_list *l, struct slice value)
{
	struct slice uri = sip_value_uri(value);
	struct sip_value_uri_parts u;

	if (!l->n)
		return true;
	if (!value.p)
		return false;
	if (any_glob(l, uri) || any_glob(l, sip_value_display(value)))
		return true;
	return sip_value_uri_split(uri, &u) &&
		(any_glob(l, u.user) || any_glob(l, u.host) ||
		 any_glob(l, user_host(&u)));
}

static bool status(const struct options_list *l, unsigned code)
{
	struct options_codes range;

	for (size_t i = 0; i < l->n; i++) {
		if (!options_codes_read(l->items[i], &range) &&
		    code >= range.low && code <= range.high)
			return true;
	}
	return l->n == 0;
}

static bool method(const struct options_list *l, struct slice name)
{
	for (size_t i = 0; i < l->n; i++) {
		if (slice_eq_nocase(slice_cstr(l->items[i]), name))
			return true;
	}
	return l->n == 0;
}

bool select_transaction(const struct options *o, const struct transaction *t)
{
	const struct sip_index *m = &transaction_any(t)->sip;

	return (!o->call_ids.n || any_glob(&o->call_ids, t->call->call_id)) &&
		method(&o->methods, transaction_method(t)) &&
		status(&o->statuses, t->status) &&
		who(&o->froms, sip_index_value(m, HEADER_FROM)) &&
		who(&o->tos, sip_index_value(m, HEADER_TO));
}

static bool finding(const struct options *o, struct slice name,
		    enum severity severity)
{
	return (!o->findings.n || any_glob(&o->findings, name)) &&
		(!o->has_severity || severity >= o->severity);
}

bool select_reported(const struct options *o, const struct transaction *t)
{
	if (!select_transaction(o, t))
		return false;
	if (!o->findings.n && !o->has_severity)
		return true;
	for (unsigned i = 0; i < t->n_findings; i++) {
		struct finding f = {
			.id = (enum finding_id)t->findings[i].id,
			.status = t->findings[i].status,
			.text = t->findings[i].id == FINDING_STATUS ? NULL :
				catalog_finding((enum finding_id)
						t->findings[i].id),
		};
		char name[NAME_MAX_LEN];

		if (finding(o, slice_cstr(finding_name(&f, name,
						       sizeof(name))),
			    (enum severity)t->findings[i].severity))
			return true;
	}
	return false;
}

bool select_finding(const struct options *o, const struct finding *f)
{
	char name[NAME_MAX_LEN];

	if (f->transaction ? !select_transaction(o, f->transaction) :
	    o->call_ids.n || o->froms.n || o->tos.n || o->methods.n ||
	    o->statuses.n)
		return false;
	return finding(o, slice_cstr(finding_name(f, name, sizeof(name))),
		       f->severity);
}

bool select_fails(const struct options *o, const struct finding *f)
{
	char buf[NAME_MAX_LEN];
	const char *name = finding_name(f, buf, sizeof(buf));
	enum severity level;

	for (size_t i = 0; i < o->fail_on.n; i++) {
		if (catalog_severity_parse(slice_cstr(o->fail_on.items[i]),
					   &level) == 0) {
			if (f->severity >= level)
				return true;
		} else if (slice_glob(o->fail_on.items[i], slice_cstr(name))) {
			return true;
		}
	}
	return false;
}
