/* SPDX-License-Identifier: BSD-2-Clause */
/* How the registration of an address of record at a server went: longer than
 * transactions live; where there are too many, what was used longest ago is
 * forgotten (RFC 3261 10, base/recent.h). */
#ifndef STORE_BINDING_H
#define STORE_BINDING_H

#include "store/mapping.h"

enum { BINDING_MAX = 16384, BINDING_CONTACT = 56 };

struct binding {
	uint64_t hash;        /* of server and address of record; 0: none */
	struct addr client;   /* that registered last */
	int64_t accepted;     /* the last 2xx; 0: none */
	int64_t expires;      /* when the last of all contacts runs out; 0 */
	int64_t ended;        /* all contacts were removed; 0: some are there */
	int64_t granted;      /* s, by the last 2xx to its own Contact */
	int64_t before;       /* the 2xx before the last one, and what was */
	int64_t before_granted; /* granted then; both 0 after signing off */
	int64_t before_ended; /* ended, as the last 2xx found it */
	uint64_t device, other; /* hashes: who registered last, who before */
	uint32_t alternations;  /* times that each took it from the other */
	char other_contact[BINDING_CONTACT]; /* of the other; cut */
	char contact[BINDING_CONTACT];
	int64_t first_refused;  /* of those in a row */
	int64_t last_refused;   /* 0: the last one was accepted */
	uint32_t refused;       /* in a row, within 60 s of the first */
	uint16_t code;          /* of the last refusal */
	uint64_t flap_device;   /* one device in a row, each before a quarter
				   of what was granted to it: */
	int64_t flap_first, flap_last; /* 2xx */
	int64_t flap_granted;   /* s, by the last */
	int64_t flap_shortest, flap_longest; /* ns between two */
	uint32_t flaps;         /* how many after the first */
	bool flap_moved;        /* Contact or port changed, or it signed off */
	uint16_t flap_port;     /* of the client */
	uint32_t frequent;      /* accepted in a row, each within 30 s */
	bool lost;              /* a way of it was found dead, see from->dead */
	uint64_t pair;          /* of the way that its client registers by; 0 */
	/* After binding_final() alone, and until the next one. */
	const struct mapping *way;  /* that way, or NULL */
	const struct mapping *from; /* the one that the same device had left when
				   the last 2xx came: another port of the same
				   address, over UDP; else NULL */
};

/* Times without any packet, the last ones, longer than this. */
#define BINDING_REST (30 * CLOCK_S)
enum { BINDING_RESTS = 8 };

struct binding_table {
	struct recent all;      /* struct binding by hash */
	struct mapping_table mappings;
	struct {
		int64_t from, to;
	} rests[BINDING_RESTS];
	unsigned n_rests;       /* ever noted */
	uint64_t seed;          /* that of the store's ways */
};

/* seed: that of the ways.  No memory is taken yet. */
void binding_table_init(struct binding_table *t, uint64_t seed);
void binding_table_fini(struct binding_table *t);
/* The first final response to a REGISTER came: remember it.  The entry, or NULL
 * when there is nothing to remember. */
const struct binding *binding_final(struct binding_table *bt,
				    const struct transaction *t);
/* The entry of the Request-URI of t at t's server, or NULL. */
const struct binding *binding_called(const struct binding_table *bt,
				     const struct transaction *t);
/* Did the client of t, a REGISTER, register this address last, and not sign off? */
bool binding_let_in(const struct binding_table *bt,
		    const struct transaction *t);
/* t, an INVITE, goes straight to a contact whose time was over when it came,
 * though the capture went on when it had to be renewed: its entry, or NULL. */
const struct binding *binding_late(const struct binding_table *bt,
				   const struct transaction *t);
/* No packet at all came between these two times. */
void binding_rest(struct binding_table *bt, int64_t from, int64_t to);

#endif
