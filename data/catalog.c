/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/catalog.h"

#include "data/catalog_lang.h"
#include "data/catalog_table.h"

#include <endian.h>
#include <errno.h>

_Static_assert(HEADER_COUNT <= 256, "a header id fits into a byte");
_Static_assert(METHOD_COUNT <= 256, "a method id fits into a byte");

static const char *const severity_names[] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};
static const char *const certainty_names[] = {
	[CERTAINTY_POSSIBLE] = "possible",
	[CERTAINTY_LIKELY] = "likely",
	[CERTAINTY_CERTAIN] = "certain",
};

const struct finding_text *catalog_finding(enum finding_id id)
{
	if ((unsigned)id - 1 >= FINDING_STATUS - 1)
		return NULL;
	return &catalog_findings[id - 1];
}

/* `status-NNN' or `status-Nxx': the finding of that row. */
static const struct finding_text *status_finding(struct slice code)
{
	const struct status_text *row;
	uint64_t number;

	if (code.len != 3 || code.p[0] < '1' || code.p[0] > '6')
		return NULL;
	if (slice_eq(slice_from(code, 1), SLICE("xx")))
		row = &catalog_classes[code.p[0] - '0'];
	else if (slice_to_uint(code, 699, &number) == 0)
		row = catalog_status((unsigned)number);
	else
		return NULL;
	return row && row->finding.titles && row->finding.titles[0] ?
		&row->finding : NULL;
}

const struct finding_text *catalog_finding_by_name(struct slice name)
{
	struct slice prefix = SLICE("status-");
	int i;

	if (slice_eq(slice_head(name, prefix.len), prefix))
		return status_finding(slice_from(name, prefix.len));
	for (i = 0; i < FINDING_STATUS - 1; i++)
		if (slice_eq(slice_cstr(catalog_findings[i].name), name))
			return &catalog_findings[i];
	return NULL;
}

const struct status_text *catalog_status(unsigned code)
{
	unsigned at;

	if (code < 100 || code > 699)
		return NULL;
	at = catalog_status_at[code - 100];
	return at ? &catalog_statuses[at - 1] : NULL;
}

const struct status_text *catalog_status_or_class(unsigned code)
{
	const struct status_text *row = catalog_status(code);

	if (!row && code >= 100 && code <= 699)
		row = &catalog_classes[code / 100];
	return row && row->name ? row : NULL;
}

const struct status_text *catalog_status_all(size_t *n)
{
	*n = catalog_status_count;
	return catalog_statuses;
}

const struct finding_text *catalog_finding_all(size_t *n)
{
	*n = FINDING_STATUS - 1;
	return catalog_findings;
}

const struct catalog_row *catalog_rows(enum catalog_table t, size_t *n)
{
	static const struct {
		const struct catalog_row *rows;
		const size_t *count;
	} tables[CATALOG_TABLE_COUNT] = {
		[CATALOG_WARNINGS] = { catalog_warnings,
				       &catalog_warnings_count },
		[CATALOG_Q850] = { catalog_q850, &catalog_q850_count },
		[CATALOG_METHODS] = { catalog_methods,
				      &catalog_methods_count },
		[CATALOG_HEADERS] = { catalog_headers,
				      &catalog_headers_count },
		[CATALOG_OPTION_TAGS] = { catalog_option_tags,
					  &catalog_option_tags_count },
		[CATALOG_EVENTS] = { catalog_events, &catalog_events_count },
		[CATALOG_TIMERS] = { catalog_timers, &catalog_timers_count },
		[CATALOG_REASONS] = { catalog_reasons,
				      &catalog_reasons_count },
		[CATALOG_VENDOR_CODES] = { catalog_vendor_codes,
					   &catalog_vendor_codes_count },
		[CATALOG_VALUES] = { catalog_values, &catalog_values_count },
	};

	*n = *tables[t].count;
	return tables[t].rows;
}

/* Keys that end with `*' stand for all names that begin so. */
static bool key_matches(const char *key, struct slice name)
{
	struct slice k = slice_cstr(key);

	if (k.len > 1 && k.p[k.len - 1] == '*')
		return slice_starts_nocase(name, slice_head(k, k.len - 1));
	return slice_eq_nocase(k, name);
}

const struct catalog_row *catalog_row_get(enum catalog_table t,
					  struct slice key)
{
	const struct catalog_row *rows;
	enum header_id header;
	size_t n, i;

	if (t == CATALOG_HEADERS) {
		header = catalog_header_find(key);
		return header ? &catalog_headers[header - 1] : NULL;
	}
	rows = catalog_rows(t, &n);
	for (i = 0; i < n; i++)
		if (key_matches(rows[i].key, key))
			return &rows[i];
	return NULL;
}

/* `503', `800-825', `560xxx' */
static bool covers(struct slice part, uint64_t code)
{
	size_t dash = slice_find(part, '-'), mask = slice_find(part, 'x');
	uint64_t low, high;

	if (slice_to_uint(slice_head(part, dash < mask ? dash : mask),
			  99999999, &low))
		return false;
	high = low;
	if (dash < part.len &&
	    slice_to_uint(slice_from(part, dash + 1), 99999999, &high))
		return false;
	for (; mask < part.len; mask++) {
		low *= 10;
		high = high * 10 + 9;
	}
	return code >= low && code <= high;
}

bool catalog_row_covers(const struct catalog_row *vendor, uint64_t code)
{
	struct slice rest = slice_cstr(vendor->key);
	size_t comma;

	for (rest = slice_head(rest, slice_find(rest, ' ')); rest.len;
	     rest = slice_from(rest, comma + 1)) {
		comma = slice_find(rest, ',');
		if (covers(slice_head(rest, comma), code))
			return true;
	}
	return false;
}

const char *catalog_severity_name(enum severity s)
{
	return severity_names[s];
}

const char *catalog_certainty_name(enum certainty c)
{
	return certainty_names[c];
}

int catalog_severity_parse(struct slice s, enum severity *out)
{
	int i;

	for (i = SEVERITY_INFO; i <= SEVERITY_ERROR; i++)
		if (slice_eq(slice_cstr(severity_names[i]), s)) {
			*out = (enum severity)i;
			return 0;
		}
	return -EINVAL;
}

const char *catalog_text(enum text_id id)
{
	return (unsigned)id < TEXT_COUNT ?
		catalog_lang_say(catalog_texts[id]) : "";
}

/* Same bytes; len is 2 to CATALOG_START.  Words that may overlap, and no call. */
static inline bool same(const char *a, const char *b, size_t len)
{
	uint64_t a8, b8, c8, d8;
	uint32_t a4, b4, c4, d4;

	if (len >= 8) {
		memcpy(&a8, a, 8);
		memcpy(&b8, b, 8);
		memcpy(&c8, a + len - 8, 8);
		memcpy(&d8, b + len - 8, 8);
		return !((a8 ^ b8) | (c8 ^ d8));
	}
	if (len >= 4) {
		memcpy(&a4, a, 4);
		memcpy(&b4, b, 4);
		memcpy(&c4, a + len - 4, 4);
		memcpy(&d4, b + len - 4, 4);
		return !((a4 ^ b4) | (c4 ^ d4));
	}
	return a[0] == b[0] && a[1] == b[1] && a[len - 1] == b[len - 1];
}

static inline uint64_t load_low(const char *p, size_t len)
{
	uint64_t v = 0;

	memcpy(&v, p, len);
	return le64toh(v);
}

/* The first bytes of a name as catalog_find_slot() wants them; len is at least 2.
 * Pieces that may overlap, for their lengths are known to the compiler. */
static inline uint64_t first_bytes(const char *p, size_t len)
{
	if (len >= 8)
		return load_low(p, 8);
	if (len >= 4)
		return load_low(p, 4) | load_low(p + len - 4, 4) << 8 * (len - 4);
	return load_low(p, 2) | load_low(p + len - 1, 1) << 8 * (len - 1);
}

/* The rest of find(): long names, other cases, names moved to a later slot. */
static __attribute__((noinline)) unsigned
find_on(const struct catalog_hash *h, struct slice name,
	const struct catalog_slot *s, bool any_case)
{
	while (s->len) {
		if (s->len == name.len &&
		    (any_case ? slice_eq_nocase(slice_cstr(s->name), name) :
				memcmp(s->name, name.p, name.len) == 0))
			return s->id;
		if (++s == h->slots + CATALOG_SLOTS)
			s = h->slots;
	}
	return 0;
}

/* The id of a name, 0 when unknown. */
static inline unsigned find(const struct catalog_hash *h, struct slice name,
			    bool any_case)
{
	const struct catalog_slot *s;

	if (name.len < 2 || name.len > 255)
		return 0;
	s = catalog_find_slot(h, first_bytes(name.p, name.len), name.len);
	if (s->len == name.len && s->len <= CATALOG_START &&
	    same(s->start, name.p, s->len))
		return s->id;
	return find_on(h, name, s, any_case);
}

const char *catalog_header_name(enum header_id id)
{
	if (id == HEADER_UNKNOWN || (unsigned)id >= HEADER_COUNT)
		return "";
	return catalog_headers[id - 1].key;
}

enum header_id catalog_header_find(struct slice name)
{
	unsigned letter;

	if (name.len == 1) {
		letter = (unsigned char)name.p[0] | 0x20U;
		return letter >= 'a' && letter <= 'z' &&
			(name.p[0] & 0x40) ?
			(enum header_id)catalog_compact[letter - 'a'] :
			HEADER_UNKNOWN;
	}
	return (enum header_id)find(&catalog_header_hash, name, true);
}

const char *catalog_method_name(enum method_id id)
{
	if (id == METHOD_UNKNOWN || (unsigned)id >= METHOD_COUNT)
		return "";
	return catalog_methods[id - 1].key;
}

enum method_id catalog_method_find(struct slice name)
{
	/* Nearly all that is sent. */
	switch (name.len) {
	case 3:
		if (!memcmp(name.p, "ACK", 3))
			return METHOD_ACK;
		if (!memcmp(name.p, "BYE", 3))
			return METHOD_BYE;
		break;
	case 6:
		if (!memcmp(name.p, "INVITE", 6))
			return METHOD_INVITE;
		break;
	case 7:
		if (!memcmp(name.p, "OPTIONS", 7))
			return METHOD_OPTIONS;
		break;
	case 8:
		if (!memcmp(name.p, "REGISTER", 8))
			return METHOD_REGISTER;
		break;
	}
	return (enum method_id)find(&catalog_method_hash, name, false);
}
