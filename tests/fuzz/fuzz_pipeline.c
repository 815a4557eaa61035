/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes as a saved capture through the whole program: text with everything
 * shown, JSON with a selection and -w.  Nothing but damage may be complained
 * about, and only as the exit status says. */
#include "capture/capture.h"
#include "pipeline.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void complain(const char *sentence, void *arg)
{
	unsigned *complaints = arg;

	must(sentence && *sentence);
	++*complaints;
}

static void save(struct pipeline *p, const struct options *o,
		 struct capture *c, struct capture_error *err)
{
	struct capture_writer *w;

	if (!o->write)
		return;
	w = capture_writer_new(o->write, c, err);
	if (w)
		must(!pipeline_save(p, w));
}

static void run(const struct options *o, struct capture *c,
		struct capture_error *err)
{
	volatile sig_atomic_t stop = 0;
	struct render_sink *sink;
	unsigned complaints = 0;
	struct pipeline *p;
	int status;

	must(!sink_open(&sink, o->output));
	p = pipeline_new(o, c, sink);
	must(p);
	save(p, o, c, err);
	status = pipeline_run(p, &stop, complain, &complaints);
	/* 2: frames of several link types do not fit one pcap file. */
	must(status == 0 || status == 1 || status == 3 ||
	     (status == 2 && o->write));
	must((status > 1) == (complaints > 0));
	pipeline_free(p);
	must(!sink_close(sink));
}

static void once(struct slice bytes, int argc, char **argv)
{
	struct capture_error err = { { 0 } };
	struct capture *c = capture_new();
	struct options o;

	must(c && !options_read(&o, argc, argv, &err.text));
	o.one_thread = true; /* what fails, fails again */
	if (!capture_add_bytes(c, "fuzz", bytes, &err))
		run(&o, c, &err);
	options_fini(&o);
	capture_free(c);
	strbuf_fini(&err.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text[] = { "sipexplain", "-vv", "--strict", "--color=always",
			 "--time=relative", "-o", "/dev/null", NULL };
	char *json[] = { "sipexplain", "-vv", "--format=json", "-w",
			 "/dev/null", "--from=*", "--severity=info",
			 "--fail-on=error", "-o", "/dev/null", NULL };
	struct slice bytes = slice_of((const char *)data, size);

	once(bytes, sizeof(text) / sizeof(*text) - 1, text);
	once(bytes, sizeof(json) / sizeof(*json) - 1, json);
	return 0;
}
