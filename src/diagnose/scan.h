/* SPDX-License-Identifier: BSD-2-Clause */
/* Who looks for a way in: by the name of its program, by REGISTERs that are
 * refused one after the other, by one number with ever other prefixes.  What is
 * found is noted in transaction.habits and source.scans; of an address that is
 * taken for a scanner nothing else is said. */
#ifndef DIAGNOSE_SCAN_H
#define DIAGNOSE_SCAN_H

#include "data/catalog_scanner.h"
#include "diagnose/source.h"

enum {
	SCAN_AGENTS_MAX = 4096,  /* User-Agents known to be no scanners */
	SCAN_GUESSES_MAX = 8192, /* addresses */
	SCAN_PROBES_MAX = 1024,  /* numbers, each of one address */
	SCAN_USERS_MAX = 32, SCAN_NUMBERS_MAX = 32, SCAN_NUMBER = 40,
};

/* More REGISTERs than these refused in so much time are no phone's (the limit
 * that fail2ban and many SBCs have, or above). */
enum { SCAN_REFUSED = 20, SCAN_USERS = 3, SCAN_DIGESTS = 10 };
#define SCAN_GUESS_TIME (60 * CLOCK_S)

/* A dialer calls other numbers, not the same behind other digits. */
enum { SCAN_PATTERNS = 10, SCAN_TAIL = 8 /* digits; more than a short number */ };
#define SCAN_PROBE_TIME (600 * CLOCK_S)

/* The refused REGISTERs of an address, none of them accepted since. */
struct scan_guess {
	int64_t first, last;
	uint32_t refused; /* for good: 403, 404, or 401 to credentials */
	uint32_t plain;   /* 401 to none, which is usual when more follows */
	uint32_t digests; /* to credentials */
	uint32_t n_users;
	uint32_t users[SCAN_USERS_MAX]; /* hashes */
};

/* Numbers with one tail that an address called in vain. */
struct scan_probe {
	int64_t first;
	uint32_t n, tail; /* numbers; digits that all of them end with */
	char numbers[SCAN_NUMBERS_MAX][SCAN_NUMBER];
};

struct scan_memory {
	struct recent agents;  /* by hash of User-Agent */
	struct recent guesses; /* of struct scan_guess, by address */
	struct recent probes;  /* of struct scan_probe, by address and tail */
	uint64_t seed;
};

void scan_memory_init(struct scan_memory *m, uint64_t seed);
void scan_memory_fini(struct scan_memory *m);
/* A new request came; it got its final response: note it in m, sources and
 * n->t->habits. */
void scan_request(struct scan_memory *m, struct source_memory *sources,
		  const struct store_notice *n);
void scan_final(struct scan_memory *m, struct source_memory *sources,
		const struct store_notice *n);

/* What in a request is the name of a scanner. */
struct scan_sign {
	const struct catalog_scanner *scanner;
	enum header_id id;  /* HEADER_UNKNOWN: s= of the SDP */
	struct slice text;  /* in the message */
	struct slice line;  /* of the SDP */
};
bool scan_sign_find(const struct message *m, struct scan_sign *out);
/* A test tool in a private network, or in that of the server, is somebody's
 * own. */
bool scan_is_own(const struct scan_sign *s, const struct transaction *t);
/* One of several hops of a request whose first one was seen here. */
bool scan_passed_on(const struct transaction *t);

/* A number that only the telephone network can know: + or seven digits. */
bool scan_is_outside(struct slice user);
/* The user of the Request-URI; empty when there is none. */
struct slice scan_called(const struct message *m);

#endif
