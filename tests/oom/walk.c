/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk.h"

#include "knowledge.h"
#include "pipeline.h"
#include "render/pages.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define SAVED "oom-walk.pcapng" /* in the build directory, for a moment */

enum { WORDS = 16 };

static void nothing(const char *sentence, void *arg)
{
	(void)sentence;
	(void)arg;
}

/* -w, which may find no memory like everything else. */
static int save(struct pipeline *p, struct capture *c)
{
	struct capture_error why = { { 0 } };
	struct capture_writer *w = capture_writer_new(SAVED, c, &why);
	int rc = w ? pipeline_save(p, w) : -ENOMEM;

	strbuf_fini(&why.text);
	return rc;
}

static int run(const struct options *o, struct capture *c,
	       const struct site *site)
{
	static const volatile sig_atomic_t stop = 0;
	struct render_sink *sink;
	struct pipeline *p;
	int rc = sink_open(&sink, o->output);

	if (rc)
		return rc;
	p = pipeline_new(o, c, sink);
	if (p)
		pipeline_use_site(p, site);
	rc = p ? save(p, c) : -ENOMEM;
	if (!rc)
		pipeline_run(p, &stop, nothing, NULL);
	pipeline_free(p);
	sink_close(sink);
	unlink(SAVED);
	return rc;
}

/* Pages of the reference; they say nothing when they lack memory. */
static int explain(const struct options *o, const struct site *site)
{
	struct pages_options po = { .format = o->format == FORMAT_JSON ?
				    PAGES_JSON : PAGES_TEXT, .site = site };
	struct render_sink *sink;
	int rc = sink_open(&sink, o->output);

	for (size_t i = 0; !rc && i < o->topics.n; i++) {
		struct strbuf near = { 0 };

		pages_explain(sink, &po, slice_cstr(o->topics.items[i]), &near);
		strbuf_fini(&near);
	}
	if (!rc)
		sink_close(sink);
	return rc;
}

static int read_files(const struct options *o, const struct site *site)
{
	struct capture_error why = { { 0 } };
	struct capture *c = capture_new();
	int rc = c ? 0 : -ENOMEM;

	for (size_t i = 0; !rc && i < o->files.n; i++)
		rc = capture_add_file(c, o->files.items[i], &why);
	if (!rc)
		rc = run(o, c, site);
	capture_free(c);
	strbuf_fini(&why.text);
	return rc;
}

static int run_as(int argc, char **argv, enum options_format format)
{
	struct options o;
	struct strbuf err = { 0 };
	struct site *site = NULL;
	int rc = options_read(&o, argc, argv, &err);

	o.one_thread = true; /* allocations in the same order each time */
	if (!rc)
		rc = options_operands(&o, &err);
	o.format = format;
	if (!rc)
		rc = knowledge_load(&site, "/nowhere", &o.knowledge, nothing,
				    NULL);
	if (!rc)
		rc = o.topics.n ? explain(&o, site) : read_files(&o, site);
	site_free(site);
	options_fini(&o);
	strbuf_fini(&err);
	return rc;
}

int walk_once(const char *words)
{
	char room[512], *argv[WORDS + 3] = { room, room, NULL }, *more;
	int argc = 2, rc;

	if (strlen(words) + 32 > sizeof(room))
		return -EINVAL;
	/* The names of program and output lie before the words. */
	memcpy(room, "-o/dev/null", sizeof("-o/dev/null"));
	strcpy(room + 16, words);
	for (char *w = strtok_r(room + 16, " ", &more); w && argc < WORDS;
	     w = strtok_r(NULL, " ", &more))
		argv[argc++] = w;
	argv[argc] = NULL;
	rc = run_as(argc, argv, FORMAT_TEXT);
	return rc ? rc : run_as(argc, argv, FORMAT_JSON);
}
