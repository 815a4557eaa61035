/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/page.h"

static void add(struct pages_matches *out, struct pages_match m)
{
	if (out->n == PAGES_MATCHES)
		return;
	for (size_t i = 0; i < out->n; i++) {
		if (m.row && out->m[i].row == m.row)
			return;
	}
	out->m[out->n++] = m;
}

static void add_row(struct pages_matches *out, enum catalog_table t,
		    const struct catalog_row *row)
{
	if (row)
		add(out, (struct pages_match){ .table = t, .row = row });
}

static void by_key(struct pages_matches *out, enum catalog_table t,
		   struct slice key)
{
	add_row(out, t, catalog_row_get(t, key));
}

const struct status_text *pages_find_class(struct slice topic)
{
	unsigned code, end;

	if (topic.len != 3 || topic.p[0] < '1' || topic.p[0] > '6' ||
	    !slice_eq_nocase(slice_from(topic, 1), SLICE("xx")))
		return NULL;
	code = (unsigned)(topic.p[0] - '0') * 100;
	for (end = code + 100; code < end && catalog_status(code); code++)
		;
	/* a code with a row of its own (100, 300 ...) is not the class */
	return catalog_status_or_class(code);
}

static void vendors(struct pages_matches *out, uint64_t code)
{
	size_t n;
	const struct catalog_row *rows = catalog_rows(CATALOG_VENDOR_CODES, &n);

	for (size_t i = 0; i < n; i++) {
		if (catalog_row_covers(&rows[i], code))
			add_row(out, CATALOG_VENDOR_CODES, &rows[i]);
	}
}

/* `400 Missing Contact Header', in as many spellings as there are. */
static void spelt(struct pages_matches *out, struct slice topic)
{
	size_t n;
	const struct catalog_row *rows = catalog_rows(CATALOG_VENDOR_CODES, &n);

	for (size_t i = 0; i < n; i++) {
		if (slice_eq_nocase(slice_cstr(rows[i].key), topic))
			add_row(out, CATALOG_VENDOR_CODES, &rows[i]);
	}
}

/* What vendors make of a registered code stands on its own page. */
static void number(struct pages_matches *out, struct slice topic)
{
	const struct status_text *s = NULL;
	uint64_t code;
	size_t before;

	if (slice_to_uint(topic, 99999999, &code))
		return;
	if (topic.len == 3)
		s = catalog_status_or_class((unsigned)code);
	before = out->n;
	if (!s || s->code != code)
		vendors(out, code);
	if (s && out->n == before)
		add(out, (struct pages_match){ .status = s,
					       .code = (unsigned)code });
	by_key(out, CATALOG_WARNINGS, topic);
	if (!out->n) /* 34: of Q.850, as nothing else has this number */
		by_key(out, CATALOG_Q850, topic);
}

/* `B', `Timer B', `TimerB', `timer-b', `Timer N' which has a longer key.  One
 * small letter alone is the short form of a header. */
static void timer(struct pages_matches *out, struct slice topic)
{
	struct slice word = SLICE("Timer");
	bool spoken = slice_starts_nocase(topic, word);
	const struct catalog_row *rows;
	size_t n;

	if (!spoken && topic.len == 1 && topic.p[0] >= 'a')
		return;
	by_key(out, CATALOG_TIMERS, topic);
	if (!spoken)
		return;
	topic = slice_from(topic, word.len);
	while (topic.len > 1 && strchr(" -:", topic.p[0]))
		topic = slice_from(topic, 1);
	by_key(out, CATALOG_TIMERS, topic);
	rows = catalog_rows(CATALOG_TIMERS, &n);
	for (size_t i = 0; i < n && topic.len; i++) {
		if (rows[i].name && slice_eq_nocase(topic, slice_from(
			slice_cstr(rows[i].name), word.len + 1)))
			add_row(out, CATALOG_TIMERS, &rows[i]);
	}
}

/* `id' of `Privacy:id' is asked for by itself; `100' or `A' could be anything. */
static bool is_word(struct slice value)
{
	uint64_t number;

	return value.len > 1 && slice_to_uint(value, 99999999, &number);
}

/* `Privacy:id', `id'; `Digest', which no header or protocol is called. */
static void values(struct pages_matches *out, struct slice topic)
{
	size_t n, before = out->n;
	const struct catalog_row *rows = catalog_rows(CATALOG_VALUES, &n);
	struct slice group = { NULL, 0 };

	by_key(out, CATALOG_VALUES, topic);
	for (size_t i = 0; i < n; i++) {
		struct slice key = slice_cstr(rows[i].key);
		size_t colon = slice_find(key, ':');

		if (is_word(topic) &&
		    slice_eq_nocase(slice_from(key, colon + 1), topic))
			add_row(out, CATALOG_VALUES, &rows[i]);
		if (slice_eq_nocase(slice_head(key, colon), topic))
			group = slice_head(key, colon);
	}
	if (group.len && !before)
		add(out, (struct pages_match){ .group = group });
}

static void name(struct pages_matches *out, struct slice topic)
{
	const struct finding_text *f;
	const struct status_text *s = pages_find_class(topic);

	if (s) {
		add(out, (struct pages_match){ .status = s });
		return;
	}
	if (slice_starts_nocase(topic, SLICE("status-"))) {
		name(out, slice_from(topic, 7));
		number(out, slice_from(topic, 7));
		return;
	}
	f = catalog_finding_by_name(topic);
	if (f)
		add(out, (struct pages_match){ .finding = f });
	by_key(out, CATALOG_METHODS, topic);
	by_key(out, CATALOG_HEADERS, topic);
	by_key(out, CATALOG_OPTION_TAGS, topic);
	by_key(out, CATALOG_EVENTS, topic);
	timer(out, topic);
	by_key(out, CATALOG_REASONS, topic);
	spelt(out, topic);
	values(out, topic);
}

static const struct {
	const char *prefix;
	enum catalog_table table;
} kinds[] = {
	{ "Q.850:", CATALOG_Q850 }, { "Q850:", CATALOG_Q850 },
	{ "Q.850;cause=", CATALOG_Q850 }, { "cause:", CATALOG_Q850 },
	{ "Warning:", CATALOG_WARNINGS }, { "method:", CATALOG_METHODS },
	{ "header:", CATALOG_HEADERS }, { "tag:", CATALOG_OPTION_TAGS },
	{ "option-tag:", CATALOG_OPTION_TAGS },
	{ "Require:", CATALOG_OPTION_TAGS },
	{ "Proxy-Require:", CATALOG_OPTION_TAGS },
	{ "Supported:", CATALOG_OPTION_TAGS },
	{ "Unsupported:", CATALOG_OPTION_TAGS }, { "Event:", CATALOG_EVENTS },
	{ "Allow-Events:", CATALOG_EVENTS }, { "timer:", CATALOG_TIMERS },
	{ "value:", CATALOG_VALUES }, { "vendor-code:", CATALOG_VENDOR_CODES },
};

/* `Q.850:34', `cause:34', `Warning:305', `Event: dialog' */
static bool prefixed(struct pages_matches *out, struct slice topic)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct slice prefix = slice_cstr(kinds[i].prefix), key;
		uint64_t code;

		if (!slice_starts_nocase(topic, prefix))
			continue;
		key = slice_trim(slice_from(topic, prefix.len));
		if (kinds[i].table == CATALOG_Q850)
			key = slice_head(key, slice_find(key, ';'));
		by_key(out, kinds[i].table, key);
		if (kinds[i].table == CATALOG_VENDOR_CODES &&
		    !slice_to_uint(key, 99999999, &code))
			vendors(out, code);
		return true;
	}
	return false;
}

/* `SIP;cause=486', `Preemption;cause=2;text="..."': a cause of a Reason */
static bool cause_of(struct pages_matches *out, struct slice topic)
{
	struct slice mark = SLICE(";cause="), protocol, cause, key;
	size_t at = slice_search(topic, mark), colon, n;
	const struct catalog_row *rows = catalog_rows(CATALOG_REASONS, &n);

	if (at == topic.len) {
		mark = SLICE(":");
		at = slice_find(topic, ':');
	}
	protocol = slice_head(topic, at);
	cause = slice_from(topic, at + mark.len);
	cause = slice_trim(slice_head(cause, slice_find(cause, ';')));
	if (!protocol.len || !cause.len)
		return false;
	for (size_t i = 0; i < n; i++) {
		key = slice_cstr(rows[i].key);
		colon = slice_find(key, ':');
		if (slice_eq_nocase(slice_head(key, colon), protocol) &&
		    slice_eq(slice_from(key, colon + 1), cause))
			add_row(out, CATALOG_REASONS, &rows[i]);
	}
	if (slice_eq_nocase(protocol, SLICE("SIP")) ||
	    slice_eq_nocase(protocol, SLICE("STIR")))
		number(out, cause);
	return out->n > 0;
}

void pages_find_topic(struct pages_matches *out, struct slice topic)
{
	struct slice reason = SLICE("Reason:");

	out->n = 0;
	topic = slice_trim(topic);
	if (topic.len > 1 && topic.p[topic.len - 1] == ':')
		topic.len--; /* `Via:' */
	if (topic.len > reason.len && slice_starts_nocase(topic, reason))
		topic = slice_trim(slice_from(topic, reason.len));
	if (!topic.len || prefixed(out, topic) || cause_of(out, topic))
		return;
	number(out, topic);
	name(out, topic);
}
