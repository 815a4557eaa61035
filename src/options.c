/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "capture/capture.h"
#include "options_table.h"

#include <errno.h>
#include <getopt.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { LONG_MAX_OPTIONS = 64 };

static int list_add(struct options_list *l, const char *item)
{
	void *p = l->items;

	if (mem_grow(&p, &l->cap, l->n + 1, sizeof(*l->items)))
		return -ENOMEM;
	l->items = p;
	l->items[l->n++] = item;
	return 0;
}

static int bad(struct strbuf *err, const char *option, const char *value,
	       const char *want)
{
	strbuf_fmt(err, "bad %s `", option);
	utf8_show(err, slice_cstr(value));
	strbuf_fmt(err, "': want %s", want);
	return -EINVAL;
}

static int number(const char *value, uint64_t max, uint64_t *out)
{
	return slice_to_uint(slice_cstr(value), max, out) || !*out ? -EINVAL : 0;
}

/* One of a list of words; its place, or -EINVAL. */
static int word(const char *value, const char *const *words)
{
	for (int i = 0; words[i]; i++) {
		if (strcmp(value, words[i]) == 0)
			return i;
	}
	return -EINVAL;
}

int options_codes_read(const char *s, struct options_codes *out)
{
	uint64_t n;

	if (strlen(s) != 3 || s[0] < '1' || s[0] > '6')
		return -EINVAL;
	if ((s[1] == 'x' || s[1] == 'X') && (s[2] == 'x' || s[2] == 'X')) {
		out->low = (unsigned)(s[0] - '0') * 100;
		out->high = out->low + 99;
		return 0;
	}
	if (slice_to_uint(slice_cstr(s), 699, &n))
		return -EINVAL;
	out->low = out->high = (unsigned)n;
	return 0;
}

static int take_presentation(struct options *o, int key, const char *v,
			     struct strbuf *err)
{
	static const char *const formats[] = { "text", "json", "md",
						"html", "csv", NULL };
	static const char *const colors[] = { "auto", "always", "never", NULL };
	static const char *const times[] = { "local", "utc", "relative", NULL };
	int w;

	switch (key) {
	case 'f':
		w = word(v, formats);
		if (w < 0)
			return bad(err, "--format", v, "text, json, md, html "
				   "or csv");
		o->format = (enum options_format)w;
		return 0;
	case OPT_COLOR:
		w = word(v, colors);
		if (w < 0)
			return bad(err, "--color", v, "auto, always or never");
		o->color = (enum options_color)w;
		return 0;
	case OPT_TIME:
		w = word(v, times);
		if (w < 0)
			return bad(err, "--time", v, "local, utc or relative");
		o->time = (enum clock_style)w;
		return 0;
	default: /* OPT_LANG */
		if (catalog_lang_find(slice_cstr(v), &o->lang))
			return bad(err, "--lang", v,
				   "en, vi, ja, es, id or ru");
		o->has_lang = true;
		return 0;
	}
}

static int take_number(struct options *o, int key, const char *v,
		       struct strbuf *err)
{
	uint64_t n;

	switch (key) {
	case 'c':
		if (number(v, UINT64_MAX / 2, &n))
			return bad(err, "--count", v,
				   "a number of messages, 1 or more");
		o->count = n;
		return 0;
	case 'd':
		if (number(v, 1000000000, &n))
			return bad(err, "--duration", v,
				   "whole seconds, 1 or more");
		o->duration = (int64_t)n * CLOCK_S;
		return 0;
	case 's':
		if (strcmp(v, "0") == 0) /* as in tcpdump: the most */
			v = "262144";
		if (number(v, 262144, &n))
			return bad(err, "-s", v, "bytes, 1 to 262144");
		o->snaplen = (int)n;
		return 0;
	default: /* 'B' */
		if (number(v, 2097151, &n))
			return bad(err, "-B", v, "KiB, 1 to 2097151");
		o->buffer_kib = (int)n;
		return 0;
	}
}

/* Does this name or pattern fit a finding that can be made, or at least one
 * that can be explained? */
static bool is_finding(const char *name, bool sought)
{
	size_t n, m;
	const struct finding_text *all = catalog_finding_all(&n);
	const struct status_text *codes = catalog_status_all(&m);
	struct options_codes unregistered;

	if (strncmp(name, "status-", 7) == 0 &&
	    options_codes_read(name + 7, &unregistered) == 0)
		return unregistered.low >= 300;
	while (n--) {
		if ((all[n].sought || !sought) &&
		    slice_glob(name, slice_cstr(all[n].name)))
			return true;
	}
	while (m--) {
		if (codes[m].code >= 300 &&
		    slice_glob(name, slice_cstr(codes[m].finding.name)))
			return true;
	}
	return false;
}

/* Its name is right, but nothing looks for it. */
static int bad_finding(struct strbuf *err, const char *option, const char *v,
		       const char *want)
{
	return bad(err, option, v, !is_finding(v, false) ? want :
		   "a finding that this version looks for; this one it can "
		   "only --explain");
}

static int take_selection(struct options *o, int key, const char *v,
			  struct strbuf *err)
{
	struct options_codes codes;
	enum severity severity;

	switch (key) {
	case OPT_CALL_ID:
		return list_add(&o->call_ids, v);
	case OPT_FROM:
		return list_add(&o->froms, v);
	case OPT_TO:
		return list_add(&o->tos, v);
	case OPT_METHOD:
		return list_add(&o->methods, v);
	case OPT_STATUS:
		if (options_codes_read(v, &codes))
			return bad(err, "--status", v,
				   "a code from 100 to 699, or a class as 4xx");
		return list_add(&o->statuses, v);
	case OPT_FINDING:
		if (!is_finding(v, true))
			return bad_finding(err, "--finding", v, "the name of a "
				"finding (sipexplain --list findings), * and ? "
				"allowed");
		return list_add(&o->findings, v);
	case OPT_SEVERITY:
		if (catalog_severity_parse(slice_cstr(v), &severity))
			return bad(err, "--severity", v,
				   "info, warning or error");
		if (!o->has_severity || severity < o->severity)
			o->severity = severity;
		o->has_severity = true;
		return 0;
	default: /* OPT_FAIL_ON */
		if (catalog_severity_parse(slice_cstr(v), &severity) &&
		    !is_finding(v, true))
			return bad_finding(err, "--fail-on", v, "info, "
				"warning, error or a finding (sipexplain "
				"--list findings)");
		return list_add(&o->fail_on, v);
	}
}

/* Of the words that open the reference only one may be given. */
static int take_mode(struct options *o, int key, const char *v,
		     struct strbuf *err)
{
	static const struct { int key; enum options_mode mode; } modes[] = {
		{ OPT_EXPLAIN, MODE_EXPLAIN }, { OPT_COMPARE, MODE_COMPARE },
		{ OPT_LIST, MODE_LIST }, { 'D', MODE_INTERFACES },
		{ OPT_PRINT_FILTER, MODE_PRINT_FILTER },
		{ 'h', MODE_HELP }, { 'V', MODE_VERSION },
		{ OPT_CHECK_KNOWLEDGE, MODE_CHECK_KNOWLEDGE },
		{ OPT_COMPLETION, MODE_COMPLETION },
	};
	enum options_mode mode = MODE_CAPTURE;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (modes[i].key == key)
			mode = modes[i].mode;
	}
	if (o->mode == MODE_HELP || o->mode == MODE_VERSION)
		return 0;
	if (o->mode != MODE_CAPTURE && o->mode != mode &&
	    mode != MODE_HELP && mode != MODE_VERSION) {
		strbuf_adds(err, "--explain, --compare, --list, "
			    "--print-filter, --check-knowledge, --completion "
			    "and -D exclude each other: give one of them");
		return -EINVAL;
	}
	o->mode = mode;
	return v ? list_add(&o->topics, v) : 0;
}

/* Options that are on or off. */
static int take_flag(struct options *o, int key)
{
	switch (key) {
	case 'q':
		o->verbosity = VERBOSITY_QUIET;
		break;
	case 'v':
		if (o->verbosity < VERBOSITY_NORMAL)
			o->verbosity = VERBOSITY_NORMAL;
		if (o->verbosity < VERBOSITY_ALL)
			o->verbosity++;
		break;
	case 'p':
		o->no_promiscuous = true;
		break;
	case OPT_SHOW_SECRETS:
		o->show_secrets = true;
		break;
	case OPT_STRICT:
		o->strict = true;
		break;
	case OPT_PEERS:
		o->peers = true;
		break;
	case OPT_LEGS:
		o->legs = true;
		break;
	case OPT_ALL:
		o->all = true;
		break;
	default: /* n, l, U: accepted for habit's sake */
		break;
	}
	return 0;
}

static int take(struct options *o, int key, const char *v, struct strbuf *err)
{
	switch (key) {
	case 'i':
		return list_add(&o->interfaces, v);
	case 'r':
		return list_add(&o->files, v);
	case 'o':
		o->output = v;
		return 0;
	case 'w':
		o->write = v;
		return 0;
	case OPT_USER:
		o->user = v;
		return 0;
	case OPT_KNOWLEDGE:
		return list_add(&o->knowledge, v);
	case OPT_PASSWORD:
		return list_add(&o->passwords, v);
	case 'q':
	case 'v':
	case 'p':
	case OPT_SHOW_SECRETS:
	case OPT_STRICT:
	case OPT_PEERS:
	case OPT_LEGS:
	case OPT_ALL:
	case 'n':
	case 'l':
	case 'U':
		return take_flag(o, key);
	case 'f':
	case OPT_COLOR:
	case OPT_TIME:
	case OPT_LANG:
		return take_presentation(o, key, v, err);
	case 'c':
	case 'd':
	case 's':
	case 'B':
		return take_number(o, key, v, err);
	case OPT_EXPLAIN:
	case OPT_COMPARE:
	case OPT_LIST:
	case OPT_PRINT_FILTER:
	case OPT_CHECK_KNOWLEDGE:
	case OPT_COMPLETION:
	case 'D':
	case 'h':
	case 'V':
		return take_mode(o, key, v, err);
	default:
		return take_selection(o, key, v, err);
	}
}

/* getopt's two views of the table.  --list's KIND and the second CODE of
 * --compare (and further ones) are operands. */
static void getopt_views(struct option *longs, char *shorts)
{
	size_t n = 0;

	*shorts++ = ':';
	for (size_t i = 0; i < options_table_len; i++) {
		const struct option_row *r = &options_table[i];
		bool arg = r->arg && r->key != OPT_LIST;

		if (r->name && n + 1 < LONG_MAX_OPTIONS)
			longs[n++] = (struct option){
				r->name, arg ? required_argument : no_argument,
				NULL, r->key };
		if (r->key < 256) {
			*shorts++ = (char)r->key;
			if (arg)
				*shorts++ = ':';
		}
	}
	longs[n] = (struct option){ NULL, 0, NULL, 0 };
	*shorts = '\0';
}

/* Edit distance for short words (the longer at most 31), for `did you mean'. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[32], la = (unsigned)strlen(a), lb = (unsigned)strlen(b);

	if (la > 31 || lb > 31)
		return 99;
	for (unsigned j = 0; j <= lb; j++)
		row[j] = j;
	for (unsigned i = 1; i <= la; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= lb; j++) {
			unsigned change = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < change)
				change = row[j] + 1;
			row[j] = row[j - 1] + 1 < change ? row[j - 1] + 1 :
				change;
		}
	}
	return row[lb];
}

static void unknown_option(struct strbuf *err, const char *given)
{
	const char *nearest = NULL;
	unsigned best = 4;

	strbuf_adds(err, "unknown option `");
	utf8_show(err, slice_cstr(given));
	strbuf_addc(err, '\'');
	if (strncmp(given, "--", 2) == 0) {
		for (size_t i = 0; i < options_table_len; i++) {
			const char *name = options_table[i].name;
			unsigned d = name ? distance(given + 2, name) : 99;

			if (d < best) {
				best = d;
				nearest = name;
			}
		}
	}
	if (nearest)
		strbuf_fmt(err, ": did you mean --%s?", nearest);
	else
		strbuf_adds(err, ": see sipexplain --help");
}

/* Which formats there are depends on what is shown. */
static int check_format(const struct options *o, struct strbuf *err)
{
	bool page = o->mode == MODE_EXPLAIN || o->mode == MODE_COMPARE;
	bool list = o->mode == MODE_LIST;
	const char *why = NULL;

	if (o->mode == MODE_HELP || o->mode == MODE_VERSION)
		return 0;
	if (o->format == FORMAT_CSV && page)
		why = "csv is for --list: --explain and --compare are written "
			"as text, json, md or html";
	else if (o->format == FORMAT_HTML && list)
		why = "html is for --explain and --compare: --list is written "
			"as text, json, md or csv";
	else if (o->format > FORMAT_JSON && !page && !list)
		why = "md, html and csv are for --explain, --compare and "
			"--list: everything else is written as text or json";
	if (why)
		strbuf_fmt(err, "--format %s", why);
	return why ? -EINVAL : 0;
}

static int check(const struct options *o, struct strbuf *err)
{
	if (check_format(o, err))
		return -EINVAL;
	if (o->mode != MODE_CAPTURE)
		return 0;
	if (o->files.n && o->interfaces.n) {
		strbuf_fmt(err, "both an interface (`%s') and a file (`%s'): "
			   "capture live or read files, one at a time",
			   o->interfaces.items[0], o->files.items[0]);
		return -EINVAL;
	}
	return 0;
}

int options_read(struct options *o, int argc, char **argv, struct strbuf *err)
{
	struct option longs[LONG_MAX_OPTIONS];
	char shorts[2 * LONG_MAX_OPTIONS];
	int key, rc;

	*o = (struct options){ .verbosity = VERBOSITY_NORMAL,
			       .user = "nobody" };
	getopt_views(longs, shorts);
	optind = 0; /* a fresh start, also of the reordering */
	while ((key = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (key == '?') {
			char letter[] = { '-', (char)optopt, '\0' };

			unknown_option(err, optopt > 0 && optopt < 256 ?
				       letter : argv[optind - 1]);
			return -EINVAL;
		}
		if (key == ':') {
			strbuf_fmt(err, "option `%s' wants a value: see "
				   "sipexplain --help", argv[optind - 1]);
			return -EINVAL;
		}
		rc = take(o, key, optarg, err);
		if (rc)
			return rc;
	}
	for (int i = optind; i < argc; i++) {
		rc = list_add(&o->rest, argv[i]);
		if (rc)
			return rc;
	}
	return check(o, err);
}

static bool file_exists(const char *name)
{
	struct stat st;

	return strcmp(name, "-") == 0 || stat(name, &st) == 0;
}

/* Does this begin like somebody's file rather than a filter? */
static bool like_file(const char *s)
{
	static const char *const ends[] = { ".pcap", ".pcapng", ".cap", ".gz",
					    ".zst" };
	size_t n = strcspn(s, " "), k;

	if (*s == '/' || *s == '.')
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		k = strlen(ends[i]);
		if (n > k && memcmp(s + n - k, ends[i], k) == 0)
			return true;
	}
	return false;
}

/* Somebody may have meant something else. */
static void neither(struct strbuf *err, struct slice text)
{
	struct options_codes codes;
	char name[IF_NAMESIZE];

	strbuf_addc(err, '`');
	utf8_show(err, text);
	strbuf_adds(err, "' is neither a file nor a valid filter");
	if (text.len >= sizeof(name))
		return;
	memcpy(name, text.p, text.len);
	name[text.len] = '\0';
	if (!options_codes_read(name, &codes))
		strbuf_fmt(err, "; what it means says sipexplain --explain %s",
			   name);
	else if (if_nametoindex(name) || !strcmp(name, "any"))
		strbuf_fmt(err, "; to listen there: sipexplain -i %s", name);
}

static int take_filter(struct options *o, const struct strbuf *text,
		       struct strbuf *err)
{
	struct capture_error why = { { 0 } };
	bool ok = capture_filter_valid(strbuf_str(text), &why);

	if (!ok && (!o->files.n || like_file(strbuf_str(text))) &&
	    !o->interfaces.n)
		neither(err, slice_head(strbuf_view(text), o->files.n ||
			like_file(strbuf_str(text)) ?
			strcspn(strbuf_str(text), " ") : text->len));
	else if (!ok)
		strbuf_adds(err, strbuf_str(&why.text));
	strbuf_fini(&why.text);
	if (!ok)
		return -EINVAL;
	o->filter = mem_strndup(strbuf_view(text));
	return o->filter ? 0 : -ENOMEM;
}

int options_operands(struct options *o, struct strbuf *err)
{
	struct strbuf filter = { 0 };
	int rc = 0;

	if (o->mode == MODE_EXPLAIN || o->mode == MODE_COMPARE ||
	    o->mode == MODE_LIST || o->mode == MODE_CHECK_KNOWLEDGE) {
		for (size_t i = 0; i < o->rest.n && !rc; i++)
			rc = list_add(&o->topics, o->rest.items[i]);
		return rc;
	}
	for (size_t i = 0; i < o->rest.n && !rc; i++) {
		const char *s = o->rest.items[i];

		if ((!o->interfaces.n || like_file(s)) && file_exists(s)) {
			rc = list_add(&o->files, s);
			continue;
		}
		if (filter.len)
			strbuf_addc(&filter, ' ');
		strbuf_adds(&filter, s);
	}
	if (!rc)
		rc = filter.failed ? -ENOMEM : check(o, err);
	if (!rc && filter.len)
		rc = take_filter(o, &filter, err);
	strbuf_fini(&filter);
	return rc;
}

void options_fini(struct options *o)
{
	struct options_list *lists[] = {
		&o->files, &o->interfaces, &o->topics, &o->rest, &o->call_ids,
		&o->froms, &o->tos, &o->methods, &o->findings, &o->statuses,
		&o->fail_on, &o->knowledge, &o->passwords,
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		free(lists[i]->items);
	free(o->filter);
}
