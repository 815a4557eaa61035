/* SPDX-License-Identifier: BSD-2-Clause */
#include "completion.h"

#include "data/catalog.h"
#include "data/catalog_lang.h"
#include "data/catalog_scanner.h"
#include "data/catalog_stack.h"

#include <errno.h>
#include <string.h>

enum { DESCRIPTION_MAX = 60 }; /* bytes; shells show it beside the name */

/* PREFIX NAME, TAB, the beginning of its text; names that a shell would take
 * for several are left out. */
static void add(struct strbuf *out, const char *prefix, struct slice name,
		const char *text)
{
	struct slice s = slice_cstr(text ? catalog_lang_say(text) : "");

	if (slice_find(name, ' ') < name.len || slice_find(name, '*') < name.len)
		return;
	strbuf_adds(out, prefix);
	strbuf_slice(out, name);
	strbuf_addc(out, '\t');
	if (s.len > DESCRIPTION_MAX) {
		s.len = DESCRIPTION_MAX;
		while (s.len && ((unsigned char)s.p[s.len] & 0xc0) == 0x80)
			s.len--; /* no half characters */
	}
	strbuf_slice(out, s);
	strbuf_addc(out, '\n');
}

static void codes(struct strbuf *out)
{
	size_t n;
	const struct status_text *all = catalog_status_all(&n);
	char name[4];

	for (size_t i = 0; i < n; i++) {
		for (unsigned d = 0, v = all[i].code; d < 3; d++, v /= 10)
			name[2 - d] = (char)('0' + v % 10);
		name[3] = '\0';
		add(out, "", slice_cstr(name), all[i].name);
	}
}

static void classes(struct strbuf *out)
{
	char name[] = "1xx";

	for (; name[0] <= '6'; name[0]++)
		add(out, "", slice_cstr(name), NULL);
}

static void codes_and_classes(struct strbuf *out)
{
	codes(out);
	classes(out);
}

static void findings_of(struct strbuf *out, bool sought)
{
	size_t n;
	const struct finding_text *all = catalog_finding_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i].sought || !sought)
			add(out, "", slice_cstr(all[i].name), all[i].label);
}

/* Those of --finding: what a rule looks for, and the answers. */
static void findings(struct strbuf *out)
{
	size_t n;
	const struct status_text *all = catalog_status_all(&n);

	findings_of(out, true);
	for (size_t i = 0; i < n; i++)
		if (all[i].code >= 300)
			add(out, "", slice_cstr(all[i].finding.name),
			    all[i].name);
}

static void failures(struct strbuf *out)
{
	for (int s = SEVERITY_INFO; s <= SEVERITY_ERROR; s++)
		add(out, "", slice_cstr(catalog_severity_name(
			(enum severity)s)), NULL);
	findings(out);
}

static void rows(struct strbuf *out, const char *prefix, enum catalog_table t)
{
	size_t n;
	const struct catalog_row *all = catalog_rows(t, &n);

	for (size_t i = 0; i < n; i++)
		add(out, prefix, slice_cstr(all[i].key), all[i].name ?
		    all[i].name : all[i].text);
}

static void methods(struct strbuf *out)
{
	rows(out, "", CATALOG_METHODS);
}

/* The number alone, once; ranges and lists are not for completion. */
static void vendor_codes(struct strbuf *out)
{
	struct slice last = { NULL, 0 };
	size_t n;
	const struct catalog_row *all = catalog_rows(CATALOG_VENDOR_CODES, &n);

	for (size_t i = 0; i < n; i++) {
		struct slice key = slice_cstr(all[i].key);
		struct slice code = slice_head(key, slice_find(key, ' '));
		uint64_t number;

		if (slice_to_uint(code, 99999999, &number) ||
		    slice_eq(code, last) || catalog_status((unsigned)number))
			continue;
		add(out, "", code, all[i].who);
		last = code;
	}
}

static void programs(struct strbuf *out)
{
	size_t n;
	const struct catalog_stack *stacks = catalog_stack_all(&n);
	const struct catalog_scanner *scanners;

	for (size_t i = 0; i < n; i++)
		add(out, "", slice_cstr(stacks[i].key), stacks[i].name);
	scanners = catalog_scanner_all(&n);
	for (size_t i = 0; i < n; i++)
		add(out, "", slice_cstr(scanners[i].key), scanners[i].name);
}

static void topics(struct strbuf *out)
{
	codes_and_classes(out);
	findings_of(out, false);
	rows(out, "", CATALOG_HEADERS);
	rows(out, "", CATALOG_METHODS);
	rows(out, "", CATALOG_OPTION_TAGS);
	rows(out, "", CATALOG_EVENTS);
	rows(out, "", CATALOG_REASONS);
	rows(out, "", CATALOG_VALUES);
	rows(out, "timer:", CATALOG_TIMERS);
	rows(out, "Q.850:", CATALOG_Q850);
	rows(out, "Warning:", CATALOG_WARNINGS);
	vendor_codes(out);
	programs(out);
}

int completion_names(struct strbuf *out, const char *what)
{
	static const struct {
		const char *what;
		void (*add)(struct strbuf *out);
	} names[] = {
		{ "topics", topics }, { "codes", codes_and_classes },
		{ "numbers", codes }, { "findings", findings },
		{ "failures", failures }, { "methods", methods },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i].what, what) != 0)
			continue;
		names[i].add(out);
		return out->failed ? -ENOMEM : 0;
	}
	return -ENOENT;
}
