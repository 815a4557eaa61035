/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about what a TLS handshake shows: certificates, and the alerts that they
 * explain. */
#include "feed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define DAY INT64_C(86400)

/* 2026-11-22 08:00:00 UTC */
#define NOW INT64_C(1795334400)
#define OLD { true, "pbx.example", "Lab CA", NOW - 400 * DAY, NOW - 35 * DAY }
#define FRESH { true, "pbx.example", "Lab CA", NOW - DAY, NOW + 90 * DAY }
#define FUTURE { true, "pbx.example", "Lab CA", NOW + DAY, NOW + 90 * DAY }
#define OLD_CA { true, "Lab CA", "Lab CA", NOW - 4000 * DAY, NOW - DAY }
#define CA { true, "Lab CA", "Lab CA", NOW - 4000 * DAY, NOW + 4000 * DAY }
#define UNREAD { .read = false }
#define AT(from, to) { true, "pbx.example", "Lab CA", NOW + (from), NOW + (to) }

enum { NOT_SIP = 1, USED = 2, BY_CLIENT = 4, FROM_SERVER = 8, NEVER_SET = 16,
       CUT = 32, BOTH = 64 };

struct handshake {
	const char *label;
	unsigned how;
	struct tls_cert certs[3];
	const char *names;   /* commas between; NULL: pbx.example */
	const char *wanted;  /* SNI; NULL: pbx.example */
	unsigned alert;
	const char *found;   /* `name severity certainty', commas between */
	const char *title, *remedy, *marks; /* of the first; NULL: any */
};

static const struct handshake cases[] = {
	{ "all is well", 0, { FRESH, CA }, NULL, NULL, 0, "", NULL, NULL, NULL },
	{ "all is well, and is used", USED, { FRESH, CA }, NULL, NULL, 0, "",
	  NULL, NULL, NULL },
	{ "expired", 0, { OLD }, NULL, NULL, 0, "tls-cert-expired error certain",
	  "the certificate of 192.0.2.2:5061 (pbx.example) expired on "
	  "2026-10-18", "Renew the certificate of pbx.example with",
	  "Certificate: subject=pbx.example, issuer=Lab CA, "
	  "notBefore=2025-10-18, notAfter=2026-10-18 |" },
	{ "expired, and nobody minds", USED, { OLD }, NULL, NULL, 0,
	  "tls-cert-expired error certain", NULL, "openssl s_client -connect "
	  "192.0.2.2:5061", "| outside its dates" },
	{ "refused for it", 0, { OLD }, NULL, NULL, 45,
	  "tls-cert-expired error certain", NULL, NULL,
	  "Alert: certificate_expired (45) | Alert: certificate_expired (45) | "
	  "refused" },
	{ "refused for something else", 0, { FRESH }, NULL, NULL, 45,
	  "tls-alert error certain", NULL, NULL, NULL },
	{ "unknown, and expired", 0, { OLD }, NULL, NULL, 48,
	  "tls-alert error certain,tls-cert-expired error certain", NULL, NULL,
	  NULL },
	{ "no common cipher, and expired", 0, { OLD }, NULL, NULL, 40,
	  "tls-alert error certain,tls-cert-expired error certain", NULL, NULL,
	  NULL },
	{ "the server's own alert", FROM_SERVER, { OLD }, NULL, NULL, 42,
	  "tls-alert error certain,tls-cert-expired error certain", NULL, NULL,
	  NULL },
	{ "not yet valid", 0, { FUTURE }, NULL, NULL, 0,
	  "tls-cert-expired error certain", "the certificate of pbx.example is "
	  "not valid yet: it begins on 2026-11-23, and the packets are of "
	  "2026-11-22", "correct the clock (NTP)", NULL },
	{ "not on a port of SIP", NOT_SIP, { OLD }, "x.example", NULL, 0, "",
	  NULL, NULL, NULL },
	{ "the packet's clock was never set", NEVER_SET, { FUTURE }, NULL, NULL,
	  0, "", NULL, NULL, NULL },
	{ "the last second", 0, { AT(-DAY, 0) }, NULL, NULL, 0, "", NULL, NULL,
	  NULL },
	{ "a second late", 0, { AT(-DAY, -1) }, NULL, NULL, 0,
	  "tls-cert-expired error likely", "expired on 2026-11-22 07:59:59 UTC",
	  NULL, "notAfter=2026-11-22 07:59:59 UTC" },
	{ "five minutes late", 0, { AT(-DAY, -300) }, NULL, NULL, 0,
	  "tls-cert-expired error likely", NULL, NULL, NULL },
	{ "six minutes late", 0, { AT(-DAY, -360) }, NULL, NULL, 0,
	  "tls-cert-expired error certain", NULL, NULL, NULL },
	{ "the first second", 0, { AT(0, DAY) }, NULL, NULL, 0, "", NULL, NULL,
	  NULL },
	{ "a second early", 0, { AT(1, DAY) }, NULL, NULL, 0,
	  "tls-cert-expired error likely", "and the packets are of 2026-11-22 "
	  "08:00:00 UTC", NULL, NULL },
	{ "in the chain", USED, { FRESH, OLD_CA }, NULL, NULL, 0,
	  "tls-cert-expired warning certain", "in the chain that 192.0.2.2:5061 "
	  "shows the certificate of Lab CA expired on 2026-11-21",
	  "Replace the certificate of Lab CA in the chain file",
	  "subject=Lab CA" },
	{ "in the chain, and refused for it", 0, { FRESH, OLD_CA }, NULL, NULL,
	  45, "tls-cert-expired error certain", NULL, NULL, NULL },
	{ "one that was not read", 0, { UNREAD, OLD_CA }, "x.example", NULL, 0,
	  "tls-cert-expired warning certain", NULL, NULL, NULL },
	{ "none that was read", 0, { UNREAD }, "x.example", NULL, 0, "", NULL,
	  NULL, NULL },
	{ "of the client", BY_CLIENT, { OLD }, "x.example", NULL, 0,
	  "tls-cert-expired error certain", "the certificate that 192.0.2.1 "
	  "shows (pbx.example) expired on 2026-10-18",
	  "Renew the certificate of pbx.example on 192.0.2.1", NULL },
	{ "of the client, refused for it", BY_CLIENT | FROM_SERVER, { OLD },
	  NULL, NULL, 45, "tls-cert-expired error certain", NULL, NULL,
	  "Alert: certificate_expired (45)" },
	{ "of the client, who refuses the server", BY_CLIENT, { OLD }, NULL,
	  NULL, 45, "tls-alert error certain,tls-cert-expired error certain",
	  NULL, NULL, NULL },
	{ "of both, the client's refused", BOTH | FROM_SERVER, { OLD }, NULL,
	  NULL, 45, "tls-cert-expired error certain", "the certificate that "
	  "192.0.2.1 shows", NULL, NULL },
	{ "of both, the server's refused", BOTH, { OLD }, NULL, NULL, 45,
	  "tls-cert-expired error certain", "the certificate of 192.0.2.2:5061",
	  NULL, NULL },

	{ "another name", 0, { FRESH }, "other.example,sip:other.example", NULL,
	  0, "tls-cert-name warning likely", "the certificate of 192.0.2.2:5061 "
	  "is for other.example, sip:other.example, but 192.0.2.1 wants "
	  "pbx.example", "`DNS:pbx.example', better `URI:sip:pbx.example'",
	  "subject=pbx.example, subjectAltName=other.example, "
	  "sip:other.example | " },
	{ "another name, and nobody minds", USED, { FRESH }, "other.example",
	  NULL, 0, "tls-cert-name warning likely", NULL, NULL,
	  "asked for this one" },
	{ "another name, refused", 0, { FRESH }, "other.example", NULL, 42,
	  "tls-cert-name error likely", NULL, NULL,
	  "Alert: bad_certificate (42)" },
	{ "another name, refused as Java does", 0, { FRESH }, "other.example",
	  NULL, 46, "tls-cert-name error likely", NULL, NULL, NULL },
	{ "another name, and unknown", 0, { FRESH }, "other.example", NULL, 48,
	  "tls-alert error certain,tls-cert-name warning likely", NULL, NULL,
	  NULL },
	{ "another name, and expired", 0, { OLD }, "other.example", NULL, 42,
	  "tls-cert-expired error certain,tls-cert-name warning likely", NULL,
	  NULL, NULL },
	{ "no name is asked for", 0, { FRESH }, "other.example", "", 0, "",
	  NULL, NULL, NULL },
	{ "an address", 0, { FRESH }, "other.example", "192.0.2.2", 0, "", NULL,
	  NULL, NULL },
	{ "an address of IPv6", 0, { FRESH }, "other.example", "2001:db8::2", 0,
	  "", NULL, NULL, NULL },
	{ "refused, and no name is asked for", 0, { FRESH }, "other.example",
	  "", 42, "tls-alert error certain", NULL, NULL, NULL },
	{ "a name in capitals, with its dot", 0, { FRESH }, "a.example,PBX.Example",
	  "pbx.example.", 0, "", NULL, NULL, NULL },
	{ "a URI", 0, { FRESH }, "a.example,sip:pbx.example", NULL, 0, "", NULL,
	  NULL, NULL },
	{ "a URI with a user", 0, { FRESH }, "a.example,sip:a@pbx.example", NULL,
	  0, "tls-cert-name warning likely", NULL, NULL, NULL },
	{ "the common name counts where there is nothing else", 0, { FRESH },
	  "192.0.2.2", NULL, 0, "", NULL, NULL, NULL },
	{ "but for another one it does not", 0, { FRESH }, "192.0.2.2", "x.y", 0,
	  "tls-cert-name warning likely", "is for 192.0.2.2, but", NULL, NULL },
	{ "nothing else at all", 0, { FRESH }, "", NULL, 0, "", NULL, NULL,
	  NULL },
	{ "nothing else at all, and for another one", 0, { FRESH }, "", "x.y", 0,
	  "tls-cert-name warning likely", "is for pbx.example, but", NULL,
	  NULL },
	{ "beside another name it does not count", 0, { FRESH }, "x.example",
	  NULL, 0, "tls-cert-name warning likely", NULL, NULL, NULL },
	{ "a wildcard", 0, { FRESH }, "*.example", NULL, 0,
	  "tls-cert-name warning possible", NULL, NULL, NULL },
	{ "a wildcard that the client takes", USED, { FRESH }, "*.example", NULL,
	  0, "tls-cert-name info possible", NULL, NULL, NULL },
	{ "a wildcard that the client does not take", 0, { FRESH }, "*.example",
	  NULL, 42, "tls-cert-name error possible", NULL, NULL, NULL },
	{ "a wildcard and what it means", 0, { FRESH }, "*.example,pbx.example",
	  NULL, 0, "", NULL, NULL, NULL },
	{ "a wildcard for something else", 0, { FRESH }, "*.x.example", NULL, 0,
	  "tls-cert-name warning likely", NULL, NULL, NULL },
	{ "a wildcard for two labels", 0, { FRESH }, "*.example", "a.pbx.example",
	  0, "tls-cert-name warning likely", NULL, NULL, NULL },
	{ "the domain whose SRV record may have led here", USED, { FRESH },
	  "pbx.example", "sip1.pbx.example", 0, "", NULL, NULL, NULL },
	{ "the domain, refused", 0, { FRESH }, "pbx.example",
	  "sip1.pbx.example", 42, "tls-cert-name error possible", NULL, NULL,
	  NULL },
	{ "only the end alike", 0, { FRESH }, "bx.example", NULL, 0,
	  "tls-cert-name warning likely", NULL, NULL, NULL },
	{ "a host in the domain", 0, { FRESH }, "sip1.pbx.example", NULL, 0,
	  "tls-cert-name warning possible", NULL, NULL, NULL },
	{ "more names than are known", CUT, { FRESH }, "other.example", NULL, 0,
	  "", NULL, NULL, NULL },
	{ "many names", 0, { FRESH }, "a,b,c,d,e,f,g,h,i,j", NULL, 0,
	  "tls-cert-name warning likely", "is for a, b, c, d, e, f, g, h, ..., "
	  "but", NULL, "subjectAltName=a, b, c, d, e, f, g, h, ... |" },
};

static struct addr ip4(unsigned char last, uint16_t port)
{
	unsigned char ip[4] = { 192, 0, 2, last };

	return addr_make(ip, 4, port);
}

static void chain(struct tls_chain *c, const struct handshake *h)
{
	const char *name = h->names ? h->names : "pbx.example";

	memset(c, 0, sizeof(*c));
	for (; c->count < 3 && (h->certs[c->count].not_after ||
				(!c->count && !h->certs[0].read)); c->count++)
		c->certs[c->count] = h->certs[c->count];
	for (; *name; name++)
		c->names[c->names_len++] = (char)(*name == ',' ? 0 : *name);
	c->names_len += c->names_len > 0;
	c->names_cut = (h->how & CUT) != 0;
	c->at.number = 5;
	c->at.time = (h->how & NEVER_SET ? 90 : NOW) * CLOCK_S;
}

static void tell(struct feed *f, const struct handshake *h)
{
	const char *wanted = h->wanted ? h->wanted : "pbx.example";
	struct tls_info t = { .client = ip4(1, 40000), .server = ip4(2, 5061),
		.version = 0x0303, .hello = { .number = 4, .time = NOW * CLOCK_S },
		.sip = !(h->how & NOT_SIP), .established = h->how & USED,
		.early = h->how & USED };
	struct tls_chain *c = malloc(sizeof(*c)); /* exactly as large */

	assert_non_null(c);
	chain(c, h);
	strcpy(t.server_name, wanted);
	if (!(h->how & BY_CLIENT))
		t.shown[1] = c;
	if (h->how & (BY_CLIENT | BOTH))
		t.shown[0] = c;
	if (h->alert) {
		t.alert_level = 2;
		t.alert = (uint8_t)h->alert;
		t.alert_from = (h->how & FROM_SERVER) != 0;
		t.alert_at = (struct frame){ .number = 6,
					     .time = NOW * CLOCK_S };
	}
	engine_tls(f->engine, &t);
	free(c);
}

static void check(const struct feed *f, const struct handshake *h)
{
	struct strbuf b = { 0 };

	for (unsigned i = 0; i < f->n; i++)
		strbuf_fmt(&b, "%s%s %s %s", i ? "," : "", f->found[i].name,
			   catalog_severity_name(f->found[i].severity),
			   catalog_certainty_name(f->found[i].certainty));
	if (strcmp(strbuf_str(&b), h->found))
		fail_msg("%s: found `%s'", h->label, strbuf_str(&b));
	if (h->title && !strstr(f->found[0].title, h->title))
		fail_msg("%s: title `%s'", h->label, f->found[0].title);
	if (h->remedy && !strstr(f->found[0].remedies, h->remedy))
		fail_msg("%s: remedies `%s'", h->label, f->found[0].remedies);
	if (h->marks && !strstr(f->found[0].marks, h->marks))
		fail_msg("%s: marks `%s'", h->label, f->found[0].marks);
	strbuf_fini(&b);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct feed f;

		feed_init(&f);
		tell(&f, &cases[i]);
		check(&f, &cases[i]);
		feed_fini(&f);
	}
}

/* What belongs together: certificate and server, whoever connects. */
static void test_groups(void **state)
{
	struct handshake old = { .certs = { OLD } }, name = { .certs = { FRESH },
		.names = "x.example" };
	struct feed f;

	(void)state;
	feed_init(&f);
	tell(&f, &old);
	tell(&f, &old);
	old.certs[0].not_after -= DAY;
	tell(&f, &old);
	tell(&f, &name);
	assert_int_equal(f.n, 4);
	assert_string_equal(f.found[0].group, "tls-cert-expired|192.0.2.2:5061|"
			    "pbx.example|2026-10-18 08:00:00 UTC");
	assert_string_equal(f.found[1].group, f.found[0].group);
	assert_string_not_equal(f.found[2].group, f.found[0].group);
	assert_string_equal(f.found[3].group,
			    "tls-cert-name|192.0.2.2:5061|pbx.example");
	feed_fini(&f);
}

/* What became of the connection is said. */
static void test_explained(void **state)
{
	struct handshake h = { .certs = { OLD } };
	struct feed f;

	(void)state;
	feed_init(&f);
	tell(&f, &h);
	h.how = USED;
	tell(&f, &h);
	h.how = 0;
	h.alert = 45;
	tell(&f, &h);
	h = (struct handshake){ .certs = { FRESH }, .names = "x.example" };
	tell(&f, &h);
	h.how = USED;
	tell(&f, &h);
	h.how = 0;
	h.alert = 42;
	tell(&f, &h);
	h.names = "*.example";
	h.alert = 0;
	tell(&f, &h);
	assert_int_equal(f.n, 7);
	assert_non_null(strstr(f.found[6].explain, "Many clients take"));
	assert_null(strstr(f.found[6].remedies, "to one of"));
	assert_non_null(strstr(f.found[5].remedies, "to one of x.example"));
	assert_non_null(strstr(f.found[0].explain, "and no SIP gets through"));
	assert_non_null(strstr(f.found[1].explain, "192.0.2.1 goes on all the"));
	assert_non_null(strstr(f.found[2].explain, "192.0.2.1 refuses the "
			       "connection for it (certificate_expired (45))"));
	assert_non_null(strstr(f.found[3].explain, "Teams, Zoom and Webex do, "
			       "compares"));
	assert_non_null(strstr(f.found[4].explain, "192.0.2.1 goes on, though"));
	assert_non_null(strstr(f.found[5].explain, "(bad_certificate (42))"));
	feed_fini(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
