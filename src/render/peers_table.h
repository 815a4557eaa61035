/* SPDX-License-Identifier: BSD-2-Clause */
/* The names of the lists and times of a peer, shared by text and JSON. */
#ifndef RENDER_PEERS_TABLE_H
#define RENDER_PEERS_TABLE_H

#include "data/catalog.h"
#include "diagnose/peers.h"

struct peers_row {
	const char *key;    /* in JSON */
	enum text_id label; /* in text */
};

extern const struct peers_row peers_table_lists[PEER_LISTS];
extern const struct peers_row peers_table_times[PEER_TIMES];

#endif
