/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever a site's file holds, it is read or refused with line and reason. */
#include "diagnose/site.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
	unsigned lines, last;
	int n;
};

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void on_mistake(unsigned line, const char *what, void *arg)
{
	struct told *t = arg;

	must(line >= 1 && line <= t->lines && *what);
	t->n++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = slice_of((const char *)data, size);
	struct strbuf only = { 0 };
	struct told t = { .lines = 1 };
	struct site *s = site_new();
	size_t seen = 0;
	int rc;

	if (!s)
		return 0;
	for (size_t i = 0; i < size; i++)
		t.lines += data[i] == '\n';
	rc = site_read(s, text, on_mistake, &t);
	must(rc == t.n);
	for (unsigned code = 100; code < 700; code += 100)
		for (size_t n = 0; site_page(s, code, NULL, n, &only); n++)
			seen++;
	must(!seen || site_remedies(s));
	must(site_remedies(s) >= site_stanzas(s));
	strbuf_fini(&only);
	site_free(s);
	return 0;
}
