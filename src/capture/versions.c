/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/versions.h"

#include <pcap/pcap.h>
#include <zlib.h>
#include <zstd.h>

void versions_add(struct strbuf *out)
{
	strbuf_fmt(out, "%s\nzlib %s\nzstd %s\n", pcap_lib_version(),
		   zlibVersion(), ZSTD_versionString());
}
