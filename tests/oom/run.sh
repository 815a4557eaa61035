#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The allocation-failure walk over one small capture; prints TAP.
[ -e tests/oom/oom ] ||
	{ echo '1..0 # SKIP not built: libFuzzer, or a linker that cannot wrap malloc'; exit 0; }
exec tests/oom/oom "${srcdir:-.}/captures/420-bad-extension.pcap"
