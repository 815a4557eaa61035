/* SPDX-License-Identifier: BSD-2-Clause */
#include "knowledge.h"

#include "base/utf8.h"
#include "render/layout.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

struct teller {
	const char *file;
	knowledge_say_fn *say;
	void *arg;
};

static void on_mistake(unsigned line, const char *what, void *arg)
{
	struct teller *t = arg;
	struct strbuf b = { 0 };

	utf8_show(&b, slice_cstr(t->file));
	strbuf_fmt(&b, ":%u: %s", line, what);
	t->say(strbuf_str(&b), t->arg);
	strbuf_fini(&b);
}

static int cannot(const struct teller *t, const char *why)
{
	struct strbuf b = { 0 };

	strbuf_adds(&b, "cannot read `");
	utf8_show(&b, slice_cstr(t->file));
	strbuf_fmt(&b, "': %s", why);
	t->say(strbuf_str(&b), t->arg);
	strbuf_fini(&b);
	return -EINVAL;
}

/* The whole file; -EINVAL (told) or -ENOMEM. */
static int slurp(const struct teller *t, struct strbuf *text)
{
	FILE *f = fopen(t->file, "re");
	char buf[4096];
	size_t n;
	int rc = 0;

	if (!f)
		return cannot(t, strerror(errno));
	while (text->len <= SITE_TEXT_MAX &&
	       (n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(text, buf, n);
	if (ferror(f))
		rc = cannot(t, strerror(errno));
	else if (text->len > SITE_TEXT_MAX)
		rc = cannot(t, "it has more than 1 MiB");
	fclose(f);
	return text->failed ? -ENOMEM : rc;
}

/* 0; -EINVAL: mistakes were told. */
static int read_file(struct site *s, const struct teller *t)
{
	struct strbuf text = { 0 };
	int rc = slurp(t, &text);

	if (!rc)
		rc = site_read(s, strbuf_view(&text), on_mistake,
			       (void *)(uintptr_t)t);
	strbuf_fini(&text);
	return rc > 0 ? -EINVAL : rc;
}

/* What /etc has wrong must not stop who looks for a fault at night. */
static int read_dir(struct site *s, const char *dir, struct teller *t)
{
	struct strbuf pattern = { 0 };
	glob_t found;
	int rc = 0;

	strbuf_fmt(&pattern, "%s/*.txt", dir);
	if (pattern.failed || glob(strbuf_str(&pattern), 0, NULL, &found)) {
		rc = pattern.failed ? -ENOMEM : 0; /* else nothing is there */
		strbuf_fini(&pattern);
		return rc;
	}
	for (size_t i = 0; i < found.gl_pathc && rc != -ENOMEM; i++) {
		t->file = found.gl_pathv[i];
		rc = read_file(s, t);
	}
	globfree(&found);
	strbuf_fini(&pattern);
	return rc == -ENOMEM ? rc : 0;
}

int knowledge_load(struct site **out, const char *dir,
		   const struct options_list *files, knowledge_say_fn *say,
		   void *arg)
{
	struct teller t = { .say = say, .arg = arg };
	struct site *s = site_new();
	int rc;

	*out = NULL;
	if (!s)
		return -ENOMEM;
	rc = read_dir(s, dir, &t);
	for (size_t i = 0; i < files->n && !rc; i++) {
		t.file = files->items[i];
		rc = read_file(s, &t);
	}
	if (!rc && site_stanzas(s))
		*out = s;
	else
		site_free(s);
	return rc;
}

int knowledge_check(const struct options_list *files, struct strbuf *out,
		    knowledge_say_fn *say, void *arg)
{
	struct teller t = { .say = say, .arg = arg };
	int rc = 0, one;

	for (size_t i = 0; i < files->n && rc != -ENOMEM; i++) {
		struct site *s = site_new();

		t.file = files->items[i];
		one = s ? read_file(s, &t) : -ENOMEM;
		if (!one) {
			utf8_show(out, slice_cstr(t.file));
			strbuf_adds(out, ": no mistake; stanzas: ");
			layout_number(out, site_stanzas(s));
			strbuf_adds(out, ", remedies: ");
			layout_number(out, site_remedies(s));
			strbuf_addc(out, '\n');
		} else if (rc != -ENOMEM) {
			rc = one;
		}
		site_free(s);
	}
	return rc;
}
