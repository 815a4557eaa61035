/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissect/tls_hello.h"

#include "base/cursor.h"

/* Extensions (RFC 8446 4.2). */
enum { EXT_SERVER_NAME = 0, EXT_VERSIONS = 43 };
enum { VERSION_SSL3 = 0x0300, VERSION_13 = 0x0304 };

/* RFC 6066 3: a list of names with their kind, of which 0 is the only one. */
static void read_server_name(struct tls_info *info, struct slice body)
{
	struct cursor c = { .in = body };
	struct slice name;

	cursor_skip(&c, 2);
	if (cursor_u8(&c) != 0)
		return;
	name = cursor_take(&c, cursor_be16(&c));
	name = slice_head(name, TLS_NAME_MAX - 1);
	for (size_t i = 0; i < name.len; i++) {
		char ch = name.p[i];

		info->server_name[i] = ch > ' ' && ch <= '~' ? ch : '?';
	}
	info->server_name[name.len] = '\0';
}

/* A client offers a list, with values that mean nothing between (RFC 8701); a
 * server names the one it chose. */
static void read_versions(struct tls_info *info, struct slice body, bool client)
{
	struct cursor c = { .in = body };
	uint16_t best = 0;

	if (!client) {
		best = cursor_be16(&c);
	} else {
		cursor_u8(&c);
		while (c.in.len >= 2) {
			uint16_t v = cursor_be16(&c);

			if (v >= VERSION_SSL3 && v <= VERSION_13 && v > best)
				best = v;
		}
	}
	if (best)
		info->version = best;
}

static void read_extensions(struct tls_info *info, struct cursor *c, bool client)
{
	cursor_skip(c, 2);
	while (c->in.len) {
		unsigned type = cursor_be16(c);
		struct slice body = cursor_take(c, cursor_be16(c));

		if (!body.len)
			continue;
		if (type == EXT_SERVER_NAME && client)
			read_server_name(info, body);
		else if (type == EXT_VERSIONS)
			read_versions(info, body, client);
	}
}

/* The version in front is frozen at 1.2 where the extension says more (4.1.2,
 * 4.1.3). */
void tls_hello_read(struct tls_info *info, bool client, struct slice body)
{
	struct cursor c = { .in = body };
	uint16_t version = cursor_be16(&c);

	cursor_skip(&c, 32);             /* random */
	cursor_skip(&c, cursor_u8(&c));  /* session */
	if (client) {
		cursor_skip(&c, cursor_be16(&c)); /* cipher suites */
		cursor_skip(&c, cursor_u8(&c));   /* compression */
	} else {
		info->cipher = cursor_be16(&c);
		cursor_skip(&c, 1);
	}
	if (version)
		info->version = version;
	read_extensions(info, &c, client);
}
