/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/link_number.h"

#include <pcap/pcap.h>

/* Those that differ; all others have one number. */
static const struct {
	int dlt;
	uint16_t in_file;
} table[] = {
	{ DLT_ATM_RFC1483, 100 },
	{ DLT_RAW, 101 },
	{ DLT_SLIP_BSDOS, 102 },
	{ DLT_PPP_BSDOS, 103 },
#ifdef DLT_ATM_CLIP
	{ DLT_ATM_CLIP, 106 },
#endif
#ifdef DLT_PKTAP
	{ DLT_PKTAP, 258 },
#endif
};

#define COUNT (sizeof(table) / sizeof(*table))

int link_number_to_dlt(uint16_t in_file)
{
	for (size_t i = 0; i < COUNT; i++)
		if (table[i].in_file == in_file)
			return table[i].dlt;
	return in_file;
}

uint16_t link_number_from_dlt(int dlt)
{
	/* Raw IP of another system, as found in old files. */
	if (dlt == 12 || dlt == 14)
		return 101;
	for (size_t i = 0; i < COUNT; i++)
		if (table[i].dlt == dlt)
			return table[i].in_file;
	return (uint16_t)dlt;
}

/* For private use; libpcap has no names for these. */
static const char *const user_names[] = {
	"USER0", "USER1", "USER2", "USER3", "USER4", "USER5", "USER6", "USER7",
	"USER8", "USER9", "USER10", "USER11", "USER12", "USER13", "USER14",
	"USER15",
};

const char *link_number_name(int dlt)
{
	const char *name = pcap_datalink_val_to_name(dlt);

	if (name)
		return name;
	return dlt >= DLT_USER0 && dlt <= DLT_USER15 ?
		user_names[dlt - DLT_USER0] : "unknown";
}
