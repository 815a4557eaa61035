/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sdp.h"

#include "dissect/sip_scan.h"
#include "dissect/sip_value.h"

/* Static payload types (RFC 3551 6). */
static const struct {
	const char *name;
	uint32_t clock;
	uint8_t channels;
} static_types[35] = {
	[0] = { "PCMU", 8000, 1 },   [3] = { "GSM", 8000, 1 },
	[4] = { "G723", 8000, 1 },   [5] = { "DVI4", 8000, 1 },
	[6] = { "DVI4", 16000, 1 },  [7] = { "LPC", 8000, 1 },
	[8] = { "PCMA", 8000, 1 },   [9] = { "G722", 8000, 1 },
	[10] = { "L16", 44100, 2 },  [11] = { "L16", 44100, 1 },
	[12] = { "QCELP", 8000, 1 }, [13] = { "CN", 8000, 1 },
	[14] = { "MPA", 90000, 1 },  [15] = { "G728", 8000, 1 },
	[16] = { "DVI4", 11025, 1 }, [17] = { "DVI4", 22050, 1 },
	[18] = { "G729", 8000, 1 },  [25] = { "CelB", 90000, 1 },
	[26] = { "JPEG", 90000, 1 }, [28] = { "nv", 90000, 1 },
	[31] = { "H261", 90000, 1 }, [32] = { "MPV", 90000, 1 },
	[33] = { "MP2T", 90000, 1 }, [34] = { "H263", 90000, 1 },
};

/* Formats that carry no audio or video of their own, by the length of the name:
 * no two but `red' and `rtx' have the same. */
static bool names_codec(struct slice name)
{
	static const char *const helpers[16] = {
		[15] = "telephone-event", [4] = "tone", [2] = "CN",
		[3] = "red", [6] = "ulpfec", [9] = "parityfec",
		[7] = "flexfec", [10] = "flexfec-03",
	};
	const char *helper = name.len < 16 ? helpers[name.len] : NULL;

	if (!helper || (*helper ^ *name.p) & ~0x20)
		return true;
	return !slice_eq_nocase(name, slice_of(helper, name.len)) &&
		!slice_eq_nocase(name, SLICE("rtx"));
}

/* The line at the start of *rest; CR LF, LF and CR end it. */
static bool next_line(struct slice *rest, struct slice *line)
{
	const char *p = rest->p, *stop;
	size_t end, next;

	if (!rest->len)
		return false;
	stop = p + rest->len;
	p = sip_scan_low(p, stop, '\r');
	while (p < stop && *p != '\r' && *p != '\n')
		p = sip_scan_low(p + 1, stop, '\r');
	end = (size_t)(p - rest->p);
	next = end + (end < rest->len);
	if (next < rest->len && rest->p[end] == '\r' && rest->p[next] == '\n')
		next++;
	*line = slice_head(*rest, end);
	*rest = slice_from(*rest, next);
	return true;
}

/* The word at the start of *rest, which moves behind it. */
static struct slice next_word(struct slice *rest)
{
	size_t i = 0, end;

	while (i < rest->len && (rest->p[i] == ' ' || rest->p[i] == '\t'))
		i++;
	end = i;
	while (end < rest->len && rest->p[end] != ' ' && rest->p[end] != '\t')
		end++;
	*rest = slice_from(*rest, end);
	return slice_of(rest->p ? rest->p - (end - i) : NULL, end - i);
}

/* Is the media one whose formats are RTP payload types?  (RFC 8866 5.14) */
static bool is_rtp(struct slice proto)
{
	const struct slice rtp = SLICE("RTP/");

	return slice_eq(slice_head(proto, rtp.len), rtp) ||
		slice_search(proto, rtp) < proto.len;
}

/* What the number alone tells of a format. */
static void read_format(struct sdp_format *f, bool rtp, struct slice word)
{
	uint64_t type;

	memset(f, 0, sizeof(*f));
	f->format = word;
	f->channels = 1;
	f->is_codec = true;
	if (!rtp || slice_to_uint(word, 34, &type) != 0 ||
	    !static_types[type].name)
		return;
	f->name = slice_cstr(static_types[type].name);
	f->clock = static_types[type].clock;
	f->channels = static_types[type].channels;
	f->is_codec = names_codec(f->name);
}

/* m=<type> <port>[/n] <proto> <formats>; the formats are left to be read. */
static struct slice read_media(struct sdp_media *m, struct slice line)
{
	struct slice rest = slice_from(line, 2), port;
	uint64_t number;

	/* The formats are cleared one by one: few of them are used. */
	memset(m, 0, offsetof(struct sdp_media, formats));
	m->line = line;
	m->type = next_word(&rest);
	port = next_word(&rest);
	if (slice_to_uint(slice_head(port, slice_find(port, '/')), UINT32_MAX,
			  &number) == 0)
		m->port = (uint32_t)number;
	m->proto = next_word(&rest);
	return rest;
}

static struct sdp_media *add_media(struct sdp *out, struct slice line)
{
	struct slice rest, word;
	struct sdp_media *m;
	bool rtp;

	if (out->n_media == SDP_MAX_MEDIA) {
		out->cut = true;
		return NULL;
	}
	m = &out->media[out->n_media++];
	rest = read_media(m, line);
	rtp = is_rtp(m->proto);
	while ((word = next_word(&rest)).len) {
		if (m->n_formats < SDP_MAX_FORMATS)
			read_format(&m->formats[m->n_formats++], rtp, word);
		else
			out->cut = true;
	}
	return m;
}

/* c=IN IP4 address[/ttl]: the address. */
static struct slice read_connection(struct slice line)
{
	struct slice rest = slice_from(line, 2), address;

	next_word(&rest);
	next_word(&rest);
	address = next_word(&rest);
	return slice_head(address, slice_find(address, '/'));
}

static struct sdp_format *find_format(struct sdp_media *m, struct slice word)
{
	for (unsigned i = 0; i < m->n_formats; i++)
		if (slice_eq(m->formats[i].format, word))
			return &m->formats[i];
	return NULL;
}

/* The name in `opus/48000/2', what stands behind the type of a=rtpmap. */
static void name_format(struct sdp_format *f, struct slice map)
{
	f->name = slice_head(map, slice_find(map, '/'));
	f->is_codec = names_codec(f->name);
}

/* a=rtpmap:97 opus/48000/2 (RFC 8866 6.6) */
static void read_rtpmap(struct sdp_media *m, struct slice value)
{
	struct sdp_format *f = find_format(m, next_word(&value));
	struct slice map = next_word(&value), rest;
	uint64_t number;
	size_t slash;

	if (!f)
		return;
	name_format(f, map);
	f->clock = 0;
	f->channels = 1;
	slash = f->name.len;
	rest = slice_from(map, slash + 1);
	slash = slice_find(rest, '/');
	if (slice_to_uint(slice_head(rest, slash), UINT32_MAX, &number) == 0)
		f->clock = (uint32_t)number;
	if (slice_to_uint(slice_from(rest, slash + 1), 255, &number) == 0 &&
	    number)
		f->channels = (uint8_t)number;
}

static void read_fmtp(struct sdp_media *m, struct slice value)
{
	struct sdp_format *f = find_format(m, next_word(&value));

	if (f)
		f->fmtp = slice_trim(value);
}

/* What a= lines say about a media, or (before the first m=) about all. */
struct attributes {
	enum sdp_direction direction;
	bool has_crypto, has_fingerprint, has_ice;
};

static void read_direction(struct slice name, enum sdp_direction *out)
{
	static const char *const names[] = {
		[SDP_SENDRECV] = "sendrecv", [SDP_SENDONLY] = "sendonly",
		[SDP_RECVONLY] = "recvonly", [SDP_INACTIVE] = "inactive",
	};

	if (name.len != strlen("sendrecv")) /* as long as all of them */
		return;
	for (int i = SDP_SENDRECV; i <= SDP_INACTIVE; i++)
		if (slice_eq_nocase(name, slice_cstr(names[i])))
			*out = (enum sdp_direction)i;
}

/* Attributes that only name something. */
static void read_sign(struct attributes *a, struct slice name)
{
	if (slice_eq(name, SLICE("crypto")))
		a->has_crypto = true;
	else if (slice_eq(name, SLICE("fingerprint")))
		a->has_fingerprint = true;
	else if (slice_eq(name, SLICE("ice-ufrag")) ||
		 slice_eq(name, SLICE("candidate")))
		a->has_ice = true;
	else
		read_direction(name, &a->direction);
}

/* a=<name>[:<value>] */
static void split_attribute(struct slice line, struct slice *name,
			    struct slice *value)
{
	struct slice all = slice_from(line, 2);
	size_t colon = (size_t)(sip_scan_byte(all.p, all.p + all.len, ':',
					      all.p + all.len) - all.p);

	*name = slice_trim(slice_head(all, colon));
	*value = slice_from(all, colon + 1);
}

static void read_attribute(struct attributes *a, struct sdp_media *m,
			   struct slice line)
{
	struct slice name, value;

	split_attribute(line, &name, &value);
	if (slice_eq(name, SLICE("rtpmap"))) {
		if (m)
			read_rtpmap(m, value);
	} else if (slice_eq(name, SLICE("fmtp"))) {
		if (m)
			read_fmtp(m, value);
	} else {
		read_sign(a, name);
	}
}

/* Where the reader stands: before the first m=, in a media, or in one too many
 * (skip). */
struct position {
	struct attributes session, here;
	struct slice connection_line; /* the session's */
	struct sdp_media *media;
	bool skip, seen_version;
};

static void end_media(struct position *at)
{
	struct sdp_media *m = at->media;

	if (!m)
		return;
	m->direction = at->here.direction;
	m->has_crypto = at->here.has_crypto;
	m->has_fingerprint = at->here.has_fingerprint;
	m->has_ice = at->here.has_ice;
}

static void begin_media(struct sdp *out, struct position *at, struct slice line)
{
	end_media(at);
	at->media = add_media(out, line);
	at->skip = !at->media;
	at->here = at->session;
	if (!at->media)
		return;
	at->media->connection = out->connection;
	at->media->connection_line = at->connection_line;
}

static void read_c(struct sdp *out, struct position *at, struct slice line)
{
	if (at->media) {
		at->media->connection = read_connection(line);
		at->media->connection_line = line;
	} else {
		out->connection = read_connection(line);
		at->connection_line = line;
	}
}

static bool is_line(struct slice line, char letter)
{
	return line.len >= 2 && line.p[0] == letter && line.p[1] == '=';
}

static void read_line(struct sdp *out, struct position *at, struct slice line)
{
	if (line.len < 2 || line.p[1] != '=')
		return;
	if (line.p[0] == 'm') {
		begin_media(out, at, line);
		return;
	}
	if (at->skip)
		return;
	switch (line.p[0]) {
	case 'v':
		at->seen_version = true;
		break;
	case 'o':
		out->origin = slice_trim(slice_from(line, 2));
		break;
	case 'c':
		read_c(out, at, line);
		break;
	case 'a':
		read_attribute(at->media ? &at->here : &at->session, at->media,
			       line);
		break;
	}
}

bool sdp_read(struct sdp *out, struct slice body)
{
	struct position at = { .media = NULL };
	struct slice line;

	/* The media are cleared one by one: they are many, and few are used. */
	memset(out, 0, offsetof(struct sdp, media));
	while (next_line(&body, &line))
		read_line(out, &at, line);
	end_media(&at);
	return at.seen_version || out->n_media;
}

/* --- the first codec, without the rest --- */

static bool is_rtpmap(struct slice line, struct slice *value)
{
	struct slice name;

	/* Nearly all others are told by a letter. */
	if (!is_line(line, 'a') || line.len < 3 ||
	    (line.p[2] != 'r' && (unsigned char)line.p[2] > ' '))
		return false;
	split_attribute(line, &name, value);
	return slice_eq(name, SLICE("rtpmap"));
}

/* The name of a format of the media whose further lines these are; empty when it
 * has none or is no codec. */
static struct slice codec_name(struct slice word, bool rtp, struct slice lines)
{
	struct slice line, value;
	struct sdp_format f;

	read_format(&f, rtp, word);
	while (next_line(&lines, &line) && !is_line(line, 'm')) {
		if (is_rtpmap(line, &value) &&
		    slice_eq(next_word(&value), word))
			name_format(&f, next_word(&value));
	}
	return f.is_codec ? f.name : slice_of(NULL, 0);
}

struct slice sdp_codec(struct slice body)
{
	struct slice line, formats, word, name;
	unsigned n_media = 0, n;
	struct sdp_media m;

	while (n_media < SDP_MAX_MEDIA && next_line(&body, &line)) {
		if (!is_line(line, 'm'))
			continue;
		n_media++;
		formats = read_media(&m, line);
		if (!m.port || !slice_eq_nocase(m.type, SLICE("audio")))
			continue;
		for (n = 0; n < SDP_MAX_FORMATS &&
		     (word = next_word(&formats)).len; n++) {
			name = codec_name(word, is_rtp(m.proto), body);
			if (name.len)
				return name;
		}
	}
	return slice_of(NULL, 0);
}

/* `application/sdp' with or without parameters. */
static bool is_type(struct slice content_type, struct slice type)
{
	return slice_eq(content_type, type) ||
		slice_eq_nocase(sip_value_token(content_type), type);
}

/* The SDP of one body part: headers, an empty line, content. */
static struct slice part_sdp(struct slice part)
{
	bool is_sdp = false;
	struct slice line, name;

	while (next_line(&part, &line)) {
		size_t colon = slice_find(line, ':');

		if (!slice_trim(line).len)
			return is_sdp ? part : slice_of(NULL, 0);
		name = slice_trim(slice_head(line, colon));
		if (slice_eq_nocase(name, SLICE("Content-Type")) ||
		    slice_eq_nocase(name, SLICE("c")))
			is_sdp = is_type(slice_from(line, colon + 1),
					 SLICE("application/sdp"));
	}
	return slice_of(NULL, 0);
}

/* Is this line `--boundary' or `--boundary--'? */
static bool is_delimiter(struct slice line, struct slice boundary)
{
	return line.len >= boundary.len + 2 && line.p[0] == '-' &&
	       line.p[1] == '-' &&
	       slice_eq(slice_head(slice_from(line, 2), boundary.len), boundary);
}

/* RFC 2046 5.1: the first part that is SDP. */
static struct slice multipart_sdp(struct slice body, struct slice boundary)
{
	struct slice line, part = { NULL, 0 }, sdp;

	while (next_line(&body, &line)) {
		if (!is_delimiter(line, boundary))
			continue;
		if (part.p) {
			part.len = (size_t)(line.p - part.p);
			sdp = part_sdp(part);
			if (sdp.p)
				return sdp;
		}
		part = slice_of(body.p, 0);
	}
	/* The closing delimiter is missing. */
	if (part.p && body.p > part.p) {
		part.len = (size_t)(body.p - part.p);
		return part_sdp(part);
	}
	return slice_of(NULL, 0);
}

struct slice sdp_find(struct slice content_type, struct slice body)
{
	struct slice boundary;

	if (!body.len)
		return slice_of(NULL, 0);
	if (is_type(content_type, SLICE("application/sdp")))
		return body;
	if (slice_starts_nocase(slice_trim(content_type),
				SLICE("multipart/")) &&
	    sip_value_param(content_type, "boundary", &boundary)) {
		boundary = sip_value_unquote(boundary);
		if (boundary.len)
			return multipart_sdp(body, boundary);
	}
	return slice_of(NULL, 0);
}

bool sdp_same_codec(const struct sdp_format *a, const struct sdp_format *b)
{
	return a->name.len && slice_eq_nocase(a->name, b->name) &&
	       a->clock == b->clock && a->channels == b->channels;
}
