/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tls_watch.h"

#include "base/mem.h"
#include "dissect/tls_hello.h"
#include "dissect/wire.h"

#include <stdlib.h>

/* Records (RFC 8446 5.1), handshake messages (4), alerts (6). */
enum {
	RECORD_HEAD = 5, RECORD_MAX = 16384 + 2048, /* RFC 5246 6.2.3 */
	TYPE_CHANGE_CIPHER = 20, TYPE_ALERT = 21, TYPE_HANDSHAKE = 22,
	TYPE_DATA = 23, TYPE_HEARTBEAT = 24
};
enum { CLIENT_HELLO = 1, VERSION_13 = 0x0304 };
enum { LEVEL_FATAL = 2, ALERT_SIZE = 2 };
/* An encrypted alert of TLS 1.3: two bytes, its true type, 16 bytes of tag. */
enum { HIDDEN_ALERT = ALERT_SIZE + 1 + 16 };

static bool head_is_sane(const unsigned char *p)
{
	unsigned size = (unsigned)p[3] << 8 | p[4];

	return p[0] >= TYPE_CHANGE_CIPHER && p[0] <= TYPE_HEARTBEAT &&
	       p[1] == 3 && p[2] <= 4 && size <= RECORD_MAX;
}

bool tls_watch_looks_like(struct slice bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.p;

	return bytes.len >= RECORD_HEAD && head_is_sane(p) &&
	       p[0] != TYPE_HEARTBEAT && wire_be16(bytes, 3) > 0;
}

/* Only place and time, which may be kept. */
static struct frame place(const struct frame *at)
{
	struct frame f = *at;

	f.bytes = f.comment = slice_of(NULL, 0);
	return f;
}

/* --- handshakes ------------------------------------------------------------- */

static void swap_ends(struct tls_watch *w)
{
	struct addr client = w->info.client;
	struct tls_chain *shown = w->info.shown[0];

	w->info.client = w->info.server;
	w->info.server = client;
	w->info.shown[0] = w->info.shown[1];
	w->info.shown[1] = shown;
	w->info.alert_from ^= 1;
	w->swapped = !w->swapped;
}

/* What came of the hello that dir sends. */
static void take_hello(struct tls_watch *w, int dir, const struct frame *at)
{
	const struct tls_hand *h = &w->dir[dir].hand;
	bool client = h->type == CLIENT_HELLO;

	if (client != (dir == w->swapped))
		swap_ends(w);
	if (client && w->server_hello)
		return; /* another one behind the answer changes nothing */
	tls_hello_read(&w->info, client, slice_of(h->bytes, h->len));
	w->server_hello |= !client;
	if (client || !w->info.hello.number)
		w->info.hello = place(at);
}

static struct tls_chain *chain_new(struct budget *b)
{
	struct tls_chain *c = NULL;

	if (!budget_take(b, sizeof(*c)))
		return NULL;
	c = mem_zalloc(sizeof(*c));
	if (!c)
		budget_give(b, sizeof(*c));
	return c;
}

/* Without a hello nobody knows who is the client. */
static void take_certificate(struct tls_watch *w, int dir,
			     const struct frame *at)
{
	struct tls_hand *h = &w->dir[dir].hand;
	struct tls_chain **shown = &w->info.shown[dir ^ w->swapped];

	if (w->info.hello.number && !*shown)
		*shown = chain_new(w->budget);
	if (*shown)
		tls_cert_add(*shown, slice_of(h->bytes, h->len), at);
	else
		tls_hand_end(h, w->budget);
}

static void take_handshake(struct tls_watch *w, int dir, struct slice part,
			   const struct frame *at)
{
	struct tls_hand *h = &w->dir[dir].hand;
	enum tls_hand_got got;

	while (part.len && !h->done) {
		part = tls_hand_take(h, w->budget, part, &got);
		if (got == TLS_HAND_GOT_HELLO)
			take_hello(w, dir, at);
		else if (got == TLS_HAND_GOT_CERT)
			take_certificate(w, dir, at);
		if (got != TLS_HAND_NOTHING)
			tls_hand_drop(h, w->budget);
	}
	if (h->done)
		tls_hand_end(h, w->budget);
}

/* --- records ---------------------------------------------------------------- */

/* An alert of two bytes is plain: encrypted ones are longer, and those of TLS
 * 1.3 do not even say that they are alerts. */
static void take_alert(struct tls_watch *w, int dir, struct slice part,
		       const struct frame *at)
{
	size_t have = w->dir[dir].size - w->dir[dir].left;
	unsigned char *alert = w->dir[dir].alert;

	if (w->dir[dir].size != ALERT_SIZE)
		return;
	memcpy(alert + have, part.p, part.len);
	if (have + part.len < ALERT_SIZE || w->info.alert_level ||
	    alert[0] != LEVEL_FATAL)
		return;
	w->info.alert_level = alert[0];
	w->info.alert = alert[1];
	w->info.alert_from = dir ^ w->swapped;
	w->info.alert_at = place(at);
}

/* TLS 1.3 sends the end of its handshake, and alerts, as data too: the client's
 * Finished comes before anything the server has to say to it (RFC 8446 2). */
static void take_data(struct tls_watch *w, int dir)
{
	bool client = dir == w->swapped;

	if (!w->server_hello || w->info.version < VERSION_13) {
		w->info.established = true;
		return;
	}
	if (w->dir[dir].size <= HIDDEN_ALERT)
		return;
	if (client)
		w->client_data = true;
	else if (w->client_data)
		w->info.established = true;
}

static void begin_record(struct tls_watch *w, int dir)
{
	const unsigned char *p = w->dir[dir].head;

	if (!head_is_sane(p)) {
		w->dir[dir].lost = true;
		return;
	}
	w->info.records++;
	w->dir[dir].type = p[0];
	w->dir[dir].size = w->dir[dir].left = (uint32_t)p[3] << 8 | p[4];
	if (p[0] == TYPE_DATA)
		take_data(w, dir);
	/* What comes behind is encrypted. */
	if (p[0] == TYPE_DATA || p[0] == TYPE_CHANGE_CIPHER)
		tls_hand_end(&w->dir[dir].hand, w->budget);
	if (!w->dir[dir].left)
		w->dir[dir].have = 0;
}

static struct slice take_head(struct tls_watch *w, int dir, struct slice in)
{
	size_t n = RECORD_HEAD - w->dir[dir].have;
	struct slice part = slice_head(in, n);

	memcpy(w->dir[dir].head + w->dir[dir].have, part.p, part.len);
	w->dir[dir].have += (unsigned)part.len;
	if (w->dir[dir].have == RECORD_HEAD)
		begin_record(w, dir);
	return slice_from(in, part.len);
}

static struct slice take_body(struct tls_watch *w, int dir, struct slice in,
			      const struct frame *at)
{
	struct slice part = slice_head(in, w->dir[dir].left);

	if (w->dir[dir].type == TYPE_HANDSHAKE)
		take_handshake(w, dir, part, at);
	else if (w->dir[dir].type == TYPE_ALERT)
		take_alert(w, dir, part, at);
	w->dir[dir].left -= (uint32_t)part.len;
	if (!w->dir[dir].left)
		w->dir[dir].have = 0;
	return slice_from(in, part.len);
}

void tls_watch_push(struct tls_watch *w, int dir, struct slice bytes,
		    const struct frame *at)
{
	if (w->dir[dir].lost && tls_watch_looks_like(bytes)) {
		w->dir[dir].lost = false;
		w->dir[dir].have = 0;
		w->dir[dir].left = 0;
	}
	while (bytes.len && !w->dir[dir].lost) {
		if (w->dir[dir].have < RECORD_HEAD)
			bytes = take_head(w, dir, bytes);
		else
			bytes = take_body(w, dir, bytes, at);
	}
	if (tls_hand_half_hello(&w->dir[dir].hand))
		w->dir[dir].last = place(at);
}

/* What came of a hello before the gap is better than nothing. */
void tls_watch_gap(struct tls_watch *w, int dir)
{
	if (tls_hand_half_hello(&w->dir[dir].hand))
		take_hello(w, dir, &w->dir[dir].last);
	tls_hand_end(&w->dir[dir].hand, w->budget);
	w->dir[dir].lost = true;
}

void tls_watch_init(struct tls_watch *w, const struct addr *client,
		    const struct addr *server, struct budget *budget)
{
	*w = (struct tls_watch){
		.info = { .client = *client, .server = *server },
		.budget = budget,
	};
}

void tls_watch_forget(struct tls_watch *w)
{
	for (int i = 0; i < 2; i++) {
		if (w->info.shown[i])
			budget_give(w->budget, sizeof(*w->info.shown[i]));
		free(w->info.shown[i]);
		w->info.shown[i] = NULL;
	}
}

void tls_watch_fini(struct tls_watch *w)
{
	tls_watch_forget(w);
	tls_hand_end(&w->dir[0].hand, w->budget);
	tls_hand_end(&w->dir[1].hand, w->budget);
}

/* --- names ------------------------------------------------------------------- */

struct name {
	uint16_t value;
	const char *name;
};

static const struct name versions[] = {
	{ 0x0300, "SSL 3.0" }, { 0x0301, "TLS 1.0" }, { 0x0302, "TLS 1.1" },
	{ 0x0303, "TLS 1.2" }, { 0x0304, "TLS 1.3" },
};

static const struct name ciphers[] = {
	{ 0x0004, "TLS_RSA_WITH_RC4_128_MD5" },
	{ 0x0005, "TLS_RSA_WITH_RC4_128_SHA" },
	{ 0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA" },
	{ 0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA" },
	{ 0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA" },
	{ 0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA" },
	{ 0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA" },
	{ 0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256" },
	{ 0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256" },
	{ 0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256" },
	{ 0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256" },
	{ 0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256" },
	{ 0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384" },
	{ 0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" },
	{ 0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" },
	{ 0x1301, "TLS_AES_128_GCM_SHA256" },
	{ 0x1302, "TLS_AES_256_GCM_SHA384" },
	{ 0x1303, "TLS_CHACHA20_POLY1305_SHA256" },
	{ 0x1304, "TLS_AES_128_CCM_SHA256" },
	{ 0x1305, "TLS_AES_128_CCM_8_SHA256" },
	{ 0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA" },
	{ 0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA" },
	{ 0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
	{ 0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA" },
	{ 0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256" },
	{ 0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384" },
	{ 0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" },
	{ 0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384" },
	{ 0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" },
	{ 0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" },
	{ 0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
	{ 0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
	{ 0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
	{ 0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
	{ 0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
};

static const struct name alerts[] = {
	{ 0, "close_notify" }, { 10, "unexpected_message" },
	{ 20, "bad_record_mac" }, { 21, "decryption_failed" },
	{ 22, "record_overflow" }, { 30, "decompression_failure" },
	{ 40, "handshake_failure" }, { 41, "no_certificate" },
	{ 42, "bad_certificate" }, { 43, "unsupported_certificate" },
	{ 44, "certificate_revoked" }, { 45, "certificate_expired" },
	{ 46, "certificate_unknown" }, { 47, "illegal_parameter" },
	{ 48, "unknown_ca" }, { 49, "access_denied" }, { 50, "decode_error" },
	{ 51, "decrypt_error" }, { 60, "export_restriction" },
	{ 70, "protocol_version" }, { 71, "insufficient_security" },
	{ 80, "internal_error" }, { 86, "inappropriate_fallback" },
	{ 90, "user_canceled" }, { 100, "no_renegotiation" },
	{ 109, "missing_extension" }, { 110, "unsupported_extension" },
	{ 111, "certificate_unobtainable" }, { 112, "unrecognized_name" },
	{ 113, "bad_certificate_status_response" },
	{ 114, "bad_certificate_hash_value" }, { 115, "unknown_psk_identity" },
	{ 116, "certificate_required" }, { 120, "no_application_protocol" },
};

static const char *find(const struct name *names, size_t n, unsigned value)
{
	for (size_t i = 0; i < n; i++)
		if (names[i].value == value)
			return names[i].name;
	return NULL;
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

const char *tls_watch_version(uint16_t version)
{
	return find(versions, COUNT(versions), version);
}

const char *tls_watch_cipher(uint16_t cipher)
{
	return find(ciphers, COUNT(ciphers), cipher);
}

const char *tls_watch_alert(uint8_t alert)
{
	return find(alerts, COUNT(alerts), alert);
}
