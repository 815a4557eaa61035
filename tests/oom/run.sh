#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The allocation-failure walk over small captures, pcap and pcapng, and over what
# options add to that; prints TAP.
[ -e tests/oom/oom ] ||
	{ echo '1..0 # SKIP not built: libFuzzer, or a linker that cannot wrap malloc'; exit 0; }
cap=${srcdir:-.}/captures
site=tests/oom/site.txt
trap 'rm -f "$site"' EXIT
cat >"$site" <<'EOF'
Status: 420
Only: server 192.0.2.0/24
Only: Unsupported: *
Remedy: @user@ knows no @status@.

Finding: require-unsupported
Remedy: Ask @server@.
EOF
tests/oom/oom "-vv --strict $cap/420-bad-extension.pcap" \
	"-vv --strict $cap/wire/ng-skip.pcapng" \
	"-q --legs $cap/b2bua-refused.pcap" \
	"-q --peers $cap/420-bad-extension.pcap" \
	"-q --knowledge $site $cap/420-bad-extension.pcap" \
	"-q --finding status-* $cap/404-not-found.pcap" \
	"-q $cap/tls-cert-expired.pcap" \
	"--knowledge $site --explain 420"
