/* SPDX-License-Identifier: BSD-2-Clause */
#include "render/peers_table.h"

const struct peers_row peers_table_lists[PEER_LISTS] = {
	[PEER_TRANSPORTS] = { "transports", TEXT_PEER_TRANSPORTS },
	[PEER_METHODS_SENT] = { "methods_sent", TEXT_PEER_METHODS_SENT },
	[PEER_METHODS_ACCEPTED] = { "methods_accepted",
				    TEXT_PEER_METHODS_ACCEPTED },
	[PEER_METHODS_REFUSED] = { "methods_refused",
				   TEXT_PEER_METHODS_REFUSED },
	[PEER_METHODS_ALLOWED] = { "methods_allowed",
				   TEXT_PEER_METHODS_ALLOWED },
	[PEER_TAGS_SUPPORTED] = { "tags_supported", TEXT_PEER_TAGS_SUPPORTED },
	[PEER_TAGS_REQUIRED] = { "tags_required", TEXT_PEER_TAGS_REQUIRED },
	[PEER_TAGS_REFUSED] = { "tags_refused", TEXT_PEER_TAGS_REFUSED },
	[PEER_CODECS_OFFERED] = { "codecs_offered", TEXT_PEER_CODECS_OFFERED },
	[PEER_CODECS_ACCEPTED] = { "codecs_accepted",
				   TEXT_PEER_CODECS_ACCEPTED },
	[PEER_CODECS_REFUSED] = { "codecs_refused", TEXT_PEER_CODECS_REFUSED },
	[PEER_PROFILES_OFFERED] = { "profiles_offered",
				    TEXT_PEER_PROFILES_OFFERED },
	[PEER_PROFILES_ACCEPTED] = { "profiles_accepted",
				     TEXT_PEER_PROFILES_ACCEPTED },
	[PEER_ALGORITHMS] = { "algorithms", TEXT_PEER_ALGORITHMS },
};

const struct peers_row peers_table_times[PEER_TIMES] = {
	[PEER_SESSION_EXPIRES] = { "session_expires",
				   TEXT_PEER_SESSION_EXPIRES },
	[PEER_MIN_SE] = { "min_se", TEXT_PEER_MIN_SE },
	[PEER_MIN_EXPIRES] = { "min_expires", TEXT_PEER_MIN_EXPIRES },
	[PEER_GRANTED] = { "registration", TEXT_PEER_GRANTED },
};
