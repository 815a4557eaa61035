/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/passwords.h"

#include "base/mem.h"
#include "dissect/sip_value.h"

#include <errno.h>
#include <stdlib.h>

struct passwords_row {
	struct passwords_row *next;
	char *who, *password; /* owned */
	size_t who_len, password_len;
};

static void row_free(struct passwords_row *r)
{
	if (r->password)
		explicit_bzero(r->password, r->password_len);
	free(r->password);
	free(r->who);
	free(r);
}

void passwords_fini(struct passwords *p)
{
	struct passwords_row *next;

	for (struct passwords_row *r = p->first; r; r = next) {
		next = r->next;
		row_free(r);
	}
	p->first = NULL;
}

int passwords_add(struct passwords *p, struct slice who, struct slice password)
{
	struct passwords_row *r = mem_zalloc(sizeof(*r)), **last = &p->first;

	if (!r)
		return -ENOMEM;
	r->who = mem_strndup(who);
	r->password = mem_strndup(password);
	r->who_len = who.len;
	r->password_len = password.len;
	if (!r->who || !r->password) {
		row_free(r);
		return -ENOMEM;
	}
	while (*last)
		last = &(*last)->next;
	*last = r;
	return 0;
}

/* Is it for this user in this realm? */
static bool is_for(const struct passwords_row *r, struct slice user,
		   struct slice realm)
{
	struct slice who = slice_of(r->who, r->who_len);

	if (slice_eq(who, user))
		return true;
	return who.len == user.len + 1 + realm.len &&
		slice_eq(slice_head(who, user.len), user) &&
		who.p[user.len] == '@' &&
		slice_eq(slice_from(who, user.len + 1), realm);
}

enum digest_verdict passwords_check(const struct passwords *p,
				    struct slice credentials,
				    struct slice method)
{
	enum digest_verdict found = DIGEST_UNKNOWN, v;
	struct slice user, realm;

	if (!p || !p->first ||
	    !sip_value_auth(credentials, "username", &user) ||
	    !sip_value_auth(credentials, "realm", &realm))
		return DIGEST_UNKNOWN;
	for (const struct passwords_row *r = p->first; r; r = r->next) {
		if (!is_for(r, user, realm))
			continue;
		v = digest_check(credentials, method,
				 slice_of(r->password, r->password_len));
		if (v == DIGEST_RIGHT)
			return v;
		if (v == DIGEST_WRONG)
			found = v;
	}
	return found;
}
