#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Somebody looks for the prefix that leads outside.
. "$(dirname "$0")/common.sh"
lab_begin scan-invite-prefix
{
	for lab_p in 00 000 9 90 900 0 011 9011 8 800 7 +; do
		printf '> INVITE new uri=sip:%s441154960123@pbx.example\n' \
			"$lab_p"
		printf '\tUser-Agent: lab-dialer/1.0\n'
		printf '\tTo: <sip:%s441154960123@pbx.example>\n\tsdp\n' "$lab_p"
		printf '< 404\n\tTo: <sip:%s441154960123@pbx.example>;tag=b%s\n' \
			"$lab_p" "${#lab_p}"
		printf '> ACK\n'
		printf '\tTo: <sip:%s441154960123@pbx.example>;tag=b%s\n' \
			"$lab_p" "${#lab_p}"
		printf 'wait 300\n'
	done
} >"$lab_tmp/ladder"
lab_flow <"$lab_tmp/ladder"
lab_flow_end
