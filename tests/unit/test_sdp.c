/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/sdp.h"

#include "tests/unit/exact.h"

#include <stdio.h>

#define SDP \
	"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\n" \
	"t=0 0\r\na=recvonly\r\n" \
	"m=audio 49170/2 RTP/AVP 0 97 101 13\r\na=rtpmap:97 opus/48000/2\r\n" \
	"a=fmtp:97 useinbandfec=1;x=y\r\na=rtpmap:101 telephone-event/8000\r\n" \
	"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n" \
	"m=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP6 2001:db8::1/3\r\n" \
	"a=inactive\r\na=rtpmap:96 H264/90000\r\na=ice-ufrag:x\r\n" \
	"a=fingerprint:sha-256 00\r\n"

static struct sdp sdp;

static void test_offer(void **state)
{
	struct slice in = exact(SDP, sizeof(SDP) - 1);
	const struct sdp_media *m = sdp.media;

	(void)state;
	assert_true(sdp_read(&sdp, in));
	assert_int_equal(sdp.n_media, 2);
	assert_false(sdp.cut);
	want_text("o=", sdp.origin, "- 1 1 IN IP4 192.0.2.1");
	want_text("c=", sdp.connection, "192.0.2.1");
	want_text("m=", m[0].line, "m=audio 49170/2 RTP/AVP 0 97 101 13");
	want_text("type", m[0].type, "audio");
	want_text("proto", m[0].proto, "RTP/AVP");
	assert_int_equal(m[0].port, 49170);
	want_text("c= from above", m[0].connection, "192.0.2.1");
	assert_int_equal(m[0].direction, SDP_RECVONLY);
	assert_true(m[0].has_crypto);
	assert_false(m[0].has_ice || m[0].has_fingerprint);
	assert_int_equal(m[1].port, 0);
	want_text("own c=", m[1].connection, "2001:db8::1");
	want_text("own c= line", m[1].connection_line,
		  "c=IN IP6 2001:db8::1/3");
	assert_int_equal(m[1].direction, SDP_INACTIVE);
	assert_true(m[1].has_ice && m[1].has_fingerprint);
	assert_false(m[1].has_crypto);
	exact_free(in);
}

static const struct {
	const char *format, *name, *fmtp;
	unsigned clock, channels;
	bool is_codec;
} formats[] = {
	{ "0", "PCMU", "", 8000, 1, true },
	{ "97", "opus", "useinbandfec=1;x=y", 48000, 2, true },
	{ "101", "telephone-event", "", 8000, 1, false },
	{ "13", "CN", "", 8000, 1, false },
};

static void test_formats(void **state)
{
	(void)state;
	assert_true(sdp_read(&sdp, SLICE(SDP)));
	assert_int_equal(sdp.media[0].n_formats, LEN(formats));
	for (size_t i = 0; i < LEN(formats); i++) {
		const struct sdp_format *f = &sdp.media[0].formats[i];

		want_text("format", f->format, formats[i].format);
		want_text(formats[i].format, f->name, formats[i].name);
		want_text(formats[i].format, f->fmtp, formats[i].fmtp);
		assert_int_equal(f->clock, formats[i].clock);
		assert_int_equal(f->channels, formats[i].channels);
		assert_int_equal(f->is_codec, formats[i].is_codec);
	}
}

static const struct {
	const char *in;
	bool ok;
	unsigned media, formats; /* of the first media */
} odd[] = {
	{ "", false, 0, 0 },
	{ "hello\r\n", false, 0, 0 },
	{ "v=0", true, 0, 0 },
	{ "m=", true, 1, 0 },
	{ "m=audio", true, 1, 0 },
	{ "m=a 1 R\r", true, 1, 0 },
	{ "m=audio 1  RTP/AVP  0  8", true, 1, 2 },
	{ "a=x\nm=audio 1 RTP/AVP 0\nv=0\n", true, 1, 1 },
	{ "v=0\rm=audio 1 RTP/AVP 0\ra=rtpmap:0\r", true, 1, 1 },
	{ "m=audio 1 RTP/AVP 0\r\n\r\nm=video 1 RTP/AVP 31\r\n", true, 2, 1 },
	{ "m=image 1 udptl t38\r\n", true, 1, 1 },
	{ "y=1\r\nm=audio 99999999999 RTP/AVP 99\r\na=rtpmap:99 x/y/z\r\n",
	  true, 1, 1 },
};

static void test_odd(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(odd); i++) {
		struct slice in = exact(odd[i].in, strlen(odd[i].in));

		if (sdp_read(&sdp, in) != odd[i].ok ||
		    sdp.n_media != odd[i].media ||
		    (sdp.n_media && sdp.media[0].n_formats != odd[i].formats))
			fail_msg("%s: %u media", odd[i].in, sdp.n_media);
		exact_free(in);
	}
}

static void test_too_much(void **state)
{
	char text[4096] = "v=0\r\n";

	(void)state;
	for (int i = 0; i < 17; i++)
		strcat(text, "m=audio 1 RTP/AVP 0\r\n");
	strcat(text, "a=inactive\r\n");
	assert_true(sdp_read(&sdp, slice_cstr(text)));
	assert_true(sdp.cut);
	assert_int_equal(sdp.n_media, SDP_MAX_MEDIA);
	assert_int_equal(sdp.media[SDP_MAX_MEDIA - 1].direction, SDP_SENDRECV);
	strcpy(text, "m=audio 1 RTP/AVP");
	for (int i = 0; i < 49; i++)
		strcat(text, " 1");
	assert_true(sdp_read(&sdp, slice_cstr(text)));
	assert_true(sdp.cut);
	assert_int_equal(sdp.media[0].n_formats, SDP_MAX_FORMATS);
}

/* The codec is the one that reading all of it would find. */
static struct slice first_codec(void)
{
	for (unsigned i = 0; i < sdp.n_media; i++) {
		const struct sdp_media *m = &sdp.media[i];

		if (!m->port || !slice_eq_nocase(m->type, SLICE("audio")))
			continue;
		for (unsigned k = 0; k < m->n_formats; k++)
			if (m->formats[k].is_codec && m->formats[k].name.len)
				return m->formats[k].name;
	}
	return slice_of(NULL, 0);
}

static void want_codec(const char *text)
{
	struct slice in = exact(text, strlen(text));

	sdp_read(&sdp, in);
	if (!slice_eq(sdp_codec(in), first_codec()))
		fail_msg("%s", text);
	exact_free(in);
}

static const struct { const char *in, *want; } codecs[] = {
	{ SDP, "PCMU" },
	{ "m=audio 1 RTP/AVP 97\na= rtpmap :97 x/1\na=r:1\na=\na=rtpmap", "x" },
	{ "m=audio 0 RTP/AVP 8\nm=video 1 RTP/AVP 34\nm=AUDIO 1 RTP/AVP 13 0",
	  "PCMU" },
	{ "m=audio 1 RTP/AVP 97 8\nm=audio 1 RTP/AVP 9\na=rtpmap:97 x/1", "PCMA" },
	{ "m=audio 1 RTP/AVP 8\na=rtpmap:8 a/1\na=rtpmap:8 b/1\n", "b" },
	{ "m=audio 1 RTP/AVP 8\na=rtpmap:8 \nm=audio 1 RTP/SAVP 0", "PCMU" },
	{ "m=audio 1 UDP/TLS/RTP/SAVPF 9", "G722" },
	{ "m=audio 1 msrp 8\nm=audio 1 RTP/AVP", "" },
	{ "", "" },
};

static void test_codec(void **state)
{
	static const char *const helpers[] = {
		"telephone-event", "tone", "CN", "RED", "ulpfec", "parityfec",
		"flexfec", "flexfec-03", "rtx",
	};
	char text[100];

	(void)state;
	for (size_t i = 0; i < LEN(codecs); i++) {
		want_codec(codecs[i].in);
		want_text(codecs[i].in, sdp_codec(slice_cstr(codecs[i].in)),
			  codecs[i].want);
	}
	for (size_t i = 0; i < LEN(odd); i++)
		want_codec(odd[i].in);
	for (size_t i = 0; i < LEN(helpers); i++) {
		snprintf(text, sizeof(text), "m=audio 1 RTP/AVP 97 98\n"
			 "a=rtpmap:97 %s\na=rtpmap:98 %s1/1\n", helpers[i],
			 helpers[i]);
		want_codec(text);
		assert_false(sdp.media[0].formats[0].is_codec);
		assert_true(sdp.media[0].formats[1].is_codec);
	}
}

/* What there is no room for is not read either. */
static void test_codec_room(void **state)
{
	char text[4096] = "";

	(void)state;
	for (int i = 0; i < SDP_MAX_MEDIA; i++)
		strcat(text, "m=audio 0 RTP/AVP 0\n");
	strcat(text, "m=audio 1 RTP/AVP 0\n");
	want_codec(text);
	strcpy(text, "m=audio 1 RTP/AVP");
	for (int i = 0; i < SDP_MAX_FORMATS; i++)
		strcat(text, " 1");
	strcat(text, " 0");
	want_codec(text);
}

#define PART "v=0\r\nm=audio 1 RTP/AVP 0\r\n"

static const struct {
	const char *type, *body, *want;
} found[] = {
	{ "application/sdp", PART, PART },
	{ "Application/SDP;charset=x", PART, PART },
	{ "text/plain", PART, NULL },
	{ "application/sdp", "", NULL },
	{ "", PART, NULL },
	{ "multipart/mixed;boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\n"
	  "x\r\n--b\r\nContent-Type: application/sdp\r\n\r\n" PART "--b--\r\n",
	  PART },
	{ "multipart/mixed; boundary=\"b\"", "--b\nc: application/sdp\n\n" PART,
	  PART },
	{ "multipart/mixed;boundary=b", "--b\r\n\r\n" PART "--b--\r\n", NULL },
	{ "multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp",
	  NULL },
	{ "multipart/mixed", "--b\r\nc: application/sdp\r\n\r\n" PART, NULL },
	{ "multipart/mixed;boundary=", "--\r\nc: application/sdp\r\n\r\n", NULL },
};

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(found); i++) {
		struct slice in = exact(found[i].body, strlen(found[i].body));

		want_text(found[i].type,
			  sdp_find(slice_cstr(found[i].type), in),
			  found[i].want);
		exact_free(in);
	}
}

static void test_same_codec(void **state)
{
	struct sdp_format a = { .name = SLICE("G729"), .clock = 8000,
				.channels = 1 };
	struct sdp_format b = a;

	(void)state;
	b.name = SLICE("g729");
	assert_true(sdp_same_codec(&a, &b));
	b.clock = 16000;
	assert_false(sdp_same_codec(&a, &b));
	b = a;
	b.channels = 2;
	assert_false(sdp_same_codec(&a, &b));
	b = a;
	b.name = SLICE("G728");
	assert_false(sdp_same_codec(&a, &b));
	a.name = b.name = slice_of(NULL, 0);
	assert_false(sdp_same_codec(&a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_offer),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_too_much),
		cmocka_unit_test(test_codec),
		cmocka_unit_test(test_codec_room),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_same_codec),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
