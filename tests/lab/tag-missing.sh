#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A gateway that writes no tag in To.
. "$(dirname "$0")/common.sh"
lab_begin tag-missing
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
	To: <sip:4190@pbx.example>
wait 1200
< 200
	To: <sip:4190@pbx.example>
	sdp
> ACK
	To: <sip:4190@pbx.example>
wait 2500
> BYE
	To: <sip:4190@pbx.example>
< 200
FLOW
lab_flow_end
