/* SPDX-License-Identifier: BSD-2-Clause */
/* What makes one document of all pages of a call. */
#include "render/page.h"

#include "base/utf8.h"
#include "data/catalog_lang.h"

static const char style[] =
	"body{font:1rem/1.5 sans-serif;max-width:50rem;margin:0 auto;"
	"padding:1rem;overflow-wrap:break-word}\n"
	"h1{font-size:1.5rem;margin-bottom:0}h2{font-size:1.2rem}\n"
	".kind{margin-top:0;opacity:.75}\n"
	"dt{font-weight:bold;margin-top:.75rem}dd{margin-left:1rem}\n"
	"ul{padding-left:1.2rem;margin:0}\n"
	"div{overflow-x:auto}table{border-collapse:collapse}\n"
	"th,td{border:1px solid;padding:.25rem .5rem;text-align:left;"
	"vertical-align:top;min-width:8rem}\n"
	"tr>th:first-child{min-width:4rem}\n"
	"article+article{border-top:1px solid;margin-top:2rem}\n";

void pages_frame_begin(struct render_sink *s, const struct pages_options *o,
		       const char *const *topics, size_t n)
{
	struct strbuf b = { 0 }, shown = { 0 };

	if (o->format != PAGES_HTML)
		return;
	strbuf_fmt(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
		   "<meta charset=\"utf-8\"/>\n"
		   "<meta name=\"viewport\" content=\"width=device-width, "
		   "initial-scale=1\"/>\n<title>",
		   catalog_lang_name(catalog_lang_used()));
	for (size_t i = 0; i < n; i++) {
		utf8_show(&shown, slice_cstr(topics[i]));
		strbuf_adds(&shown, ", ");
	}
	strbuf_adds(&shown, "sipexplain");
	page_html_letters(&b, strbuf_view(&shown));
	strbuf_adds(&b, "</title>\n<style>\n");
	strbuf_adds(&b, style);
	strbuf_adds(&b, "</style>\n</head>\n<body>\n");
	sink_put(s, strbuf_view(&b), false);
	strbuf_fini(&b);
	strbuf_fini(&shown);
}

void pages_frame_end(struct render_sink *s, const struct pages_options *o)
{
	if (o->format == PAGES_HTML)
		sink_put(s, SLICE("</body>\n</html>\n"), true);
}
