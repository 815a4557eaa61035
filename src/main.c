/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "base/utf8.h"
#include "capture/privileges.h"
#include "capture/versions.h"
#include "completion.h"
#include "dissect/dissector.h"
#include "filter_note.h"
#include "knowledge.h"
#include "options.h"
#include "password.h"
#include "pipeline.h"
#include "render/fill.h"
#include "render/pages.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile sig_atomic_t stop_requested;

static void on_signal(int sig)
{
	(void)sig;
	stop_requested = 1;
}

static void complain(const char *sentence, void *arg)
{
	(void)arg;
	fflush(stdout);
	fprintf(stderr, "sipexplain: %s\n", sentence);
}

/* A name that somebody chose, safe to show. */
static void quote(struct strbuf *b, const char *name)
{
	strbuf_addc(b, '`');
	utf8_show(b, slice_cstr(name));
	strbuf_addc(b, '\'');
}

static int complain_buf(struct strbuf *b, int status)
{
	complain(strbuf_str(b), NULL);
	strbuf_fini(b);
	return status;
}

static int no_memory(void)
{
	complain("out of memory", NULL);
	return 2;
}

static int print(struct strbuf *b)
{
	int rc = fputs(strbuf_str(b), stdout) < 0 || fflush(stdout) ? 2 : 0;

	strbuf_fini(b);
	return rc && errno == EPIPE ? 0 : rc;
}

/* The first ends the reading; output that nobody takes may hold up the summary
 * then, so the second ends all. */
static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal,
				.sa_flags = SA_RESTART | SA_RESETHAND };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

/* --- the reference --- */

static int unknown_topic(const char *what, const char *topic,
			 struct strbuf *near)
{
	struct strbuf b = { 0 };

	strbuf_fmt(&b, "%s ", what);
	quote(&b, topic);
	strbuf_adds(&b, " is not known");
	if (near->len)
		strbuf_fmt(&b, "; near to it: %s", strbuf_str(near));
	strbuf_fini(near);
	return complain_buf(&b, 2);
}

static int explain(const struct options *o, struct render_sink *sink,
		   const struct pages_options *po)
{
	int status = 0;

	if (!o->topics.n) {
		complain("--explain wants a topic: a code (420), a finding, a "
			 "header ...", NULL);
		return 2;
	}
	for (size_t i = 0; i < o->topics.n; i++) {
		struct strbuf near = { 0 };

		if (pages_explain(sink, po, slice_cstr(o->topics.items[i]),
				  &near))
			status = unknown_topic("topic", o->topics.items[i],
					       &near);
		strbuf_fini(&near);
	}
	return status;
}

/* The code at the start of p.  People write `401 407', and as well `401,407',
 * `401/407' and `401-407'. */
static size_t code_len(const char *p)
{
	size_t n = 0;

	while (p[n] && p[n] != ',' && p[n] != ' ' &&
	       !((p[n] == '/' || p[n] == '-') && p[n + 1] >= '0' &&
		 p[n + 1] <= '9'))
		n++;
	return n;
}

/* Each with a NUL behind it; gives how many. */
static size_t split_codes(struct strbuf *out, const struct options_list *given)
{
	size_t count = 0;

	for (size_t i = 0; i < given->n; i++) {
		for (const char *p = given->items[i]; *p;) {
			size_t n = code_len(p);

			if (n) {
				strbuf_add(out, p, n);
				strbuf_addc(out, '\0');
				count++;
			}
			p += n + !!p[n];
		}
	}
	return count;
}

/* n of them in words. */
static int compare_codes(const struct strbuf *words, size_t n,
			 struct render_sink *sink,
			 const struct pages_options *po)
{
	const char **codes = calloc(n, sizeof(*codes)), *p = words->p;
	struct strbuf near = { 0 };
	size_t bad = 0;
	int rc = -ENOMEM, status = 0;

	if (codes && !words->failed) {
		for (size_t i = 0; i < n; i++, p += strlen(p) + 1)
			codes[i] = p;
		rc = pages_compare(sink, po, codes, n, &bad, &near);
	}
	if (rc == -ENOMEM)
		status = no_memory();
	else if (rc)
		status = unknown_topic("code", codes[bad], &near);
	strbuf_fini(&near);
	free(codes);
	return status;
}

static int compare(const struct options *o, struct render_sink *sink,
		   const struct pages_options *po)
{
	struct strbuf words = { 0 };
	size_t n = split_codes(&words, &o->topics);
	int status = 2;

	if (n < 2)
		complain("--compare wants two codes or more: sipexplain "
			 "--compare 486 603", NULL);
	else
		status = compare_codes(&words, n, sink, po);
	strbuf_fini(&words);
	return status;
}

static int list(const struct options *o, struct render_sink *sink,
		const struct pages_options *po)
{
	struct strbuf near = { 0 };
	const char *kind = o->topics.n ? o->topics.items[0] : NULL;

	if (pages_list(sink, po, kind, &near))
		return unknown_topic("kind", kind ? kind : "", &near);
	strbuf_fini(&near);
	return 0;
}

static int open_output(const struct options *o, struct render_sink **sink)
{
	struct strbuf b = { 0 };
	int rc = sink_open(sink, o->output);

	if (!rc)
		return 0;
	strbuf_adds(&b, "cannot write ");
	quote(&b, o->output ? o->output : "-");
	strbuf_fmt(&b, ": %s", strerror(-rc));
	return complain_buf(&b, 2);
}

/* A closed pipe is no error; a full disk is. */
static int close_output(const struct options *o, struct render_sink *sink,
			int status)
{
	int rc = sink_close(sink);
	struct strbuf b = { 0 };

	if (!rc || rc == -EPIPE)
		return status;
	strbuf_adds(&b, "writing ");
	quote(&b, o->output ? o->output : "-");
	strbuf_fmt(&b, " failed: %s", strerror(-rc));
	return complain_buf(&b, 2);
}

static enum pages_format pages_format(enum options_format format)
{
	static const enum pages_format formats[] = {
		[FORMAT_TEXT] = PAGES_TEXT, [FORMAT_JSON] = PAGES_JSON,
		[FORMAT_MD] = PAGES_MD, [FORMAT_HTML] = PAGES_HTML,
		[FORMAT_CSV] = PAGES_CSV,
	};

	return formats[format];
}

static int reference(const struct options *o, const struct site *site)
{
	struct render_sink *sink;
	struct pages_options po = { .site = site,
				    .format = pages_format(o->format) };
	int status;

	if (open_output(o, &sink))
		return 2;
	po.color = o->color == COLOR_ALWAYS ||
		(o->color == COLOR_AUTO && sink_is_terminal(sink) &&
		 !getenv("NO_COLOR"));
	po.columns = sink_columns(sink);
	pages_frame_begin(sink, &po, o->topics.items, o->topics.n);
	if (o->mode == MODE_EXPLAIN)
		status = explain(o, sink, &po);
	else if (o->mode == MODE_COMPARE)
		status = compare(o, sink, &po);
	else
		status = list(o, sink, &po);
	pages_frame_end(sink, &po);
	return close_output(o, sink, status);
}

static int check_knowledge(const struct options *o)
{
	struct strbuf b = { 0 };
	int rc = knowledge_check(&o->topics, &b, complain, NULL);
	int status = print(&b);

	return rc == -ENOMEM ? no_memory() : rc ? 2 : status;
}

static int interfaces(void)
{
	struct strbuf b = { 0 };
	struct capture_error err = { { 0 } };

	if (capture_list_interfaces(&b, &err))
		return complain_buf(&err.text, 2);
	return print(&b);
}

/* Of the first interface named, else of Ethernet.  A line for standard output;
 * what cannot be a line of it goes to standard error. */
static int print_filter(const struct options *o)
{
	struct fill_value v[FILL_MAX] = { { "filter", o->filter } };
	struct strbuf b = { 0 }, apart = { 0 };
	int rc = 0;

	if (!o->all)
		rc = capture_filter_sip_text(&b, o->interfaces.n ?
			o->interfaces.items[0] : NULL, o->filter);
	else if (o->filter)
		strbuf_adds(&b, o->filter);
	else
		fill_plain(&apart, TEXT_NO_FILTER);
	if (rc == -EINVAL)
		fill_text(&apart, TEXT_FILTER_APART, v);
	if (b.len)
		strbuf_addc(&b, '\n');
	rc = rc == -ENOMEM ? no_memory() : print(&b);
	if (apart.len)
		complain(strbuf_str(&apart), NULL);
	strbuf_fini(&apart);
	return rc;
}

static int completion(const struct options *o)
{
	struct strbuf b = { 0 };
	const char *what = o->topics.items[0];
	int rc = completion_print(&b, what);

	if (!rc)
		return print(&b);
	strbuf_fini(&b);
	if (rc == -ENOMEM)
		return no_memory();
	strbuf_adds(&b, "bad --completion ");
	quote(&b, what);
	strbuf_adds(&b, ": want bash, zsh or fish");
	return complain_buf(&b, 2);
}

static int version(void)
{
	struct strbuf b = { 0 };

	strbuf_adds(&b, PACKAGE_STRING "\n");
	versions_add(&b);
	return print(&b);
}

/* --- the capture --- */

/* Is there nothing to read in a source, as far as its interfaces are known? */
static bool unreadable(const struct capture *c, unsigned source)
{
	struct capture_interface known;
	unsigned i;

	for (i = 0; capture_interface(c, source, i, &known); i++)
		if (dissector_knows_link(known.link_type))
			return false;
	return i > 0;
}

/* Link types nobody reads end the run before it looks like an answer.  Where one
 * interface of several can be read, the frames of the others are counted. */
static int check_links(struct capture *c, struct capture_error *err)
{
	for (unsigned i = 0; i < capture_sources(c); i++) {
		int link = capture_link(c, i);

		if (!unreadable(c, i))
			continue;
		quote(&err->text, capture_name(c, i));
		strbuf_fmt(&err->text, " has link type %s (%d), which is not "
			   "read: capture on Ethernet, `any', loopback or a "
			   "raw IP interface", capture_link_name(link), link);
		return -EINVAL;
	}
	return 0;
}

static int open_sources(const struct options *o, struct capture *c,
			struct capture_error *err)
{
	struct capture_live_options live = {
		.snaplen = o->snaplen, .buffer_kib = o->buffer_kib,
		.promiscuous = !o->no_promiscuous };
	int rc = 0;

	for (size_t i = 0; i < o->files.n && !rc; i++)
		rc = capture_add_file(c, o->files.items[i], err);
	for (size_t i = 0; i < o->interfaces.n && !rc; i++)
		rc = capture_add_live(c, o->interfaces.items[i], &live, err);
	if (!rc)
		rc = check_links(c, err);
	if (!rc && capture_is_live(c) && !o->all)
		rc = capture_filter_sip(c, o->filter, err);
	else if (!rc && o->filter)
		rc = capture_filter(c, o->filter, err);
	return rc;
}

static int open_writer(const struct options *o, struct capture *c,
		       struct pipeline *p, struct capture_error *err)
{
	struct capture_writer *w;

	if (!o->write)
		return 0;
	if (capture_reads(c, o->write)) {
		quote(&err->text, o->write);
		strbuf_adds(&err->text, " is being read: give -w another name");
		return -EINVAL;
	}
	w = capture_writer_new(o->write, c, err);
	if (!w)
		return -EINVAL;
	return pipeline_save(p, w);
}

static void say_listening(const struct options *o)
{
	struct fill_value v[FILL_MAX] = { { "interfaces", NULL },
					  { "filter", NULL } };
	struct strbuf names = { 0 }, b = { 0 };

	for (size_t i = 0; i < o->interfaces.n; i++) {
		strbuf_adds(&names, i ? ", " : "");
		utf8_show(&names, slice_cstr(o->interfaces.items[i]));
	}
	v[0].text = strbuf_str(&names);
	v[1].text = o->filter;
	if (o->all)
		fill_text(&b, o->filter ? TEXT_LISTENING_FILTER :
			  TEXT_LISTENING_ALL, v);
	else
		fill_text(&b, o->filter ? TEXT_LISTENING_NARROW :
			  TEXT_LISTENING, v);
	complain(strbuf_str(&b), NULL);
	strbuf_fini(&names);
	strbuf_fini(&b);
}

/* Live, what a filter loses is lost for good: better known at once. */
static void say_filter(const struct options *o, const struct capture *c)
{
	struct capture_filter_loss loss;
	struct strbuf b = { 0 };

	if (!o->filter)
		return;
	if (!capture_filter_loses(c, o->filter, &loss))
		filter_note_loss(&b, o->filter, &loss);
	if (b.len)
		complain(strbuf_str(&b), NULL);
	strbuf_fini(&loss.better);
	strbuf_fini(&b);
}

static int run(const struct options *o, struct capture *c,
	       struct render_sink *sink, const struct site *site)
{
	struct capture_error err = { { 0 } };
	struct pipeline *p = pipeline_new(o, c, sink);
	int status;

	if (!p)
		return no_memory();
	pipeline_use_site(p, site);
	status = password_load(pipeline_passwords(p), &o->passwords, complain,
			       NULL);
	if (status) {
		pipeline_free(p);
		return status == -ENOMEM ? no_memory() : 2;
	}
	if (open_writer(o, c, p, &err) || privileges_drop(o->user, &err)) {
		pipeline_free(p);
		return err.text.len ? complain_buf(&err.text, 2) : no_memory();
	}
	catch_signals();
	if (capture_is_live(c)) {
		say_filter(o, c);
		say_listening(o);
	}
	status = pipeline_run(p, &stop_requested, complain, NULL);
	pipeline_free(p);
	strbuf_fini(&err.text);
	return status;
}

static int capture(const struct options *o, const struct site *site)
{
	struct capture_error err = { { 0 } };
	struct capture *c = capture_new();
	struct render_sink *sink;
	int status;

	if (!c)
		return no_memory();
	capture_watch(c, &stop_requested);
	if (open_sources(o, c, &err)) {
		capture_free(c);
		return err.text.len ? complain_buf(&err.text, 2) : no_memory();
	}
	if (o->output && capture_reads(c, o->output)) {
		quote(&err.text, o->output);
		strbuf_adds(&err.text, " is being read: give -o another name");
		capture_free(c);
		return complain_buf(&err.text, 2);
	}
	if (open_output(o, &sink)) {
		capture_free(c);
		return 2;
	}
	status = run(o, c, sink, site);
	status = close_output(o, sink, status);
	capture_free(c);
	strbuf_fini(&err.text);
	return status;
}

static int help(bool short_form)
{
	struct strbuf b = { 0 };

	options_help(&b, short_form);
	if (!short_form)
		return print(&b);
	fputs(strbuf_str(&b), stderr);
	strbuf_fini(&b);
	return 2;
}

/* What a program reads is English unless somebody asks for more. */
static void choose_language(const struct options *o)
{
	struct catalog_lang_locale e = { getenv("LC_ALL"),
		getenv("LC_MESSAGES"), getenv("LANG"), getenv("LANGUAGE") };

	if (o->has_lang)
		catalog_lang_use(o->lang);
	else if (o->format != FORMAT_JSON && o->format != FORMAT_CSV)
		catalog_lang_use(catalog_lang_of(&e));
}

static int act(const struct options *o, const struct site *site)
{
	switch (o->mode) {
	case MODE_HELP:
		return help(false);
	case MODE_VERSION:
		return version();
	case MODE_INTERFACES:
		return interfaces();
	case MODE_PRINT_FILTER:
		return print_filter(o);
	case MODE_CHECK_KNOWLEDGE:
		return check_knowledge(o);
	case MODE_COMPLETION:
		return completion(o);
	case MODE_EXPLAIN:
	case MODE_COMPARE:
	case MODE_LIST:
		return reference(o, site);
	case MODE_CAPTURE:
		break;
	}
	if (!o->files.n && !o->interfaces.n) {
		if (!o->filter)
			return help(true);
		complain("a filter but nothing to read: name a file, or an "
			 "interface with -i", NULL);
		return 2;
	}
	return capture(o, site);
}

/* What reads captures or explains uses the site's own knowledge. */
static int load_knowledge(const struct options *o, struct site **site)
{
	int rc = 0;

	*site = NULL;
	if (o->mode == MODE_CAPTURE || o->mode == MODE_EXPLAIN)
		rc = knowledge_load(site, "/etc/sipexplain", &o->knowledge,
				    complain, NULL);
	return rc == -ENOMEM ? no_memory() : rc ? 2 : 0;
}

int main(int argc, char **argv)
{
	struct options o;
	struct site *site;
	struct strbuf err = { 0 };
	int status;

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN); /* writing fails with EPIPE instead */
	if (options_read(&o, argc, argv, &err) || options_operands(&o, &err)) {
		options_fini(&o);
		return err.len ? complain_buf(&err, 2) : no_memory();
	}
	choose_language(&o);
	status = load_knowledge(&o, &site);
	if (!status)
		status = act(&o, site);
	site_free(site);
	options_fini(&o);
	strbuf_fini(&err);
	return status;
}
