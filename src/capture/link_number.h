/* SPDX-License-Identifier: BSD-2-Clause */
/* Link types have two numberings: LINKTYPE_ in files, the same everywhere, and
 * DLT_ in memory, where some differ from system to system. */
#ifndef CAPTURE_LINK_NUMBER_H
#define CAPTURE_LINK_NUMBER_H

#include <stdint.h>

int link_number_to_dlt(uint16_t in_file);
uint16_t link_number_from_dlt(int dlt);
/* A name to tell people, as tcpdump spells it; `unknown' for what has none. */
const char *link_number_name(int dlt);

#endif
