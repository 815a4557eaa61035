#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The allocation-failure walk over small captures, pcap and pcapng; prints TAP.
[ -e tests/oom/oom ] ||
	{ echo '1..0 # SKIP not built: libFuzzer, or a linker that cannot wrap malloc'; exit 0; }
cap=${srcdir:-.}/captures
exec tests/oom/oom "$cap/420-bad-extension.pcap" "$cap/wire/ng-skip.pcapng"
