#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two sides that cannot agree on the codec change the call again and again.
. "$(dirname "$0")/common.sh"
lab_begin reinvite-loop
{
	printf '> INVITE\n\tsdp\n< 100\n< 180\nwait 900\n< 200\n\tsdp\n> ACK\n'
	for lab_i in 1 2 3 4; do
		for lab_c in '0 PCMU' '8 PCMA'; do
			printf 'wait 700\n> INVITE\n\tsdp\n'
			printf '\t|m=audio 16384 RTP/AVP %s\n' "${lab_c% *}"
			printf '\t|a=rtpmap:%s/8000\n' "$lab_c"
			printf '< 200\n\tsdp\n'
			printf '\t|m=audio 20000 RTP/AVP %s\n' "${lab_c% *}"
			printf '\t|a=rtpmap:%s/8000\n> ACK\n' "$lab_c"
		done
	done
	printf 'wait 900\n> BYE\n< 200\n'
} >"$lab_tmp/ladder"
lab_flow <"$lab_tmp/ladder"
lab_flow_end
