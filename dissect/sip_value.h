/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading inside header values, tolerant and without copies: every result is a
 * slice of the input, so that a caret can be put under it (RFC 3261 20, 25.1). */
#ifndef DISSECT_SIP_VALUE_H
#define DISSECT_SIP_VALUE_H

#include "base/slice.h"

/* The next element of a comma list; *rest moves on; white space and empty
 * elements are skipped; commas in quotes, <> and (only where URIs stand) are no
 * separators.  False at the end. */
bool sip_value_next(struct slice *rest, struct slice *element);
/* The value of ;name= behind a URI or token, quotes and backslashes left as on
 * the wire; *out is empty (p not NULL) for a parameter without value.  Looks
 * behind <...> only, so URI parameters are not mistaken for header parameters. */
bool sip_value_param(struct slice value, const char *name, struct slice *out);
/* The value up to the first semicolon outside quotes and <>, trimmed: the
 * token of `timer;refresher=uac' or `1800;refresher=uas'. */
struct slice sip_value_token(struct slice value);
/* The URI in a name-addr or addr-spec: inside <>, or up to ; or white space. */
struct slice sip_value_uri(struct slice value);
/* The display name without its quotes; empty when there is none. */
struct slice sip_value_display(struct slice value);
/* Without the quotes around it, if there are any (escapes stay). */
struct slice sip_value_unquote(struct slice s);
/* Parts of a URI; missing parts are empty. */
struct sip_value_uri_parts {
	struct slice scheme, user, host, port, params;
};
/* False when there is no scheme. */
bool sip_value_uri_split(struct slice uri, struct sip_value_uri_parts *out);
/* One auth-param of a challenge or credentials (`Digest realm="x", nonce=...'),
 * name compared without case, quotes taken off (RFC 3261 20.44, RFC 8760). */
bool sip_value_auth(struct slice value, const char *name, struct slice *out);
/* The same of n parameters at once; the p of those that are missing is NULL.  The
 * names end in NUL. */
void sip_value_auths(struct slice value, const struct slice *names,
		     struct slice *out, size_t n);
/* The auth scheme: `Digest', `Basic', `Bearer'. */
struct slice sip_value_auth_scheme(struct slice value);
/* Topmost Via element: `SIP/2.0/UDP host:port;params' taken apart. */
struct sip_value_via {
	struct slice transport, host, port, branch, received, rport;
	bool has_rport;
};
bool sip_value_via_split(struct slice via, struct sip_value_via *out);
/* Does a comma list (option tags, methods) hold this token?  Case ignored when
 * nocase.  *where gets the element when not NULL. */
bool sip_value_list_has(struct slice list, struct slice token, bool nocase,
			struct slice *where);
/* Reason header element: `Q.850;cause=34;text="..."' (RFC 3326). */
struct sip_value_reason {
	struct slice protocol, cause, text; /* text without quotes */
	unsigned cause_number;              /* 0 when there is none */
	bool has_cause;
};
bool sip_value_reason_split(struct slice element, struct sip_value_reason *out);
/* Warning element: `305 host "text"' (RFC 3261 20.43). */
struct sip_value_warning {
	unsigned code;
	struct slice agent, text; /* text without quotes */
};
bool sip_value_warning_split(struct slice element,
			     struct sip_value_warning *out);

#endif
