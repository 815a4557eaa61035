/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/emergency.h"

#include "diagnose/numbers.h"
#include "dissect/sip_value.h"

enum { LONGEST = 6 }; /* of such a number with what is dialled before it */

/* Dialled to get help, in one part of the world or another. */
static bool is_number(struct slice user)
{
	static const char *const numbers[] = {
		"112", "911", "999", "000", "110", "119",
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (slice_eq(user, slice_cstr(numbers[i])))
			return true;
	}
	return false;
}

enum emergency emergency_of(const struct message *invite, struct slice *where)
{
	struct slice uri = message_slice(invite, invite->sip.uri), user;
	struct slice sos = SLICE("urn:service:sos");

	if (slice_starts_nocase(uri, sos) &&
	    (uri.len == sos.len || uri.p[sos.len] == '.')) {
		if (where)
			*where = uri;
		return EMERGENCY_URN;
	}
	user = numbers_user(uri);
	if (user.len < 3 || user.len > LONGEST)
		return EMERGENCY_NONE;
	if (where)
		*where = user;
	if (is_number(user))
		return EMERGENCY_NUMBER;
	/* A leading +, or the digit for an outside line. */
	return (*user.p == '+' || *user.p == '0' || *user.p == '9') &&
		is_number(slice_from(user, 1)) ? EMERGENCY_NUMBER :
		EMERGENCY_NONE;
}

int emergency_error(const struct message *m, struct slice *text,
		    struct slice *where)
{
	struct slice value = sip_index_value(&m->sip, HEADER_GEOLOCATION_ERROR);
	size_t n = 0;
	uint64_t code;

	if (!value.len)
		return -1;
	while (n < value.len && value.p[n] >= '0' && value.p[n] <= '9')
		n++;
	if (slice_to_uint(slice_head(value, n), 999, &code))
		return -1;
	*where = value;
	if (!sip_value_param(value, "code", text))
		*text = slice_of(NULL, 0);
	*text = sip_value_unquote(*text);
	return (int)code;
}
