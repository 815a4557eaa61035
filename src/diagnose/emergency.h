/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls for help: what their address looks like (RFC 5031, RFC 6881). */
#ifndef DIAGNOSE_EMERGENCY_H
#define DIAGNOSE_EMERGENCY_H

#include "store/store.h"

/* A call for help, by its Request-URI. */
enum emergency {
	EMERGENCY_NONE,
	EMERGENCY_NUMBER, /* 112 and kin, which may be an extension */
	EMERGENCY_URN     /* urn:service:sos or below it */
};

/* invite: a request that begins a call.  *where, if not NULL, gets the number or
 * the URN. */
enum emergency emergency_of(const struct message *invite, struct slice *where);
/* The number in Geolocation-Error (RFC 6442 4.4), *text its words, *where its
 * value; -1: there is none. */
int emergency_error(const struct message *m, struct slice *text,
		    struct slice *where);

#endif
