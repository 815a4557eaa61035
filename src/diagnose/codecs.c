/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/codecs.h"

static bool has_voice(const struct sdp_media *m)
{
	return slice_eq_nocase(m->type, SLICE("audio")) ||
		slice_eq_nocase(m->type, SLICE("video"));
}

const struct sdp_format *codecs_next(const struct sdp *s, unsigned *at)
{
	for (; *at < s->n_media * SDP_MAX_FORMATS; ++*at) {
		const struct sdp_media *m = &s->media[*at / SDP_MAX_FORMATS];
		unsigned k = *at % SDP_MAX_FORMATS;

		if (k < m->n_formats && m->formats[k].is_codec &&
		    has_voice(m))
			return &m->formats[(*at)++ % SDP_MAX_FORMATS];
	}
	return NULL;
}

bool codecs_takes(const struct sdp *s, const struct sdp_format *f)
{
	const struct sdp_format *g;
	unsigned at = 0;

	while ((g = codecs_next(s, &at))) {
		if (sdp_same_codec(f, g))
			return true;
	}
	return false;
}

bool codecs_has(const struct sdp *s, const struct sdp *other)
{
	const struct sdp_format *f;
	unsigned at = 0;

	while ((f = codecs_next(s, &at))) {
		if (!other || codecs_takes(other, f))
			return true;
	}
	return false;
}

void codecs_item(struct report *out, const struct sdp_format *f)
{
	report_item(out, f->name.len ? f->name : f->format);
}

void codecs_list(struct report *out, const char *name, const struct sdp *s)
{
	const struct sdp_format *f;
	unsigned at = 0;

	report_list(out, name);
	while ((f = codecs_next(s, &at)))
		codecs_item(out, f);
}

void codecs_lines(struct report *out, const struct message *m,
		  const struct sdp *s, const char *mark)
{
	for (unsigned i = 0; i < s->n_media && i < 2; i++) {
		const struct sdp_media *d = &s->media[i];
		const struct sdp_format *last;
		struct slice where = slice_of(NULL, 0);

		if (d->n_formats) {
			last = &d->formats[d->n_formats - 1];
			where = slice_of(d->formats[0].format.p, (size_t)(
				last->format.p + last->format.len -
				d->formats[0].format.p));
		}
		report_body(out, m, d->line, where);
		report_body_mark(out, mark);
	}
}
