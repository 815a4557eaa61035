/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk.h"

#include "pipeline.h"

#include <errno.h>
#include <unistd.h>

#define SAVED "oom-walk.pcapng" /* in the build directory, for a moment */

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

static int run(const struct options *o, struct capture *c)
{
	static const volatile sig_atomic_t stop = 0;
	struct render_sink *sink;
	struct pipeline *p;
	int rc = sink_open(&sink, o->output);

	if (rc)
		return rc;
	p = pipeline_new(o, c, sink);
	rc = p ? save(p, c) : -ENOMEM;
	if (!rc)
		pipeline_run(p, &stop, nothing, NULL);
	pipeline_free(p);
	sink_close(sink);
	unlink(SAVED);
	return rc;
}

static int read_as(const char *file, enum options_format format)
{
	char *argv[] = { (char *)(uintptr_t)"sipexplain",
			 (char *)(uintptr_t)"-vv",
			 (char *)(uintptr_t)"--strict",
			 (char *)(uintptr_t)"-o/dev/null",
			 (char *)(uintptr_t)file, NULL };
	struct options o;
	struct strbuf err = { 0 };
	struct capture_error why = { { 0 } };
	struct capture *c = capture_new();
	int rc = options_read(&o, 5, argv, &err);

	o.one_thread = true; /* allocations in the same order each time */
	if (!rc)
		rc = options_operands(&o, &err);
	o.format = format;
	if (!rc)
		rc = c ? capture_add_file(c, file, &why) : -ENOMEM;
	if (!rc)
		rc = run(&o, c);
	capture_free(c);
	options_fini(&o);
	strbuf_fini(&err);
	strbuf_fini(&why.text);
	return rc;
}

int walk_once(const char *file)
{
	int rc = read_as(file, FORMAT_TEXT);

	return rc ? rc : read_as(file, FORMAT_JSON);
}
